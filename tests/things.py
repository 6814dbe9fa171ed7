"""Things that painters paint, in one form for all painters, so that they can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from convlib.render.theme import theme

Place = tuple[float, ...]


@dataclass(frozen=True)
class Thing:
    """Something that is painted.

    Attributes:
        layer: The layer that it lies in, ``"windows"``; of a panel that moves as a whole
            ``"movers 0 windows"``.
        kind: ``"rect"``, ``"line"``, ``"path"``, ``"circle"``, ``"image"`` or ``"text"``.
        place: In cells from the picture's corner: a box's corner and sides, a line's ends, a disc's
            middle and radius, the points of a path, a text's left end, its baseline and its width.
        fill: The name of its colour, ``"none"`` or ``"hatch"``.
        stroke: That of its line, or of what stays free round a text.
        width: Of the line, in pixels; 0 without one.
        dash: The lengths of dashes and gaps, in pixels; none for a whole line.
        ends: How the line ends and turns.
        radius: Of a box's corners, in cells.
        text: What is written.
        size: Of the letters, in pixels.
        weight: Of the letters.
        pen: How a path is drawn: ``"MLL"`` is a line of three points; it is lifted at each ``M``.
        cell: The cell that it belongs to, or -1.
    """

    layer: str
    kind: str
    place: Place
    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0
    dash: Place = ()
    ends: str = ""
    radius: float = 0.0
    text: str = ""
    size: float = 0.0
    weight: int = 0
    pen: str = ""
    cell: int = -1


@cache
def same_colour(name: str, palette: str) -> str:
    """The name that stands for a colour here: that of the first of all that are equal."""
    colours = theme(palette).colours
    if name not in colours:
        return name
    return next(other for other, colour in colours.items() if colour == colours[name])


def near(one: Place, other: Place, within: float) -> bool:
    """Whether two places are the same; quicker than pytest's way, and there are many."""
    return len(one) == len(other) and all(
        abs(a - b) <= within for a, b in zip(one, other, strict=True)
    )
