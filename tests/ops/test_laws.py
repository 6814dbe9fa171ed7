"""Laws that hold for every layer: linear, shifted alike, adjoint, one operator as another."""

from __future__ import annotations

import math

import numpy as np
import pytest

from convlib.ops import (
    channel_shuffle,
    conv,
    conv_matrix,
    conv_transpose,
    deform_conv,
    depthwise,
    depthwise_separable,
    flattened,
    grouped,
    inception,
    pointwise,
    shuffled_grouped,
    spatially_separable,
)
from convlib.ops.arrays import Index
from convlib.ops.branches import ConvLayer, PoolLayer
from tests.ops.reference import Layer, layers, transposed_layers

COUNT = 300


def drawn(seed: int, axes: int | None = None) -> list[Layer]:
    return list(layers(COUNT, 1000 + seed, axes))


def test_conv_is_linear_in_both() -> None:
    dice = np.random.default_rng(0)
    for a in drawn(0):
        other, turned = dice.integers(-9, 10, a.x.shape), dice.integers(-9, 10, a.weight.shape)
        both = 3 * conv(a.x, a.weight, **a.options) - conv(other, a.weight, **a.options)
        assert np.array_equal(conv(3 * a.x - other, a.weight, **a.options), both)
        both = 3 * conv(a.x, a.weight, **a.options) - conv(a.x, turned, **a.options)
        assert np.array_equal(conv(a.x, 3 * a.weight - turned, **a.options), both)


def test_a_shifted_input_gives_a_shifted_output() -> None:
    for a in drawn(1):
        axis, step = a.axes + 1, a.stride[-1]
        padded = np.pad(a.x, ((0, 0),) * axis + ((0, step),))
        shifted = np.roll(padded, step, axis)
        options = a.options | {"padding": (*a.padding[:-1], (0, 0))}
        if padded.shape[-1] <= (a.weight.shape[-1] - 1) * a.dilation[-1] + step:
            continue
        before, after = (conv(each, a.weight, **options) for each in (padded, shifted))
        assert np.array_equal(after[..., 1:], before[..., :-1])


def test_transposed_is_adjoint_to_direct() -> None:
    """⟨conv x, y⟩ = ⟨x, convᵀ y⟩, exactly; the output padding says which size x had."""
    dice = np.random.default_rng(2)
    for a in drawn(2):
        y = conv(a.x, a.weight, **a.options)
        v = dice.integers(-9, 10, y.shape)
        sizes = zip(a.x.shape[2:], y.shape[2:], a.padding, a.stride, a.dilation, strict=True)
        kernel = a.weight.shape[2:]
        extra = [
            i + sum(p) - (s * (o - 1) + d * (k - 1) + 1)
            for (i, o, p, s, d), k in zip(sizes, kernel, strict=True)
        ]
        back = conv_transpose(v, a.weight, output_padding=extra, **a.options)
        assert back.shape == a.x.shape
        assert int((y * v).sum()) == int((a.x * back).sum()), a


def test_the_matrix_is_the_convolution_and_its_transpose_the_transposed() -> None:
    dice = np.random.default_rng(3)
    for a in drawn(3)[:150]:
        x = a.x[0]
        matrix = conv_matrix(a.weight, x.shape, **a.options)
        y = conv(x, a.weight, **a.options)
        assert matrix.shape == (y.size, x.size)
        assert np.array_equal(matrix @ x.ravel(), y.ravel())
        assert np.array_equal(matrix.toarray() @ x.ravel(), y.ravel())
        assert np.array_equal(matrix @ a.x.reshape(len(a.x), -1).T, conv_columns(a))
        v = dice.integers(-9, 10, y.shape)
        assert np.array_equal(matrix.T.toarray(), matrix.toarray().T)
        assert int((y * v).sum()) == int((x.ravel() * (matrix.T @ v.ravel())).sum())


