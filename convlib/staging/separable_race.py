"""Two passes beside one, by one clock that counts products: who is done first, and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import NARROWEST, Curve, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Plot, Row, Space
from convlib.staging.bars import Bar, framed
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, beats, race
from convlib.staging.planes import corners_of, window_over
from convlib.staging.separable import AWAY, SLIM, counter, factors
from convlib.staging.steps import Steps
from convlib.trace import Chain, Trace, conv_trace, spatially_separable_chain

LONGEST, SAID = 8.0, 0.75  # cells: of the bars, and the line of words below them
LANES = 0.35  # between the two ways
BESIDE = 1.3  # from a count's cell to what it counts up to


@dataclass(frozen=True, eq=False)
class Ways:
    """The same result by two passes and by one.

    Attributes:
        chain: The two passes.
        direct: The one.
    """

    chain: Chain
    direct: Trace

    @cached_property
    def products(self) -> list[int]:
        """Of the first pass, of the second, and of the one."""
        return [*(len(stage.trace.src) for stage in self.chain.stages), len(self.direct.src)]

    @property
    def totals(self) -> tuple[int, int]:
        """Of both passes, and of the one."""
        one, other, direct = self.products
        return one + other, direct

    @cached_property
    def beats(self) -> list[tuple[int, int]]:
        """Per step how many products each way takes."""
        values = [
            stage.trace.weight[0].size
            for stage in self.chain.stages
            for _ in range(stage.trace.output.size)
        ]
        return beats(values, self.products[-1])

    @property
    def first_pass(self) -> int:
        """How many steps it takes."""
        return int(self.chain.arrays[1].size)

    @property
    def both_passes(self) -> int:
        """How many steps they take."""
        return self.first_pass + int(self.chain.output.size)

    def counters(self) -> list[Panel]:
        """How many products each way has taken so far: the passes' come first in a step."""
        turns = [way for pair in self.beats for way, count in enumerate(pair) for _ in range(count)]
        names = ("race-passes", "race-direct")
        return [counter(name, np.array(turns) == way) for way, name in enumerate(names)]

    def bars(self) -> Iterator[Curve]:
        """Bars to one scale that fill, each in a frame as long as it will be."""
        unit, steps = LONGEST / max(self.totals), len(self.beats)
        one, other, direct = self.products
        passes, whole = np.cumsum(self.beats, axis=0).T
        shares = np.clip(passes / one, 0, 1), np.clip((passes - one) / other, 0, 1)
        bars = (
            Bar(0, ((one, "middle"), (other, "output")), shares=shares),
            Bar(1, ((direct, "output"),), shares=(whole / direct,)),
        )
        for bar, total in zip(bars, self.totals, strict=True):
            yield from bar.curves(unit, LONGEST, steps)
            yield framed(bar.plot, total * unit)

    @property
    def done(self) -> list[int]:
        """The last step of each way."""
        return [int(np.flatnonzero(counts)[-1]) for counts in np.transpose(self.beats)]

    def labels(self, plan: Layout, counts: Sequence[int]) -> Iterator[Label]:
        """What each count goes up to, beside it; below each bar how that is worked out."""
        for panel, plot, total, since in zip(
            counts, plan.plots, self.totals, self.done, strict=True
        ):
            x, y = plan.places[panel]
            yield Label(x + BESIDE, y + 0.5, f"{total:,}", "race-of", size=LARGE, align="left")
            end = plot[0] + LONGEST
            yield Label(end, y + 0.5, "", "race-done", "output", align="right", since=since)
        lengths = [stage.trace.weight[0].size for stage in self.chain.stages]
        sizes, unit = [array.size for array in self.chain.arrays[1:]], LONGEST / max(self.totals)
        (left, top, *_), (below, bottom, *_) = plan.plots
        for size, length, count, role in zip(
            sizes, lengths, self.products, ("middle", "output"), strict=False
        ):
            said = f"{size}·{length} = {count:,}"
            yield Label(left + count * unit / 2, top + 1 + SAID / 2, said, role=role)
            left += count * unit
        said = f"{self.direct.output.size}·{self.direct.weight.size} = {self.totals[1]:,}"
        yield Label(below, bottom + 1 + SAID / 2, said, role="output", align="left")


