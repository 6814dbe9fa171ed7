"""The matrix of a transposed convolution, alone and in step with stamps and window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.picture.parts import HOLE
from convlib.staging.sparse import stage_matrix, stage_together
from tests.staging.geometry import check, numbers, on_one_line, places

X, WEIGHT = np.array([[1, 2], [3, 4]]), np.array([[1, 2, 0], [0, 1, 3], [2, 0, 1]])
WAYS: list[dict[str, Any]] = [
    {"stride": (1, 1), "padding": (0, 0)},
    {"stride": (2, 2), "padding": (1, 1), "output_padding": (1, 1)},
    {"stride": (1, 2), "padding": (1, 0)},
]


def rows_by_loops(options: dict[str, Any]) -> tuple[int, int, set[tuple[int, int]]]:
    """Rows and columns of the output, and which entries of the matrix hold a weight."""
    stride, padding, extra = (
        np.broadcast_to(options.get(name, 0), 2).tolist()
        for name in ("stride", "padding", "output_padding")
    )
    rows, columns = (s + 3 - 2 * p + e for s, p, e in zip(stride, padding, extra, strict=True))
    entries = set()
    for i, j in np.ndindex(2, 2):
        for k, m in np.ndindex(3, 3):
            row, column = i * stride[0] + k - padding[0], j * stride[1] + m - padding[1]
            if 0 <= row < rows and 0 <= column < columns:
                entries.add((row * columns + column, 2 * i + j))
    return rows, columns, entries


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_a_column_of_c_and_a_row_of_its_transpose_are_framed(options: dict[str, Any]) -> None:
    scene = stage_matrix(X, WEIGHT, options)
    check(scene)
    rows, columns, entries = rows_by_loops(options)
    (table,), (transposed,) = (numbers(scene, f"transposed-{name}") for name in ("c", "ct"))
    assert scene.panels[table].values.shape == (4, rows * columns)
    kinds = np.full((rows * columns, 4), HOLE)
    kinds[tuple(np.array(sorted(entries)).T)] = 0
    assert scene.panels[transposed].kind_of_cells.tolist() == kinds.tolist()
    assert [(w.panel, w.rows, w.columns) for w in scene.windows] == [
        (table, 4, 1),
        (transposed, 1, 4),
    ]
    assert places(scene, 0) == [(0, at) for at in range(rows * columns)]
    assert places(scene, 1) == [(at, 0) for at in range(rows * columns)]
    assert [tick.step for tick in scene.ticks] == [row * columns for row in range(rows)]
    column, product = (numbers(scene, f"transposed-{name}")[0] for name in ("x", "y"))
    assert on_one_line(scene, [transposed, column, product])


@pytest.mark.parametrize("options", WAYS, ids=str)
def test_three_ways_make_the_same_output_value_in_each_step(options: dict[str, Any]) -> None:
    scene = stage_together(X, WEIGHT, options)
    check(scene)
    rows, columns, _ = rows_by_loops(options)
    made = [numbers(scene, f"transposed-{name}")[0] for name in ("stamped", "y", "slid")]
    planes = [scene.panels[at].values.ravel().tolist() for at in made]
    assert planes[0] == planes[1] == planes[2]
    assert len(scene) == rows * columns
    slides, multiplies = places(scene, 0), places(scene, 1)
    assert slides == [(row, column) for row in range(rows) for column in range(columns)]
    assert multiplies == [(at, 0) for at in range(rows * columns)]
    assert scene.windows[0].kernel == numbers(scene, "transposed-turned")[0]
