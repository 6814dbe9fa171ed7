"""Costs: the curriculum's numbers, and the taps and weights of traces and operators counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.cost import Cost, cost
from convlib.ops import ConvLayer, PoolLayer
from convlib.trace import (
    Chain,
    Trace,
    conv_trace,
    conv_transpose_trace,
    convolve_trace,
    correlate_trace,
    depthwise_separable_chain,
    depthwise_trace,
    flattened_chain,
    inception_chain,
    max_pool_trace,
    pointwise_trace,
    shuffled_grouped_chain,
    shufflenet_unit_chain,
    spatially_separable_chain,
    squeeze_excite_chain,
)
from tests.trace.checks import fitting, rolls, several, whole, window


def macs(shown: Trace | Chain) -> int:
    """Taps that take a weight."""
    traces = [shown] if isinstance(shown, Trace) else [stage.trace for stage in shown.stages]
    return sum(len(trace.src) for trace in traces if trace.weight.size)


def test_a_5_by_5_layer_with_and_without_a_bottleneck() -> None:
    shape, same = (192, 28, 28), {"filters": 32, "kernel": 5, "padding": "same"}
    assert cost("conv", shape, **same).macs == 120_422_400
    narrow = cost("pointwise", shape, filters=16)
    wide = cost("conv", narrow.shape, **same)
    assert (narrow.macs, wide.macs) == (2_408_448, 10_035_200)
    both = cost("inception", shape, branches=[[("pointwise", {"filters": 16}), ("conv", same)]])
    assert both.macs == 12_443_648
    assert both.shape == (32, 28, 28)


def test_standard_against_depthwise_separable() -> None:
    shape, given = (3, 7, 7), {"filters": 128, "kernel": 3}
    assert cost("conv", shape, **given) == Cost(3456, 86_400, (128, 5, 5))
    separable = cost("depthwise_separable", shape, **given)
    assert [(name, part.macs) for name, part in separable.parts] == [
        ("depthwise", 675),
        ("pointwise", 9_600),
    ]
    assert (separable.macs, separable.shape) == (10_275, (128, 5, 5))
    assert separable.parameters == 27 + 384
    assert separable.macs / 86_400 == pytest.approx(1 / 128 + 1 / 9)


@pytest.mark.parametrize(("c", "h", "w", "m", "g"), [(24, 7, 5, 12, 3), (240, 28, 28, 60, 3)])
def test_the_units_of_resnet_resnext_and_shufflenet(c: int, h: int, w: int, m: int, g: int) -> None:
    def bottleneck(groups: int) -> int:
        inner: dict[str, Any] = {"kernel": 3, "padding": 1, "groups": groups}
        return (
            cost("pointwise", (c, h, w), filters=m).macs
            + cost("conv", (m, h, w), filters=m, **inner).macs
            + cost("pointwise", (m, h, w), filters=c).macs
        )

    assert bottleneck(1) == h * w * (2 * c * m + 9 * m**2)
    assert bottleneck(g) == h * w * (2 * c * m + 9 * m**2 // g)
    unit = cost("shufflenet_unit", (c, h, w), middle=m, groups=g)
    assert unit.macs == h * w * (2 * c * m // g + 9 * m)
    assert unit.shape == (c, h, w)
    strided = cost("shufflenet_unit", (c, h, w), middle=m, groups=g, stride=2, filters=2 * c)
    assert strided.shape == (3 * c, (h + 1) // 2, (w + 1) // 2)


def test_separable_against_whole() -> None:
    assert cost("conv", (1, 5, 5), filters=1, kernel=3).macs == 81
    passes = cost("spatially_separable", (1, 5, 5), kernel=3)
    assert [part.macs for _, part in passes.parts] == [45, 27]
    assert (passes.macs, passes.parameters) == (72, 6)
    assert cost("flattened", (7, 5, 5), filters=4, kernel=(3, 5)).parameters == 4 * (7 + 3 + 5)


def test_inception_3a() -> None:
    def same(filters: int, kernel: int) -> tuple[str, dict[str, Any]]:
        return "conv", {"filters": filters, "kernel": kernel, "padding": "same"}

    pool = ("max_pool", {"kernel": 3, "stride": 1, "padding": 1})
    branches = [
        [same(64, 1)],
        [same(96, 1), same(128, 3)],
        [same(16, 1), same(32, 5)],
        [pool, same(32, 1)],
    ]
    module = cost("inception", (192, 28, 28), branches=branches)
    assert module.shape == (256, 28, 28)
    assert [part.shape[0] for _, part in module.parts] == [64, 128, 32, 32]
    assert module.parameters == 163_328
    assert module.parameters // 1024 == 159  # the paper's table 1 says 159K
    assert module.parts[2][1].macs == 12_443_648


def test_two_3_by_3_for_a_5_by_5_and_two_strips_for_a_7_by_7() -> None:
    def weights(*kernels: Any) -> int:
        return sum(cost("conv", (1, 9, 9), filters=1, kernel=k).parameters for k in kernels)

    assert (weights(3, 3), weights(5)) == (18, 25)
    assert (weights((1, 7), (7, 1)), weights(7)) == (14, 49)


def test_dilation_costs_nothing_and_groups_divide() -> None:
    shape, given = (12, 20, 20), {"filters": 24, "kernel": 3, "padding": "same"}
    plain = cost("conv", shape, **given)
    assert cost("conv", shape, dilation=4, **given) == plain
    for groups in (2, 3, 12):
        cut = cost("grouped", shape, groups=groups, **given)
        assert cut.parameters * groups == plain.parameters
        assert cut.macs * groups == plain.macs
    assert cost("conv", shape, bias=True, **given).parameters == plain.parameters + 24
    doubled = {"kernel": 3, "padding": "same", "multiplier": 2}
    assert cost("depthwise", shape, **doubled) == cost("conv", shape, groups=12, **given)


def test_squeeze_and_excitation_adds_twice_the_square_over_r() -> None:
    found = cost("squeeze_excite", (64, 7, 7), reduction=16)
    assert found.parameters == 2 * 64**2 // 16
    assert found.macs == 2 * 64**2 // 16 + 64 * 49
    assert found.shape == (64, 7, 7)
    assert cost("squeeze_excite", (64, 7, 7), bias=True).parameters == 512 + 4 + 64


def test_deformable_counts_the_offsets_and_the_reading_too() -> None:
    found = cost("deform_conv", (8, 6, 6), filters=4, kernel=3, padding=1, bias=True)
    plain = cost("conv", (8, 6, 6), filters=4, kernel=3, padding=1, bias=True)
    parts = dict(found.parts)
    assert parts["conv"] == plain
    assert parts["offsets"] == cost("conv", (8, 6, 6), filters=18, kernel=3, padding=1, bias=True)
    assert parts["sampling"].macs == 4 * 8 * 9 * 36
    assert found.macs == sum(part.macs for part in parts.values())
    masked = cost("deform_conv", (8, 6, 6), filters=4, kernel=3, mask=True, offset_groups=2)
    assert dict(masked.parts)["offsets"].shape == (54, 4, 4)


def test_what_costs_nothing() -> None:
    assert cost("relu", (3, 4, 4)) == Cost(0, 0, (3, 4, 4))
    assert cost("channel_shuffle", (6, 4), groups=3) == Cost(0, 0, (6, 4))
    assert cost("avg_pool", (3, 5, 5), kernel=2) == Cost(0, 0, (3, 2, 2))


def check(found: Cost, shown: Trace | Chain, *weights: Any) -> None:
    """As many multiply-accumulates as taps, as many parameters as weights, the same shape."""
    assert found.macs == macs(shown)
    assert found.parameters == sum(np.size(weight) for weight in weights)
    assert found.shape == shown.output.shape
    if found.parts:
        assert found.macs == sum(part.macs for _, part in found.parts)
        assert found.parameters == sum(part.parameters for _, part in found.parts)
        assert found.parts[-1][1].shape[1:] == found.shape[1:]


def test_every_tap_and_every_weight_is_counted() -> None:
    for dice in rolls(60):
        axes = int(dice.integers(1, 4))
        placed, kernel = window(dice, axes), several(dice, 1, 3, axes)
        sizes = fitting(dice, kernel, placed)
        groups, per, out = several(dice, 1, 2, 3)
        c, f = groups * per, groups * out
        bias, shape = bool(dice.integers(2)), (c, *sizes)
        x, given = whole(dice, *shape), placed | {"kernel": kernel, "bias": bias}

        def biases(count: int, bias: bool = bias) -> Any:
            return np.ones(count, int) if bias else None

        def added(count: int, bias: bool = bias) -> Any:
            return np.ones(count) if bias else []

        w = whole(dice, f, per, *kernel)
        check(
            cost("conv", shape, filters=f, groups=groups, **given),
            conv_trace(x, w, biases(f), groups=groups, **placed),
            w,
            added(f),
        )
        w = whole(dice, c * out, 1, *kernel)
        check(
            cost("depthwise", shape, multiplier=out, **given),
            depthwise_trace(x, w, biases(len(w)), **placed),
            w,
            added(len(w)),
        )
        point = whole(dice, f, c * out, *(1,) * axes)
        check(
            cost("depthwise_separable", shape, filters=f, multiplier=out, **given),
            depthwise_separable_chain(x, w, point, biases(len(w)), biases(f), **placed),
            w,
            point,
            added(len(w)),
            added(f),
        )
        w = whole(dice, f, per, *(1,) * axes)
        check(
            cost("pointwise", shape, filters=f, groups=groups, bias=bias),
            pointwise_trace(x, w, biases(f), groups=groups),
            w,
            added(f),
        )
        small = {**placed, "padding": 0}
        w = whole(dice, c, out, *kernel)
        check(
            cost("conv_transpose", shape, filters=f, groups=groups, **given | small),
            conv_transpose_trace(x, w, biases(f), groups=groups, **small),
            w,
            added(f),
        )


def test_every_tap_of_the_planar_operators_is_counted() -> None:
    for dice in rolls(60):
        placed, kernel = window(dice, 2), several(dice, 1, 3, 2)
        c, f, middle, groups = several(dice, 1, 3, 4)
        shape = (c, *fitting(dice, kernel, placed))
        x, given = whole(dice, *shape), placed | {"kernel": kernel, "bias": True}
        column, row = whole(dice, kernel[0]), whole(dice, kernel[1])
        check(
            cost("spatially_separable", shape, **given),
            spatially_separable_chain(x, column, row, np.ones(c, int), **placed),
            column,
            row,
            np.ones(c),
        )
        channel = whole(dice, f, c)
        columns, rows = np.tile(column, (f, 1)), np.tile(row, (f, 1))
        check(
            cost("flattened", shape, filters=f, **given),
            flattened_chain(x, channel, columns, rows, np.ones(f, int), **placed),
            channel,
            columns,
            rows,
            np.ones(f),
        )
        check(
            cost("max_pool", shape, kernel=1, stride=placed["stride"]),
            max_pool_trace(x, 1, stride=placed["stride"]),
        )
        shape = (groups * c, 3, 4)
        x = whole(dice, *shape)
        first = whole(dice, groups * middle, c, *kernel)
        second = whole(dice, groups * f, middle, *kernel)
        sizes = {"filters": groups * f, "middle": groups * middle, "kernel": kernel}
        check(
            cost("shuffled_grouped", shape, groups=groups, padding="same", **sizes),
            shuffled_grouped_chain(x, first, second, groups=groups, padding="same"),
            first,
            second,
        )
        reduce, spatial = (
            whole(dice, groups * middle, c, 1, 1),
            whole(dice, groups * middle, 1, 3, 3),
        )
        expand = whole(dice, groups * c, middle, 1, 1)
        for stride in (1, 2):
            check(
                cost(
                    "shufflenet_unit", shape, middle=groups * middle, groups=groups, stride=stride
                ),
                shufflenet_unit_chain(x, reduce, spatial, expand, groups=groups, stride=stride),
                reduce,
                spatial,
                expand,
            )


def test_signals_branches_and_excitation_are_counted_by_their_taps() -> None:
    f, g = np.ones((5, 4), int), np.ones((2, 3), int)
    for mode in ("full", "same", "valid"):
        for name, follow in (("convolve", convolve_trace), ("correlate", correlate_trace)):
            check(cost(name, f.shape, kernel=g.shape, mode=mode), follow(f, g, mode), g)
    x, one, two = np.ones((2, 4, 4)), np.ones((3, 2, 1, 1)), np.ones((2, 3, 3, 3))
    wide = {"filters": 2, "kernel": 3, "padding": 1}
    check(
        cost(
            "inception",
            x.shape,
            branches=[
                [("pointwise", {"filters": 3}), ("conv", wide)],
                [("max_pool", {"kernel": 3, "stride": 1, "padding": 1})],
            ],
        ),
        inception_chain(x, [[ConvLayer(one), ConvLayer(two)], [PoolLayer()]]),
        one,
        two,
    )
    w1, w2 = np.ones((1, 2)), np.ones((2, 1))
    check(cost("squeeze_excite", x.shape, reduction=2), squeeze_excite_chain(x, w1, w2), w1, w2)


THREE = {"filters": 3, "kernel": 3}


@pytest.mark.parametrize(
    ("operator", "shape", "options", "parameter"),
    [
        ("convolution", (3, 7, 7), {}, "operator"),
        ("conv", (3, 7, 7), {"kernel": 3}, "filters"),
        ("conv", (3, 7, 7), {"filters": 1, "kernel": 3, "multiplier": 2}, "multiplier"),
        ("conv", (3, 7, 7), {"filters": 0, "kernel": 3}, "filters"),
        ("conv", (3, 7, 7), {"filters": 2, "kernel": 3, "groups": 2}, "groups"),
        ("conv", (4, 7, 7), {"filters": 3, "kernel": 3, "groups": 2}, "groups"),
        ("conv", (3, 7, 7), {"filters": 3, "kernel": 8}, "kernel"),
        ("conv", (3, 7, 7), {"filters": 3, "kernel": (3, 3, 3)}, "kernel"),
        ("conv", (3, 0, 7), {"filters": 3, "kernel": 3}, "shape"),
        ("conv", (), {"filters": 3, "kernel": 3}, "shape"),
        ("conv", 7, {"filters": 3, "kernel": 3}, "shape"),
        (
            "conv_transpose",
            (3, 7),
            {"filters": 3, "kernel": 3, "output_padding": 1},
            "output_padding",
        ),
        ("conv_transpose", (3, 7), {"filters": 3, "kernel": 3, "padding": "same"}, "padding"),
        ("convolve", (7,), {"kernel": 3, "mode": "near"}, "mode"),
        ("depthwise", (3, 7), {"kernel": 3, "multiplier": 0}, "multiplier"),
        ("channel_shuffle", (4, 7), {"groups": 3}, "groups"),
        ("squeeze_excite", (4, 7), {"reduction": 3}, "reduction"),
        ("inception", (4, 7), {"branches": []}, "branches"),
        (
            "inception",
            (4, 7),
            {"branches": [[("relu", {})], [("max_pool", {"kernel": 2})]]},
            "branches",
        ),
    ],
)
def test_what_is_refused(
    operator: str, shape: Any, options: dict[str, Any], parameter: str
) -> None:
    with pytest.raises(ConvError) as caught:
        cost(operator, shape, **options)
    assert caught.value.parameter == parameter


def test_whole_numbers_of_any_type_are_counted_exactly() -> None:
    shape: Any = np.array([1000, 2000, 2000], np.int32)
    sizes = {"filters": shape[0], "kernel": np.int32(3)}
    made = cost("conv", shape, **sizes)
    assert made.macs == 1000 * 1000 * 9 * 1998 * 1998 == 35_928_036_000_000
    assert made.parameters == 9_000_000
    up = cost("conv_transpose", shape, **sizes)
    assert up.macs == 1000 * 1000 * 9 * 2000 * 2000
