"""How the points of a kernel are moved by name: zero, scaled, rotated, sheared, onto a line."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from convlib.ops import Array
from convlib.shapes import Pair

QUARTERS = 4  # of a cell: where points come to lie that are moved by a name
TURN = math.pi / 4  # at full strength
BRIGHT = 0.5  # of the brightest number: what is above belongs to a line
REACH = 2  # cells from the middle of a window within which it sees a line
CLOSER = 0.5  # of their distance from the line that points lose besides
JOINED = 1.5  # cells aside at most from one row of a line to the next
# Of the way from one number to the next, between them and the weight that may stand above one.
DRAWN = 0.22, 0.52
ONTO = "line"


def quartered(offsets: Array) -> Array:
    """Offsets in quarters of a cell, so that what is read there can be written in full."""
    rounded: Array = np.rint(offsets * QUARTERS) / QUARTERS + 0.0
    return rounded


def from_middle(kernel: Pair) -> Array:
    """Where each point lies from the middle of the kernel, ``(2, rows, columns)``."""
    rows, columns = (np.arange(size) - (size - 1) / 2 for size in kernel)
    return np.stack(np.meshgrid(rows, columns, indexing="ij"))


def scaled(kernel: Pair) -> Array:
    """Each point once more as far from the middle: a dilation of 2."""
    return from_middle(kernel)


def rotated(kernel: Pair, part: float = 1) -> Array:
    """A turn about the middle, clockwise."""
    (down, across), angle = from_middle(kernel), TURN * part
    turned = np.stack(
        [
            down * math.cos(angle) + across * math.sin(angle),
            across * math.cos(angle) - down * math.sin(angle),
        ]
    )
    return turned - from_middle(kernel)


def sheared(kernel: Pair) -> Array:
    """Each row pushed aside, the further from the middle the more."""
    down, _ = from_middle(kernel)
    return np.stack([np.zeros(kernel), -down])


def bowed(kernel: Pair) -> Array:
    """Rows pushed aside into an arc."""
    down, _ = from_middle(kernel)
    return np.stack([np.zeros(kernel), down**2 - 0.5])


def unmoved(kernel: Pair) -> Array:
    """Every point where it was: so too of a line, as long as no picture is known."""
    return np.zeros((2, *kernel), int)


BENDS = {
    "zero": unmoved,
    "scale": scaled,
    "rotate": rotated,
    "shear": sheared,
    "arc": bowed,
    ONTO: unmoved,
}


def runs_down(x: Array) -> bool:
    """Whether the line of a picture has cells in at least as many rows as columns."""
    bright = _bright(x)
    return bool(bright.any(axis=1).sum() >= bright.any(axis=0).sum())


def crossings(x: Array) -> list[Array]:
    """Where the line of a picture crosses each of its rows; each column where it runs across.

    What is brighter than half of the brightest cell belongs to the line. The middle of cells
    in a row is where it crosses; a row that is bright all along is crossed by none.

    Example:
        >>> crossings(np.array([[0, 8, 0, 0], [0, 8, 8, 0], [0, 0, 0, 9]]))
        [array([1.]), array([1.5]), array([3.])]
    """
    bright = _bright(x) if runs_down(x) else _bright(x).T
    edges = np.diff(np.pad(bright, ((0, 0), (1, 1))).astype(int), axis=1)
    return [
        np.zeros(0)
        if row.all()
        else (np.flatnonzero(edge == 1) + np.flatnonzero(edge == -1) - 1) / 2
        for row, edge in zip(bright, edges, strict=True)
    ]


def onto_line(x: Array, kernel: Pair) -> Array:
    """Offsets that lay each window onto the line in a picture, every place its own.

    Each row of points slides along until its middle lies where the line crosses that row, and its
    points draw together there; where the line runs across, each column does. A row that has no line
    within reach stays.

    Args:
        x: The picture, ``(rows, columns)``.
        kernel: Rows and columns of the window.

    Returns:
        ``(2, *kernel, *places)``, y before x.

    Example:
        >>> onto_line(np.array([[0, 0, 8]]), (1, 1))[1].ravel().tolist()
        [2.0, 1.0, 0.0]
    """
    down = runs_down(x)
    along, across = kernel if down else kernel[::-1]
    where = crossings(x)
    length, width = x.shape if down else x.shape[::-1]
    middles = np.arange(width - across + 1) + (across - 1) / 2
    slides = np.stack([_nearest(found, middles) for found in where])
    rows = np.arange(along)[:, None] + np.arange(length - along + 1)
    aside = (np.arange(across) - (across - 1) / 2) * CLOSER
    moves = np.nan_to_num(slides[rows][:, None] - aside[:, None, None])
    if not down:
        moves = moves.transpose(1, 0, 3, 2)
    still = np.zeros_like(moves)
    return np.stack([still, moves] if down else [moves, still])


def line_through(x: Array) -> Array:
    """The line of a picture to be drawn, from number to number: pieces that leave these free.

    Returns:
        ``(n, 2)``, x and y in cells, NaN between two pieces.
    """
    where, pieces = crossings(x), list[list[float]]()
    for row, (here, below) in enumerate(pairwise(where)):
        for start in here.tolist():
            for end in below.tolist():
                if abs(end - start) <= JOINED:
                    ends = ([start + part * (end - start), row + part] for part in DRAWN)
                    pieces += [*ends, [math.nan, math.nan]]
    drawn = np.array(pieces).reshape(-1, 2)
    return drawn if runs_down(x) else drawn[:, ::-1]


def _bright(x: Array) -> Array:
    """Which cells belong to a line."""
    top = max(float(x.max()), 0)
    bright: Array = x > top * BRIGHT
    return bright


def _nearest(found: Array, middles: Array) -> Array:
    """How far it is from each window's middle to the nearest crossing; NaN where none is near."""
    if not found.size:
        return np.full(middles.shape, np.nan)
    away = found[:, None] - middles
    nearest: Array = away[np.abs(away).argmin(axis=0), np.arange(len(middles))]
    return np.where(np.abs(nearest) <= REACH, nearest, np.nan)
