"""Going up: transposed convolutions as stamps and as a window, round trips, resize and convolve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import PADDING, UNVISITED, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Row, narrow
from convlib.staging.choose import layouts
from convlib.staging.counting import counted
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, kinds_of, row_ticks, window_over
from convlib.staging.steps import Steps
from convlib.staging.turning import ANGLES, turned
from convlib.trace import (
    Trace,
    conv_trace,
    conv_transpose_gather_trace,
    conv_transpose_trace,
    repeat_trace,
)

Options = Mapping[str, Any]  # stride, padding and the like, as ``conv_transpose`` takes them


def stage_scatter(
    x: Array, weight: Array, options: Options, *, names: Sequence[str] = (), result: str = "y"
) -> Scene:
    """Each input value stamps the scaled kernel on the output; what overlaps adds up.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.
        names: Of the three panels, where they can't be changed; empty for the lesson's own arrays.
        result: The output's letter.

    Example:
        >>> scene = stage_scatter(np.array([[1, 2]]), np.array([[1, 10]]), {"stride": 1})
        >>> scene.output.tolist(), len(scene)
        ([[1, 12, 20]], 2)
    """
    trace = conv_transpose_trace(x[None], weight[None, None], **options)
    given = () if names else ("input", "weights")
    (top, _), (left, _) = trace.geometry.padding
    titles = names or ("input", "kernel", "output")
    panels = [
        Panel(titles[0], "input", "x", x, array=given[0] if given else ""),
        Panel(titles[1], "kernel", "w", weight, array=given[1] if given else ""),
        Panel(titles[2], "output", result, trace.canvas[0], (-top, -left), canvas_kinds(trace)),
    ]
    steps = Steps(panels)
    follow(steps, Staged(trace, [0, 2], [1]), by="input")
    down, across = np.divmod(np.arange(len(trace)), x.shape[1])
    rows, columns = np.multiply(trace.geometry.strides, np.stack([down, across], axis=1)).T
    span_down, span_across = trace.geometry.spans
    patch = Window(2, span_down, span_across, rows, columns, kernel=1)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels,
            Row(0, "×", 1, "→", 2),
            (*narrow(0, Row("×", 1), Row("→", 2)), Column(Row(0, "×", 1), Row("→", 2))),
        ),
        windows=(patch,),
        ticks=row_ticks(x.shape),
        **steps.columns(),
    )


def canvas_kinds(trace: Trace) -> Array:
    """Of a scatter trace: which cells are cut off in the end, and which no stamp touches."""
    kinds = np.full(trace.shape[1:], PADDING)
    kinds[trace.crop[1:] if trace.crop else ...] = 0
    untouched = np.full(kinds.size, UNVISITED)
    untouched[trace.dst] = 0
    marked: Array = kinds | untouched.reshape(kinds.shape)
    return marked


def stage_gather(
    x: Array,
    weight: Array,
    options: Options,
    *,
    array: str = "input",
    turns: int = len(ANGLES),
    counts: bool = False,
) -> Scene:
    """The kernel, turned by 180°, slides cell by cell over the input with zeros put in.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        options: As ``conv_transpose`` takes them.
        array: The lesson's array that the input is; "" where its numbers can't be changed.
        turns: In how many steps the kernel turns before it slides; 0 where it stands turned.
        counts: Whether the places of the window are counted along both axes.
    """
    trace = conv_transpose_gather_trace(x[None], weight[None, None], **options)
    name = "transposed-turning" if turns else "transposed-turned"
    places = [*[None] * turns, *corners_of(trace.geometry)]
    source = spread_panel(trace, options["stride"], array)
    made = Panel("output", "output", "y", trace.output[0])
    if counts:
        source, made = counted(source, made, trace.geometry, places)
    panels = [source, turned_panel(weight, len(trace), turns, name), made]
    steps = Steps(panels)
    for _ in range(turns):
        steps.step()
    follow(steps, Staged(trace, [0, 2], [1]))
    down, across = (size - 1 for size in weight.shape)
    turn = (("w[r, c]", "kernel"), (" → ", "muted"), (f"w[{down} − r, {across} − c]", "kernel"))
    return Scene(
        panels=tuple(panels),
        layouts=layouts(panels, Row(0, "∗", 1, "=", 2), narrow(0, Row("∗", 1), Row("=", 2))),
        windows=(window_over(0, trace.geometry, places, kernel=1),),
        ticks=(
            *([Tick(0, "transposed-turn", 0)] if turns else []),
            *row_ticks(trace.geometry.outputs, first=turns),
        ),
        captions=dict.fromkeys(range(turns), turn),
        **steps.columns(),
    )


def spread_panel(trace: Trace, stride: Sequence[int], array: str = "input") -> Panel:
    """The input of a gather trace with the zeros between its cells and around them."""
    (top, _), (left, _) = trace.geometry.padding
    kinds = np.where(trace.cells[0] < 0, PADDING, 0)
    rows, columns = kinds.shape
    down, across = stride
    return Panel(
        "transposed-spread",
        "input",
        "x",
        trace.source[0],
        origin=(-top, -left),
        kinds=kinds,
        every=(down, across),
        array=array,
        note=f"{rows} × {columns}",
    )


def turned_panel(weight: Array, steps: int, turns: int = 0, name: str = "kernel") -> Panel:
    """A kernel whose cells stand turned by 180°, after so many steps in which it turns.

    It is called turned only once it is.
    """
    angles = np.concatenate([ANGLES[:turns], np.repeat(ANGLES[-1:], steps)])
    shifts = turned(weight.shape, angles)
    later = (turns, "transposed-turned") if turns else (0, "")
    return Panel(name, "kernel", "w", weight, array="weights", shifts=shifts, renamed=later)


def untouched(trace: Trace) -> Array:
    """The kinds of a scatter trace's output: which of its cells no stamp touches.

    Example:
        >>> untouched(conv_transpose_trace([[[1, 2]]], [[[[1]]]], stride=2)).tolist()
        [[0, 2, 0]]
    """
    return canvas_kinds(trace)[trace.crop[1:] if trace.crop else ...]


def stage_round_trip(x: Array, weight: Array, down: Options, up: Options) -> Scene:
    """Down by a convolution, and up again by the transposed one with the same weights.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        down: As ``conv`` takes them.
        up: As ``conv_transpose`` takes them.
    """
    there = conv_trace(x[None], weight[None, None], **down)
    back = conv_transpose_trace(there.output, weight[None, None], **up)
    (top, _), (left, _) = there.geometry.padding
    kinds = kinds_of(there).reshape(there.source.shape[1:])
    panels = [
        Panel("input", "input", "x", there.source[0], (-top, -left), kinds, array="input"),
        Panel("kernel", "kernel", "w", weight, array="weights"),
        Panel("transposed-small", "middle", "m", there.output[0]),
        Panel("output", "output", "y", back.output[0], kinds=untouched(back)),
    ]
    steps = Steps(panels)
    follow(steps, Staged(there, [0, 2], [1]))
    follow(steps, Staged(back, [2, 3], [1]))
    gone: list[tuple[int, int] | None] = [None] * (len(steps) - len(there))
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels,
            Row(0, "∗", 1, "=", 2, "→", 3),
            (
                *narrow(0, Row("∗", 1), Row("=", 2), Row("→", 3)),
                Column(0, Row("∗", 1), Row("=", 2, "→", 3)),
                Column(Row(0, Column(Row("∗", 1), Row("=", 2)), apart=0), Row("→", 3)),
            ),
        ),
        windows=(window_over(0, there.geometry, [*corners_of(there.geometry), *gone], kernel=1),),
        ticks=(Tick(0, "transposed-down", 0), Tick(len(there), "transposed-up", 1)),
        **steps.columns(),
    )


def stage_resize(x: Array, weight: Array, scale: Sequence[int], padding: Any) -> Scene:
    """Each value is repeated, ``scale`` times down and across, and then convolved.

    Args:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        scale: Copies down and across.
        padding: As ``conv`` takes it.
    """
    copies = repeat_trace(x[None], scale)
    trace = conv_trace(copies.output, weight[None, None], padding=padding)
    (top, _), (left, _) = trace.geometry.padding
    kinds = kinds_of(trace).reshape(trace.source.shape[1:])
    panels = [
        Panel("input", "input", "x", x, array="input"),
        Panel("transposed-resized", "middle", "r", trace.source[0], (-top, -left), kinds),
        Panel("kernel", "kernel", "w", weight, array="weights"),
        Panel("output", "output", "y", trace.output[0]),
    ]
    steps = Steps(panels)
    inside = steps.cells([1])[trace.cells.ravel() >= 0]
    follow(steps, Staged(copies, [0, inside]), by="input")
    follow(steps, Staged(trace, [1, 3], [2]))
    away: list[tuple[int, int] | None] = [None] * x.size
    window = window_over(1, trace.geometry, [*away, *corners_of(trace.geometry)], kernel=2)
    return Scene(
        panels=tuple(panels),
        layouts=layouts(
            panels,
            Row(0, "→", 1, "∗", 2, "=", 3),
            (
                Column(Row(0, "→", 1), Row("∗", 2, "=", 3)),
                *narrow(0, Row("→", 1), Row("∗", 2, "=", 3)),
            ),
        ),
        windows=(window,),
        ticks=(Tick(0, "transposed-resize", 0), Tick(x.size, "transposed-convolve", 1)),
        **steps.columns(),
    )
