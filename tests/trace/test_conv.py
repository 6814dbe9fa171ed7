"""The trace: every tap that plain loops make, in their order, and what they add up to."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, conv, conv_trace
from convlib.ops import depthwise, pointwise
from convlib.trace import MAX_TAPS, Tap, check_taps, depthwise_trace, pointwise_trace
from tests.cases import Case, cases, fixed
from tests.trace.checks import check_trace, fitting, rolls, several, whole, window


def test_the_first_step_of_the_classic_figure() -> None:
    x = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
    trace = conv_trace([x], [[[[0, 1, 2], [2, 2, 0], [0, 1, 2]]]])
    assert len(trace) == 9
    first, second, *_ = trace
    assert [tap.src for tap in first] == [0, 1, 2, 5, 6, 7, 10, 11, 12]
    assert [tap.src for tap in second] == [1, 2, 3, 6, 7, 8, 11, 12, 13]
    assert [tap.ker for tap in first] == [tap.ker for tap in second] == list(range(9))
    assert {tap.dst for tap in second} == {1}
    assert trace.products[:9].tolist() == [0, 3, 4, 0, 0, 0, 0, 1, 4]
    assert trace.sums[:9].tolist() == [0, 3, 7, 7, 7, 7, 7, 8, 12]
    assert trace.output.tolist() == [[[12, 12, 17], [10, 17, 19], [9, 6, 14]]]


def test_groups_dilation_stride_and_padding_by_hand() -> None:
    # Two channels of 3, one cell of padding before: 0 1 2 3 and 0 4 5 6, cells 0-3 and 4-7.
    # A group and a filter each; weights two cells apart, places 0 and 1.
    trace = conv_trace(
        [[1, 2, 3], [4, 5, 6]],
        [[[1, 10]], [[2, 20]]],
        padding=[(1, 0)],
        dilation=2,
        groups=2,
    )
    assert [list(map(tuple, step)) for step in trace] == [
        [(0, 0, 0), (2, 1, 0)],
        [(1, 0, 1), (3, 1, 1)],
        [(4, 2, 2), (6, 3, 2)],
        [(5, 2, 3), (7, 3, 3)],
    ]
    assert trace.output.tolist() == [[20, 31], [100, 128]]
    assert trace.source.tolist() == [[0, 1, 2, 3], [0, 4, 5, 6]]
    assert trace.geometry.padding == ((1, 0),)


@fixed(200)
@given(cases())
def test_the_taps_of_plain_loops_in_their_order(case: Case) -> None:
    trace = conv_trace(case.x, case.weight, **case.options)
    padded = [1, *(size for size in trace.source.shape[1:])]
    assert trace.source.shape[1:] == tuple(
        size + sum(sides) for size, sides in zip(case.x.shape[1:], case.padding, strict=True)
    )
    before = np.array([0, *(first for first, _ in case.padding)])
    steps = list(trace)
    expected = list(case.steps())
    assert len(trace) == len(steps) == len(expected)
    for out, (step, taps) in enumerate(zip(steps, expected, strict=True)):
        assert [tap.dst for tap in step] == [out] * len(taps)
        for tap, (position, weight) in zip(step, taps, strict=True):
            cell = 0
            for at, size in zip(np.add(position, before), padded, strict=True):
                cell = cell * size + int(at)
            assert tap == Tap(cell, int(np.ravel_multi_index(weight, case.weight.shape)), out)


@fixed(150)
@given(cases())
def test_the_operator_agrees_exactly(case: Case) -> None:
    trace = conv_trace(case.x, case.weight, **case.options)
    assert np.array_equal(trace.output, conv(case.x, case.weight, **case.options))
    assert trace.output.dtype.kind == "i"
    for out, (start, end) in enumerate(pairwise(trace.starts.tolist())):
        products = trace.products[start:end].tolist()
        assert trace.sums[start:end].tolist() == [
            sum(products[: n + 1]) for n in range(len(products))
        ]
        assert trace.sums[end - 1] == trace.output.ravel()[out]


@fixed(80)
@given(cases(), st.booleans())
def test_its_columns_say_what_they_promise(case: Case, with_bias: bool) -> None:
    bias = np.arange(len(case.weight)) * 7 - 3 if with_bias else None
    trace = conv_trace(case.x, case.weight, bias, **case.options)
    check_trace(trace, case.x)
    assert np.array_equal(trace.output, conv(case.x, case.weight, bias, **case.options))
    assert trace.groups == case.groups


def test_depthwise_and_pointwise_agree_exactly() -> None:
    for dice in rolls(150):
        axes = int(dice.integers(1, 4))
        options = window(dice, axes)
        kernel = several(dice, 1, 3, axes)
        channels, multiplier = several(dice, 1, 3, 2)
        x = whole(dice, channels, *fitting(dice, kernel, options))
        weight = whole(dice, channels * multiplier, 1, *kernel)
        bias = whole(dice, len(weight))
        trace = depthwise_trace(x, weight, bias, **options)
        check_trace(trace, x)
        assert np.array_equal(trace.output, depthwise(x, weight, bias, **options))
        assert trace.groups == channels
        filters, stride = whole(dice, 2, channels, *(1,) * axes), options["stride"]
        mixed = pointwise_trace(x, filters, stride=stride)
        check_trace(mixed, x)
        assert np.array_equal(mixed.output, pointwise(x, filters, stride=stride))


def test_the_steps_of_each_filter_and_row() -> None:
    trace = conv_trace(np.ones((1, 3, 4)), np.ones((2, 1, 2, 2)))
    assert trace.over == (2, 2, 3)
    assert trace.begins().tolist() == [0, 6]
    assert trace.begins(1).tolist() == [0, 3, 6, 9]
    assert trace.begins(2).tolist() == list(range(12))


def test_the_bias_is_added_in_the_end() -> None:
    trace = conv_trace([[1, 2]], [[[3]], [[-3]]], [10, 6])
    assert trace.sums.tolist() == [3, 6, -3, -6]
    assert trace.output.tolist() == [[13, 16], [3, 0]]
    assert conv_trace([[0.1]], [[[3.0]]], [-0.3]).output.tolist() == [[0.0]]


def test_a_64_by_64_input_under_a_3_by_3_kernel_can_be_followed() -> None:
    trace = conv_trace(np.ones((1, 64, 64), int), np.ones((1, 1, 3, 3), int), padding=1)
    assert len(trace.src) == 36_864
    assert trace.output[0, 1, 1] == 9


@fixed(60)
@given(cases())
def test_the_taps_turned_round_are_the_gradient(case: Case) -> None:
    """The sum of y·v and that of x·(the taps from dst to src of v) are the same number."""
    trace = conv_trace(case.x, case.weight, **case.options)
    v = np.arange(trace.output.size) % 7 - 3
    back = np.zeros(trace.source.size, int)
    np.add.at(back, trace.src, trace.weight.ravel()[trace.ker] * v[trace.dst])
    assert (conv(case.x, case.weight, **case.options).ravel() * v).sum() == (
        trace.source.ravel() * back
    ).sum()


@fixed(60)
@given(cases(), st.sampled_from([0.1, 0.01, 1e-6, 3e5]))
def test_floats_end_in_the_cell_they_write(case: Case, scale: float) -> None:
    trace = conv_trace(case.x * scale, case.weight * 0.1, **case.options)
    expected = case.convolved() * (scale * 0.1)
    assert np.allclose(trace.output, expected, rtol=1e-12, atol=scale * 1e-11)
    assert np.array_equal(trace.sums[trace.starts[1:] - 1], trace.output.ravel())


def test_a_large_step_leaves_no_rounding_in_the_next() -> None:
    trace = conv_trace([[1e8, 1e8, 0.1, 0.2]], [[[1.0, 1.0]]], stride=2)
    assert trace.sums.tolist() == [1e8, 2e8, 0.1, 0.1 + 0.2]


def test_sums_that_cancel_are_zero() -> None:
    trace = conv_trace([[0.1, 0.2, 0.3]], [[[-1.0, 2.0, -1.0]]])
    assert trace.sums.tolist() == pytest.approx([-0.1, 0.3, 0.0])
    assert trace.output.tolist() == [[0.0]]
    small = conv_trace([[1e-9, 2e-9]], [[[1.0, 1.0]]])
    assert small.output.tolist() == [[pytest.approx(3e-9)]]


def test_bytes_do_not_overflow() -> None:
    trace = conv_trace(np.full((1, 3), 200, np.uint8), np.full((1, 1, 3), 200, np.uint8))
    assert trace.sums.tolist() == [40_000, 80_000, 120_000]


def test_more_than_a_person_could_follow_is_refused() -> None:
    check_taps(MAX_TAPS)
    with pytest.raises(ConvError, match="products, and the most is") as caught:
        check_taps(MAX_TAPS + 1)
    assert caught.value.parameter == "size"
    with pytest.raises(ConvError, match="100000000 products"):
        conv_trace(np.zeros((1, 1009, 1009)), np.zeros((1, 1, 10, 10)))
    with pytest.raises(ConvError, match="cells, and the most is 50000") as caught:
        conv_trace([[1]], [[[1]]], padding=10**12, stride=10**12)
    assert caught.value.parameter == "padding"


@pytest.mark.parametrize(
    ("shape", "weight", "parameter"),
    [
        ((5, 5), (1, 1, 3, 3), "x"),
        ((2, 5), (1, 1, 3), "groups"),
        ((1, 5), (1, 1, 6), "kernel"),
        ((1, 0), (1, 1, 1), "x"),
        ((3, 5), (1, 3), "weight"),
        ((3,), (3,), "weight"),
        ((), (1, 1, 3), "x"),
    ],
)
def test_what_the_operator_refuses(
    shape: tuple[int, ...], weight: tuple[int, ...], parameter: str
) -> None:
    with pytest.raises(ConvError) as caught:
        conv_trace(np.zeros(shape), np.zeros(weight))
    assert caught.value.parameter == parameter


def test_a_batch_is_refused_and_the_sentence_says_that_one_is_followed() -> None:
    with pytest.raises(
        ConvError, match="x has 4 axes, but one input is followed at a time: 3 axes"
    ):
        conv_trace(np.zeros((1, 1, 3, 3)), np.zeros((1, 1, 3, 3)))


@pytest.mark.parametrize(
    ("x", "weight", "bias", "parameter"),
    [
        ([[np.nan]], [[[1]]], None, "x"),
        ([[1]], [[[np.inf]]], None, "weight"),
        ([["1"]], [[[1]]], None, "x"),
        ([[1], [1, 2]], [[[1]]], None, "x"),
        ([[1]], [[[1]]], [1, 2], "bias"),
        ([[1]], [[[1]]], 1, "bias"),
        ([[2**40]], [[[2**40]]], None, "x"),
    ],
)
def test_what_is_no_number_or_too_large_a_sum(
    x: Any, weight: Any, bias: Any, parameter: str
) -> None:
    with pytest.raises(ConvError) as caught:
        conv_trace(x, weight, bias)
    assert caught.value.parameter == parameter


@pytest.mark.parametrize("shape", [(4, 2, 3), (3, 1, 3), (1, 3)])
def test_kernels_that_are_not_one_per_channel(shape: tuple[int, ...]) -> None:
    with pytest.raises(ConvError) as caught:
        depthwise_trace(np.zeros((2, 5)), np.zeros(shape))
    assert caught.value.parameter in ("weight", "x")
    with pytest.raises(ConvError, match=r"^weight "):
        pointwise_trace(np.zeros((2, 5)), np.zeros((1, 2, 3)))
