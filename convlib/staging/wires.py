"""Lines that are drawn by themselves: wires from channel to channel, walls, what is hatched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import colour_of
from convlib.picture.parts import Curve

BENDS = 12  # pieces of a wire
ROUND, TURNS = (
    0.3,
    4,
)  # how a line takes corners: how far from them it turns, and in how many pieces
FINE, COARSE = 0.3, 1.0  # from line to line of what is hatched
EXACT, PLACES = 1e-6, 2  # of cells
LIFTED = np.full((1, 2), np.nan)  # the pen

Ends = tuple[float, float]  # where a line begins and ends: the heights of a wire


def wires(
    across: float,
    ends: Iterable[Ends],
    left: float = 0.0,
    *,
    straight: bool = False,
    bends: int = BENDS,
) -> Array:
    """Lines from the left to the right that bend where they rise or fall, behind each other.

    Args:
        across: How wide the room for them is.
        ends: The heights at which each begins and ends.
        left: Where the room begins.
        straight: Whether they don't bend.
        bends: Of how many pieces each consists.

    Example:
        >>> wires(2, [(0, 1)])[[0, 6, 12]].tolist()
        [[0.0, 0.0], [1.0, 0.5], [2.0, 1.0]]
    """
    along = np.linspace(0, 1, bends + 1)
    bent = along * along * (3 - 2 * along)
    pieces = list[Array]()
    for start, end in ends:
        used = slice(None, None, bends if straight or start == end else 1)
        places = left + across * along[used], start + (end - start) * bent[used]
        pieces.append(np.stack(places, axis=1))
    return behind_each_other(pieces)


def rounded(corners: Sequence[tuple[float, float]], radius: float = ROUND) -> Array:
    """A line through corners that it takes in curves.

    Args:
        corners: Places ``(x, y)``, its ends included.
        radius: How far before a corner it begins to turn, at most.

    Example:
        >>> rounded([(0, 0), (2, 0), (2, 2)], 1)[[0, 1, 3, 5, 6]].tolist()
        [[0.0, 0.0], [1.0, 0.0], [1.75, 0.25], [2.0, 1.0], [2.0, 2.0]]
    """
    places = [np.array(corner, float) for corner in corners]
    along = np.linspace(0, 1, TURNS + 1)[:, None]
    pieces = [places[:1]]
    for before, corner, after in zip(places, places[1:], places[2:], strict=False):
        sides = [other - corner for other in (before, after)]
        lengths = [float(np.hypot(*side)) for side in sides]
        if min(lengths) < EXACT:
            continue
        most = min(radius, *(length / 2 for length in lengths))
        start, end = (
            corner + side * most / length for side, length in zip(sides, lengths, strict=True)
        )
        pieces.append((1 - along) ** 2 * start + 2 * along * (1 - along) * corner + along**2 * end)
    return np.concatenate([*pieces, places[-1:]]).round(PLACES)


def wired(plot: int, group: int, points: Array, lit: Array | None = None) -> Iterator[Curve]:
    """Wires in their group's colour: thin all the time, and thick at some steps.

    Args:
        plot: Where they are drawn.
        group: Whose colour they have.
        points: As of ``wires``.
        lit: Per step whether they are thick; None for never.
    """
    colour = colour_of("line", group)
    yield Curve(plot, colour, "thin", points)
    if lit is not None:
        yield at_steps(lit, plot, colour, "line", points)


def hatching(left: float, top: float, width: float, height: float, apart: float = FINE) -> Array:
    """A box with slanting lines in it, behind each other: the place of what was taken away.

    Args:
        left: Of the box.
        top: Of the box.
        width: Of the box.
        height: Of the box.
        apart: From line to line.

    Example:
        >>> hatching(0, 0, 0.4, 0.2)[:5].tolist()
        [[0.0, 0.0], [0.4, 0.0], [0.4, 0.2], [0.0, 0.2], [0.0, 0.0]]
        >>> hatching(0, 0, 0.4, 0.2)[6:].round(2).tolist()
        [[0.1, 0.2], [0.3, 0.0]]
    """
    right, bottom = left + width, top + height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    pieces = [np.array(corners, float)]
    for start in np.arange(apart - height, width - EXACT, apart).tolist():
        ends = max(start, 0.0), min(start + height, width)
        if ends[1] - ends[0] > EXACT:
            pieces.append(np.array([(left + at, bottom - (at - start)) for at in ends]))
    return behind_each_other(pieces)


def behind_each_other(pieces: Sequence[Array]) -> Array:
    """Lines as a single curve, between which the pen is lifted.

    Example:
        >>> behind_each_other([np.array([[0, 1.0]]), np.array([[2, 3.0]])]).tolist()
        [[0.0, 1.0], [nan, nan], [2.0, 3.0]]
    """
    lifted = [each for piece in pieces for each in (LIFTED, piece)]
    return np.concatenate(lifted[1:]).round(PLACES)


def level(y: float, parts: Sequence[Ends]) -> Array:
    """Level lines at one height, behind each other.

    Example:
        >>> level(1, [(0, 2)]).tolist()
        [[0.0, 1.0], [2.0, 1.0]]
    """
    return behind_each_other([np.array([(start, y), (end, y)], float) for start, end in parts])


def at_steps(there: Array, plot: int, role: str, style: str, points: Array) -> Curve:
    """A curve that is there at some steps.

    Args:
        there: Per step whether it is.
        plot: As in ``Curve``.
        role: As in ``Curve``.
        style: As in ``Curve``.
        points: Of all steps.
    """
    return Curve(plot, role, style, points, drawn=np.where(there, len(points), 0))
