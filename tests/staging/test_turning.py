"""A kernel that turns before it slides: where its cells stand meanwhile, and where it is away."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.staging.turning import ANGLES, stage_turning, turned
from tests.staging.geometry import check, on_one_line, places

F, G = np.arange(12).reshape(3, 4), np.array([[1, 2], [3, 4]])


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (4, 1)])
def test_in_the_end_each_cell_stands_opposite_its_place(shape: tuple[int, int]) -> None:
    start, *between, end = turned(shape, ANGLES)
    assert not start.any()
    for cell, (row, column) in enumerate(np.ndindex(shape)):
        x, y = end[cell].tolist()
        assert (row + y, column + x) == (shape[0] - 1 - row, shape[1] - 1 - column)
    middle = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2])
    places = np.array([(column, row) for row, column in np.ndindex(shape)]) - middle
    far = np.linalg.norm(places, axis=1)
    for moment in between:
        near = np.linalg.norm(places + moment, axis=1)
        assert np.all(near <= far + 1e-6), "corners stay off what stands around them"


def test_convolution_turns_and_correlation_waits_for_it() -> None:
    scene = stage_turning(F, G, [True, False])
    check(scene)
    turns = len(ANGLES)
    slid = [(row, column) for row in range(4) for column in range(5)]
    assert places(scene, 0) == places(scene, 1) == [*[None] * turns, *slid]
    assert [panel.shifts is None for panel in scene.panels] == [True, False, True] + [True] * 3
    assert scene.results == (2, 5)
    assert scene.panels[2].index(0) == (0, 0)
    assert scene.panels[5].index(0) == (-1, -1), "g lies on f with its last number"
    assert [(tick.step, tick.key) for tick in scene.ticks] == [(0, "turn"), (turns, "slide")]


def test_correlation_alone_does_not_turn() -> None:
    scene = stage_turning(F, G, [False], mode="valid")
    check(scene)
    assert places(scene, 0) == [None, *((row, column) for row in range(2) for column in range(3))]
    assert [tick.key for tick in scene.ticks] == ["slide"]
    assert on_one_line(scene, [0, 1, 2])
