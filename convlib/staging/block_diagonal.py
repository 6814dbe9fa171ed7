"""A grouped convolution as the matrix that it is: blocks along the diagonal, and nothing beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import SparseMatrix, conv_matrix
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import HOLE, UNVISITED, Curve, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.grouped_layer import GroupedLayer
from convlib.staging.lanes import WALL
from convlib.staging.planes import corners_of, window_over
from convlib.staging.steps import Steps
from convlib.trace import conv_matrix_trace, matrix_trace

APART = 0.25  # between the blocks of two channels
HEAD, ROW = 0.75, 1.2  # above the input for its title, and from the input to the blocks
BESIDE = 1.2  # between kernels, blocks and outputs
NUMBER = 0.5


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


def stage_block_diagonal(layer: GroupedLayer) -> Scene:
    """Row by row: the window's weights come into the matrix, and the row multiplies the input.

    Args:
        layer: What is staged; its input and its kernels have one row each.

    Example:
        >>> x, weights = np.array([[[1, 2]], [[3, 4]]]), np.ones((2, 1, 1, 2), int)
        >>> stage_block_diagonal(GroupedLayer(x, weights, 2)).output.tolist()
        [[[3]], [[7]]]
    """
    blocks, listed = Blocks(layer), PanelList()
    sources = listed.add(*blocks.input_panels())
    kernels = listed.add(*blocks.kernel_panels())
    parts = listed.add(*blocks.block_panels())
    outputs = listed.add(*blocks.output_panels())
    steps, (rows, columns) = Steps(listed.panels), blocks.size
    shape = len(layer.weights), len(layer.x), rows, columns
    cells = steps.cells(parts).reshape(shape).swapaxes(1, 2).reshape(blocks.matrix.shape)
    made = steps.cells(outputs)
    written = conv_matrix_trace(layer.weights, layer.x.shape, groups=layer.groups)
    product = matrix_trace(blocks.matrix, layer.x.ravel())
    follow(
        steps,
        Staged(written, [kernels, cells]),
        Staged(product, [sources, made], [cells]),
        by="channel",
        about=made.tolist(),
    )
    return Scene(
        panels=tuple(listed.panels),
        layouts={
            name: _laid_out(blocks, (sources, kernels, parts, outputs), name)
            for name in ("wide", "tall")
        },
        windows=tuple(_windows(blocks, sources, kernels)),
        ticks=tuple(Tick(at * layer.per[1] * rows, "group", at) for at in range(layer.groups)),
        curves=tuple(_walls(blocks)),
        results=tuple(outputs),
        **steps.columns(),
    )


def _windows(blocks: Blocks, sources: list[int], kernels: list[int]) -> Iterator[Window]:
    """Over the channels that a row reads, and round the kernels that are written into it."""
    layer, corners = blocks.layer, corners_of(blocks.layer.trace.geometry)
    filters = range(len(layer.weights))
    for channel, panel in enumerate(sources):
        places = [
            place if channel in layer.channels_of(at) else None
            for at in filters
            for place in corners
        ]
        yield window_over(panel, layer.trace.geometry, places)
    depth, across = layer.weights.shape[1], layer.weights.shape[3]
    for number, panel in enumerate(kernels):
        there = np.full(len(filters) * len(corners), -1)
        at = number // depth
        there[at * len(corners) : (at + 1) * len(corners)] = 0
        yield Window(panel, 1, across, there, there)


def _walls(blocks: Blocks) -> Iterator[Curve]:
    """Lines between the groups, across and down."""
    channels, filters = blocks.layer.per
    for group in range(1, blocks.layer.groups):
        y = blocks.row(group * filters) - (APART + WALL) / 2
        x = blocks.column(group * channels) - (APART + WALL) / 2
        yield Curve(0, "line", "dashed", np.array([(0, y), (blocks.across, y)]))
        yield Curve(0, "line", "dashed", np.array([(x, 0), (x, blocks.down)]))


def _laid_out(blocks: Blocks, parts: tuple[list[int], ...], name: str) -> Layout:
    """The input above the columns that it meets, the outputs beside the rows that make them."""
    wide, layer = name == "wide", blocks.layer
    sources, kernels, matrix, outputs = parts
    depth, across = layer.weights.shape[1], layer.weights.shape[3]
    step = across + APART
    room = depth * step - APART + BESIDE + NUMBER if wide else NUMBER * 2
    top = HEAD + 1 + ROW
    places, labels = dict[int, tuple[float, float]](), list[Label]()
    below = top + blocks.down + HEAD + 0.4
    for at, panel in enumerate(sources):
        places[panel] = room + blocks.column(at), HEAD
        middle = room + blocks.column(at) + blocks.size[1] / 2
        labels.append(_numbered(middle, HEAD + 1.45, at, panel_group(layer, 0, at)))
    for at, panel in enumerate(outputs):
        places[panel] = room + blocks.across + BESIDE, top + blocks.row(at)
        middle = top + blocks.row(at) + blocks.size[0] / 2
        labels.append(_numbered(room - NUMBER, middle, at, panel_group(layer, 1, at)))
        for inside in range(depth):
            y = middle - 0.5 if wide else below + at * (1 + APART)
            places[kernels[at * depth + inside]] = inside * step + (not wide) * NUMBER * 2, y
        for channel in range(len(layer.x)):
            corner = room + blocks.column(channel), top + blocks.row(at)
            places[matrix[at * len(layer.x) + channel]] = corner
    width = room + blocks.across + BESIDE + 1.5
    titles = (
        (
            "grouped-input",
            "input",
            room,
            HEAD / 2,
            "×".join(map(str, (*layer.x.shape[1:], len(layer.x)))),
        ),
        ("grouped-output", "output", width, HEAD / 2, ""),
        ("grouped-kernels", "kernel", 0 if wide else 1, (top if wide else below) - HEAD / 2, ""),
    )
    labels += [
        Label(x, y, number, key, role, size=LARGE, align="right" if x == width else "left")
        for key, role, x, y, number in titles
    ]
    rows = below + len(outputs) * (1 + APART)
    return Layout(
        width=round(width, 6),
        height=round(top + blocks.down if wide else rows, 6),
        places=tuple(
            (round(places[at][0], 6), round(places[at][1], 6)) for at in range(len(places))
        ),
        symbols=(),
        plots=((room, top, blocks.across, blocks.down),),
        labels=tuple(labels),
    )


def panel_group(layer: GroupedLayer, side: int, at: int) -> int:
    """The group of a channel, or of a filter."""
    return at // layer.per[side]


def _numbered(x: float, y: float, number: int, group: int) -> Label:
    """A channel's number, in its group's colour."""
    return Label(round(x, 6), round(y, 6), number, group=group, size=LARGE)
