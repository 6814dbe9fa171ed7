"""A wide convolution through a bottleneck of few channels: what it costs, drawn to scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from convlib import code
from convlib.cost import Cost, cost, in_a_row
from convlib.layers import cost_rows
from convlib.layers.cost_rows import RowLayer
from convlib.lesson import CostRow, Values
from convlib.params import Param, Whole
from convlib.picture.parts import Curve, Layout, Panel, Tick
from convlib.picture.scene import Scene
from convlib.staging.arrange import TIGHT, Column, Plot, Row, Space, arrange
from convlib.staging.bars import SIDE, Bar, Layers
from convlib.staging.steps import Steps

# As in Inception's module 3a: 5×5 to 32 maps on 28×28×192, through 16 channels (arXiv:1409.4842).
PARAMS: tuple[Param, ...] = (
    Whole("depth_in", default=192, low=1, high=512),
    Whole("between", default=16, low=1, high=512),
    Whole("maps_out", default=32, low=1, high=512),
    Whole("side", default=28, low=1, high=112),
    Whole("wide", default=5, low=1, high=11),
)
LONGEST = 8.8  # of the bars, in cells: a phone has room for as many in which a number can be read
TALLEST = 2.4  # of the channels
ACROSS = 2.8  # from one layer's channels to the next one's
BESIDE = 0.8  # between them and the numbers
DIRECT, REDUCE, WIDE, TOGETHER, TIMES = range(5)


@dataclass(frozen=True)
class Plan:
    """The direct way and the way through the bottleneck, with what each layer costs.

    Attributes:
        side: Rows of the input, and columns.
        kernel: Rows of the wide layer's kernel, and columns.
        channels: Of the input, between the two layers, and of the output.
    """

    side: int
    kernel: int
    channels: tuple[int, int, int]

    @classmethod
    def of(cls, values: Values) -> Plan:
        """The plan of a lesson's values."""
        depth, between, maps = (values[name] for name in ("depth_in", "between", "maps_out"))
        return cls(values["side"], values["wide"], (depth, between, maps))

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of the input."""
        return (self.channels[0], self.side, self.side)

    @property
    def wide(self) -> Mapping[str, Any]:
        """The options of the wide layer, directly or behind the bottleneck."""
        return {"filters": self.channels[-1], "kernel": self.kernel, "padding": "same"}

    @property
    def layers(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The way through the bottleneck, an operator after the other."""
        return [("pointwise", {"filters": self.channels[1]}), ("relu", {}), ("conv", self.wide)]

    @property
    def direct(self) -> Cost:
        """The wide layer on all channels."""
        return cost("conv", self.shape, **self.wide)

    @property
    def together(self) -> Cost:
        """All layers of the bottleneck."""
        return in_a_row(self.shape, self.layers)

    @property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """The channels along each way: directly, and through the bottleneck."""
        depth, _, maps = self.channels
        return (depth, maps), self.channels

    @property
    def drawn(self) -> tuple[Layers, ...]:
        """The layers along each way, to one scale."""
        look = {"unit": TALLEST / max(self.channels), "height": TALLEST, "across": ACROSS}
        layers = ("middle",), ("kernel", "middle")
        return tuple(
            Layers(way, counts, ("input", *["middle"] * way, "output"), layers[way], **look)
            for way, counts in enumerate(self.ways)
        )

    @property
    def macs(self) -> tuple[int, int, int, int]:
        """Of the direct layer, of the two that replace it, and of these together."""
        (_, reduce), _, (_, wide) = self.together.parts
        return self.direct.macs, reduce.macs, wide.macs, self.together.macs

    @property
    def times(self) -> str:
        """How many times fewer products the two layers take, rounded."""
        times = self.direct.macs / self.together.macs
        return f"{times:.1f}" if times >= 1 else f"{times:.2g}"

    def factors(self, filters: int, channels: int, kernel: int) -> list[tuple[str, str]]:
        """A layer's product as an equation's texts: the outputs, and the weights of each."""
        area = [kernel, kernel] if kernel > 1 else []
        weights = " · ".join(map(str, [*area, channels]))
        outputs = f"{self.side} · {self.side} · {filters}"
        return [(outputs, "output"), (" · ", "muted"), (weights, "kernel")]


