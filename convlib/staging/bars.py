"""Numbers drawn to scale: bars, and layers between as many channels as they read and make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout
from convlib.staging.arrange import Column, Plot, Row, Space

EDGE = 0.1  # what a bar leaves free on both sides in a plot one cell wide
THINNEST = 0.04  # how high channels are drawn at least
SIDE = 1.6  # beside the outermost channels, so that there is room for their number
LONGEST = 14.0  # of bars under each other, in cells
BESIDE = 2.0  # between bars abreast
SAID, APART = 0.7, 0.1  # room for a line of words above a bar, and between the two
ASIDE, SPOKEN = 19.5, 17.0  # from where a bar begins to words beside it, and their room
NUMBER = 0.5  # from channels to the middle of their number, or as much for 1.5 characters sideways

Said = tuple[str, str, str]  # a label's key, what its {number} stands for, its role


@dataclass(frozen=True)
class Bar:
    """A bar along its plot, whose length is a number, or several behind each other.

    Attributes:
        plot: Its plot, as long as bars may become and one cell wide.
        parts: Numbers from 0 up, each with its colour, a role or a group's.
        since: The step from which on it is there.
        shares: Per part how much of it is there at each step, from 0 to 1, where it fills bit by
            bit; empty where all of it comes at once.
        upright: Whether it grows from the plot's bottom, rather than from its left edge.
    """

    plot: int
    parts: tuple[tuple[float, str], ...]
    since: int = 0
    shares: tuple[Array, ...] = ()
    upright: bool = False

    def curves(self, unit: float, length: float, steps: int) -> Iterator[Curve]:
        """Its parts as areas.

        Args:
            unit: How long 1 is, in cells.
            length: Of the plot, in cells.
            steps: How many the scene has.

        Example:
            >>> split = Bar(0, ((2, "kernel"), (3, "middle")), since=1)
            >>> reduce, wide = split.curves(unit=0.5, length=5, steps=2)
            >>> wide.at(0)[:, 0].tolist(), wide.at(1)[:, 0].tolist()
            ([1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 2.5, 2.5])
        """
        start = 0.0
        there = np.arange(steps) >= self.since
        for (number, role), share in zip(
            self.parts, self.shares or [there] * len(self.parts), strict=True
        ):
            ends = start + number * unit * np.asarray(share)
            shapes = tuple(self._shape(start, end, length) for end in ends.tolist())
            yield Curve(self.plot, role, "area", shapes)
            start += number * unit

    def _shape(self, start: float, end: float, length: float) -> Array:
        """The corners of a part."""
        low, high = EDGE, 1 - EDGE
        if self.upright:
            start, end = length - start, length - end
            return np.array([(low, start), (high, start), (high, end), (low, end)])
        return np.array([(start, low), (start, high), (end, high), (end, low)])


def framed(plot: int, length: float) -> Curve:
    """The frame of a bar that fills.

    Example:
        >>> framed(0, 2).at(0).tolist()
        [[0.0, 0.1], [2.0, 0.1], [2.0, 0.9], [0.0, 0.9], [0.0, 0.1]]
    """
    low, high = EDGE, 1 - EDGE
    corners = [(0, low), (length, low), (length, high), (0, high), (0, low)]
    return Curve(plot, "line", "line", np.array(corners))


@dataclass(frozen=True)
class Layers:
    """Layers in a row: lines as high as there are channels, and what narrows or widens them.

    Attributes:
        plot: Their plot.
        counts: How many channels there are before the first layer and after each of them.
        roles: The colours of these channels.
        layers: The colours of the layers, one fewer.
        unit: How high one channel is drawn, in cells.
        height: Of the plot, in cells.
        across: From one layer's channels to the next one's.
    """

    plot: int
    counts: tuple[int, ...]
    roles: tuple[str, ...]
    layers: tuple[str, ...]
    unit: float
    height: float
    across: float

    @property
    def heights(self) -> list[float]:
        """How high the channels are drawn."""
        return [max(count * self.unit, THINNEST) for count in self.counts]

    def curves(self) -> Iterator[Curve]:
        """The layers as areas, and their channels as lines.

        Example:
            >>> row = Layers(0, (4, 2), ("input", "output"), ("kernel",), 0.5, 2, 3)
            >>> area, before, after = row.curves()
            >>> before.points.tolist(), after.points.tolist()
            ([[1.6, 0.0], [1.6, 2.0]], [[4.6, 0.5], [4.6, 1.5]])
        """
        ends = [self._line(at, height) for at, height in enumerate(self.heights)]
        for role, (left, right) in zip(self.layers, pairwise(ends), strict=True):
            yield Curve(self.plot, role, "area", np.concatenate([left, right[::-1]]))
        for role, end in zip(self.roles, ends, strict=True):
            yield Curve(self.plot, role, "line", end)

    def _line(self, at: int, height: float) -> Array:
        """From the first of the channels to the last."""
        x, middle = SIDE + at * self.across, self.height / 2
        return np.array([(x, middle - height / 2), (x, middle + height / 2)])

    def labels(self, plan: Layout) -> Iterator[Label]:
        """How many channels there are: beside the outermost, above those in between."""
        left, top, *_ = plan.plots[self.plot]
        for at, (count, height) in enumerate(zip(self.counts, self.heights, strict=True)):
            x, y = left + SIDE + at * self.across, top + self.height / 2
            outwards = {0: -1, len(self.counts) - 1: 1}.get(at, 0)
            x += outwards * NUMBER * len(str(count)) / 1.5
            y -= 0 if outwards else height / 2 + NUMBER
            yield Label(x, y, count, size=LARGE)


@dataclass(frozen=True, eq=False)
class Line:
    """A bar below the words that say what it counts.

    Attributes:
        said: Lines of words, each of one or two: a label's key, what its ``{number}`` stands for,
            and its role.
        parts: As in ``Bar``.
        shares: As in ``Bar``.
    """

    said: tuple[tuple[Said, ...], ...]
    parts: tuple[tuple[float, str], ...]
    shares: tuple[Array, ...] = ()

    def lines(self, paired: bool) -> tuple[tuple[Said, ...], ...]:
        """The words line by line, two in a line where there are two, or each in its own."""
        return self.said if paired else tuple((each,) for line in self.said for each in line)


@dataclass(frozen=True, eq=False)
class Lines:
    """Bars under each other or abreast, to one scale.

    Attributes:
        lines: From the first to the last.
        steps: How many the scene has.
        longest: How long the longest one is, in cells.
        apart: From each down to the words above the next one.
    """

    lines: tuple[Line, ...]
    steps: int
    longest: float = LONGEST
    apart: float = APART

    @property
    def item(self) -> Column:
        """The room that they take under each other, their plots counted from 0."""
        rooms = (self._room(at, len(line.lines(False))) for at, line in enumerate(self.lines))
        return Column(*rooms, apart=self.apart)

    @property
    def abreast(self) -> Row:
        """The room that they take beside each other, two words in a line where there are two."""
        most = max(len(line.said) for line in self.lines)
        return Row(*(self._room(at, most) for at in range(len(self.lines))), apart=BESIDE)

    @property
    def stacked(self) -> Column:
        """The room that they take under each other with their words beside them, two in a line."""
        words = [[Space(SPOKEN, SAID)] * len(line.said) for line in self.lines]
        return Column(
            *(
                Row(Plot(at, ASIDE, 1), Column(*each, apart=APART), apart=0)
                for at, each in enumerate(words)
            )
        )

    def _room(self, at: int, said: int) -> Column:
        words = [Space(self.longest, SAID)] * said
        return Column(*words, Plot(at, self.longest, 1), apart=APART)

    def curves(self) -> tuple[Curve, ...]:
        """The bars; those that fill bit by bit in a frame as long as they will be."""
        totals = [sum(number for number, _ in line.parts) for line in self.lines]
        unit, curves = self.longest / max(totals), list[Curve]()
        for at, (line, total) in enumerate(zip(self.lines, totals, strict=True)):
            curves += Bar(at, line.parts, shares=line.shares).curves(unit, self.longest, self.steps)
            curves += [framed(at, total * unit)] if line.shares else []
        return tuple(curves)

    def labelled(self, plan: Layout, paired: bool = False) -> Layout:
        """A layout with what is said about the bars: beside those that are stacked, else above.

        Args:
            plan: The layout, in which the bars are stacked or abreast if two words may be in a
                line.
            paired: Whether they may.

        Example:
            >>> from convlib.staging.arrange import arrange
            >>> said = (("products", "9", "muted"),)
            >>> lines = Lines((Line((said,), ((9, "output"),)),), steps=1)
            >>> [label.number for label in lines.labelled(arrange(lines.item, [])).labels]
            ['9']
        """
        labels, high = list[Label](), SAID + APART
        beside = paired and len({left for left, *_ in plan.plots}) == 1
        for line, (left, top, *_) in zip(self.lines, plan.plots, strict=True):
            said = line.lines(paired)
            first = 0.5 - (len(said) - 1) / 2 * high if beside else SAID / 2 - len(said) * high
            start, room = (left + ASIDE, SPOKEN) if beside else (left, self.longest)
            for at, words in enumerate(said):
                y = top + first + at * high
                for number, (key, value, role) in enumerate(words):
                    x = start + number * room / 2
                    labels.append(Label(x, y, value, key, role, size=LARGE, align="left"))
        return replace(plan, labels=(*plan.labels, *labels))
