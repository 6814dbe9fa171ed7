"""The labels of a moment where they stand on the sheet: none is in another one's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from convlib.picture.marked import Lettering, lettering, letterings
from convlib.picture.marked import labels as all_labels
from convlib.picture.view import View, view
from convlib.render.caption import LEFT_OUT
from convlib.render.fonts import CAP, advance
from convlib.render.lettering import (
    EDGE_FREE,
    HALF_SPACE,
    KEPT,
    LEAST,
    LEAST_LEFT,
    Writing,
    cut,
)
from convlib.render.sheet import Sheet
from convlib.render.taken import Box, box_of, in_the_way, meet
from convlib.render.titling import signs, titles

SMALLER_LABELS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)  # where they are in their way
ASIDE = (0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.45, -0.45)  # in ems, how far one gives way
SHRUNK = 8  # how many labels in the way letters of no size would be worth


def labels(moment: View, sheet: Sheet) -> tuple[Writing, ...]:
    """The texts at places, and those of brackets.

    All are smaller where some are in each other's way, or in that of titles, signs, cells, brackets
    and bars. One for which even that makes no room gives way a little, or is cut, or is left out.
    """
    return _labels(moment.labels, _fixed(moment, sheet), sheet) if moment.labels else ()


def _fixed(moment: View, sheet: Sheet) -> tuple[Writing, ...]:
    """Titles and signs that stand."""
    standing = (text for panel, text in titles(moment, sheet) if panel not in sheet.plan.flights)
    return (*standing, *signs(moment, sheet))


@lru_cache(KEPT)
def _labels(
    listed: tuple[Lettering, ...], fixed: tuple[Writing, ...], sheet: Sheet
) -> tuple[Writing, ...]:
    written = list[Writing]()
    for label, writing in _labelled(listed, sheet, _smaller(sheet)):
        things, texts = _in_the_way(label, sheet), [*map(_line, (*fixed, *written))]
        ways = _ways(writing, sheet, [*things, *texts])
        free = next((each for each in ways if _is_free(each, things, texts)), None)
        if free and free.text:
            written.append(free)
    return tuple(written)


def _ways(writing: Writing, sheet: Sheet, taken: Sequence[Box]) -> Iterator[Writing]:
    """A label as it is, a little aside, and cut: the first that is free is taken."""
    yield writing
    for right, down in sorted(product(ASIDE, ASIDE), key=lambda away: np.hypot(*away)):
        x, y = writing.x + right * writing.size, writing.y + round(down * writing.size)
        moved = writing._replace(x=x, y=y)
        left, top, end, bottom = box_of(moved)
        if min(left, top) >= 0 and end <= sheet.width and bottom <= sheet.height:
            yield moved
    left, top, right, bottom = box_of(writing)
    if writing.align != "center":
        beside = [box for box in taken if box[1] < bottom and top < box[3]]
        ends = [box[0] for box in beside if box[0] > left]
        starts = [box[2] for box in beside if box[2] < right]
        room = min(ends, default=right) - left
        if writing.align == "right":
            room = right - max(starts, default=left)
        said = cut(writing.text, writing.weight, (room - 1) / writing.size)
        if len(said) >= LEAST_LEFT or LEFT_OUT not in said:
            yield writing._replace(text=said)


def _is_free(writing: Writing, things: Iterable[Box], texts: Iterable[Box]) -> bool:
    box, line = box_of(writing), _line(writing)
    on_things = any(meet(box, other) for other in things)
    return not on_things and not any(meet(line, other) for other in texts)


@lru_cache(KEPT)
def _smaller(sheet: Sheet) -> float:
    """How much smaller than usual labels are, so that as few as can be are in the way, ever."""
    plan, panels, language = sheet.plan, sheet.scene.panels, sheet.options.language
    every = [lettering(label, language) for label in all_labels(panels, plan)]
    fixed = _fixed(view(sheet.scene, 0, layout=sheet.layout, language=language), sheet)
    if not _meeting(every, fixed, sheet, 1):
        return 1
    steps = {step for label in plan.labels for step in (label.since, label.until)}
    there = sorted({0, *(step for step in steps if 0 <= step < len(sheet.scene))})
    shown = [letterings(panels, plan, step, language) for step in there]

    def cost(part: float) -> float:
        most = max(_meeting(each, fixed, sheet, part) for each in shown)
        return most + SHRUNK * (1 - part)

    return min(SMALLER_LABELS, key=cost)


def _meeting(
    listed: Iterable[Lettering], fixed: Iterable[Writing], sheet: Sheet, part: float
) -> int:
    """How many labels of such a part of their size are in each other's way, or in another's."""
    placed = list(_labelled(listed, sheet, part))
    boxes = ((box_of(writing), _in_the_way(label, sheet)) for label, writing in placed)
    on_things = sum(any(meet(box, other) for other in things) for box, things in boxes)
    lines = [_line(writing) for _, writing in placed]
    on_texts = sum(meet(line, _line(other)) for line in lines for other in fixed)
    return on_things + on_texts + sum(meet(*pair) for pair in combinations(lines, 2))


def _labelled(
    listed: Iterable[Lettering], sheet: Sheet, part: float
) -> Iterator[tuple[Lettering, Writing]]:
    """Labels where they stand, as large a part of their usual size as can be read and has room."""
    for number, label in enumerate(listed):
        usual, weight = sheet.label(label.size), _weight(label)
        x, free = sheet.x(label.x), EDGE_FREE * sheet.unit
        left, right = x - free, sheet.width - free - x
        room = {"left": right, "center": 2 * min(left, right), "right": left}[label.align]
        least = min(usual, sheet.legible or LEAST * sheet.unit)
        size = max(least, min(part * usual, room / (advance(label.text, weight) or 1)))
        baseline = round(sheet.y(label.y) + CAP / 2 * size)
        look = (x, baseline, size, weight, label.colour)
        said = cut(label.text, weight, room / size)
        yield label, Writing(f"label-{number}", said, *look, align=label.align)


@lru_cache(1024)
def _in_the_way(label: Lettering, sheet: Sheet) -> tuple[Box, ...]:
    """Where a label may not stand, in pixels; not what it lies on in the scene itself."""
    wide = label.size * advance(label.text, _weight(label))
    left = label.x - {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * wide
    half = CAP / 2 * label.size
    own = left, label.y - half, left + wide, label.y + half
    return in_the_way(own, sheet)


def _weight(label: Lettering) -> int:
    return 400 if label.colour == "muted" else 600


def _line(writing: Writing) -> Box:
    """The same with what other texts leave free beside it."""
    (left, top, right, bottom), free = box_of(writing), HALF_SPACE * writing.size
    return left - free, top, right + free, bottom
