"""What groups leave of a layer: its wires and its weights, with more and more groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label, colour_of
from convlib.picture.parts import Curve
from convlib.staging.bars import EDGE
from convlib.staging.wires import at_steps, hatching, wires

ACROSS, ASIDE = 2.2, 3.0  # how far wires go, and where what is said beside them begins
THICK = 0.5  # of the bars
USUAL = 5.0  # how high each number of groups stands at most
LINE = 0.75  # of what is said above
DOT = 0.2  # from the edge to a channel

Caption = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Share:
    """A layer with so many groups.

    Attributes:
        groups: How many.
        weights: How many weights it has then.
        caption: How these are counted.
        products: How many products it takes then; 0 where nothing is said of them.
    """

    groups: int
    weights: int
    caption: Caption
    products: int = 0


@dataclass(frozen=True)
class Shares:
    """The same layer with more and more groups, one under another.

    Attributes:
        shown: From the fewest groups on.
        channels: That come in.
        filters: That go out.
        present: How many groups the layer on the stage has.
        key: The label that says how many groups there are.
        about: What stands above: labels' keys, and what their ``{number}`` stands for.
        longest: How long the longest bar is.
        height: All that they may take.
    """

    shown: tuple[Share, ...]
    channels: int
    filters: int
    present: int = 1
    key: str = "groups-are"
    about: tuple[tuple[str, str], ...] = ()
    longest: float = 4.5
    height: float = 0.0

    @property
    def width(self) -> float:
        """How wide they are; nothing where nothing is shown."""
        return ASIDE + self.longest if self.shown else 0.0

    def within(self, height: float) -> Shares:
        """The same, as high as there is room, but no higher than is usual."""
        usual = len(self.shown) * USUAL + self._above
        return replace(self, height=min(height, usual))

    @property
    def _above(self) -> float:
        return len(self.about) * LINE

    @property
    def _each(self) -> float:
        return (self.height - self._above) / len(self.shown)

    def _top(self, at: int) -> float:
        """Where a number of groups begins."""
        return self._above + at * self._each

    def captions(self) -> Iterator[Caption]:
        """How the weights are counted, one number of groups after another."""
        yield from (share.caption for share in self.shown)

    def curves(self, plot: int, steps: int) -> Iterator[Curve]:
        """The wires that are left, and a bar of the weights, hatched where they were taken away."""
        for at, share in enumerate(self.shown):
            yield from self._net(plot, at, share.groups, np.arange(steps) >= at)
            top = self._top(at) + self._bar
            part = self.longest * share.weights / self.shown[0].weights
            box = [(0, EDGE), (0, THICK), (part, THICK), (part, EDGE)]
            filled = np.array([(ASIDE + x, top + y) for x, y in box])
            there = np.arange(steps) >= at
            yield at_steps(there, plot, "kernel", "area", filled)
            if part < self.longest:
                rest = hatching(ASIDE + part, top + EDGE, self.longest - part, THICK - EDGE)
                yield at_steps(there, plot, "line", "thin", rest)

    @property
    def _bar(self) -> float:
        """Where a bar begins, from the top of what it belongs to."""
        return self._each / 2 + 0.4

    def _net(self, plot: int, at: int, groups: int, there: Array) -> Iterator[Curve]:
        """The wires of a number of groups, from channel to channel."""
        for group in range(groups):
            sides = [
                [self._height(at, number, count) for number in _members(group, groups, count)]
                for count in (self.channels, self.filters)
            ]
            ends = [(start, end) for start in sides[0] for end in sides[1]]
            points = wires(ACROSS - 2 * DOT, ends, DOT, straight=True)
            colour = colour_of("line", group)
            style = "line" if groups == self.present else "thin"
            yield at_steps(there, plot, colour, style, points)
            dots = [
                (x, y) for x, side in zip((DOT, ACROSS - DOT), sides, strict=True) for y in side
            ]
            yield at_steps(there, plot, colour, "dot", np.array(dots))

    def _height(self, at: int, number: int, count: int) -> float:
        """The height of a channel."""
        return self._top(at) + (self._each - 0.5) * (number + 0.5) / count

    def labels(self, left: float, top: float) -> Iterator[Label]:
        """How many groups, and how many weights these leave."""
        for at, (key, number) in enumerate(self.about):
            yield Label(left, top + (at + 0.5) * LINE, number, key, "ink", align="left")
        for at, share in enumerate(self.shown):
            y, present = top + self._top(at) + self._bar, share.groups == self.present
            look: dict[str, Any] = {"align": "left", "since": at}
            role, x = "kernel" if present else "muted", left + ASIDE
            yield Label(x, y - 1.45, share.groups, self.key, "ink", **look)
            yield Label(x, y - 0.5, f"{share.weights:,}", "weights-are", role, size=LARGE, **look)
            if share.products:
                said = f"{share.products:,}"
                yield Label(x, y + THICK + 0.45, said, "layer-products-are", **look)


def _members(group: int, groups: int, count: int) -> range:
    """The channels of a group, of so many in all."""
    each = count // groups
    return range(group * each, (group + 1) * each)
