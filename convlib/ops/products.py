"""How the products of a convolution are summed: as matrix products, the fastest that NumPy offers.

Every way fills ``out`` ``(batch, out, *outputs)`` from ``stack`` ``(batch, channels, *spatial)``,
padded already, and works on blocks that stay in the processor's cache.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from convlib.ops.arrays import Array, Index
from convlib.ops.geometry import Geometry, windows

TALL = 4  # rows of a kernel from which they are taken one by one,
DEEP = 64  # where a row of taps reads at least so many numbers; measured, as are the bytes
COLUMN_BYTES = 2**20
ROW_BYTES = 2**22


def sum_products(out: Array, stack: Array, weight: Array, window: Geometry, groups: int) -> None:
    """Fill ``out`` with what ``weight`` makes of ``stack``, each in the type to sum in."""
    if math.prod(weight.shape[2:]) == 1:
        _cell_by_cell(out, stack, weight, window, groups)
    else:
        _by_columns(out, stack, weight, window, groups)


def _cell_by_cell(out: Array, stack: Array, weight: Array, window: Geometry, groups: int) -> None:
    """A 1×1 kernel: one matrix product over the channels, at every place by itself."""
    places: Index = (..., *(slice(None, None, stride) for stride in window.strides))
    per = weight.shape[1]
    columns = stack[places].reshape(len(stack), groups, per, math.prod(window.outputs))
    out[...] = (weight.reshape(groups, -1, per) @ columns).reshape(out.shape)


def _by_columns(out: Array, stack: Array, weight: Array, window: Geometry, groups: int) -> None:
    """A matrix product of the filters with what they read, written out as columns (im2col).

    Where a tall kernel moves row by row and reads many numbers in each, only a row of taps is
    written out: the next row of taps reads the same columns, a row further on.
    """
    filters, per, rows, *rest = weight.shape
    many = rows >= TALL and per * math.prod(rest) >= DEEP
    in_rows = many and window.strides[0] == window.dilations[0] == 1
    unrolled, leads = ((1, *rest), rows) if in_rows else ((rows, *rest), 1)
    places = (window.outputs[0] + leads - 1, *window.outputs[1:])
    views = windows(stack, unrolled, places, window.strides, window.dilations)
    split = weight.reshape(groups, filters // groups, per, leads, -1)
    factors = np.moveaxis(split, 3, 0).reshape(leads, groups, filters // groups, -1)

    column = stack.shape[1] * math.prod(unrolled)
    limit = (ROW_BYTES if in_rows else COLUMN_BYTES) // (column * stack.itemsize)
    sizes = chunk(window.outputs, limit)
    room = np.empty(column * (sizes[0] + leads - 1) * math.prod(sizes[1:]), stack.dtype)
    for n, (some, *block) in product(range(len(stack)), blocks(window.outputs, sizes)):
        reach: Index = (n, ..., slice(some.start, some.stop + leads - 1), *block)
        reads = views[reach]
        np.copyto(room[: reads.size].reshape(reads.shape), reads)
        columns = room[: reads.size].reshape(groups, factors.shape[-1], -1)
        into: Index = (n, slice(None), some, *block)
        target = out[into]
        width, count = math.prod(target.shape[2:]), math.prod(target.shape[1:])
        flat = target.reshape(groups, filters // groups, count)
        direct = flat.dtype == stack.dtype and np.may_share_memory(flat, out)
        sums = flat if direct else np.empty(flat.shape, stack.dtype)
        np.matmul(factors[0], columns[..., :count], out=sums)
        for row in range(1, leads):
            sums += factors[row] @ columns[..., row * width : row * width + count]
        if not direct:
            target[...] = sums.reshape(target.shape)


def chunk(sizes: Sequence[int], room: int) -> tuple[int, ...]:
    """The size of equal blocks of at most ``room`` cells, whole in as many last axes as fit.

    Example:
        >>> chunk((10, 4), 13), chunk((10, 4), 3), chunk((10, 4), 0)
        ((3, 4), (1, 2), (1, 1))
    """
    found: list[int] = []
    for size in reversed(sizes):
        most = min(size, max(room, 1))
        found.insert(0, -(-size // -(-size // most)))
        room //= most
    return tuple(found)


def blocks(sizes: Sequence[int], chunks: Sequence[int]) -> Iterator[Index]:
    """Slices that cut ``sizes`` into blocks of ``chunks``; those at the end may be smaller.

    Example:
        >>> [(rows.start, rows.stop) for (rows,) in blocks((5,), (3,))]
        [(0, 3), (3, 5)]
    """
    axes = zip(sizes, chunks, strict=True)
    yield from product(
        *([slice(at, min(at + each, size)) for at in range(0, size, each)] for size, each in axes)
    )
