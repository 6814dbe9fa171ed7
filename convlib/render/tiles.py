"""The shapes on a sheet, each as it lies where a cell or box begins at (0, 0)."""

from __future__ import annotations

from convlib.ops import Array
from convlib.render.outline import Rounded, dashes, hatching
from convlib.render.sheet import Sheet

DASH, DASH_LEAST = 0.15, 5  # from one dash to the next, in cells and in pixels
HATCH_LEAST = 4


def tile(sheet: Sheet, within: float = 0) -> Rounded:
    """A cell, or what lies so far within its edge."""
    start = sheet.inset + within
    side = sheet.cell - 2 * start
    return Rounded(start, start, side, side, sheet.pixels("radius") - within)


def outline(sheet: Sheet, width: float, height: float) -> Rounded:
    """The middle of the line round a box of so many cells; its inner edge is the box's."""
    out = sheet.ring / 2
    sides = width * sheet.cell + sheet.ring, height * sheet.cell + sheet.ring
    return Rounded(-out, -out, *sides, sheet.pixels("radius") + out)


def dashed(sheet: Sheet) -> Array:
    """The border of a padding cell: ``(dashes, points, 2)``."""
    edge = tile(sheet, sheet.stroke / 2).points()
    return dashes(edge, max(DASH_LEAST * sheet.unit, DASH * sheet.cell))


def hatched(sheet: Sheet) -> Array:
    """The lines across a cell that no window visits: ``(lines, 2, 2)``."""
    shape = tile(sheet)
    return hatching(shape.x, shape.width, max(HATCH_LEAST * sheet.unit, sheet.pixels("hatch")))
