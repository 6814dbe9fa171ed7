"""Pegs count the places of a window: one over its middle, wherever it stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.single_plane import stage_plane
from convlib.trace import conv_trace
from tests.cases import Case, cases, fixed


def staged(case: Case) -> Scene:
    return stage_plane(conv_trace(case.x, case.weight, **case.options), counts=True)


@fixed(60)
@given(cases(plane=True))
def test_pegs_stand_over_the_middle_of_the_window_and_of_what_it_makes(case: Case) -> None:
    scene = staged(case)
    for step in range(len(scene)):
        moment = view(scene, step)
        (window,), corners = moment.windows, moment.corners
        cell = next(each for each in moment.cells if each.state == "current")
        now = [(peg.x, peg.y) for peg in moment.pegged.pegs if peg.state == "now"]
        left, above, made_left, made_above = now
        assert left == pytest.approx((corners[0][0] - 0.42, window.y + window.height / 2))
        assert above == pytest.approx((window.x + window.width / 2, corners[0][1] - 0.42))
        assert made_left == pytest.approx((corners[2][0] - 0.42, cell.y + 0.5))
        assert made_above == pytest.approx((cell.x + 0.5, corners[2][1] - 0.42))


@fixed(60)
@given(cases(plane=True))
def test_there_are_as_many_as_outputs_and_each_is_reached_once_for_all(case: Case) -> None:
    scene = staged(case)
    rows, columns = case.outputs
    numbers = [str(number + 1) for count in (rows, columns) for number in range(count)]
    for step in range(len(scene)):
        pegs = view(scene, step).pegged.pegs
        assert [peg.text for peg in pegs] == numbers * 2
        row, column = divmod(step, columns)
        down = ["reached"] * row + ["now"] + ["open"] * (rows - row - 1)
        seen = "reached" if row else "open"
        across = ["reached"] * column + ["now"] + [seen] * (columns - column - 1)
        assert [peg.state for peg in pegs] == [*down, *across] * 2


@fixed(60)
@given(cases(plane=True))
def test_arrows_are_as_long_as_the_stride_and_what_is_left_is_said(case: Case) -> None:
    scene = staged(case)
    moment = view(scene, 0)
    arrows = moment.pegged.arrows
    wanted = [
        (f"+{stride}", float(stride))
        for stride, count in zip(case.stride, case.outputs, strict=True)
        for _ in range(count - 1)
        if stride > 1
    ]
    assert [each.text for each in arrows] == [text for text, _ in wanted]
    lengths = [each.x2 - each.x1 + each.y2 - each.y1 for each in arrows]
    assert lengths == pytest.approx([far for _, far in wanted])
    cells = scene.panels[0].columns
    last = int(scene.windows[0].column.max()) + scene.windows[0].columns
    remarks = moment.pegged.remarks
    assert [each.text for each in remarks] == ["left over"] * (cells > last)
    for remark in remarks:
        assert remark.x == pytest.approx(moment.corners[0][0] + cells)
        assert remark.room == pytest.approx(remark.x - moment.pegged.pegs[-1].x) or remark.room > 0


def test_without_pegs_nothing_stands_further_apart() -> None:
    trace = conv_trace(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)))
    plain, counted = stage_plane(trace), stage_plane(trace, counts=True)
    assert view(plain, 0).pegged.pegs == []
    one, other = plain.layouts["wide"], counted.layouts["wide"]
    assert other.width - one.width == pytest.approx(1.6)
    assert other.height - one.height == pytest.approx(0.8)
