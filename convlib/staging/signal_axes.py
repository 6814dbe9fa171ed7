"""The axes of two plots: their numbers, the lines at these, and the names of the rows of cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from convlib.numerals import exact, short
from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import Curve
from convlib.staging.signal_pair import SIGNS
from convlib.staging.signal_range import Range

LEFT = 1.5  # cells on the left of a plot, for its numbers and for the names of rows
HEAD = 0.8  # and above the first one, for what it is
UNDER = 0.55  # and below each, for the numbers of its axis
NUMBER, NAME, HEADING = 0.4, 0.44, 0.46  # sizes of labels, in cells
CLOSE = 1.1  # cells of a unit in which not every number has room
NEAR = 0.25  # between a plot and the numbers at its side
LEGEND = 0.55  # from the top of a plot to the middle of what its lines are
MARK = 0.1  # how far a tick reaches below its axis


def lines(plot: int, shown: Range, width: float, places: range, zero: float) -> list[Curve]:
    """The lines at a plot's numbers, and its axis with a tick at each whole number.

    Args:
        plot: Which one.
        shown: The numbers that it shows.
        width: How wide it is, in units.
        places: The whole numbers that it has room for.
        zero: How far right 0 is.
    """
    at, axis = shown.y(np.array(shown.ticks[1:])), float(shown.y(0.0))
    levels = [np.array([[0, y], [width, y]]) for y in at.tolist()]
    ticks = [np.array([[zero + n, axis], [zero + n, axis + MARK]]) for n in places]
    base = np.array([[0, axis], [width, axis]])
    return [
        Curve(plot, "line", "thin", lifted(levels)),
        Curve(plot, "edge", "thin", lifted([base, *ticks])),
    ]


def lifted(parts: list[Array]) -> Array:
    """Lines as one, the pen lifted between them."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([piece for part in parts for piece in (part, gap)][:-1])


def numbers(
    shown: Range, corner: tuple[float, float], places: range, zero: float, spacing: float
) -> Iterator[Label]:
    """The numbers at a plot's side and below it.

    Args:
        shown: The numbers that it shows.
        corner: Where it begins, in cells.
        places: The whole numbers that it has room for.
        zero: How far right 0 is, in units.
        spacing: How wide a unit is, in cells.
    """
    x, y = corner
    for number, height in zip(shown.ticks, shown.y(np.array(shown.ticks)).tolist(), strict=True):
        yield Label(x - NEAR, y + height, short(number), size=NUMBER, align="right")
    for place in places if spacing > CLOSE else filter(_is_even, places):
        across = x + (zero + place) * spacing
        yield Label(across, y + shown.height + UNDER / 2, exact(place), size=NUMBER)


def _is_even(number: int) -> bool:
    return number % 2 == 0


def names(turned: bool, rows: tuple[float, float, float]) -> Iterator[Label]:
    """The names of the rows of cells, beside them.

    Args:
        turned: Whether the last one is the convolution.
        rows: How far down those of f, of g and of the result begin.
    """
    said = (("f", "input"), ("g", "kernel"), (f"f{SIGNS[turned]}g", "output"))
    for (name, role), row in zip(said, rows, strict=True):
        yield Label(LEFT - NEAR, row + 0.5, name, role=role, size=NAME, align="right")


def headings(turned: bool, turns: int, right: float) -> Iterator[Label]:
    """What a picture is, and what has become of g by now.

    Args:
        turned: Whether it is the convolution.
        turns: How many steps there are before g slides.
        right: Where the picture ends.
    """
    key, y = ("convolution" if turned else "correlation"), HEAD / 2
    yield Label(LEFT, y, key=f"signal-{key}", role="output", size=HEADING, align="left")
    told = [("as-it-is", 0, 1 if turned else -1)]
    if turned:
        told += [("turns", 1, turns - 1), ("turned", turns - 1, -1)]
    for key, since, until in told:
        look = {"role": "kernel", "size": NAME, "since": since, "until": until}
        yield Label(right, y, key=f"signal-{key}", align="right", **look)  # type: ignore[arg-type]


def legend(turned: bool, right: float, top: float) -> Label:
    """What the dashed line in a plot is: the other result.

    Args:
        turned: Whether that is the convolution.
        right: Where the plot ends.
        top: Where it begins.
    """
    said = f"\N{EN DASH} \N{EN DASH} f {SIGNS[turned]} g"
    return Label(right, top + LEGEND, said, role="output", size=NUMBER, align="right")
