"""What stands below the equation, on the sheet: the heat-map's legend, and the result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from convlib.picture.view import View
from convlib.render.fonts import CAP
from convlib.render.foot import BAR, HIGH, PLACES, Rule, Scale, Table, Text
from convlib.render.lettering import KEPT
from convlib.render.sheet import Sheet
from convlib.render.writing import Plate, Writing


class Bar(NamedTuple):
    """A filled box: its name, its place, and the name of its colour."""

    name: str
    box: Plate
    colour: str


def told(moment: View, sheet: Sheet) -> Iterator[Writing]:
    """The texts."""
    for name, thing, x, y in _things(moment, sheet):
        if isinstance(thing, Text):
            size = thing.size * sheet.foot
            yield Writing(name, thing.text, x, y, size, thing.weight, thing.colour)


def bars(moment: View, sheet: Sheet) -> Iterator[Bar]:
    """The heat scales, a box for each colour, and the lines under parts of formulas."""
    for name, thing, x, y in _things(moment, sheet):
        if isinstance(thing, Rule):
            yield Bar(name, (x, y, round(thing.width * sheet.foot), sheet.thin), "line")
        elif isinstance(thing, Scale):
            wide, high = (round(side * sheet.foot) for side in (BAR / PLACES, HIGH))
            top = y - round((high + CAP * sheet.foot) / 2)
            for place in range(PLACES):
                box = x + place * max(1, wide), top, max(1, wide), high
                yield Bar(f"{name}-{place}", box, f"{thing.name}-{place}")


def _things(moment: View, sheet: Sheet) -> Iterator[tuple[str, Text | Scale | Rule, int, int]]:
    """All that is there, each with its name and where it stands."""
    result = _result(sheet, moment.counts, moment.sized)
    for kind, top, table in (
        ("legend", sheet.legend_top, sheet.legend),
        ("result", sheet.result_top, result),
    ):
        for number, (placed, thing) in enumerate(table.things):
            down = 0.0 if isinstance(thing, Scale) else thing.y
            x = sheet.margin + (placed.x + thing.x) * sheet.foot
            y = top + (table.baseline(placed) + down) * sheet.foot
            yield f"{kind}-{number}", thing, round(x), sheet.top + round(y)


@lru_cache(KEPT)
def _result(sheet: Sheet, counts: tuple[int, ...], asked: bool) -> Table:
    return sheet.result_after(counts, asked=asked)
