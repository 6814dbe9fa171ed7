"""Scenes of a depthwise convolution: planes apart, a window in each, and the missing sum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row, in_pairs
from convlib.staging.bars import Line, Lines
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, plane_panels, row_ticks, source_panels, window_over
from convlib.staging.steps import Steps
from convlib.trace import Chain, Trace, add_trace, depthwise_trace

Corner = tuple[int, int] | None  # the first cell under a window; None where there is none
MOST_ABREAST = 4  # equations that are still read beside each other
CHANNELS_APART = 0.6  # between what belongs to one channel and to the next
LONGEST = 5.2  # of the bars, in cells


@dataclass(frozen=True, eq=False)
class DepthwiseLayer:
    """Kernels that each read a single channel.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        weights: Kernels, channel after channel, ``(channels * m, 1, rows, columns)``.
        options: Stride and padding as ``depthwise`` takes them.
    """

    x: Array
    weights: Array
    options: dict[str, Any]

    @cached_property
    def chain(self) -> Chain:
        """All its taps, as the first stage of a chain."""
        return Chain(self.x).then("depthwise", depthwise_trace, self.weights, **self.options)

    @property
    def trace(self) -> Trace:
        """All its taps."""
        return self.chain.stages[0].trace

    @property
    def multiplier(self) -> int:
        """How many kernels each channel has."""
        return len(self.weights) // len(self.x)

    @property
    def kernels(self) -> range:
        """The kernels' numbers, which are those of the planes that they make."""
        return range(len(self.weights))

    def channel_of(self, kernel: int) -> int:
        """The channel that a kernel reads."""
        return kernel // self.multiplier

    def kernel_panels(self) -> list[Panel]:
        """A panel for each kernel."""
        return plane_panels("kernel-of", "kernel", "w", self.weights[:, 0], array="weights")

    def in_turns(self, turns: Sequence[Collection[int]]) -> list[list[Corner]]:
        """Per kernel and step the first cell under its window.

        Args:
            turns: Pass after pass over all places, which kernels are at work.
        """
        corners = corners_of(self.trace.geometry)
        away: list[Corner] = [None] * len(corners)
        return [
            [place for turn in turns for place in (corners if kernel in turn else away)]
            for kernel in self.kernels
        ]

    def windows(
        self, sources: Sequence[int], kernels: Sequence[int], places: Sequence[Sequence[Corner]]
    ) -> list[Window]:
        """A window for each kernel on its channel, and a frame round the kernel at work.

        Args:
            sources: The channels' panels.
            kernels: The kernels' panels.
            places: Per kernel and step the first cell under its window; None for none.
        """
        windows = []
        for at, kernel in enumerate(kernels):
            channel, there = self.channel_of(at), self.trace.geometry
            look: dict[str, Any] = {"kernel": kernel, "group": channel}
            windows.append(window_over(sources[channel], there, places[at], **look))
            still = np.array([-1 if place is None else 0 for place in places[at]])
            size = self.weights.shape[2:]
            windows.append(Window(kernel, size[0], size[1], still, still, group=channel))
        return windows

    def bars(self, steps: int, standard: int) -> Lines:
        """Its products, and those of a standard layer that makes as many planes, step by step."""
        so_far = np.arange(1, steps + 1) / steps
        counts = (
            ("depthwise-layer", len(self.trace.src), "output"),
            ("standard-layer", standard, "kernel"),
        )
        lines = (
            Line(
                (((key, "", role),), (("layer-products", f"{count:,}", role),)),
                ((count, role),),
                (so_far,),
            )
            for key, count, role in counts
        )
        return Lines(tuple(lines), steps, LONGEST)

    def lines(
        self, sources: Sequence[int], kernels: Sequence[int], planes: Sequence[int]
    ) -> list[Row]:
        """Per channel its panel, and beside it what its kernels make of it."""
        made = self._made(kernels, planes)
        return [Row(each, Column(*rows), apart=0) for each, rows in zip(sources, made, strict=True)]

    def columns(
        self, sources: Sequence[int], kernels: Sequence[int], planes: Sequence[int]
    ) -> list[Column]:
        """Per channel its panel, and below it what its kernels make of it."""
        made = self._made(kernels, planes)
        return [
            Column(Row("", each, apart=0), *rows) for each, rows in zip(sources, made, strict=True)
        ]

    def _made(self, kernels: Sequence[int], planes: Sequence[int]) -> list[list[Row]]:
        """Per channel each of its kernels, and what that makes."""
        made: list[list[Row]] = [[] for _ in self.x]
        for at in self.kernels:
            made[self.channel_of(at)].append(Row("∗", kernels[at], "=", planes[at]))
        return made