def race_scene(x: Array, column: Array, row: Array, first: str) -> Scene:
    """The two passes beside the one: a step is a number of the passes, and as many products.

    Args:
        x: The input, ``(rows, columns)``.
        column: Weights from top to bottom, ``(rows,)``.
        row: Weights from left to right, ``(columns,)``.
        first: ``"column"`` or ``"row"``.

    Example:
        >>> scene = race_scene(np.ones((5, 5)), np.array([1, 2, 1]), np.array([-1, 0, 1]), "column")
        >>> len(scene), [tick.step for tick in scene.ticks]
        (27, [0, 15, 24])
    """
    kernel = np.outer(column, row)
    chain = spatially_separable_chain(x[None], column, row, first=first)
    ways = Ways(chain, conv_trace(x[None], kernel[None, None]))
    one, other = (1, 2) if first == "column" else (2, 1)
    panels = [
        Panel("input", "input", "x", x, array="input"),
        *factors(column, row, "column", "row"),
        Panel("between", "middle", "m", chain.arrays[1][0]),
        Panel("input", "input", "x", x, array="input"),
        Panel("kernel", "kernel", "w", kernel),
        Panel("output", "output", "z", ways.direct.output[0]),
        *ways.counters(),
        Panel("output", "output", "y", chain.output[0]),
    ]
    steps = Steps(panels)
    race(steps, Staged(chain, [0, 3, 9], [one, other]), Staged(ways.direct, [4, 6], [5]))
    before, after = (stage.trace.geometry for stage in chain.stages)
    down, across = corners_of(before), corners_of(after)
    rest = len(steps) - ways.both_passes  # steps of the one pass by itself
    windows = (
        window_over(0, before, [*down, *[AWAY] * (len(steps) - len(down))], kernel=one),
        window_over(3, after, [*[AWAY] * len(down), *across, *[AWAY] * rest], kernel=other),
        *_standing(ways),
    )
    plans = layouts(panels, *_ways(panels, one, other))
    names = ("column", "row") if first == "column" else ("row", "column")
    starts = [(0, names[0]), (ways.first_pass, names[1])]
    starts += [(ways.both_passes, "left")] if rest else []
    return Scene(
        panels=tuple(panels),
        layouts={
            name: replace(plan, labels=tuple(ways.labels(plan, (7, 8))))
            for name, plan in plans.items()
        },
        windows=windows,
        ticks=tuple(Tick(step, f"separable-{name}", 0) for step, name in starts),
        abreast=True,
        curves=tuple(ways.bars()),
        **steps.columns(),
    )


def _standing(ways: Ways) -> list[Window]:
    """Where the one pass stands; twice where a step ends one output and begins the next."""
    corners, weights = corners_of(ways.direct.geometry), ways.direct.weight.size
    counts = [count for _, count in ways.beats]
    ends = np.cumsum(counts).tolist()
    both = [
        ((end - count) // weights, (end - 1) // weights) if count else None
        for count, end in zip(counts, ends, strict=True)
    ]
    first = [corners[pair[0]] if pair else AWAY for pair in both]
    next_ = [corners[pair[1]] if pair and pair[1] > pair[0] else AWAY for pair in both]
    there = ways.direct.geometry
    return [window_over(4, there, first, kernel=5), window_over(4, there, next_)]


def _ways(panels: Sequence[Panel], one: int, other: int) -> tuple[list[Item], list[Item]]:
    """Both ways under each other, their outputs above each other; on the right what they count."""
    room = {at: max(panel.columns, NARROWEST) for at, panel in enumerate(panels)}
    slim: dict[int, Item] = {1: Row(1, Space(SLIM - NARROWEST), apart=0), 2: 2}
    room[1] = SLIM
    inner = room[1] + room[2] + room[3] - room[5]
    beside = Space(max(inner, 0) / 2)
    passes = Row(0, "∗", slim[one], "=", 3, "∗", slim[other], "=", 9)
    direct = Row(4, "∗", Row("", beside, 5, beside, "", apart=0), "=", 6)
    counts = [Column(7 + at, Plot(at, LONGEST, 1), Space(LONGEST, SAID), apart=0) for at in (0, 1)]
    wide: Item = Column(Row(passes, counts[0]), Row(direct, counts[1]), apart=LANES)
    lanes: list[tuple[Item, ...]] = [
        (Row(0, "∗", one, "=", 3), Row("∗", other, "=", 9), counts[0]),
        (Row(4, "∗", 5, "=", 6), counts[1]),
    ]
    tall: Item = Column(*(each for lane in lanes for each in lane))
    return [wide], [tall]
