"""Lesson 11: depthwise separable convolution: look first, mix afterwards."""

from __future__ import annotations

from convlib import code
from convlib.layers import cost_rows, in_full
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
from convlib.staging.look_and_mix import Separable, stage_separable
from convlib.staging.ratio import stage_ratio

FILTERS = 4  # that are drawn at most
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
PARAMS: tuple[Param, ...] = (
    Choice("view", ("pixel", "stages", "ratio")),
    *STATE.sizes,
    Whole("filters", default=3, low=1, high=FILTERS),
    *in_full.PARAMS,
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


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    if values["view"] == "ratio":
        return stage_ratio(values["full_filters"], values["full_kernel"])
    return stage_separable(
        layer(values), in_full.counted(values), in_turn=values["view"] == "pixel"
    )


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: As ``ChannelState.check``; or as ``cost`` for the layer that is counted in full.
    """
    STATE.check(values)
    in_full.counted(values)


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its channels; over all kernels there is no size."""
    if values["view"] == "ratio":
        return []
    channels, filters = values["channels"], values["filters"]
    lines = (
        rf"D_\mathrm{{in}} &= {channels}",
        rf"D_\mathrm{{out}} &= N = \mathbf{{{filters}}}",
    )
    return [*derive_direct(values), Derivation("planes", lines)]


def costs(values: Values) -> list[CostRow]:
    """The layer and the standard one in its place: as drawn, and counted in full."""
    shape, layers = in_full.full(values)
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
        return code.at_random(*in_full.full(values))
    made = layer(values)
    depthwise = {"weight": made.depthwise.weights, **made.depthwise.options}
    mixing = {"weight": made.mix[..., None, None]}
    layers = [("depthwise", depthwise), ("pointwise", mixing)]
    return code.in_a_row(made.depthwise.x, layers)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    made, (shape, _), whole = layer(values), in_full.full(values), in_full.counted(values)
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
        **{"full_weights": weights, "full_k": values["full_kernel"]},
        "full_outputs": (shape[1] - values["full_kernel"] + 1) ** 2,
        "bound": exact(1 / (1 / in_full.TIMES - 1 / weights)) if weights > in_full.TIMES else "",
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


def is_drawn(values: Values) -> bool:
    """Whether the layer's numbers are on the stage."""
    return bool(values["view"] != "ratio")


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
        Question("full", lambda values: in_full.counted(values).together, counts),
        Question("standard", lambda values: in_full.counted(values).standard, counts),
        Question("share", in_full.share, counts),
        Question("eight", in_full.first_of_eight, counts, in_full.can_be_eight),
    ),
    fit=lambda given: fitted(PARAMS, given),
    idle=lambda values: IDLE[values["view"]],
)
