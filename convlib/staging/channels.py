"""Scenes of a convolution of many channels: map by map, as one block, or one place in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import Bracket
from convlib.picture.parts import Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, Space, in_pairs
from convlib.staging.blocks import PanelList, block_windows, falling, rising
from convlib.staging.follow import Cells, Staged, follow
from convlib.staging.maps import SUMMED, maps_laid_out
from convlib.staging.planes import corners_of, plane_panels, row_ticks, source_panels, window_over
from convlib.staging.steps import Steps
from convlib.trace import Chain, Trace, add_trace, conv_trace, depthwise_trace, one_value_chain

NAMED = Space(0, 1.1)  # room for a bracket and what it says; above as below, to keep the line


@dataclass(frozen=True, eq=False)
class ChannelLayer:
    """A convolution of many channels.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        weights: ``(filters, channels, rows, columns)``.
        bias: A number for each filter.
        options: Stride and padding as ``conv`` takes them.
    """

    x: Array
    weights: Array
    bias: Array
    options: dict[str, Any]

    @cached_property
    def trace(self) -> Trace:
        """All its taps."""
        return conv_trace(self.x, self.weights, self.bias, **self.options)

    @property
    def depth(self) -> int:
        """How many channels the input has, and so how many kernels each filter has."""
        return len(self.x)

    @property
    def filters(self) -> range:
        """The filters' numbers."""
        return range(len(self.weights))

    @property
    def places(self) -> list[tuple[int, int]]:
        """The first cell under the window at each of its places."""
        return corners_of(self.trace.geometry)

    def kernel_panels(self, at: int) -> list[Panel]:
        """A filter's kernels."""
        return [
            Panel(
                "kernel-of",
                "kernel",
                "w",
                kernel,
                array="weights",
                plane=at * self.depth + channel,
                lead=(at, channel),
                number=self._number(at, channel),
            )
            for channel, kernel in enumerate(self.weights[at])
        ]

    @cached_property
    def maps(self) -> list[Chain]:
        """What each filter's kernels make of their channels, by themselves, and the sum of that."""
        return [self._maps(*filter_) for filter_ in zip(self.weights, self.bias, strict=True)]

    def _maps(self, kernels: Array, bias: float) -> Chain:
        chain = Chain(self.x).then("maps", depthwise_trace, kernels[:, None], **self.options)
        return chain.then("sum", add_trace, self.depth, np.array([bias]))

    def map_panels(self, at: int) -> list[Panel]:
        """What a filter's kernels make of their channels, by themselves."""
        return [
            Panel("map", "middle", "m", made, lead=(at, c), number=self._number(at, c))
            for c, made in enumerate(self.maps[at].arrays[1])
        ]

    def _number(self, at: int, channel: int) -> int | str:
        return channel if len(self.weights) == 1 else f"{at}, {channel}"

    def bias_panel(self, at: int) -> Panel:
        """A filter's bias."""
        value = self.bias[at : at + 1][None]
        return Panel("bias", "kernel", "b", value, (0, at), array="bias", axes=1, note=" ")

    def output_panels(self) -> list[Panel]:
        """A plane for each filter."""
        name = "output" if len(self.weights) == 1 else "output-of"
        return plane_panels(name, "output", "y", self.trace.output)

    def during(self, at: int) -> list[tuple[int, int] | None]:
        """Per step, filter after filter, the place of a filter's window; None for the others'."""
        away = [None] * len(self.places)
        return [place for each in self.filters for place in (self.places if each == at else away)]

    def ticks(self) -> tuple[Tick, ...]:
        """Where filters begin, or the rows of the only one."""
        rows, columns = self.trace.geometry.outputs
        if len(self.weights) == 1:
            return row_ticks((rows, columns))
        return tuple(Tick(at * rows * columns, "filter", at) for at in self.filters)


def stage_maps(layer: ChannelLayer) -> Scene:
    """A map for each kernel, and their sums: all that makes one output value is one step."""
    listed, filters = PanelList(), layer.filters
    sources = listed.add(*source_panels(layer.trace))
    kernels = [listed.add(*layer.kernel_panels(at)) for at in filters]
    maps = [listed.add(*layer.map_panels(at)) for at in filters]
    bias = listed.add(*map(layer.bias_panel, filters))
    outputs = listed.add(*layer.output_panels())
    steps = Steps(listed.panels)
    for at in filters:
        arrays: list[Cells] = [sources, maps[at], outputs[at]]
        staged = Staged(layer.maps[at], arrays, [kernels[at], None], [None, bias[at]])
        follow(steps, staged, order="through")
    windows = [
        window_over(source, layer.trace.geometry, layer.during(at), kernel=kernels[at][source])
        for at in filters
        for source in sources
    ]
    return listed.scene(
        steps,
        maps_laid_out(listed, sources, kernels, maps, list(zip(bias, outputs, strict=True))),
        windows=tuple(windows),
        ticks=layer.ticks(),
        results=tuple(outputs),
    )


