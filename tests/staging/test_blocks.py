"""Stairs of planes, and blocks of windows that move through them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from convlib.picture.parts import NARROWEST, Panel
from convlib.staging.arrange import arrange
from convlib.staging.blocks import PanelList, block_windows, falling, rising


def planes(count: int, columns: int = 3, titled: bool = True) -> list[Panel]:
    return [Panel("map", "middle", "m", np.zeros((2, columns)), titled=titled)] * count


def test_planes_behind_each_other_rise_to_the_right_or_fall() -> None:
    up = arrange(rising(0, 1, 2), planes(3)).places
    assert [np.subtract(b, a).round(6).tolist() for a, b in pairwise(up)] == [[3.8, -0.6]] * 2
    down = arrange(falling(0, 1, 2), planes(3)).places
    steps = [np.subtract(b, a).round(6).tolist() for a, b in pairwise(down)]
    assert all(x == 0.6 and y > 2 for x, y in steps)


def test_panels_are_numbered_as_they_come() -> None:
    listed = PanelList()
    assert listed.add(*planes(2)) == [0, 1]
    assert listed.add(*planes(3)) == [2, 3, 4]
    assert len(listed.panels) == 5


@pytest.mark.parametrize(("columns", "room"), [(1, NARROWEST), (3, 3)])
def test_planes_without_titles_stand_as_far_apart_as_with_them(columns: int, room: float) -> None:
    listed = PanelList()
    found = listed.add(*planes(1, columns), *planes(2, columns, titled=False))
    places = arrange(listed.rising(found), listed.panels).places
    assert np.diff([x for x, _ in places]) == pytest.approx([room + 0.8] * 2)
    assert listed.width(0) == room


def test_a_block_covers_as_many_planes_as_it_is_deep() -> None:
    places = [(0, 0, 1), (1, 2, 0), None, (2, 1, 1)]
    windows = block_windows([5, 6, 7, 8], (2, 3, 4), places)
    assert [window.panel for window in windows] == [5, 6, 7, 8]
    assert {(window.rows, window.columns) for window in windows} == {(3, 4)}
    covered = [[at for at in range(4) if windows[at].row[step] >= 0] for step in range(4)]
    assert covered == [[0, 1], [1, 2], [], [2, 3]]
    for window in windows:
        for step, place in enumerate(places):
            if window.row[step] >= 0:
                assert (0, window.row[step], window.column[step]) == (0, *(place or ())[1:])
            assert (window.row[step] < 0) == (window.column[step] < 0)
    assert [window.joined for window in windows] == [True, True, True, False]
