"""The titles of panels and the signs between them: none is in the way of what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count, takewhile
from operator import gt

from convlib.picture.parts import TITLE
from convlib.picture.view import Title, View
from convlib.render.fonts import AXIS, CAP, advance
from convlib.render.gaps import BEYOND
from convlib.render.lettering import EDGE_FREE, HALF_SPACE, KEPT, LEAST, LEAST_LEFT, Writing, cut
from convlib.render.sheet import Sheet
from convlib.render.taken import Box, box_of, in_the_way, meet

NOTE = 0.9  # the size of a title's note, in ems of the title
APART = 0.5  # between a title and its note, in ems of the title
AFTER = 0.3  # what stays free behind a title, in ems
UNDER = 3  # pixels between a panel and a title below it
WEIGHT = 600
SMALLER_SIGNS = (0.9, 0.8, 0.7)  # where there is no room for them
BEARING = 0.03  # what a sign leaves free of its own width on each side, in ems
STEP = 0.5  # pixels by which titles become smaller
NUMBERED = re.compile(r"([^\d=]+) (\d+(?:, \d+)*)")  # a name, and which of several it is


def titles(moment: View, sheet: Sheet) -> tuple[tuple[int, Writing], ...]:
    """The panels' names and sizes, each with its panel's number.

    All are smaller where some have no room. One for which even that makes none is cut, or left out.
    """
    return _titles(moment.titles, sheet)


def signs(moment: View, sheet: Sheet) -> tuple[Writing, ...]:
    """What stands between the panels: smaller, or left out, where these leave no room."""
    return _signs(moment.symbols, sheet)


def around(moment: View, sheet: Sheet) -> Iterator[Writing]:
    """The titles of the panels that stand, and the signs between them."""
    standing = (text for panel, text in titles(moment, sheet) if panel not in moment.movers)
    yield from (*standing, *signs(moment, sheet))


@lru_cache(KEPT)
def _titles(listed: tuple[Title, ...], sheet: Sheet) -> tuple[tuple[int, Writing], ...]:
    rooms = [_room(title, listed, sheet) for title in listed]
    size, words = sheet.title, [_longer(title) for title in listed]
    for said, room in zip(words, rooms, strict=True):
        size = min(size, room / (advance(said, WEIGHT) + AFTER))
    least = min(sheet.title, sheet.legible or LEAST * sheet.unit)
    size = max(size, least)
    things = [_things(title, sheet) for title in listed]

    def lacking(size: float) -> int:
        """How many titles are in the way of something."""
        free = _free(listed, things, sheet, size)
        wanted = (size * advance(said, WEIGHT) for said in words)
        return sum(map(gt, map(min, wanted, rooms), free))

    sizes = (*takewhile(lambda each: each > least, count(size, -STEP)), least)
    fitting = (each for each in sizes if not lacking(each))
    size = next(fitting, None) or min(sizes, key=lacking)
    free = map(min, rooms, _free(listed, things, sheet, size))
    return tuple(
        (title.panel, writing)
        for number, (title, room) in enumerate(zip(listed, free, strict=True))
        for writing in _title(number, title, sheet, size, room)
    )


def _longer(title: Title) -> str:
    """What it says, or will say, whichever is longer."""
    return max(title.text, title.later, key=lambda said: advance(said, WEIGHT))


def _room(title: Title, listed: tuple[Title, ...], sheet: Sheet) -> float:
    """How wide a title may be, in pixels: up to the next one on its line, or the sheet's edge."""
    x, end = sheet.x(title.x), title.x + title.width
    next_ = [sheet.x(each.x) - x for each in listed if each.y == title.y and each.x >= end]
    to_edge = sheet.width - EDGE_FREE * sheet.unit - x
    return min((title.width + BEYOND) * sheet.cell, to_edge, *next_)


@lru_cache(1024)
def _things(title: Title, sheet: Sheet) -> tuple[Box, ...]:
    """What a title could be in the way of, besides other titles."""
    size, line = sheet.geometry["title"], title.y - sheet.geometry["titleAbove"]
    wide = size * advance(title.text, WEIGHT)
    noted = wide + size * (APART + NOTE * advance(title.note, 400))
    right = title.x + (noted if noted <= title.width else wide)
    own = title.x, line - CAP * size, right, line
    near = sheet.geometry["symbol"] / 2
    own_signs = {
        f"symbol-{number}"
        for number, (_, x, y) in enumerate(sheet.plan.symbols)
        if meet(own, (x - near, y - near, x + near, y + near))
    }
    signs = (each for each in _signs(sheet.plan.symbols, sheet) if each.name not in own_signs)
    cells = (
        (left - sheet.inset, top, right, bottom)  # windows are drawn round them
        for left, top, right, bottom in _cells(own, sheet, title.panel)
    )
    return (*cells, *map(box_of, signs))


