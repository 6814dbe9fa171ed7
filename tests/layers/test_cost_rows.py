"""Cost rows: the formula's symbols, the numbers put in, and both of them the layers' own cost."""

from __future__ import annotations

import re
from math import prod
from typing import Any

import numpy as np
import pytest

from convlib import ConvError
from convlib.cost import Cost, cost, in_a_row
from convlib.layers import cost_rows
from convlib.layers.cost_rows import (
    RowLayer,
    conv_row,
    depthwise_row,
    formula,
    passes,
    transposed_row,
)
from convlib.lesson import CostRow

DIN, DOUT = r"D_\mathrm{in}", r"D_\mathrm{out}"


def symbols(tex: str) -> list[list[str]]:
    """The symbols of each product of a formula's left side."""
    return [product.split(r"\, ") for product in tex.split(" = ")[0].split(" + ")]


def numbers(tex: str) -> list[list[int]]:
    """The numbers of each product of its right side."""
    products = tex.split(" = ")[1].split(" + ")
    return [[int(each) for each in product.split(r" \cdot ")] for product in products]


def check_row(row: CostRow, total: Cost) -> None:
    """A letter for each number, and the sums of the products are the cost."""
    for tex, count in ((row.macs, total.macs), (row.parameters, total.parameters)):
        assert [*map(len, symbols(tex))] == [*map(len, numbers(tex))]
        assert sum(map(prod, numbers(tex))) == count
    assert (row.cost.macs, row.cost.parameters) == (total.macs, total.parameters)
    assert row.cost.shape == total.shape


def test_a_standard_layer() -> None:
    row = conv_row("own", (3, 7, 7), filters=128, kernel=3, bias=True)
    check_row(row, cost("conv", (3, 7, 7), filters=128, kernel=3, bias=True))
    assert row.macs == (
        r"H_o\, W_o\, D_\mathrm{out}\, D_\mathrm{in}\, k_h\, k_w"
        r" = 5 \cdot 5 \cdot 128 \cdot 3 \cdot 3 \cdot 3"
    )
    assert symbols(row.parameters) == [[DOUT, DIN, "k_h", "k_w"], [DOUT]]
    assert row.cost.parts == ()


def test_groups_divide_the_channels_that_a_filter_reads() -> None:
    for row in (
        conv_row("own", (6, 5, 5), filters=9, kernel=3, groups=3),
        cost_rows.in_a_row(
            "own", (6, 5, 5), [RowLayer("grouped", {"filters": 9, "kernel": 3, "groups": 3})]
        ),
    ):
        assert symbols(row.parameters) == [[DOUT, r"\tfrac{D_\mathrm{in}}{g}", "k_h", "k_w"]]
        assert numbers(row.parameters) == [[9, 2, 3, 3]]
        assert row.cost.parameters == 162


def test_a_depthwise_layer_has_no_channels_to_sum() -> None:
    row = depthwise_row("own", (3, 7, 7), kernel=3)
    assert symbols(row.macs) == [["H_o", "W_o", DIN, "k_h", "k_w"]]
    assert numbers(row.macs) == [[5, 5, 3, 3, 3]]
    assert row.cost.macs == 675
    several = depthwise_row("own", (3, 7, 7), kernel=3, multiplier=2, bias=True)
    check_row(several, cost("depthwise", (3, 7, 7), kernel=3, multiplier=2, bias=True))
    assert symbols(several.parameters) == [[DIN, "m", "k_h", "k_w"], [DIN, "m"]]
    assert several.cost.macs == 1350


