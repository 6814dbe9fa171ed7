"""The operators against numbers worked by hand, and the shapes that the curriculum names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib.ops import (
    avg_pool,
    conv,
    conv_matrix,
    conv_transpose,
    depthwise,
    depthwise_separable,
    flattened,
    inception,
    max_pool,
    pointwise,
    relu,
    separate,
    shufflenet_unit,
    spatially_separable,
    squeeze_excite,
)
from convlib.ops.branches import ConvLayer, PoolLayer


def ones(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.ones(shape, int)


def test_many_channels_one_filter_and_ten() -> None:
    assert conv(ones(3, 5, 5), ones(1, 3, 3, 3)).tolist() == [[[27] * 3] * 3]
    assert conv(ones(3, 5, 5), ones(10, 3, 3, 3)).shape == (10, 3, 3)


def test_a_volume() -> None:
    volume = np.arange(64).reshape(1, 4, 4, 4)
    output = conv(volume, ones(1, 1, 2, 2, 2))
    assert output.shape == (1, 3, 3, 3)
    assert output[0, 0, 0, 0] == 0 + 1 + 4 + 5 + 16 + 17 + 20 + 21
    assert output[0, 2, 2, 2] == 8 * 63 - (0 + 1 + 4 + 5 + 16 + 17 + 20 + 21)


def test_the_bottleneck() -> None:
    x = ones(192, 28, 28)
    narrow = pointwise(x, ones(16, 192, 1, 1))
    assert (narrow.shape, int(narrow[0, 0, 0])) == ((16, 28, 28), 192)
    wide = conv(narrow, ones(32, 16, 5, 5), padding=2)
    assert (wide.shape, int(wide[0, 9, 9])) == ((32, 28, 28), 192 * 16 * 25)
    assert pointwise([[[1, 2]]], [[[[7]]]]).tolist() == [[[7, 14]]]


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "op", "o"),
    [
        (2, 3, 1, 0, 0, 4),
        (6, 4, 1, 2, 0, 5),
        (5, 3, 1, 1, 0, 5),
        (7, 3, 1, 2, 0, 5),
        (2, 3, 2, 0, 0, 5),
        (3, 3, 2, 1, 0, 5),
        (3, 3, 2, 1, 1, 6),
    ],
)
def test_the_transposed_twins_of_the_guide(i: int, k: int, s: int, p: int, op: int, o: int) -> None:
    up = conv_transpose(ones(1, i, i), ones(1, 1, k, k), stride=s, padding=p, output_padding=op)
    assert up.shape == (1, o, o)
    assert conv(up, ones(1, 1, k, k), stride=s, padding=p).shape == (1, i, i)


def test_transposed_by_hand() -> None:
    # 1 stamps 1 2 3 at 0, 10 stamps 10 20 30 two cells further on: they meet in the middle.
    assert conv_transpose([[1, 10]], [[[1, 2, 3]]], stride=2).tolist() == [[1, 2, 13, 20, 30]]
    one = conv_transpose([[1, 10]], [[[1, 2, 3]]], stride=2, padding=1, output_padding=1)
    assert one.tolist() == [[2, 13, 20, 30]]
    assert conv_transpose(
        [[1, 10]], [[[1, 2, 3]]], stride=2, padding=[(2, 1)], output_padding=1, bias=[5]
    ).tolist() == [[18, 25, 35]]
    spread = conv_transpose([[1]], [[[1, 2]]], dilation=2, output_padding=1)
    assert spread.tolist() == [[1, 0, 2, 0]]


def test_checkerboard() -> None:
    """How often cells are stamped: unevenly by k3 s2, evenly inside by k4 s2."""
    odd = conv_transpose(ones(1, 4), ones(1, 1, 3), stride=2)
    assert odd.tolist() == [[1, 1, 2, 1, 2, 1, 2, 1, 1]]
    even = conv_transpose(ones(1, 4), ones(1, 1, 4), stride=2)
    assert even.tolist() == [[1, 1, 2, 2, 2, 2, 2, 2, 1, 1]]


def test_transposed_restores_the_shape_and_not_the_values() -> None:
    x, weight = np.arange(36).reshape(1, 6, 6), np.arange(9).reshape(1, 1, 3, 3)
    down = conv(x, weight, stride=2, padding=1)
    back = conv_transpose(down, weight, stride=2, padding=1, output_padding=1)
    assert down.shape == (1, 3, 3)
    assert back.shape == x.shape
    assert not np.array_equal(back, x)


def test_the_matrix_of_the_guide() -> None:
    matrix = conv_matrix(np.arange(1, 10).reshape(1, 1, 3, 3), (1, 4, 4))
    assert matrix.shape == (4, 16)
    first = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0]
    turned = [np.roll(first, by).tolist() for by in (0, 1, 4, 5)]
    assert matrix.toarray().tolist() == turned
    assert matrix.T.shape == (16, 4)
    assert len(matrix.values) == 36
    padded = conv_matrix([[[1, 2, 3]]], (1, 2), padding=1)
    assert padded.toarray().tolist() == [[2, 3], [1, 2]]


def test_depthwise_and_separable_shapes() -> None:
    x = ones(3, 7, 7)
    assert depthwise(x, ones(3, 1, 3, 3)).shape == (3, 5, 5)
    assert depthwise(x, ones(6, 1, 3, 3)).shape == (6, 5, 5)
    both = depthwise_separable(x, ones(3, 1, 3, 3), ones(128, 3, 1, 1))
    assert (both.shape, int(both.min())) == ((128, 5, 5), 27)


def test_flattened_by_hand() -> None:
    # Across channels 1·x + 2·y: 12 15 / 18 21; down 1, 10: 192 225; across 1, -1: -33.
    x = [[[2, 3], [4, 5]], [[5, 6], [7, 8]]]
    assert flattened(x, [[1, 2]], [[1, 10]], [[1, -1]], [7]).tolist() == [[[-26]]]
    assert spatially_separable(x, [1, 10], [1, -1], [1, 2]).tolist() == [[[-10]], [[-9]]]


@pytest.mark.parametrize(
    ("kernel", "column", "row"),
    [
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], [1, 2, 1], [-1, 0, 1]),
        ([[1, 2, 1], [2, 4, 2], [1, 2, 1]], [1, 2, 1], [1, 2, 1]),
        ([[-4, 6]], [2], [-2, 3]),
        ([[4], [-6]], [-4, 6], [-1]),
        ([[0, 0], [0, 0]], [0, 0], [0, 0]),
    ],
)
def test_whole_factors(kernel: list[list[int]], column: list[int], row: list[int]) -> None:
    found = separate(kernel)
    assert found.column.dtype == found.row.dtype == np.int64
    assert np.outer(found.column, found.row).tolist() == kernel
    assert (found.column.tolist(), found.row.tolist()) == (column, row)
    assert found.distance == 0


def test_the_best_stand_in() -> None:
    """Nothing of rank 1 is nearer: not the factors of the diagonal, nor those nearby."""
    found = separate([[1, 0], [0, 1]])
    assert found.distance == pytest.approx(1)
    dice = np.random.default_rng(0)
    for _ in range(200):
        kernel = dice.standard_normal(dice.integers(1, 6, 2))
        found = separate(kernel)
        error = np.linalg.norm(kernel - np.outer(found.column, found.row))
        assert found.distance == pytest.approx(error, abs=1e-12)
        near = np.outer(*(f + dice.normal(0, 0.1, f.shape) for f in (found.column, found.row)))
        assert np.linalg.norm(kernel - near) >= found.distance - 1e-12
        exact = separate(np.outer(found.column, found.row))
        assert exact.distance == 0
        assert np.allclose(np.outer(exact.column, exact.row), np.outer(found.column, found.row))


def test_pooling_by_hand() -> None:
    x = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]
    assert max_pool(x, 2).tolist() == [[[5]]]
    assert max_pool(x, 2, ceil_mode=True).tolist() == [[[5, 6], [8, 9]]]
    assert max_pool(x, 2, stride=1, dilation=2).tolist() == [[[9]]]
    assert max_pool([[-1, -2]], [3], stride=1, padding=1).tolist() == [[-1, -1]]
    assert max_pool([[-1, -2]], 2).tolist() == [[-1]]
    assert avg_pool(x, 3, padding=1).tolist() == [[[12 / 9]]]
    assert avg_pool(x, 3, padding=1, count_include_pad=False).tolist() == [[[3.0]]]
    assert avg_pool(x, 2, ceil_mode=True).tolist() == [[[3.0, 4.5], [7.5, 9.0]]]
    assert avg_pool(x, (1, 3), stride=(2, 1)).tolist() == [[[2.0], [8.0]]]
    assert max_pool(np.ones((2, 3, 4, 4, 4)), 2).shape == (2, 3, 2, 2, 2)
    assert avg_pool(np.ones((1, 2, 2), np.float32), 2).dtype == np.float32


def test_relu() -> None:
    assert relu([[-1, 0], [2, -3]]).tolist() == [[0, 0], [2, 0]]
    assert relu(np.array([-0.5, 0.5], np.float32)).dtype == np.float32
    assert relu(np.array([200], np.uint8)).tolist() == [200]


def test_squeeze_and_excitation_by_hand() -> None:
    # Means 1 and 3; hidden max(0, 1 + 3 - 2) = 2 and max(0, 1 - 3) = 0; then 2·ln 2 / 2 = ln 2,
    # whose sigmoid is 2/3, and -ln 2 + ln 2 = 0, whose sigmoid is 1/2.
    x = [[[0, 2]], [[3, 3]]]
    half = np.log(2) / 2
    weights: dict[str, Any] = {"w1": [[1, 1], [1, -1]], "w2": [[half, 9], [-half, 9]]}
    scaled = squeeze_excite(x, **weights, b1=[-2, 0], b2=[0, np.log(2)])
    assert np.allclose(scaled, [[[0, 4 / 3]], [[1.5, 1.5]]], rtol=1e-14)
    batch = squeeze_excite([x, x], **weights, b1=[-2, 0], b2=[0, np.log(2)])
    assert np.array_equal(batch, [scaled, scaled])
    assert squeeze_excite(np.ones((2, 5)), [[1, 1]], [[0], [0]]).tolist() == [[0.5] * 5] * 2


def test_weights_of_channels_never_overflow() -> None:
    with np.errstate(all="raise", under="ignore"):
        scaled = squeeze_excite([[[1e4]], [[1e4]]], [[1, 0]], [[1e4], [-1e4]])
    assert scaled.tolist() == [[[1e4]], [[0.0]]]
    single = np.ones((2, 1, 1), np.float32)
    full = np.ones((2, 2), np.float32)
    assert squeeze_excite(single, full, full).dtype == np.float32


def test_the_unit_of_shufflenet() -> None:
    # Two groups of one channel: times 2 and times -3 gives 2·1, and -3·5 cut to 0. Shuffled (two
    # groups of one stay), of the 3×3 only the middle is there, 5: 10 and 0, biased 10 and 1; times
    # 10 and -10, biased 0 and 20; the input added.
    x = [[[1]], [[5]]]
    middle = np.arange(1, 10).reshape(1, 1, 3, 3) * ones(2, 1, 1, 1)
    unit = shufflenet_unit(
        x, [[[[2]]], [[[-3]]]], middle, [[[[10]]], [[[-10]]]], None, [0, 1], [0, 20], groups=2
    )
    assert unit.tolist() == [[[1 + 2 * 5 * 10]], [[5 + 1 * -10 + 20]]]
    cut = shufflenet_unit(x, ones(2, 1, 1, 1), middle, -ones(2, 1, 1, 1), groups=2)
    assert cut.tolist() == [[[0]], [[0]]]


def test_the_unit_of_shufflenet_shuffles_before_the_depthwise_step() -> None:
    # Four channels in two groups: 1 2 3 4 dealt out is 1 3 2 4; the depthwise step tells which.
    x, one = np.arange(1, 5).reshape(4, 1, 1), np.zeros((4, 1, 3, 3), int)
    one[:, 0, 1, 1] = [1000, 100, 10, 1]
    same = np.array([[1, 0], [0, 1], [1, 0], [0, 1]]).reshape(4, 2, 1, 1)
    unit = shufflenet_unit(x, same, one, same, groups=2)
    assert unit.ravel().tolist() == [1 + 1000, 2 + 300, 3 + 20, 4 + 4]


def test_the_unit_of_shufflenet_with_stride_2() -> None:
    x, spatial = np.arange(32).reshape(2, 4, 4) - 20, ones(2, 1, 3, 3)
    unit = shufflenet_unit(x, ones(2, 2, 1, 1), spatial, ones(6, 2, 1, 1), groups=1, stride=2)
    assert unit.shape == (8, 2, 2)
    assert np.allclose(unit[:2], np.maximum(avg_pool(x, 3, stride=2, padding=1), 0))
    batch = shufflenet_unit(
        np.stack([x, x]), ones(2, 2, 1, 1), spatial, ones(6, 2, 1, 1), groups=1, stride=(2, 2)
    )
    assert np.array_equal(batch[1], unit)


def test_inception_v1_3a() -> None:
    x = np.ones((192, 28, 28), np.float32)

    def layer(out: int, inputs: int, kernel: int) -> ConvLayer:
        return ConvLayer(np.ones((out, inputs, kernel, kernel), np.float32))

    output = inception(
        x,
        [
            [layer(64, 192, 1)],
            [layer(96, 192, 1), layer(128, 96, 3)],
            [layer(16, 192, 1), layer(32, 16, 5)],
            [PoolLayer(), layer(32, 192, 1)],
        ],
    )
    assert output.shape == (256, 28, 28)
    middle = output[:, 14, 14].tolist()
    assert middle == [192] * 64 + [192 * 96 * 9] * 128 + [192 * 16 * 25] * 32 + [192] * 32
