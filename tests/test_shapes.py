"""Sizes and padding: against sizes worked by hand, and against moving a window by hand."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError
from convlib.shapes import (
    at_least_one,
    axis_padding,
    effective_kernel,
    output_size,
    per_axis,
    resolve_padding,
    same_padding,
    transposed_output_size,
)
from tests.cases import fixed

SMALL = st.integers(1, 12)
# The direct convolutions of arXiv:1603.07285: i, k, s, p, d and o, the last from its figures.
GUIDE = {
    "no_padding_no_strides": (4, 3, 1, 0, 1, 2),
    "arbitrary_padding_no_strides": (5, 4, 1, 2, 1, 6),
    "same_padding_no_strides": (5, 3, 1, 1, 1, 5),
    "full_padding_no_strides": (5, 3, 1, 2, 1, 7),
    "no_padding_strides": (5, 3, 2, 0, 1, 2),
    "padding_strides": (5, 3, 2, 1, 1, 3),
    "padding_strides_odd": (6, 3, 2, 1, 1, 3),
    "dilation": (7, 3, 1, 0, 2, 3),
}


@pytest.mark.parametrize(("i", "k", "s", "p", "d", "o"), GUIDE.values(), ids=GUIDE)
def test_output_size_of_the_guide(i: int, k: int, s: int, p: int, d: int, o: int) -> None:
    assert output_size(i, k, stride=s, padding=p, dilation=d) == o


@pytest.mark.parametrize(
    ("kernel", "dilation", "cells"),
    [(3, 1, 3), (3, 2, 5), (3, 4, 9), (1, 7, 1), (2, 3, 4), (4, 2, 7), (5, 3, 13)],
)
def test_effective_kernel(kernel: int, dilation: int, cells: int) -> None:
    assert effective_kernel(kernel, dilation) == cells


def places(size: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int) -> int:
    """Moves the window cell by cell and counts where it stands."""
    cells = set(range(-padding[0], size + padding[1]))
    starts = range(-padding[0], size + padding[1], stride)
    return sum({start + n * dilation for n in range(kernel)} <= cells for start in starts)


@fixed(300)
@given(SMALL, SMALL, SMALL, st.tuples(*[st.integers(0, 6)] * 2), st.integers(1, 4))
def test_output_size_counts_places(
    size: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int
) -> None:
    count = places(size, kernel, stride, padding, dilation)
    options: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    if count:
        assert output_size(size, kernel, **options) == count
        return
    with pytest.raises(ConvError) as caught:
        output_size(size, kernel, **options)
    limit = int(str(caught.value.details["limit"]))
    assert limit < kernel
    assert places(size, limit, stride, padding, dilation) > 0
    assert places(size, limit + 1, stride, padding, dilation) == 0


# By hand: o = ceil(i/s) places need (o-1)s + K cells; what is missing is split, the odd one last.
@pytest.mark.parametrize(
    ("i", "k", "s", "d", "padding"),
    [
        (5, 3, 1, 1, (1, 1)),
        (5, 2, 1, 1, (0, 1)),
        (5, 4, 1, 1, (1, 2)),
        (6, 3, 2, 1, (0, 1)),
        (5, 3, 2, 1, (1, 1)),
        (7, 4, 2, 1, (1, 2)),
        (7, 2, 3, 1, (0, 1)),
        (10, 3, 4, 1, (0, 1)),
        (6, 3, 1, 2, (2, 2)),
        (6, 2, 1, 3, (1, 2)),
        (4, 1, 2, 1, (0, 0)),
        (9, 2, 5, 1, (0, 0)),
    ],
)
def test_same(i: int, k: int, s: int, d: int, padding: tuple[int, int]) -> None:
    assert axis_padding("same", i, k, s, d) == padding
    assert axis_padding("same_lower", i, k, s, d) == padding[::-1]


@fixed()
@given(SMALL, SMALL, SMALL, st.integers(1, 4))
def test_what_each_rule_promises(size: int, kernel: int, stride: int, dilation: int) -> None:
    def outputs(rule: str, stride: int = stride) -> int:
        padding = axis_padding(rule, size, kernel, stride, dilation)
        return output_size(size, kernel, stride=stride, padding=padding, dilation=dilation)

    assert outputs("same") == outputs("same_lower") == -(-size // stride)
    assert outputs("causal", stride=1) == size
    span = max(m * dilation for m in range(kernel)) + 1
    overlapping = [at for at in range(-span, size) if set(range(at, at + span)) & set(range(size))]
    assert outputs("full", stride=1) == len(overlapping)
    assert axis_padding("causal", size, kernel, stride, dilation)[1] == 0
    assert axis_padding("valid", size, kernel, stride, dilation) == (0, 0)


@pytest.mark.parametrize(
    ("padding", "pairs"),
    [
        (2, ((2, 2), (2, 2))),
        (np.int64(2), ((2, 2), (2, 2))),
        ([0, 1], ((0, 0), (1, 1))),
        (np.array([0, 1]), ((0, 0), (1, 1))),
        ([(0, 1), 2], ((0, 1), (2, 2))),
        ([[0, 1], [2, 3]], ((0, 1), (2, 3))),
        ("valid", ((0, 0), (0, 0))),
        ("full", ((2, 2), (6, 6))),
        ("causal", ((2, 0), (6, 0))),
    ],
)
def test_ways_to_write_padding(padding: Any, pairs: tuple[tuple[int, int], ...]) -> None:
    assert resolve_padding(padding, [9, 9], [3, 4], [1, 1], [1, 2]) == pairs


def test_ways_to_write_a_number_per_axis() -> None:
    assert per_axis("stride", 2, 3) == (2, 2, 2)
    assert per_axis("stride", (1, 2), 2) == (1, 2)
    written = per_axis("stride", np.array([1, 2]), 2)  # type: ignore[arg-type]
    assert written == (1, 2)
    assert {type(each) for each in written} == {int}


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (0, "below-one"),
        (-3, "below-one"),
        (1.5, "whole-number"),
        (2.0, "whole-number"),
        (True, "whole-number"),
        (None, "whole-number"),
        ("2", "whole-number"),
        (float("nan"), "whole-number"),
        ((1, 1, 1), "per-axis"),
        ((), "per-axis"),
        ((1, 0), "below-one"),
        ((1, "x"), "whole-number"),
    ],
)
def test_wrong_numbers_per_axis(value: Any, key: str) -> None:
    with pytest.raises(ConvError, match=r"^stride ") as caught:
        per_axis("stride", value, 2)
    assert (caught.value.key, caught.value.parameter) == (key, "stride")


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (-1, "below-zero"),
        (((0, -1), (0, 0)), "below-zero"),
        (1.5, "whole-number"),
        (None, "whole-number"),
        ([True, 0], "whole-number"),
        ([1.5, 1], "whole-number"),
        (["same", "valid"], "whole-number"),
        ([1, 1, 1], "per-axis"),
        (((1, 2, 3), (0, 0)), "per-side"),
        ("near", "padding-rule"),
        ("", "padding-rule"),
    ],
)
def test_wrong_padding(value: Any, key: str) -> None:
    with pytest.raises(ConvError, match=r"^padding ") as caught:
        resolve_padding(value, [5, 5], [3, 3], [1, 1], [1, 1])
    assert (caught.value.key, caught.value.parameter) == (key, "padding")


def test_errors_say_what_would_work() -> None:
    with pytest.raises(ConvError) as caught:
        output_size(4, 3, dilation=3)
    assert str(caught.value) == (
        "kernel 3 spans 7 cells, but the padded input has only 4 along that axis: "
        "a kernel of 2 or less fits, or add padding."
    )
    with pytest.raises(ConvError, match=r"^dilation is 0, but it has to be 1 or more"):
        effective_kernel(3, 0)
    with pytest.raises(ConvError, match="valid, same, same_lower, full, causal"):
        axis_padding("near", 5, 3)
    with pytest.raises(ConvError, match=r"^groups is 0"):
        at_least_one("groups", 0)


# The transposed convolutions of arXiv:1603.07285: i, k, s, p, op and o, the last from its figures.
GUIDE_TRANSPOSED = {
    "no_padding_no_strides": (2, 3, 1, 0, 0, 4),
    "arbitrary_padding_no_strides": (6, 4, 1, 2, 0, 5),
    "same_padding_no_strides": (5, 3, 1, 1, 0, 5),
    "full_padding_no_strides": (7, 3, 1, 2, 0, 5),
    "no_padding_strides": (2, 3, 2, 0, 0, 5),
    "padding_strides": (3, 3, 2, 1, 0, 5),
    "padding_strides_odd": (3, 3, 2, 1, 1, 6),
}


@pytest.mark.parametrize(
    ("i", "k", "s", "p", "op", "o"), GUIDE_TRANSPOSED.values(), ids=GUIDE_TRANSPOSED
)
def test_transposed_output_size_of_the_guide(
    i: int, k: int, s: int, p: int, op: int, o: int
) -> None:
    assert transposed_output_size(i, k, stride=s, padding=p, output_padding=op) == o


@fixed(300)
@given(SMALL, SMALL, SMALL, st.tuples(*[st.integers(0, 6)] * 2), st.integers(1, 4))
def test_every_size_comes_back_with_some_output_padding(
    size: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int
) -> None:
    """The transposed size is one that the convolution takes to the input's; op tells which."""
    options: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    if not places(size, kernel, stride, padding, dilation):
        return
    outputs = output_size(size, kernel, **options)
    sizes = []
    for extra in range(stride):
        with suppress(ConvError):  # where the padding takes all away, the next size is the first
            sizes.append(transposed_output_size(outputs, kernel, output_padding=extra, **options))
    assert size in sizes
    assert {output_size(each, kernel, **options) for each in sizes} == {outputs}
    assert sizes == list(range(sizes[0], sizes[-1] + 1))


