"""One output of a large kernel, and of two small ones that see as far."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.shapes import Pair
from convlib.staging.arrange import Column, Row
from convlib.staging.bars import Line, Lines
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.steps import Steps
from convlib.trace import conv_trace

PATCH, LARGE, WHOLE, FIRST, MAP, SECOND, OUTPUT = range(7)  # the panels


def stage_field(x: Array, first: Array, second: Array, large: Array) -> Scene:
    """One number by a large kernel; then the same one by two small kernels, one after the other.

    Args:
        x: All that the number sees, ``(rows, columns)``.
        first: Kernel, ``(rows, columns)``.
        second: Kernel, likewise.
        large: The one that does what both do.

    Example:
        >>> line = np.array([[1, 2, 3]])
        >>> one, two = np.array([[1, 1]]), np.array([[1, -1]])
        >>> stage_field(line, one, two, np.array([[1, 0, -1]])).output.tolist()
        [[[-2]]]
    """
    at_once = conv_trace(x[None], large[None, None])
    looks = conv_trace(x[None], first[None, None])
    after = conv_trace(looks.output, second[None, None])
    panels = [
        Panel("input", "input", "x", x, array="patch"),
        Panel("inception-large", "kernel", "w", large),
        Panel("inception-at-once", "middle", "z", at_once.output[0]),
        _kernel("inception-first", "u", first),
        Panel("inception-between", "middle", "m", looks.output[0]),
        _kernel("inception-second", "v", second),
        Panel("output", "output", "y", after.output[0]),
    ]
    array = "twice" if first.shape == second.shape else ""
    for at, panel in enumerate((FIRST, SECOND)):
        panels[panel] = _kernel_of(panels[panel], array or ("across", "down")[at], at, bool(array))
    steps = Steps(panels)
    for trace, read, kernel, made in (
        (at_once, PATCH, LARGE, WHOLE),
        (looks, PATCH, FIRST, MAP),
        (after, MAP, SECOND, OUTPUT),
    ):
        follow(steps, Staged(trace, [read, made], [kernel]))
    bars = _bars(large.size, first.size, second.size, len(steps))
    plain = Row(PATCH, Column(Row("∗", LARGE, "=", WHOLE), _two(), apart=0.6), apart=0)
    tall = Column(PATCH, Row("∗", LARGE, "=", WHOLE), _two())
    plans = layouts(panels, Row(plain, bars.item), Column(tall, bars.item))
    return Scene(
        panels=tuple(panels),
        layouts={name: bars.labelled(plan) for name, plan in plans.items()},
        windows=tuple(_windows(*map(_pair, (x, first, second, looks.output[0])))),
        ticks=(
            Tick(0, "inception-at-once", 0),
            Tick(1, "inception-first", 1),
            Tick(len(steps) - 1, "inception-second", 2),
        ),
        curves=bars.curves(),
        results=(OUTPUT,),
        **steps.columns(),
    )


def _pair(plane: Array) -> Pair:
    rows, columns = plane.shape
    return rows, columns


def _two() -> Row:
    """Two layers, one after the other."""
    return Row("∗", FIRST, "=", MAP, "∗", SECOND, "=", OUTPUT)


def _kernel(name: str, symbol: str, values: Array) -> Panel:
    return Panel(name, "kernel", symbol, values)


def _kernel_of(panel: Panel, array: str, plane: int, in_planes: bool) -> Panel:
    """A kernel whose numbers can be changed."""
    return Panel(
        panel.name,
        panel.role,
        panel.symbol,
        panel.values,
        array=array,
        plane=plane if in_planes else -1,
    )


def _bars(large: int, first: int, second: int, steps: int) -> Lines:
    """The weights of the large kernel, and of both small ones."""
    both = f"{first} + {second} = {first + second}"
    return Lines(
        (
            Line(((("inception-weights", str(large), "ink"),),), ((large, "kernel"),)),
            Line(
                ((("inception-weights", both, "output"),),),
                ((first + second, "kernel"),),
            ),
        ),
        steps,
        longest=7.0,
        apart=0.5,
    )


def _windows(patch: Pair, first: Pair, second: Pair, between: Pair) -> Iterator[Window]:
    """The large kernel's place, each place of the first small one, and that of the second."""
    places = list(np.ndindex(*between))
    count = len(places) + 2
    whole, on_patch, on_map = (np.full((2, count), -1) for _ in range(3))
    whole[:, [0, -1]] = 0
    on_patch[:, 1:-1] = np.array(places).T
    on_map[:, -1] = 0
    for panel, (rows, columns), (down, across) in (
        (PATCH, patch, whole),
        (PATCH, first, on_patch),
        (MAP, second, on_map),
    ):
        yield Window(panel, rows, columns, down, across)
