"""Where nothing is weighted: pooling, and each cell by itself."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.ops import avg_pool, channel_shuffle, max_pool, relu
from convlib.trace import (
    add_trace,
    avg_pool_trace,
    channel_shuffle_trace,
    copy_trace,
    difference_trace,
    max_pool_trace,
    product_trace,
    relu_trace,
    repeat_trace,
    scale_trace,
    sigmoid_trace,
)
from tests.trace.checks import check_trace, rolls, several, whole


@pytest.mark.parametrize("kind", ["max", "average"])
def test_pooling_agrees_with_the_operator(kind: str) -> None:
    follow: Any = max_pool_trace if kind == "max" else avg_pool_trace
    operator: Any = max_pool if kind == "max" else avg_pool
    tried = 0
    for dice in rolls(300):
        axes = int(dice.integers(1, 4))
        kernel = several(dice, 1, 3, axes)
        options: dict[str, Any] = {"ceil_mode": bool(dice.integers(2))}
        if kind == "max":
            options["dilation"] = several(dice, 1, 2, axes)
        else:
            options["count_include_pad"] = bool(dice.integers(2))
        holes = options.get("dilation", (1,) * axes)
        spans = [(k - 1) * d + 1 for k, d in zip(kernel, holes, strict=True)]
        options["padding"] = tuple(int(dice.integers(0, span // 2 + 1)) for span in spans)
        if dice.integers(2):
            options["stride"] = several(dice, 1, 3, axes)
        x = whole(dice, 2, *several(dice, 3, 6 - axes // 2, axes))
        try:
            expected = operator(x, kernel, **options)
        except ConvError as error:
            with pytest.raises(ConvError, match=re.escape(str(error))):
                follow(x, kernel, **options)
            continue
        trace = follow(x, kernel, **options)
        assert np.array_equal(trace.output, expected), (x.shape, kernel, options)
        check_trace(trace, x)
        tried += 1
    assert tried > 200


def test_the_largest_of_negative_numbers_beats_the_padding() -> None:
    trace = max_pool_trace([[-5, -2, -7]], 3, stride=2, padding=1)
    assert trace.output.tolist() == [[-2, -2]]
    assert trace.sums.tolist() == [-5, -2, -2, -2]
    assert trace.starts.tolist() == [0, 2, 4]


def test_the_padding_may_count_in_an_average() -> None:
    assert avg_pool_trace([[3, 6]], 3, stride=1, padding=1).output.tolist() == [[3, 3]]
    options: dict[str, Any] = {"stride": 1, "padding": 1, "count_include_pad": False}
    assert avg_pool_trace([[3, 6]], 3, **options).output.tolist() == [[4.5, 4.5]]


def test_each_cell_by_itself() -> None:
    for dice in rolls(20):
        x = whole(dice, 4, *several(dice, 1, 3, int(dice.integers(0, 3))))
        for follow, expected in (
            (relu_trace, relu(x)),
            (copy_trace, x),
            (sigmoid_trace, 1 / (1 + np.exp(-x))),
        ):
            trace = follow(x)
            check_trace(trace, x)
            assert trace.output.shape == x.shape
            assert np.allclose(trace.output, expected, rtol=1e-12, atol=1e-15)
            assert np.array_equal(trace.src, trace.dst)
    assert relu_trace([[-3, 4]]).output.dtype.kind == "i"


def test_the_sigmoid_of_large_numbers_does_not_overflow() -> None:
    with np.errstate(all="raise"):
        assert sigmoid_trace([[-1e4, 0.0, 1e4]]).output.tolist() == [[0, 0.5, 1]]


def test_the_shuffle_agrees_and_undoes_itself() -> None:
    for dice in rolls(30):
        groups, per = several(dice, 1, 4, 2)
        x = whole(dice, groups * per, 2, 3)
        trace = channel_shuffle_trace(x, groups)
        check_trace(trace, x)
        assert np.array_equal(trace.output, channel_shuffle(x, groups))
        assert np.array_equal(channel_shuffle_trace(trace.output, per).output, x)
        assert sorted(trace.src.tolist()) == list(range(x.size))
    assert channel_shuffle_trace(np.arange(6).reshape(6, 1), 2).src.tolist() == [0, 3, 1, 4, 2, 5]


def test_channels_are_scaled_and_parts_added() -> None:
    scaled = scale_trace([[1, 2], [3, 4]], [[10], [1]])
    check_trace(scaled)
    assert scaled.output.tolist() == [[10, 20], [3, 4]]
    assert scaled.ker.tolist() == [0, 0, 1, 1]
    added = add_trace([[1, 2], [3, 4], [10, 20], [30, 40]])
    check_trace(added)
    assert added.output.tolist() == [[11, 22], [33, 44]]
    assert [[tap.src for tap in step] for step in added] == [[0, 4], [1, 5], [2, 6], [3, 7]]
    assert add_trace([[1], [2], [3]], 3).output.tolist() == [[6]]


@pytest.mark.parametrize(
    ("follow", "x", "given", "parameter"),
    [
        (relu_trace, 3, (), "x"),
        (relu_trace, np.zeros((2, 0)), (), "x"),
        (relu_trace, [np.inf], (), "x"),
        (relu_trace, np.zeros((1, 300, 300)), (), "size"),
        (channel_shuffle_trace, np.zeros((4, 1)), (3,), "groups"),
        (channel_shuffle_trace, np.zeros((4, 1)), (0,), "groups"),
        (channel_shuffle_trace, np.zeros((4, 1)), (1.5,), "groups"),
        (scale_trace, np.zeros((4, 1)), ([1, 2],), "weight"),
        (add_trace, np.zeros((3, 1)), (), "parts"),
        (max_pool_trace, np.zeros((1, 3)), (4,), "kernel"),
        (max_pool_trace, np.zeros(3), (2,), "x"),
        (max_pool_trace, np.zeros((1, 1, 3, 3)), (2,), "x"),
        (max_pool_trace, np.zeros((1, 3)), ((2, 2),), "x"),
        (avg_pool_trace, np.zeros((1, 3)), (0,), "kernel_size"),
        (avg_pool_trace, np.zeros((1, 300, 300)), (3,), "size"),
    ],
)
def test_what_is_refused(follow: Any, x: Any, given: tuple[Any, ...], parameter: str) -> None:
    with pytest.raises(ConvError) as caught:
        follow(x, *given)
    assert caught.value.parameter == parameter


def test_more_padding_than_half_a_window_is_refused() -> None:
    with pytest.raises(ConvError, match=r"^padding is 2"):
        max_pool_trace(np.zeros((1, 5)), 3, padding=2)


def test_differences_repeats_and_outer_products_are_numpys() -> None:
    for dice in rolls(60):
        shape = (int(dice.integers(1, 3)), *several(dice, 1, 4, int(dice.integers(1, 3))))
        one, other = whole(dice, *shape), whole(dice, *shape)
        both = np.concatenate([one, other])
        difference = difference_trace(both)
        assert difference.output.tolist() == (one - other).tolist()
        check_trace(difference, both)
        times = several(dice, 1, 3, len(shape) - 1)
        larger = one
        for axis, count in enumerate(times, start=1):
            larger = np.repeat(larger, count, axis)
        repeated = repeat_trace(one, times)
        assert repeated.output.tolist() == larger.tolist()
        check_trace(repeated, one)
        outer = product_trace(one, other)
        assert outer.output.tolist() == np.multiply.outer(one.ravel(), other).tolist()
        assert outer.source.shape == one.shape


def test_a_sum_takes_a_bias_for_each_channel() -> None:
    parts = np.array([[1, 2], [3, 4], [10, 20], [30, 40]])
    trace = add_trace(parts, 2, [100, 1000])
    assert trace.output.tolist() == [[111, 122], [1033, 1044]]
    check_trace(trace, parts)
    with pytest.raises(ConvError, match="bias"):
        add_trace(parts, 2, [1])
    with pytest.raises(ConvError, match="divisible"):
        difference_trace([[1], [2], [3]])
