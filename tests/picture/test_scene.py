"""The scene's own arithmetic: ids of cells, indices, tints, what a step is made of."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from convlib.picture.parts import PADDING, UNVISITED, Layout, Panel
from convlib.picture.scene import Scene

EMPTY = np.array([], int)


def scene_of(*panels: Panel, starts: tuple[int, ...] = (0,)) -> Scene:
    """A scene of panels alone."""
    layout = Layout(1, 1, (), ())
    return Scene(panels, {"wide": layout}, (), np.array(starts), EMPTY, EMPTY, EMPTY, EMPTY, ())


def test_a_panel_knows_its_size_and_the_size_without_padding() -> None:
    kinds = np.array([[1, 1, 1, 1], [1, 0, 2, 1], [1, 1, 3, 1]])
    panel = Panel("input", "input", "x", np.zeros((3, 4)), origin=(-1, -1), kinds=kinds)
    assert (panel.rows, panel.columns, panel.inner) == (3, 4, (1, 2))
    assert Panel("kernel", "kernel", "w", np.zeros((2, 3))).inner == (2, 3)
    padding = Panel("slice", "input", "x", np.zeros((2, 3)), kinds=np.full((2, 3), PADDING))
    assert padding.inner == (2, 3)


def test_an_index_counts_from_the_first_cell_that_is_no_padding() -> None:
    panel = Panel("input", "input", "x", np.zeros((3, 4)), origin=(-1, -2))
    assert [panel.index(cell) for cell in (0, 3, 4, 6, 11)] == [
        (-1, -2),
        (-1, 1),
        (0, -2),
        (0, 0),
        (1, 1),
    ]


def test_between_two_indices_may_stand_zeros_that_were_put_in() -> None:
    kinds = np.ones((5, 6), int)
    kinds[1:4:2, 1:5:3] = 0  # cells of a 2 x 2 input, 2 apart down and 3 apart across
    values = np.arange(30).reshape(5, 6)
    panel = Panel("input", "input", "x", values, origin=(-1, -1), kinds=kinds, every=(2, 3))
    names = [panel.name_of(int(cell)) for cell in np.flatnonzero(kinds.ravel() == 0)]
    assert names == ["x[0, 0]", "x[0, 1]", "x[1, 0]", "x[1, 1]"]
    assert (panel.inner, panel.unpadded.tolist()) == ((2, 2), [[7, 10], [19, 22]])


def test_a_border_that_is_cut_off_is_no_part_of_the_output() -> None:
    kinds = np.array([[1, 1, 1], [1, 0, 0], [1, 1, 1]])
    panel = Panel("output", "output", "y", np.arange(9).reshape(3, 3), kinds=kinds)
    assert scene_of(panel).output.tolist() == [[4, 5]]
    assert replace(scene_of(panel), results=(0,)).output.tolist() == [[[4, 5]]]


def test_a_single_index_is_the_column_and_in_an_upright_panel_the_row() -> None:
    shapes = {(1, 3): (2,), (3, 1): (2,), (1, 1): (0,), (3, 2): (0,)}
    for shape, index in shapes.items():
        panel = Panel("bias", "kernel", "b", np.zeros(shape), axes=1)
        assert panel.index(2 if panel.values.size > 1 else 0) == index
    assert Panel("bias", "kernel", "b", np.zeros((3, 1)), axes=1).name_of(2) == "b[2]"


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ([[0, 1, 2, 3, 4]], [[0, 1, 2, 3, 4]]),
        ([[0, -1, 8]], [[0, -1, 4]]),
        ([[1, -100]], [[1, -4]]),
        ([[25, 26, 50, 51, 100]], [[1, 2, 2, 3, 4]]),
        ([[0, 0]], [[0, 0]]),
        ([[0.3, 0.1 + 0.2]], [[4, 4]]),
        ([[0.1, 0.4]], [[1, 4]]),
        ([[0.1 * 3, 1.2]], [[1, 4]]),  # 0.30000000000000004 is a quarter too
        ([[-7]], [[-4]]),
    ],
)
def test_levels_share_the_largest_magnitude_out_in_quarters(
    values: list[list[float]], levels: list[list[int]]
) -> None:
    scene = scene_of(Panel("output", "output", "y", np.array(values)))
    assert scene.levels.tolist() == list(chain(*levels))
    assert scene.levels.dtype.kind == "i"


def test_ids_count_through_the_panels_in_order() -> None:
    scene = scene_of(
        Panel("input", "input", "x", np.arange(6).reshape(2, 3)),
        Panel("kernel", "kernel", "w", np.array([[10]])),
        Panel("output", "output", "y", np.array([[20, 21]])),
    )
    assert scene.first_cells == (0, 6, 7)
    assert scene.values.tolist() == [0, 1, 2, 3, 4, 5, 10, 20, 21]
    assert [scene.locate(cell) for cell in (0, 5, 6, 7, 8)] == [
        (0, 0),
        (0, 5),
        (1, 0),
        (2, 0),
        (2, 1),
    ]


def test_steps_may_differ_in_length() -> None:
    scene = scene_of(starts=(0, 2, 2, 5))
    assert len(scene) == 3
    assert [scene.terms(step) for step in range(3)] == [slice(0, 2), slice(2, 2), slice(2, 5)]


def test_the_kinds_can_stand_together() -> None:
    assert len({0, PADDING, UNVISITED, PADDING | UNVISITED}) == 4
