"""Two signals in the plane: the kernel turns by 180° before it slides over the other one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Layout, Panel, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, narrow
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, kinds_of, window_over
from convlib.staging.signal_pair import TURNS, named
from convlib.staging.sliding import BLOCKS, Caption, ticks, turning
from convlib.staging.steps import Steps
from convlib.trace import Trace, convolve_trace, correlate_trace

LAID = "⋆"  # what multiplies a kernel as it lies
CLOSER = 0.2  # how much nearer to the middle the cells are half way
ANGLES = np.deg2rad(np.linspace(0, 180, len(TURNS)))


def stage_turning(f: Array, g: Array, reverse: Sequence[bool], *, mode: str = "full") -> Scene:
    """Stage the convolution of two arrays, their correlation, or both in step.

    Args:
        f: What stands still, ``(rows, columns)``.
        g: What turns and slides.
        reverse: For each picture whether g is turned.
        mode: ``"full"``, or ``"valid"``, in which g has to fit into f.

    Example:
        >>> scene = stage_turning(np.eye(3, dtype=int), np.array([[1, 2]]), [True], mode="valid")
        >>> scene.output.tolist(), len(scene)
        ([[2, 0], [1, 2], [0, 1]], 10)
    """
    traces = [(convolve_trace if turn else correlate_trace)(f, g, mode) for turn in reverse]
    turns = len(TURNS) if any(reverse) else 1
    panels = [
        panel
        for trace, turn in zip(traces, reverse, strict=True)
        for panel in _panels(trace, turn, turns)
    ]
    steps, captions = Steps(panels), dict[int, Caption]()
    for at in range(turns):
        captions[at] = turning(TURNS[at] if any(reverse) else 1, "g[i, j]", "g[−i, −j]")
        steps.step()
    staged = zip(traces, range(0, len(panels), 3), strict=True)
    follow(steps, *(Staged(trace, [at, at + 2], [at + 1]) for trace, at in staged))
    return Scene(
        panels=tuple(panels),
        layouts=_layouts(panels, reverse),
        windows=tuple(_window(trace, 3 * at, turns) for at, trace in enumerate(traces)),
        ticks=ticks(turns, any(reverse)),
        captions=captions,
        abreast=len(traces) > 1,
        results=tuple(range(2, 3 * len(traces), 3)) if len(traces) > 1 else (),
        **steps.columns(),
    )


def turned(shape: Sequence[int], angles: Array) -> Array:
    """How far each cell of a grid is from its place while the grid turns, ``(angles, cells, 2)``.

    Example:
        >>> turned((1, 2), np.array([np.pi])).round(6).tolist()
        [[[1.0, 0.0], [-1.0, 0.0]]]
    """
    rows, columns = np.indices(shape).reshape(2, -1)
    x, y = columns - (shape[1] - 1) / 2, rows - (shape[0] - 1) / 2
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    near = 1 - CLOSER * sin  # so that its corners stay off what stands around it
    moved = np.stack([near * (x * cos - y * sin) - x, near * (x * sin + y * cos) - y], axis=2)
    tidy: Array = np.round(moved, 6) + 0.0  # never -0.0
    return tidy


def _panels(trace: Trace, turn: bool, turns: int) -> list[Panel]:
    """The one signal with the zeros around it, the other one, and what comes out."""
    pads = [before for before, _ in trace.geometry.padding]
    sizes, shifts = trace.weight.shape, None
    if turn:
        angles = np.concatenate([ANGLES[:turns], np.repeat(ANGLES[-1:], len(trace))])
        shifts = turned(sizes, angles)
    first = [turn * (size - 1) - pad for size, pad in zip(sizes, pads, strict=True)]
    comes, symbol = named(turn)
    return [
        Panel(
            *("signal-f", "input", "f", trace.source),
            origin=(-pads[0], -pads[1]),
            kinds=kinds_of(trace),
            array="input",
        ),
        Panel(
            *("signal-g" if turn else "signal-g-as-it-is", "kernel", "g", trace.weight),
            array="weights",
            shifts=shifts,
            renamed=(turns - 1, "signal-g-turned") if turn else (0, ""),
        ),
        Panel(comes, "output", symbol, trace.output, origin=(first[0], first[1])),
    ]


def _window(trace: Trace, panel: int, turns: int) -> Window:
    """What lies under g, once it has turned."""
    places = [*[None] * turns, *corners_of(trace.geometry)]
    return window_over(panel, trace.geometry, places, kernel=panel + 1)


def _layouts(panels: Sequence[Panel], reverse: Sequence[bool]) -> dict[str, Layout]:
    """A row for each picture, beside each other where there is room.

    What lies on f is multiplied as it lies there, g turned or not: the sign between is ⋆.
    """
    firsts = range(0, 3 * len(reverse), 3)
    rows: list[Item] = [Row(first, LAID, first + 1, "=", first + 2) for first in firsts]
    ways = zip(
        *(narrow(first, Row(LAID, first + 1), Row("=", first + 2)) for first in firsts),
        strict=True,
    )
    tall = [Column(*each) for each in ways]
    return layouts(panels, (Row(*rows, apart=BLOCKS), Column(*rows)), tall)
