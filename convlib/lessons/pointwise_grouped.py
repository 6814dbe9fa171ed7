"""Lesson 15: pointwise grouped convolution: the 1×1 layers are what costs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from convlib import code
from convlib.layers import units
from convlib.layers.cost_rows import RowLayer, in_a_row
from convlib.layers.pointwise_grouped import (
    FIBRE,
    PARAMS,
    UNIT,
    arrays,
    check,
    layer,
    stride,
    unit,
)
from convlib.layers.products import products
from convlib.layers.size_lines import planes
from convlib.layers.standard import derive_direct
from convlib.layers.unit_code import unit_code
from convlib.lesson import CostRow, Derivation, Lesson, Piece, Preset, Question, Values
from convlib.params import fitted
from convlib.picture.scene import Scene
from convlib.staging.grouped_fibre import stage_grouped_fibre
from convlib.staging.shuffle_unit import stage_unit
from convlib.staging.unit_bars import UnitBars


def stage(values: Values) -> Scene:
    """The scene of the view that is asked for."""
    given = arrays(values)
    if is_unit(values):
        return stage_unit(unit(values), given, values["groups"])
    bars = UnitBars(units.units(values))
    return stage_grouped_fibre(layer(values), given["weights"], values["groups"], bars)


def is_unit(values: Values) -> bool:
    """Whether the stage shows ShuffleNet's unit."""
    return bool(values["view"] == UNIT)


def derive(values: Values) -> list[Derivation]:
    """Rows and columns, and how many channels come out."""
    channels, filters, groups = (values[name] for name in ("channels", "filters", "groups"))
    window: Values = {"size": values["size"], "kernel": (1, 1)}
    if is_unit(values):
        steps, sides = (stride(values),) * 2, ((1, 1), (1, 1))
        window |= {"kernel": (3, 3), "stride": steps, "padding": sides}
    called = dict.fromkeys(("kernel", "stride", "padding"), "")
    size = derive_direct(window, called)
    between = [_middle(filters)] if is_unit(values) else []
    if is_unit(values) and stride(values) > 1:
        own = Piece(str(channels), "input", "channels")
        both = (own, Piece(" + "), own)
        joined = (
            r"D_\mathrm{out} &= \text{pooled} + \text{made} "
            rf"= {channels} + {channels} = \mathbf{{{2 * channels}}}",
        )
        return [*size, planes(joined, 2 * channels, worked=both), *between]
    made, counted = (channels, "channels") if is_unit(values) else (filters, "filters")
    lines = (
        rf"\frac{{D_\mathrm{{in}}}}{{g}} &= \frac{{{channels}}}{{{groups}}} = {channels // groups}"
        r"\text{ channels for each filter}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{made}}}",
    )
    return [*size, planes(lines, made, counted), *between]


def _middle(filters: int) -> Derivation:
    """How many channels a unit has between its 1×1 layers."""
    lines = (rf"m &= \text{{number of filters}} = \mathbf{{{filters}}}",)
    found = planes(lines, filters, "filters")
    return replace(found, label="unit-middle", line=(Piece("m", "output"), *found.line[1:]))


def layers(values: Values, groups: int) -> list[RowLayer]:
    """The layers on the stage, their 1×1 ones in so many groups."""
    first = RowLayer("pointwise", {"filters": values["filters"], "groups": groups})
    if not is_unit(values):
        return [first]
    return [
        first,
        RowLayer("depthwise", {"kernel": 3, "padding": 1, "stride": stride(values)}),
        RowLayer("pointwise", {"filters": values["channels"], "groups": groups}),
    ]


def costs(values: Values) -> list[CostRow]:
    """What is on the stage, and the same without groups; and the three units in full."""
    shape = (values["channels"], *values["size"])
    rows = [
        in_a_row("own", shape, layers(values, values["groups"])),
        in_a_row("grouped-none", shape, layers(values, 1)),
    ]
    return [*rows, *(() if is_unit(values) else units.rows(values))]


def written(values: Values) -> dict[str, str]:
    """What is on the stage as code."""
    given, groups = arrays(values), values["groups"]
    if is_unit(values):
        return unit_code(given, groups, stride(values))
    options = {"weight": given["weights"][..., None, None], "groups": groups}
    return code.in_a_row(given["input"], [("pointwise", options)])


def counts(values: Values) -> dict[str, object]:
    """What the questions speak of."""
    rows, columns = values["size"]
    given, last = arrays(values), values["filters"] - 1
    per = values["channels"] // values["groups"]
    first, second, third = units.units(values)
    return {
        **{name: values[name] for name in ("channels", "filters", "groups")},
        "per": per,
        "last": last,
        "places": rows * columns,
        "products": products(given["input"][None, -per:, 0, 0], given["weights"][-1:]),
        "standard": values["channels"] * values["filters"],
        **dict(zip("cmg", units.sizes(values), strict=True)),
        "mixing": second.mixing,
        "all": second.cost.macs,
        "resnet": first.cost.macs,
        "less": third.looking,
        "cut": third.mixing,
    }


def is_fibre(values: Values) -> bool:
    """Whether the stage shows the layer and the units' bars."""
    return bool(values["view"] == FIBRE)


QUESTIONS = (
    Question("share", lambda values: units.units(values)[1].share, counts, is_fibre),
    Question("shufflenet", lambda values: units.units(values)[2].cost.macs, counts, is_fibre),
    Question("value", lambda values: float(layer(values).output[-1, 0, 0]), counts, is_fibre),
    Question("weights", lambda values: arrays(values)["weights"].size, counts),
    Question("macs", lambda values: costs(values)[0].cost.macs, counts, is_fibre),
    Question("reads", lambda values: values["channels"] // values["groups"], counts),
    Question("channels", lambda values: len(unit(values).output), counts, is_unit),
    Question("joined", lambda values: 2 * values["channels"], counts, is_unit),
)
COUNTED = tuple(param.name for param in units.PARAMS)
IDLE = {FIBRE: ("shortcut", "spatial", "last"), UNIT: COUNTED}
SMALL = {"view": UNIT, "channels": 4, "filters": 4, "groups": 2}
# Each plane adds up to 9 or 18, so that its average over a 3×3 window is whole.
NINES = [[[2, 1], [3, 3]], [[4, 5], [3, 6]], [[3, 1], [2, 3]], [[1, 2], [2, 4]]]

LESSON = Lesson(
    slug="pointwise-grouped",
    order=15,
    group="grouped",
    needs=("1x1", "shuffled-grouped"),
    params=PARAMS,
    presets=(
        Preset("pointwise-grouped"),
        Preset("pointwise-grouped-one", {"groups": 1}),
        Preset("pointwise-grouped-scales", {"groups": 6}),
        Preset("pointwise-grouped-unit", SMALL),
        Preset("pointwise-grouped-joined", {**SMALL, "shortcut": "join", "input": NINES}),
    ),
    stage=stage,
    check=check,
    derive=derive,
    arrays=arrays,
    costs=costs,
    code=written,
    questions=QUESTIONS,
    fit=partial(fitted, PARAMS),
    idle=lambda values: IDLE[values["view"]],
)