def test_a_depthwise_separable_layer() -> None:
    stages = [RowLayer("depthwise", {"kernel": 3}), RowLayer("pointwise", {"filters": 128})]
    row = cost_rows.in_a_row("own", (3, 7, 7), stages)
    check_row(row, cost("depthwise_separable", (3, 7, 7), filters=128, kernel=3))
    assert row.macs == (
        r"H_o\, W_o\, D_\mathrm{in}\, k_h\, k_w + H_o\, W_o\, D_\mathrm{out}\, D_\mathrm{in}"
        r" = 5 \cdot 5 \cdot 3 \cdot 3 \cdot 3 + 5 \cdot 5 \cdot 128 \cdot 3"
    )
    assert [part.macs for _, part in row.cost.parts] == [675, 9600]
    assert conv_row("standard", (3, 7, 7), filters=128, kernel=3).cost.macs == 86_400
    stages[0] = RowLayer("depthwise", {"kernel": 3, "multiplier": 2})
    doubled = cost_rows.in_a_row("own", (3, 7, 7), stages)
    assert symbols(doubled.macs)[1] == ["H_o", "W_o", DOUT, DIN, "m"]
    assert numbers(doubled.macs)[1] == [5, 5, 128, 3, 2]


def test_a_shufflenet_unit() -> None:
    options: dict[str, Any] = {"groups": 3}
    stages = [
        RowLayer("pointwise", {"filters": 60, **options}),
        RowLayer("relu", {}),
        RowLayer("channel_shuffle", options),
        RowLayer("depthwise", {"kernel": 3, "padding": 1, "stride": 2}),
        RowLayer("pointwise", {"filters": 240, **options}),
    ]
    row = cost_rows.in_a_row("own", (240, 28, 28), stages)
    check_row(row, in_a_row((240, 28, 28), [(each.operator, each.options) for each in stages]))
    assert symbols(row.macs) == [
        ["H", "W", "M", r"\tfrac{D_\mathrm{in}}{g}"],
        ["H_o", "W_o", "M", "k_h", "k_w"],
        ["H_o", "W_o", DOUT, r"\tfrac{M}{g}"],
    ]
    assert numbers(row.macs) == [[28, 28, 60, 80], [14, 14, 60, 3, 3], [14, 14, 240, 20]]


def test_sizes_and_channels_between_layers_have_numbers() -> None:
    window = {"kernel": 2, "stride": 2}
    stages = [RowLayer("conv", {"filters": filters, **window}) for filters in (5, 6, 7)]
    row = cost_rows.in_a_row("own", (4, 16), stages)
    assert symbols(row.macs) == [
        ["L_1", "M_1", DIN, "k"],
        ["L_2", "M_2", "M_1", "k"],
        ["L_o", DOUT, "M_2", "k"],
    ]
    assert numbers(row.macs) == [[8, 5, 4, 2], [4, 6, 5, 2], [2, 7, 6, 2]]


def test_layers_that_are_alike_are_counted() -> None:
    options = {"filters": 1, "kernel": (3, 3), "padding": "same"}
    stages = [RowLayer("conv", options, places=(f"o_{at}",)) for at in (1, 2, 3)]
    row = cost_rows.in_a_row("own", (1, 4, 5), stages)
    assert row.parameters == r"L\, k_h\, k_w = 3 \cdot 3 \cdot 3"
    assert symbols(row.macs) == [[f"o_{at}", "k_h", "k_w"] for at in (1, 2, 3)]
    assert numbers(row.macs) == [[20, 3, 3]] * 3


def test_the_two_passes_of_a_separable_kernel() -> None:
    first = cost_rows.in_a_row("own", (1, 5, 6), passes((3, 2)))
    check_row(first, cost("spatially_separable", (1, 5, 6), kernel=(3, 2)))
    assert symbols(first.macs) == [["H_o", "W", "k_h"], ["H_o", "W_o", "k_w"]]
    assert numbers(first.macs) == [[3, 6, 3], [3, 5, 2]]
    other = cost_rows.in_a_row("own", (1, 5, 6), passes((3, 2), (1, 0)))
    assert symbols(other.macs) == [["H", "W_o", "k_w"], ["H_o", "W_o", "k_h"]]
    assert numbers(other.macs) == [[5, 5, 2], [3, 5, 3]]
    single = cost_rows.in_a_row("own", (1, 5, 6), passes((1, 1)))
    assert symbols(single.parameters) == [["k_h"], ["k_w"]]


