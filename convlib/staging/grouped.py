"""A grouped convolution: lanes that never meet, and the weights with the blocks that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Bracket, Label
from convlib.picture.parts import Curve, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.lanes import (
    BETWEEN,
    COARSE,
    WALL,
    Lanes,
    behind_each_other,
    grouped_panels,
    hatching,
    wired,
    wires,
)
from convlib.staging.planes import corners_of, plane_panels, source_panels, window_over
from convlib.staging.shares import Shares
from convlib.staging.steps import Steps
from convlib.trace import Trace, conv_trace

SOURCES, FILTERS, OUTPUTS = range(3)  # the columns of the lanes
HEAD = 0.75  # above lanes, for what they are
LEFT, NUMBER = 3.2, 0.5  # room for the groups' brackets, and from a channel to its number's middle
WIRES = 3.2  # how wide the room for wires is
BESIDE, NEXT = 2.0, 0.9  # between the channels and the weights, and behind these
UNDER = 0.7  # between them where one stands below the other
NET, WEIGHTS, COUNTS = range(3)  # the plots


@dataclass(frozen=True, eq=False)
class GroupedLayer:
    """Filters that read the channels of their own group.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        weights: ``(filters, channels/groups, rows, columns)``.
        groups: How many groups there are.
    """

    x: Array
    weights: Array
    groups: int

    @cached_property
    def trace(self) -> Trace:
        """All its taps."""
        return conv_trace(self.x, self.weights, groups=self.groups)

    @property
    def per(self) -> tuple[int, int]:
        """Channels and filters of each group."""
        return len(self.x) // self.groups, len(self.weights) // self.groups

    def channels_of(self, filter_: int) -> range:
        """The channels that a filter reads."""
        channels, filters = self.per
        first = filter_ // filters * channels
        return range(first, first + channels)

    @cached_property
    def lanes(self) -> Lanes:
        """Where its channels and filters stand."""
        channels, filters = self.per
        rows = self.trace.source.shape[1], self.weights.shape[2], self.trace.output.shape[1]
        return Lanes(self.groups, ((channels, rows[0]), (filters, rows[1]), (filters, rows[2])))

    def groups_of(self, column: int) -> list[int]:
        """Of each thing of a column its group."""
        count = self.groups * self.lanes.columns[column][0]
        return [self.lanes.group_of(column, at) for at in range(count)]


@dataclass(frozen=True, eq=False)
class Drawn:
    """The layer's panels: their numbers in the scene.

    Attributes:
        layer: What is drawn.
        sources: The channels.
        kernels: Per filter its kernels.
        outputs: What comes out.
    """

    layer: GroupedLayer
    sources: list[int]
    kernels: list[list[int]]
    outputs: list[int]

    @classmethod
    def on(cls, listed: PanelList, layer: GroupedLayer) -> Drawn:
        """Put the layer's panels after those that are there."""
        groups = layer.groups_of
        sources = grouped_panels(source_panels(layer.trace), groups(SOURCES), "input")
        made = plane_panels("output-of", "output", "y", layer.trace.output)
        results = grouped_panels(made, groups(OUTPUTS), "output")
        places = listed.add(*sources)
        kernels = [listed.add(*_kernels(layer, at)) for at in range(len(layer.weights))]
        return cls(layer, places, kernels, listed.add(*results))

    def windows(self, idle: int) -> list[Window]:
        """Over the channels that are read, and round the kernels of the filter at work.

        Args:
            idle: Steps before the first filter is at work.
        """
        layer, corners = self.layer, corners_of(self.layer.trace.geometry)
        away: list[tuple[int, int] | None] = [None] * len(corners)
        before: list[tuple[int, int] | None] = [None] * idle
        filters, windows = range(len(layer.weights)), list[Window]()
        for channel, panel in enumerate(self.sources):
            reads = [channel in layer.channels_of(at) for at in filters]
            places = [place for read in reads for place in (corners if read else away)]
            windows.append(window_over(panel, layer.trace.geometry, [*before, *places]))
        rows, columns = layer.weights.shape[2:]
        for at, row in enumerate(self.kernels):
            there = np.full(idle + len(filters) * len(corners), -1)
            there[idle + at * len(corners) : idle + (at + 1) * len(corners)] = 0
            windows += [Window(panel, rows, columns, there, there) for panel in row]
        return windows

    def net(self, left: float, top: float) -> tuple[dict[int, tuple[float, float]], list[Label]]:
        """Where channels and outputs stand beside their wires, and their numbers."""
        lanes, places, labels = self.layer.lanes, dict[int, tuple[float, float]](), list[Label]()
        across = self.layer.trace.source.shape[2]
        sides = (
            (SOURCES, self.sources, left + LEFT, -NUMBER),
            (OUTPUTS, self.outputs, left + LEFT + across + WIRES, None),
        )
        for column, panels, x, aside in sides:
            wide = self.layer.trace.output.shape[2] if aside is None else 0
            for at, panel in enumerate(panels):
                places[panel] = round(x, 6), round(top + lanes.place(column, at), 6)
                beside = x + (wide + NUMBER if aside is None else aside)
                y = top + lanes.middle(column, at)
                labels.append(_number(beside, y, at, lanes.group_of(column, at)))
        return places, labels

    def matrix(self, left: float, top: float) -> tuple[dict[int, tuple[float, float]], list[Label]]:
        """Where the kernels stand: a row for each filter, a column for each channel."""
        layer, places, labels = self.layer, dict[int, tuple[float, float]](), list[Label]()
        for at, row in enumerate(self.kernels):
            y = top + layer.lanes.place(FILTERS, at)
            middle = top + layer.lanes.middle(FILTERS, at)
            labels.append(_number(left - NUMBER, middle, at, layer.groups_of(FILTERS)[at]))
            for channel, panel in zip(layer.channels_of(at), row, strict=True):
                places[panel] = round(left + self._column(channel), 6), round(y, 6)
        for channel in range(len(layer.x)):
            x = left + self._column(channel) + layer.weights.shape[3] / 2
            labels.append(
                _number(x, top - HEAD / 2, channel, layer.groups_of(SOURCES)[channel], "channel-is")
            )
        return places, labels

    def _column(self, channel: int) -> float:
        """Where a channel's kernels begin, from the left of the first one's."""
        group = channel // self.layer.per[0]
        across = int(self.layer.weights.shape[3])
        return channel * (across + BETWEEN) + group * WALL

    @property
    def net_width(self) -> float:
        """How wide channels, wires and outputs are."""
        widths = int(self.layer.trace.source.shape[2] + self.layer.trace.output.shape[2])
        return LEFT + widths + WIRES + 2 * NUMBER

    @property
    def matrix_width(self) -> float:
        """How wide the weights are."""
        return self._column(len(self.layer.x) - 1) + int(self.layer.weights.shape[3])

    def curves(self, steps: int, idle: int) -> Iterator[Curve]:
        """Wires within the groups, the present filter's thick; walls, and kernels that are gone.

        Args:
            steps: How many the scene has.
            idle: Those before the first filter is at work.
        """
        layer, lanes = self.layer, self.layer.lanes
        each = (steps - idle) // len(layer.weights)
        start = LEFT + layer.trace.source.shape[2]
        for at in range(len(layer.weights)):
            end = lanes.middle(OUTPUTS, at)
            ends = [(lanes.middle(SOURCES, c), end) for c in layer.channels_of(at)]
            points = wires(WIRES - 0.3, ends, start + 0.15)
            now = np.arange(steps) - idle
            lit = (now >= at * each) & (now < (at + 1) * each)
            yield from wired(NET, lanes.group_of(OUTPUTS, at), points, lit)
        rows, columns = layer.weights.shape[2:]
        gone = [
            hatching(self._column(channel), lanes.place(FILTERS, at), columns, rows, COARSE)
            for at, channel in np.ndindex(len(layer.weights), len(layer.x))
            if channel not in layer.channels_of(at)
        ]
        if gone:
            yield Curve(WEIGHTS, "line", "thin", behind_each_other(gone))
        right = self.net_width
        for y in lanes.walls:
            parts = [(0.0, start - 0.6), (start + WIRES + 0.6, right)]
            yield Curve(NET, "line", "dashed", _level(y, parts))
            yield Curve(WEIGHTS, "line", "dashed", _level(y, [(0.0, self.matrix_width)]))


