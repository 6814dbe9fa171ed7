"""Lesson 5: 1×1 convolution, a fully connected layer at every pixel, and the bottleneck."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from convlib import code
from convlib.cost import Cost, cost
from convlib.layers import bottleneck
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.bottleneck import Plan
from convlib.layers.cost_rows import conv_row
from convlib.layers.products import products
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.ops import Array, pointwise, relu
from convlib.params import (
    Choice,
    Count,
    Grid,
    Param,
    PerAxis,
    Seed,
    Whole,
    fitted,
    grids_of,
    laid_over,
)
from convlib.picture.scene import Scene
from convlib.staging.fibre import stage_fibre

LARGEST, CHANNELS, FILTERS = 6, 4, 4
STANDARD = 3  # the kernel of the standard convolution that it is compared with
PARAMS: tuple[Param, ...] = (
    Choice("view", ("fibre", "bottleneck")),
    Choice("relu", ("off", "on")),
    PerAxis("size", default=(4, 4), low=1, high=LARGEST),
    Whole("channels", default=4, low=1, high=CHANNELS),
    Whole("filters", default=2, low=1, high=FILTERS),
    *bottleneck.PARAMS,
    Seed("seed"),
    Grid("input", cap=LARGEST, size="size", planes=CHANNELS, counts=(Count("channels"),)),
    Grid("weights", cap=max(CHANNELS, FILTERS), counts=(Count("filters"), Count("channels"))),
    Grid("bias", cap=FILTERS, counts=(Count("filters"),)),
)
INPUT = [
    [[3, 0, 1, 2], [1, 2, 0, 1], [0, 3, 2, 0], [2, 1, 0, 3]],
    [[1, 2, 0, 0], [0, 1, 3, 2], [2, 0, 1, 1], [1, 3, 2, 0]],
    [[0, 1, 2, 3], [2, 0, 1, 0], [1, 1, 0, 2], [3, 0, 2, 1]],
    [[2, 1, 3, 0], [1, 0, 2, 1], [0, 2, 1, 3], [1, 2, 0, 0]],
]
WEIGHTS = [[1, -1, 2, 0], [-1, 2, 1, -2], [2, 0, -1, 1], [0, 1, -2, 1]]
BIAS = [[1], [-2], [0], [2]]
NUMBERS = {
    "input": Background((CHANNELS, LARGEST, LARGEST), range(10), range(4), INPUT),
    "weights": Background((FILTERS, CHANNELS), range(-2, 3), classic=WEIGHTS),
    "bias": Background((FILTERS, 1), range(-3, 4), classic=BIAS),
}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(D, H, W)``, weights ``(N, D)`` and bias ``(N, 1)``."""
    return laid_over(PARAMS, values, backgrounds(values["seed"], NUMBERS))


def result(values: Values) -> tuple[Array, Array]:
    """What the filters make, ``(N, H, W)``, and what comes out: the same, or cut off at 0."""
    x, weights, bias = arrays(values).values()
    sums = pointwise(x, weights[..., None, None], bias[:, 0])
    return sums, relu(sums) if values["relu"] == "on" else sums


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    if values["view"] == "bottleneck":
        return bottleneck.stage(values)
    x, weights, bias = arrays(values).values()
    return stage_fibre(x, weights, bias, cut=values["relu"] == "on")


def check(values: Values) -> None:
    """Whatever the controls can say goes together."""


def derive(values: Values) -> list[Derivation]:
    """Rows and columns, which a kernel of one keeps, and maps; in the bottleneck's view nothing."""
    if values["view"] == "bottleneck":
        return []
    plane = " \\times ".join(map(str, values["size"]))
    lines = (
        rf"H \times W \times D &= {plane} \times {values['channels']}",
        rf"H_o \times W_o \times N &= {plane} \times \mathbf{{{values['filters']}}}",
    )
    size = derive_direct({"size": values["size"], "kernel": (1, 1)}, {"kernel": ""})
    return [*size, planes(lines, values["filters"], "filters")]


