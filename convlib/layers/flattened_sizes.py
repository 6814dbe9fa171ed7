"""Filters that are outer products of three lines: how large the output is, and what passes cost."""

from __future__ import annotations

import math

from convlib.cost import Cost
from convlib.layers import flattened
from convlib.layers.by_axis import by_axis, derive_plain
from convlib.layers.cost_rows import Factors, conv_row, row
from convlib.layers.flattened import FIRST
from convlib.layers.size_lines import planes
from convlib.lesson import CostRow, Derivation, Values
from convlib.shapes import Pair


def derive(values: Values) -> list[Derivation]:
    """The output's rows, columns and channels; each pass takes away from one of them."""
    axes = zip(values["size"], values["kernel"], strict=True)
    filters, channels = flattened.filters_of(values), values["channels"]
    lines = (
        rf"D_\mathrm{{in}} &= {channels}",
        rf"D_\mathrm{{out}} &= \text{{number of filters}} = \mathbf{{{filters}}}",
    )
    of = "filters" if values["view"] == "in-turn" else ""
    return [*by_axis(*(derive_plain(*axis) for axis in axes)), planes(lines, filters, of)]


def costs(values: Values) -> list[CostRow]:
    """Three passes beside one with the whole filters."""
    shape, filters = (values["channels"], *values["size"]), flattened.filters_of(values)
    own = passes_row("flat-own", shape, values["kernel"], filters, flattened.order_of(values))
    return [own, conv_row("standard", shape, filters=filters, kernel=values["kernel"])]


def passes_row(
    label: str,
    shape: tuple[int, ...],
    kernel: Pair,
    filters: int,
    order: tuple[str, ...] = FIRST,
) -> CostRow:
    r"""What three passes cost.

    Args:
        label: The row's.
        shape: Of the input, ``(channels, rows, columns)``.
        kernel: Rows and columns of the filters.
        filters: How many there are.
        order: Of the passes.

    Example:
        >>> row = passes_row("flat-own", (3, 5, 5), (3, 3), 1)
        >>> row.cost.macs, row.cost.parameters, row.macs.split(" = ")[1]
        (147, 9, '5 \\cdot 5 \\cdot 3 + 3 \\cdot 5 \\cdot 3 + 3 \\cdot 3 \\cdot 3')
    """
    depth, sides = shape[0], list(shape[1:])
    many: Factors = [(r"D_\mathrm{out}", filters)] if filters > 1 else []
    lengths = {
        "channel": (r"D_\mathrm{in}", depth),
        "column": ("k_h", kernel[0]),
        "row": ("k_w", kernel[1]),
    }
    places, macs, before = ["H", "W"], list[Factors](), [(r"D_\mathrm{in}", depth)]
    for name in order:
        if name == "channel":
            before = []
        else:
            axis = int(name == "row")
            places[axis] += "_o"
            sides[axis] -= kernel[axis] - 1
        there = zip(places, sides, strict=True)
        macs.append([*many, *before, *there, lengths[name]])
    made = (filters, *sides)
    parts = tuple(
        (name, Cost(filters * lengths[name][1], _product(factors), made))
        for name, factors in zip(order, macs, strict=True)
    )
    parameters = [[*many, lengths[name]] for name in order]
    total = Cost(sum(map(_product, parameters)), sum(map(_product, macs)), made, parts)
    return row(label, total, macs=macs, parameters=parameters)


def _product(factors: Factors) -> int:
    return math.prod(count for _, count in factors)
