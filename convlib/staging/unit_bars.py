"""What units cost as bars to scale: their 1×1 layers, and behind them their 3×3 layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout
from convlib.staging.arrange import Column, Plot, Space
from convlib.staging.bars import Bar

LONGEST, LINE, BETWEEN = 17.0, 0.8, 0.25
SECOND = 5.5  # from a bar's beginning to what is said of its second part


class Unit(Protocol):
    """What is drawn of a unit: its products at a pixel, those of its 1×1 layers and of its 3×3."""

    @property
    def name(self) -> str:
        """As the catalogue has it, after ``unit-``."""

    @property
    def mixing(self) -> int:
        """Products of its 1×1 layers."""

    @property
    def looking(self) -> int:
        """Products of its 3×3 layer."""

    @property
    def share(self) -> int:
        """Of the 1×1 layers among all products, in per cent."""

    @property
    def caption(self) -> tuple[tuple[str, str], ...]:
        """How its products are counted, each piece of text with its role."""


@dataclass(frozen=True)
class UnitBars:
    """A bar for each unit, which comes up in a step of its own.

    Attributes:
        units: From the first to the last.
    """

    units: Sequence[Unit]

    @property
    def item(self) -> Column:
        """The room that they take, with lines of words above and below each."""
        room = Space(LONGEST, LINE)
        each = [Column(room, Plot(at, LONGEST, 1), room, apart=0) for at in range(len(self.units))]
        return Column(room, *each, apart=BETWEEN)

    def curves(self, steps: int) -> Iterator[Curve]:
        """The bars, to one scale."""
        unit = LONGEST / max(each.mixing + each.looking for each in self.units)
        for at, each in enumerate(self.units):
            parts = (each.mixing, "kernel"), (each.looking, "middle")
            yield from Bar(at, parts, since=at).curves(unit, LONGEST, steps)

    def labelled(self, plan: Layout) -> Layout:
        """A layout with what is said about them."""
        left, top = plan.plots[0][:2]
        head = Label(left, top - 1.5 * LINE - BETWEEN, key="unit-costs", size=LARGE, align="left")
        return replace(plan, labels=(*plan.labels, head, *self._labels(plan)))

    def _labels(self, plan: Layout) -> Iterator[Label]:
        for at, (each, (left, top, *_)) in enumerate(zip(self.units, plan.plots, strict=False)):
            above, below = top - LINE / 2, top + 1 + LINE / 2
            total, key = f"{each.mixing + each.looking:,}", f"unit-{each.name}"
            yield Label(left, above, total, key, "ink", size=LARGE, align="left", since=at)
            yield Label(
                left + LONGEST,
                above,
                each.share,
                "unit-share",
                "kernel",
                size=LARGE,
                align="right",
                since=at,
            )
            for x, number, said, role in (
                (left, each.mixing, "unit-mixing", "kernel"),
                (left + SECOND, each.looking, "unit-looking", "middle"),
            ):
                yield Label(x, below, f"{number:,}", said, role, size=LARGE, align="left", since=at)
