"""Where the marks of the chart of all types stand, and where their names have room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from convlib.compare import Row
from convlib.compare.tables import in_units
from convlib.ops import Array
from convlib.picture.marks import Label

MARK, RING = 0.22, 0.38  # how far a mark's edge is from its middle, and the ring's
LANE = 0.84  # how high a lane is at least, of marks in one line
ROLES = {"space": "group-2", "channels": "group-0", "both": "group-3"}
TIMES = "\N{MULTIPLICATION SIGN}"


def outline(changes: str, x: float, y: float) -> Array:
    """A mark's edge: a disc for space, a square for channels, a diamond for both."""
    sides = {"space": 18, "channels": 4, "both": 4}[changes]
    turn = math.pi / 4 if changes == "channels" else 0.0
    size = {"space": MARK, "channels": MARK * 1.2, "both": MARK * 1.25}[changes]
    return _polygon(x, y, size, sides, turn)


def ring(x: float, y: float) -> Array:
    """The circle around the mark that is lit."""
    return _polygon(x, y, RING, 20, 0.0)


def _polygon(x: float, y: float, size: float, sides: int, turn: float) -> Array:
    angles = turn + np.linspace(0, 2 * math.pi, sides + 1)
    outline = np.stack([size * np.cos(angles), size * np.sin(angles)], axis=1)
    return np.round((x, y), 2) + np.round(outline, 2)  # one shape, wherever it stands


def lane_of(row: Row) -> tuple[bool, tuple[int, int]]:
    """The lane of a type: its reach, that of the whole picture apart."""
    return row.whole, row.reach


def stacked(places: Sequence[float]) -> list[float]:
    """How far up or down marks of one lane are moved, so that none covers another.

    Args:
        places: Where they stand along the lane.

    Example:
        >>> [round(each, 2) for each in stacked([1, 3, 3, 3])]
        [0.0, 0.0, 0.54, -0.54]
    """
    shifts = list[float]()
    for at, x in enumerate(places):
        before = zip(shifts, places[:at], strict=True)
        near = [shift for shift, other in before if abs(x - other) < 2 * MARK]
        options = (
            (number + 1) // 2 * 2 * (MARK + 0.05) * (1 if number % 2 or not number else -1)
            for number in range(at + 1)
        )
        shifts.append(next(y for y in options if all(abs(y - each) >= 2 * MARK for each in near)))
    return shifts


class Scale:
    """The plot's lanes and its axis.

    Args:
        rows: The types, from the cheapest to the dearest.
        narrow: Whether it is for a narrow screen, where only the lit type has its name.
    """

    def __init__(self, rows: Sequence[Row], *, narrow: bool = False) -> None:
        self.rows, self.narrow = rows, narrow
        self.text = 0.42 if narrow else 0.5
        self.left, self.right = (3.1, 0.5) if narrow else (3.6, 4.4)
        self.width = 12.6 if narrow else 28.5
        self.top = 1.9 if narrow else 0.8
        prices = [max(row.macs, 1) for row in rows]
        low, high = math.log10(min(prices)), math.log10(max(prices))
        spare = max(0.05 * (high - low), 0.1)
        self.low, self.high = low - spare, high + spare
        self.reaches = sorted(set(map(lane_of, rows)), reverse=True)
        pitches = self._pitches()
        self.edges = [self.top + sum(pitches[:at]) for at in range(len(pitches) + 1)]
        self.bottom = self.edges[-1]

    def _pitches(self) -> list[float]:
        """How high each lane is: where many types stand there are more names, and higher stacks."""
        lanes = [[row for row in self.rows if lane_of(row) == each] for each in self.reaches]
        stacks = [stacked([self.across(row.macs) for row in lane]) for lane in lanes]
        least = [2 * max(map(abs, shifts)) + LANE for shifts in stacks]
        if self.narrow:
            return [max(1.2, each) for each in least]
        weights = [
            0.8 + 0.2 * len(lane) + 0.3 * whole
            for lane, (whole, _) in zip(lanes, self.reaches, strict=True)
        ]
        share = 6.6 / max(sum(weights), 3.0)
        return [max(share * weight, each) for weight, each in zip(weights, least, strict=True)]

    @property
    def size(self) -> tuple[float, float]:
        """Of the plot, what is written in it included."""
        return self.width, self.bottom + 1.0

    def across(self, price: float) -> float:
        """Where a price stands."""
        share = (math.log10(max(price, 1)) - self.low) / (self.high - self.low)
        return self.left + share * (self.width - self.left - self.right)

    def down(self, row: Row) -> float:
        """Where a type's lane is."""
        return self.middle(self.reaches.index(lane_of(row)))

    def middle(self, lane: int) -> float:
        """Where a lane's line is."""
        return (self.edges[lane] + self.edges[lane + 1]) / 2

    def lanes(self) -> Iterator[Array]:
        """A line for each reach."""
        for at in range(len(self.reaches)):
            y = self.middle(at)
            yield np.array([(self.left, y), (self.width, y)])

    def axis(self) -> Array:
        """The line under the lanes, with a stroke for each number that is written there."""
        points = [(self.left, self.bottom)]
        for price in self.prices():
            x = self.across(price)
            points += [(x, self.bottom), (x, self.bottom + 0.18), (x, self.bottom)]
        return np.array([*points, (self.width, self.bottom)])

    def prices(self) -> list[int]:
        """Round numbers along the axis, so many as have room."""
        for steps in ((1, 2, 5), (1, 3), (1,)):
            found = [
                step * 10**power
                for power in range(math.floor(self.low), math.ceil(self.high) + 1)
                for step in steps
                if self.low <= math.log10(step * 10**power) <= self.high
            ]
            places = [self.across(price) for price in found]
            apart = [after - before for before, after in pairwise(places)]
            if not apart or min(apart) > 4.4 * self.text:
                break
        return found

    def labels(self) -> Iterator[Label]:
        """What is written at the lanes, at the axis and in the legend."""
        for at, (whole, (rows, columns)) in enumerate(self.reaches):
            y = self.middle(at)
            size = str(rows) if self.narrow and rows == columns else f"{rows} {TIMES} {columns}"
            below = whole and not self.narrow
            yield Label(0, y - 0.25 * below, size, role="ink", size=self.text, align="left")
            if below:
                yield Label(0, y + 0.35, key="whole-picture", size=self.text, align="left")
        for price in self.prices():
            written = in_units(price).replace(".00", "").replace(".0", "")
            yield Label(self.across(price), self.bottom + 0.55, written, size=self.text)
        yield Label(
            *(0, self.bottom + 0.55),
            key="compared-price",
            size=self.text,
            role="kernel",
            align="left",
        )
        yield Label(0, 0.35, key="compared-reach", size=self.text, role="input", align="left")
        for changes, x in self._legend():
            key = f"{'only' if self.narrow else 'changes'}-{changes}"
            yield Label(x + 0.4, 0.35, key=key, size=self.text, role="ink", align="left")

    def legend(self) -> Iterator[tuple[str, str, float, float]]:
        """The marks that the legend explains: role, shape and place."""
        for changes, x in self._legend():
            yield ROLES[changes], changes, x, 0.35

    def _legend(self) -> Iterator[tuple[str, float]]:
        x = 2.9 if self.narrow else self.left + MARK  # clear of what stands over the lanes' names
        for changes, room in zip(ROLES, (2.7, 3.6, 0) if self.narrow else (6, 6.6, 0), strict=True):
            yield changes, x
            x += room
