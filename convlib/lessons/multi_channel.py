"""Lesson 3: two-dimensional convolution of many channels: maps that are summed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.cost_rows import conv_row
from convlib.layers.standard import derive_direct, geometry
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.named.kernels import KERNELS
from convlib.numerals import bracketed, exact
from convlib.ops import Array, conv
from convlib.params import Choice, Grid, PaddingParam, Param, PerAxis, Seed, Whole, laid_over
from convlib.picture.scene import Scene
from convlib.staging.channels import ChannelLayer, stage_block, stage_maps, stage_place

LARGEST_INPUT, LARGEST_KERNEL, LARGEST_PADDED = 8, 4, 10
CHANNELS, FILTERS = 4, 4
MANY = 10  # filters that a row of the costs speaks of, more than can be drawn
VIEWS = ("maps", "block", "window")
DEPTH = Whole("channels", default=3, low=1, high=CHANNELS)
PARAMS: tuple[Param, ...] = (
    Choice("view", VIEWS),
    DEPTH,
    Whole("filters", default=1, low=1, high=FILTERS),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("stride", default=(1, 1), low=1, high=4),
    PaddingParam("padding", rules=("valid", "same", "full"), high=3),
    Whole("filter", default=0, low=0, high=FILTERS - 1),
    PerAxis("place", default=(1, 1), low=0, high=LARGEST_PADDED - 1),
    Seed("seed"),
    Grid("input", cap=LARGEST_INPUT, size="size", planes=CHANNELS),
    Grid("weights", cap=LARGEST_KERNEL, size="kernel", names=KERNELS, planes=CHANNELS * FILTERS),
    Grid("bias", cap=FILTERS),
)
GRIDS = {param.name: param for param in PARAMS if isinstance(param, Grid)}
INPUT = [
    [[3, 2, 2, 3, 2], [3, 3, 0, 0, 1], [1, 3, 3, 0, 1], [3, 0, 3, 0, 1], [3, 1, 1, 1, 2]],
    [[1, 3, 1, 1, 2], [2, 2, 2, 3, 3], [3, 2, 2, 1, 3], [1, 0, 3, 0, 3], [2, 0, 0, 1, 0]],
    [[0, 2, 3, 1, 3], [3, 3, 2, 1, 2], [1, 1, 1, 0, 3], [0, 0, 0, 3, 2], [3, 0, 2, 1, 1]],
]
FILTER = [
    [[-1, 0, 1], [0, -1, 0], [-1, 1, 1]],
    [[-1, 0, 1], [1, 1, 0], [-1, 1, 0]],
    [[-1, -1, 0], [1, 0, 0], [1, 1, 0]],
]


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(C, H, W)``, weights ``(filters · C, kH, kW)`` and bias ``(1, filters)``."""
    seed, channels, filters = values["seed"], values["channels"], values["filters"]
    dice = np.random.default_rng(0 if seed is None else seed)
    image = dice.integers(0, 10 if seed is not None else 4, (CHANNELS, *[LARGEST_INPUT] * 2))
    bank = dice.integers(
        -2 if seed is not None else -1, 2, (FILTERS, CHANNELS, *[LARGEST_KERNEL] * 2)
    )
    bias = np.arange(1, FILTERS + 1)[None] if seed is None else dice.integers(-3, 4, (1, FILTERS))
    if seed is None:
        image[:3, :5, :5], bank[0, :3, :3, :3] = INPUT, FILTER
    rows, columns = values["kernel"]
    weights = bank[:filters, :channels].reshape(-1, LARGEST_KERNEL, LARGEST_KERNEL)
    shapes = {
        "input": (image, (channels, *values["size"])),
        "weights": (weights, (filters * channels, rows, columns)),
        "bias": (bias, (1, filters)),
    }
    return laid_over(GRIDS, values, shapes)


