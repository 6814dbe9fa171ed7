"""Which of several ways to lay panels out is taken, against sizes worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.picture.parts import Layout, Panel
from convlib.staging.arrange import Column, Row
from convlib.staging.choose import layouts

PANELS = [Panel("input", "input", "x", np.ones((3, 3)))]
Size = tuple[float, float]


def laid_out(width: float, height: float) -> Layout:
    return Layout(width, height, ((0.0, 0.9),), ())


def taken(sizes: list[Size], name: str, panels: list[Panel] = PANELS) -> Size:
    ways = [laid_out(*size) for size in sizes]
    found = layouts(panels, ways, ways)[name]
    return found.width, found.height


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        # Of 21.5 by 8.1 comfortable cells they take 1.4 and 1.2, 0.9 and 2.5, 0.5 and 3.1 times.
        ([(30, 10), (20, 20), (10, 25)], (30, 10)),
        ([(20, 20), (10, 25), (30, 10)], (30, 10)),
        ([(43, 8), (21.5, 16)], (21.5, 16)),
        # The first of several in which cells are large enough.
        ([(20, 8), (10, 5)], (20, 8)),
        ([(10, 5), (20, 8)], (10, 5)),
        # Where one has to scroll to read them, the one in which one has to least.
        ([(30, 40), (40, 30)], (40, 30)),
        # Too wide to be read only where every way is.
        ([(50, 5), (44, 30)], (44, 30)),
        ([(60, 5), (50, 5)], (50, 5)),
    ],
)
def test_the_way_in_which_cells_are_largest_on_a_screen(sizes: list[Size], expected: Size) -> None:
    assert taken(sizes, "wide") == expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([(9, 5), (5, 9)], (9, 5)),
        ([(12, 30), (16, 20)], (16, 20)),
        ([(18, 10), (12, 30)], (12, 30)),
        ([(30, 5), (20, 5)], (20, 5)),
    ],
)
def test_the_way_that_needs_least_scrolling_on_a_phone(sizes: list[Size], expected: Size) -> None:
    assert taken(sizes, "tall") == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(99, (16, 20)), (-9, (16, 20)), (100, (12, 30)), (-10, (12, 30)), (0.5, (12, 30))],
)
def test_long_numbers_need_larger_cells_on_a_phone(number: float, expected: Size) -> None:
    panels = [Panel("input", "input", "x", np.full((3, 3), number))]
    assert taken([(16, 20), (12, 30)], "tall", panels) == expected


def test_a_few_long_numbers_need_no_larger_cells() -> None:
    panels = [Panel("input", "input", "x", np.array([[100, *range(20)]]))]
    assert taken([(16, 20), (12, 30)], "tall", panels) == (16, 20)


def test_what_is_not_laid_out_yet_is_arranged() -> None:
    panels = [*PANELS, Panel("output", "output", "y", np.ones((3, 3)))]
    found = layouts(panels, (Row(0, "=", 1), Column(0, 1)), Column(0, 1))
    assert found["wide"].symbols == (("=", 3.95, 2.25),)
    assert [x for x, _ in found["tall"].places] == [0, 0]


@pytest.mark.parametrize(("columns", "gap"), [(9, 1.9), (12, 1.1)])
def test_signs_have_less_room_where_cells_are_the_larger_for_it(columns: int, gap: float) -> None:
    panels = [Panel("input", "input", "x", np.ones((3, columns))) for _ in range(2)]
    (first, _), (second, _) = layouts(panels, Row(0, "=", 1), Row(0, "=", 1))["wide"].places
    assert second - first - columns == pytest.approx(gap)
