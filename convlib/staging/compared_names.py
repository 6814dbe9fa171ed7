"""Where the marks of the chart of all types stand, and where their names have room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from convlib.compare import Row
from convlib.picture.marks import Align, Label
from convlib.staging.compared_plot import MARK, Scale

NAME, HIGH = 0.66, 1.2  # how far a name stands from its mark, and how far where that is taken
LETTER = 0.57  # how wide a letter is, of its height
LONGER = {"squeeze-excitation": 4}  # letters by which a title is longer than its type's name
EDGE = 0.8  # room that is left for names whose letters are wide, in cells
Box = tuple[float, float, float, float]
SIDES: tuple[tuple[float, float, Align], ...] = (
    (0.0, -NAME, "center"),
    (0.0, NAME, "center"),
    (0.45, 0.0, "left"),
    (-0.45, 0.0, "right"),
    (0.25, -NAME, "right"),
    (0.25, NAME, "right"),
    (-0.25, -NAME, "left"),
    (-0.25, NAME, "left"),
    (0.0, -HIGH, "center"),
    (0.0, HIGH, "center"),
)


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
    placed = list[Placed]()
    for row in scale.rows:
        x, y = scale.across(row.macs), scale.down(row)
        shift = next(
            each for each in _shifts() if not any(_hits(x, y + each, other) for other in placed)
        )
        placed.append(Placed(row, x, y + shift))
    taken: list[Box] = [_around(mark.x, mark.y) for mark in placed]
    named = list[Placed]()
    for mark in placed:
        options = (replace(mark, dx=dx, dy=dy, align=align) for dx, dy, align in SIDES)
        boxes = ((option, _box(option, scale.text)) for option in options)
        found = next(((one, box) for one, box in boxes if _is_free(scale, box, taken)), None)
        if found:
            taken.append(found[1])
        named.append(replace(found[0], is_free=True) if found else mark)
    return named


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


def _shifts() -> Iterator[float]:
    for number in count():
        yield (number + 1) // 2 * 2 * (MARK + 0.05) * (1 if number % 2 else -1)


def _hits(x: float, y: float, other: Placed) -> bool:
    return abs(x - other.x) < 2 * MARK and abs(y - other.y) < 2 * MARK


def _around(x: float, y: float) -> Box:
    return x - MARK, y - MARK, x + MARK, y + MARK


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
