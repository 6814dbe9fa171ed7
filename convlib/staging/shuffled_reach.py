"""With and without a shuffle: output by output the inputs that reach it, through both layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.shuffled_net import ShuffledNet, channel_rows, group_blocks
from convlib.staging.shuffled_places import CLEAR, NUMBER, WALL, WIRES
from convlib.staging.steps import Steps
from convlib.staging.wires import wires
from convlib.trace import Chain, Trace

TOP = 1.0  # above the channels, for what a net is
APART, UNDER = 2.2, 1.0  # between the nets, beside each other and one below the other
FREE = 2 * NUMBER  # what a wire leaves to a channel's number

Columns = list[list[int]]


def stage_reach(net: ShuffledNet) -> Scene:
    """Both nets in step, an output in each with all that it comes from.

    Args:
        net: What is staged, with its shuffle and without.
    """
    listed = PanelList()
    pair = [_Way(replace(net, shuffle=shuffle)) for shuffle in (True, False)]
    shown = [way.panels(listed) for way in pair]
    steps = Steps(listed.panels)
    both = [Staged(way.chain, columns) for way, columns in zip(pair, shown, strict=True)]
    follow(steps, *both, by="channel", order="through")
    return Scene(
        panels=tuple(listed.panels),
        layouts={name: _laid_out(pair, shown, name == "wide") for name in ("wide", "tall")},
        windows=tuple(
            _frame(panel, group, net)
            for columns in shown
            for group, panel in enumerate(columns[-1])
        ),
        ticks=tuple(Tick(at * net.each, "shuffle-group", at) for at in range(net.groups)),
        curves=tuple(curve for plot, way in enumerate(pair) for curve in way.curves(plot)),
        wires=True,
        results=tuple(shown[0][-1]),
        **steps.columns(),
    )


def _frame(panel: int, at: int, net: ShuffledNet) -> Window:
    """Round an output at its step."""
    there = np.where(np.arange(net.channels) == at, 0, -1)
    return Window(panel, 1, int(net.x.shape[1]), there, there, role="output")


@dataclass(frozen=True, eq=False)
class _Way:
    """One of the two nets, its weights as gains that stand in its equations alone."""

    net: ShuffledNet

    @property
    def chain(self) -> Chain:
        """Both layers and what is between: the shuffle, or each channel as it is."""
        made = self.net.chain
        return replace(
            made, stages=tuple(replace(each, trace=_gained(each.trace)) for each in made.stages)
        )

    def panels(self, listed: PanelList) -> Columns:
        """The channels column by column."""
        net, arrays = self.net, self.chain.arrays
        own, plain = list(range(net.groups)), [-1] * net.channels
        dealt = [net.group_of(at) for at in net.order]
        return [
            listed.add(*group_blocks(net.x, ("channel", "input", "x"), own, "input")),
            listed.add(*group_blocks(arrays[1][:, 0], ("map", "middle", "m"), own)),
            listed.add(*channel_rows(arrays[2][:, 0], ("map", "middle", "s"), dealt)),
            listed.add(*channel_rows(arrays[3][:, 0], ("output-of", "output", "y"), plain)),
        ]

    def y(self, place: int) -> float:
        """How far below the first channel one begins."""
        return place + place // self.net.each * WALL

    @property
    def height(self) -> float:
        """Of the channels."""
        return self.y(self.net.channels - 1) + 1

    def x(self, column: int) -> float:
        """Where a column begins; numbers stand on both sides of the shuffle."""
        cells = int(self.net.x.shape[1])
        return FREE + column * (cells + WIRES) + (column > 1) * 2 * FREE

    @property
    def width(self) -> float:
        """With all numbers."""
        return self.x(3) + int(self.net.x.shape[1]) + FREE

    def curves(self, plot: int) -> Iterator[Curve]:
        """All wires there are, over which those at work come to lie."""
        net, cells, every = self.net, int(self.net.x.shape[1]), range(self.net.channels)
        joins = [(one, to) for one in every for to in net.members(one)]
        dealt = [(channel, at) for at, channel in enumerate(net.order)]
        for column, pairs in enumerate((joins, dealt, joins)):
            free = FREE if column == 1 else CLEAR
            across = self.x(column + 1) - self.x(column) - cells - 2 * free
            ends = [(self.y(one) + 0.5, self.y(other) + 0.5) for one, other in pairs]
            points = wires(across, ends, self.x(column) + cells + free, straight=True)
            yield Curve(plot, "line", "thin", points)

    def labels(self, left: float, top: float) -> Iterator[Label]:
        """What the net is, how many inputs reach an output, and the channels' numbers."""
        net, cells = self.net, int(self.net.x.shape[1])
        key = "with-shuffle" if net.shuffle else "no-shuffle"
        found = f"{len(net.reaching(0))} / {net.channels}"
        yield Label(left + FREE, top + 0.4, key=key, role="ink", size=LARGE, align="left")
        end = round(left + self.x(3) + cells, 6)
        yield Label(end, top + 0.4, found, "each-reached", "output", size=LARGE, align="right")
        for at in range(net.channels):
            middle = round(top + TOP + self.y(at) + 0.5, 6)
            beside = (0, -NUMBER), (1, cells + NUMBER), (2, -NUMBER)
            for column, aside in beside[: 3 if net.shuffle else 1]:
                number = net.order[at] if column == 2 else at
                group = net.group_of(number)
                x = round(left + self.x(column) + aside, 6)
                yield Label(x, middle, number, role="output", group=group, size=LARGE)

    def places(self, columns: Columns, left: float, top: float) -> dict[int, tuple[float, float]]:
        """Where the channels stand."""
        return {
            panel: (round(left + self.x(at), 6), round(top + TOP + self.y(place), 6))
            for at, column in enumerate(columns)
            for place, panel in zip(
                range(0, self.net.channels, self.net.channels // len(column)), column, strict=True
            )
        }


def _gained(trace: Trace) -> Trace:
    """A trace whose weights are gains."""
    if not trace.weight.size:
        return trace
    gain: Array = trace.weight.ravel()[trace.ker]
    return replace(trace, gain=gain, ker=np.full_like(trace.ker, -1), weight=np.zeros(0, int))


def _laid_out(pair: list[_Way], shown: list[Columns], wide: bool) -> Layout:
    """The two nets beside each other, or one below the other."""
    places, labels = dict[int, tuple[float, float]](), list[Label]()
    plots = list[tuple[float, float, float, float]]()
    left = top = 0.0
    for way, columns in zip(pair, shown, strict=True):
        places |= way.places(columns, left, top)
        labels += way.labels(left, top)
        plots.append((left, top + TOP, way.width, way.height))
        if wide:
            left += way.width + APART
        else:
            top += TOP + way.height + UNDER
    width, height = plots[-1][0] + plots[-1][2], plots[-1][1] + plots[-1][3]
    return Layout(
        width=round(width, 6),
        height=round(height, 6),
        places=tuple(places[panel] for panel in range(len(places))),
        symbols=(),
        plots=tuple(plots),
        labels=tuple(labels),
    )
