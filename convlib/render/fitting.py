"""The sheet that options ask for: as much of a scene as they show, in their size and shape."""

from __future__ import annotations

import math
from dataclasses import replace

from convlib.errors import ConvError
from convlib.picture.scene import Scene
from convlib.picture.trimmed import trimmed
from convlib.render.cells import MARGIN, NARROWEST, SMALLEST_CELL, WIDEST
from convlib.render.foot import Outcome
from convlib.render.options import Options
from convlib.render.sheet import Sheet


def sheet_of(scene: Scene, options: Options, outcome: Outcome | None = None) -> Sheet:
    """The sheet that a scene is painted on; its scene is what is left to be shown.

    Args:
        scene: What is staged.
        options: How it is to look.
        outcome: The result that stands at the bottom, if the options ask for it.

    Raises:
        ConvError: As ``Sheet``, or cells of the size that is asked for have no room.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> sheet = sheet_of(scene, Options(aspect=(16, 9), width=960))
        >>> sheet.width, sheet.height, sheet_of(scene, Options(cell=30)).cell
        (960, 540, 30)
    """
    shown = trimmed(scene, titles=options.titles, kernel=options.kernel)
    layout, width = options.layout or scene.in_file, options.width
    if isinstance(width, int):
        width = round(width * options.scale)
    sheet = Sheet(shown, layout, width, options, outcome or Outcome())
    if options.cell:
        return _with_cells(sheet, options.cell)
    return _in_shape(sheet) if options.aspect else sheet


def _with_cells(sheet: Sheet, cell: int) -> Sheet:
    """As wide as cells of a side need it, and in the shape that is asked for."""
    side, unit, most = math.floor(cell * sheet.unit), sheet.unit, round(WIDEST * sheet.unit)
    wide = max(NARROWEST * unit, sheet.plan.width * side / (1 - 2 * MARGIN))
    placed = replace(sheet, width=min(_even(wide), most), side=side)
    while placed.natural > placed.height and placed.width < most:
        wide = max(placed.width + 2, placed.natural * placed.width / placed.height)
        placed = replace(placed, width=min(_even(wide), most))
    if wide > most or placed.natural > placed.height:
        high = math.floor(WIDEST * (1 - 2 * MARGIN) / sheet.plan.width)
        bounds = {"low": SMALLEST_CELL, "high": max(SMALLEST_CELL, min(high, cell - 1))}
        raise ConvError("out-of-bounds", parameter="cell", value=cell, **bounds)
    return placed


def _in_shape(sheet: Sheet) -> Sheet:
    """With the largest cells that there is room for in the shape that is asked for."""
    found = _largest(sheet)
    if found is None:
        tried = range(NARROWEST, WIDEST + 1, 40)
        widths = (replace(sheet, width=round(width * sheet.unit)) for width in tried)
        wide = next((each.width for each in widths if _largest(each)), WIDEST * sheet.unit)
        value, least = round(sheet.width / sheet.unit), round(wide / sheet.unit)
        raise ConvError("too-narrow", parameter="width", value=value, least=least)
    return found


def _largest(sheet: Sheet) -> Sheet | None:
    """The sheet with the largest cells that leave room for all else; None for none."""
    least = math.ceil(SMALLEST_CELL * sheet.unit)
    most = math.floor((sheet.width - 2 * sheet.margin) / sheet.plan.width)
    found = None
    while least <= most:
        side = (least + most) // 2
        placed = replace(sheet, side=side)
        if placed.natural <= placed.height:
            found, least = placed, side + 1
        else:
            most = side - 1
    return found


def _even(width: float) -> int:
    return 2 * math.ceil(width / 2)
