"""A grouped convolution as the matrix that it is: blocks along the diagonal, and nothing beside."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import Curve, Layout, Tick
from convlib.picture.scene import Scene
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.grouped_layer import FILTERS, SOURCES, Drawn, GroupedLayer
from convlib.staging.lanes import WALL
from convlib.staging.matrix_blocks import APART, Blocks
from convlib.staging.steps import Steps
from convlib.staging.wires import level
from convlib.trace import conv_matrix_trace, matrix_trace

HEAD, ROW = 0.75, 1.2  # above the input for its title, and from the input to the blocks
TOP = HEAD + 1 + ROW  # where the blocks begin
BESIDE, END = 1.2, 1.5  # from blocks to kernels and outputs, and what the outputs need
BELOW = 0.4  # between what stands below each other on a phone
NUMBER = 0.5  # from blocks to the middle of their numbers

Places = dict[int, tuple[float, float]]


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
    banks = np.reshape(kernels, layer.weights.shape[:2]).tolist()
    drawn = Drawn(layer, sources, banks, outputs)
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
        layouts={name: _laid_out(blocks, drawn, parts, name) for name in ("wide", "tall")},
        windows=tuple(drawn.windows(0)),
        ticks=tuple(Tick(at * layer.per[1] * rows, "group", at) for at in range(layer.groups)),
        curves=tuple(_walls(blocks)),
        results=tuple(outputs),
        **steps.columns(),
    )


def _walls(blocks: Blocks) -> Iterator[Curve]:
    """Lines between the groups, across and down."""
    channels, filters = blocks.layer.per
    for group in range(1, blocks.layer.groups):
        y = blocks.row(group * filters) - (APART + WALL) / 2
        x = blocks.column(group * channels) - (APART + WALL) / 2
        yield Curve(0, "line", "dashed", level(y, [(0, blocks.across)]))
        yield Curve(0, "line", "dashed", level(x, [(0, blocks.down)])[:, ::-1])


def _laid_out(blocks: Blocks, drawn: Drawn, matrix: list[int], name: str) -> Layout:
    """The input above the columns that it meets, the outputs beside the rows that make them."""
    wide, (filters, depth, _, across) = name == "wide", blocks.layer.weights.shape
    step = across + APART
    left = depth * step - APART + BESIDE + NUMBER if wide else 2 * NUMBER
    width, below = left + blocks.across + BESIDE + END, TOP + blocks.down + HEAD + BELOW
    places: Places = {
        panel: (left + blocks.column(at), HEAD) for at, panel in enumerate(drawn.sources)
    }
    for at, panel in enumerate(drawn.outputs):
        y = TOP + blocks.row(at)
        places[panel] = left + blocks.across + BESIDE, y
        row = matrix[at * len(drawn.sources) : (at + 1) * len(drawn.sources)]
        places |= {each: (left + blocks.column(c), y) for c, each in enumerate(row)}
        beside = (0.0, y + (blocks.size[0] - 1) / 2)
        x, y = beside if wide else (2 * NUMBER, below + at * (1 + APART))
        places |= {each: (x + inside * step, y) for inside, each in enumerate(drawn.kernels[at])}
    size = "×".join(map(str, (*blocks.layer.x.shape[1:], len(blocks.layer.x))))
    kernels = (0.0, TOP) if wide else (2 * NUMBER, below)
    high = TOP + blocks.down if wide else below + filters * (1 + APART)
    return Layout(
        width=round(width, 6),
        height=round(high, 6),
        places=tuple((round(x, 6), round(y, 6)) for _, (x, y) in sorted(places.items())),
        symbols=(),
        plots=((left, TOP, blocks.across, blocks.down),),
        labels=(
            *_numbers(blocks, left),
            _title("grouped-input", "input", left, HEAD, size),
            Label(width, HEAD / 2, "", "grouped-output", "output", size=LARGE, align="right"),
            _title("grouped-kernels", "kernel", *kernels),
        ),
    )


def _title(key: str, role: str, x: float, y: float, number: str = "") -> Label:
    """What stands above panels that begin at a place."""
    return Label(x, y - HEAD / 2, number, key, role, size=LARGE, align="left")


def _numbers(blocks: Blocks, left: float) -> Iterator[Label]:
    """The channels' numbers below the input, and the filters' beside their rows."""
    layer, (rows, columns) = blocks.layer, blocks.size
    for at, group in enumerate(layer.groups_of(SOURCES)):
        x = left + blocks.column(at) + columns / 2
        yield Label(round(x, 6), HEAD + 1.45, at, group=group, size=LARGE)
    for at, group in enumerate(layer.groups_of(FILTERS)):
        y = TOP + blocks.row(at) + rows / 2
        yield Label(round(left - NUMBER, 6), round(y, 6), at, group=group, size=LARGE)
