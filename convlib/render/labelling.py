"""The labels of a moment where they stand on the sheet: none is in another one's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from convlib.picture.marked import Lettering, bracketed, lettering, letterings
from convlib.picture.marked import labels as all_labels
from convlib.picture.places import strokes
from convlib.picture.view import View
from convlib.render.caption import LEFT_OUT
from convlib.render.fonts import CAP, DESCENT, advance
from convlib.render.lettering import EDGE_FREE, KEPT, LEAST, Writing, cut
from convlib.render.sheet import Sheet

SMALLER_LABELS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)  # where they are in their way
ASIDE = (0.0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3, 0.45, -0.45)  # in ems, how far one gives way
HALF_SPACE = 0.1  # in ems
SHRUNK = 8  # how many labels in the way letters of no size would be worth
LEAST_LEFT = 3  # letters of one that is cut, dots included
CORNERS = 4  # of a bar
DEEP = frozenset("gjpqyQ,;()[]")  # what reaches below the baseline

Box = tuple[float, float, float, float]  # left, top, right, bottom


def labels(moment: View, sheet: Sheet) -> tuple[Writing, ...]:
    """The texts at places, and those of brackets.

    All are smaller where some are in each other's way, or in that of cells, brackets and bars. One
    for which even that makes no room gives way a little, or is cut, or is left out.
    """
    return _labels(moment.labels, sheet)


@lru_cache(KEPT)
def _labels(listed: tuple[Lettering, ...], sheet: Sheet) -> tuple[Writing, ...]:
    written = list[Writing]()
    for label, writing in _labelled(listed, sheet, _smaller(sheet)):
        things, texts = _in_the_way(label, sheet), [*map(_line, written)]
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
        left, top, end, bottom = _box(moved)
        if min(left, top) >= 0 and end <= sheet.width and bottom <= sheet.height:
            yield moved
    left, top, right, bottom = _box(writing)
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
    box, line = _box(writing), _line(writing)
    on_things = any(_meet(box, other) for other in things)
    return not on_things and not any(_meet(line, other) for other in texts)


@lru_cache(KEPT)
def _smaller(sheet: Sheet) -> float:
    """How much smaller than usual labels are, so that as few as can be are in the way, ever."""
    plan, panels, language = sheet.plan, sheet.scene.panels, sheet.options.language
    every = [lettering(label, language) for label in all_labels(panels, plan)]
    if not _meeting(every, sheet, 1):
        return 1
    steps = {step for label in plan.labels for step in (label.since, label.until)}
    there = sorted({0, *(step for step in steps if 0 <= step < len(sheet.scene))})
    shown = [letterings(panels, plan, step, language) for step in there]

    def cost(part: float) -> float:
        most = max(_meeting(each, sheet, part) for each in shown)
        return most + SHRUNK * (1 - part)

    return min(SMALLER_LABELS, key=cost)


def _meeting(listed: Iterable[Lettering], sheet: Sheet, part: float) -> int:
    """How many labels of such a part of their size are in each other's way, or in another's."""
    placed = list(_labelled(listed, sheet, part))
    boxes = ((_box(writing), _in_the_way(label, sheet)) for label, writing in placed)
    on_things = sum(any(_meet(box, other) for other in things) for box, things in boxes)
    lines = [_line(writing) for _, writing in placed]
    return on_things + sum(_meet(*pair) for pair in combinations(lines, 2))


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
    return tuple(
        (sheet.x(x), sheet.y(y), sheet.x(right), sheet.y(bottom))
        for x, y, right, bottom in _standing(sheet)
        if not _meet(own, (x, y, right, bottom))
    )


@lru_cache(KEPT)
def _standing(sheet: Sheet) -> tuple[Box, ...]:
    """Panels that stand, brackets and bars, in cells."""
    scene, plan = sheet.scene, sheet.plan
    panels = (
        (x, y, x + (panel.columns - 1) * plan.spacing + 1, y + panel.rows)
        for at, (panel, (x, y)) in enumerate(zip(scene.panels, plan.places, strict=True))
        if not panel.hidden and at not in plan.flights and panel.shifts is None
    )
    blocks = bracketed(scene.panels, plan)
    brackets = ((each.x, each.y, each.x + each.width, each.y + each.height) for each in blocks)
    return (*panels, *brackets, *_bars(sheet))


def _bars(sheet: Sheet) -> Iterator[Box]:
    """The boxes that are filled, as they are in the end."""
    for stroke in strokes(sheet.scene, len(sheet.scene) - 1, sheet.plan):
        points = stroke.points
        if stroke.style == "area" and len(points) == CORNERS:
            (x, y), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            yield x, y, right, bottom


def _weight(label: Lettering) -> int:
    return 400 if label.colour == "muted" else 600


def _box(writing: Writing) -> Box:
    """The room of a text with what is below the baseline; nowhere for none."""
    if not writing.text:
        return (-1.0, -1.0, -1.0, -1.0)
    start, size, below = writing.start, writing.size, DESCENT * bool(DEEP & set(writing.text))
    return start, writing.y - CAP * size, start + writing.width, writing.y + below * size


def _line(writing: Writing) -> Box:
    """The same with what other texts leave free beside it."""
    (left, top, right, bottom), free = _box(writing), HALF_SPACE * writing.size
    return left - free, top, right + free, bottom


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes lie over each other."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
