"""Around two grouped layers and their shuffle: numbers, wires, places that wait, and the reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label, colour_of
from convlib.picture.parts import Curve, Layout, Window
from convlib.staging.shuffled_places import (
    CLEAR,
    HEAD,
    MOVES,
    NUMBER,
    WIRES,
    Corner,
    NetPlaces,
)
from convlib.staging.wires import at_steps, behind_each_other, wired, wires

FIRST, SECOND, WAITING, TABLE_PLOT = range(4)  # the plots
NAMES = ("shuffle-input", "shuffle-first", "shuffle-dealt", "shuffle-output")
MOVE_NAMES = ("move-rows", "move-turn", "move-read")


@dataclass(frozen=True, eq=False)
class NetMarks:
    """What is drawn around the panels of a net.

    Attributes:
        at: Where everything stands.
        later: The step with which the second layer begins.
    """

    at: NetPlaces
    later: int

    def layout(self) -> Layout:
        """Where panels, numbers and wires stand."""
        at, places = self.at, self.at.corners()
        width, height = (round(side, 6) for side in at.size)
        return Layout(
            width=width,
            height=height,
            places=tuple(places[panel] for panel in range(len(places))),
            symbols=(),
            plots=tuple((*corner, at.layer_width, at.height) for corner in at.layers),
            labels=(*self._numbers(), *self._titles(), *self._moves()),
            flights=at.flights(),
            routes=at.routes(),
        )

    def _numbers(self) -> Iterator[Label]:
        """Of each channel, in its group's colour."""
        at, net = self.at, self.at.drawn.net
        far = at.cells + WIRES + at.each + 0.35 + at.cells + NUMBER
        for layer, (left, top) in enumerate(at.layers):
            for place in range(net.channels):
                y = round(top + at.y(place) + 0.5, 6)
                group = net.group_of(place)
                look: dict[str, Any] = {"group": group, "size": LARGE}
                if layer == 0 or not net.shuffle:
                    yield Label(round(left - NUMBER, 6), y, place, **look)
                if layer == 1:
                    look["group"] = -1
                yield Label(round(left + far, 6), y, place, role="output", **look)

    def _titles(self) -> Iterator[Label]:
        """What the columns are."""
        at, net = self.at, self.at.drawn.net
        look: dict[str, Any] = {"size": LARGE}
        for layer, (left, top) in enumerate(at.layers):
            y = top - HEAD / 2
            right = left + at.cells + WIRES + at.each + 0.35 + at.cells
            names = NAMES[2 * layer : 2 * layer + 2]
            if layer == 0 or net.shuffle:
                yield Label(left, y, key=names[0], role="input" if not layer else "middle", align="left", **look)
            yield Label(right, y, key=names[1], role="output" if layer else "middle", align="right", **look)

    def _moves(self) -> Iterator[Label]:
        """What the shuffle does."""
        at = self.at
        if not at.drawn.net.shuffle:
            return
        left, top = at.corner_of_table
        x = left - NUMBER
        for move, key in enumerate(MOVE_NAMES):
            last = move == MOVES - 1
            yield Label(
                round(x, 6),
                round(top - 0.7, 6),
                move + 1,
                key,
                "ink",
                size=LARGE,
                align="left",
                since=at.idle + move,
                until=at.idle + move + 1,
            )

    def curves(self) -> Iterator[Curve]:
        """Wires within the groups, the present filter's thick, and in the end all of the reach."""
        at, net = self.at, self.at.drawn.net
        left, now = at.cells + CLEAR, np.arange(at.steps)
        reads = net.read_by(net.chosen)
        for layer, start in enumerate((0, self.later)):
            if layer and not net.shuffle:
                pass
            for place in range(net.channels):
                members = net.members(place)
                end = at.y(place) + 0.5
                ends = [(at.y(each) + 0.5, end) for each in members]
                points = wires(WIRES - 2 * CLEAR, ends, left)
                lit = now == start + place
                reaches = place == net.chosen if layer else place in reads
                lit |= (now == at.steps - 1) & reaches
                yield from wired(layer, net.group_of(place), points, lit)

    def windows(self) -> Iterator[Window]:
        """Round what is at work, and in the end round all that reaches the output."""
        at, drawn, net = self.at, self.at.drawn, self.at.drawn.net
        end = at.steps - 1
        reads, sources = net.read_by(net.chosen), net.reaching(net.chosen)
        for layer, start in enumerate((0, self.later)):
            filters = (drawn.first, drawn.second)[layer]
            inputs = (drawn.sources, drawn.dealt)[layer]
            for place in range(net.channels):
                yield self._frame(filters[place], [start + place])
                steps = [start + each for each in net.members(place)]
                channel = net.order[place] if layer else place
                if channel in (reads if layer else sources):
                    steps.append(end)
                yield self._frame(inputs[place], steps)
        if net.shuffle:
            for channel in reads:
                yield self._frame(drawn.made[channel], [end])
        yield self._frame(drawn.outputs[net.chosen], [end])

    def _frame(self, panel: int, steps: list[int]) -> Window:
        """Round all of a panel at some steps."""
        drawn = self.at.drawn
        there = np.full(self.at.steps, -1)
        there[steps] = 0
        wide = self.at.each if panel in (*drawn.first, *drawn.second) else self.at.cells
        return Window(panel, 1, wide, there, there)
