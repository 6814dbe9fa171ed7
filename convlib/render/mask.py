"""Shapes and texts as coverage: which pixels they touch, and how much of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from convlib.ops import Array
from convlib.render import fonts
from convlib.render.outline import Rounded

LEVELS = 16
Pair = tuple[int, int]
FINER = 4  # letters are drawn so many times larger: without hinting, and between pixels
INK = np.rint(np.arange(256) / 255 * LEVELS).astype(np.uint8)  # the level of each grey


@dataclass(frozen=True, eq=False)
class Mask:
    """The pixels that are touched, from the origin, and to how many sixteenths."""

    y: Array
    x: Array
    level: Array

    @classmethod
    def of(cls, coverage: Array, y: int = 0, x: int = 0) -> Mask:
        """From coverage of 0 to 1, its first pixel being at ``(y, x)``."""
        return cls._touched(np.rint(coverage * LEVELS).astype(np.uint8), y, x)

    @classmethod
    def shrunk(cls, image: Image.Image, y: int = 0, x: int = 0) -> Mask:
        """From a picture drawn in white, so many times larger, its corner being at ``(y, x)``."""
        left, top, right, bottom = image.getbbox() or (0, 0, 1, 1)  # the rest is black
        left, top = left // FINER, top // FINER
        end = min(right + -right % FINER, image.width), min(bottom + -bottom % FINER, image.height)
        small = image.reduce(FINER, (FINER * left, FINER * top, *end))
        return cls._touched(INK[np.asarray(small)], y + top, x + left)

    @classmethod
    def _touched(cls, levels: Array, y: int, x: int) -> Mask:
        rows, columns = np.nonzero(levels)
        return cls(rows + y, columns + x, levels[rows, columns])

    def flat(self, width: int) -> Array:
        """The same pixels counted row by row, on a canvas so wide."""
        if width not in self._flat:
            self._flat[width] = self.y * width + self.x
        return self._flat[width]

    @cached_property
    def _flat(self) -> dict[int, Array]:
        return {}

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first column that is touched, and the one after the last."""
        return int(self.x.min(initial=0)), int(self.x.max(initial=-1)) + 1

    def coarse(self, steps: int) -> Mask:
        """The same with so few levels."""
        level = np.rint(self.level * (steps / LEVELS)) * (LEVELS / steps)
        seen = level > 0
        return Mask(self.y[seen], self.x[seen], level[seen].astype(np.uint8))

    def between(self, left: int, right: int) -> Mask:
        """The part of it from one column up to another."""
        inside = (self.x >= left) & (self.x < right)
        return Mask(self.y[inside], self.x[inside], self.level[inside])


def filled(shape: Rounded, side: int) -> Mask:
    """A box with rounded corners, within a square from the origin."""
    return Mask.of(np.clip(0.5 - _distance(shape, *_pixels(0, 0, side, side)), 0, 1))


def outlined(shape: Rounded, stroke: float) -> Mask:
    """The line round a box with rounded corners."""
    y, x = int(shape.y - stroke), int(shape.x - stroke)
    height, width = (int(size + 2 * stroke + 2) for size in (shape.height, shape.width))
    away = np.abs(_distance(shape, *_pixels(y, x, height, width)))
    return Mask.of(np.clip(0.5 + stroke / 2 - away, 0, 1), y, x)


def area(points: Array, size: tuple[int, int]) -> Mask:
    """What a line ``(points, 2)`` encloses, within a canvas of ``(height, width)``."""
    image, (x, y) = _paper(points, 0, size)
    corners = ((points - (x, y)) * FINER).tolist()
    ImageDraw.Draw(image).polygon([tuple(corner) for corner in corners], fill=255)
    return Mask.shrunk(image, y, x)


def strands(points: Array) -> list[Array]:
    """The parts of a line between rows of NaN.

    Example:
        >>> [len(part) for part in strands(np.array([[0, 0], [np.nan] * 2, [1, 1], [2, 1]]))]
        [1, 2]
    """
    lifted = np.isnan(points).any(axis=1)
    parts = np.split(points, np.flatnonzero(lifted))
    whole = (part[~np.isnan(part).any(axis=1)] for part in parts)
    return [part for part in whole if len(part)]


def curved(
    lines: Sequence[Array],
    stroke: float,
    size: tuple[int, int],
    dash: tuple[float, float] | None = None,
) -> Mask:
    """Lines ``(points, 2)`` within a canvas of ``(height, width)``; a single point is a disc.

    Args:
        lines: Their points, x before y.
        stroke: Their width.
        size: Of the canvas.
        dash: How long each dash is, and the gap after it; None for none.
    """
    if not lines:
        return Mask.of(np.zeros((0, 0)))
    image, (left, top) = _paper(np.concatenate(list(lines)), stroke, size)
    pen, half = ImageDraw.Draw(image), stroke * FINER / 2
    for points in lines:
        for part in _dashed(points, dash) if dash else [points]:
            corners = [(float(x), float(y)) for x, y in (part - (left, top)) * FINER]
            if len(corners) > 1:
                pen.line(corners, fill=255, width=round(2 * half), joint="curve")
            for x, y in corners[:1] + corners[-1:]:
                pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return Mask.shrunk(image, top, left)


