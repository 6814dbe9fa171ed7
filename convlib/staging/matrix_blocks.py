"""The matrix of a grouped layer in blocks: its panels, and where blocks stand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import SparseMatrix, conv_matrix
from convlib.picture.parts import HOLE, UNVISITED, Panel
from convlib.staging.grouped_layer import GroupedLayer
from convlib.staging.lanes import WALL

APART = 0.25  # between the blocks of two channels


@dataclass(frozen=True, eq=False)
class Blocks:
    """The matrix of a layer that reads a single row, cut into a block for each filter and channel.

    Attributes:
        layer: Of inputs of one row.
    """

    layer: GroupedLayer

    @cached_property
    def matrix(self) -> SparseMatrix:
        """The whole of it."""
        layer = self.layer
        return conv_matrix(layer.weights, layer.x.shape, groups=layer.groups)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of a block."""
        rows, columns = self.matrix.shape
        return rows // len(self.layer.weights), columns // len(self.layer.x)

    def block_panels(self) -> list[Panel]:
        """Filter by filter a block for each channel: hatched where nothing crosses."""
        layer, (rows, columns) = self.layer, self.size
        whole, held = self.matrix.toarray(), np.zeros(self.matrix.shape, bool)
        held[self.matrix.rows, self.matrix.columns] = True
        panels = list[Panel]()
        for at, channel in np.ndindex(len(layer.weights), len(layer.x)):
            part = np.s_[at * rows : (at + 1) * rows, channel * columns : (channel + 1) * columns]
            inside = channel in layer.channels_of(at)
            kinds = np.where(held[part], 0, HOLE if inside else HOLE | UNVISITED)
            panels.append(
                Panel(
                    "matrix-block",
                    "kernel",
                    "C",
                    whole[part],
                    origin=(at * rows, channel * columns),
                    kinds=kinds,
                    number=f"{at}, {channel}",
                    titled=False,
                    striped=False,
                    tint="kernel",
                    group=at // layer.per[1] if inside else -1,
                )
            )
        return panels

    def input_panels(self) -> list[Panel]:
        """The channels, a row each."""
        return [
            Panel("channel", "input", "x", plane, lead=(at,), plane=at, **_look("input", at, group))
            for (at, plane), group in zip(enumerate(self.layer.x), self._groups(0), strict=True)
        ]

    def kernel_panels(self) -> list[Panel]:
        """Filter by filter its kernels."""
        layer, panels = self.layer, list[Panel]()
        for at, inside in np.ndindex(*layer.weights.shape[:2]):
            number = f"{at}, {layer.channels_of(at)[inside]}"
            look = _look("weights", number, self._groups(1)[at]) | {"tint": "kernel"}
            plane = at * layer.weights.shape[1] + inside
            values, lead = layer.weights[at, inside], (at, inside)
            panels.append(Panel("kernel-of", "kernel", "w", values, lead=lead, plane=plane, **look))
        return panels

    def output_panels(self) -> list[Panel]:
        """What comes out, a column for each filter."""
        made = self.layer.trace.output.reshape(len(self.layer.weights), -1, 1)
        return [
            Panel("output-of", "output", "y", plane, lead=(at,), axes=1, **_look("", at, group))
            for (at, plane), group in zip(enumerate(made), self._groups(1), strict=True)
        ]

    def _groups(self, side: int) -> list[int]:
        """Of each channel its group, or of each filter."""
        each = self.layer.per[side]
        return [at // each for at in range(each * self.layer.groups)]

    def column(self, channel: int) -> float:
        """Where a channel begins, from the first one's left."""
        group = channel // self.layer.per[0]
        return channel * (self.size[1] + APART) + group * WALL

    def row(self, filter_: int) -> float:
        """Where a filter's blocks begin, from the top of the first one's."""
        group = filter_ // self.layer.per[1]
        return filter_ * (self.size[0] + APART) + group * WALL

    @property
    def across(self) -> float:
        """How wide all blocks are."""
        return self.column(len(self.layer.x) - 1) + self.size[1]

    @property
    def down(self) -> float:
        """How high all blocks are."""
        return self.row(len(self.layer.weights) - 1) + self.size[0]


def _look(array: str, number: int | str, group: int) -> dict[str, Any]:
    """What panels of an array have in common."""
    tint = array or "output"
    return {
        "array": array,
        "number": number,
        "group": group,
        "titled": False,
        "tint": tint,
        "striped": False,
    }
