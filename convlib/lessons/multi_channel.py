"""Lesson 3: two-dimensional convolution of many channels: maps that are summed, filter by filter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib import code
from convlib.arrange import Column, Item, Row, arrange
from convlib.cost import cost
from convlib.direct import derive_direct, geometry
from convlib.errors import ConvError
from convlib.kernels import KERNELS
from convlib.lesson import CostRow, Lesson, Preset, Question, Values
from convlib.ops import Array, conv
from convlib.params import Choice, Grid, PaddingParam, Param, PerAxis, Seed, Whole
from convlib.planes import plane_panels, places_of, source_panels, window_over
from convlib.scene import Panel, Scene, Tick
from convlib.steps import Steps
from convlib.trace import Trace, conv_trace

LARGEST_INPUT, LARGEST_KERNEL, LARGEST_PADDED = 8, 4, 10
CHANNELS, FILTERS = 4, 3
VIEWS = ("maps", "block", "window")
PARAMS: tuple[Param, ...] = (
    Choice("view", VIEWS),
    Whole("channels", default=3, low=1, high=CHANNELS),
    Whole("filters", default=1, low=1, high=FILTERS),
    PerAxis("size", default=(5, 5), low=1, high=LARGEST_INPUT),
    PerAxis("kernel", default=(3, 3), low=1, high=LARGEST_KERNEL),
    PerAxis("stride", default=(1, 1), low=1, high=4),
    PaddingParam("padding", rules=("valid", "same", "full"), high=3),
    PerAxis("place", default=(1, 1), low=0, high=LARGEST_PADDED),
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
    return {
        name: GRIDS[name].laid_over(background, values[name], shape)
        for name, (background, shape) in shapes.items()
    }


def given(values: Values) -> tuple[Array, Array, Array, dict[str, object]]:
    """Input, filters ``(F, C, kH, kW)``, bias ``(F,)`` and options, as ``conv`` takes them."""
    x, weights, bias = arrays(values).values()
    filters = weights.reshape(values["filters"], values["channels"], *weights.shape[1:])
    return x, filters, bias[0], {name: values[name] for name in ("stride", "padding")}


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: The kernel is larger than the padded input, that is too large, there is no such
            place, or one filter's maps are to be shown beside each other for too many filters.
    """
    window = geometry(values | {"dilation": (1, 1)})
    padded = max(i + sum(p) for i, p in zip(values["size"], window.padding, strict=True))
    if padded > LARGEST_PADDED:
        raise ConvError("padded-too-large", parameter="padding", padded=padded, cap=LARGEST_PADDED)
    if values["view"] == "maps" and values["filters"] > 1:
        raise ConvError("maps-filters", parameter="view")


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    x, filters, bias, options = given(values)
    trace = conv_trace(x, filters, bias, **options)  # type: ignore[arg-type]
    if values["view"] == "maps":
        return _maps(trace, x, filters[0], bias, options)
    raise NotImplementedError


def _maps(trace: Trace, x: Array, kernels: Array, bias: Array, options: dict[str, object]) -> Scene:
    """A map for each channel, and their sum: all that makes one output value is one step."""
    channels, places = len(x), places_of(trace.geometry)
    each = [conv(x[at][None], kernels[at][None, None], **options)[0] for at in range(channels)]
    panels: list[Panel] = [
        *source_panels(trace),
        *plane_panels("kernel-of", "kernel", "w", kernels, array="weights"),
        *plane_panels("map", "middle", "m", np.stack(each)),
        Panel("bias", "kernel", "b", bias[None], array="bias", axes=0, note=" "),
        Panel("output", "output", "y", trace.output[0]),
    ]
    steps, total, shift = Steps(panels), 3 * channels + 1, 3 * channels
    columns = trace.output.shape[2]
    for at, (top, left) in enumerate(places):
        cell = divmod(at, columns)
        made = [steps.cell(2 * channels + c, *cell) for c in range(channels)]
        terms = [
            (
                steps.cell(c, top + row, left + column),
                steps.cell(channels + c, row, column),
                made[c],
            )
            for c in range(channels)
            for row, column in np.ndindex(kernels.shape[1:])
        ]
        sums = [*made, steps.cell(shift)]
        out = steps.cell(total, *cell)
        steps.step(out, [*terms, *((part, -1, out) for part in sums)])
    windows = [window_over(c, trace.geometry, places, kernel=channels + c) for c in range(channels)]
    rows = [Row(c, "∗", channels + c, "=", 2 * channels + c) for c in range(channels)]
    wide = Row(Column(*rows), "+", Column(shift, total, apart=0.6))
    tall = Column(*rows, Row(shift, "+", total))
    return Scene(
        panels=tuple(panels),
        layouts={name: arrange(item, panels) for name, item in (("wide", wide), ("tall", tall))},
        windows=tuple(windows),
        ticks=tuple(Tick(row * columns, "row", row) for row in range(trace.output.shape[1])),
        **steps.columns(),
    )