def test_a_cube_of_three_lines() -> None:
    stages = [RowLayer("pointwise", {"filters": 1}), *passes((3, 3))]
    row = cost_rows.in_a_row("own", (3, 5, 5), stages)
    check_row(row, cost("flattened", (3, 5, 5), filters=1, kernel=3))
    assert [prod(each) for each in numbers(row.macs)] == [75, 45, 27]
    several = cost_rows.in_a_row(
        "own", (64, 9, 9), [RowLayer("pointwise", {"filters": 2}), *passes((3, 3))]
    )
    assert symbols(several.parameters) == [[DOUT, DIN], [DOUT, "k_h"], [DOUT, "k_w"]]
    assert several.cost.parameters == 2 * 70


def test_a_transposed_layer_counts_what_it_reads() -> None:
    row = transposed_row("own", (2, 3, 4), filters=5, kernel=(2, 3), stride=2)
    check_row(row, cost("conv_transpose", (2, 3, 4), filters=5, kernel=(2, 3), stride=2))
    assert symbols(row.macs) == [["H_i", "W_i", DOUT, DIN, "k_h", "k_w"]]
    assert numbers(row.macs) == [[3, 4, 5, 2, 2, 3]]


def test_the_channels_that_are_read_may_stand_last() -> None:
    wide = RowLayer("conv", {"filters": 32, "kernel": 5, "padding": "same"}, ("H", "W"), ("k", "k"))
    stages = [RowLayer("pointwise", {"filters": 16}), wide]
    row = cost_rows.in_a_row("own", (192, 28, 28), stages, depth_last=True)
    assert symbols(row.macs) == [["H", "W", "M", DIN], ["H", "W", DOUT, "k", "k", "M"]]
    assert numbers(row.macs) == [[28, 28, 16, 192], [28, 28, 32, 5, 5, 16]]


def test_one_channel_everywhere_is_left_out_unless_nothing_else_is_left() -> None:
    assert symbols(conv_row("own", (1, 5), filters=1, kernel=3).parameters) == [["k"]]
    point = cost_rows.in_a_row("own", (1, 5), [RowLayer("pointwise", {"filters": 1})])
    assert point.parameters == rf"{DOUT}\, {DIN} = 1 \cdot 1"


def test_any_row_adds_up() -> None:
    dice = np.random.default_rng(0)
    for _ in range(200):
        axes = int(dice.integers(1, 4))
        shape = (int(dice.integers(1, 4)) * 2, *(int(n) for n in dice.integers(7, 12, axes)))
        stages = [_stage(dice, axes) for _ in range(dice.integers(1, 5))]
        row = cost_rows.in_a_row("own", shape, stages, depth_last=bool(dice.integers(2)))
        check_row(row, in_a_row(shape, [(each.operator, each.options) for each in stages]))
        letters = [letter for product in symbols(row.macs) for letter in product]
        assert all(re.fullmatch(r"[A-Za-z]\w*|.*\\mathrm.*|\\tfrac.*", each) for each in letters)


def _stage(dice: np.random.Generator, axes: int) -> RowLayer:
    """A layer that fits whatever is even in channels and wide enough."""
    bias = bool(dice.integers(2))
    filters, groups = int(dice.integers(1, 4)) * 2, int(dice.integers(1, 3))
    window = {"kernel": tuple(dice.integers(1, 4, axes).tolist()), "padding": 1}
    return [
        RowLayer("conv", {"filters": filters, "groups": groups, "bias": bias, **window}),
        RowLayer("pointwise", {"filters": filters, "groups": groups, "bias": bias}),
        RowLayer("depthwise", {"multiplier": int(dice.integers(1, 3)), "bias": bias, **window}),
        RowLayer("conv_transpose", {"filters": filters, "bias": bias, "kernel": 3, "stride": 2}),
    ][dice.integers(4)]


def test_formulas_and_what_is_refused() -> None:
    assert formula([[("a", 2), ("b", 3)], [("c", 4)]]) == r"a\, b + c = 2 \cdot 3 + 4"
    with pytest.raises(ConvError, match="inception"):
        cost_rows.in_a_row("own", (1, 5), [RowLayer("inception", {"branches": []})])
    with pytest.raises(ConvError, match="stretch"):
        conv_row("own", (1, 5), filters=1, kernel=3, stretch=2)
