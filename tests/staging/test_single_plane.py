"""From trace to scene: what the panels hold, where the window stands, and that nothing overlaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import conv_trace
from convlib.picture.parts import PADDING, UNVISITED
from convlib.picture.scene import Scene
from convlib.staging.single_plane import stage_plane
from tests.cases import Case, cases, check_layouts, fixed


def scene_of(case: Case) -> Scene:
    """The staged trace of a case."""
    return stage_plane(conv_trace(case.x, case.weight, **case.options))


def test_the_strided_odd_case_by_hand() -> None:
    """Size 6, k 3, s 2, p 1: of 8 padded rows the last is never visited."""
    x = np.arange(36).reshape(1, 6, 6)
    scene = stage_plane(conv_trace(x, np.ones((1, 1, 3, 3), int), stride=2, padding=1))
    source = scene.panels[0]
    assert [panel.name for panel in scene.panels] == ["input", "kernel", "output"]
    assert [panel.role for panel in scene.panels] == ["input", "kernel", "output"]
    assert [panel.symbol for panel in scene.panels] == ["x", "w", "y"]
    assert [panel.values.shape for panel in scene.panels] == [(8, 8), (3, 3), (3, 3)]
    assert (source.origin, source.inner) == ((-1, -1), (6, 6))
    assert source.values[1:7, 1:7].tolist() == x[0].tolist()

    kinds = np.full((8, 8), PADDING)
    kinds[1:7, 1:7] = 0
    kinds[7, :] |= UNVISITED
    kinds[:, 7] |= UNVISITED
    assert source.kind_of_cells.tolist() == kinds.tolist()

    (window,) = scene.windows
    assert (window.panel, window.rows, window.columns) == (0, 3, 3)
    assert window.row.tolist() == [0, 0, 0, 2, 2, 2, 4, 4, 4]
    assert window.column.tolist() == [0, 2, 4] * 3

    assert scene.since.tolist() == [-1] * (64 + 9) + [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert scene.dst.tolist() == list(range(64 + 9, 64 + 9 + 9))
    assert [(tick.step, tick.key, tick.number) for tick in scene.ticks] == [
        (0, "row", 0),
        (3, "row", 1),
        (6, "row", 2),
    ]


def test_a_stride_larger_than_the_kernel_leaves_cells_between() -> None:
    scene = stage_plane(conv_trace(np.ones((1, 4, 4)), np.ones((1, 1, 1, 1)), stride=3))
    visited = scene.panels[0].kind_of_cells == 0
    assert np.argwhere(visited).tolist() == [[0, 0], [0, 3], [3, 0], [3, 3]]


def test_a_dilated_window_spans_its_holes() -> None:
    scene = stage_plane(conv_trace(np.ones((1, 7, 7)), np.ones((1, 1, 3, 2)), dilation=(2, 4)))
    (window,) = scene.windows
    assert (window.rows, window.columns) == (5, 5)


def test_a_dilated_kernel_may_be_drawn_with_its_holes() -> None:
    weight = np.arange(1, 7).reshape(1, 1, 3, 2)
    trace = conv_trace(np.ones((1, 7, 7), int), weight, dilation=(2, 4))
    plain, spread = stage_plane(trace), stage_plane(trace, holes=True)
    kernel = spread.panels[1]
    assert kernel.values.tolist() == [
        [1, 0, 0, 0, 2],
        [0] * 5,
        [3, 0, 0, 0, 4],
        [0] * 5,
        [5, 0, 0, 0, 6],
    ]
    assert ((kernel.kind_of_cells == 0) == (kernel.values > 0)).all()
    assert [kernel.index(cell) for cell in np.flatnonzero(kernel.values).tolist()] == [
        *np.ndindex(3, 2)
    ]
    assert kernel.size_note == "3 × 2, d = 2 × 4"
    for one in (plain, spread):
        assert one.values[one.ker].tolist() == [1, 2, 3, 4, 5, 6] * 9
        assert one.values[one.dst].tolist() == [21] * 9
    check_layouts(spread)


@fixed()
@given(cases(plane=True))
def test_terms_read_the_input_through_the_window(case: Case) -> None:
    scene = scene_of(case)
    (window,) = scene.windows
    weights = case.weight.size
    (before_rows, _), (before_columns, _) = case.padding
    seen = set()
    for step, taps in enumerate(case.steps()):
        rows = scene.terms(step)
        assert rows.stop - rows.start == weights
        for src, ker, (position, _) in zip(
            scene.src[rows].tolist(), scene.ker[rows].tolist(), taps, strict=True
        ):
            panel, number = scene.locate(src)
            row, column = scene.panels[panel].index(number)
            assert (panel, row, column) == (0, *position[1:])
            assert scene.values[src] == case.read(position)
            assert 0 <= row + before_rows - window.row[step] < window.rows
            assert 0 <= column + before_columns - window.column[step] < window.columns
            assert scene.locate(ker)[0] == 1
            seen.add(src)
        assert scene.values[scene.dst[step]] == case.convolved().ravel()[step]
        assert scene.sums[rows.stop - 1] == case.convolved().ravel()[step]
    kinds = scene.panels[0].kind_of_cells.ravel()
    assert {int(cell) for cell in np.flatnonzero(kinds & UNVISITED == 0)} == seen
    inside = kinds.reshape(scene.panels[0].values.shape) & PADDING == 0
    assert np.array_equal(scene.panels[0].values[inside].reshape(case.x.shape), case.x)


SIDE = st.integers(1, 16)


@fixed(300)
@given(st.tuples(SIDE, SIDE), st.tuples(st.integers(1, 7), st.integers(1, 7)))
def test_nothing_overlaps_and_all_is_inside(size: tuple[int, int], kernel: tuple[int, int]) -> None:
    padding = [max(0, k - i) for k, i in zip(kernel, size, strict=True)]
    scene = stage_plane(conv_trace(np.ones((1, *size)), np.ones((1, 1, *kernel)), padding=padding))
    assert set(scene.layouts) == {"wide", "tall"}
    check_layouts(scene)
    for layout in scene.layouts.values():
        assert [sign for sign, _, _ in layout.symbols] == ["∗", "="]


@pytest.mark.parametrize(("rows", "columns"), [(5, 5), (16, 16), (1, 16), (16, 1)])
def test_tall_is_never_wider_than_wide(rows: int, columns: int) -> None:
    scene = stage_plane(conv_trace(np.ones((1, rows, columns)), np.ones((1, 1, 1, 1))))
    assert scene.layouts["tall"].width < scene.layouts["wide"].width
    assert scene.layouts["tall"].height > scene.layouts["wide"].height
