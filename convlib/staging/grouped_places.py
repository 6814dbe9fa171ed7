"""Where a grouped layer stands: channels with their wires in lanes, and the weights beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convlib.picture.marks import LARGE, Align, Bracket, Label
from convlib.picture.parts import Curve, Layout
from convlib.staging.grouped_layer import FILTERS, OUTPUTS, SOURCES, Drawn
from convlib.staging.lanes import BETWEEN, WALL
from convlib.staging.shares import Shares
from convlib.staging.wires import (
    COARSE,
    Ends,
    at_steps,
    behind_each_other,
    hatching,
    level,
    wired,
    wires,
)

HEAD = 0.75  # above lanes, for what they are
LEFT, NUMBER = 3.75, 0.5  # room for the groups' brackets, and from a channel to its number's middle
WIRES, CLEAR = 3.2, 0.15  # how wide the room for wires is, and what they leave free of it
ASIDE = 0.85  # from that room to a wall, which leaves the middle to its label
BESIDE, NEXT = 1.9, 0.7  # between the channels and the weights, and behind these
UNDER = 0.7  # between them where one stands below the other
LEAST = 6  # cells of input and output together, so that there is room for their sizes
ROWS, SPAN = 2.1, 0.85  # room for what rows are called, and from channels to their bracket
NET, WEIGHTS, COUNTS = range(3)  # the plots

Corners = dict[int, tuple[float, float]]  # by panel


@dataclass(frozen=True, eq=False)
class Places:
    """Where the panels of a layer stand, their numbers, and the lines between them.

    Attributes:
        drawn: The panels.
    """

    drawn: Drawn

    def net(self, left: float, top: float) -> tuple[Corners, list[Label]]:
        """Where channels and outputs stand beside their wires, and their numbers."""
        lanes, places, labels = self.drawn.layer.lanes, Corners(), list[Label]()
        across = self.drawn.layer.trace.source.shape[2]
        sides = (
            (SOURCES, self.drawn.sources, left + LEFT, -NUMBER),
            (OUTPUTS, self.drawn.outputs, left + LEFT + across + WIRES, None),
        )
        for column, panels, x, aside in sides:
            wide = self.drawn.layer.trace.output.shape[2] if aside is None else 0
            for at, panel in enumerate(panels):
                places[panel] = round(x, 6), round(top + lanes.place(column, at), 6)
                beside = x + (wide + NUMBER if aside is None else aside)
                y = top + lanes.middle(column, at)
                labels.append(_number(beside, y, at, lanes.group_of(column, at)))
        return places, labels

    def matrix(self, left: float, top: float) -> tuple[Corners, list[Label]]:
        """Where the kernels stand: a row for each filter, a column for each channel."""
        layer, places, labels = self.drawn.layer, Corners(), list[Label]()
        for at, row in enumerate(self.drawn.kernels):
            y = top + layer.lanes.place(FILTERS, at)
            middle = top + layer.lanes.middle(FILTERS, at)
            labels.append(
                _number(left - NUMBER / 2, middle, at, self._group(at), "to-channel", "right")
            )
            for channel, panel in zip(layer.channels_of(at), row, strict=True):
                places[panel] = round(left + self._column(channel), 6), round(y, 6)
        for channel in range(len(layer.x)):
            x = left + self._column(channel) + layer.weights.shape[3] / 2
            labels.append(
                _number(
                    x, top - HEAD / 2, channel, layer.groups_of(SOURCES)[channel], "from-channel"
                )
            )
        return places, labels

    def _group(self, filter_: int) -> int:
        return filter_ // self.drawn.layer.per[1]

    def _column(self, channel: int) -> float:
        """Where a channel's kernels begin, from the left of the first one's."""
        group = channel // self.drawn.layer.per[0]
        across = int(self.drawn.layer.weights.shape[3])
        return channel * (across + BETWEEN) + group * WALL

    @property
    def net_width(self) -> float:
        """How wide channels, wires and outputs are."""
        widths = int(
            self.drawn.layer.trace.source.shape[2] + self.drawn.layer.trace.output.shape[2]
        )
        return LEFT + widths + WIRES + 2 * NUMBER

    @property
    def matrix_width(self) -> float:
        """How wide the weights are."""
        return self._column(len(self.drawn.layer.x) - 1) + int(self.drawn.layer.weights.shape[3])

    def curves(self, steps: int, idle: int, before: Sequence[int]) -> Iterator[Curve]:
        """Wires within the groups, the present filter's thick; walls, and kernels that are gone.

        Args:
            steps: How many the scene has.
            idle: Those before the first filter is at work.
            before: Fewer groups, whose wires are there first, a step each, before the walls come.
        """
        layer, lanes = self.drawn.layer, self.drawn.layer.lanes
        each = (steps - idle) // len(layer.weights)
        start = LEFT + layer.trace.source.shape[2]
        for at in range(len(layer.weights)):
            end = lanes.middle(OUTPUTS, at)
            ends = [(lanes.middle(SOURCES, c), end) for c in layer.channels_of(at)]
            points = wires(WIRES - 2 * CLEAR, ends, start + CLEAR)
            now = np.arange(steps) - idle
            lit = (now >= at * each) & (now < (at + 1) * each)
            yield from wired(NET, lanes.group_of(OUTPUTS, at), points, lit)
        rows, columns = layer.weights.shape[2:]
        gone = [
            hatching(self._column(channel), lanes.place(FILTERS, at), columns, rows, COARSE)
            for at, channel in np.ndindex(len(layer.weights), len(layer.x))
            if channel not in layer.channels_of(at)
        ]
        since = np.arange(steps) >= len(before)
        if gone:
            yield at_steps(since, WEIGHTS, "line", "thin", behind_each_other(gone))
        right = self.net_width
        for y in lanes.walls:
            parts = [(0.0, start - ASIDE), (start + WIRES + ASIDE, right)]
            yield at_steps(since, NET, "line", "dashed", level(y, parts))
            yield at_steps(since, WEIGHTS, "line", "dashed", level(y, [(0.0, self.matrix_width)]))
        for at, groups in enumerate(before):
            points = wires(WIRES - 2 * CLEAR, self._crossing(groups), start + CLEAR)
            yield at_steps(np.arange(steps) == at, NET, "muted", "thin", points)

    def _crossing(self, groups: int) -> list[Ends]:
        """The ends of the wires that so few groups have besides."""
        layer, lanes = self.drawn.layer, self.drawn.layer.lanes
        channels, filters = len(layer.x) // groups, len(layer.weights) // groups
        return [
            (lanes.middle(SOURCES, channel), lanes.middle(OUTPUTS, at))
            for at, channel in np.ndindex(len(layer.weights), len(layer.x))
            if at // filters == channel // channels and channel not in layer.channels_of(at)
        ]


def laid_out(places: Places, shares: Shares, how: tuple[str, str, int]) -> Layout:
    """Channels with their wires, the weights, and what is counted: side by side, or stacked.

    Args:
        places: The layer's.
        shares: What is counted.
        how: The layout's name, what the groups are called, and the step in which walls come.
    """
    name, key, since = how
    drawn, layer = places.drawn, places.drawn.layer
    wide, lanes = name == "wide", layer.lanes
    down = HEAD + lanes.height
    corners = {
        "net": (0.0, HEAD),
        "matrix": (places.net_width + BESIDE, HEAD) if wide else (ROWS, down + UNDER + HEAD),
    }
    counts = corners["matrix"][0] + places.matrix_width + NEXT, 0.0
    if not wide:
        counts = 0.0, 2 * down + 2 * UNDER
    beside, labels = places.net(*corners["net"])
    kernels, numbers = places.matrix(*corners["matrix"])
    sizes = _titles(places, *corners["net"], since)
    placed = {**beside, **kernels}
    ends = counts[0] + shares.width, counts[1] + shares.height
    return Layout(
        width=round(max(ends[0], places.net_width, corners["matrix"][0] + places.matrix_width), 6),
        height=round(max(ends[1], corners["matrix"][1] + lanes.height), 6),
        places=tuple(placed[at] for at in range(len(placed))),
        symbols=(),
        plots=(
            (*corners["net"], places.net_width, lanes.height),
            (*corners["matrix"], places.matrix_width, lanes.height),
            (*counts, shares.width, shares.height),
        ),
        labels=(*labels, *numbers, *sizes, *shares.labels(*counts)),
        brackets=tuple(
            Bracket(
                tuple(drawn.sources[at] for at in lanes.members(SOURCES, group)),
                "left",
                group,
                key,
                group=group,
                apart=SPAN,
            )
            for group in range(layer.groups)
        ),
    )


def _titles(places: Places, left: float, top: float, since: int) -> Iterator[Label]:
    """What the columns are, with their sizes; from a step on that nothing crosses a wall."""
    layer, right = places.drawn.layer, places.net_width
    depth, rows, columns = layer.x.shape
    filters, high, across = layer.trace.output.shape
    wide = layer.trace.source.shape[2]
    roomy = wide + across > LEAST
    for key, role, x, size, align in (
        ("grouped-input", "input", left + LEFT, (rows, columns, depth), "left"),
        ("grouped-output", "output", left + right, (high, across, filters), "right"),
    ):
        number = "×".join(map(str, size)) if roomy else ""
        look: dict[str, Any] = {"size": LARGE, "align": align}
        yield Label(x, top - HEAD / 2, number, key, role, **look)
    for y in layer.lanes.walls:
        x = left + LEFT + wide + WIRES / 2
        yield Label(x, top + y, key="nothing-crosses", since=since)


def _number(
    x: float, y: float, number: int, group: int, key: str = "", align: Align = "center"
) -> Label:
    """A channel's number, in its group's colour."""
    return Label(round(x, 6), round(y, 6), number, key, group=group, size=LARGE, align=align)
