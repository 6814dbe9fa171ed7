"""Lesson 10: depthwise convolution: each channel meets its own kernel, and nothing is summed."""

from __future__ import annotations

from convlib import code
from convlib.layers.channels import ChannelState
from convlib.layers.cost_rows import conv_row, depthwise_row
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
PARAMS: tuple[Param, ...] = (
    Choice("view", ("all", "apart", "summed")),
    *STATE.params,
)


def layer(values: Values) -> DepthwiseLayer:
    """The values' numbers, as they are staged."""
    x, weights = STATE.operands(values)
    place = {name: values[name] for name in ("stride", "padding")}
    return DepthwiseLayer(x, weights, place)


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    if values["view"] == "summed":
        return stage_summed(layer(values))
    return stage_depthwise(layer(values), apart=values["view"] == "apart")


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its planes."""
    channels, multiplier = values["channels"], values["multiplier"]
    if values["view"] == "summed":
        lines = (rf"D_\mathrm{{out}} &= m = \mathbf{{{multiplier}}}",)
    else:
        planes = rf"{channels} \cdot {multiplier} = \mathbf{{{channels * multiplier}}}"
        lines = (rf"D_\mathrm{{out}} &= D_\mathrm{{in}} \cdot m = {planes}",)
    return [*derive_direct(values), Derivation("planes", lines)]


def costs(values: Values) -> list[CostRow]:
    """The layer, and a standard one that makes as many planes; or what makes the same sum."""
    shape, options = (values["channels"], *values["size"]), layer(values).options
    kernel, planes = values["kernel"], STATE.layer(values)["filters"]
    own = depthwise_row("own", shape, kernel=kernel, multiplier=values["multiplier"], **options)
    if values["view"] == "summed":
        summed = conv_row("own", shape, filters=values["multiplier"], kernel=kernel, **options)
        own = depthwise_row(
            "depthwise-alone", shape, kernel=kernel, multiplier=values["multiplier"], **options
        )
        return [summed, own]
    standard = conv_row("depthwise-standard", shape, filters=planes, kernel=kernel, **options)
    return [own, standard]


def written(values: Values) -> dict[str, str]:
    """The layer as code; with the sum it is a standard convolution."""
    made = layer(values)
    if values["view"] != "summed":
        return code.depthwise(made.x, made.weights, **made.options)
    kernels = made.weights.reshape(len(made.x), made.multiplier, *made.weights.shape[2:])
    return code.conv(made.x, kernels.swapaxes(0, 1), **made.options)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    return {
        **STATE.counts(values),
        "multiplier": values["multiplier"],
        "macs": _macs(values),
    }


def _macs(values: Values) -> int:
    made = layer(values)
    return len(made.trace.src)


def standard_macs(values: Values) -> int:
    """The products of a standard layer that makes as many planes."""
    shape, options = (values["channels"], *values["size"]), layer(values).options
    planes = STATE.layer(values)["filters"]
    row = conv_row("standard", shape, filters=planes, kernel=values["kernel"], **options)
    return row.cost.macs


def is_summed(values: Values) -> bool:
    """Whether the stage shows the sum that a standard layer has besides."""
    return bool(values["view"] == "summed")


def is_apart(values: Values) -> bool:
    """Whether it shows the depthwise layer alone."""
    return not is_summed(values)


def corner(values: Values) -> float:
    """The first value of the first plane."""
    return float(layer(values).trace.output[0, 0, 0])


def total_parts(values: Values) -> dict[str, object]:
    """What each channel adds to the first value of the first sum."""
    firsts = layer(values).trace.output[:: values["multiplier"], 0, 0]
    return {"sums": " + ".join(bracketed(exact(float(each))) for each in firsts)}


def total(values: Values) -> float:
    """The first value of the first sum."""
    return float(layer(values).trace.output[:: values["multiplier"], 0, 0].sum())


def reads(values: Values) -> int:
    """How many channels the first plane depends on."""
    made = layer(values)
    taps = made.trace.src[made.trace.dst == 0]
    return len(set((taps // made.trace.source[0].size).tolist()))


LESSON = Lesson(
    slug="depthwise",
    order=10,
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
        Question("weights", lambda values: layer(values).weights.size, counts, is_apart),
        Question("products", _macs, counts, is_apart),
        Question("value", corner, counts, is_apart),
        Question("standard", standard_macs, counts, is_apart),
        Question("reads", reads, counts, is_apart),
        Question("summed", lambda values: values["channels"], counts, is_summed),
        Question("total", total, total_parts, is_summed),
        Question("same", _macs, counts, is_summed),
    ),
    fit=STATE.fit,
)
