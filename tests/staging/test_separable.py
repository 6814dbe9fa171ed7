"""Column times row, both passes, and a kernel beside its stand-in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.staging.separable import outer_scene, passes_scene, rank_scene, stand_in
from convlib.staging.separable_race import race_scene
from tests.cases import fixed
from tests.staging.geometry import check, corner, middle, numbers, on_one_line, places

X = np.arange(30).reshape(5, 6) % 7
COLUMN, ROW = np.array([1, 2, 1]), np.array([-1, 3])
WINDOW = [(row, column) for row in range(3) for column in range(5)]


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_column_and_row_stand_at_the_lines_of_their_products(layout: str) -> None:
    scene = outer_scene(X, COLUMN, ROW)
    check(scene)
    (column,), (row,), (kernel,) = (numbers(scene, n) for n in ("column", "row", "kernel"))
    (x, y), (left, top) = corner(scene, kernel, layout), corner(scene, row, layout)
    assert left == x
    assert top < y
    beside, same = corner(scene, column, layout)
    assert same == y
    assert beside + 1 < x


def test_the_kernel_slides_once_it_is_made() -> None:
    scene = outer_scene(X, COLUMN, ROW)
    assert places(scene, 0) == [*[None] * 6, *WINDOW]
    assert [(tick.step, tick.key) for tick in scene.ticks] == [
        (0, "separable-kernel"),
        (6, "separable-direct"),
    ]


@pytest.mark.parametrize(("first", "shape"), [("column", (3, 6)), ("row", (5, 5))])
def test_the_passes_take_turns(first: str, shape: tuple[int, int]) -> None:
    scene = passes_scene(X, COLUMN, ROW, first)
    check(scene)
    between = scene.panels[3].values
    assert (scene.panels[3].name, between.shape) == ("between", shape)
    one, other = scene.windows
    spans = {"column": (3, 1), "row": (1, 2)}
    assert (one.rows, one.columns) == spans.pop(first)
    assert (other.rows, other.columns) == next(iter(spans.values()))
    assert (one.panel, other.panel) == (0, 3)
    cells = list(np.ndindex(shape))
    assert places(scene, 0) == [*cells, *[None] * 15]
    assert places(scene, 1) == [*[None] * between.size, *WINDOW]
    line = [0, one.kernel, 3, other.kernel, 6]
    assert on_one_line(scene, line)
    assert [tick.step for tick in scene.ticks] == [0, between.size]


@pytest.mark.parametrize("first", ["column", "row"])
def test_two_lanes_end_in_outputs_above_each_other(first: str) -> None:
    scene = race_scene(X, COLUMN, ROW, first)
    check(scene)
    one, other = (1, 2) if first == "column" else (2, 1)
    assert on_one_line(scene, [0, one, 3, other, 9])
    assert on_one_line(scene, [4, 5, 6])
    for upper, lower in ((0, 4), (9, 6), (7, 8)):
        assert corner(scene, upper)[0] == pytest.approx(corner(scene, lower)[0])
    taken = [place for place in places(scene, 2) if place]
    assert list(dict.fromkeys(taken)) == WINDOW, "the one pass slides over every place"


def test_a_kernel_is_its_stand_in_and_the_rest() -> None:
    kernel = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
    scene = rank_scene(X, kernel)
    check(scene)
    parts = [numbers(scene, n)[0] for n in ("column", "row", "stand-in", "rest", "any-kernel")]
    assert on_one_line(scene, parts)
    results = [numbers(scene, n)[0] for n in ("by-stand-in", "difference", "by-kernel")]
    assert on_one_line(scene, [9, *results])
    assert middle(scene, 9)[1] > middle(scene, parts[0])[1]
    measures = [numbers(scene, n)[0] for n in ("singular", "rank-error")]
    assert len({corner(scene, at)[0] for at in measures}) == 1, "they begin at one line"
    assert [tick.step for tick in scene.ticks] == [0, 9, 18]
    slid = [(row, column) for row in range(3) for column in range(4)]
    assert places(scene, 0) == [*[None] * 18, *slid]


def test_a_separable_kernel_stands_in_for_itself() -> None:
    kernel = np.outer(COLUMN, ROW)
    column, row, nearest = stand_in(kernel)
    assert nearest is kernel
    assert np.outer(column, row) == pytest.approx(kernel)


@fixed(20)
@given(st.tuples(*[st.integers(1, 5)] * 2), st.tuples(*[st.integers(0, 4)] * 2))
def test_any_sizes_have_room(kernel: tuple[int, int], more: tuple[int, int]) -> None:
    x = np.ones([k + extra for k, extra in zip(kernel, more, strict=True)], int)
    column, row = (np.ones(side, int) for side in kernel)
    check(outer_scene(x, column, row))
    for first in ("column", "row"):
        check(passes_scene(x, column, row, first))
        check(race_scene(x, column, row, first))
    check(rank_scene(x, np.outer(column, row)))
