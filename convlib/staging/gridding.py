"""How often one output of a stack uses each input cell: the counts, layer by layer from the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import LARGE, Label
from convlib.picture.parts import TITLE, UNVISITED, Layout, Panel
from convlib.picture.scene import Scene
from convlib.receptive_field import Layer, touched
from convlib.shapes import Pair
from convlib.staging.arrange import Column, Row
from convlib.staging.choose import Way, layouts
from convlib.staging.follow import GONE, Staged, follow
from convlib.staging.steps import Steps
from convlib.trace import Trace, conv_transpose_trace
from convlib.trace.columns import UNWEIGHTED

PITCH = 0.95  # between two rows of counts, in cells
RATE, FIELD = 2.6, 3.0  # room beside the rows for a dilation, and for a field
ABOVE = 0.75  # what is said above the one output


def layers_of(kernel: Pair, rates: Sequence[int]) -> list[Layer]:
    """The layers' windows, each rate along both axes."""
    return [Layer(kernel, dilation=rate) for rate in rates]


def counts_of(kernel: Pair, rates: Sequence[int]) -> list[Array]:
    """How often each cell is used, from the output's own cell down to the input.

    Example:
        >>> [counts.tolist() for counts in counts_of((1, 3), (2, 2))]
        [[[1]], [[1, 0, 1, 0, 1]], [[1, 0, 2, 0, 3, 0, 2, 0, 1]]]
    """
    layers = layers_of(kernel, rates)
    below = [touched(layers[at:]) for at in reversed(range(len(layers)))]
    return [np.ones((1, 1), int), *below]


def stage_counts(kernel: Pair, rates: Sequence[int]) -> Scene:
    """One step for each layer, from the top one down: every cell passes its count to what it reads.

    Example:
        >>> scene = stage_counts((1, 3), (2, 2, 2))
        >>> scene.output.tolist()
        [[1, 0, 3, 0, 6, 0, 7, 0, 6, 0, 3, 0, 1]]
    """
    counts = counts_of(kernel, rates)
    line = kernel[0] == 1
    panels = [_panel(at, count, rates, line) for at, count in enumerate(counts)]
    steps = Steps(panels)
    for at, rate in enumerate(reversed(rates), start=1):
        above, below = counts[at - 1], counts[at]
        used = np.where(above.ravel() > 0, steps.cells([at - 1]), GONE)
        middle = steps.cell(at, *_most_used(below))
        passed = Staged(_passed_on(above, kernel, rate), [used, at])
        follow(steps, passed, by="stage", about=[middle])
    rows: Way = Row(*range(len(panels)))
    column: Way = Column(*range(len(panels)), centred=True)
    if line:
        rows, column = (_pyramid(panels, rates, fields=fields) for fields in (True, False))
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, rows, column),
        windows=(),
        ticks=(),
        wires=line,
        **steps.columns(),
    )


def _passed_on(counts: Array, kernel: Pair, rate: int) -> Trace:
    """Each count as it is, added to every cell that its window reads."""
    ones = np.ones((1, 1, *kernel), int)
    trace = conv_transpose_trace(counts[None], ones, dilation=rate)
    return replace(trace, weight=UNWEIGHTED, ker=np.full_like(trace.ker, -1))


def _most_used(counts: Array) -> tuple[int, ...]:
    """The cell that a step is about: the one that is used most, the first of several."""
    return tuple(int(at) for at in np.unravel_index(int(np.argmax(counts)), counts.shape))


def _panel(at: int, counts: Array, rates: Sequence[int], line: bool) -> Panel:
    """The counts of a row; hatched where an output never looks."""
    kinds = np.where(counts == 0, UNVISITED, 0)
    level = len(rates) - at
    name = "dilated-one" if at == 0 else "dilated-counts" if level else "dilated-uses"
    return Panel(
        *(name, "output", "n", counts),
        kinds=kinds,
        lead=(level,),
        axes=1 if line else 2,
        number=rates[level] if at else "",
        note=" " if at == 0 else "",
        titled=not line or level == 0,
        below=line and level == 0,
    )


def _pyramid(panels: Sequence[Panel], rates: Sequence[int], *, fields: bool) -> Layout:
    """Rows under each other, their middles on one line, the dilation of each step on their left.

    With the ``fields`` stands on their right how many cells each of them has.
    """
    widest = panels[-1].columns
    left, width = RATE, RATE + widest + FIELD * fields
    corners = [
        (left + (widest - panel.columns) / 2, ABOVE + at * (1 + PITCH))
        for at, panel in enumerate(panels)
    ]
    signs = [
        (f"d = {rate}", RATE / 2, round(y - PITCH / 2, 6))
        for rate, (_, y) in zip(reversed(rates), corners[1:], strict=True)
    ]
    one = Label(left + widest / 2, ABOVE / 2, key="dilated-one", role="output")
    seen = [
        Label(left + widest + FIELD / 2, y + 0.5, f"R = {panel.columns}", size=LARGE)
        for panel, (_, y) in zip(panels[1:], corners[1:], strict=True)
    ]
    height = corners[-1][1] + 1 + TITLE
    labels = (one, *(seen if fields else ()))
    return Layout(width, round(height, 6), tuple(corners), tuple(signs), labels=labels)
