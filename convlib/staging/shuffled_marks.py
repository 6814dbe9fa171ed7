"""Around two grouped layers and their shuffle: numbers, wires, places that wait, and the reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label, colour_of
from convlib.picture.parts import Curve, Layout, Window
from convlib.staging.shuffled_places import (
    BESIDE,
    CLEAR,
    HEAD,
    MOVES,
    NUMBER,
    TABLE,
    WIRES,
    Corner,
    NetPlaces,
)
from convlib.staging.wires import Ends, at_steps, behind_each_other, wired, wires

SECOND, TABLE_PLOT = 1, 2  # plots
ABOVE = 0.7  # from the table to what is said above it
NAMES = ("shuffle-input", "shuffle-first", "shuffle-dealt", "shuffle-output")
ROLES = ("input", "middle", "middle", "output")
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
        wide, high = at.table
        layers = tuple((*corner, at.layer_width, at.height) for corner in at.layers)
        table = ((*at.corner_of_table, wide, high),) if at.drawn.net.shuffle else ()
        return Layout(
            width=width,
            height=height,
            places=tuple(places[panel] for panel in range(len(places))),
            symbols=(),
            plots=(*layers, *table),
            labels=(*self._numbers(), *self._titles(), *self._moves(), *self._reach()),
            flights=at.flights(),
            routes=at.routes(),
        )

    def _numbers(self) -> Iterator[Label]:
        """Of each channel, in its group's colour; those that fly have it with them."""
        at, drawn, net = self.at, self.at.drawn, self.at.drawn.net
        places, beside = at.corners(), at.cells + NUMBER
        for channel in range(net.channels):
            group, row = divmod(channel, net.each)
            for column, aside in ((drawn.sources, -NUMBER), (drawn.made, beside)):
                if at.wide or column == drawn.made:  # on a phone once a row
                    x, y = places[column[group]]
                    yield self._number((x, y + row), aside, channel, group)
        number = self._number(places[drawn.outputs[net.chosen]], beside, net.chosen)
        yield replace(number, since=at.steps - 1)
        for panel, channel in zip(drawn.dealt, net.order, strict=True):
            group, moves = net.group_of(channel), panel if net.shuffle else -1
            yield self._number(places[panel], -NUMBER, channel, group, panel=moves)

    def _number(
        self, corner: Corner, beside: float, channel: int, group: int = -1, panel: int = -1
    ) -> Label:
        x, y = round(corner[0] + beside, 6), round(corner[1] + 0.5, 6)
        return Label(x, y, channel, role="output", group=group, size=LARGE, panel=panel)

    def _titles(self) -> Iterator[Label]:
        """What the columns are."""
        at, drawn = self.at, self.at.drawn
        columns = (drawn.sources, drawn.made, drawn.dealt, drawn.outputs)
        for name, role, column in zip(NAMES, ROLES, columns, strict=True):
            said = (
                "shuffle-as-it-was" if column == drawn.dealt and not at.drawn.net.shuffle else name
            )
            x, y = at.corners()[column[0]]
            right = column in (drawn.made, drawn.outputs)
            yield Label(
                round(x + right * at.cells, 6),
                round(y - HEAD / 2, 6),
                key=said,
                role=role,
                size=LARGE,
                align="right" if right else "left",
            )

    def _moves(self) -> Iterator[Label]:
        """What the shuffle does."""
        at = self.at
        if not at.drawn.net.shuffle:
            return
        left, top = at.corner_of_table
        x, y = round(left - 2 * NUMBER, 6), round(top - ABOVE, 6)
        look: dict[str, Any] = {"role": "ink", "size": LARGE, "align": "left"}
        for move, key in enumerate(MOVE_NAMES):
            since = at.idle + move
            yield Label(x, y, move + 1, key, since=since, until=since + 1, **look)

    def _reach(self) -> Iterator[Label]:
        """How many inputs reach the output in the end, and how many would without the shuffle."""
        at, net = self.at, self.at.drawn.net
        if not net.shuffle:
            return
        (left, top), (wide, high) = at.corner_of_table, at.table
        middle = left - TABLE + wide / 2 - BESIDE if at.wide else at.size[0] / 2
        x, y = round(middle, 6), top + high / 2
        found = f"{len(net.reaching(net.chosen))} / {net.channels}"
        look: dict[str, Any] = {"since": at.steps - 1, "size": LARGE}
        yield Label(x, y - 1.1, found, role="input", **(look | {"size": 1.0}))
        yield Label(x, y, net.chosen, "reach-output", "ink", **look)
        yield Label(x, y + 1, f"{net.each} / {net.channels}", "reach-without", **look)

    def curves(self) -> Iterator[Curve]:
        """Wires in the colours of what they come from, those at work thick; places that wait."""
        at, net = self.at, self.at.drawn.net
        now, reads = np.arange(at.steps), net.read_by(net.chosen)
        for layer, start in enumerate((0, self.later)):
            every: dict[int, list[Ends]] = {}
            for place in range(net.channels):
                reaches = place == net.chosen if layer else place in reads
                found = self._ends(layer, place)
                for group, ends in found.items():
                    every.setdefault(group, []).extend(ends)
                works, end = now == start + place, now == at.steps - 1
                role = "kernel" if layer else colour_of("line", net.group_of(place))
                if not layer:
                    works |= end & reaches
                yield at_steps(works, layer, role, "line", self._wires([*chain(*found.values())]))
                for group, ends in found.items() if layer and reaches else ():
                    yield at_steps(end, layer, colour_of("line", group), "line", self._wires(ends))
            for group, ends in every.items():
                yield from wired(layer, group, self._wires(ends))
        if net.shuffle:
            yield from self._waiting()

    def _wires(self, ends: list[Ends]) -> Array:
        """Straight ones, behind each other."""
        return wires(WIRES - 2 * CLEAR, ends, self.at.cells + CLEAR, straight=True)

    def _ends(self, layer: int, place: int) -> dict[int, list[Ends]]:
        """Of a filter's wires the ends, by the groups that their channels come from."""
        at, net, found = self.at, self.at.drawn.net, dict[int, list[Ends]]()
        for each in net.members(place):
            group = net.group_of(net.order[each] if layer else each)
            found.setdefault(group, []).append((at.y(each) + 0.5, at.y(place) + 0.5))
        return found

    def _waiting(self) -> Iterator[Curve]:
        """The places to which the channels fly: in the table, transposed, and read out."""
        at, net, now = self.at, self.at.drawn.net, np.arange(self.at.steps)
        left, top = at.corner_of_table
        square = net.each == net.groups
        shapes = [(False, now <= at.idle + square)]
        if not square:
            shapes.append((True, now == at.idle + 1))
        for turned, there in shapes:
            corners = [at.in_table(each, turned=turned) for each in range(net.channels)]
            boxes = [self._box(x - left, y - top) for x, y in corners]
            yield at_steps(there, TABLE_PLOT, "line", "thin", behind_each_other(boxes))
        boxes = [self._box(0, at.y(each)) for each in range(net.channels)]
        there = (now >= at.idle) & (now < at.idle + MOVES - 1)
        yield at_steps(there, SECOND, "line", "thin", behind_each_other(boxes))

    def _box(self, x: float, y: float) -> Array:
        """A channel's outline."""
        right, bottom = x + self.at.cells, y + 1
        return np.array([(x, y), (right, y), (right, bottom), (x, bottom), (x, y)])

    def windows(self) -> Iterator[Window]:
        """Round what is at work, and in the end round all that reaches the output."""
        at, drawn, net = self.at, self.at.drawn, self.at.drawn.net
        end, each = at.steps - 1, net.each
        reads, sources = net.read_by(net.chosen), net.reaching(net.chosen)
        for group in range(net.groups):
            members = range(group * each, (group + 1) * each)
            if members[0] in sources:
                yield self._frame(drawn.sources[group], {end: 0}, each)
            for layer, start in enumerate((0, self.later)):
                filters = {start + place: row for row, place in enumerate(members)}
                yield self._frame((drawn.first, drawn.second)[layer][group], filters, 1, each)
            for channel in set(reads).intersection(members):
                yield self._frame(drawn.made[group], {end: channel - members[0]}, 1)
        for place in net.members(net.chosen):
            yield self._frame(drawn.dealt[place], {end: 0}, 1)
        yield self._frame(drawn.outputs[net.chosen], {end: 0}, 1, role="output")

    def _frame(
        self, panel: int, rows: dict[int, int], high: int, wide: int = 0, role: str = "kernel"
    ) -> Window:
        """Round rows of a panel: by step the first of them."""
        row = np.full(self.at.steps, -1)
        row[list(rows)] = list(rows.values())
        column = np.minimum(row, 0)
        return Window(panel, high, wide or self.at.cells, row, column, role=role)
