"""Filters that are outer products of three lines: what there is of them, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel
from convlib.staging.arrange import Row
from convlib.staging.planes import plane_panels
from convlib.trace import Chain, flattened_chain

PLANES = 0.3  # between the planes of a volume
DEPTH, RISE = 0.12, -0.45  # from one number of the line into the depth to the next: across, down
SYMBOLS = {"channel": "c", "column": "v", "row": "h"}
VOLUMES = ("flat-first", "middle", "p"), ("flat-second", "middle", "q")
Place = tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Flattened:
    """Filters that are outer products of three lines.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        channel: A line across the channels for each filter, ``(filters, channels)``.
        column: One from top to bottom, ``(rows, filters)``.
        row: One from left to right, ``(filters, columns)``.
        order: Which pass comes first, which second, which last.
        given: Whether the lines are arrays of the lesson, whose numbers can be changed.
    """

    x: Array
    channel: Array
    column: Array
    row: Array
    order: tuple[str, ...] = ("channel", "column", "row")
    given: bool = True

    @property
    def count(self) -> int:
        """How many filters there are."""
        return len(self.channel)

    @cached_property
    def filters(self) -> Array:
        """All their weights, ``(filters, channels, rows, columns)``."""
        made: Array = np.einsum("fc,yf,fx->fcyx", self.channel, self.column, self.row)
        return made

    @cached_property
    def chain(self) -> Chain:
        """The three passes."""
        lines = self.channel, self.column.T, self.row
        return flattened_chain(self.x, *lines, order=self.order)

    def alone(self) -> Flattened:
        """Its first filter."""
        lines = self.channel[:1], self.column[:, :1], self.row[:1]
        return replace(self, channel=lines[0], column=lines[1], row=lines[2])

    def sources(self) -> list[Panel]:
        """The input's channels."""
        return plane_volume("flat-input", "input", "x", self.x, "input")

    def lines(self, name: str) -> list[list[Panel]]:
        """Per filter the panels of one of its lines: of the one into the depth one a channel."""
        return [self._line(name, at) for at in range(self.count)]

    def _line(self, name: str, at: int) -> list[Panel]:
        number = at if self.count > 1 else ""
        look: dict[str, Any] = {
            "array": name if self.given else "",
            "number": number,
            "lead": (at,) if self.count > 1 and name == "column" else (),
            "axes": 1 if self.count == 1 or name == "column" else 2,
        }
        title, symbol = f"flat-{name}", SYMBOLS[name]
        if name == "column":
            return [Panel(title, "kernel", symbol, self.column[:, at : at + 1], (0, at), **look)]
        if name == "row":
            return [Panel(title, "kernel", symbol, self.row[at : at + 1], (at, 0), **look)]
        *others, last = (
            Panel(title, "kernel", symbol, weight[None, None], (at, channel), **look)
            for channel, weight in enumerate(self.channel[at])
        )
        note = f"{len(self.channel[at])} × 1 × 1"
        return [*(replace(each, titled=False) for each in others), replace(last, note=note)]

    def volume(self, stage: int) -> list[Panel]:
        """The planes that a pass makes."""
        made, last = self.chain.arrays[stage + 1], stage == len(self.order) - 1
        if self.count > 1 and last:
            return plane_panels("output-of", "output", "y", made)
        name, role, symbol = ("output", "output", "y") if last else VOLUMES[stage]
        planes = plane_volume(name, role, symbol, made)
        return [replace(each, titled=True) for each in planes] if self.count > 1 else planes


def depth_line(cells: Sequence[int]) -> Row:
    """A line into the depth: each number a little further right and up than the one before it."""
    return Row(*cells, apart=DEPTH, drop=RISE)


def side_by_side(planes: Sequence[int]) -> Row:
    """The planes of a volume."""
    return Row(*planes, apart=PLANES)


def plane_volume(name: str, role: str, symbol: str, volume: Array, array: str = "") -> list[Panel]:
    """The planes of a volume, of which the first says how large it is; one by itself has no number.

    Args:
        name: As in ``Panel``.
        role: As in ``Panel``.
        symbol: As in ``Panel``.
        volume: ``(channels, rows, columns)``.
        array: As in ``Panel``.
    """
    channels, rows, columns = volume.shape
    note = f"{rows} × {columns} × {channels}"
    panels = plane_panels(name, role, symbol, volume, note=note, array=array)
    if channels == 1 and not array:
        panels = [replace(each, lead=()) for each in panels]
    return [replace(each, titled=at == 0) for at, each in enumerate(panels)]
