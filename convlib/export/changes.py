"""What of each frame has to be drawn: the formats that know deltas, GIF and APNG, share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee, zip_longest

import numpy as np

from convlib.ops import Array

UNCHANGED = 255  # the place that stands for whatever is there already
UNSEEN = np.uint8(1)  # what is taken from 1 for a change, and from 0 for none
Box = tuple[slice, slice]


@dataclass(frozen=True, eq=False)
class Change:
    """What is drawn over the frame before.

    Attributes:
        x: Where it begins.
        y: Where it begins.
        pixels: Each one's place in the palette, or ``UNCHANGED``.
        empties: Whether all that it covers is emptied again before the next frame is drawn.
    """

    x: int
    y: int
    pixels: Array
    empties: bool = False


def changes(frames: Iterable[Array], clear: int | None = None) -> Iterator[Change]:
    """What changes from frame to frame; the first is drawn as a whole.

    A pixel that is drawn over can't become transparent by itself: the box of the frame before is
    emptied then, and drawn anew.

    Args:
        frames: Places in the palette, ``(height, width)``.
        clear: The place that is left out; None for none.

    Example:
        >>> one, other = np.array([[1, 1, 1]]), np.array([[1, 2, 1]])
        >>> [(change.x, change.pixels.tolist()) for change in changes([one, other])]
        [(0, [[1, 1, 1]]), (1, [[2]])]
    """
    whole = frames if clear is None else (_without(frame, clear) for frame in frames)
    there: Array | None = None
    here, further = tee(whole)
    next(further, None)
    for frame, ahead in zip_longest(here, further):
        if there is None:
            changed = np.ones(frame.shape, bool)
        else:
            np.not_equal(frame, there, out=changed)
        lost = None if clear is None or ahead is None else (ahead == UNCHANGED) & (frame != ahead)
        empties = lost is not None and bool(lost.any())
        box = _bounds(changed | lost if lost is not None and empties else changed)
        pixels = frame[box]
        if there is not None:
            pixels = pixels | (changed[box].view(np.uint8) - UNSEEN)  # this is 0, or UNCHANGED
        yield Change(box[1].start, box[0].start, pixels, empties)
        there = frame
        if empties:
            there = frame.copy()
            there[box] = UNCHANGED


def _without(frame: Array, clear: int) -> Array:
    """A frame in which nothing is drawn where a place is to be left out."""
    kept: Array = np.where(frame == clear, np.uint8(UNCHANGED), frame)
    return kept


def _bounds(changed: Array) -> Box:
    """The rows and columns of what changed; one pixel where nothing did."""
    rows = np.flatnonzero(changed.any(axis=1))
    if not rows.size:
        return slice(0, 1), slice(0, 1)
    down = slice(int(rows[0]), int(rows[-1]) + 1)
    columns = np.flatnonzero(changed[down].any(axis=0))
    return down, slice(int(columns[0]), int(columns[-1]) + 1)
