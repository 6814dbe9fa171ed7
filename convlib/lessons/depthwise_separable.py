"""Lesson 11: depthwise separable convolution: look first, mix afterwards."""

from __future__ import annotations

from typing import Any

from convlib import code
from convlib.cost import cost, in_a_row
from convlib.layers import cost_rows
from convlib.layers.backgrounds import Background, backgrounds
from convlib.layers.channels import ChannelState
from convlib.layers.cost_rows import RowLayer, conv_row
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.numerals import bracketed, exact
from convlib.ops import Array
from convlib.params import (
    Choice,
    Count,
    Grid,
    PaddingParam,
    Param,
    PerAxis,
    Whole,
    fitted,
    laid_over,
)
from convlib.picture.scene import Scene
from convlib.staging.depthwise import DepthwiseLayer
from convlib.staging.look_and_mix import Counted, Separable, stage_separable
from convlib.staging.ratio import stage_ratio

FILTERS, TIMES = 4, 8  # filters that are drawn at most; how many times cheaper a question asks for
STATE = ChannelState(
    sizes=(
        Whole("channels", default=3, low=1, high=4),
        PerAxis("size", default=(5, 5), low=1, high=7),
        PerAxis("kernel", default=(3, 3), low=1, high=4),
        PerAxis("stride", default=(1, 1), low=1, high=3),
        PaddingParam("padding", rules=("valid", "same"), high=2),
    ),
    most=9,
    bank=[
        [[[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]],
        [[[0, 1, 0], [1, -4, 1], [0, 1, 0]]],
        [[[1, 1, 1], [0, 0, 0], [-1, -1, -1]]],
    ],
    bias=False,
)
# As in the usual example: 7×7×3 under 3×3 to 5×5×3, and from there to 128 channels.
FULL: tuple[Param, ...] = (
    Whole("full_side", default=7, low=1, high=224),
    Whole("full_channels", default=3, low=1, high=1024),
    Whole("full_kernel", default=3, low=1, high=8),
    Whole("full_filters", default=128, low=1, high=1024),
)
PARAMS: tuple[Param, ...] = (
    Choice("view", ("pixel", "stages", "ratio")),
    *STATE.sizes,
    Whole("filters", default=3, low=1, high=FILTERS),
    *FULL,
    *STATE.numbers,
    Grid("mix", cap=FILTERS, counts=(Count("filters"), Count("channels"))),
)
MIX = [[1, 1, -1], [-1, 2, 1], [2, -1, 0], [0, 1, 2]]
NUMBERS = {"mix": Background((FILTERS, FILTERS), range(-2, 3), range(-1, 3), MIX)}


def arrays(values: Values) -> dict[str, Array]:
    """Input ``(C, H, W)``, kernels ``(C, kH, kW)`` and the filters that mix ``(N, C)``."""
    own = STATE.arrays(values)
    mix = backgrounds(values["seed"], NUMBERS)
    return own | laid_over(PARAMS[-1:], values, mix)


def layer(values: Values) -> Separable:
    """The values' numbers, as they are staged."""
    x, weights = STATE.operands(values)
    place = {name: values[name] for name in ("stride", "padding")}
    return Separable(DepthwiseLayer(x, weights, place), arrays(values)["mix"])


def full(values: Values) -> tuple[tuple[int, ...], list[tuple[str, dict[str, Any]]]]:
    """The layer that is counted in full: its input's shape, and what it does."""
    side, channels, kernel, filters = (values[param.name] for param in FULL)
    layers = [("depthwise", {"kernel": kernel}), ("pointwise", {"filters": filters})]
    return (channels, side, side), layers


def counted(values: Values) -> Counted:
    """Its products, and those of a standard layer in its place."""
    shape, layers = full(values)
    (_, look), (_, mix) = in_a_row(shape, layers).parts
    shapes = (shape, look.shape, mix.shape)
    standard = cost("conv", shape, filters=values["full_filters"], kernel=values["full_kernel"])
    return Counted(shapes, standard.macs, look.macs, mix.macs)


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    if values["view"] == "ratio":
        return stage_ratio(values["full_filters"], values["full_kernel"])
    return stage_separable(layer(values), counted(values), in_turn=values["view"] == "pixel")


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: As ``ChannelState.check``; or as ``cost`` for the layer that is counted in full.
    """
    STATE.check(values)
    counted(values)


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its channels; over all kernels there is no size."""
    if values["view"] == "ratio":
        return []
    channels, filters = values["channels"], values["filters"]
    lines = (
        rf"D_\mathrm{{in}} &= {channels} = \text{{kernels}}",
        rf"D_\mathrm{{out}} &= \text{{filters of }} 1 \times 1 = \mathbf{{{filters}}}",
    )
    return [*derive_direct(values), Derivation("planes", lines)]


def costs(values: Values) -> list[CostRow]:
    """The layer and the standard one in its place: as drawn, and counted in full."""
    shape, layers = full(values)
    sizes = {"filters": values["full_filters"], "kernel": values["full_kernel"]}
    whole = [RowLayer(*each) for each in layers]
    if values["view"] == "ratio":
        return [
            cost_rows.in_a_row("own", shape, whole),
            conv_row("standard", shape, **sizes),
        ]
    drawn = (values["channels"], *values["size"])
    place = {name: values[name] for name in ("kernel", "stride", "padding")}
    stages = [RowLayer("depthwise", place), RowLayer("pointwise", {"filters": values["filters"]})]
    return [
        cost_rows.in_a_row("own", drawn, stages),
        conv_row("standard", drawn, filters=values["filters"], **place),
        cost_rows.in_a_row("separable-full", shape, whole),
        conv_row("separable-full-standard", shape, **sizes),
    ]


def written(values: Values) -> dict[str, str]:
    """Both layers as code; those that are counted in full on numbers at random."""
    if values["view"] == "ratio":
        return code.at_random(*full(values))
    made = layer(values)
    depthwise = {"weight": made.depthwise.weights, **made.depthwise.options}
    mixing = {"weight": made.mix[..., None, None]}
    layers = [("depthwise", depthwise), ("pointwise", mixing)]
    return code.in_a_row(made.depthwise.x, layers)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    made, (shape, _), whole = layer(values), full(values), counted(values)
    first, second = (len(stage.trace.src) for stage in made.chain.stages)
    firsts = made.chain.arrays[1][:, 0, 0].tolist()
    terms = zip(firsts, made.mix[0].tolist(), strict=True)
    weights = values["full_kernel"] ** 2
    return {
        **STATE.counts(values),
        **{"filters": values["filters"], "look": first, "mix": second},
        "sum": " + ".join(f"{bracketed(exact(m))}·{bracketed(exact(w))}" for m, w in terms),
        **{"full_look": whole.look, "full_mix": whole.mix, "full_total": whole.together},
        **{"full_channels": shape[0], "full_filters": values["full_filters"]},
        "full_weights": weights,
        "full_outputs": (shape[1] - values["full_kernel"] + 1) ** 2,
        "bound": exact(1 / (1 / TIMES - 1 / weights)) if weights > TIMES else "",
    }


def products(values: Values) -> int:
    """Of both layers on the stage."""
    return sum(len(stage.trace.src) for stage in layer(values).chain.stages)


def weights(values: Values) -> int:
    """Of both layers on the stage."""
    made = layer(values)
    return int(made.depthwise.weights.size + made.mix.size)


def corner(values: Values) -> float:
    """The first value of the first plane."""
    return float(layer(values).chain.output[0, 0, 0])


def first_of_eight(values: Values) -> int:
    """The least number of filters with which the layer is more than eight times cheaper."""
    area = values["full_kernel"] ** 2
    return int(TIMES * area // (area - TIMES)) + 1


def is_drawn(values: Values) -> bool:
    """Whether the layer's numbers are on the stage."""
    return bool(values["view"] != "ratio")


def can_be_eight(values: Values) -> bool:
    """Whether any number of filters makes it so much cheaper."""
    return bool(values["full_kernel"] ** 2 > TIMES)


# What makes no difference in a view.
IDLE = {
    "pixel": (),
    "stages": (),
    "ratio": (
        "channels",
        "filters",
        "size",
        "kernel",
        "stride",
        "padding",
        "seed",
        "input",
        "weights",
        "mix",
        "full_side",
        "full_channels",
    ),
}

LESSON = Lesson(
    slug="depthwise-separable",
    order=11,
    params=PARAMS,
    presets=(
        Preset("separable"),
        Preset("separable-stages", {"view": "stages"}),
        Preset("separable-same", {"padding": "same", "filters": 2}),
        Preset("separable-large", {"full_side": 28, "full_channels": 256, "full_filters": 256}),
        Preset("separable-ratio", {"view": "ratio"}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=(
        Question("products", products, counts, is_drawn),
        Question("weights", weights, counts, is_drawn),
        Question("value", corner, counts, is_drawn),
        Question("full", lambda values: counted(values).together, counts),
        Question("standard", lambda values: counted(values).standard, counts),
        Question("share", lambda v: round(100 * counted(v).mix / counted(v).together), counts),
        Question("eight", first_of_eight, counts, can_be_eight),
    ),
    fit=lambda given: fitted(PARAMS, given),
    idle=lambda values: IDLE[values["view"]],
)
