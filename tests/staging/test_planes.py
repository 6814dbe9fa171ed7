"""Planes of arrays as panels: numbers, origins, kinds of cells; windows over them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.ops import Geometry
from convlib.picture.parts import PADDING, UNVISITED
from convlib.staging.planes import (
    corners_of,
    kinds_of,
    plane_panels,
    row_ticks,
    source_panels,
    window_over,
)
from convlib.trace import conv_trace
from tests.cases import Case, cases, fixed


@pytest.mark.parametrize("array", ["", "input"])
def test_planes_are_numbered_and_those_of_an_array_say_which_they_are(array: str) -> None:
    planes = np.arange(12).reshape(3, 2, 2)
    panels = plane_panels("map", "middle", "m", planes, array=array, lead=(7,))
    assert [panel.values.tolist() for panel in panels] == planes.tolist()
    assert [panel.number for panel in panels] == [0, 1, 2]
    assert [panel.name_of(1) for panel in panels] == [f"m[7, {at}, 0, 1]" for at in range(3)]
    assert [panel.plane for panel in panels] == ([0, 1, 2] if array else [-1] * 3)


def test_padding_stands_before_the_input() -> None:
    trace = conv_trace(np.ones((2, 3, 4)), np.ones((1, 2, 2, 2)), padding=((1, 0), (2, 3)))
    first, second = source_panels(trace)
    assert first.values.shape == second.values.shape == (4, 9)
    assert first.name_of(0) == "x[0, \N{MINUS SIGN}1, \N{MINUS SIGN}2]"
    assert second.name_of(9 + 2) == "x[1, 0, 0]"
    assert (first.inner, first.array, second.plane) == ((3, 4), "input", 1)


@fixed(60)
@given(cases(axes=2))
def test_kinds_are_those_of_plain_loops(case: Case) -> None:
    trace = conv_trace(case.x, case.weight, **case.options)
    kinds = np.full(trace.source.shape, PADDING | UNVISITED)
    (top, _), (left, _) = case.padding
    rows, columns = case.x.shape[1:]
    kinds[:, top : top + rows, left : left + columns] = UNVISITED
    for taps in case.steps():
        for (channel, row, column), _ in taps:
            kinds[channel, row + top, column + left] &= PADDING
    assert kinds_of(trace).tolist() == kinds.tolist()


@fixed(60)
@given(st.tuples(*[st.tuples(st.integers(1, 9), st.integers(1, 3), st.integers(1, 4))] * 2))
def test_corners_are_where_the_window_fits(axes: tuple[tuple[int, int, int], ...]) -> None:
    sizes, kernels, strides = zip(*((k + extra, k, s) for extra, k, s in axes), strict=True)
    geometry = Geometry.of(sizes, kernels, stride=strides)
    rows, columns = (
        [at for at in range(0, size, stride) if at + kernel <= size]
        for size, kernel, stride in zip(sizes, kernels, strides, strict=True)
    )
    assert corners_of(geometry) == [(row, column) for row in rows for column in columns]


def test_a_window_spans_its_holes_and_may_be_away() -> None:
    geometry = Geometry.of((9, 9), (3, 2), dilation=(2, 4))
    window = window_over(3, geometry, [(0, 1), None, (4, 4)], kernel=5)
    assert (window.panel, window.kernel) == (3, 5)
    assert (window.rows, window.columns) == (5, 5)
    assert (window.row.tolist(), window.column.tolist()) == ([0, -1, 4], [1, -1, 4])


def test_rows_begin_where_the_ticks_say() -> None:
    assert [(tick.step, tick.key, tick.number) for tick in row_ticks((3, 4))] == [
        (0, "row", 0),
        (4, "row", 1),
        (8, "row", 2),
    ]
