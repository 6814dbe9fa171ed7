"""Lesson 10: depthwise convolution: each channel meets its own kernel, and nothing is summed."""

from __future__ import annotations

from typing import Any

from convlib import code
from convlib.layers.channels import ChannelState
from convlib.layers.cost_rows import conv_row, depthwise_row
from convlib.layers.products import covered, products
from convlib.layers.size_lines import filled, number, planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.params import Choice, PaddingParam, Param, PerAxis, Whole
from convlib.picture.scene import Scene
from convlib.staging.depthwise import DepthwiseLayer, stage_depthwise, stage_summed

# What each kernel looks for: a wall, a spot, a floor; the second ones: a slope, a mean, a step.
STATE = ChannelState(
    sizes=(
        Whole("channels", default=3, low=1, high=4),
        Whole("multiplier", default=1, low=1, high=2),
        PerAxis("size", default=(7, 7), low=1, high=8),
        PerAxis("kernel", default=(3, 3), low=1, high=4),
        PerAxis("stride", default=(1, 1), low=1, high=4),
        PaddingParam("padding", rules=("valid", "same", "full"), high=3),
    ),
    most=10,
    bank=[
        [[[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], [[0, 0, 0], [0, -1, 1], [0, 0, 0]]],
        [[[0, 1, 0], [1, -4, 1], [0, 1, 0]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]]],
        [[[1, 1, 1], [0, 0, 0], [-1, -1, -1]], [[0, 1, 0], [0, -1, 0], [0, 0, 0]]],
    ],
    bias=False,
)
PARAMS: tuple[Param, ...] = (Choice("view", ("all", "apart", "summed")), *STATE.params)


def layer(values: Values) -> DepthwiseLayer:
    """The values' numbers, as they are staged."""
    x, weights = STATE.operands(values)
    return DepthwiseLayer(x, weights, moves(values))


def moves(values: Values) -> dict[str, Any]:
    """How the window moves."""
    return {name: values[name] for name in ("stride", "padding")}


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    if is_summed(values):
        return stage_summed(layer(values))
    standard = costs(values)[1].cost.macs
    return stage_depthwise(layer(values), standard, apart=values["view"] == "apart")


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its planes."""
    channels, multiplier = values["channels"], values["multiplier"]
    if is_summed(values):
        given = rf"D_\mathrm{{out}} &= m = \mathbf{{{multiplier}}}"
        return [*derive_direct(values), planes((given,), multiplier, "multiplier")]
    made = channels * multiplier
    product = rf"D_\mathrm{{in}} \cdot m = {channels} \cdot {multiplier} = \mathbf{{{made}}}"
    numbers = {name: number(name, values[name]) for name in ("channels", "multiplier")}
    worked = filled("{channels}·{multiplier}", numbers)
    lines = (rf"D_\mathrm{{out}} &= {product}",)
    return [*derive_direct(values), planes(lines, made, worked=worked)]


def costs(values: Values) -> list[CostRow]:
    """The layer, and a standard one that makes as many planes; or the sum, and without it."""
    shape, sizes = (values["channels"], *values["size"]), {"kernel": values["kernel"]}
    own = {**sizes, **moves(values), "multiplier": values["multiplier"]}
    planes = {**sizes, **moves(values), "filters": STATE.layer(values)["filters"]}
    if is_summed(values):
        summed = conv_row("own", shape, **{**planes, "filters": values["multiplier"]})
        return [summed, depthwise_row("depthwise-alone", shape, **own)]
    standard = conv_row("depthwise-standard", shape, **planes)
    return [depthwise_row("own", shape, **own), standard]


def written(values: Values) -> dict[str, str]:
    """The layer as code; with the sum it is a standard convolution."""
    made = layer(values)
    if not is_summed(values):
        return code.depthwise(made.x, made.weights, **made.options)
    kernels = made.weights.reshape(len(made.x), made.multiplier, *made.weights.shape[2:])
    return code.conv(made.x, kernels.swapaxes(0, 1), **made.options)


def is_summed(values: Values) -> bool:
    """Whether the stage shows the sum that a standard layer has besides."""
    return bool(values["view"] == "summed")


def is_apart(values: Values) -> bool:
    """Whether it shows the depthwise layer alone."""
    return not is_summed(values)


def macs(values: Values) -> int:
    """Of the layer on the stage."""
    return costs(values)[0].cost.macs


def firsts(values: Values) -> list[float]:
    """Of each channel the first value that its first kernel makes."""
    made: list[float] = layer(values).trace.output[:: values["multiplier"], 0, 0].tolist()
    return made


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    sums = " + ".join(bracketed(exact(each)) for each in firsts(values))
    sizes = {"multiplier": values["multiplier"], "macs": macs(values), "sums": sums}
    return {**STATE.counts(values), **sizes}


def corner(values: Values) -> dict[str, object]:
    """The products of the first kernel with the corner of the first channel."""
    made = layer(values)
    cells = covered(made.x[0], STATE.geometry(values), (0, 0))
    return {"products": products(cells, made.weights.reshape(-1, *cells.shape)[0])}


def reads(values: Values) -> int:
    """How many channels the first plane depends on."""
    trace = layer(values).trace
    return len(set((trace.src[trace.dst == 0] // trace.source[0].size).tolist()))


DOUBLE = depthwise_row("own", (3, 7, 7), kernel=3, multiplier=2)  # what a question asks about

LESSON = Lesson(
    slug="depthwise",
    order=10,
    group="factored",
    needs=("multi-channel",),
    params=PARAMS,
    presets=(
        Preset("depthwise"),
        Preset("depthwise-apart", {"view": "apart"}),
        Preset("depthwise-multiplier", {"multiplier": 2, "size": (5, 5)}),
        Preset("depthwise-strided", {"stride": 2, "padding": 1}),
        Preset("depthwise-summed", {"view": "summed"}),
    ),
    stage=stage,
    check=STATE.check,
    derive=derive,
    arrays=STATE.arrays,
    costs=costs,
    code=written,
    questions=(
        Question("planes", lambda values: STATE.layer(values)["filters"], counts, is_apart),
        Question("weights", lambda values: costs(values)[0].cost.parameters, counts, is_apart),
        Question("products", macs, counts, is_apart),
        Question("value", lambda values: firsts(values)[0], corner, is_apart),
        Question("standard", lambda values: costs(values)[1].cost.macs, counts, is_apart),
        Question("reads", reads, counts, is_apart),
        Question("double", lambda _: DOUBLE.cost.macs, asked=is_apart),
        Question("summed", lambda values: values["channels"], counts, is_summed),
        Question("total", lambda values: sum(firsts(values)), counts, is_summed),
        Question("same", macs, counts, is_summed),
    ),
    fit=STATE.fit,
)
