"""From trace to scene: panels side by side as an equation, and what moves over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import HOLE, NARROWEST, PADDING, UNVISITED, Layout, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.shapes import effective_kernel
from convlib.staging.arrange import GAP, TITLE
from convlib.trace import Trace

SIGNS = ("∗", "=")


def stage_plane(trace: Trace, *, holes: bool = False) -> Scene:
    """Stage a convolution of one channel by one filter: input ∗ kernel = output.

    Args:
        trace: Of a ``(1, H, W)`` input and a ``(1, 1, kH, kW)`` weight.
        holes: Whether a dilated kernel is drawn as wide as it spans, with holes between weights.

    Returns:
        The scene; its panels are the padded input, the kernel and the output, in that order.

    Example:
        >>> from convlib.trace import conv_trace
        >>> scene = stage_plane(conv_trace(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2))))
        >>> len(scene), [panel.name for panel in scene.panels]
        (4, ['input', 'kernel', 'output'])
    """
    steps = len(trace)
    source, output = trace.source[0], trace.output[0]
    kernel, weights = _kernel(trace, trace.geometry.dilations if holes else (1, 1))
    (top, _), (left, _) = trace.geometry.padding
    panels = (
        Panel("input", "input", "x", source, (-top, -left), _kinds(trace), array="input"),
        kernel,
        Panel("output", "output", "y", output),
    )
    down, across = np.divmod(np.arange(steps), output.shape[1])
    span_down, span_across = trace.geometry.spans
    rows, columns = np.multiply(trace.geometry.strides, np.stack([down, across], axis=1)).T
    return Scene(
        panels=panels,
        layouts={"wide": _in_a_row(panels), "tall": _stacked(panels)},
        windows=(Window(0, span_down, span_across, rows, columns, kernel=1),),
        starts=trace.starts,
        src=trace.src,
        ker=weights[trace.ker] + source.size,
        sums=trace.sums,
        dst=np.arange(steps) + source.size + kernel.values.size,
        ticks=tuple(Tick(r * output.shape[1], "row", r) for r in range(output.shape[0])),
    )


def _kernel(trace: Trace, spread: Sequence[int]) -> tuple[Panel, Array]:
    """The panel of the weights, and which of its cells each of them is."""
    weight, (down, across) = trace.weight[0, 0], spread
    rows, columns = map(effective_kernel, weight.shape, spread)
    values, kinds = np.zeros((rows, columns), weight.dtype), np.full((rows, columns), HOLE)
    values[::down, ::across], kinds[::down, ::across] = weight, 0
    cells = np.arange(values.size).reshape(values.shape)[::down, ::across].ravel()
    if (down, across) == (1, 1):
        return Panel("kernel", "kernel", "w", weight, array="weights"), cells
    rate = f"{down}" if down == across else f"{down} × {across}"
    note = f"{weight.shape[0]} × {weight.shape[1]}, d = {rate}"
    panel = Panel("kernel", "kernel", "w", values, kinds=kinds, array="weights", note=note)
    return replace(panel, every=(down, across)), cells


def _kinds(trace: Trace) -> Array:
    """Which cells of the padded input are padding, and which no window ever visits."""
    padding = np.pad(
        np.zeros(np.subtract(trace.source.shape[1:], np.sum(trace.geometry.padding, axis=1)), int),
        trace.geometry.padding,
        constant_values=PADDING,
    )
    unvisited = np.full(padding.size, UNVISITED)
    unvisited[trace.src] = 0
    kinds: Array = padding | unvisited.reshape(padding.shape)
    return kinds


def _in_a_row(panels: Sequence[Panel]) -> Layout:
    """All panels beside each other, their middles on one line, a sign between two."""
    height = max(panel.rows for panel in panels)
    x, places, symbols = 0.0, [], []
    for panel, sign in zip(panels, (*SIGNS, ""), strict=True):
        places.append((x, TITLE + (height - panel.rows) / 2))
        x += max(panel.columns, NARROWEST)
        if sign:
            symbols.append((sign, x + GAP / 2, TITLE + height / 2))
            x += GAP
    return Layout(x, TITLE + height, tuple(places), tuple(symbols))


def _stacked(panels: Sequence[Panel]) -> Layout:
    """For a narrow screen: the input; below, kernel and output, beside each other if they fit."""
    source, kernel, output = panels
    kernel_width = max(kernel.columns, NARROWEST)
    lower = TITLE * 2 + source.rows
    first = GAP / 2
    beside = first + kernel_width + GAP
    if beside + output.columns <= max(source.columns, 9):
        height = max(kernel.rows, output.rows)
        middle = lower + height / 2
        places = (
            (0.0, TITLE),
            (first, middle - kernel.rows / 2),
            (beside, middle - output.rows / 2),
        )
        symbols = (("∗", first / 2, middle), ("=", beside - GAP / 2, middle))
        width = max(source.columns, beside + max(output.columns, NARROWEST))
        return Layout(width, lower + height, places, symbols)
    last = lower + kernel.rows + TITLE
    places = ((first, TITLE), (first, lower), (first, last))
    symbols = (
        ("∗", first / 2, lower + kernel.rows / 2),
        ("=", first / 2, last + output.rows / 2),
    )
    width = first + max(source.columns, kernel_width, output.columns)
    return Layout(width, last + output.rows, places, symbols)
