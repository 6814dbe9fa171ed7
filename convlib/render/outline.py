"""The shapes of the picture as points: rounded boxes, dashed borders, hatching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.linalg import matrix_power

from convlib.ops import Array

ARC = 9  # points of a corner
DASH = 6  # points of a dash


@dataclass(frozen=True)
class Rounded:
    """A box with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    radius: float

    def points(self) -> Array:
        """Its corners, clockwise from the middle of its top: ``(n, 2)``.

        Example:
            >>> points = Rounded(0, 0, 4, 2, 1).points()
            >>> points.min(axis=0).tolist(), points.max(axis=0).tolist(), points[0].tolist()
            ([0.0, 0.0], [4.0, 2.0], [2.0, 0.0])
        """
        radius = min(self.radius, self.width / 2, self.height / 2)
        turn = np.linspace(-np.pi / 2, 0, ARC)
        arc = radius * np.column_stack([np.cos(turn), np.sin(turn)])
        left, right = self.x + radius, self.x + self.width - radius
        top, bottom = self.y + radius, self.y + self.height - radius
        centres = np.array([(right, top), (right, bottom), (left, bottom), (left, top)])
        quarter = np.array([[0, 1], [-1, 0]])
        corners = [centre + arc @ matrix_power(quarter, at) for at, centre in enumerate(centres)]
        return np.concatenate([[(self.x + self.width / 2, self.y)], *corners])


def dashes(outline: Array, period: float) -> Array:
    """A closed outline cut into dashes as long as the gaps between: ``(dashes, 6, 2)``.

    Their number is a multiple of 4, and the first one lies across the outline's first point, so
    that all sides and corners of a square look alike.

    Args:
        outline: ``(n, 2)``, not closed.
        period: From one dash to the next, about.

    Example:
        >>> dashes(Rounded(0, 0, 8, 8, 0).points(), period=2).shape
        (16, 6, 2)
    """
    closed = np.concatenate([outline, outline[:1]])
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = 4 * max(1, round(length[-1] / period / 4))
    period = length[-1] / count
    starts = (np.arange(count) - 0.25)[:, None] * period
    places = (starts + np.linspace(0, period / 2, DASH)) % length[-1]
    return np.stack([np.interp(places, length, closed[:, axis]) for axis in (0, 1)], axis=-1)


def hatching(start: float, side: float, spacing: float) -> Array:
    """Rising lines across a square whose corner is ``(start, start)``: ``(lines, 2, 2)``.

    Example:
        >>> hatching(0, 4, spacing=4).tolist()
        [[[0.0, 2.0], [2.0, 0.0]], [[2.0, 4.0], [4.0, 2.0]]]
    """
    count = 2 * max(1, round(side / spacing))
    reach = (np.arange(count) + 0.5) * 2 * side / count
    low, high = np.maximum(0, reach - side), np.minimum(reach, side)
    return start + np.stack([np.stack([low, high], -1), np.stack([high, low], -1)], axis=1)