def stage_block(layer: ChannelLayer) -> Scene:
    """One filter as one block that moves over all channels at once: a step, a place."""
    listed, filters = PanelList(), layer.filters
    sources = listed.add(*source_panels(layer.trace))
    kernels = [listed.add(*_one_filter(layer, at)) for at in filters]
    bias = listed.add(*map(layer.bias_panel, filters))
    outputs = listed.add(*layer.output_panels())
    steps, weights = Steps(listed.panels), [panel for each in kernels for panel in each]
    follow(steps, Staged(layer.trace, [sources, outputs], [weights], [bias]))
    size, corners = (layer.depth, *layer.trace.geometry.spans), layer.places * len(filters)
    windows = block_windows(sources, size, [(0, *corner) for corner in corners])  # type: ignore[arg-type]
    for at in filters:
        still = [None if place is None else (0, 0, 0) for place in layer.during(at)]
        windows += block_windows(kernels[at], size, still)  # type: ignore[arg-type]
    sums = [Row("+", bias[at], "=", outputs[at]) for at in filters]
    stacks = [listed.rising(kernels[at]) for at in filters]
    narrow = [Column(stack, total) for stack, total in zip(stacks, sums, strict=True)]
    wide: tuple[Item, ...]
    if len(filters) > 1:
        lines = [Row(stack, total) for stack, total in zip(stacks, sums, strict=True)]
        wide = (
            Row(rising(*sources), "∗", Column(*lines)),
            Row(falling(*sources), "∗", Column(*lines)),
            Row(rising(*sources), "∗", Column(*narrow)),
            Column(rising(*sources), *(Row("∗", line) for line in lines)),
        )
    else:
        layer_, filter_ = (
            Column(NAMED, each, NAMED, apart=0) for each in (rising(*sources), *stacks)
        )
        wide = (
            Row(layer_, "∗", filter_, *sums[0].items),
            Row(layer_, "∗", Column(filter_, sums[0])),
        )
    slender = [Column(falling(*kernels[at]), sums[at]) for at in filters]
    tall = (
        Column(falling(*sources), *(Row("∗", each) for each in narrow)),
        Row(falling(*sources), "∗", Column(*slender)),
    )
    scene = listed.scene(
        steps,
        (wide, tall),
        windows=tuple(windows),
        ticks=layer.ticks(),
        results=tuple(outputs),
    )
    if len(filters) > 1:
        return scene
    named = replace(scene.layouts["wide"], brackets=_brackets(sources, kernels[0]))
    return replace(scene, layouts={**scene.layouts, "wide": named})


def _brackets(sources: Sequence[int], kernels: Sequence[int]) -> tuple[Bracket, ...]:
    """A layer consists of channels as a filter does of kernels."""
    return (
        Bracket(tuple(sources), "below", key="of-channels", role="input"),
        Bracket(tuple(kernels), "below", key="of-kernels", role="kernel"),
    )


def _one_filter(layer: ChannelLayer, at: int) -> list[Panel]:
    """A filter's kernels under one title, which says how large the filter is."""
    front, *others = layer.kernel_panels(at)
    note = " × ".join(map(str, (*front.inner, layer.depth)))
    titled = replace(front, name="filter", number=at, note=note)
    return [titled, *(replace(panel, titled=False) for panel in others)]


def stage_place(layer: ChannelLayer, at: int, place: tuple[int, int]) -> Scene:
    """How one output value comes about: product by product, channel by channel, then their sum."""
    listed, depth = PanelList(), range(layer.depth)
    rows, columns = layer.weights.shape[2:]
    number = place[0] * layer.trace.geometry.outputs[1] + place[1]
    chain = one_value_chain(layer.trace, at * len(layer.places) + number)
    _, products, totals, _ = chain.arrays
    sources = listed.add(*source_panels(layer.trace))
    kernels = listed.add(*layer.kernel_panels(at))
    parts = listed.add(*plane_panels("products", "middle", "p", products))
    sums = listed.add(
        *(
            Panel("channel-sum", "middle", "s", total, (0, channel), axes=1, note=" ")
            for channel, total in enumerate(totals)
        )
    )
    (bias,), outputs = listed.add(layer.bias_panel(at)), listed.add(*layer.output_panels())
    steps = Steps(listed.panels)
    out = np.array([steps.cell(outputs[at], *place)])
    arrays: list[Cells] = [sources, parts, sums, out]
    follow(steps, Staged(chain, arrays, [kernels], [None, None, bias]), order="ready")
    at_work = list[tuple[int, int, int] | None]()
    for channel in depth:
        at_work += [(channel, *cell) for cell in np.ndindex(rows, columns)]
        at_work.append(None)
    at_work.append(None)
    still = [layer.places[number]] * len(steps)
    windows = [
        *(window_over(c, layer.trace.geometry, still, kernel=kernels[c]) for c in sources),
        *block_windows(kernels, (1, 1, 1), at_work),
    ]
    lines = [Row(c, "×", kernels[c], "=", parts[c], "Σ", sums[c]) for c in depth]
    total = Row(SUMMED, bias, "=", Column(*outputs))
    wide = Row(Column(*lines), *total.items), in_pairs(*lines, total)
    narrow = [Column(Row(c, "×", kernels[c]), Row("=", parts[c], "Σ", sums[c])) for c in depth]
    tall = Column(*lines, total), Column(*narrow, total, apart=0.8)
    starts = [channel * (rows * columns + 1) for channel in depth]
    return listed.scene(
        steps,
        (wide, tall),
        windows=tuple(windows),
        ticks=(
            *(Tick(start, "channel", channel) for channel, start in enumerate(starts)),
            Tick(len(steps) - 1, "total", layer.depth),
        ),
        results=tuple(outputs),
    )