def _paper(points: Array, stroke: float, size: tuple[int, int]) -> tuple[Image.Image, Pair]:
    """What is just large enough to draw a line on, and where on the canvas it begins: x, y."""
    most = np.array(size[::-1])
    first = np.clip(np.floor(points.min(axis=0) - stroke - 1), 0, most - 1).astype(int)
    end = np.clip(np.ceil(points.max(axis=0) + stroke + 1), first + 1, most).astype(int)
    width, height = ((end - first) * FINER).tolist()
    return Image.new("L", (width, height)), (int(first[0]), int(first[1]))


def _dashed(points: Array, dash: tuple[float, float]) -> list[Array]:
    """The dashes of a line, each with its two ends."""
    lengths = np.concatenate([[0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    starts = np.arange(0, lengths[-1], sum(dash))
    ends = np.minimum(starts + dash[0], lengths[-1])
    at = [
        np.stack([np.interp(ends_, lengths, points[:, a]) for a in (0, 1)], axis=1)
        for ends_ in (starts, ends)
    ]
    return list(np.stack(at, axis=1))


def drawn(lines: Array, stroke: float, side: int) -> Mask:
    """Lines ``(n, points, 2)`` within a square from the origin; their ends are round."""
    coverage = np.zeros((side, side))
    for points in lines:
        left, top = np.maximum(np.floor(points.min(axis=0) - stroke), 0).astype(int)
        right, bottom = np.ceil(points.max(axis=0) + stroke).astype(int)
        patch = coverage[top:bottom, left:right]
        away = _from_line(points, *_pixels(top, left, *patch.shape))
        np.maximum(patch, np.clip(0.5 + stroke / 2 - away, 0, 1), out=patch)
    return Mask.of(coverage)


def _from_line(points: Array, y: Array, x: Array) -> Array:
    """How far places are from a line through points ``(n, 2)``."""
    starts, ways = points[:-1, :, None, None], np.diff(points, axis=0)[:, :, None, None]
    off = np.stack(np.broadcast_arrays(x, y)) - starts
    part = np.clip((off * ways).sum(axis=1) / (ways**2).sum(axis=1), 0, 1)
    across, down = np.moveaxis(off - part[:, None] * ways, 1, 0)
    nearest: Array = np.hypot(across, down).min(axis=0)
    return nearest


def line(x1: float, y1: float, x2: float, y2: float, width: float = 1.0) -> Mask:
    """A straight line; of each column, or row of a steep one, only the pixels near it.

    What is wider than a pixel is longer by as much, so that two lines meet in a corner.
    """
    if abs(y2 - y1) > abs(x2 - x1):
        turned = line(y1, x1, y2, x2, width)
        return Mask(turned.x, turned.y, turned.level)
    if x1 > x2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    more = (width - 1) / 2
    columns = np.arange(int(x1 - more), int(x2 + more))
    slope = (y2 - y1) / (x2 - x1)
    middles = y1 + (columns + 0.5 - x1) * slope
    near = 1 + ceil(1.5 * more)
    rows = np.floor(middles) + np.arange(-near, near + 1)[:, None]
    away = np.abs(rows + 0.5 - middles) / np.hypot(1, slope)
    levels = np.rint(np.clip(1 + more - away, 0, 1) * LEVELS).astype(np.uint8)
    where = np.nonzero(levels)
    return Mask(rows[where].astype(int), columns[where[1]], levels[where])


@lru_cache(maxsize=4096)
def lettered(text: str, weight: int, size: float, phase: int) -> Mask:
    """A text whose baseline begins at the origin, so many quarters of a pixel to the right."""
    pad = ceil(size / 2)
    above, below = ceil(1.2 * size), ceil(0.4 * size)
    width = ceil(fonts.advance(text, weight) * size) + 2 * pad
    ink = Image.new("L", (FINER * width, FINER * (above + below)))
    pen, x = ImageDraw.Draw(ink).draw, float(FINER * pad + phase)
    for character in text:
        shape, (left, top) = letter(character, weight, FINER * size)
        pen.draw_bitmap((round(x) + left, FINER * above + top), shape, 255)
        x += FINER * size * fonts.advance(character, weight)
    return Mask.shrunk(ink, -above, -pad)


@lru_cache(maxsize=4096)
def letter(character: str, weight: int, size: float) -> tuple[Any, Pair]:
    """A character's shape as Pillow draws it, and where it begins, seen from the pen."""
    return fonts.opened(weight, size).getmask2(character, "L", anchor="ls")


def _pixels(y: int, x: int, height: int, width: int) -> tuple[Array, Array]:
    """The middles of pixels."""
    return np.arange(y, y + height)[:, None] + 0.5, np.arange(x, x + width)[None] + 0.5


def _distance(shape: Rounded, y: Array, x: Array) -> Array:
    """How far places are from the edge of a box with rounded corners; negative within it."""
    radius = min(shape.radius, shape.width / 2, shape.height / 2)
    across = np.abs(x - shape.x - shape.width / 2) - shape.width / 2 + radius
    down = np.abs(y - shape.y - shape.height / 2) - shape.height / 2 + radius
    outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
    return outside + np.minimum(np.maximum(across, down), 0) - radius
