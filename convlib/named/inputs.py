"""Inputs that are known by a name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from convlib.ops import Array
from convlib.shapes import Pair


def impulse(shape: Pair) -> Array:
    """A 1 in the middle of zeros: the output shows the kernel, turned."""
    table = np.zeros(shape, dtype=np.int64)
    table[(shape[0] - 1) // 2, (shape[1] - 1) // 2] = 1
    return table


def ramp(shape: Pair) -> Array:
    """Numbers that grow from column to column."""
    return np.tile(np.arange(shape[1]), (shape[0], 1))


def edge(shape: Pair) -> Array:
    """Zeros on the left and nines on the right."""
    return np.tile(np.where(np.arange(shape[1]) < (shape[1] + 1) // 2, 0, 9), (shape[0], 1))


def checker(shape: Pair) -> Array:
    """Zeros and nines by turns."""
    table: Array = np.indices(shape).sum(axis=0) % 2 * 9
    return table


INPUTS: dict[str, Callable[[Pair], Array]] = {
    "impulse": impulse,
    "ramp": ramp,
    "edge": edge,
    "checker": checker,
}
