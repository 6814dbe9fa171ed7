"""A grouped layer as it is drawn: its channels, kernels and outputs as panels, and the windows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Window
from convlib.staging.blocks import PanelList
from convlib.staging.lanes import Lanes, grouped_panels
from convlib.staging.planes import corners_of, plane_panels, source_panels, window_over
from convlib.trace import Trace, conv_trace

SOURCES, FILTERS, OUTPUTS = range(3)  # the columns of the lanes


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


def _kernels(layer: GroupedLayer, at: int) -> list[Panel]:
    """A filter's kernels."""
    first, group = layer.channels_of(at).start, at // layer.per[1]
    kernels = layer.weights[at]
    made = plane_panels("kernel-of", "kernel", "w", kernels, array="weights", lead=(at,))
    return [
        replace(panel, plane=at * len(kernels) + inside, number=f"{at}, {first + inside}")
        for inside, panel in enumerate(grouped_panels(made, [group] * len(kernels), "kernel"))
    ]
