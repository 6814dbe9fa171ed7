"""The labels of a moment where they stand on the sheet: none is in another one's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from convlib.picture.marked import Lettering, lettering, letterings
from convlib.picture.marked import labels as all_labels
from convlib.picture.view import View
from convlib.render.fonts import CAP, advance
from convlib.render.lettering import EDGE_FREE, KEPT, LEAST, Writing, cut
from convlib.render.sheet import Sheet

SMALLER_LABELS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)  # where they are in their way


def labels(moment: View, sheet: Sheet) -> tuple[Writing, ...]:
    """The texts at places, and those of brackets.

    All are smaller where some are in each other's way, and those left out for which even that
    makes no room.
    """
    return _labels(moment.labels, sheet)


@lru_cache(KEPT)
def _labels(listed: tuple[Lettering, ...], sheet: Sheet) -> tuple[Writing, ...]:
    written = list[Writing]()
    for writing in _labelled(listed, sheet, _smaller(sheet)):
        if not any(_meet(writing, other) for other in written):
            written.append(writing)
    return tuple(written)


@lru_cache(KEPT)
def _smaller(sheet: Sheet) -> float:
    """How much smaller than usual labels are, so that no two meet at any step."""
    plan, panels, language = sheet.plan, sheet.scene.panels, sheet.options.language
    every = [lettering(label, language) for label in all_labels(panels, plan)]
    if not _some_meet(every, sheet, 1):
        return 1
    steps = {step for label in plan.labels for step in (label.since, label.until)}
    there = sorted({0, *(step for step in steps if 0 <= step < len(sheet.scene))})
    shown = [letterings(panels, plan, step, language) for step in there]
    parts = (part for part in SMALLER_LABELS if not any(_some_meet(s, sheet, part) for s in shown))
    return next(parts, SMALLER_LABELS[-1])


def _some_meet(listed: Iterable[Lettering], sheet: Sheet, part: float) -> bool:
    """Whether labels of such a part of their size are in each other's way."""
    return any(_meet(*pair) for pair in combinations(_labelled(listed, sheet, part), 2))


def _labelled(listed: Iterable[Lettering], sheet: Sheet, part: float) -> Iterator[Writing]:
    """Labels where they stand, as large a part of their usual size as can be read and has room."""
    for number, label in enumerate(listed):
        usual, weight = sheet.label(label.size), 400 if label.colour == "muted" else 600
        x, free = sheet.x(label.x), EDGE_FREE * sheet.unit
        left, right = x - free, sheet.width - free - x
        room = {"left": right, "center": 2 * min(left, right), "right": left}[label.align]
        least = min(usual, sheet.legible or LEAST * sheet.unit)
        size = max(least, min(part * usual, room / (advance(label.text, weight) or 1)))
        baseline = round(sheet.y(label.y) + CAP / 2 * size)
        look = (x, baseline, size, weight, label.colour)
        said = cut(label.text, weight, room / size)
        yield Writing(f"label-{number}", said, *look, align=label.align)


def _meet(one: Writing, other: Writing) -> bool:
    """Whether two texts are in each other's way."""
    if not one.text or not other.text:
        return False
    across = one.start < other.start + other.width and other.start < one.start + one.width
    return across and one.y - CAP * one.size < other.y and other.y - CAP * other.size < one.y
