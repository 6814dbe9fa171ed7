"""A squeeze-and-excitation block as it is drawn: its numbers as panels, and where they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Window
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged
from convlib.staging.planes import plane_panels
from convlib.staging.steps import Steps
from convlib.trace import Chain, squeeze_excite_chain

FIGURES = 3  # characters of a number, so that all of them are large
TINT = "planes"  # what comes in and what goes out, on one scale
SQUEEZE, REDUCE, RELU, EXPAND, SIGMOID, SCALE = range(6)  # the stages


@dataclass(frozen=True, eq=False)
class Excitation:
    """A block that makes a gain for each channel of what all channels hold on average.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        reduce: The first layer's weights, a row for each channel, ``(channels, channels/r)``.
        expand: The second layer's, likewise.
    """

    x: Array
    reduce: Array
    expand: Array

    @cached_property
    def chain(self) -> Chain:
        """All its taps, stage by stage."""
        return squeeze_excite_chain(self.x, self.reduce.T, self.expand)

    @property
    def channels(self) -> int:
        """How many come in, and go out."""
        return len(self.x)

    @property
    def units(self) -> int:
        """How many numbers the two layers have between them."""
        return int(self.reduce.shape[1])

    @property
    def counts(self) -> tuple[int, ...]:
        """How many steps each stage has: the last one a channel each, the others a value."""
        wide, narrow = self.channels, self.units
        return wide, narrow, narrow, wide, wide, wide

    @property
    def starts(self) -> list[int]:
        """The step that each stage begins with, and the end of the last one."""
        ends: list[int] = np.cumsum([0, *self.counts]).tolist()
        return ends


@dataclass(frozen=True, eq=False)
class Drawn:
    """The block's panels: their numbers in the scene, one for each channel or unit.

    Attributes:
        layer: What is drawn.
        arrays: The input, and what each stage makes.
        reduce: The first layer's weights.
        expand: The second layer's.
    """

    layer: Excitation
    arrays: tuple[list[int], ...]
    reduce: list[int]
    expand: list[int]

    @classmethod
    def on(cls, listed: PanelList, layer: Excitation) -> Drawn:
        """Put the block's panels after those that are there, in the order in which one reads."""
        look: dict[str, Any] = {"titled": False, "figures": FIGURES}
        _, means, sums, hidden, scores, gains, y = layer.chain.arrays

        def cells(name: str, symbol: str, numbers: Array, scaled: bool = False) -> list[int]:
            single = [np.array([[number]]) for number in numbers.ravel().tolist()]
            options = {**look, "tint": TINT if scaled else name, "scaled": scaled}
            return listed.add(
                *(
                    Panel(name, "middle", symbol, one, lead=(at,), number=at, axes=0, **options)
                    for at, one in enumerate(single)
                )
            )

        def weights(name: str, array: str, symbol: str, numbers: Array) -> list[int]:
            options = {**look, "tint": name, "array": array}
            return listed.add(
                *(
                    Panel(name, "kernel", symbol, row[None], (at, 0), number=at, **options)
                    for at, row in enumerate(numbers)
                )
            )

        planes = {**look, "tint": TINT}
        source = plane_panels("channel", "input", "x", layer.x, array="input", **planes)
        inputs = listed.add(*source)
        averages = cells("se-average", "a", means, scaled=True)
        reduce = weights("se-reduce", "reduce", "v", layer.reduce)
        totals, units = cells("se-sum", "s", sums), cells("se-unit", "h", hidden)
        expand = weights("se-expand", "expand", "w", layer.expand)
        second, factors = cells("se-score", "z", scores), cells("se-gain", "g", gains)
        outputs = listed.add(*plane_panels("output-of", "output", "y", y, **planes))
        arrays = (inputs, averages, totals, units, second, factors, outputs)
        return cls(layer, arrays, reduce, expand)

    def staged(self, steps: Steps) -> Staged:
        """Where the arrays of the chain stand."""
        units = range(self.layer.units)
        first = np.array([[steps.cell(at, 0, unit) for at in self.reduce] for unit in units])
        return Staged(self.layer.chain, self.arrays, [None, first, None, self.expand])

    def about(self, steps: Steps) -> list[int]:
        """Per step the cell that it makes; of a channel that of its largest number."""
        values = [at for panels in self.arrays[1:-1] for at in panels]
        largest = np.abs(self.layer.x).reshape(self.layer.channels, -1).argmax(axis=1)
        rows, columns = np.unravel_index(largest, self.layer.x.shape[1:])
        brightest = zip(self.arrays[-1], rows.tolist(), columns.tolist(), strict=True)
        return [*(steps.cell(at) for at in values), *(steps.cell(*each) for each in brightest)]

    def windows(self) -> Iterator[Window]:
        """Over the channel that is averaged or scaled, and over the weights at work."""
        starts, (rows, columns) = self.layer.starts, self.layer.x.shape[1:]
        steps = np.arange(starts[-1])
        for at, panel in enumerate(self.arrays[0]):
            there = (steps == starts[SQUEEZE] + at) | (steps == starts[SCALE] + at)
            yield _window(panel, (rows, columns), there, role="input")
        column = np.where((starts[REDUCE] <= steps) & (steps < starts[RELU]), steps, -1)
        column = np.where(column < 0, -1, column - starts[REDUCE])
        for panel in self.reduce:
            yield Window(panel, 1, 1, np.where(column < 0, -1, 0), column)
        for at, panel in enumerate(self.expand):
            yield _window(panel, (1, self.layer.units), steps == starts[EXPAND] + at)


def _window(panel: int, size: tuple[int, int], there: Array, role: str = "kernel") -> Window:
    """A window over a whole panel at some steps."""
    stands = np.where(there, 0, -1)
    return Window(panel, *size, stands, stands, role=role)
