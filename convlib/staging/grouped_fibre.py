"""A grouped 1×1 layer pixel by pixel: the fibre of all channels, cut into groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, in_pairs
from convlib.staging.blocks import PanelList
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import fibre_windows, plane_panels, row_ticks
from convlib.staging.steps import Steps
from convlib.staging.unit_bars import UnitBars
from convlib.trace import Trace

PLANES_APART, LANES_APART, ASIDE = 0.6, 0.35, 1.6
ABREAST = 3  # planes at most


@dataclass(frozen=True)
class Fibre:
    """A grouped 1×1 layer's panels, group by group.

    Attributes:
        groups: How many groups there are.
        sources: Per channel its panel.
        weights: Per group the panel of its filters.
        outputs: Per filter its panel.
    """

    groups: int
    sources: list[int]
    weights: list[int]
    outputs: list[int]

    @classmethod
    def on(cls, listed: PanelList, trace: Trace, weights: Array, groups: int) -> Fibre:
        """Put the layer's panels into a list.

        Args:
            listed: Where they go.
            trace: The layer at work.
            weights: ``(filters, channels/groups)``.
            groups: Into how many the channels are cut.
        """
        planes = plane_panels("channel", "input", "x", trace.source, array="input")
        made = plane_panels("output-of", "output", "y", trace.output)
        matrices = weight_panels("w", "weights", weights, groups)
        sources = listed.add(*coloured(planes, groups, "input"))
        filters = listed.add(*matrices)
        return cls(groups, sources, filters, listed.add(*coloured(made, groups, "output")))

    def of(self, panels: list[int], group: int) -> list[int]:
        """Those of a group."""
        each = len(panels) // self.groups
        return panels[group * each : (group + 1) * each]

    def lane(self, group: int) -> Row:
        """A group from left to right: its channels, its filters, and what these make."""
        source, result = (_planes(self.of(p, group)) for p in (self.sources, self.outputs))
        return Row(source, "∗", self.weights[group], "=", result, apart=PLANES_APART)

    def windows(self, plane: tuple[int, ...], idle: int) -> list[Window]:
        """Round each group's part of the fibre while one of its filters is at work, and that one.

        Args:
            plane: Rows and columns.
            idle: Steps before the first pixel.
        """
        filters, channels = len(self.outputs), len(self.sources)
        each, windows = filters // self.groups, list[Window]()
        steps = [(pixel, at) for pixel in np.ndindex(*plane) for at in range(filters)]
        for group in range(self.groups):
            places = [pixel if at // each == group else None for pixel, at in steps]
            before: list[tuple[int, ...] | None] = [None] * idle
            windows += fibre_windows(self.of(self.sources, group), [*before, *places], "input")
            rows = np.array(
                [-1] * idle + [at % each if at // each == group else -1 for _, at in steps]
            )
            columns = np.where(rows < 0, -1, 0)
            windows.append(Window(self.weights[group], 1, channels // self.groups, rows, columns))
        return windows


def coloured(panels: list[Panel], groups: int, tint: str) -> list[Panel]:
    """Panels in the colours of the groups into which they are cut, on one scale of tints."""
    each = len(panels) // groups
    return [replace(panel, group=at // each, tint=tint) for at, panel in enumerate(panels)]


def weight_panels(symbol: str, array: str, weights: Array, groups: int) -> list[Panel]:
    """Each group's rows of a layer's weights ``(filters, channels/groups)``."""
    each = len(weights) // groups
    return [
        Panel(
            "group-filters",
            "kernel",
            symbol,
            weights[group * each : (group + 1) * each],
            origin=(group * each, 0),
            array=array,
            number=group,
            note=" ",
            group=group,
            tint=array,
        )
        for group in range(groups)
    ]


def stage_grouped_fibre(trace: Trace, weights: Array, groups: int, bars: UnitBars) -> Scene:
    """First what units cost, a bar a step; then the layer, pixel by pixel and filter by filter.

    Args:
        trace: The layer at work.
        weights: ``(filters, channels/groups)``.
        groups: Into how many the channels are cut.
        bars: What stands beside it.
    """
    listed, idle = PanelList(), len(bars.units)
    fibre = Fibre.on(listed, trace, weights, groups)
    steps = Steps(listed.panels)
    for _ in range(idle):
        steps.step()
    follow(steps, Staged(trace, [fibre.sources, fibre.outputs], [fibre.weights]), by="pixel")
    plane = trace.output.shape[1:]
    lanes = Column(*map(fibre.lane, range(groups)), apart=LANES_APART)
    wide: Item = Row(lanes, bars.item, apart=ASIDE)
    plans = layouts(listed.panels, wide, Column(lanes, bars.item))
    return Scene(
        panels=tuple(listed.panels),
        layouts={name: bars.labelled(plan) for name, plan in plans.items()},
        windows=tuple(fibre.windows(plane, idle)),
        ticks=(Tick(0, "unit-costs", 0), *row_ticks(plane, len(fibre.outputs), idle)),
        captions={at: unit.caption for at, unit in enumerate(bars.units)},
        curves=tuple(bars.curves(len(steps))),
        results=tuple(fibre.outputs),
        **steps.columns(),
    )


def _planes(panels: list[int]) -> Item:
    """Planes beside each other, or in pairs where there are many."""
    if len(panels) > ABREAST:
        return in_pairs(*panels, apart=PLANES_APART)
    return Row(*panels, apart=PLANES_APART)