@pytest.mark.parametrize(
    ("options", "key", "parameter"),
    [
        ({"output_padding": 1}, "output-padding", "output_padding"),
        ({"output_padding": 2, "stride": 2}, "output-padding", "output_padding"),
        ({"output_padding": -1}, "below-zero", "output_padding"),
        ({"output_padding": 0.5}, "whole-number", "output_padding"),
        ({"padding": 3}, "cropped-away", "padding"),
        ({"padding": (5, 0)}, "cropped-away", "padding"),
        ({"padding": -1}, "below-zero", "padding"),
        ({"stride": 0}, "below-one", "stride"),
        ({"dilation": 0}, "below-one", "dilation"),
    ],
)
def test_wrong_numbers_for_a_transposed_size(
    options: dict[str, Any], key: str, parameter: str
) -> None:
    with pytest.raises(ConvError) as caught:
        transposed_output_size(3, 3, **options)
    assert (caught.value.key, caught.value.parameter) == (key, parameter)


def test_output_padding_may_reach_up_to_the_stride_or_the_dilation() -> None:
    assert transposed_output_size(3, 3, stride=3, output_padding=2) == 11
    assert transposed_output_size(3, 3, dilation=3, output_padding=2) == 11
    with pytest.raises(ConvError, match="smaller than the stride or the dilation: 2 or less"):
        transposed_output_size(3, 3, stride=3, output_padding=3)


@fixed()
@given(SMALL, SMALL, SMALL, st.integers(1, 4))
def test_same_padding_is_tensorflows(size: int, kernel: int, stride: int, dilation: int) -> None:
    before, after = same_padding(size, kernel, stride=stride, dilation=dilation)
    padding = (before, after)
    outputs = output_size(size, kernel, stride=stride, padding=padding, dilation=dilation)
    assert outputs == -(-size // stride)
    assert after - before in (0, 1)
    if stride == 1 and effective_kernel(kernel, dilation) % 2:
        assert before == after == (effective_kernel(kernel, dilation) - 1) // 2


def test_small_whole_numbers_do_not_overflow() -> None:
    """As they stand in arrays of bytes: what comes out is Python's own."""
    small: Any = np.int8
    found = [effective_kernel(small(100), 2)]
    found.append(output_size(small(100), small(3), padding=small(100)))
    found.append(transposed_output_size(small(100), small(3), stride=small(3)))
    found.extend(same_padding(small(127), small(100), dilation=small(3)))
    assert found == [199, 298, 300, 148, 149]
    assert {type(each) for each in found} == {int}
