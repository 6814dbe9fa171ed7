"""The three passes of filters made of lines, one after the other, and the volumes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row
from convlib.staging.blocks import PanelList
from convlib.staging.flattened import Flattened, Place, depth_line, side_by_side
from convlib.staging.follow import Cells, Staged, follow
from convlib.staging.planes import corners_of, fibre_windows, window_over
from convlib.staging.steps import Steps
from convlib.trace import Stage


def passes_scene(layer: Flattened) -> Scene:
    """The three passes one after the other, with the volumes between them: a step, a value.

    Before the channels are summed a step is a place, in all of them.

    Args:
        layer: What is staged.

    Example:
        >>> line = np.array([[1, 2]])
        >>> layer = Flattened(np.ones((2, 3, 3), int), line, line.T, line)
        >>> scene = passes_scene(layer)
        >>> scene.output.tolist(), [tick.step for tick in scene.ticks]
        ([[[27, 27], [27, 27]]], [0, 9, 15])
    """
    listed, stages = PanelList(), layer.chain.stages
    arrays = [listed.add(*layer.sources())]
    weights = list[list[list[int]]]()
    for at, name in enumerate(layer.order):
        weights.append([listed.add(*each) for each in layer.lines(name)])
        arrays.append(listed.add(*layer.volume(at)))
    steps = Steps(listed.panels)
    cells = [
        cells_of(steps, stage, [panel for each in line for panel in each])
        for stage, line in zip(stages, weights, strict=True)
    ]
    by = ["value" if len(made) == layer.count else "place" for made in arrays[1:]]
    staged = Staged(layer.chain, list[Cells](arrays), cells)
    follow(steps, staged, by=by)
    lengths = [
        stage.trace.output.size // (1 if way == "value" else len(made))
        for stage, way, made in zip(stages, by, arrays[1:], strict=True)
    ]
    starts = np.cumsum([0, *lengths]).tolist()
    windows = list[Window]()
    for at, stage in enumerate(stages):
        pairs = arrays[at], weights[at]
        there = _windows(stage, *pairs, together=by[at] == "place")
        rest = starts[at], len(steps) - starts[at + 1]
        windows += [_padded(window, *rest) for window in there]
    return listed.scene(
        steps,
        _ways(arrays, weights),
        windows=tuple(windows),
        ticks=tuple(
            Tick(start, f"flat-{name}", at)
            for at, (start, name) in enumerate(zip(starts, layer.order, strict=False))
        ),
        results=tuple(arrays[-1]),
    )


def cells_of(steps: Steps, stage: Stage, panels: Sequence[int]) -> Array:
    """The cells of a stage's weights: a line that all channels share stands there once."""
    cells = steps.cells(panels)
    return np.tile(cells, stage.trace.weight.size // len(cells))


def _windows(
    stage: Stage, planes: Sequence[int], lines: Sequence[Sequence[int]], *, together: bool
) -> list[Window]:
    """The windows of a pass over what it reads, for the steps of that pass alone."""
    geometry, places = stage.trace.geometry, corners_of(stage.trace.geometry)
    if stage.name == "channel":
        return fibre_windows(planes, places * len(lines), "kernel")
    windows = list[Window]()
    for at, plane in enumerate(planes):
        line, away = lines[at % len(lines)][0], list[Place]([None] * len(places))
        turns = places if together else [*away * at, *places, *away * (len(planes) - at - 1)]
        windows.append(window_over(plane, geometry, turns, kernel=line))
    return windows


def _padded(window: Window, before: int, after: int) -> Window:
    """A window that is away before its pass and after it."""
    row, column = (
        np.pad(along, (before, after), constant_values=-1) for along in (window.row, window.column)
    )
    return replace(window, row=row, column=column)


def _ways(
    arrays: Sequence[Sequence[int]], weights: Sequence[Sequence[Sequence[int]]]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The passes in one line or in several, for each filter anew; or each in a line of its own."""
    source = side_by_side(arrays[0])
    if len(weights[0]) == 1:
        parts = [
            ("∗", _drawn(line), "=", side_by_side(made))
            for (line,), made in zip(weights, arrays[1:], strict=True)
        ]
        wide = [_in_lines([source], parts, breaks) for breaks in product((True, False), repeat=3)]
        return tuple(wide), (_in_lines([source], parts, (True,) * 3),)
    filters = [
        [
            ("∗", _drawn(line[at]), "=", made[at])
            for line, made in zip(weights, arrays[1:], strict=True)
        ]
        for at in range(len(weights[0]))
    ]
    flat = [Row(*(each for part in parts for each in part)) for parts in filters]
    falling = Row(Column(*arrays[0]), Column(*flat), apart=0)
    slim = [_in_lines([], parts, (True, True, False)) for parts in filters]
    return (Column(source, *flat), falling), (Column(source, *slim, apart=0.8),)


def _in_lines(
    first: Sequence[Item], parts: Sequence[tuple[Item, ...]], breaks: Sequence[bool]
) -> Column:
    """Parts of an equation, some of which begin a new line."""
    lines: list[list[Item]] = [list(first)] if first else []
    for part, anew in zip(parts, breaks, strict=True):
        if anew or not lines:
            lines.append([])
        lines[-1] += part
    return Column(*(Row(*line) for line in lines))


def _drawn(line: Sequence[int]) -> Item:
    """A line as it lies: down, across or into the depth."""
    return depth_line(line) if len(line) > 1 else line[0]
