"""What remains of lines where boxes hide them: on a ground that is left out, nothing else can."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from convlib.ops import Array

KEPT = 512  # curves that are cut once
LIFTED = (np.nan, np.nan)  # the pen

Line = tuple[float, float, float, float]
Box = tuple[float, float, float, float]  # x, y, width, height


def outside(line: Line, boxes: Iterable[Box]) -> list[Line]:
    """The pieces of a line that lie in none of the boxes.

    Example:
        >>> outside((0, 5, 10, 5), [(2, 0, 3, 10), (9, 5, 4, 4)])
        [(0.0, 5.0, 2.0, 5.0), (5.0, 5.0, 9.0, 5.0)]
    """
    hidden = sorted(filter(None, (_within(line, box) for box in boxes)))
    x1, y1, x2, y2 = line
    pieces, start = list[Line](), 0.0
    for first, last in [*hidden, (1.0, 1.0)]:
        if first > start:
            ends = [(x1 + part * (x2 - x1), y1 + part * (y2 - y1)) for part in (start, first)]
            pieces.append((*ends[0], *ends[1]))
        start = max(start, last)
    return pieces


def _within(line: Line, box: Box) -> tuple[float, float] | None:
    """From which part of a line to which it lies in a box; None where it doesn't."""
    x1, y1, x2, y2 = line
    x, y, width, height = box
    first, last = 0.0, 1.0
    for start, way, low, high in ((x1, x2 - x1, x, x + width), (y1, y2 - y1, y, y + height)):
        if way == 0:
            if not low <= start <= high:
                return None
            continue
        one, other = sorted(((low - start) / way, (high - start) / way))
        first, last = max(first, one), min(last, other)
    return (first, last) if first < last else None


def cleared(points: Array, boxes: tuple[Box, ...]) -> Array:
    """A curve through points that is left out where boxes lie: there the pen is lifted.

    Example:
        >>> cleared(np.array([[0, 5], [10, 5.0]]), ((2, 0, 3, 10),)).tolist()
        [[0.0, 5.0], [2.0, 5.0], [nan, nan], [5.0, 5.0], [10.0, 5.0]]
    """
    return _cleared(np.ascontiguousarray(points, float).tobytes(), boxes)


@lru_cache(KEPT)
def _cleared(written: bytes, boxes: tuple[Box, ...]) -> Array:
    points = np.frombuffer(written).reshape(-1, 2)
    if not boxes or len(points) < 2:
        return points
    found: list[tuple[float, float]] = [tuple(points[0].tolist())]
    for (x1, y1), (x2, y2) in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
        pieces = outside((x1, y1, x2, y2), boxes) if x1 == x1 and x2 == x2 else []
        for left, top, right, bottom in pieces:
            if found[-1] != (left, top):
                found += [LIFTED, (left, top)]
            found.append((right, bottom))
        if not pieces:
            found += [LIFTED, (x2, y2)]
    return np.array(found)