def stage_depthwise(layer: DepthwiseLayer, standard: int, *, apart: bool = False) -> Scene:
    """Each channel under its own kernel: a step is a place in all of them, or one value.

    Args:
        layer: What is staged.
        standard: How many products a standard layer takes that makes as many planes.
        apart: Whether one channel comes after another, rather than all in step.

    Example:
        >>> x, weights = np.arange(8).reshape(2, 2, 2), np.ones((2, 1, 1, 2), int)
        >>> layer = DepthwiseLayer(x, weights, {})
        >>> [len(stage_depthwise(layer, 16, apart=apart)) for apart in (False, True)]
        [2, 4]
    """
    listed, output = PanelList(), layer.trace.output
    sources = listed.add(*source_panels(layer.trace))
    kernels = listed.add(*layer.kernel_panels())
    planes = listed.add(*plane_panels("output-of", "output", "y", output))
    steps = Steps(listed.panels)
    follow(
        steps, Staged(layer.chain, [sources, planes], [kernels]), by="value" if apart else "place"
    )
    turns = [[at] for at in layer.kernels] if apart else [layer.kernels]
    bars, parts = layer.bars(len(steps), standard), (sources, kernels, planes)
    lines, columns = layer.lines(*parts), layer.columns(*parts)
    wide = (
        Row(*columns, bars.item, apart=CHANNELS_APART),
        Row(in_pairs(*columns), bars.item, apart=CHANNELS_APART),
        Row(Column(*lines), bars.item, apart=CHANNELS_APART),
        in_pairs(*lines, bars.item),
        Column(Row(*lines), bars.abreast),
    )
    tall = Column(*lines, bars.item), Column(*columns, bars.item)
    rows, across = output.shape[1:]
    key, firsts = ("channel", range(0, len(steps), rows * across * layer.multiplier))
    if not apart:
        key, firsts = "row", range(0, rows * across, across)
    scene = listed.scene(
        steps,
        (wide, tall),
        windows=tuple(layer.windows(sources, kernels, layer.in_turns(turns))),
        ticks=tuple(Tick(first, key, at) for at, first in enumerate(firsts)),
        abreast=not apart and 1 < len(planes) <= MOST_ABREAST,
        curves=bars.curves(),
        results=tuple(planes),
    )
    labelled = {name: bars.labelled(plan) for name, plan in scene.layouts.items()}
    return replace(scene, layouts=labelled)


def stage_summed(layer: DepthwiseLayer) -> Scene:
    """What a standard layer does besides: the planes of all channels are summed.

    Example:
        >>> x, weights = np.arange(8).reshape(2, 2, 2), np.ones((2, 1, 1, 2), int)
        >>> stage_summed(DepthwiseLayer(x, weights, {})).output.tolist()
        [[[10], [18]]]
    """
    listed, chain = PanelList(), layer.chain.then("sum", add_trace, len(layer.x))
    sources = listed.add(*source_panels(layer.trace))
    kernels = listed.add(*layer.kernel_panels())
    maps = listed.add(*plane_panels("map", "middle", "m", layer.trace.output))
    sums = listed.add(*plane_panels("output-of", "output", "y", chain.output))
    steps = Steps(listed.panels)
    follow(steps, Staged(chain, [sources, maps, sums], [kernels]), order="through")
    lines, columns = (way(sources, kernels, maps) for way in (layer.lines, layer.columns))
    total = ("Σ", "=", Column(*sums))
    rows, across = chain.output.shape[1:]
    turns = [layer.kernels[at :: layer.multiplier] for at in range(layer.multiplier)]
    return listed.scene(
        steps,
        (
            (
                Row(Column(*lines), *total),
                Row(Row(*columns, apart=CHANNELS_APART), *total),
                in_pairs(*lines, Row(*total)),
            ),
            (Column(*lines, Row(*total)), Column(*columns, Row(*total))),
        ),
        windows=tuple(layer.windows(sources, kernels, layer.in_turns(turns))),
        ticks=(
            row_ticks(layer.trace.shape[1:])
            if len(sums) == 1
            else tuple(Tick(rows * across * at, "plane", at) for at in range(len(sums)))
        ),
        results=tuple(sums),
    )
