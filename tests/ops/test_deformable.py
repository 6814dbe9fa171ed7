"""Points between the cells: ONNX Runtime's results, and tents instead of four neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.ops import Array, deform_conv
from tests.ops.reference import Layer, Node, layers, onnx_results

QUARTER = 4  # offsets in quarters are exact in single precision, and so are their products


def moved(seed: int, count: int) -> list[tuple[Layer, Array, Array | None, int]]:
    """Random layers with offsets in quarters, masks in halves, and offset groups."""
    dice = np.random.default_rng(seed)
    drawn = []
    for a in layers(count, 2000 + seed, axes=2):
        channels, points = a.x.shape[1], int(np.prod(a.weight.shape[2:]))
        parts = int(dice.choice([n for n in range(1, channels + 1) if channels % n == 0]))
        spans = zip(a.x.shape[2:], a.padding, a.weight.shape[2:], a.dilation, a.stride, strict=True)
        places = [(i + sum(p) - (k - 1) * d - 1) // s + 1 for i, p, k, d, s in spans]
        shape = (len(a.x), parts * points, 2, *places)
        offset = dice.integers(-3 * QUARTER, 3 * QUARTER + 1, shape) / QUARTER
        offset = offset.reshape(len(a.x), -1, *places)
        gains = dice.integers(-2, 5, (len(a.x), parts * points, *places)) / 2
        drawn.append((a, offset, gains if dice.random() < 0.5 else None, parts))
    return drawn


@pytest.mark.parametrize("seed", range(4))
def test_onnx_runtime_agrees(seed: int) -> None:
    drawn = moved(seed, 400)
    nodes = [
        Node(
            "DeformConv",
            (a.x, a.weight, offset, a.bias, mask),
            a.onnx | {"offset_group": parts, "kernel_shape": a.weight.shape[2:]},
        )
        for a, offset, mask, parts in drawn
    ]
    for (a, offset, mask, parts), expected in zip(drawn, onnx_results(nodes), strict=True):
        ours = deform_conv(a.x, a.weight, offset, a.bias, mask=mask, **a.options)
        assert np.array_equal(ours, expected), (str(a), parts)


def by_tents(a: Layer, offset: Array, mask: Array | None, parts: int) -> Array:
    """Every cell of the input counts as much as the point's distance from it leaves, down to 0."""
    batch, channels, *sizes = a.x.shape
    filters, per, rows, columns = a.weight.shape
    places = offset.shape[2:]
    moves = offset.reshape(batch, parts, rows, columns, 2, *places)
    gains = np.ones(moves[:, :, :, :, 0].shape) if mask is None else mask
    gains = gains.reshape(batch, parts, rows, columns, *places)
    out = np.zeros((batch, filters, *places))
    for n, one, i, j, c, u, v in np.ndindex(batch, filters, *places, per, rows, columns):
        channel = one // (filters // a.groups) * per + c
        part = channel // (channels // parts)
        at = [
            place * s - before + tap * d + moves[n, part, u, v, axis, i, j]
            for axis, (place, s, (before, _), tap, d) in enumerate(
                zip((i, j), a.stride, a.padding, (u, v), a.dilation, strict=True)
            )
        ]
        near = [
            np.maximum(0, 1 - np.abs(np.arange(size) - where))
            for size, where in zip(sizes, at, strict=True)
        ]
        read = near[0] @ a.x[n, channel] @ near[1]
        out[n, one, i, j] += read * gains[n, part, u, v, i, j] * a.weight[one, c, u, v]
    return out if a.bias is None else out + a.bias.reshape(-1, 1, 1)


def test_tents_agree() -> None:
    for a, offset, mask, parts in moved(9, 25):
        ours = deform_conv(a.x, a.weight, offset, a.bias, mask=mask, **a.options)
        assert np.array_equal(ours, by_tents(a, offset, mask, parts)), (str(a), parts)
        alone = deform_conv(
            a.x[0], a.weight, offset[0], a.bias, mask=mask if mask is None else mask[0], **a.options
        )
        assert np.array_equal(alone, ours[0])


def test_y_comes_before_x() -> None:
    x = np.arange(12).reshape(1, 3, 4)
    offset = np.zeros((2, 3, 4))
    offset[0] = 1
    down = deform_conv(x, [[[[1]]]], offset)
    assert down.tolist() == [[[4, 5, 6, 7], [8, 9, 10, 11], [0, 0, 0, 0]]]
    right = deform_conv(x, [[[[1]]]], offset[::-1])
    assert right[0].tolist() == [[1, 2, 3, 0], [5, 6, 7, 0], [9, 10, 11, 0]]


def test_half_way_between_and_over_the_edge() -> None:
    offset = np.zeros((2, 1, 3))
    offset[1] = [-0.5, 0.5, 0.75]
    assert deform_conv([[[10, 20, 40]]], [[[[1]]]], offset).tolist() == [[[5.0, 30.0, 10.0]]]


@pytest.mark.parametrize("far", [1e6, 1e30, -1e30])
def test_far_points_read_nothing(far: float) -> None:
    x, kinds = np.ones((1, 3, 3)), (np.float64, np.float32)
    for kind in kinds:
        offset = np.full((2, 3, 3), far, kind)
        assert not deform_conv(x, np.ones((1, 1, 1, 1)), offset).any()


def test_scaling_the_points_apart_is_dilation() -> None:
    dice = np.random.default_rng(5)
    x, weight = dice.integers(-9, 10, (2, 9, 9)), dice.integers(-9, 10, (3, 2, 3, 3))
    offset = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1], indexing="ij"), -1).reshape(18, 1, 1)
    offset = offset * np.ones((18, 5, 5), int)
    options: dict[str, Any] = {"padding": ((-0, 0), (0, 0))}
    apart = deform_conv(x[:, 1:-1, 1:-1], weight, offset, **options)
    inner = deform_conv(x, weight, np.zeros((18, 5, 5), int), dilation=2)
    assert np.array_equal(apart[:, 1:-1, 1:-1], inner[:, 1:-1, 1:-1])
