"""What lessons of several planes under one window share: stairs of planes, blocks, their terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convlib.picture.parts import NARROWEST, Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, Space
from convlib.staging.choose import layouts
from convlib.staging.steps import Steps

BlockCorner = tuple[int, int, int]  # the first plane under a block, its first row, its first column


def rising(*planes: Item) -> Row:
    """Planes that lie behind each other: side by side, each a little higher than the last."""
    return Row(*planes, apart=0.8, drop=-0.6)


def falling(*planes: Item) -> Column:
    """Planes that lie behind each other: each below the last, a little further right."""
    return Column(*planes, apart=0.45, indent=0.6)


class PanelList:
    """Panels as they come, each group with the numbers that it has among all."""

    def __init__(self) -> None:
        self.panels: list[Panel] = []

    def add(self, *panels: Panel) -> list[int]:
        """Put panels after those that are there."""
        self.panels += panels
        return list(range(len(self.panels) - len(panels), len(self.panels)))

    def width(self, panel: int) -> float:
        """The room that a panel with a title takes."""
        return max(self.panels[panel].columns, NARROWEST)

    def rising(self, planes: Sequence[int]) -> Row:
        """Planes behind each other, as far apart as if all of them had titles."""
        return rising(*map(self._as_wide, planes))

    def _as_wide(self, panel: int) -> Item:
        """A panel with the room that its title would take."""
        room = self.width(panel) - self.panels[panel].columns
        room *= not self.panels[panel].titled  # which takes it as it is
        return Row(panel, Space(room), apart=0) if room else panel

    def scene(self, steps: Steps, items: Sequence[tuple[Item, ...]], **options: Any) -> Scene:
        """The scene of these panels; items are the ways to lay it out, wide and tall."""
        laid_out = layouts(self.panels, items[0], items[1])
        return Scene(panels=tuple(self.panels), layouts=laid_out, **steps.columns(), **options)


def block_windows(
    panels: Sequence[int], size: tuple[int, int, int], places: Sequence[BlockCorner | None]
) -> list[Window]:
    """Windows over planes, of which those under the block are joined from corner to corner.

    Only the last plane's window may be followed by another: what stands after it in a scene would
    be joined on where the block ends before the last plane.

    Args:
        panels: The planes, from the front to the back.
        size: Of the block: planes, rows, columns.
        places: Per step where it stands; None where it doesn't.
    """
    depth, rows, columns = size
    first, row, column = np.array([(-1, -1, -1) if at is None else at for at in places]).T
    windows = []
    for at, panel in enumerate(panels):
        there = (row >= 0) & (first <= at) & (at < first + depth)
        down, right = (np.where(there, along, -1) for along in (row, column))
        windows.append(Window(panel, rows, columns, down, right, joined=True))
    return [*windows[:-1], replace(windows[-1], joined=False)]
