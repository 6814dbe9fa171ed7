"""What the player should paint of points off the grid and of pegs, from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Any

from convlib.picture.pegged import Arrow, Pegged
from convlib.picture.spread import Disc, Spread
from convlib.render.fonts import advance
from tests.things import Thing

HALF = 0.364  # from the baseline to the middle of figures, in ems
FROM = 24  # the least cells whose points carry numbers
SHARES = {2: 0.25, 3: 0.25, 4: 0.22, 5: 0.19}  # sizes in cells, by how many characters there are
PEG_LOOKS = {"now": ("{}", "{}", "ground"), "reached": ("{}-full-6", "{}", "{}")}
OPEN = ("ground", "edge", "muted")


def points(spread: Spread, cell: int, least: float) -> Iterator[Thing]:
    """Lines, then discs with what they carry, then the weights with which cells are read."""
    thin = max(1, 0.03 * cell)
    for line in spread.threads:
        ends = (line.x1, line.y1, line.x2, line.y2)
        yield Thing("points", "line", ends, stroke="gain", width=thin, ends="butt miter")
    for disc in spread.discs:
        yield from _disc(disc, cell, thin, least)
    for share in spread.shares:
        size = _readable(SHARES.get(len(share.text), 0.25) * cell, share.text, 0.9 * cell, least)
        if size and cell >= FROM:
            look: dict[str, Any] = {"fill": "ink", "weight": 600}
            yield _text("points", share.text, share.x, share.y, size, cell, **look)


def _disc(disc: Disc, cell: int, thin: float, least: float) -> Iterator[Thing]:
    """A point with ground round it, or the ring of a regular place."""
    middle = (disc.x, disc.y)
    if disc.hollow:
        place = (*middle, disc.radius - thin / 2 / cell)
        look: dict[str, Any] = {"stroke": disc.colour, "width": thin, "ends": "butt miter"}
        yield Thing("points", "circle", place, "ground", **look)
        return
    yield Thing("points", "circle", (*middle, disc.radius + 1.5 / cell), "ground")
    yield Thing("points", "circle", (*middle, disc.radius), disc.colour)
    if disc.text and cell >= FROM:
        part = min(0.24, 0.58 / len(disc.text))
        size = _readable(part * cell, disc.text, 2 * disc.radius * cell, least)
        if size:
            yield _text("points", disc.text, *middle, size, cell, fill="ground", weight=700)


def _readable(size: float, text: str, room: float, least: float) -> float:
    """A size that can be read, or the least one if there is room for that; else 0."""
    if size >= least:
        return size
    return least if max(advance(text, w) for w in (500, 600)) * least <= room else 0.0


def pegs(pegged: Pegged, cell: int) -> Iterator[Thing]:
    """Arrows, then pegs with their numbers, then what stands on the arrows and behind them."""
    thin, between = max(1, 0.03 * cell), max(12, 0.32 * cell)
    number = max(12, 0.36 * cell)
    number = number if number <= 0.52 * cell else 0
    radius = (0.8 * number or 0.14 * cell) / cell
    for arrow in pegged.arrows:
        for shaft in _shafts(arrow, radius, between / cell, bool(number)):
            pen = "M" + "L" * (len(shaft) // 2 - 1)
            look: dict[str, Any] = {
                "stroke": "edge",
                "width": thin,
                "ends": "round miter",
                "pen": pen,
            }
            yield Thing("pegs", "path", shaft, **look)
    for peg in pegged.pegs:
        looks = PEG_LOOKS.get(peg.state, OPEN)
        fill, edge, ink = (look.format(peg.role) for look in looks)
        dash = (2.5,) if peg.state == "open" else ()
        outline: dict[str, Any] = {
            "stroke": edge,
            "width": thin,
            "dash": dash,
            "ends": "butt miter",
        }
        yield Thing("pegs", "circle", (peg.x, peg.y, radius), fill, **outline)
        if number:
            yield _text("pegs", peg.text, peg.x, peg.y, number, cell, fill=ink, weight=600)
    for arrow in pegged.arrows:
        if _is_written(arrow, radius, between / cell, bool(number)):
            middle = (arrow.x1 + arrow.x2) / 2, (arrow.y1 + arrow.y2) / 2
            yield _text("pegs", arrow.text, *middle, between, cell, fill="muted", weight=500)
    for remark in pegged.remarks:
        wide = between / cell * advance(remark.text, 400)
        if wide + between / cell / 2 <= remark.room - radius:
            place = remark.x - wide / 2, remark.y
            yield _text("pegs", remark.text, *place, between, cell, fill="muted", weight=400)


def _long(arrow: Arrow) -> float:
    return hypot(arrow.x2 - arrow.x1, arrow.y2 - arrow.y1)


def _said(arrow: Arrow, size: float) -> float:
    """How far what stands on an arrow reaches along it, in cells."""
    return size * (advance(arrow.text, 500) if arrow.y1 == arrow.y2 else 2 * HALF)


def _is_written(arrow: Arrow, radius: float, size: float, is_large: bool) -> bool:
    """Whether there is room for what stands on an arrow, and something of it beside that."""
    free = _long(arrow) - 2 * radius - 4 * 0.1
    return is_large and free >= _said(arrow, size) + size


def _shafts(
    arrow: Arrow, radius: float, size: float, is_large: bool
) -> Iterator[tuple[float, ...]]:
    """Its line, broken where something stands on it, and its head; a tenth of a cell stays free."""
    across, down = ((arrow.x2 - arrow.x1) / _long(arrow), (arrow.y2 - arrow.y1) / _long(arrow))

    def on(along: float, aside: float = 0) -> tuple[float, float]:
        return (
            arrow.x1 + along * across + aside * down,
            arrow.y1 + along * down + aside * across,
        )

    tail, tip = radius + 0.1, _long(arrow) - radius - 0.1
    if _is_written(arrow, radius, size, is_large):
        half = _said(arrow, size) / 2 + 0.1
        yield (*on(tail), *on(_long(arrow) / 2 - half))
        yield (*on(_long(arrow) / 2 + half), *on(tip))
    elif tip > tail:
        yield (*on(tail), *on(tip))
    if tip - tail > 0.1:
        yield (*on(tip - 0.1, 0.1), *on(tip), *on(tip - 0.1, -0.1))


def _text(
    layer: str, text: str, x: float, y: float, size: float, cell: int, *, fill: str, weight: int
) -> Thing:
    """A text round a middle."""
    wide = size * advance(text, weight) / cell
    place = (x - wide / 2, y + HALF * size / cell, wide)
    return Thing(layer, "text", place, fill, text=text, size=size, weight=weight)
