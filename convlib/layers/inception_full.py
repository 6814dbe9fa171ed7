"""GoogLeNet's block 3a in full, with and without its 1×1 layers; what any block costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from convlib.cost import Cost, in_a_row
from convlib.layers.cost_rows import Factors, row
from convlib.lesson import CostRow
from convlib.staging.inception_bars import Full, InFull
from convlib.staging.inception_branch import Branch

SHAPE = (192, 28, 28)
Sizes = tuple[int, int]  # of a layer: its filters, and rows and columns of its kernel; 0 for none
POOLED = (0, 3)
# Per branch its layers: GoogLeNet's table 1, row "inception (3a)".
NARROWED: tuple[tuple[Sizes, ...], ...] = (
    ((64, 1),),
    ((96, 1), (128, 3)),
    ((16, 1), (32, 5)),
    (POOLED, (32, 1)),
)
DIRECT: tuple[tuple[Sizes, ...], ...] = (((64, 1),), ((128, 3),), ((32, 5),), (POOLED,))


def counted(layers: Sequence[Sizes], shape: tuple[int, ...] = SHAPE) -> Cost:
    """What a branch costs.

    Example:
        >>> counted(((16, 1), (32, 5))).macs
        12443648
    """
    return in_a_row(shape, [_layer(*sizes) for sizes in layers])


def _layer(filters: int, kernel: int) -> tuple[str, dict[str, Any]]:
    if not filters:
        return "max_pool", {"kernel": kernel, "stride": 1, "padding": kernel // 2}
    return "conv", {"filters": filters, "kernel": kernel, "padding": "same"}


@lru_cache(1)
def in_full() -> InFull:
    """Block 3a as bars: first without, then with the layers that narrow it."""
    blocks = []
    for key, branches in (("inception-direct", DIRECT), ("inception-narrowed", NARROWED)):
        costs = [counted(layers) for layers in branches]
        parts = tuple(
            (at, part.macs, len(layers) > 1 and layers[number][1] == 1)
            for at, (made, layers) in enumerate(zip(costs, branches, strict=True))
            for number, (_, part) in enumerate(made.parts)
            if part.macs
        )
        blocks.append(Full(key, parts, tuple(made.shape[0] for made in costs)))
    return InFull(SHAPE, tuple(blocks))


def full_rows() -> list[CostRow]:
    """Block 3a in full, with and without the layers that narrow it."""
    chart = "inception-3a"
    return [
        _row("inception-narrowed", [_sizes(each) for each in NARROWED], SHAPE, chart),
        _row("inception-direct", [_sizes(each) for each in DIRECT], SHAPE, chart),
    ]


def _sizes(layers: Sequence[Sizes]) -> list[tuple[int, tuple[int, ...]]]:
    return [(filters, (kernel, kernel)) for filters, kernel in layers]


def block_row(label: str, branches: Sequence[Branch], shape: tuple[int, ...]) -> CostRow:
    """What branches cost that are drawn."""
    sizes = [
        [(0 if look.weight is None else 1, look.size) for look in branch.looks]
        for branch in branches
    ]
    return _row(label, sizes, shape)


def _row(
    label: str,
    branches: Sequence[Sequence[tuple[int, tuple[int, ...]]]],
    shape: tuple[int, ...],
    chart: str = "",
) -> CostRow:
    """The row of branches: a product for each layer, its places first."""
    macs, parameters, depth_after = list[Factors](), list[Factors](), 0
    rows, columns = shape[1:]
    total = [0, 0]
    for layers in branches:
        depth = shape[0]
        for filters, (down, across) in layers:
            if not filters:
                continue
            weights = [(r"D_\mathrm{out}", filters), (r"D_\mathrm{in}", depth)]
            if (down, across) != (1, 1):
                weights += [("k_h", down), ("k_w", across)]
            macs.append([("H", rows), ("W", columns), *weights])
            parameters.append(weights)
            count = filters * depth * down * across
            total[0] += count
            total[1] += count * rows * columns
            depth = filters
        depth_after += depth
    cost = Cost(total[0], total[1], (depth_after, rows, columns))
    made = row(label, cost, macs=macs, parameters=parameters)
    return CostRow(label, cost, _short(made.macs), _short(made.parameters), chart)


def _short(formula: str) -> str:
    """A formula with its numbers alone: the symbols would be the same in each branch."""
    return formula.partition(" = ")[2]
