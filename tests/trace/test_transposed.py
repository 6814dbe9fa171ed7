"""Both views of the transposed convolution: against the operator, each other and the direct one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, conv
from convlib.ops import Array, conv_transpose
from convlib.shapes import output_size
from convlib.trace import conv_transpose_gather_trace, conv_transpose_trace
from tests.trace.checks import Dice, check_trace, rolls, several, whole, window

VIEWS = (conv_transpose_trace, conv_transpose_gather_trace)


def layer(dice: Dice) -> tuple[Array, Array, Array | None, dict[str, Any]]:
    """A random layer; the padding is one that leaves something."""
    axes = int(dice.integers(1, 4))
    groups, per, filters = several(dice, 1, 2, 3)
    kernel, sizes = several(dice, 1, 3, axes), several(dice, 1, 5 - axes, axes)
    options = window(dice, axes)
    most = [max(s, d) - 1 for s, d in zip(options["stride"], options["dilation"], strict=True)]
    options["output_padding"] = tuple(int(dice.integers(0, each + 1)) for each in most)
    ends = zip(sizes, options["stride"], kernel, options["dilation"], strict=True)
    full = [s * (i - 1) + d * (k - 1) + 1 for i, s, k, d in ends]
    options["padding"] = tuple(
        sides if sum(sides) < cells else (0, 0)
        for sides, cells in zip(options["padding"], full, strict=True)
    )
    bias = whole(dice, groups * filters) if dice.integers(2) else None
    x, weight = whole(dice, groups * per, *sizes), whole(dice, groups * per, filters, *kernel)
    return x, weight, bias, options | {"groups": groups}


@pytest.mark.parametrize("follow", VIEWS)
def test_the_operator_agrees_exactly(follow: Any) -> None:
    for dice in rolls(250):
        x, weight, bias, options = layer(dice)
        trace = follow(x, weight, bias, **options)
        expected = conv_transpose(x, weight, bias, **options)
        assert np.array_equal(trace.output, expected), (x.shape, weight.shape, options)
        assert trace.output.shape == expected.shape
        assert trace.output.dtype.kind == "i"
        check_trace(trace, x)


def test_scatter_and_gather_make_the_same_products() -> None:
    """They are the same taps, but for those that read an inserted zero or write on the border."""
    for dice in rolls(150):
        x, weight, _, options = layer(dice)
        stamps = conv_transpose_trace(x, weight, **options)
        windows = conv_transpose_gather_trace(x, weight, **options)
        number = np.full(stamps.shape, -1)
        inner = number[stamps.crop]
        inner[...] = np.arange(inner.size).reshape(inner.shape)
        scattered = np.stack([stamps.src, stamps.ker, number.ravel()[stamps.dst]])
        cells = windows.cells.ravel()[windows.src]
        gathered = np.stack([cells, windows.ker, windows.dst])
        kept = [
            set(zip(*each[:, each.min(axis=0) >= 0].tolist(), strict=True))
            for each in (scattered, gathered)
        ]
        assert kept[0] == kept[1], (x.shape, weight.shape, options)
        assert len(kept[0]) == (scattered.min(axis=0) >= 0).sum()


def test_it_is_the_adjoint_of_the_convolution() -> None:
    """``<conv x, v> = <x, conv_transpose v>``, exactly, with the same weight and options."""
    for dice in rolls(150):
        v, weight, _, options = layer(dice)
        extra = options.pop("output_padding")
        extra = [min(op, s - 1) for op, s in zip(extra, options["stride"], strict=True)]
        trace = conv_transpose_trace(v, weight, output_padding=extra, **options)
        x = whole(dice, *trace.output.shape)
        direct = conv(x, weight, **options)
        assert direct.shape == v.shape, (v.shape, weight.shape, options)
        assert (direct * v).sum() == (x * trace.output).sum()


def test_the_stamps_by_hand() -> None:
    # 2 and 3 stamp (1, 10, 100), two cells apart; the middle cell gets both; padding cuts one off.
    trace = conv_transpose_trace([[2, 3]], [[[1, 10, 100]]], [7], stride=2, padding=[(1, 0)])
    assert [list(map(tuple, step)) for step in trace] == [
        [(0, 0, 0), (0, 1, 1), (0, 2, 2)],
        [(1, 0, 2), (1, 1, 3), (1, 2, 4)],
    ]
    assert trace.products.tolist() == [2, 20, 200, 3, 30, 300]
    assert trace.sums.tolist() == [2, 20, 200, 203, 30, 300]
    assert trace.canvas.tolist() == [[9, 27, 210, 37, 307]]
    assert trace.output.tolist() == [[27, 210, 37, 307]]
    assert trace.over == (1, 2)


def test_the_spread_input_by_hand() -> None:
    trace = conv_transpose_gather_trace([[2, 3]], [[[1, 10, 100]]], stride=2, padding=[(1, 0)])
    assert trace.source.tolist() == [[0, 2, 0, 3, 0, 0]]
    assert trace.cells.tolist() == [[-1, 0, -1, 1, -1, -1]]
    assert [[tap.ker for tap in step] for step in trace] == [[2, 1, 0]] * 4
    assert [[tap.src for tap in step] for step in trace][:2] == [[0, 1, 2], [1, 2, 3]]
    assert trace.geometry.padding == ((1, 2),)
    assert trace.output.tolist() == [[20, 203, 30, 300]]


def test_padding_beyond_the_kernel_cuts_the_input() -> None:
    trace = conv_transpose_gather_trace([[1, 2, 3, 4]], [[[10]]], padding=1)
    assert trace.source.tolist() == [[2, 3]]
    assert trace.cells.tolist() == [[1, 2]]
    assert trace.output.tolist() == [[20, 30]]


@pytest.mark.parametrize(
    ("sizes", "options", "output"),
    [
        ((2, 2), {}, (4, 4)),
        ((2, 2), {"stride": 2}, (5, 5)),
        ((3, 3), {"stride": 2, "padding": 1, "output_padding": 1}, (6, 6)),
    ],
)
def test_the_presets(
    sizes: tuple[int, int], options: dict[str, Any], output: tuple[int, int]
) -> None:
    for follow in VIEWS:
        trace = follow(np.ones((1, *sizes), int), np.ones((1, 1, 3, 3), int), **options)
        assert trace.output.shape == (1, *output)
    back = {name: value for name, value in options.items() if name != "output_padding"}
    assert all(output_size(o, 3, **back) == i for i, o in zip(sizes, output, strict=True))


def test_output_padding_adds_cells_that_no_stamp_touches() -> None:
    trace = conv_transpose_trace([[1, 1]], [[[1]]], stride=3, output_padding=2)
    assert trace.output.tolist() == [[1, 0, 0, 1, 0, 0]]
    gather = conv_transpose_gather_trace([[1, 1]], [[[1]]], stride=3, output_padding=2)
    assert gather.output.tolist() == [[1, 0, 0, 1, 0, 0]]


@pytest.mark.parametrize("follow", VIEWS)
@pytest.mark.parametrize(
    ("x", "weight", "options", "parameter"),
    [
        ((2, 3), (1, 1, 3), {}, "weight"),
        ((3, 3), (3, 1, 3), {"groups": 2}, "groups"),
        ((1, 3), (1, 1, 3), {"output_padding": 1}, "output_padding"),
        ((1, 3), (1, 1, 3), {"padding": 3}, "padding"),
        ((1, 3), (1, 1, 3), {"padding": "same"}, "padding"),
        ((1, 3), (1, 1, 3), {"stride": 0}, "stride"),
        ((1, 1, 3), (1, 1, 3), {}, "x"),
        ((3,), (1, 1, 3), {}, "x"),
        ((1, 3), (1, 3), {}, "weight"),
        ((1, 3), (1, 1, 3), {"bias": [1, 2]}, "bias"),
        ((1, 300, 300), (1, 1, 3, 3), {}, "size"),
        ((1, 2), (1, 1, 1), {"stride": 10**9}, "size"),
    ],
)
def test_what_is_refused(
    follow: Any,
    x: tuple[int, ...],
    weight: tuple[int, ...],
    options: dict[str, Any],
    parameter: str,
) -> None:
    with pytest.raises(ConvError) as caught:
        follow(np.zeros(x), np.zeros(weight), **options)
    assert caught.value.parameter == parameter


def test_few_stamps_may_need_an_input_spread_too_wide() -> None:
    x, weight = np.zeros((1000, 2)), np.zeros((1000, 1, 1))
    assert len(conv_transpose_trace(x, weight, stride=10_000)) == 2000
    with pytest.raises(ConvError, match="cells, and the most is 50000"):
        conv_transpose_gather_trace(x, weight, stride=10_000)