def stage_grouped(layer: GroupedLayer, shares: Shares, *, key: str = "group") -> Scene:
    """The layer group by group, beside its weights; before that, what the groups leave of these.

    Args:
        layer: What is staged.
        shares: The weights that are left with so many groups, which come up first, one by one.
        key: What the groups are called.

    Example:
        >>> x, weights = np.arange(8).reshape(2, 2, 2), np.ones((2, 1, 1, 2), int)
        >>> scene = stage_grouped(GroupedLayer(x, weights, 2), Shares((), 2, 2))
        >>> scene.output.tolist()
        [[[1], [5]], [[9], [13]]]
    """
    listed = PanelList()
    drawn = Drawn.on(listed, layer)
    shares = shares.within(layer.lanes.height + HEAD) if shares.shown else shares
    steps, idle = Steps(listed.panels), len(shares.shown)
    for _ in range(idle):
        steps.step()
    weights = [panel for row in drawn.kernels for panel in row]
    follow(steps, Staged(layer.trace, [drawn.sources, drawn.outputs], [weights]))
    count = len(steps)
    return Scene(
        panels=tuple(listed.panels),
        layouts={name: _laid_out(drawn, shares, name, key) for name in ("wide", "tall")},
        windows=tuple(drawn.windows(idle)),
        ticks=_ticks(layer, idle, key),
        captions=dict(enumerate(shares.captions())),
        curves=(*drawn.curves(count, idle), *shares.curves(COUNTS, count)),
        results=tuple(drawn.outputs),
        **steps.columns(),
    )


