"""Lesson 11: depthwise separable convolution: look first, mix afterwards."""

from __future__ import annotations

from dataclasses import replace

from convlib import code
from convlib.layers import in_full, separable
from convlib.layers.cost_rows import RowLayer, conv_row, in_a_row
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.lesson import CostRow, Derivation, Lesson, Preset, Question, Values
from convlib.params import Choice, Param, fitted
from convlib.picture.scene import Scene
from convlib.staging.look_and_mix import stage_separable
from convlib.staging.ratio import stage_ratio

PARAMS: tuple[Param, ...] = (
    Choice("view", ("pixel", "stages", "ratio")),
    *separable.SIZES,
    *in_full.PARAMS,
    *separable.NUMBERS,
)
# In the view of the ratio only the kernel and the filters that are counted make a difference.
IDLE = {
    param.name
    for param in (*separable.SIZES, *separable.NUMBERS, *in_full.PARAMS)
    if param.name not in ("full_kernel", "full_filters")
}


def stage(values: Values) -> Scene:
    """The view that is asked for."""
    if values["view"] == "ratio":
        return stage_ratio(values["full_filters"], values["full_kernel"])
    return stage_separable(
        separable.layer(values), in_full.counted(values), in_turn=values["view"] == "pixel"
    )


def check(values: Values) -> None:
    """Refuse what doesn't fit, or is too much to look at.

    Raises:
        ConvError: As ``ChannelState.check``, or as ``in_full.check``.
    """
    separable.STATE.check(values)
    in_full.check(values)


def derive(values: Values) -> list[Derivation]:
    """The output's rows and columns, and its channels; over all kernels there is no size."""
    if values["view"] == "ratio":
        return []
    channels, filters = values["channels"], values["filters"]
    lines = (
        rf"D_\mathrm{{in}} &= {channels}",
        rf"D_\mathrm{{out}} &= N = \mathbf{{{filters}}}",
    )
    return [*derive_direct(values), planes(lines, filters, "filters")]


def costs(values: Values) -> list[CostRow]:
    """The layer and the standard one in its place: as drawn, and in a chart of its own in full."""
    if values["view"] == "ratio":
        return in_full.rows(values, "own", "standard")
    shape, filters = (values["channels"], *values["size"]), values["filters"]
    look = {name: values[name] for name in ("kernel", "stride", "padding")}
    full = in_full.rows(values, "separable-full", "separable-full-standard")
    both = [RowLayer("depthwise", look), RowLayer("pointwise", {"filters": filters})]
    return [
        in_a_row("own", shape, both),
        conv_row("standard", shape, filters=filters, **look),
        *(replace(row, chart="separable-counted") for row in full),
    ]


def written(values: Values) -> dict[str, str]:
    """Both layers as code; those that are counted in full on numbers at random."""
    if values["view"] == "ratio":
        return code.at_random(*in_full.full(values))
    made = separable.layer(values)
    depthwise = {"weight": made.depthwise.weights, **made.depthwise.options}
    mixing = {"weight": made.mix[..., None, None]}
    layers = [("depthwise", depthwise), ("pointwise", mixing)]
    return code.in_a_row(made.depthwise.x, layers)


def counts(values: Values) -> dict[str, object]:
    """All that the questions speak of."""
    return separable.counts(values) | in_full.counts(values)


def corner(values: Values) -> float:
    """The first value of the first plane."""
    return float(separable.layer(values).chain.output[0, 0, 0])


def is_drawn(values: Values) -> bool:
    """Whether the layer's numbers are on the stage."""
    return bool(values["view"] != "ratio")


LESSON = Lesson(
    slug="depthwise-separable",
    order=11,
    group="factored",
    needs=(
        "depthwise",
        "1x1",
    ),
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
    arrays=separable.arrays,
    costs=costs,
    code=written,
    questions=(
        Question("products", lambda values: costs(values)[0].cost.macs, counts, is_drawn),
        Question("weights", lambda values: costs(values)[0].cost.parameters, counts, is_drawn),
        Question("value", corner, counts, is_drawn),
        Question("full", lambda values: in_full.counted(values).together, counts),
        Question("standard", lambda values: in_full.counted(values).standard, counts),
        Question("share", in_full.share, counts),
        Question("eight", in_full.first_of_eight, counts, in_full.can_be_eight),
    ),
    fit=lambda given: fitted(PARAMS, given),
    idle=lambda values: () if is_drawn(values) else IDLE,
)
