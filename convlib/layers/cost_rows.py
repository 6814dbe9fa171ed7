"""What layers cost, with the formula and the numbers put into it: rows that lessons compare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from convlib.cost import Cost, cost
from convlib.lesson import CostRow
from convlib.shapes import per_axis

SIZES = {1: ("L_o",), 2: ("H_o", "W_o"), 3: ("T_o", "H_o", "W_o")}
KERNELS = {1: ("k",), 2: ("k_h", "k_w"), 3: ("k_t", "k_h", "k_w")}
Factors = Sequence[tuple[str, int]]  # symbols, and the numbers that they stand for


def conv_row(label: str, shape: Sequence[int], **options: Any) -> CostRow:
    r"""A convolution's row: every weight once for every output position.

    Args:
        label: The row's, as in ``CostRow``.
        shape: Of the input, ``(channels, *spatial)``.
        **options: As ``convlib.cost.cost("conv", …)`` takes them.

    Raises:
        ConvError: As ``cost``.

    Example:
        >>> row = conv_row("own", (3, 7, 7), filters=128, kernel=3)
        >>> row.cost.macs, row.macs.split(" = ")[1]
        (86400, '5 \\cdot 5 \\cdot 128 \\cdot 3 \\cdot 3 \\cdot 3')
    """
    total = cost("conv", shape, **options)
    axes, groups, filters = len(shape) - 1, options.get("groups", 1), options["filters"]
    depth = r"D_\mathrm{in}" if groups == 1 else r"\tfrac{D_\mathrm{in}}{g}"
    channels = [(r"D_\mathrm{out}", filters), (depth, shape[0] // groups)]
    if filters == shape[0] == 1:
        channels = []
    kernel = per_axis("kernel", options["kernel"], axes)
    weights = [*channels, *zip(KERNELS[axes], kernel, strict=True)]
    places = list(zip(SIZES[axes], total.shape[1:], strict=True))
    bias = [[(r"D_\mathrm{out}", filters)]] if options.get("bias") else []
    return row(label, total, macs=[[*places, *weights]], parameters=[weights, *bias])


def row(
    label: str, total: Cost, *, macs: Sequence[Factors], parameters: Sequence[Factors]
) -> CostRow:
    r"""A row from the products that add up to each of its numbers.

    Example:
        >>> total = Cost(parameters=6, macs=54, shape=(1, 3, 3))
        >>> row("own", total, macs=[[("o", 9), ("k", 6)]], parameters=[[("k", 6)]]).macs
        'o\\, k = 9 \\cdot 6'
    """
    return CostRow(label, total, formula(macs), formula(parameters))


def formula(products: Iterable[Factors]) -> str:
    """A sum of products in TeX: in symbols, then with the numbers put in."""
    listed = list(products)
    symbols = " + ".join(r"\, ".join(symbol for symbol, _ in factors) for factors in listed)
    numbers = " + ".join(
        r" \cdot ".join(str(number) for _, number in factors) for factors in listed
    )
    return f"{symbols} = {numbers}"


def ratio(own: int, other: int) -> float:
    """How many times more the other one is; infinite where one's own is nothing."""
    return other / own if own else math.inf
