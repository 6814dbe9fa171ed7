"""Lanes of channels: none touches another, walls lie between, wires and hatching stay within."""

from __future__ import annotations

import numpy as np
import pytest

from convlib.staging.lanes import WALL, Lanes
from convlib.staging.wires import hatching, level, wires


@pytest.mark.parametrize("columns", [((2, 3), (1, 5)), ((1, 1), (3, 2)), ((4, 3),)])
@pytest.mark.parametrize("groups", [1, 2, 3])
def test_channels_stand_one_below_another_within_their_lanes(
    columns: tuple[tuple[int, int], ...], groups: int
) -> None:
    lanes = Lanes(groups, columns)
    for column, (count, rows) in enumerate(columns):
        tops = [lanes.place(column, at) for at in range(count * groups)]
        assert min(tops) >= -1e-9
        assert max(tops) + rows <= lanes.height + 1e-9
        assert np.all(np.diff(tops) >= rows - 1e-9) if len(tops) > 1 else True
        for at, wall in enumerate(lanes.walls, start=1):
            above, below = tops[at * count - 1] + rows, tops[at * count]
            assert wall - above == pytest.approx(below - wall), "walls lie in the middle"
            assert below - above >= WALL
        groups_of = [lanes.group_of(column, at) for at in range(count * groups)]
        assert groups_of == [group for group in range(groups) for _ in range(count)]
        listed = [at for group in range(groups) for at in lanes.members(column, group)]
        assert listed == list(range(count * groups))


def test_wires_lead_from_end_to_end_and_never_beyond() -> None:
    points = wires(4, [(1, 5), (2, 2)], 3)
    gap = int(np.flatnonzero(np.isnan(points[:, 0]))[0])
    first, second = points[:gap], points[gap + 1 :]
    assert first[[0, -1]].tolist() == [[3, 1], [7, 5]]
    assert second.tolist() == [[3, 2], [7, 2]]
    assert np.all(np.diff(first, axis=0) >= 0)


def test_hatching_is_a_box_with_lines_at_45_degrees() -> None:
    points = hatching(1, 2, 3, 1.5, 0.5)
    assert np.nanmin(points, axis=0).tolist() == [1, 2]
    assert np.nanmax(points, axis=0).tolist() == [4, 3.5]
    lines = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))[1:]
    slopes = [(each[1] - each[2]) for each in lines]
    assert all(across == pytest.approx(-down, abs=0.02) for across, down in slopes)
    assert len(lines) == 8  # (3 + 1.5) / 0.5, the corners not counted


def test_level_lines_leave_a_gap() -> None:
    points = level(2, [(0, 1), (3, 4)])
    assert points[:, 0].tolist()[:2] + points[:, 0].tolist()[3:] == [0, 1, 3, 4]
    assert np.isnan(points[2]).all()
