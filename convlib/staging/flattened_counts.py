"""Three passes beside one, counted: how many products each takes, as numbers and as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Panel
from convlib.staging.bars import EDGE, Bar
from convlib.trace import Chain, Trace

LONGEST = 8.0  # of the bars, in cells
BESIDE, UP_TO = 0.3, 2.0  # from a count to what it counts up to, and the room of that
ROLES = ("kernel", "middle", "output")  # of the three passes' parts of their bar


@dataclass(frozen=True, eq=False)
class Ways:
    """The same result by three passes and by one.

    Attributes:
        chain: The three passes, across the channels first.
        direct: The one.
        beats: Per step how many products each way takes.
    """

    chain: Chain
    direct: Trace
    beats: list[tuple[int, int]]

    @cached_property
    def products(self) -> list[int]:
        """Of each pass."""
        return [len(stage.trace.src) for stage in self.chain.stages]

    @property
    def totals(self) -> tuple[int, int]:
        """Of the three passes, and of the one."""
        return sum(self.products), len(self.direct.src)

    @property
    def unit(self) -> float:
        """How long a product's part of a bar is, in cells."""
        return LONGEST / max(self.totals)

    @property
    def parts(self) -> list[tuple[float, float]]:
        """From where to where each pass's part of the bar reaches, in cells."""
        ends = (np.cumsum([0, *self.products]) * self.unit).tolist()
        return list(pairwise(ends))

    def counters(self) -> list[Panel]:
        """How many products each way has taken so far, figure by figure, as a meter has it."""
        turns = np.repeat(np.tile([0, 1], len(self.beats)), np.ravel(self.beats))
        names = "flat-passes", "flat-direct"
        return [
            _counter(name, np.cumsum(turns == way), total)
            for way, (name, total) in enumerate(zip(names, self.totals, strict=True))
        ]

    def bars(self) -> Iterator[Curve]:
        """Bars to one scale that fill, each part in a frame as long as it will be."""
        passes, whole = np.cumsum(self.beats, axis=0).T
        before = np.cumsum([0, *self.products[:-1]])
        shares = tuple(
            np.clip((passes - start) / count, 0, 1)
            for start, count in zip(before, self.products, strict=True)
        )
        parts = tuple(zip(self.products, ROLES, strict=True))
        three = Bar(0, parts, shares=shares)
        one = Bar(1, ((self.totals[1], "output"),), shares=(whole / self.totals[1],))
        for bar, spans in ((three, self.parts), (one, [(0.0, self.totals[1] * self.unit)])):
            yield from bar.curves(self.unit, LONGEST, len(self.beats))
            yield from (part_frame(bar.plot, *span) for span in spans)

    def labels(self, plan: Layout, counts: Sequence[int]) -> Iterator[Label]:
        """What each count goes up to, beside it; above each bar what its parts are."""
        for panel, total in zip(counts, self.totals, strict=True):
            x, y = plan.places[panel]
            end = x + len(str(total)) + BESIDE
            yield Label(end, y + 0.5, total, "flat-of", size=LARGE, align="left")
        (left, top, *_), (below, bottom, *_) = plan.plots
        for (start, end), count, role in zip(self.parts, self.products, ROLES, strict=True):
            yield Label(left + (start + end) / 2, top - 0.25, f"{count:,}", role=role, size=LARGE)
        done = int(np.flatnonzero([own for own, _ in self.beats])[-1])
        end = left + self.parts[-1][1] + 0.3
        yield Label(end, top + 0.5, "", "flat-done", "output", size=LARGE, align="left", since=done)
        worked = f"{self.direct.output.size} · {self.direct.weight.size}"
        middle = below + self.totals[1] * self.unit / 2
        yield Label(middle, bottom - 0.25, worked, role="output", size=LARGE)


def _counter(name: str, so_far: Array, total: int) -> Panel:
    """A count in as many cells as its largest number has figures."""
    places = 10 ** np.arange(len(str(total)))[::-1]
    figures = so_far[:, None] // places % 10
    return Panel(
        name,
        "middle",
        "n",
        figures[-1:],
        axes=1,
        note=" ",
        running=figures,
        scaled=False,
    )


def part_frame(plot: int, start: float, end: float) -> Curve:
    """The frame of a part of a bar, in which it will fill."""
    low, high = EDGE, 1 - EDGE
    corners = [(start, low), (end, low), (end, high), (start, high), (start, low)]
    return Curve(plot, "line", "line", np.array(corners))
