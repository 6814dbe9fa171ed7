"""Stamps: made in one step, added in the next; where they stand, and what the timeline names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.picture.parts import PADDING, UNVISITED
from convlib.staging.stamps import stage_stamps
from tests.lessons.checks import said
from tests.staging.geometry import check, on_one_line, places

X, WEIGHT = np.array([[1, 2], [3, 4]]), np.array([[1, 2, 0], [0, 1, 3]])
WAYS: list[dict[str, Any]] = [
    {"stride": (1, 1)},
    {"stride": (2, 3)},
    {"stride": (2, 1), "padding": (1, 1)},
    {"stride": (3, 3), "output_padding": (2, 2)},
]


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_each_number_makes_a_stamp_and_then_adds_it(options: dict[str, Any]) -> None:
    scene = stage_stamps(X, WEIGHT, options)
    check(scene)
    assert on_one_line(scene, [0, 1, 2, 3])
    down, across = options["stride"]
    corners = [(i * down, j * across) for i, j in np.ndindex(2, 2)]
    assert places(scene, 0) == [corner for corner in corners for _ in range(2)]
    assert [scene.scatters(step) for step in range(8)] == [False, True] * 4
    assert [scene.prepares(step) for step in range(8)] == [True, False] * 4
    first, canvas = scene.first_cells[2], np.zeros(scene.panels[3].values.shape, int)
    for at, (row, column) in enumerate(corners):
        made, added = scene.terms(2 * at), scene.terms(2 * at + 1)
        assert scene.sums[made].tolist() == (X.flat[at] * WEIGHT).ravel().tolist()
        assert scene.out[made].tolist() == list(range(first, first + 6))
        canvas[row : row + 2, column : column + 3] += X.flat[at] * WEIGHT
        there = canvas[row : row + 2, column : column + 3].ravel()
        assert scene.sums[added].tolist() == there.tolist()
    assert np.array_equal(scene.panels[3].values, canvas)


def test_what_is_cut_off_is_dashed_and_what_no_stamp_touches_hatched() -> None:
    kinds = stage_stamps(X, np.ones((1, 1), int), {"stride": 3, "padding": 1}).panels[3]
    assert kinds.kind_of_cells.tolist() == [
        [PADDING, *[PADDING | UNVISITED] * 2, PADDING],
        *[[PADDING | UNVISITED, *[UNVISITED] * 2, PADDING | UNVISITED]] * 2,
        [PADDING, *[PADDING | UNVISITED] * 2, PADDING],
    ]


def test_the_timeline_names_stamps_or_where_they_are_many_rows() -> None:
    few, many = (stage_stamps(np.ones((3, n), int), WEIGHT, {}) for n in (3, 4))
    assert [(tick.step, tick.key, tick.number) for tick in few.ticks] == [
        (2 * at, "stamp", at + 1) for at in range(9)
    ]
    assert [(tick.step, tick.key, tick.number) for tick in many.ticks] == [
        (8 * at, "row", at) for at in range(3)
    ]


def test_what_is_cut_off_has_negative_indices() -> None:
    """3 × 3 stamps two apart make 5 × 5 cells: a row is cut off at each end, and two columns."""
    options = {"stride": 2, "padding": (1, 2)}
    scene = stage_stamps(np.array([[1, 2], [3, 4]]), np.ones((3, 3), int), options)
    assert said(scene, 1, 0) == "y[−1, −2] = 1·1 = 1"
    assert said(scene, 7, 8) == "y[3, 2] = 4·1 = 4"
    assert scene.panels[3].inner == (3, 1)
