"""Lesson 3: two-dimensional convolution of many channels: maps that are summed."""

from __future__ import annotations

import math

import numpy as np

from convlib import code
from convlib.errors import ConvError
from convlib.layers.channels import ChannelState
from convlib.layers.cost_rows import conv_row
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.ops import conv
from convlib.params import Choice, PaddingParam, Param, PerAxis, Whole
from convlib.picture.scene import Scene
from convlib.staging.channels import ChannelLayer, stage_block, stage_maps, stage_place

FILTERS, LARGEST_PADDED = 4, 10
MANY, SIXTEEN = 10, (16, 3)  # filters that questions speak of, and channels: more than are drawn
VIEWS = ("maps", "block", "window")
STATE = ChannelState(
    sizes=(
        Whole("channels", default=3, low=1, high=4),
        Whole("filters", default=1, low=1, high=FILTERS),
        PerAxis("size", default=(5, 5), low=1, high=8),
        PerAxis("kernel", default=(3, 3), low=1, high=4),
        PerAxis("stride", default=(1, 1), low=1, high=4),
        PaddingParam("padding", rules=("valid", "same", "full"), high=3),
    ),
    most=LARGEST_PADDED,
    image=[
        [[3, 2, 2, 3, 2], [3, 3, 0, 0, 1], [1, 3, 3, 0, 1], [3, 0, 3, 0, 1], [3, 1, 1, 1, 2]],
        [[1, 3, 1, 1, 2], [2, 2, 2, 3, 3], [3, 2, 2, 1, 3], [1, 0, 3, 0, 3], [2, 0, 0, 1, 0]],
        [[0, 2, 3, 1, 3], [3, 3, 2, 1, 2], [1, 1, 1, 0, 3], [0, 0, 0, 3, 2], [3, 0, 2, 1, 1]],
    ],
    bank=[
        [
            [[-1, 0, 1], [0, -1, 0], [-1, 1, 1]],
            [[-1, 0, 1], [1, 1, 0], [-1, 1, 0]],
            [[-1, -1, 0], [1, 0, 0], [1, 1, 0]],
        ]
    ],
    seeded=range(-2, 2),
)
PARAMS: tuple[Param, ...] = (
    Choice("view", VIEWS),
    *STATE.sizes,
    Whole("filter", default=0, low=0, high=FILTERS - 1),
    PerAxis("place", default=(1, 1), low=0, high=LARGEST_PADDED - 1),
    *STATE.numbers,
)


def layer(values: Values) -> ChannelLayer:
    """The values' numbers, as they are staged."""
    x, weights, bias = STATE.operands(values)
    return ChannelLayer(x, weights, bias, STATE.options(values))


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: As ``ChannelState.check``; or there is no such filter or place to look into.
    """
    STATE.check(values)
    if values["view"] != "window":
        return
    if values["filter"] >= values["filters"]:
        details = {"value": values["filter"], "last": values["filters"] - 1}
        raise ConvError("multi-channel-filter", parameter="filter", **details)
    last = tuple(count - 1 for count in STATE.geometry(values).outputs)
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
    rows, columns = STATE.geometry(values).outputs
    lines = (
        rf"D_\mathrm{{in}} &= {channels}",
        rf"D_\mathrm{{out}} &= N = \mathbf{{{filters}}}",
        rf"H_o \times W_o \times D_\mathrm{{out}} &= {rows} \times {columns} \times {filters}",
    )
    return [*derive_direct(values), planes(lines, filters, "filters")]


def costs(values: Values) -> list[CostRow]:
    """The layer, which is the standard convolution itself: there is nothing to compare it with."""
    return [_row(values, values["filters"])]


def _row(values: Values, filters: int) -> CostRow:
    """What the layer costs with so many filters."""
    shape, options = (values["channels"], *values["size"]), STATE.options(values)
    kernel = values["kernel"]
    return conv_row("own", shape, filters=filters, kernel=kernel, bias=True, **options)


def written(values: Values) -> dict[str, str]:
    """The layer as code."""
    return code.conv(*STATE.operands(values), **STATE.options(values))


def sizes(values: Values) -> dict[str, object]:
    """All the counts that the questions speak of."""
    counts = STATE.counts(values)
    return {**counts, "stacked": counts["kernels"], "many": MANY}


def corner_parts(values: Values) -> dict[str, object]:
    """What each channel adds to the first output value, and the bias."""
    image, weights, biases = STATE.operands(values)
    maps = [
        conv(x[None], kernel[None, None], **STATE.options(values))[0, 0, 0]
        for x, kernel in zip(image, weights[0], strict=True)
    ]
    *parts, bias = (bracketed(exact(float(part))) for part in (*maps, biases[0]))
    return {"sums": " + ".join(parts), "bias": bias}


def corner(values: Values) -> float:
    """The first output value of the first filter."""
    return float(STATE.output(values)[0, 0, 0])


def parameters(values: Values) -> int:
    """Weights and biases."""
    return costs(values)[0].cost.parameters


# What makes no difference in a view.
IDLE = {"maps": ("filter", "place"), "block": ("filter", "place"), "window": ()}


LESSON = Lesson(
    slug="multi-channel",
    order=3,
    group="channels",
    needs=("single-channel",),
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
    arrays=STATE.arrays,
    costs=costs,
    code=written,
    questions=(
        Question("planes", lambda values: values["filters"], sizes),
        Question("sixteen", lambda _: math.prod(SIXTEEN)),
        Question("products", lambda values: STATE.counts(values)["products"], sizes),
        Question("value", corner, corner_parts),
        Question("parameters", parameters, sizes),
        Question("many", lambda values: _row(values, MANY).cost.macs, sizes),
    ),
    fit=STATE.fit,
    idle=lambda values: IDLE[values["view"]],
)
