"""A matrix times a column, and one value of a convolution product by product."""

from __future__ import annotations

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import SparseMatrix
from convlib.trace import conv_matrix_trace, conv_trace, matrix_trace, one_value_chain
from tests.trace.checks import check_chain, check_trace, rolls, several, whole


def test_a_matrix_times_a_column() -> None:
    for dice in rolls(80):
        rows, columns = several(dice, 1, 6, 2)
        dense = whole(dice, rows, columns) * dice.integers(0, 2, (rows, columns))
        held_rows, held_columns = np.nonzero(dense)
        entries = dense[held_rows, held_columns]
        matrix = SparseMatrix(held_rows, held_columns, entries, (rows, columns))
        column = whole(dice, columns)
        trace = matrix_trace(matrix, column)
        assert trace.output.tolist() == (dense @ column).tolist()
        check_trace(trace, column)
        for step, along in zip(trace, dense.tolist(), strict=True):
            held = [at for at, entry in enumerate(along) if entry] or list(range(columns))
            assert [tap.src for tap in step] == held


def test_entries_of_a_transposed_matrix_stand_from_left_to_right() -> None:
    matrix = SparseMatrix(np.array([0, 1]), np.array([1, 1]), np.array([2, 3]), (2, 2))
    (none, both) = matrix_trace(matrix.T, [10, 1])
    assert [tap.src for tap in none] == [tap.src for tap in both] == [0, 1]
    with pytest.raises(ConvError, match="x"):
        matrix_trace(matrix, [1, 2, 3])


@pytest.mark.parametrize("bias", [None, [5, -7]])
def test_one_value_taken_apart_comes_to_that_value(bias: list[int] | None) -> None:
    for dice in rolls(25):
        x, weight = whole(dice, 3, 4, 5), whole(dice, 2, 3, 2, 3)
        trace = conv_trace(x, weight, bias, stride=(2, 1), padding=1)
        step = int(dice.integers(len(trace)))
        chain = one_value_chain(trace, step)
        check_chain(chain)
        _, products, sums, total = chain.arrays
        at, place = divmod(step, len(trace) // 2)
        row, column = divmod(place, trace.shape[2])
        padded = np.pad(x, [(0, 0), (1, 1), (1, 1)])
        under = padded[:, 2 * row : 2 * row + 2, column : column + 3]
        assert products.tolist() == (under * weight[at]).tolist()
        assert sums.ravel().tolist() == (under * weight[at]).sum(axis=(1, 2)).tolist()
        assert total.ravel().tolist() == [trace.output.ravel()[step]]


@pytest.mark.parametrize("groups", [1, 2])
def test_weights_are_written_into_the_matrix_of_their_convolution(groups: int) -> None:
    """Row by row, as often as there are places; the matrix then multiplies as the layer does."""
    dice = np.random.default_rng(3)
    x, weight = dice.integers(-3, 4, (4, 3, 3)), dice.integers(1, 9, (2, 4 // groups, 2, 2))
    trace = conv_matrix_trace(weight, x.shape, groups=groups, padding=1)
    layer = conv_trace(x, weight, groups=groups, padding=1)
    assert (trace.output @ x.ravel()).tolist() == layer.output.ravel().tolist()
    assert trace.output.ravel()[trace.dst].tolist() == weight.ravel()[trace.src].tolist()
    assert np.count_nonzero(trace.output) == len(trace.dst), "every other entry is 0"
    rows = trace.dst // trace.shape[1]
    assert np.repeat(np.arange(len(trace)), np.diff(trace.starts)).tolist() == rows.tolist()