def conv_columns(a: Layer) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The outputs of a batch, a column each."""
    return conv(a.x, a.weight, **a.options).reshape(len(a.x), -1).T


def test_transposed_through_the_matrix() -> None:
    for a in list(transposed_layers(150, 4)):
        y = conv_transpose(a.x[0], a.weight, **a.options)
        names = ("stride", "padding", "dilation", "groups")
        direct = {name: a.options[name] for name in names}
        matrix = conv_matrix(a.weight, y.shape, **direct)
        assert np.array_equal((matrix.T @ a.x[0].ravel()).reshape(y.shape), y)


def test_groups_are_convolutions_beside_each_other() -> None:
    for a in drawn(5):
        parts = zip(np.split(a.x, a.groups, axis=1), np.split(a.weight, a.groups), strict=True)
        alone = a.options | {"groups": 1}
        expected = np.concatenate([conv(x, w, **alone) for x, w in parts], axis=1)
        assert np.array_equal(grouped(a.x, a.weight, **a.options), expected)
        if a.weight.shape[1] == 1:
            plain = {name: value for name, value in a.options.items() if name != "groups"}
            assert np.array_equal(depthwise(a.x, a.weight, **plain), expected)


def test_dilation_is_a_kernel_with_holes() -> None:
    for a in drawn(6):
        spans = ((k - 1) * d + 1 for k, d in zip(a.weight.shape[2:], a.dilation, strict=True))
        holes = np.zeros((*a.weight.shape[:2], *spans), int)
        every: Index = (..., *(slice(None, None, d) for d in a.dilation))
        holes[every] = a.weight
        expected = conv(a.x, a.weight, **a.options)
        assert np.array_equal(conv(a.x, holes, **(a.options | {"dilation": 1})), expected)


def test_dealing_out_by_g_and_then_by_the_rest_changes_nothing() -> None:
    dice = np.random.default_rng(7)
    for channels in (1, 2, 6, 12):
        x = dice.integers(0, 99, (2, channels, 3, 2))
        for groups in (g for g in range(1, channels + 1) if channels % g == 0):
            once = channel_shuffle(x, groups)
            per = channels // groups
            order = [part * per + at for at in range(per) for part in range(groups)]
            assert np.array_equal(once, x[:, order])
            assert np.array_equal(channel_shuffle(once, channels // groups), x)
            assert np.array_equal(channel_shuffle(x[0], groups), once[0])


def test_shuffled_every_output_hears_of_every_input() -> None:
    weight = np.ones((6, 2, 1, 1), int)
    for at in range(6):
        x = np.zeros((6, 1, 1), int)
        x[at] = 1
        assert np.count_nonzero(shuffled_grouped(x, weight, weight, groups=3)) >= 4
        apart = grouped(grouped(x, weight, groups=3), weight, groups=3)
        assert np.flatnonzero(apart).tolist() == [at // 2 * 2, at // 2 * 2 + 1]
    mixed = shuffled_grouped(
        [[[1]], [[2]], [[3]], [[4]]],
        np.arange(8).reshape(4, 2, 1, 1),
        np.arange(8).reshape(4, 2, 1, 1),
        groups=2,
        first_bias=[0, 0, 0, 100],
        second_bias=[1, 0, 0, 0],
    )
    # First 0·1+1·2, 2·1+3·2, 4·3+5·4, 6·3+7·4+100 = 2, 8, 32, 146; dealt 2, 32, 8, 146;
    # then 0·2+1·32+1, 2·2+3·32, 4·8+5·146, 6·8+7·146.
    assert mixed.ravel().tolist() == [33, 100, 762, 1070]


def test_factors_give_what_their_outer_product_gives() -> None:
    dice = np.random.default_rng(8)
    for a in drawn(8, axes=2):
        down, across = a.weight[0, 0, :, 0], a.weight[0, 0, 0, :]
        channels, options = a.x.shape[1], dict(a.options)
        options.pop("groups")
        bias = dice.integers(-9, 10, channels)
        kernel = np.broadcast_to(np.outer(down, across), (channels, 1, len(down), len(across)))
        expected = conv(a.x, kernel, bias, groups=channels, **options)
        ours = spatially_separable(a.x, down, across, bias, **options)
        assert np.array_equal(ours, expected)
        filters = 3
        rows, columns = dice.integers(-9, 10, (filters, 2)), dice.integers(-9, 10, (filters, 3))
        lateral = dice.integers(-9, 10, (filters, channels))
        whole = np.einsum("fc,fy,fx->fcyx", lateral, rows, columns)
        options["padding"] = ((3, 4), (6, 5))
        expected = conv(a.x, whole, [1, 2, 3], **options)
        ours = flattened(a.x, lateral, rows, columns, [1, 2, 3], **options)
        assert np.array_equal(ours, expected)
        assert np.array_equal(
            flattened(a.x[0], lateral, rows, columns, [1, 2, 3], **options), expected[0]
        )


def test_depthwise_separable_is_a_standard_one_with_factors_across_channels() -> None:
    dice = np.random.default_rng(9)
    for a in drawn(9):
        channels, kernel = a.x.shape[1], a.weight.shape[2:]
        depth = dice.integers(-9, 10, (2 * channels, 1, *kernel))
        point = dice.integers(-9, 10, (5, 2 * channels, *(1,) * a.axes))
        options = {name: a.options[name] for name in ("stride", "padding", "dilation")}
        both = point.reshape(5, channels, 2, 1) * depth.reshape(channels, 2, math.prod(kernel))
        whole = both.sum(2).reshape(5, channels, *kernel)
        expected = conv(a.x, whole, [1, 2, 3, 4, 5], **options)
        ours = depthwise_separable(a.x, depth, point, point_bias=[1, 2, 3, 4, 5], **options)
        assert np.array_equal(ours, expected)
        shift = dice.integers(-9, 10, 2 * channels)
        expected = pointwise(depthwise(a.x, depth, shift, **options), point)
        assert np.array_equal(depthwise_separable(a.x, depth, point, shift, **options), expected)


def test_offsets_of_zero_change_nothing_and_whole_ones_shift() -> None:
    for a in drawn(10, axes=2):
        expected = conv(a.x, a.weight, a.bias, **a.options)
        points = math.prod(a.weight.shape[2:])
        still = np.zeros((len(a.x), 2 * points, *expected.shape[2:]), int)
        ours = deform_conv(a.x, a.weight, still, a.bias, **a.options)
        assert ours.dtype == np.int64
        assert np.array_equal(ours, expected)
        moved = still.copy()
        moved[:, 0::2], moved[:, 1::2] = 1, -2
        (top, bottom), (left, right) = a.padding
        options = a.options | {"padding": ((top, bottom), (left, right))}
        wide = np.pad(a.x, ((0, 0), (0, 0), (top, bottom + 1), (left + 2, right)))
        shifted = conv(
            wide[:, :, 1:, : wide.shape[3] - 2], a.weight, **(a.options | {"padding": 0})
        )
        assert np.array_equal(deform_conv(a.x, a.weight, moved, **options), shifted)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_branches_are_put_behind_one_another(axes: int) -> None:
    dice = np.random.default_rng(axes)
    x = dice.integers(-9, 10, (2, 3, *(5,) * axes))
    one, three, five = (dice.integers(-3, 4, (2, 3, *(k,) * axes)) for k in (1, 3, 5))
    narrow = dice.integers(-3, 4, (3, 2, *(3,) * axes))
    outputs = inception(
        x,
        [
            [ConvLayer(one, bias=[1, 2])],
            [ConvLayer(three), ConvLayer(narrow, relu=False)],
            [ConvLayer(five)],
            [PoolLayer((3,) * axes)],
            [PoolLayer((3,) * axes, kind="average"), ConvLayer(one)],
        ],
    )
    assert outputs.shape == (2, 2 + 3 + 2 + 3 + 2, *(5,) * axes)
    first = np.maximum(conv(x, one, [1, 2]), 0)
    second = conv(np.maximum(conv(x, three, padding="same"), 0), narrow, padding="same")
    assert np.array_equal(outputs[:, :2], first)
    assert np.array_equal(outputs[:, 2:5], second)
    assert (outputs[:, 7:10] >= x).all()
    layers_of_one = [[ConvLayer(one, bias=[1, 2])]]
    assert np.array_equal(inception(x[0], layers_of_one), first[0])
