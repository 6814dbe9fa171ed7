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


# Grey levels from dark to light: a house before the night sky, its window and its door open.
HOUSE = [
    "................",
    ".......99.......",
    "......9999......",
    ".....999999.....",
    "....99999999....",
    "...9999999999...",
    "..999999999999..",
    "...6666666666...",
    "...6666666666...",
    "...6006666666...",
    "...6006660066...",
    "...6666660066...",
    "...6666660066...",
    "...6666660066...",
    "................",
    "................",
]


def house(shape: Pair) -> Array:
    """A small picture of a house, as coarse as there is room for."""
    levels = np.array([[int(level) for level in row.replace(".", "0")] for row in HOUSE])
    rows, columns = (np.arange(size) * len(HOUSE) // size for size in shape)
    return np.asarray(levels[np.ix_(rows, columns)])


INPUTS: dict[str, Callable[[Pair], Array]] = {
    "impulse": impulse,
    "ramp": ramp,
    "edge": edge,
    "checker": checker,
}
PICTURES: dict[str, Callable[[Pair], Array]] = {"house": house}  # for inputs that are large enough