def costs(values: Values, chart: str = "") -> list[CostRow]:
    """Two rows: through the bottleneck, and directly; in a chart of their own, if one is named."""
    plan = Plan.of(values)
    wide = RowLayer("conv", plan.wide, ("H", "W"), ("k", "k"))
    ways = {
        "1x1-own": [*(RowLayer(*each) for each in plan.layers[:-1]), wide],
        "1x1-direct": [wide],
    }
    rows = (
        cost_rows.in_a_row(name, plan.shape, way, depth_last=True) for name, way in ways.items()
    )
    return [replace(row, chart=chart) for row in rows]


def stage(values: Values) -> Scene:
    """Bars that grow one after the other, beside what flows through each way."""
    plan = Plan.of(values)
    roles = ("middle", "kernel", "middle", "output", "output")
    kernel = f"{plan.kernel}×{plan.kernel}"
    names = ("1x1-directly", "1x1-reduced", "1x1-widened", "1x1-together", "1x1-times")
    panels = [
        Panel(name, role, "m", np.array([[count]]), axes=0, number=kernel, note=" ")
        for name, role, count in zip(names, roles, (*plan.macs, float(plan.times)), strict=True)
    ]
    steps = Steps(panels)
    captions = dict(enumerate(_captions(plan)))
    for _ in captions:
        steps.step()
    return Scene(
        panels=tuple(panels),
        layouts={name: _layout(plan, panels, name) for name in ("wide", "tall")},
        windows=(),
        ticks=(Tick(DIRECT, "1x1-direct", 0), Tick(REDUCE, "1x1-bottleneck", 0)),
        captions=captions,
        made={step: (steps.cell(step),) for step in range(len(panels))},
        curves=(*(c for way in plan.drawn for c in way.curves()), *_bars(plan, len(captions))),
        **steps.columns(),
    )


def _captions(plan: Plan) -> Iterator[tuple[tuple[str, str], ...]]:
    """What each step works out."""
    depth, between, maps = plan.channels
    products = (
        plan.factors(maps, depth, plan.kernel),
        plan.factors(between, depth, 1),
        plan.factors(maps, between, plan.kernel),
    )
    direct, reduce, wide, together = (f"{count:,}" for count in plan.macs)
    for factors, total in zip(products, (direct, reduce, wide), strict=True):
        yield (*factors, (" = ", "muted"), (total, "result"))
    both = (reduce, "kernel"), (" + ", "muted"), (wide, "middle")
    yield (*both, (" = ", "muted"), (together, "result"))
    times = plan.direct.macs / plan.together.macs
    quotient = (direct, "middle"), (" ÷ ", "muted"), (together, "output")
    sign = " = " if float(plan.times) == times else " ≈ "
    yield (*quotient, (sign, "muted"), (plan.times, "result"))


def _layout(plan: Plan, panels: list[Panel], name: str) -> Layout:
    """What flows through each way, and beside it, or on a phone below, its numbers and its bar."""
    ways = [Plot(way, 2 * (SIDE + ACROSS), TALLEST) for way in (0, 1)]
    direct, narrow = (Plot(2 + way, LONGEST, 1) for way in (0, 1))
    added = Row(REDUCE, "+", WIDE, "=", TOGETHER)
    item = Column(
        Row(ways[0], Column(DIRECT, direct, apart=0), apart=BESIDE),
        Row(ways[1], Column(added, narrow, apart=0), apart=BESIDE),
        Row(Space(SIDE + ACROSS - 0.5), TIMES, apart=0),  # below where it is narrowest
    )
    if name == "tall":
        both = Row(REDUCE, "+", WIDE), Row("=", TOGETHER, TIMES)
        item = Column(ways[0], DIRECT, direct, ways[1], *both, narrow)
    layout = arrange(item, panels, TIGHT)
    return replace(
        layout, labels=tuple(label for way in plan.drawn for label in way.labels(layout))
    )


def _bars(plan: Plan, steps: int) -> Iterator[Curve]:
    """The direct layer's bar, and one in which the two layers' stand behind each other."""
    direct, reduce, wide, _ = plan.macs
    unit, now = LONGEST / max(plan.macs), np.arange(steps)
    there = tuple((now >= since).astype(float) for since in (REDUCE, WIDE))
    yield from Bar(2, ((direct, "middle"),)).curves(unit, LONGEST, steps)
    parts = (reduce, "kernel"), (wide, "middle")
    yield from Bar(3, parts, shares=there).curves(unit, LONGEST, steps)


def code_of(values: Values) -> dict[str, str]:
    """Both layers of the bottleneck as code."""
    plan = Plan.of(values)
    return code.at_random(plan.shape, plan.layers)
