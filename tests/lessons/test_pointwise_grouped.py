"""Lesson 15: a fibre cut into groups, what three units cost, and ShuffleNet's unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.ops import Array
from convlib.picture.view import view
from tests.lessons.checks import coded, said, worked_out

LESSON = lesson("pointwise-grouped")
STATES: list[dict[str, Any]] = [
    {},
    {"groups": 1},
    {"groups": 6, "size": (3, 1)},
    {"channels": 4, "filters": 6, "groups": 2, "seed": 3},
]
UNITS: list[dict[str, Any]] = [
    {"preset": "pointwise-grouped-unit"},
    {"preset": "pointwise-grouped-joined", "size": (3, 4)},
    {"view": "unit", "seed": 5},
    {"view": "unit", "shortcut": "join", "groups": 2, "filters": 4, "seed": 8},
]


def mixed(x: Array, weights: Array, groups: int) -> Array:
    """A 1×1 layer in plain loops."""
    filters, depth = weights.shape
    out = np.zeros((filters, *x.shape[1:]))
    for at in range(filters):
        first = at * groups // filters * depth
        for inside in range(depth):
            out[at] += weights[at, inside] * x[first + inside]
    return out


def windows(x: Array, stride: int) -> Array:
    """What each place of a 3×3 window sees in a padded plane, ``(rows, columns, 3, 3)``."""
    padded = np.pad(x, 1)
    rows, columns = (range(0, size, stride) for size in x.shape)
    return np.array([[padded[r : r + 3, c : c + 3] for c in columns] for r in rows])


def unit(state: dict[str, Any]) -> Array:
    """ShuffleNet's unit by hand."""
    values = LESSON.values(**state)
    x, first, spatial, second = LESSON.arrays(values).values()
    groups, step = values["groups"], 2 if values["shortcut"] == "join" else 1
    made = np.maximum(mixed(x, first, groups), 0)
    each = len(made) // groups
    dealt = [made[group * each + at] for at in range(each) for group in range(groups)]
    looked = np.array(
        [(windows(p, step) * k).sum(axis=(2, 3)) for p, k in zip(dealt, spatial, strict=True)]
    )
    inner = mixed(looked, second, groups)
    if step == 1:
        return np.array(np.maximum(x + inner, 0))
    pooled = np.array([windows(plane, 2).sum(axis=(2, 3)) / 9 for plane in x])
    return np.array(np.maximum([*pooled, *inner], 0))


@pytest.mark.parametrize("state", STATES, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    values = LESSON.values(**state)
    x, weights, *_ = LESSON.arrays(values).values()
    wanted = mixed(x, weights, values["groups"])
    scene = LESSON.build(**state)
    assert scene.output.tolist() == worked_out(scene).tolist() == wanted.tolist()
    assert coded(LESSON, **state).tolist() == wanted.tolist()


@pytest.mark.parametrize("state", UNITS, ids=str)
def test_a_unit_is_that_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    wanted, scene = unit(state), LESSON.build(**state)
    for found in (scene.output, worked_out(scene), coded(LESSON, **state)):
        np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_it_opens_with_what_three_units_cost() -> None:
    scene = LESSON.build()
    assert [said(scene, step) for step in range(3)] == [
        "2 · 240 · 60 + 9 · 60² = 28,800 + 32,400 = 61,200",
        "2 · 240 · 60 + 9 · 60² / 3 = 28,800 + 10,800 = 39,600",
        "2 · 240 · 60 / 3 + 9 · 60 = 9,600 + 540 = 10,140",
    ]
    shares = [label.text for label in view(scene, 3).labels if "%" in label.text]
    assert shares == ["47 % in 1×1", "73 % in 1×1", "95 % in 1×1"]


def test_bars_are_to_scale() -> None:
    scene = LESSON.build()
    bars = [curve.at(3) for curve in scene.curves if curve.style == "area"]
    lengths = [float(np.ptp(bar[:, 0])) for bar in bars]
    counts = [28_800, 32_400, 28_800, 10_800, 9_600, 540]
    assert lengths == pytest.approx([count * sum(lengths[:2]) / 61_200 for count in counts])


def test_nothing_crosses_from_group_to_group() -> None:
    scene = LESSON.build()
    groups = np.repeat([p.group for p in scene.panels], [p.values.size for p in scene.panels])
    assert np.array_equal(groups[scene.src], groups[scene.out])
    assert np.array_equal(groups[scene.ker], groups[scene.out])


def test_an_edited_weight_changes_its_own_output_alone() -> None:
    weights = LESSON.arrays(LESSON.values())["weights"].copy()
    weights[3, 1] += 1
    before, after = LESSON.build().output, LESSON.build(weights=weights).output
    changed = [not np.array_equal(*pair) for pair in zip(before, after, strict=True)]
    assert changed == [False, False, False, True, False, False]


@pytest.mark.parametrize(
    ("channels", "filters", "groups", "works"), [(6, 4, 4, "1, 2"), (6, 6, 4, "1, 2, 3, 6")]
)
def test_a_refusal_names_the_groups_that_divide_both(
    channels: int, filters: int, groups: int, works: str
) -> None:
    with pytest.raises(ConvError, match=rf"{filters} filters: {works} would\.$"):
        lesson("pointwise-grouped").values(channels=channels, filters=filters, groups=groups)
