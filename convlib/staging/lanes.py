"""Channels in groups, from top to bottom: a lane for each group, walls between, wires within."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import colour_of
from convlib.picture.parts import Curve, Panel

BETWEEN = 0.25  # from one channel to the next of its lane
WALL = 0.5  # what lies between two lanes besides
BENDS = 8  # pieces of a wire
FINE, COARSE = 0.3, 0.75  # from line to line of what is hatched
EXACT, PLACES = 1e-6, 2  # of cells
LIFTED = np.full((1, 2), np.nan)  # the pen

Ends = tuple[float, float]  # the heights at which a wire begins and ends


@dataclass(frozen=True)
class Lanes:
    """Where channels stand in their lanes.

    Attributes:
        groups: How many lanes there are.
        columns: Of each column of channels how many a lane has, and how many rows they have.

    Example:
        >>> lanes = Lanes(2, ((2, 3), (1, 2)))
        >>> [round(lanes.place(0, at), 2) for at in range(4)]
        [0.0, 3.25, 7.0, 10.25]
        >>> [round(lanes.middle(1, at), 2) for at in range(2)]
        [3.12, 10.12]
    """

    groups: int
    columns: tuple[tuple[int, int], ...]

    @property
    def lane(self) -> float:
        """How high a lane is."""
        return max(count * (rows + BETWEEN) for count, rows in self.columns)

    @property
    def height(self) -> float:
        """Of all lanes, the walls included."""
        return self.groups * self.lane + (self.groups - 1) * WALL - BETWEEN

    @property
    def walls(self) -> list[float]:
        """The heights of the walls."""
        return [at * (self.lane + WALL) - (WALL + BETWEEN) / 2 for at in range(1, self.groups)]

    def place(self, column: int, channel: int) -> float:
        """Where a channel begins, counted through all lanes."""
        count, rows = self.columns[column]
        group, at = divmod(channel, count)
        slot = self.lane / count
        return group * (self.lane + WALL) + at * slot + (slot - BETWEEN - rows) / 2

    def middle(self, column: int, channel: int) -> float:
        """The middle of a channel."""
        return self.place(column, channel) + self.columns[column][1] / 2

    def group_of(self, column: int, channel: int) -> int:
        """The lane in which a channel stands."""
        return channel // self.columns[column][0]

    def members(self, column: int, group: int) -> range:
        """The channels of a lane."""
        count = self.columns[column][0]
        return range(group * count, (group + 1) * count)


def grouped_panels(panels: Sequence[Panel], groups: Sequence[int], tint: str) -> list[Panel]:
    """Planes in their groups' colours, on one scale of tints, without titles and stripes.

    Args:
        panels: The planes.
        groups: Of each its group.
        tint: The name of the scale.
    """
    return [
        replace(panel, group=group, tint=tint, titled=False, striped=False)
        for panel, group in zip(panels, groups, strict=True)
    ]


def wires(
    across: float, ends: Iterable[Ends], left: float = 0.0, *, straight: bool = False
) -> Array:
    """Lines from the left to the right that bend where they rise or fall, behind each other.

    Args:
        across: How wide the room for them is.
        ends: The heights at which each begins and ends.
        left: Where the room begins.
        straight: Whether they don't bend.

    Example:
        >>> wires(2, [(0, 1)])[[0, 4, 8]].tolist()
        [[0.0, 0.0], [1.0, 0.5], [2.0, 1.0]]
    """
    along = np.linspace(0, 1, BENDS + 1)
    bent = along * along * (3 - 2 * along)
    pieces = list[Array]()
    for start, end in ends:
        used = slice(None, None, BENDS if straight or start == end else 1)
        places = left + across * along[used], start + (end - start) * bent[used]
        pieces.append(np.stack(places, axis=1))
    return behind_each_other(pieces)


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
        yield Curve(plot, colour, "line", points, drawn=np.where(lit, len(points), 0))


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
