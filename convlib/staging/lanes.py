"""Channels in groups, from top to bottom: a lane for each group, and walls between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convlib.picture.parts import Panel

BETWEEN = 0.25  # from one channel to the next of its lane
WALL = 0.5  # what lies between two lanes besides


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