def _kernels(layer: GroupedLayer, at: int) -> list[Panel]:
    """A filter's kernels."""
    first, group = layer.channels_of(at).start, at // layer.per[1]
    kernels = layer.weights[at]
    made = plane_panels("kernel-of", "kernel", "w", kernels, array="weights", lead=(at,))
    return [
        replace(panel, plane=at * len(kernels) + inside, number=f"{at}, {first + inside}")
        for inside, panel in enumerate(grouped_panels(made, [group] * len(kernels), "kernel"))
    ]


def _ticks(layer: GroupedLayer, idle: int, key: str) -> tuple[Tick, ...]:
    """Where the weights are counted, and where each group begins."""
    each = len(layer.trace) // layer.groups
    return (
        *([Tick(0, "weights-left", 0)] if idle else []),
        *(Tick(idle + at * each, key, at) for at in range(layer.groups)),
    )


def _laid_out(drawn: Drawn, shares: Shares, name: str, key: str) -> Layout:
    """Channels with their wires, the weights, and what is counted: side by side, or stacked."""
    wide, lanes, layer = name == "wide", drawn.layer.lanes, drawn.layer
    down = HEAD + lanes.height
    corners = {
        "net": (0.0, HEAD),
        "matrix": (drawn.net_width + BESIDE, HEAD) if wide else (2 * NUMBER, down + UNDER + HEAD),
    }
    counts = corners["matrix"][0] + drawn.matrix_width + NEXT, 0.0
    if not wide:
        counts = 0.0, 2 * down + 2 * UNDER
    places, labels = drawn.net(*corners["net"])
    kernels, numbers = drawn.matrix(*corners["matrix"])
    sizes = _titles(layer, *corners["net"])
    placed = {**places, **kernels}
    ends = counts[0] + shares.width, counts[1] + shares.height
    return Layout(
        width=round(max(ends[0], drawn.net_width, corners["matrix"][0] + drawn.matrix_width), 6),
        height=round(max(ends[1], corners["matrix"][1] + lanes.height), 6),
        places=tuple(placed[at] for at in range(len(placed))),
        symbols=(),
        plots=(
            (*corners["net"], drawn.net_width, lanes.height),
            (*corners["matrix"], drawn.matrix_width, lanes.height),
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
                apart=2 * NUMBER,
            )
            for group in range(layer.groups)
        ),
    )


def _titles(layer: GroupedLayer, left: float, top: float) -> Iterator[Label]:
    """What the columns are, with their sizes; and that nothing crosses a wall."""
    depth, rows, columns = layer.x.shape
    filters, high, across = layer.trace.output.shape
    wide = layer.trace.source.shape[2]
    for key, role, x, size in (
        ("grouped-input", "input", left + LEFT, (rows, columns, depth)),
        ("grouped-output", "output", left + LEFT + wide + WIRES, (high, across, filters)),
    ):
        number = "×".join(map(str, size))
        yield Label(x, top - HEAD / 2, number, key, role, size=LARGE, align="left")
    for y in layer.lanes.walls:
        x = left + LEFT + wide + WIRES / 2
        yield Label(x, top + y, key="nothing-crosses")


def _number(x: float, y: float, number: int, group: int, key: str = "") -> Label:
    """A channel's number, in its group's colour."""
    return Label(round(x, 6), round(y, 6), number, key, group=group, size=LARGE)


def _level(y: float, parts: Sequence[tuple[float, float]]) -> Array:
    """Level lines at one height, behind each other."""
    rows = [row for start, end in parts for row in ((start, y), (end, y), (np.nan, np.nan))]
    return np.array(rows[:-1])
