"""Three ways to go from 4 cells to 8, whose stamps overlap more or less evenly."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from convlib.ops import Array, conv_transpose
from convlib.staging.checkerboards import Way

SMALL, PIXELS = (4, 4), 32  # what goes up, and of the picture
DARKEST, BRIGHTEST = 0.1, 0.56  # so that nearly twice as much is no more than white
BALL = (0.52, 0.5, 0.36)  # its middle and its radius, in parts of the picture


@lru_cache(maxsize=1)
def upsamplers() -> tuple[Way, ...]:
    """Kernel 3; kernel 4; and resize by 2, then kernel 3: its copies' stamps make one of 4 × 4.

    Example:
        >>> [int(way.stamp.sum()) for way in upsamplers()]
        [9, 16, 36]
    """
    copies = np.convolve([1, 1], [1, 1, 1])  # of one value, each under a kernel of ones
    return (
        _way("uneven", np.ones((3, 3), int), stride=2, padding=1, output_padding=1),
        _way("even", np.ones((4, 4), int), stride=2, padding=1),
        _way("resized", np.outer(copies, copies), stride=2, padding=1),
    )


def _way(name: str, stamp: Array, **each: int) -> Way:
    """A layer whose weights are all alike, and what it makes of the picture.

    There the weights add up to as much as each number has cells to fill, so that on average nothing
    gets brighter.
    """
    options: dict[str, Any] = {option: (value, value) for option, value in each.items()}
    weight = stamp * (each["stride"] ** 2 / stamp.sum())
    small = ball()
    made = conv_transpose(small[None], weight[None, None], **options)[0]
    return Way(name, stamp, options, small, made)


@lru_cache(maxsize=1)
def ball() -> Array:
    """A ball before a wall: brightness from 0 to 1, ``(rows, columns)``."""
    down, across = (np.indices((PIXELS, PIXELS)) + 0.5) / PIXELS
    y, x, radius = BALL
    wall = 0.45 + 0.4 * down
    away = np.hypot(down - y, across - x) / radius
    glance = np.hypot(down - y + radius / 3, across - x + radius / 3) / radius
    bright = np.where(away <= 1, np.clip(1.05 - glance, 0, 1), wall)
    shown: Array = DARKEST + (BRIGHTEST - DARKEST) * bright
    return shown
