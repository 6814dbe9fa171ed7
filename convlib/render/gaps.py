"""Where panels stand so close under each other that titles between them need a wider gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import STRIPE
from convlib.picture.parts import NARROWEST, Layout
from convlib.picture.scene import Scene

BEYOND = 1.1  # how far a title may reach into the gap beside its panel, in cells
SHORTEST = 0.05  # of a gap, in cells
MEANT = 0.5  # cells: what stands closer together is close in cells of every size
CLOSE = 1e-6


@dataclass(frozen=True)
class Gap:
    """A strip across the picture in which no cell stands: from where to where, in cells."""

    start: float
    end: float
    wider: int  # by so many pixels

    def before(self, place: Array | float) -> Array | float:
        """How many pixels of them lie above places, in cells."""
        part = np.clip((place - self.start) / (self.end - self.start), 0, 1)
        return part * self.wider


def headrooms(scene: Scene, plan: Layout) -> Iterator[tuple[float, float, float]]:
    """Per title above a panel and panel above that: where the one stands, and the other ends.

    Last comes how much of what is between them a stripe takes at the panel.
    """
    panels = list(zip(plan.places, scene.panels, strict=True))
    for (x, y), panel in panels:
        right = x + max(panel.columns, NARROWEST) + BEYOND
        for (left, above), other in panels if panel.titled and not panel.below else ():
            is_beside = left >= right or x >= left + other.columns
            if not (other.hidden or is_beside) and above + other.rows <= y:
                striped = STRIPE * (panel.group >= 0 and panel.striped)
                yield y - panel.raised, above + other.rows + other.headroom[1], striped


def opened(scene: Scene, plan: Layout, cell: int, need: float) -> tuple[Gap, ...]:
    """The gaps that are too narrow for titles, as far as nothing stands across them.

    Args:
        scene: What is laid out.
        plan: Where.
        cell: The side of a cell, in pixels.
        need: What a title has to have above its panel, in pixels.
    """
    if any(panel.shifts is not None for panel in scene.panels):
        return ()
    spans = [
        (y, y + panel.rows)
        for at, (panel, place) in enumerate(zip(scene.panels, plan.places, strict=True))
        for _, y in ([] if panel.hidden else [place, *plan.flights.get(at, ())])
    ]
    found = dict[float, Gap]()
    for line, bottom, striped in headrooms(scene, plan):
        start = max(end for top, end in spans if top < line - CLOSE)
        lacking = ceil(need - (line - bottom) * cell)
        wider = max(lacking, found[line].wider if line in found else 0)
        if start < line - CLOSE and wider > 0 and line - bottom >= MEANT:
            end = line - striped
            found[line] = Gap(min(start, end - SHORTEST), end, wider)
    return tuple(found.values())
