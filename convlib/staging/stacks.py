"""A stack of dilated layers along one axis, drawn as a pyramid: the input below, the output on top.

What stands beyond the ends of a row is 0: it takes part in the sums, and is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import NARROWEST, TITLE, UNVISITED, Layout, Panel
from convlib.picture.scene import Scene
from convlib.receptive_field import Layer, receptive_field
from convlib.shapes import Pair, axis_padding, output_size
from convlib.staging.follow import Staged, follow
from convlib.staging.steps import Steps
from convlib.trace import Chain, conv_trace

PITCH = 2.1  # from one row of cells to the next, in cells
BESIDE = 1.5  # between the rows and their weights, and between two kernels
UNDER = 0.6  # between the input's title and the kernels below it
EXACT = 2**53  # whole numbers beyond it are worked out as decimal ones


def padding_of(size: int, kernel: int, rate: int, padding: str | Pair) -> Pair:
    """The zeros before and after a row of cells."""
    if isinstance(padding, str):
        return axis_padding(padding, size, kernel, dilation=rate)
    return padding


def cells_of(size: int, kernel: int, rates: Sequence[int], padding: str | Pair) -> list[int]:
    """How many cells the input and each layer have.

    Raises:
        ConvError: A layer's kernel is wider than what it reads.

    Example:
        >>> cells_of(16, 3, (1, 2, 4), "valid"), cells_of(16, 2, (1, 2), "causal")
        ([16, 14, 10, 2], [16, 16, 16])
    """
    cells = [size]
    for rate in rates:
        sides = padding_of(cells[-1], kernel, rate, padding)
        cells.append(output_size(cells[-1], kernel, padding=sides, dilation=rate))
    return cells


@dataclass(frozen=True, eq=False)
class Stack:
    """Layers of one kernel each, from the input on.

    Attributes:
        signal: The input, ``(1, cells)``.
        weights: A row of weights for each layer, ``(layers, k)``.
        rates: The dilation of each layer.
        padding: Of every layer: a rule, or the zeros ``(before, after)``.
    """

    signal: Array
    weights: Array
    rates: tuple[int, ...]
    padding: str | Pair

    @cached_property
    def numbers(self) -> tuple[Array, Array]:
        """Signal and weights; as decimal numbers where the sums may grow too large for whole ones.

        Example:
            >>> large = np.full((2, 1), 10**8)
            >>> Stack(np.array([[5]]), large, (1, 1), "valid").chain.output.tolist()
            [[5e+16]]
        """
        largest = np.abs(self.signal).max() * np.abs(self.weights).sum(axis=1, dtype=float).prod()
        if largest < EXACT:
            return self.signal, self.weights
        return self.signal.astype(float), self.weights.astype(float)

    @cached_property
    def chain(self) -> Chain:
        """The layers at work, one on what the other gives."""
        x, weights = self.numbers
        chain = Chain(x)
        for weight, rate, sides in zip(weights, self.rates, self.sides, strict=True):
            kernel = weight[None, None]
            chain = chain.then("dilated", conv_trace, kernel, dilation=rate, padding=[sides])
        return chain

    @cached_property
    def cells(self) -> list[int]:
        """How many cells the input and each layer have."""
        return cells_of(self.signal.shape[1], self.kernel, self.rates, self.padding)

    @property
    def kernel(self) -> int:
        """Weights of each layer."""
        return int(self.weights.shape[1])

    @property
    def sides(self) -> list[Pair]:
        """The zeros before and after what each layer reads."""
        return [
            padding_of(size, self.kernel, rate, self.padding)
            for size, rate in zip(self.cells, self.rates, strict=False)
        ]

    @property
    def layers(self) -> list[Layer]:
        """The layers' windows."""
        return [Layer(self.kernel, dilation=rate) for rate in self.rates]

    @property
    def lefts(self) -> list[float]:
        """Where each row begins, the leftmost at 0: a cell stands over the middle of what it reads.

        Where no cell sees what comes later, it stands over the last one that it reads.
        """
        lefts = [0.0]
        for layer, (before, _) in zip(self.layers, self.sides, strict=True):
            reach = receptive_field([layer]).size[0] - 1
            lefts.append(lefts[-1] + (reach if self.padding == "causal" else reach / 2) - before)
        return [left - min(lefts) for left in lefts]


