"""What the taps of a destination come to, tap by tap and at the end."""

from __future__ import annotations

import numpy as np

from convlib.ops import Array

ROUNDINGS = 512  # units in the last place that a destination's products and sums may be off by


def running(products: Array, dst: Array, rule: str = "sum") -> Array:
    """What stands in each tap's destination after that tap: a sum, or with ``"max"`` the largest.

    Args:
        products: What each tap contributes.
        dst: Per tap, where it goes.
        rule: ``"max"``; every other rule adds up.

    Returns:
        One number per tap; whole numbers stay exact, and sums that cancel are 0.

    Example:
        >>> running(np.array([1, 10, 2, 20]), np.array([0, 1, 0, 1])).tolist()
        [1, 10, 3, 30]
    """
    order = np.argsort(dst, kind="stable")
    counts = np.bincount(dst)
    filled = np.arange(counts.max(initial=0)) < counts[:, None]
    table = np.zeros(filled.shape, products.dtype)
    table[filled] = products[order]
    if rule == "max":
        table = np.maximum.accumulate(table, axis=1)
    else:
        sums = np.cumsum(table, axis=1)
        is_exact = table.dtype.kind != "f"
        table = sums if is_exact else settled(sums, np.cumsum(np.abs(table), axis=1))
    results = np.empty(len(dst), table.dtype)
    results[order] = table[filled]
    return results


def last(sums: Array, dst: Array, count: int) -> Array:
    """What stands in each of ``count`` destinations at the end; 0 where no tap goes.

    Example:
        >>> last(np.array([1, 3, 10]), np.array([0, 0, 2]), 3).tolist()
        [3, 0, 10]
    """
    results = np.zeros(count, sums.dtype)
    results[dst] = sums  # where several go to one place, the last one stays
    return results


def settled(sums: Array, size: Array) -> Array:
    """Sums of floats, 0 where only the rounding of terms of the given size is left.

    Example:
        >>> settled(np.array([0.1 * 3 - 0.3]), np.array([0.6])).tolist()
        [0.0]
    """
    if sums.dtype.kind != "f":
        return sums
    least = size * np.finfo(sums.dtype).eps * ROUNDINGS
    return np.where(np.abs(sums) < least, sums.dtype.type(0), sums)


def finish(rule: str, values: Array, shared: Array | int = 1) -> Array:
    """What a destination shows in the end of what its taps came to.

    Args:
        rule: ``"mean"`` divides, ``"relu"`` cuts off what is negative, ``"sigmoid"`` squashes into
            0 to 1; any other leaves the value as it is.
        values: What the taps came to.
        shared: For ``"mean"``, by how many.

    Example:
        >>> finish("relu", np.array([-3, 5])).tolist()
        [0, 5]
    """
    match rule:
        case "mean":
            shares: Array = values / shared
            return shares
        case "relu":
            return np.maximum(values, 0)
        case "sigmoid":
            return 0.5 + 0.5 * np.tanh(values / 2)  # 1 / (1 + exp(-x)), without its overflow
    return values
