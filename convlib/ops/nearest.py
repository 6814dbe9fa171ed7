"""The outer product of lines that comes nearest to an array of any number of axes."""

from __future__ import annotations

import math
from functools import lru_cache, reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.arrays import (
    EXACT,
    MARGIN,
    Array,
    check_filled,
    common_type,
    largest,
    widened,
)

ROUNDING = 16  # units in the last place per number that an outer product may be off by
STARTS = 12  # at random besides the usual one: a search may end at a stand-in that isn't the best
ROUNDS, MOST_ROUNDS = 12, 2000  # of all searches, and of the one that has come nearest by then
DIGITS = 9  # that numbers have to share to be as large
STILL = 1e-14  # the share by which a round has to come nearer, for another one


class Outer(NamedTuple):
    """The nearest outer product of lines, and how far it is from the array.

    Attributes:
        lines: A line along each axis.
        distance: The root of the summed squares of what it misses; 0 for an outer product.
    """

    lines: tuple[Array, ...]
    distance: float

    @property
    def product(self) -> Array:
        """The outer product of the lines."""
        return outer(*self.lines)


def outer(*lines: Array) -> Array:
    """The outer product of lines, with an axis for each, in the type that ``conv`` gives.

    Raises:
        ConvError: Products of whole numbers could be too large for 64 bits.

    Example:
        >>> outer(np.array([1, 10]), np.array([1, 2]), np.array([3, 4])).tolist()
        [[[3, 4], [6, 8]], [[30, 40], [60, 80]]]
    """
    wide = [widened(line, "line") for line in lines]
    if common_type(*wide).kind == "i" and math.prod(map(largest, wide)) >= EXACT[-1][1] * MARGIN:
        raise ConvError("sums-too-large", parameter="line")
    product: Array = reduce(np.multiply.outer, wide)
    return product


def nearest_outer(array: ArrayLike) -> Outer:
    """The outer product of lines that comes nearest to an array, by least squares.

    Line after line is fitted while the others stay, until nothing changes: the higher-order power
    method. That may end at a stand-in that is near but not nearest, so it starts from several
    places: from the main direction along each axis, and from some at random, always the same ones.
    With two axes the first start is the answer, the largest singular value's. An outer product of
    whole numbers gives whole lines, all but the first without a common divisor and with a first
    largest number above 0.

    Args:
        array: Of two axes or more, such as a filter, ``(channels, rows, columns)``.

    Returns:
        The lines: whole numbers of 64 bits where an outer product of such is given, else decimal
        ones of 64.

    Raises:
        ConvError: It is no array of finite numbers, or has fewer axes.

    Source: De Lathauwer, De Moor & Vandewalle, "On the best rank-1 and rank-(R1, R2, ..., RN)
        approximation of higher-order tensors", 2000, section 3.

    Example:
        >>> found = nearest_outer([[[1, 2], [2, 4]], [[3, 6], [6, 12]]])
        >>> [line.tolist() for line in found.lines], found.distance
        ([[1, 3], [1, 2], [1, 2]], 0.0)
    """
    cells = widened(array, "array")
    if cells.ndim < 2:
        raise ConvError("grid-rank", parameter="array", rank=cells.ndim)
    check_filled("array", cells.shape)
    return _found(cells.tobytes(), cells.dtype.str, cells.shape)


@lru_cache(64)
def _found(data: bytes, kind: str, shape: tuple[int, ...]) -> Outer:
    """The answer for an array, which is asked for more than once while a picture is made."""
    cells: Array = np.frombuffer(data, kind).reshape(shape)
    if cells.dtype.kind == "i":
        whole = _whole_lines(cells)
        if np.array_equal(outer(*whole), cells):
            return Outer(whole, 0.0)
    scale = float(np.abs(cells).max()) or 1.0
    lines = tuple(line * scale ** (1 / cells.ndim) for line in _fitted(cells / scale))
    distance = float(np.linalg.norm(cells - outer(*lines)))
    rounding = ROUNDING * cells.size * np.finfo(float).eps * float(np.linalg.norm(cells))
    return Outer(lines, distance if distance > rounding else 0.0)


def _whole_lines(cells: Array) -> tuple[Array, ...]:
    """The only whole lines that the array can have, through its largest number."""
    largest = [int(at) for at in np.unravel_index(np.abs(cells).argmax(), cells.shape)]
    through = list[Array]()
    for axis in range(cells.ndim):
        others = tuple(at for number, at in enumerate(largest) if number != axis)
        through.append(np.moveaxis(cells, axis, -1)[others])
    plain = [line // max(int(np.gcd.reduce(line)), 1) for line in through[1:]]
    signed = [line * int(_sign(line)) for line in plain]
    there = [int(line[at]) for line, at in zip(signed, largest[1:], strict=True)]
    return through[0] // (math.prod(there) or 1), *signed


def _sign(line: Array) -> float:
    """The sign of its largest number, of several that are as large of the first one."""
    return -1.0 if line[np.abs(line).round(DIGITS).argmax()] < 0 else 1.0


def _fitted(cells: Array) -> tuple[Array, ...]:
    """Lines that fit as well as any that were found, all as long, signed as whole ones are."""
    starts = _starts(cells)
    for _ in range(ROUNDS):
        starts, sizes = _round(cells, starts)
    best = int(sizes.argmax())
    lines, size = [line[best : best + 1] for line in starts], sizes[best]
    for _ in range(MOST_ROUNDS):
        before = size
        lines, (size,) = _round(cells, lines)
        if size - before <= STILL * size:
            break
    signs = [_sign(line[0]) for line in lines[1:]]
    each = size ** (1 / cells.ndim)
    first, *others = (line[0] * each for line in lines)
    return first * np.prod(signs), *(line * sign for line, sign in zip(others, signs, strict=True))


def _starts(cells: Array) -> list[Array]:
    """Per axis the directions that the searches start from, ``(searches, cells along it)``."""
    dice = np.random.default_rng(0)
    starts = []
    for axis, count in enumerate(cells.shape):
        unfolded = np.moveaxis(cells, axis, 0).reshape(count, -1)
        main = np.linalg.svd(unfolded, full_matrices=False)[0][:, :1].T
        starts.append(np.concatenate([main, dice.standard_normal((STARTS, count))]))
    return starts


def _round(cells: Array, lines: list[Array]) -> tuple[list[Array], Array]:
    """Each line of each search fitted once, all of length 1; and how long what they make is."""
    lines, axes = list(lines), list(range(cells.ndim))
    search = cells.ndim
    sizes = np.zeros(len(lines[0]))
    for axis in axes:
        others = [part for at in axes if at != axis for part in (lines[at], [search, at])]
        made = np.einsum(cells, axes, *others, [search, axis])
        sizes = np.sqrt((made * made).sum(axis=1))
        lines[axis] = made / np.where(sizes > 0, sizes, 1)[:, None]
    return lines, sizes
