"""A depthwise separable convolution: a window on each channel, and then one pixel's fibre mixed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, in_pairs
from convlib.staging.bars import Line, Lines
from convlib.staging.choose import layouts
from convlib.staging.depthwise import CHANNELS_APART, DepthwiseLayer
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, fibre_windows, plane_panels, row_ticks, source_panels
from convlib.staging.steps import Steps
from convlib.trace import Chain, depthwise_separable_chain


@dataclass(frozen=True)
class Counted:
    """The same layer counted in full: a standard layer's products, and those of its two parts.

    Attributes:
        shapes: Of the input, of what is looked at, and of what is mixed, channels first.
        standard: Products of a standard layer.
        look: Products of the depthwise layer.
        mix: Products of the 1×1 layer.
    """

    shapes: tuple[tuple[int, ...], ...]
    standard: int
    look: int
    mix: int

    @property
    def together(self) -> int:
        """Of looking and mixing."""
        return self.look + self.mix

    def bars(self, looked: Array, mixed: Array) -> Lines:
        """The standard layer's bar, and below it the one that splits, which fills step by step."""
        sizes = ["×".join(map(str, (*plane, depth))) for depth, *plane in self.shapes]
        whole = (
            (("drawn-small", "", "ink"), ("in-full", " → ".join(sizes[::2]), "ink")),
            (("standard-products", f"{self.standard:,}", "kernel"),),
        )
        times = self.standard / self.together
        more = times < 1
        ratio = f"{1 / times if more else times:.1f}"
        mixing = f"{self.mix:,} ({100 * self.mix / self.together:.0f} %)"
        split = (
            (("look-products", f"{self.look:,}", "middle"), ("mix-products", mixing, "output")),
            (
                ("both-products", f"{self.together:,}", "ink"),
                ("times-more" if more else "times-fewer", ratio, "ink"),
            ),
        )
        parts = (self.look, "middle"), (self.mix, "output")
        return Lines(
            (Line(whole, ((self.standard, "kernel"),)), Line(split, parts, (looked, mixed))),
            len(looked),
        )


@dataclass(frozen=True, eq=False)
class Separable:
    """A depthwise layer and the 1×1 layer that mixes what it makes.

    Attributes:
        depthwise: The first one.
        mix: The second one's weights, a row for each filter, ``(filters, channels)``.
    """

    depthwise: DepthwiseLayer
    mix: Array

    @cached_property
    def chain(self) -> Chain:
        """Both at work."""
        first, mix = self.depthwise, self.mix[..., None, None]
        return depthwise_separable_chain(first.x, first.weights, mix, **first.options)


def stage_separable(layer: Separable, counted: Counted, *, in_turn: bool = True) -> Scene:
    """Look, then mix: at one place after another, or first everywhere the one, then the other.

    Args:
        layer: What is staged.
        counted: What the bars below count.
        in_turn: Whether each place is mixed as soon as it is looked at.

    Example:
        >>> x, weights = np.arange(8).reshape(2, 2, 2), np.ones((2, 1, 1, 2), int)
        >>> both = Separable(DepthwiseLayer(x, weights, {}), np.array([[1, 10]]))
        >>> scene = stage_separable(both, Counted((), 8, 8, 4))
        >>> scene.output.tolist(), len(scene)
        ([[[91], [135]]], 4)
    """
    chain, depthwise = layer.chain, layer.depthwise
    panels = [
        *source_panels(depthwise.trace),
        *depthwise.kernel_panels(),
        *plane_panels("map", "middle", "m", chain.arrays[1]),
        _matrix(layer.mix),
        *plane_panels("output-of", "output", "y", chain.output),
    ]
    depth, filters = len(depthwise.x), len(layer.mix)
    sources, kernels, maps = (list(range(at * depth, (at + 1) * depth)) for at in range(3))
    matrix, outputs = 3 * depth, list(range(3 * depth + 1, len(panels)))
    steps, order = Steps(panels), "ready" if in_turn else "stages"
    staged = Staged(chain, [sources, maps, outputs], [kernels, matrix])
    follow(steps, staged, by="place", order=order)
    corners = iter(corners_of(depthwise.trace.geometry))
    places = list(np.ndindex(chain.output.shape[1:]))
    both = np.array([True, False])
    looks = np.tile(both, len(places)) if in_turn else np.repeat(both, len(places))
    pixels = iter(places)
    stands = [next(corners) if look else None for look in looks.tolist()]
    mixes = [None if look else next(pixels) for look in looks.tolist()]
    looked, mixed = (np.cumsum(each) / len(places) for each in (looks, ~looks))
    bars = counted.bars(looked, mixed)
    shown = depthwise.lines(sources, kernels, maps), depthwise.columns(sources, kernels, maps)
    plans = _layouts(panels, *shown, Row("∗", matrix), outputs, bars)
    whole = np.where(looks, -1, 0)
    return Scene(
        panels=tuple(panels),
        layouts={name: bars.labelled(plan, paired=name == "wide") for name, plan in plans.items()},
        windows=(
            *depthwise.windows(sources, kernels, [stands] * depth),
            *fibre_windows(maps, mixes, "middle"),
            Window(matrix, filters, depth, whole, whole),
        ),
        ticks=_ticks(chain.output.shape[1:], in_turn),
        abreast=np.where(looks, depth > 1, filters > 1),
        curves=bars.curves(),
        results=tuple(outputs),
        **steps.columns(),
    )


def _matrix(mix: Array) -> Panel:
    """The filters, a row each: their size says that they aren't kernels of that many rows."""
    filters, depth = mix.shape
    note = f"1 × 1 × {depth}, {filters}×"
    return Panel("separable-filters", "kernel", "v", mix, array="mix", note=note)


def _ticks(plane: Sequence[int], in_turn: bool) -> tuple[Tick, ...]:
    """The rows of the output; or where looking and mixing begin."""
    if in_turn:
        return row_ticks(plane, each=2)
    return Tick(0, "look", 0), Tick(math.prod(plane), "mix", 1)


def _layouts(
    panels: Sequence[Panel],
    lines: Sequence[Row],
    columns: Sequence[Column],
    mixes: Row,
    outputs: Sequence[int],
    bars: Lines,
) -> dict[str, Layout]:
    """What looks channel by channel, what mixes, and the bars below."""
    results = [Row("=", Row(*outputs, apart=CHANNELS_APART)), Row("=", in_pairs(*outputs))]
    looks: tuple[Item, Item] = Row(*columns, apart=CHANNELS_APART), Column(*lines)
    mixing: list[Item] = [
        *(Column(mixes, result) for result in results),
        *(Row(*mixes.items, *result.items) for result in results),
    ]
    ways: tuple[Item, Item] = bars.stacked, bars.abreast
    wide = [
        *(
            Column(Row(look, mix, apart=0), below)
            for below in ways
            for look in looks
            for mix in mixing
        ),
        *(Column(in_pairs(*lines, mix), bars.abreast) for mix in mixing),
    ]
    tall = [Column(looks[1], mix, bars.item) for mix in mixing]
    return layouts(panels, wide, tall)
