"""Where the marks of the chart of all types stand, and where their names have room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from convlib.compare import Row
from convlib.picture.marks import Align, Label
from convlib.staging.compared_plot import MARK, RING, Scale, lane_of, stacked

NAME, HIGH = 0.66, 1.2  # how far a name stands from its mark, and how far where that is taken
LETTER = 0.57  # how wide a letter is, of its height
LONGER = {"squeeze-excitation": 4}  # letters by which a title is longer than its type's name
STANDARD, DILATED = "standard", "dilated"
ARROW = 0.3  # half as wide as an arrow's head, and what is left free beside it
EDGE = 0.8  # room that is left for names whose letters are wide, in cells
Box = tuple[float, float, float, float]
Side = tuple[float, float, Align]
NEAR: tuple[Side, ...] = (
    (0.0, -NAME, "center"),
    (0.0, NAME, "center"),
    (0.45, 0.0, "left"),
    (-0.45, 0.0, "right"),
    (0.25, -NAME, "right"),
    (0.25, NAME, "right"),
    (-0.25, -NAME, "left"),
    (-0.25, NAME, "left"),
)
FAR: tuple[Side, ...] = ((0.0, -HIGH, "center"), (0.0, HIGH, "center"))


@dataclass(frozen=True)
class Placed:
    """A type's mark, and its name beside it.

    Attributes:
        row: The type.
        x: Where the mark's middle stands in the plot, in cells.
        y: Likewise.
        dx: From there to where the name stands.
        dy: Likewise.
        align: Which edge of the name, or its middle, stands there.
        is_free: Whether there is room for the name all the time.
    """

    row: Row
    x: float
    y: float
    dx: float = 0.0
    dy: float = -0.6
    align: Align = "center"
    is_free: bool = False


def marks(scale: Scale) -> list[Placed]:
    """A mark for each type, those of one place over each other, with its name where there is room.

    Args:
        scale: The chart's lanes and axis.
    """
    placed = [Placed(row, x, y) for row, (x, y) in zip(scale.rows, _places(scale), strict=True)]
    if scale.narrow:
        return placed
    rising = sorted(range(len(placed)), key=lambda at: placed[at].row.name != STANDARD)
    orders = rising, [*rising[:1], *rising[:0:-1]]  # the standard layer's name stands near others
    _, named = min((_named(scale, placed, order) for order in orders), key=lambda each: each[0])
    return named


def _named(
    scale: Scale, placed: Sequence[Placed], order: Sequence[int]
) -> tuple[int, list[Placed]]:
    """The marks with names, which are given in an order; and how much these get into the way."""
    names, named, faults = list[Box](), list(placed), 0
    arrow = _arrow({mark.row.name: mark for mark in placed})
    line = [(left, scale.top, right, scale.bottom) for left, _, right, _ in arrow]
    for at in order:
        own = _around(placed[at], MARK)
        others = [each for each in placed if each is not placed[at]]
        rings, discs = ([_around(each, size) for each in others] for size in (RING, MARK))
        ways = (
            (NEAR, [*rings, *line]),  # clear of all else
            (NEAR, [*discs, *arrow]),  # or of what is there most of the time
            (FAR, [*discs, *arrow]),
            ((*NEAR, *FAR), discs),
        )
        for sides, taken in ways:
            if found := _free(scale, placed[at], sides, [*names, own, *taken]):
                names.append(_box(found, scale.text))
                named[at] = found
                break
            faults += 1
    return faults, named


def _places(scale: Scale) -> list[tuple[float, float]]:
    """Where each type's mark stands, those of one place over each other."""
    places = dict[int, tuple[float, float]]()
    for lane in scale.reaches:
        own = [at for at, row in enumerate(scale.rows) if lane_of(row) == lane]
        across = [scale.across(scale.rows[at].macs) for at in own]
        for at, x, shift in zip(own, across, stacked(across), strict=True):
            places[at] = x, scale.down(scale.rows[at]) + shift
    return [places[at] for at in range(len(scale.rows))]


def _free(scale: Scale, mark: Placed, sides: Sequence[Side], taken: Sequence[Box]) -> Placed | None:
    """A mark with its name on the first side that is free."""
    options = (replace(mark, dx=dx, dy=dy, align=align, is_free=True) for dx, dy, align in sides)
    return next((each for each in options if _is_free(scale, _box(each, scale.text), taken)), None)


def aside(scale: Scale, lit: Label) -> Label:
    """The name of a lit type where there is no room for all names: in a line of its own."""
    if scale.narrow:
        return replace(lit, x=scale.width / 2, y=1.2, align="center")
    return replace(lit, x=scale.width, y=0.35, align="right")


def _box(mark: Placed, text: float) -> Box:
    """What a name covers."""
    letters = len(mark.row.name) + LONGER.get(mark.row.name, 0)
    width = letters * LETTER * text
    x = mark.x + mark.dx
    left = {"center": x - width / 2, "left": x, "right": x - width}[mark.align]
    y, half = mark.y + mark.dy, 0.5 * text
    return left, y - half, left + width, y + half


def _is_free(scale: Scale, box: Box, taken: Sequence[Box]) -> bool:
    inside = scale.left - 0.2 <= box[0] and box[2] <= scale.width - EDGE and scale.top <= box[1]
    return inside and box[3] <= scale.bottom and not any(_overlap(box, each) for each in taken)


def _arrow(named: Mapping[str, Placed]) -> list[Box]:
    """What the arrow covers that leads from the standard layer's mark up to the dilated one's."""
    if not {STANDARD, DILATED} <= named.keys():
        return []
    start, end = named[STANDARD], named[DILATED]
    return [(start.x - ARROW, end.y + MARK, start.x + ARROW, start.y - MARK)]


def _around(mark: Placed, size: float) -> Box:
    return mark.x - size, mark.y - size, mark.x + size, mark.y + size


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
