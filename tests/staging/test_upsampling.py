"""Stamps, windows over spread inputs, round trips, and resizing before a convolution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.picture.parts import PADDING, UNVISITED
from convlib.staging.upsampling import stage_gather, stage_resize, stage_round_trip, stage_scatter
from convlib.trace import conv_trace
from tests.staging.geometry import check, on_one_line, places

X, WEIGHT = np.array([[1, 2], [3, 4]]), np.array([[1, 2, 0], [0, 1, 3]])
WAYS: list[dict[str, Any]] = [
    {"stride": (1, 1)},
    {"stride": (2, 3)},
    {"stride": (2, 1), "padding": (1, 1)},
    {"stride": (3, 3), "output_padding": (2, 2)},
]


def pair(options: dict[str, Any], name: str) -> list[int]:
    found: list[int] = np.broadcast_to(options.get(name, 0), 2).tolist()
    return found


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_a_stamp_is_a_patch_on_a_canvas_whose_border_is_cut_off(options: dict[str, Any]) -> None:
    scene = stage_scatter(X, WEIGHT, options)
    check(scene)
    (down, across), (top, left) = pair(options, "stride"), pair(options, "padding")
    assert places(scene, 0) == [(i * down, j * across) for i, j in np.ndindex(2, 2)]
    canvas = scene.panels[2]
    touched = np.zeros(canvas.values.shape, bool)
    for row, column in np.ndindex(2, 2):
        touched[row * down : row * down + 2, column * across : column * across + 3] = True
    assert ((canvas.kind_of_cells & UNVISITED == 0) == touched).all()
    kept = canvas.kind_of_cells & PADDING == 0
    assert np.argwhere(kept)[0].tolist() == [top, left]
    assert canvas.index(top * canvas.columns + left) == (0, 0)
    assert [tick.step for tick in scene.ticks] == [0, 2]


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_the_spread_input_keeps_its_indices_and_the_kernel_turns_first(
    options: dict[str, Any],
) -> None:
    scene = stage_gather(X, WEIGHT, options)
    check(scene)
    spread, kernel, output = scene.panels
    solid = np.flatnonzero(spread.kind_of_cells.ravel() == 0).tolist()
    indices = [spread.index(cell) for cell in solid]
    wanted = dict(zip(np.ndindex(2, 2), X.ravel().tolist(), strict=True))
    assert {index: spread.values.ravel()[c] for index, c in zip(indices, solid, strict=True)} == {
        index: wanted[index] for index in indices
    }
    turns = len(scene) - output.values.size
    rows, columns = output.values.shape
    slid = [(row, column) for row in range(rows) for column in range(columns)]
    assert places(scene, 0) == [None] * turns + slid
    assert sorted(scene.captions) == list(range(turns))
    assert kernel.shifts is not None
    for cell, (x, y) in enumerate(kernel.shifts[-1].tolist()):
        row, column = divmod(cell, 3)
        assert (row + y, column + x) == (1 - row, 2 - column)


def test_on_the_way_back_nothing_slides() -> None:
    x = np.arange(16).reshape(4, 4)
    down, up = {"stride": 2, "padding": 1}, {"stride": 2, "padding": 1, "output_padding": 1}
    scene = stage_round_trip(x, np.ones((3, 3), int), down, up)
    check(scene)
    assert on_one_line(scene, [0, 1, 2, 3])
    assert places(scene, 0) == [(0, 0), (0, 2), (2, 0), (2, 2), *[None] * 16]
    assert [tick.step for tick in scene.ticks] == [0, 4]
    hidden = conv_trace(x[None], np.ones((1, 1, 3, 3), int), **down).output[0]
    assert scene.panels[2].values.tolist() == hidden.tolist()


def test_each_value_is_repeated_before_the_window_comes() -> None:
    scene = stage_resize(X, np.ones((2, 2), int), (1, 3), ((0, 0), (1, 0)))
    check(scene)
    assert on_one_line(scene, [0, 1, 2, 3])
    larger = scene.panels[1]
    assert larger.unpadded.tolist() == [[1, 1, 1, 2, 2, 2], [3, 3, 3, 4, 4, 4]]
    assert larger.name_of(1) == "r[0, 0]"
    for step, (row, column) in enumerate(np.ndindex(2, 2)):
        cells = [scene.locate(cell) for cell in scene.out[scene.terms(step)].tolist()]
        first = row * 7 + 1 + 3 * column
        assert cells == [(1, first + at) for at in range(3)]
    assert places(scene, 0) == [*[None] * 4, *[(0, column) for column in range(6)]]
