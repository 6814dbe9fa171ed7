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


@pytest.mark.parametrize(
    ("sizes", "shape", "taken"),
    [
        # On a room of 2 by 1 they are 30, 40 and 50 wide after all.
        ([(30, 10), (20, 20), (10, 25)], 2, (30, 10)),
        ([(20, 20), (10, 25), (30, 10)], 2, (30, 10)),
        # In a square one it is the height of all three that counts, or their width.
        ([(30, 10), (20, 20), (10, 25)], 1, (20, 20)),
        ([(30, 10), (20, 20), (10, 25)], 0.3, (10, 25)),
        # The first of several that are as good.
        ([(20, 5), (10, 10)], 2, (20, 5)),
        ([(10, 10), (20, 5)], 2, (10, 10)),
        # Wider than 40 cells only where every way is.
        ([(41, 5), (40, 30)], 2, (40, 30)),
        ([(50, 5), (60, 5)], 2, (50, 5)),
    ],
)
def test_the_way_in_which_cells_are_largest(sizes: list[Size], shape: float, taken: Size) -> None:
    ways = [laid_out(*size) for size in sizes]
    found = layouts(PANELS, ways, laid_out(1, 1), shape)["wide"]
    assert (found.width, found.height) == taken


@pytest.mark.parametrize(
    ("widths", "taken"),
    [([9, 5], 9), ([9.5, 5], 5), ([12, 11, 12], 11), ([12, 4, 5], 4), ([12], 12)],
)
def test_the_first_way_that_is_narrow_enough(widths: list[float], taken: float) -> None:
    found = layouts(PANELS, laid_out(1, 1), [laid_out(width, 1) for width in widths])["tall"]
    assert found.width == taken


def test_what_is_not_laid_out_yet_is_arranged() -> None:
    panels = [*PANELS, Panel("output", "output", "y", np.ones((3, 3)))]
    found = layouts(panels, (Row(0, "=", 1), Column(0, 1)), Column(0, 1))
    assert found["wide"].symbols == (("=", 3.95, 2.4),)
    assert [x for x, _ in found["tall"].places] == [0, 0]
