"""What has its place on a sheet already, so that no text may stand there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from convlib.picture.marked import bracketed
from convlib.picture.places import strokes
from convlib.render.fonts import CAP, DESCENT
from convlib.render.lettering import KEPT, Writing
from convlib.render.sheet import Sheet

CORNERS = 4  # of a bar
DEEP = frozenset("gjpqyQ,;()[]/")  # what reaches below the baseline

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Standing(NamedTuple):
    """What stands at a place, in cells, and of a panel its number; -1 for anything else."""

    box: Box
    panel: int = -1


@lru_cache(KEPT)
def standing(sheet: Sheet) -> tuple[Standing, ...]:
    """Panels that stand, brackets and bars."""
    scene, plan = sheet.scene, sheet.plan
    panels = (
        Standing((x, y, x + (panel.columns - 1) * plan.spacing + 1, y + panel.rows), at)
        for at, (panel, (x, y)) in enumerate(zip(scene.panels, plan.places, strict=True))
        if not panel.hidden and at not in plan.flights and panel.shifts is None
    )
    blocks = bracketed(scene.panels, plan)
    brackets = ((each.x, each.y, each.x + each.width, each.y + each.height) for each in blocks)
    return (*panels, *map(Standing, (*brackets, *_bars(sheet))))


def _bars(sheet: Sheet) -> Iterator[Box]:
    """The boxes that are filled, as they are in the end."""
    for stroke in strokes(sheet.scene, len(sheet.scene) - 1, sheet.plan):
        points = stroke.points
        if stroke.style == "area" and len(points) == CORNERS:
            (x, y), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            yield x, y, right, bottom


def in_the_way(own: Box, sheet: Sheet, but: int = -1) -> tuple[Box, ...]:
    """Where a text may not stand, in pixels; not what it lies on in the scene itself.

    Args:
        own: Where it stands in the scene, in cells.
        sheet: What it is written on.
        but: A panel that it belongs to.
    """
    return tuple(
        (sheet.x(x), sheet.y(y), sheet.x(right), sheet.y(bottom))
        for (x, y, right, bottom), panel in standing(sheet)
        if not (meet(own, (x, y, right, bottom)) or panel == but >= 0)
    )


def box_of(writing: Writing) -> Box:
    """The room of a text with what is below the baseline; nowhere for none."""
    if not writing.text:
        return (-1.0, -1.0, -1.0, -1.0)
    start, size, below = writing.start, writing.size, DESCENT * bool(DEEP & set(writing.text))
    return start, writing.y - CAP * size, start + writing.width, writing.y + below * size


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes lie over each other."""
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