def costs(values: Values) -> list[CostRow]:
    """The layer beside a 3×3 convolution to as many maps, and the bottleneck beside its direct way.

    These two have a chart of their own; in the view of the bottleneck they are all.
    """
    if values["view"] == "bottleneck":
        return bottleneck.costs(values)
    shape = (values["channels"], *values["size"])
    layer: dict[str, Any] = {"filters": values["filters"], "bias": True}
    return [
        conv_row("own", shape, kernel=1, **layer),
        conv_row("1x1-standard", shape, kernel=STANDARD, padding="same", **layer),
        *bottleneck.costs(values, "1x1-bottleneck"),
    ]


def code_of(values: Values) -> dict[str, str]:
    """The layer as code; in the view of the bottleneck both of its layers."""
    if values["view"] == "bottleneck":
        return bottleneck.code_of(values)
    x, weights, bias = arrays(values).values()
    return code.pointwise(x, weights, bias[:, 0], relu=values["relu"] == "on")


def numbers(values: Values) -> dict[str, object]:
    """What the questions speak of."""
    rows, columns = values["size"]
    plan = Plan.of(values)
    _, first, second, _ = plan.macs
    return {
        "channels": values["channels"],
        "filters": values["filters"],
        "rows": rows,
        "columns": columns,
        "weights": values["channels"] * values["filters"],
        "last": values["filters"] - 1,
        "row": rows - 1,
        "column": columns - 1,
        "depth": plan.channels[0],
        "between": plan.channels[1],
        "maps": plan.channels[2],
        "wide": plan.kernel,
        "pixels": values["side"] ** 2,
        "first": first,
        "second": second,
    }


def last_sum(values: Values) -> dict[str, object]:
    """Of the last output the products, and the bias that is added."""
    x, weights, bias = arrays(values).values()
    worked = products(x[None, :, -1, -1], weights[-1:])
    return {**numbers(values), "products": worked, "bias": bracketed(exact(float(bias[-1, 0])))}


def is_bottleneck(values: Values) -> bool:
    """Whether the stage shows costs rather than numbers."""
    return bool(values["view"] == "bottleneck")


def is_fibre(values: Values) -> bool:
    """Whether the stage shows the layer's numbers."""
    return not is_bottleneck(values)


def fed(values: Values) -> int:
    """How many outputs read the first cell of the first channel."""
    x, weights, _ = arrays(values).values()
    alone = np.zeros_like(x)
    alone[0, 0, 0] = 1
    return int(np.count_nonzero(pointwise(alone, np.ones((*weights.shape, 1, 1), int))))


def widest(values: Values) -> int:
    """The most channels between with which the bottleneck still takes fewer products."""
    plan = Plan.of(values)
    each = Plan.of(values | {"between": 1}).together.macs
    return (plan.direct.macs - 1) // each


QUESTIONS = (
    Question("value", lambda values: float(result(values)[1][-1, -1, -1]), last_sum, is_fibre),
    Question("parameters", lambda values: _own(values).parameters, numbers, is_fibre),
    Question("macs", lambda values: _own(values).macs, numbers, is_fibre),
    Question("feeds", fed, numbers, is_fibre),
    Question("direct", lambda values: Plan.of(values).direct.macs, numbers, is_bottleneck),
    Question("together", lambda values: Plan.of(values).together.macs, numbers, is_bottleneck),
    Question("widest", widest, numbers, is_bottleneck),
)


def _own(values: Values) -> Cost:
    """What the layer on the stage costs."""
    shape = (values["channels"], *values["size"])
    return cost("pointwise", shape, filters=values["filters"], bias=True)


# What makes no difference in a view.
IDLE = {
    "fibre": ("depth_in", "between", "maps_out", "side", "wide"),
    "bottleneck": ("relu", "size", "channels", "filters", *grids_of(PARAMS)),
}


LESSON = Lesson(
    slug="1x1",
    order=5,
    group="channels",
    needs=("multi-channel",),
    params=PARAMS,
    presets=(
        Preset("1x1-reduce"),
        Preset("1x1-one-filter", {"filters": 1}),
        Preset("1x1-relu", {"relu": "on"}),
        Preset("1x1-one-channel", {"channels": 1, "filters": 1, "weights": [[2]], "bias": [[0]]}),
        Preset("1x1-bottleneck", {"view": "bottleneck"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=code_of,
    questions=QUESTIONS,
    fit=partial(fitted, PARAMS),
    idle=lambda values: IDLE[values["view"]],
)
