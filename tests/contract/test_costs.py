"""What a lesson's cost rows count is counted in another way: on the stage, and row beside row."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np
import pytest

from convlib import Lesson, all_lessons
from convlib.lesson import CostRow, Values
from tests.contract.states import accepted, each_lesson, views

# The views in which each product of the layer is a product on the stage, once.
DRAWN: dict[str, set[str]] = {
    "convolution-vs-correlation": {"discrete", "plane"},
    "single-channel": {""},
    "multi-channel": {"maps", "block"},
    "3d": {"volume"},
    "1x1": {"fibre"},
    "transposed": {"overlap", "resize"},
    "dilated": {"layer", "parallel"},
    "spatially-separable": {"passes"},
    "depthwise": {"all", "apart", "summed"},
    "depthwise-separable": {"pixel", "stages"},
    "flattened": {"in-turn"},
    "grouped": {"lanes", "matrix", "gpus"},
    "shuffled-grouped": {"moves"},
    "pointwise-grouped": {"fibre"},
    "squeeze-excitation": {"gains"},
}


def view_of(values: Values) -> str:
    return str(values.get("view", ""))


@each_lesson
def test_the_layer_costs_as_many_products_as_are_on_the_stage(lesson: Lesson) -> None:
    seen = set[str]()
    for values in views(lesson):
        if view_of(values) in DRAWN.get(lesson.slug, set()):
            scene = lesson.stage(values)
            assert lesson.costs(values)[0].cost.macs == np.count_nonzero(scene.ker >= 0), values
            seen.add(view_of(values))
    assert seen == DRAWN.get(lesson.slug, set())


Rule = Callable[[Values, CostRow], int]


def area(values: Values) -> int:
    """Weights of a flat kernel of one channel."""
    return int(prod(values["kernel"]))


def like_own(_: Values, own: CostRow) -> int:
    return own.cost.macs


def ungrouped(values: Values, own: CostRow) -> int:
    """Every filter reads the channels of all groups."""
    return int(own.cost.macs * values["groups"])


def direct(values: Values, own: CostRow) -> int:
    """Each output is a sum over a whole kernel, through all channels."""
    return int(prod(own.cost.shape) * values.get("channels", 1) * area(values))


def as_wide(values: Values, own: CostRow) -> int:
    """A kernel without holes, from its first weight to its last."""
    widest = values["dilation"]
    if values["view"] == "parallel":
        widest = tuple(3 * each for each in widest)  # the third of three branches
    spans = [(k - 1) * d + 1 for k, d in zip(values["kernel"], widest, strict=True)]
    return int(prod(own.cost.shape) * prod(spans))


def as_far(values: Values, own: CostRow) -> int:
    """One kernel as long as what a stack sees, along each axis that it has."""
    axes = values["kernel"][-(len(own.cost.shape) - 1) :]
    return int(prod(own.cost.shape) * prod(1 + sum(values["rates"]) * (k - 1) for k in axes))


def excited(values: Values, _: CostRow) -> int:
    """A 3×3 layer of as many channels, at every place."""
    if values["view"] == "gains":
        channels, places = values["channels"], prod(values["size"])
    else:
        channels, places = values["full_between"] * values["full_reduction"], 14 * 14
    return int(9 * channels**2 * places)


def flat(values: Values, own: CostRow) -> int:
    """The slices are channels: a filter through all of them, moved along two axes."""
    return int(prod(own.cost.shape[2:]) * values["depth"] * area(values))


RULES: dict[tuple[str, str], Rule] = {
    ("3d", "3d-channels"): flat,
    ("1x1", "1x1-standard"): lambda _, own: 9 * own.cost.macs,
    ("arithmetic", "standard"): like_own,
    ("transposed", "transposed-zeros"): lambda values, own: prod(own.cost.shape) * area(values),
    ("dilated", "dilated-plain"): like_own,
    ("dilated", "dilated-span"): as_wide,
    ("dilated", "dilated-plain-stack"): like_own,
    ("dilated", "dilated-one-layer"): as_far,
    ("spatially-separable", "standard"): direct,
    ("depthwise", "depthwise-standard"): lambda values, own: values["channels"] * own.cost.macs,
    ("depthwise", "depthwise-alone"): like_own,
    ("depthwise-separable", "standard"): direct,
    ("flattened", "standard"): direct,
    ("grouped", "grouped-none"): ungrouped,
    ("shuffled-grouped", "shuffle-none"): ungrouped,
    ("pointwise-grouped", "grouped-none"): ungrouped,
    ("deformable", "deformable-none"): direct,
    ("squeeze-excitation", "se-standard"): excited,
}


def compared(lesson: Lesson, values: Values) -> list[tuple[Rule, CostRow, CostRow]]:
    """The rows of the first chart that a rule is there for, beside the lesson's own."""
    rows = [] if skipped(lesson, values) else lesson.costs(values)
    known = [(RULES.get((lesson.slug, row.label)), row) for row in rows[1:]]
    return [(rule, rows[0], row) for rule, row in known if rule and row.chart == rows[0].chart]


def skipped(lesson: Lesson, values: Values) -> bool:
    """Views whose numbers are other layers' than the rest of the lesson's."""
    others: dict[str, set[str]] = {
        **{"pointwise-grouped": {"unit"}, "shuffled-grouped": {"permutation"}},
        **{"depthwise-separable": {"ratio"}, "flattened": {"counted"}},
        "deformable": {"offset-layer"},
    }
    return view_of(values) in others.get(lesson.slug, ())


@each_lesson
def test_another_layer_costs_what_it_would(lesson: Lesson) -> None:
    for state, values in accepted(lesson):
        for rule, own, row in compared(lesson, values):
            assert row.cost.macs == rule(values, own), (state, row.label)


def test_every_rule_is_of_use() -> None:
    used = {
        (lesson.slug, row.label)
        for lesson in all_lessons()
        for values in views(lesson)
        for _, _, row in compared(lesson, values)
    }
    assert used == RULES.keys()


@pytest.mark.parametrize("slug", ["alexnet", "3a"])
def test_networks_in_full_cost_what_their_papers_say(slug: str) -> None:
    """AlexNet's second layer on two cards and on one; GoogLeNet's block 3a with and without 1×1."""
    lessons = {each.slug: each for each in all_lessons()}
    if slug == "alexnet":
        values = lessons["grouped"].values(preset="grouped-alexnet")
        rows = {row.label: row.cost for row in lessons["grouped"].costs(values)}
        halves, whole = rows["alexnet-grouped"], rows["alexnet-whole"]
        assert halves.parameters == 256 * 48 * 5 * 5
        assert (whole.macs, whole.parameters) == (2 * halves.macs, 2 * halves.parameters)
    else:
        values = lessons["inception"].values()
        rows = {row.chart: row.cost for row in reversed(lessons["inception"].costs(values))}
        assert rows["inception-3a"].parameters == 163_328