def stage_stack(stack: Stack) -> Scene:
    """One step for each cell of the top row, with all that it comes from.

    Example:
        >>> ones = np.ones((2, 3), int)
        >>> scene = stage_stack(Stack(np.ones((1, 7), int), ones, (1, 2), "valid"))
        >>> len(scene), scene.output.tolist(), len(scene.src)
        (1, [[9]], 12)
    """
    panels, levels = _panels(stack), range(len(stack.rates) + 1)
    steps = Steps(panels)
    staged = Staged(stack.chain, [*map(_row, levels)], [_row(at) + 1 for at in levels[:-1]])
    follow(steps, staged, order="through", silent=True)
    columns = steps.columns()
    # Where a step has no terms, all that it reads are the zeros beyond the ends.
    zeros = np.flatnonzero(np.diff(columns["starts"]) == 0).tolist()
    captions = {cell: ((f"{panels[-1].name_of(cell)} = 0", "output"),) for cell in zeros}
    return Scene(
        panels=tuple(panels),
        layouts={"wide": _wide(stack, panels), "tall": _tall(stack, panels)},
        windows=(),
        ticks=(),
        wires=True,
        captions=captions,
        **columns,
    )


def _row(level: int) -> int:
    """The panel of a row: the input, or what a layer makes; its reader's weights follow."""
    return 2 * level


def _read(chain: Chain) -> list[Array]:
    """Per array which of its cells the outputs come from."""
    read = [np.ones(chain.output.size, bool)]
    for stage in reversed(chain.stages):
        trace = stage.trace
        cells = trace.cells.ravel()[trace.src[read[-1][trace.dst]]]
        below = np.zeros(trace.cells.max(initial=-1) + 1, bool)
        below[cells[cells >= 0]] = True
        read.append(below)
    return read[::-1]


def _panels(stack: Stack) -> list[Panel]:
    """The rows from the input on, between two of them the weights; hatched what is never read."""
    signal, weights = stack.numbers
    rows = stack.chain.arrays
    kinds = [np.where(read, 0, UNVISITED)[None] for read in _read(stack.chain)]
    note = str(signal.shape[1])
    panels = [
        Panel(
            *("input", "input", "x", signal),
            kinds=kinds[0],
            array="signal",
            axes=1,
            note=note,
            below=True,
        )
    ]
    for level, rate in enumerate(stack.rates):
        field = receptive_field(stack.layers[: level + 1]).size[0]
        number = f"{rate}, R = {field}"
        kernel = weights[level][None]
        panels.append(
            Panel(
                *("dilated-rate", "kernel", "w", kernel, (level, 0)),
                array="layers",
                number=number,
                note=" ",
            )
        )
        row, note = rows[level + 1], str(rows[level + 1].shape[1])
        if level + 1 == len(stack.rates):
            panels.append(Panel("output", "output", "y", row, axes=1, note=note))
            continue
        hidden = Panel(
            *("dilated-layer", "middle", "h", row),
            kinds=kinds[level + 1],
            lead=(level,),
            axes=1,
            number=level,
            note=note,
            titled=False,
        )
        panels.append(hidden)
    return panels


def _places(stack: Stack, kernels: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of all panels, the rows as a pyramid."""
    top = len(stack.rates)
    rows = [(left, TITLE + (top - level) * PITCH) for level, left in enumerate(stack.lefts)]
    places = [rows[0]]
    for row, kernel in zip(rows[1:], kernels, strict=True):
        places += [kernel, row]
    return [(round(x, 6), round(y, 6)) for x, y in places]


def _extent(stack: Stack) -> tuple[float, float]:
    """How wide and high the pyramid is, the input's title included."""
    width = max(left + cells for left, cells in zip(stack.lefts, stack.cells, strict=True))
    return max(width, NARROWEST), TITLE + len(stack.rates) * PITCH + 1 + TITLE


def _wide(stack: Stack, panels: Sequence[Panel]) -> Layout:
    """The weights beside the rows, each between the two that it joins."""
    width, height = _extent(stack)
    top = len(stack.rates)
    between = [TITLE + (top - level - 0.5) * PITCH for level in range(top)]
    places = _places(stack, [(width + BESIDE, y) for y in between])
    across = width + BESIDE + max(panels[1].columns, NARROWEST)
    return Layout(round(across, 6), round(height, 6), tuple(places), ())


def _tall(stack: Stack, panels: Sequence[Panel]) -> Layout:
    """For a narrow screen: the weights under the input, as many beside each other as fit."""
    width, height = _extent(stack)
    slot = max(panels[1].columns, NARROWEST) + BESIDE
    in_line = max(1, int((width + BESIDE) // slot))
    kernels = [
        (level % in_line * slot, height + UNDER + TITLE + level // in_line * (1 + TITLE + UNDER))
        for level in range(len(stack.rates))
    ]
    places = _places(stack, kernels)
    lines = -(-len(stack.rates) // in_line)
    height += lines * (UNDER + TITLE + 1)
    across = max(width, min(in_line, len(kernels)) * slot - BESIDE)
    return Layout(round(across, 6), round(height, 6), tuple(places), ())
