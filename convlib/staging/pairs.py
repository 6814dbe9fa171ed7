"""Dilated layers on one input: one beside the plain layer, or several of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import PADDING, TITLE, Layout, Panel
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row, Space, arrange
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, kinds_of, plane_panels, row_ticks, window_over
from convlib.staging.steps import Steps
from convlib.trace import Trace, conv_trace

CLOSE, APART = 0.7, 1.2  # from an input to its output, and between the two layers, in cells
UNDER, UNDER_IN_TWO = 0.95, 2.0  # room for words below an output, in one line or in two
LINE, NEXT = 0.55, 0.8  # from an output to the middle of a line of them, and to the next one
SAYS = 0.42  # their size
SHORTEST = 5.0  # what a line of them needs
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
LAYERS = ((0, 1, 2), (3, 4, 5))  # of a pair the panels of each: input, kernel, output


def stage_pair(x: Array, weight: Array, dilation: Sequence[int]) -> Scene:
    """The plain layer beside the dilated one: the same weights, and as many outputs as inputs.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        dilation: Of the second layer, down and across; the first one's is 1.

    Example:
        >>> scene = stage_pair(np.ones((5, 5), int), np.ones((3, 3), int), (2, 2))
        >>> [panel.values.shape for panel in scene.panels]
        [(7, 7), (3, 3), (5, 5), (9, 9), (3, 3), (5, 5)]
    """
    apart = [(1, 1), tuple(dilation)]
    traces = [_same(x, weight, each) for each in apart]
    panels = [
        panel
        for trace, each in zip(traces, apart, strict=True)
        for panel in _layer(trace, _written(each))
    ]
    steps = Steps(panels)
    follow(
        steps,
        *(
            Staged(trace, [read, made], [kernel])
            for trace, (read, kernel, made) in zip(traces, LAYERS, strict=True)
        ),
    )
    windows = tuple(
        window_over(read, trace.geometry, corners_of(trace.geometry))
        for trace, (read, _, _) in zip(traces, LAYERS, strict=True)
    )
    wide = Row(*(_group(panels, at, UNDER) for at in (0, 1)), apart=APART)
    tall = Column(*(_group(panels, at, UNDER_IN_TWO) for at in (0, 1)))
    spoken = [_saying(arrange(wide, panels), panels, traces)]
    stacked = [_saying(arrange(tall, panels), panels, traces, in_two=True)]
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, [*spoken, *stacked], stacked),
        windows=windows,
        ticks=row_ticks(x.shape),
        abreast=True,
        **steps.columns(),
    )


def _group(panels: Sequence[Panel], layer: int, under: float) -> Row:
    """A layer of a pair: its input, beside it its output with words below it, and its kernel.

    The middles of both inputs are on one line, and the wider one begins where the outputs do.
    """
    read, kernel, made = LAYERS[layer]
    beside = panels[made].rows + under + TITLE + panels[kernel].rows
    longer = beside - panels[LAYERS[1][0]].rows
    column = Column(made, Space(0, under), kernel, Space(0, max(-longer, 0)), apart=0)
    return Row(Column(read, Space(0, max(longer, 0)), apart=0), column, apart=CLOSE)


def _same(x: Array, weight: Array, dilation: Sequence[int]) -> Trace:
    return conv_trace(x[None], weight[None, None], padding="same", dilation=dilation)


def _written(dilation: Sequence[int]) -> str:
    """A dilation, once where it is the same along both axes."""
    down, across = dilation
    return str(down) if down == across else f"{down} × {across}"


def _layer(trace: Trace, dilation: str) -> tuple[Panel, Panel, Panel]:
    """What a layer reads, its kernel, and what it makes: its letter says which layer it is."""
    (top, _), (left, _) = trace.geometry.padding
    kinds, letter = kinds_of(trace)[0], f"y{dilation.partition(' ')[0].translate(SUBSCRIPTS)}"
    source = Panel(
        *("dilated-input", "input", "x", trace.source[0], (-top, -left), kinds),
        array="input",
        number=dilation,
    )
    kernel = Panel("kernel", "kernel", "w", trace.weight[0, 0], array="weights")
    return source, kernel, Panel("output", "output", letter, trace.output[0])


def _saying(
    plan: Layout, panels: Sequence[Panel], traces: Sequence[Trace], *, in_two: bool = False
) -> Layout:
    """A layout whose outputs have words below them, in two lines or in one: what products see."""
    labels = list[Label]()
    for (*_, made), trace in zip(LAYERS, traces, strict=True):
        (x, y), panel = plan.places[made], panels[made]
        rows, columns = trace.geometry.spans
        products = trace.weight[0, 0].size
        key = f"dilated-see-{'one' if products == 1 else 'other'}"
        see = Label(x, y + panel.rows + LINE, products, key, "ink", size=SAYS, align="left")
        seen = Label(x, see.y + NEXT, f"{rows} × {columns}", role="input", size=SAYS, align="left")
        if not in_two:  # they meet at a point, right of the middle, as the first is longer
            meet = x + max(panel.columns, SHORTEST) * 0.66
            see = replace(see, x=meet, align="right")
            seen = replace(seen, x=meet + 0.2, y=see.y)
        labels += [see, seen]
    return replace(plan, labels=tuple(labels))


def stage_parallel(x: Array, weights: Array, dilations: Sequence[Sequence[int]]) -> Scene:
    """Several dilated layers read one input side by side; what they make is stacked.

    Args:
        x: Input, ``(rows, columns)``.
        weights: A kernel for each layer, ``(layers, rows, columns)``.
        dilations: Of each layer, down and across; the last one is the widest.

    Example:
        >>> ones = np.ones((5, 5), int), np.ones((2, 3, 3), int)
        >>> scene = stage_parallel(*ones, [(1, 1), (2, 2)])
        >>> scene.output.shape, scene.panels[0].values.shape
        ((2, 5, 5), (9, 9))
    """
    traces = [_same(x, weight, each) for weight, each in zip(weights, dilations, strict=True)]
    widest, count = traces[-1], len(traces)
    (top, _), (left, _) = widest.geometry.padding
    source = Panel(
        *("input", "input", "x", widest.source[0], (-top, -left)),
        kinds=np.where(widest.cells[0] < 0, PADDING, 0),
        array="input",
    )
    names = [_written(each) for each in dilations]
    kernels = [
        replace(panel, number=names[at], group=at)
        for at, panel in enumerate(
            plane_panels("dilated-branch", "kernel", "w", weights, array="branches", note=" ")
        )
    ]
    outputs = np.concatenate([trace.output for trace in traces])
    made = [
        replace(panel, group=at)
        for at, panel in enumerate(plane_panels("output-of", "output", "y", outputs))
    ]
    panels = [source, *kernels, *made]
    steps, cells, windows = Steps(panels), np.arange(source.values.size), []
    grid, staged = cells.reshape(source.values.shape), []
    for at, trace in enumerate(traces):
        (above, _), (before, _) = trace.geometry.padding
        rows, columns = trace.source.shape[1:]
        down, across = top - above, left - before
        own = grid[down : down + rows, across : across + columns].ravel()
        staged.append(Staged(trace, [own, 1 + count + at], [1 + at]))
        corners = [(row + down, column + across) for row, column in corners_of(trace.geometry)]
        windows.append(window_over(0, trace.geometry, corners, group=at))
    follow(steps, *staged)
    branches = [Column(1 + at, 1 + count + at) for at in range(count)]
    wide = Row(0, "→", *branches)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, wide, [Column(0, Row(*branches)), Column(0, *branches)]),
        windows=tuple(windows),
        ticks=row_ticks(x.shape),
        results=tuple(range(1 + count, 1 + 2 * count)),
        **steps.columns(),
    )