def fit(given: dict[str, Any]) -> dict[str, Any]:
    """Let typed planes settle what isn't given: channels, filters and sizes.

    Raises:
        ConvError: They can't be read.
    """
    fitted = dict(given)
    typed = {name: GRIDS[name].read(given.get(name)) for name in ("input", "weights")}
    for name, array in typed.items():
        if array is None or isinstance(array, str):
            continue
        fitted.setdefault(GRIDS[name].size, array.shape[1:])
        if name == "input":
            fitted.setdefault("channels", len(array))
    channels = DEPTH.read(fitted.get("channels", DEPTH.default))
    weights = typed["weights"]
    if isinstance(weights, np.ndarray) and len(weights) % channels == 0:
        fitted.setdefault("filters", len(weights) // channels)
    return fitted


def undilated(values: Values) -> dict[str, Any]:
    """The values, with the dilation that the helpers of the standard convolution ask for."""
    return values | {"dilation": (1, 1)}


def layer(values: Values) -> ChannelLayer:
    """The values' numbers, as ``conv`` takes them."""
    x, weights, bias = arrays(values).values()
    filters = weights.reshape(values["filters"], values["channels"], *weights.shape[1:])
    return ChannelLayer(x, filters, bias[0], {name: values[name] for name in ("stride", "padding")})


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: The kernel is larger than the padded input, that is too large, or there is no
            such filter or place to look into.
    """
    there = geometry(undilated(values))
    padded = max(i + sum(p) for i, p in zip(values["size"], there.padding, strict=True))
    if padded > LARGEST_PADDED:
        raise ConvError("padded-too-large", parameter="padding", padded=padded, cap=LARGEST_PADDED)
    if values["view"] != "window":
        return
    if values["filter"] >= values["filters"]:
        details = {"value": values["filter"], "last": values["filters"] - 1}
        raise ConvError("multi-channel-filter", parameter="filter", **details)
    last = tuple(count - 1 for count in there.outputs)
    if any(np.greater(values["place"], last)):
        details = {"value": "×".join(map(str, values["place"])), "last": "×".join(map(str, last))}
        raise ConvError("multi-channel-place", parameter="place", **details)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    if values["view"] == "maps":
        return stage_maps(layer(values))
    if values["view"] == "block":
        return stage_block(layer(values))
    return stage_place(layer(values), values["filter"], values["place"])


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its channels."""
    channels, filters = values["channels"], values["filters"]
    rows, columns = geometry(undilated(values)).outputs
    lines = (
        rf"D_\mathrm{{in}} &= {channels} = \text{{kernels in each filter}}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{filters}}}",
        rf"H_o \times W_o \times D_\mathrm{{out}} &= {rows} \times {columns} \times {filters}",
    )
    return [*derive_direct(undilated(values)), Derivation("planes", lines)]


def costs(values: Values) -> list[CostRow]:
    """The layer, which is the standard convolution itself, and the same with ten filters."""
    shape = (values["channels"], *values["size"])
    options = {name: values[name] for name in ("kernel", "stride", "padding")}
    rows = [("own", values["filters"]), ("multi-channel-many", MANY)]
    return [conv_row(label, shape, filters=count, bias=True, **options) for label, count in rows]


def written(values: Values) -> dict[str, str]:
    """The layer as code."""
    made = layer(values)
    return code.conv(made.x, made.weights, made.bias, **made.options)


def sizes(values: Values) -> dict[str, object]:
    """All the counts that the questions speak of."""
    (down, across), (rows, columns) = values["kernel"], geometry(undilated(values)).outputs
    channels, filters = values["channels"], values["filters"]
    return {
        "channels": channels,
        "filters": filters,
        "down": down,
        "across": across,
        "rows": rows,
        "columns": columns,
        "weights": down * across,
        "products": down * across * channels,
        "kernels": channels * filters,
        "outputs": rows * columns,
        "stacked": channels * filters,
        "many": MANY,
    }


def corner_parts(values: Values) -> dict[str, object]:
    """What each channel adds to the first output value, and the bias."""
    made = layer(values)
    maps = [
        conv(x[None], kernel[None, None], **made.options)[0, 0, 0]
        for x, kernel in zip(made.x, made.weights[0], strict=True)
    ]
    *parts, bias = (bracketed(exact(float(part))) for part in (*maps, made.bias[0]))
    return {"sums": " + ".join(parts), "bias": bias}


def corner(values: Values) -> float:
    """The first output value of the first filter."""
    made = layer(values)
    return float(conv(made.x, made.weights, made.bias, **made.options)[0, 0, 0])


def parameters(values: Values) -> int:
    """Weights and biases."""
    return costs(values)[0].cost.parameters


# What makes no difference in a view.
IDLE = {"maps": ("filter", "place"), "block": ("filter", "place"), "window": ()}


LESSON = Lesson(
    slug="multi-channel",
    order=3,
    params=PARAMS,
    presets=(
        Preset("multi-channel"),
        Preset("multi-channel-block", {"view": "block"}),
        Preset("multi-channel-two", {"view": "block", "filters": 2}),
        Preset("multi-channel-two-maps", {"filters": 2}),
        Preset("multi-channel-strided", {"view": "block", "stride": 2, "padding": 1}),
        Preset("multi-channel-window", {"view": "window"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question("planes", lambda values: values["filters"], sizes),
        Question("products", lambda values: math.prod(layer(values).weights.shape[1:]), sizes),
        Question("value", corner, corner_parts),
        Question("parameters", parameters, sizes),
        Question("many", lambda values: costs(values)[1].cost.macs, sizes),
    ),
    fit=fit,
    idle=lambda values: IDLE[values["view"]],
)
