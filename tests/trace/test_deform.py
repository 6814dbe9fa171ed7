"""Points off the grid: against the operator, against reading between cells by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, conv
from convlib.ops import Array, deform_conv
from convlib.shapes import output_size
from convlib.trace import conv_trace, deform_conv_trace
from tests.trace.checks import Dice, check_trace, fitting, rolls, several, whole, window


def layer(dice: Dice) -> tuple[Array, Array, Array, Array, dict[str, Any]]:
    """Input, filters, offsets in quarters of a cell, mask in halves, options."""
    options = window(dice, 2)
    kernel = several(dice, 1, 3, 2)
    sizes = fitting(dice, kernel, options)
    groups, per, filters = several(dice, 1, 2, 3)
    channels = groups * per
    parts = int(dice.choice([n for n in (1, 2, 4) if channels % n == 0]))
    axes = zip(sizes, kernel, *options.values(), strict=True)
    outputs = [output_size(i, k, stride=s, padding=p, dilation=d) for i, k, s, p, d in axes]
    points = kernel[0] * kernel[1]
    offset = dice.integers(-12, 13, (parts * 2 * points, *outputs)) / 4
    mask = dice.integers(-2, 3, (parts * points, *outputs)) / 2
    x, weight = whole(dice, channels, *sizes), whole(dice, groups * filters, per, *kernel)
    return x, weight, offset, mask, options | {"groups": groups}


def test_the_operator_agrees() -> None:
    """Exactly: quarters and halves of small whole numbers are exact in binary."""
    for dice in rolls(200):
        x, weight, offset, mask, options = layer(dice)
        given = options | {"mask": mask if dice.integers(2) else None}
        bias = whole(dice, len(weight)) if dice.integers(2) else None
        trace = deform_conv_trace(x, weight, offset, bias, **given)
        expected = deform_conv(x, weight, offset, bias, **given)
        assert np.array_equal(trace.output, expected), (x.shape, weight.shape, options)
        check_trace(trace, x)


def test_no_offset_is_the_convolution() -> None:
    for dice in rolls(60):
        x, weight, offset, _, options = layer(dice)
        nowhere = np.zeros_like(offset, dtype=int)
        trace = deform_conv_trace(x, weight, nowhere, **options)
        assert np.array_equal(trace.output, conv(x, weight, **options))
        assert trace.output.dtype.kind == "i"
        plain = conv_trace(x, weight, **options)
        assert trace.gain is not None
        used = trace.gain == 1
        cells = plain.cells.ravel()[plain.src]
        kept = cells >= 0
        assert set(trace.gain.tolist()) <= {0, 1}
        assert trace.src[used].tolist() == cells[kept].tolist()
        assert trace.ker[used].tolist() == plain.ker[kept].tolist()
        assert trace.dst[used].tolist() == plain.dst[kept].tolist()


def test_whole_offsets_move_the_window() -> None:
    """First all rows' offsets of a point, then its columns': y before x."""
    x = np.arange(20).reshape(1, 4, 5)
    down_and_right = np.array([1, 2]).reshape(2, 1, 1) * np.ones((2, 4, 5), int)
    trace = deform_conv_trace(x, [[[[1]]]], down_and_right)
    assert trace.output[0, 0, 0] == x[0, 1, 2]
    assert trace.output[0, :3, :3].tolist() == x[0, 1:, 2:].tolist()
    assert not trace.output[0, 3].any()
    assert not trace.output[0, :, 3:].any()


def test_the_four_neighbours_of_a_point_by_hand() -> None:
    # The point (0.25, 0.5) is 3/4 and 1/4 of a row off, half a column: 3/8, 3/8, 1/8, 1/8.
    offset = np.array([0.25, 0.5]).reshape(2, 1, 1)
    x = [[[8, 16], [24, 40]]]
    trace = deform_conv_trace(x, [[[[2]]]], offset, [1], mask=[[[0.5]]], stride=2)
    assert trace.src.tolist() == [0, 1, 2, 3]
    assert trace.gain is not None
    assert trace.gain.tolist() == [0.1875, 0.1875, 0.0625, 0.0625]
    assert trace.products.tolist() == [3, 6, 3, 5]
    assert trace.output.tolist() == [[[18]]]
    assert trace.points is not None
    assert trace.points.tolist() == [[[[[0.25, 0.5]]]]]


def test_a_point_outside_contributes_nothing() -> None:
    x, weight = np.ones((1, 2, 2), int), np.ones((1, 1, 1, 1), int)
    for move, left in ((-1.25, 0), (-0.75, 2), (1.5, 2), (2.0, 0), (1e300, 0), (-1e300, 0)):
        offset = np.zeros((2, 2, 2))
        offset[0, 0, 0] = move
        trace = deform_conv_trace(x, weight, offset)
        assert (trace.dst == 0).sum() == left, move
        assert np.array_equal(trace.output, deform_conv(x, weight, offset))
        check_trace(trace, x)


def test_each_offset_group_moves_its_own_channels() -> None:
    x = np.arange(12).reshape(4, 1, 3)
    offset = np.zeros((4, 1, 3))
    offset[3] = 1  # the second group's columns
    trace = deform_conv_trace(x, np.eye(4, dtype=int).reshape(4, 4, 1, 1), offset)
    assert trace.output[:, 0, 0].tolist() == [0, 3, 7, 10]


@pytest.mark.parametrize(
    ("x", "weight", "offset", "options", "parameter"),
    [
        ((1, 4), (1, 1, 3), (6, 2), {}, "weight"),
        ((1, 3, 3), (1, 1, 2, 2), (7, 2, 2), {}, "offset"),
        ((1, 3, 3), (1, 1, 2, 2), (8, 2, 3), {}, "offset"),
        ((1, 3, 3), (1, 1, 2, 2), (16, 2, 2), {}, "offset"),
        ((1, 3, 3), (1, 1, 2, 2), (8,), {}, "offset"),
        ((1, 3, 3), (1, 1, 2, 2), (), {}, "offset"),
        ((1, 3, 3), (1, 1, 2, 2), (8, 2, 2), {"mask": np.ones((4, 2, 3))}, "mask"),
        ((1, 3, 3), (1, 1, 2, 2), (8, 2, 2), {"stride": 0}, "stride"),
        ((1, 1, 3, 3), (1, 1, 2, 2), (8, 2, 2), {}, "x"),
        ((2, 3, 3), (1, 1, 2, 2), (8, 2, 2), {}, "groups"),
        ((1, 64, 64), (1, 1, 3, 3), (18, 62, 62), {}, "size"),
    ],
)
def test_what_is_refused(
    x: tuple[int, ...],
    weight: tuple[int, ...],
    offset: tuple[int, ...],
    options: dict[str, Any],
    parameter: str,
) -> None:
    with pytest.raises(ConvError) as caught:
        deform_conv_trace(np.zeros(x), np.zeros(weight), np.zeros(offset), **options)
    assert caught.value.parameter == parameter
