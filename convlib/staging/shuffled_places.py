"""Where two grouped layers stand, with the table in which their channels are shuffled between."""

from __future__ import annotations

from dataclasses import dataclass

from convlib.staging.shuffled_net import DrawnNet

WALL = 0.5  # between two groups
HEAD = 0.8  # above the channels, for what they are
NUMBER = 0.42  # from a channel to the middle of its number
WIRES, CLEAR = 2.4, 0.1  # how wide the room for wires is, and what they leave free of it
NEXT = 0.35  # from filters to what they make
TABLE, BESIDE = 0.85, 1.0  # between the table's columns, and on both sides of it
DOWN = 0.3  # between its rows
UNDER = 0.9  # between the two layers on a phone
STRAIGHT = 1.6  # between the layers without one
MOVES = 3  # of a shuffle

Corner = tuple[float, float]


@dataclass(frozen=True, eq=False)
class NetPlaces:
    """Where all of it stands: side by side, or on a phone one layer below the other.

    Attributes:
        drawn: The panels.
        wide: Whether the layers stand side by side.
        idle: Steps before the shuffle.
        steps: Of the scene.
    """

    drawn: DrawnNet
    wide: bool
    idle: int
    steps: int

    @property
    def cells(self) -> int:
        """Of a channel."""
        return int(self.drawn.net.x.shape[1])

    @property
    def each(self) -> int:
        """Channels of a group."""
        return self.drawn.net.each

    def y(self, place: int) -> float:
        """How far below the first channel one begins."""
        return place + place // self.each * WALL

    @property
    def height(self) -> float:
        """Of all channels."""
        return self.y(self.drawn.net.channels - 1) + 1

    @property
    def layer_width(self) -> float:
        """What a layer has, from its input's numbers to its output's."""
        return 2 * NUMBER + self.filters + self.each + NEXT + self.cells + 2 * NUMBER

    @property
    def filters(self) -> float:
        """From a layer's left edge to its filters."""
        return 2 * NUMBER + self.cells + WIRES - 2 * NUMBER

    @property
    def table(self) -> tuple[float, float]:
        """How wide and high the table is, lying or standing."""
        most, shuffle = max(self.each, self.drawn.net.groups), self.drawn.net.shuffle
        wide = most * (self.cells + TABLE)
        return (wide + 2 * BESIDE, most * (1 + DOWN) - DOWN) if shuffle else (STRAIGHT, 0.0)

    @property
    def layers(self) -> tuple[Corner, Corner]:
        """Where each layer begins: its first channel's corner, without its number."""
        first = 2 * NUMBER, HEAD
        if self.wide:
            return first, (first[0] + self.layer_width + self.table[0], HEAD)
        below = HEAD + self.height + self.table[1] + UNDER + HEAD
        return first, (first[0], below + (HEAD + UNDER) * (self.table[1] > 0))

    @property
    def corner_of_table(self) -> Corner:
        """Where it begins."""
        high = self.table[1]
        if self.wide:
            left = 2 * NUMBER + self.layer_width - 2 * NUMBER + BESIDE + TABLE
            return left, HEAD + (self.height - high) / 2
        return 2 * NUMBER, HEAD + self.height + UNDER + HEAD

    @property
    def size(self) -> Corner:
        """Of the picture."""
        left, top = self.layers[1]
        width = left + self.layer_width - 2 * NUMBER
        return (width if self.wide else max(width, 2 * NUMBER + self.table[0])), top + self.height

    def corners(self) -> dict[int, Corner]:
        """By panel where it stands, when nothing flies."""
        found, drawn = dict[int, Corner](), self.drawn
        for (left, top), reads, filters, makes in (
            (self.layers[0], drawn.sources, drawn.first, drawn.made),
            (self.layers[1], drawn.dealt, drawn.second, drawn.outputs),
        ):
            weights = left + self.cells + WIRES
            columns = (left, reads), (weights, filters), (weights + self.each + NEXT, makes)
            for x, column in columns:
                rows = self.drawn.net.channels // len(column)  # of each panel
                for at, panel in enumerate(column):
                    found[panel] = round(x, 6), round(top + self.y(at * rows), 6)
        return found

    def in_table(self, channel: int, *, turned: bool) -> Corner:
        """Where a channel stands in the table, as rows of groups or transposed."""
        row, column = divmod(channel, self.each)
        down, across = (column, row) if turned else (row, column)
        left, top = self.corner_of_table
        return round(left + across * (self.cells + TABLE), 6), round(top + down * (1 + DOWN), 6)

    def flights(self) -> dict[int, tuple[Corner, ...]]:
        """Per step where the channels are that are shuffled."""
        if not self.drawn.net.shuffle:
            return {}
        home = self.corners()
        return {
            panel: (
                *(home[panel],) * self.idle,
                self.in_table(channel, turned=False),
                self.in_table(channel, turned=True),
                *(home[panel],) * (self.steps - self.idle - MOVES + 1),
            )
            for panel, channel in zip(self.drawn.dealt, self.drawn.net.order, strict=True)
        }

    def routes(self) -> dict[int, tuple[tuple[Corner, ...], ...]]:
        """The way of each from where it was made, in the first move."""
        if not self.drawn.net.shuffle:
            return {}
        left = self.corners()[self.drawn.made[0]][0]
        return {
            panel: tuple(
                ((left, round(HEAD + self.y(channel), 6)),) if step == self.idle else ()
                for step in range(self.steps)
            )
            for panel, channel in zip(self.drawn.dealt, self.drawn.net.order, strict=True)
        }
