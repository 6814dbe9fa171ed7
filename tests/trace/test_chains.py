"""Operators of several stages: each stage a true trace, and all together the operator."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, conv
from convlib.ops import (
    Array,
    ConvLayer,
    PoolLayer,
    depthwise_separable,
    flattened,
    inception,
    shuffled_grouped,
    shufflenet_unit,
    spatially_separable,
    squeeze_excite,
)
from convlib.trace import (
    Chain,
    conv_trace,
    depthwise_separable_chain,
    flattened_chain,
    inception_chain,
    shuffled_grouped_chain,
    shufflenet_unit_chain,
    spatially_separable_chain,
    squeeze_excite_chain,
)
from tests.trace.checks import Dice, check_chain, fitting, rolls, several, whole, window


def names(chain: Chain) -> list[str]:
    """What its stages are called."""
    return [stage.name for stage in chain.stages]


def reaching(chain: Chain, channel: int) -> set[int]:
    """The input channels that an output channel is made of, by going back tap by tap."""
    wanted = {len(chain.stages): np.zeros(chain.output.shape, bool)}
    wanted[len(chain.stages)][channel] = True
    for number in range(len(chain.stages), 0, -1):
        stage = chain.stages[number - 1]
        (place,) = stage.reads
        cells = stage.trace.cells.ravel()[stage.trace.src[wanted[number].ravel()[stage.trace.dst]]]
        before = np.zeros(chain.arrays[place].shape, bool)
        before.ravel()[cells[cells >= 0]] = True
        wanted[place] = before
    return set(np.nonzero(wanted[0])[0].tolist())


def test_depthwise_separable() -> None:
    for dice in rolls(80):
        axes = int(dice.integers(1, 4))
        options, kernel = window(dice, axes), several(dice, 1, 3, axes)
        channels, multiplier, out = several(dice, 1, 3, 3)
        x = whole(dice, channels, *fitting(dice, kernel, options))
        depth = whole(dice, channels * multiplier, 1, *kernel)
        point = whole(dice, out, channels * multiplier, *(1,) * axes)
        biases = whole(dice, len(depth)), whole(dice, out)
        chain = depthwise_separable_chain(x, depth, point, *biases, **options)
        check_chain(chain)
        assert names(chain) == ["depthwise", "pointwise"]
        assert np.array_equal(
            chain.output, depthwise_separable(x, depth, point, *biases, **options)
        )


@pytest.mark.parametrize("first", ["column", "row"])
def test_spatially_separable_in_both_orders(first: str) -> None:
    for dice in rolls(80):
        options, kernel = window(dice, 2), several(dice, 1, 4, 2)
        x = whole(dice, 2, *fitting(dice, kernel, options))
        column, row, bias = (whole(dice, size) for size in (*kernel, 2))
        chain = spatially_separable_chain(x, column, row, bias, first=first, **options)
        check_chain(chain)
        assert names(chain) == [first, "row" if first == "column" else "column"]
        assert np.array_equal(chain.output, spatially_separable(x, column, row, bias, **options))
        whole_kernel = np.tile(np.outer(column, row), (2, 1, 1, 1))
        assert np.array_equal(chain.output, conv(x, whole_kernel, bias, groups=2, **options))


def test_the_two_passes_of_a_separable_kernel_take_72_products_rather_than_81() -> None:
    x = np.arange(25).reshape(1, 5, 5)
    column, row = [1, 2, 1], [-1, 0, 1]
    chain = spatially_separable_chain(x, column, row)
    assert [len(stage.trace.src) for stage in chain.stages] == [45, 27]
    assert len(conv_trace(x, np.outer(column, row)[None, None]).src) == 81
    assert chain.arrays[1].shape == (1, 3, 5)
    assert spatially_separable_chain(x, column, row, first="row").arrays[1].shape == (1, 5, 3)


def test_flattened() -> None:
    for dice in rolls(80):
        options, kernel = window(dice, 2), several(dice, 1, 3, 2)
        channels, out = several(dice, 1, 3, 2)
        x = whole(dice, channels, *fitting(dice, kernel, options))
        channel, column, row = (whole(dice, out, size) for size in (channels, *kernel))
        bias = whole(dice, out)
        chain = flattened_chain(x, channel, column, row, bias, **options)
        check_chain(chain)
        assert names(chain) == ["channel", "column", "row"]
        assert np.array_equal(chain.output, flattened(x, channel, column, row, bias, **options))
        filters = np.einsum("oc,oy,ox->ocyx", channel, column, row)
        assert np.array_equal(chain.output, conv(x, filters, bias, **options))


@pytest.mark.parametrize("order", list(permutations(["channel", "column", "row"])), ids="-".join)
def test_flattened_in_any_order(order: tuple[str, ...]) -> None:
    for dice in rolls(20):
        options, kernel, channels = window(dice, 2), several(dice, 1, 3, 2), several(dice, 1, 3, 1)
        x = whole(dice, *channels, *fitting(dice, kernel, options))
        channel, column, row = (whole(dice, 1, size) for size in (*channels, *kernel))
        bias = whole(dice, 1)
        chain = flattened_chain(x, channel, column, row, bias, **options, order=order)
        check_chain(chain)
        assert tuple(names(chain)) == order
        filters = np.einsum("oc,oy,ox->ocyx", channel, column, row)
        assert np.array_equal(chain.output, conv(x, filters, bias, **options))


@pytest.mark.parametrize(
    ("order", "products"),
    [
        ("channel-column-row", [75, 45, 27]),
        ("column-channel-row", [135, 45, 27]),
        ("column-row-channel", [135, 81, 27]),
    ],
)
def test_the_sooner_channels_are_summed_the_less_the_other_passes_do(
    order: str, products: list[int]
) -> None:
    x, line = np.arange(75).reshape(3, 5, 5), [[1, 2, 1]]
    chain = flattened_chain(x, line, line, line, order=order.split("-"))
    assert [len(stage.trace.src) for stage in chain.stages] == products


def test_planes_of_several_filters_are_never_mixed_up() -> None:
    x, two = np.ones((1, 2, 2), int), [[1], [2]]
    with pytest.raises(ConvError, match="channel-column-row, channel-row-column"):
        flattened_chain(x, two, two, two, order=["column", "channel", "row"])
    with pytest.raises(ConvError, match="order"):
        flattened_chain(x, [[1]], [[1]], [[1]], order=["column", "row"])


def test_shuffled_grouped() -> None:
    for dice in rolls(60):
        axes = int(dice.integers(1, 3))
        options, kernel = window(dice, axes), several(dice, 1, 2, axes)
        options |= {"stride": 1, "padding": "same"}
        groups, per, between, out = several(dice, 1, 3, 4)
        x = whole(dice, groups * per, *several(dice, 2, 4, axes))
        first = whole(dice, groups * between, per, *kernel)
        second = whole(dice, groups * out, between, *kernel)
        biases = whole(dice, len(first)), whole(dice, len(second))
        chain = shuffled_grouped_chain(x, first, second, *biases, groups=groups, **options)
        check_chain(chain)
        assert names(chain) == ["first", "shuffle", "second"]
        assert np.array_equal(
            chain.output, shuffled_grouped(x, first, second, *biases, groups=groups, **options)
        )


def test_without_the_shuffle_no_output_learns_of_another_group() -> None:
    x, weight = np.ones((9, 2), int), np.ones((9, 3, 1), int)
    shuffled = shuffled_grouped_chain(x, weight, weight, groups=3)
    apart = shuffled_grouped_chain(x, weight, weight, groups=3, shuffle=False)
    check_chain(apart)
    for channel in range(9):
        own = channel // 3 * 3
        assert reaching(shuffled, channel) == set(range(9))
        assert reaching(apart, channel) == {own, own + 1, own + 2}


@pytest.mark.parametrize("stride", [1, 2, (1, 2)])
def test_shufflenet_unit(stride: Any) -> None:
    for dice in rolls(30):
        groups, per, inner, out = several(dice, 1, 2, 4)
        channels, middle = groups * per, groups * inner
        filters = channels if stride == 1 else groups * out
        x = whole(dice, channels, *several(dice, 1, 4, 2))
        reduce, spatial = whole(dice, middle, per, 1, 1), whole(dice, middle, 1, 3, 3)
        expand = whole(dice, filters, inner, 1, 1)
        biases = whole(dice, middle), whole(dice, middle), whole(dice, filters)
        given = (x, reduce, spatial, expand, *biases)
        chain = shufflenet_unit_chain(*given, groups=groups, stride=stride)
        check_chain(chain)
        end = ["add", "relu"] if stride == 1 else ["shortcut", "concat", "relu"]
        assert names(chain) == ["reduce", "relu", "shuffle", "spatial", "expand", *end]
        assert np.array_equal(chain.output, shufflenet_unit(*given, groups=groups, stride=stride))


def some_branches(dice: Dice, channels: int, kind: str) -> list[list[ConvLayer | PoolLayer]]:
    """As in Inception: 1×1, a reduction before 3×3, pooling before 1×1, pooling alone."""

    def layer(out: int, into: int, kernel: int) -> ConvLayer:
        weight: Array = whole(dice, out, into, kernel, kernel)
        return ConvLayer(weight, whole(dice, out), relu=bool(dice.integers(2)))

    pool = PoolLayer(3, kind=kind)
    one, two, three = several(dice, 1, 2, 3)
    return [
        [layer(one, channels, 1)],
        [layer(two, channels, 1), layer(three, two, 3)],
        [pool, layer(one, channels, 1)],
        [pool],
    ]


@pytest.mark.parametrize("kind", ["max", "average"])
def test_inception(kind: str) -> None:
    for dice in rolls(40):
        x = whole(dice, int(dice.integers(1, 4)), *several(dice, 2, 4, 2))
        branches = some_branches(dice, len(x), kind)
        chain = inception_chain(x, branches)
        check_chain(chain)
        expected = inception(x, branches)
        assert np.allclose(chain.output, expected, rtol=1e-12, atol=1e-12)
        assert kind == "average" or np.array_equal(chain.output, expected)
        assert chain.stages[-1].name == "concat"
        assert {stage.branch for stage in chain.stages} == {0, 1, 2, 3, 4}
        assert [stage.reads for stage in chain.stages if stage.name == "pool"] == [(0,), (0,)]


def test_squeeze_excite() -> None:
    for dice in rolls(40):
        channels, hidden = several(dice, 1, 4, 2)
        axes = int(dice.integers(1, 4))
        x = whole(dice, channels, *several(dice, 1, 3, axes))
        w1, w2 = whole(dice, hidden, channels) / 8, whole(dice, channels, hidden) / 8
        biases = whole(dice, hidden), whole(dice, channels)
        chain = squeeze_excite_chain(x, w1, w2, *biases)
        check_chain(chain)
        assert names(chain) == ["squeeze", "reduce", "relu", "expand", "sigmoid", "scale"]
        expected = squeeze_excite(x, w1, w2, *biases, axes=axes)
        assert np.allclose(chain.output, expected, rtol=1e-12, atol=1e-12)
        assert chain.stages[-1].reads == (0,)
        assert chain.stages[-1].weighs == 5


def test_a_chain_is_as_long_as_all_its_stages() -> None:
    chain = Chain(np.ones((1, 4), int))
    assert len(chain) == 0
    assert chain.output is chain.input
    ones = np.ones((1, 1, 2), int)
    chain = chain.then("one", conv_trace, ones).then("two", conv_trace, ones)
    assert chain.starts.tolist() == [0, 3, 5]
    assert chain.output.tolist() == [[4, 4]]


def test_stages_that_are_too_many_together_are_refused() -> None:
    chain = Chain(np.ones((1, 64, 64), int))
    ones = np.ones((1, 1, 3, 3), int)
    chain = chain.then("one", conv_trace, ones)
    with pytest.raises(ConvError, match="the most is 50000"):
        chain.then("two", conv_trace, ones)


PLANE, ONE = np.zeros((2, 3, 3)), np.zeros((2, 2, 1, 1))


@pytest.mark.parametrize(
    ("follow", "given", "options", "parameter"),
    [
        (depthwise_separable_chain, (PLANE, np.zeros((2, 2, 3, 3)), ONE), {}, "weight"),
        (spatially_separable_chain, (PLANE, [1, 2], [[1]]), {}, "row"),
        (spatially_separable_chain, (PLANE, [], [1]), {}, "column"),
        (spatially_separable_chain, (PLANE[0], [1], [1]), {}, "x"),
        (spatially_separable_chain, (PLANE, [1], [1]), {"first": "both"}, "first"),
        (spatially_separable_chain, (PLANE, [1], [1], [1]), {}, "bias"),
        (flattened_chain, (PLANE, [[1]], [[1]], [[1]]), {}, "channel"),
        (flattened_chain, (PLANE, [[1, 1]], [[1], [1]], [[1]]), {}, "column"),
        (shuffled_grouped_chain, (PLANE, ONE, ONE), {"groups": 3}, "groups"),
        (shufflenet_unit_chain, (PLANE, ONE, ONE, ONE), {"groups": 1}, "spatial"),
        (
            shufflenet_unit_chain,
            (PLANE, ONE, np.zeros((2, 1, 3, 3)), np.zeros((4, 2, 1, 1))),
            {"groups": 1},
            "expand",
        ),
        (inception_chain, (PLANE, []), {}, "branches"),
        (inception_chain, (PLANE, [[]]), {}, "branches"),
        (
            inception_chain,
            (PLANE, [[ConvLayer(ONE)], [PoolLayer(2, padding=0)]]),
            {},
            "branches",
        ),
        (inception_chain, (PLANE, [[PoolLayer(kind="least")]]), {}, "kind"),
        (squeeze_excite_chain, (PLANE, [[1, 2, 3]], [[1]]), {}, "w1"),
        (squeeze_excite_chain, (PLANE, [[1, 2]], [[1]]), {}, "w2"),
        (squeeze_excite_chain, (PLANE, [1, 2], [[1]]), {}, "w1"),
        (squeeze_excite_chain, (PLANE, [[1, 2]], [[1], [1]], [1, 2]), {}, "b1"),
    ],
)
def test_what_is_refused(
    follow: Any, given: tuple[Any, ...], options: dict[str, Any], parameter: str
) -> None:
    with pytest.raises(ConvError) as caught:
        follow(*given, **options)
    assert caught.value.parameter == parameter