def _cells(own: Box, sheet: Sheet, but: int = -1) -> Iterator[Box]:
    """What is in the way of a text, without what cells leave free at their edges."""
    free = sheet.inset
    for left, top, right, bottom in in_the_way(own, sheet, but):
        yield left + free, top + free, right - free, bottom - free


def _free(
    listed: Sequence[Title], things: Sequence[Sequence[Box]], sheet: Sheet, size: float
) -> list[float]:
    """How much room each title has in letters of a size, in pixels.

    One that moves with its panel lies over all else, and has all that there is.
    """
    flying, free = sheet.plan.flights, list[float]()
    boxes = [box_of(_writing(0, title, _longer(title), sheet, size)) for title in listed]
    for at, (left, top, _, bottom) in enumerate(boxes):
        others = [
            box
            for number, (box, other) in enumerate(zip(boxes, listed, strict=True))
            if (box[0], -number) > (left, -at) and other.panel not in flying
        ]
        ahead = (left, top, float(sheet.width), bottom)
        starts = (box[0] for box in (*things[at], *others) if meet(ahead, box))
        nearest = sheet.width if listed[at].panel in flying else min(starts, default=sheet.width)
        free.append(nearest - left - HALF_SPACE * size)
    return free


def _title(number: int, title: Title, sheet: Sheet, size: float, room: float) -> Iterator[Writing]:
    """A panel's name, and its size where there is room for it; nothing where there is none."""
    said = shortened(title.text, room / size)
    if not said:
        return
    name = _writing(number, title, said, sheet, size)
    yield name
    start = round(name.x + name.width + APART * size)
    small = max(NOTE * size, sheet.legible)
    note = Writing(f"note-{number}", title.note, start, name.y, small, 400, "muted")
    if start + note.width <= name.x + min(title.width * sheet.cell, room):
        yield note


def _writing(number: int, title: Title, said: str, sheet: Sheet, size: float) -> Writing:
    """A title where it stands: above its panel, or below it and clear of it."""
    y = round(sheet.y(title.y) - sheet.lift)
    if sheet.scene.panels[title.panel].below:
        y = max(y, round(sheet.y(title.y - TITLE) + UNDER * sheet.unit + CAP * size))
    return Writing(f"title-{number}", said, sheet.x(title.x), y, size, WEIGHT, title.colour)


def shortened(said: str, room: float) -> str:
    """A title that is no wider than so many ems; which of several it is stays, if that has room.

    Example:
        >>> shortened("Channel 3", 4), shortened("Channel 3", 1), shortened("Kernel", 3)
        ('Cha… 3', '3', 'Ker…')
    """
    if advance(said, WEIGHT) <= room:
        return said
    if numbered := NUMBERED.fullmatch(said):
        name, number = numbered.groups()
        short = cut(name, WEIGHT, room - advance(f" {number}", WEIGHT))
        said = f"{short} {number}" if len(short) >= 2 else number
        return said if advance(said, WEIGHT) <= room else ""
    short = cut(said, WEIGHT, room)
    return short if len(short) > LEAST_LEFT else ""


@lru_cache(KEPT)
def _signs(listed: tuple[tuple[str, float, float], ...], sheet: Sheet) -> tuple[Writing, ...]:
    return tuple(
        free
        for number, (sign, x, y) in enumerate(listed)
        for free in [_sign(f"symbol-{number}", sign, x, y, sheet)]
        if free
    )


def _sign(name: str, sign: str, x: float, y: float, sheet: Sheet) -> Writing | None:
    """A sign as large as there is room for it, and as near to its place; None for nowhere."""
    things = [*_cells((x, y, x, y), sheet)]
    smaller = [max(part * sheet.symbol, sheet.legible) for part in SMALLER_SIGNS]
    for size in dict.fromkeys((sheet.symbol, *smaller)):
        baseline = round(sheet.y(y) + AXIS * size)
        usual = Writing(name, sign, sheet.x(x), baseline, size, 400, "muted", align="center")
        left, top, right, bottom = box_of(usual)
        left, right = left + BEARING * size, right - BEARING * size
        beside = [box for box in things if meet((0, top, sheet.width, bottom), box)]
        start = max((box[2] for box in beside if box[2] <= usual.x), default=0)
        end = min((box[0] for box in beside if box[0] >= usual.x), default=sheet.width)
        aside = max(0, start - left) - max(0, right - end)
        if right - left <= end - start:
            return usual.moved(aside, 0) if aside else usual
    return None
