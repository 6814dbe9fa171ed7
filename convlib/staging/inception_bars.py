"""A block's products in full as bars to one scale: as they were, and with channels narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from convlib.picture.marks import LARGE, Label, colour_of
from convlib.picture.parts import Curve
from convlib.staging.wires import at_steps, hatching

THICK, LINE = 0.45, 0.88  # of the bars, and of a line of words where there is little room
EDGE = 0.05  # between two parts of a bar
BEHIND = 4.25  # room for the channels behind a bar


@dataclass(frozen=True)
class Full:
    """A block counted in full.

    Attributes:
        key: What it is called, a label's.
        parts: Products by branch and layer: the branch, how many, and whether that is a 1×1 layer
            that narrows it.
        channels: That come out of each branch.
    """

    key: str
    parts: tuple[tuple[int, int, bool], ...]
    channels: tuple[int, ...]

    @property
    def products(self) -> int:
        """All of them."""
        return sum(count for _, count, _ in self.parts)


@dataclass(frozen=True)
class InFull:
    """Two such blocks, to one scale.

    Attributes:
        shape: Of the input, channels first.
        blocks: The more expensive one first.
        longest: How long its bar is.
    """

    shape: tuple[int, ...]
    blocks: tuple[Full, ...]
    longest: float = 9.0

    @property
    def width(self) -> float:
        """Of a bar, and of what is said behind it."""
        return self.longest + BEHIND

    @property
    def said(self) -> float:
        """Of all that is said about them, in one line."""
        return max(self.width, 17.0)

    def curves(self, steps: int) -> Iterator[Curve]:
        """A plot for each block: its parts behind one another."""
        unit = self.longest / max(block.products for block in self.blocks)
        for at, block in enumerate(self.blocks):
            there, start = np.arange(steps) >= at, 0.0
            for branch, count, narrows in block.parts:
                width = max(count * unit - EDGE, EDGE)
                colour = colour_of("line", branch)
                if narrows:
                    lines = hatching(start, 0, width, THICK)
                    yield at_steps(there, at, colour, "thin", lines)
                else:
                    box = [(0, 0), (0, THICK), (width, THICK), (width, 0)]
                    points = np.array([(start + x, y) for x, y in box])
                    yield at_steps(there, at, colour, "area", points)
                start += count * unit

    def labels(
        self,
        plots: Sequence[tuple[float, float]],
        line: float = LINE,
        *,
        below: bool = False,
    ) -> Iterator[Label]:
        """What stands above each bar, from its left end; and the channels behind it, or below."""
        for at, (block, (left, top)) in enumerate(zip(self.blocks, plots, strict=True)):
            role = "output" if at else "ink"
            said = f"{block.products:,}"
            y = top - line / 2
            yield Label(left, y, said, block.key, role, size=LARGE, align="left", since=at)
            most = max(each.products for each in self.blocks)
            x, y = left + self.longest * block.products / most + 0.25, top + THICK / 2
            if below:
                x, y = left, top + THICK + line / 2
            made = str(sum(block.channels))
            if at:
                made = f"{' + '.join(map(str, block.channels))} = {made}"
            x = round(x, 6)
            yield Label(x, y, made, "inception-channels", role, -1, LARGE, "left", at)
