"""A filter that is the outer product of three lines: its three passes, and how it is formed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Cells, Staged, follow
from convlib.staging.planes import corners_of, fibre_windows, plane_panels, window_over
from convlib.staging.steps import Steps
from convlib.trace import Chain, Stage, flattened_chain

PLANES = 0.3  # between the planes of a volume
DEPTH, RISE = 0.12, -0.45  # from one number of the line into the depth to the next: across, down
SYMBOLS = {"channel": "c", "column": "v", "row": "h"}
VOLUMES = ("flat-first", "middle", "p"), ("flat-second", "middle", "q")
Place = tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Flattened:
    """Filters that are outer products of three lines.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        channel: A line across the channels for each filter, ``(filters, channels)``.
        column: One from top to bottom, ``(rows, filters)``.
        row: One from left to right, ``(filters, columns)``.
        order: Which pass comes first, which second, which last.
        given: Whether the lines are arrays of the lesson, whose numbers can be changed.
    """

    x: Array
    channel: Array
    column: Array
    row: Array
    order: tuple[str, ...] = ("channel", "column", "row")
    given: bool = True

    @property
    def count(self) -> int:
        """How many filters there are."""
        return len(self.channel)

    @cached_property
    def filters(self) -> Array:
        """All their weights, ``(filters, channels, rows, columns)``."""
        made: Array = np.einsum("fc,yf,fx->fcyx", self.channel, self.column, self.row)
        return made

    @cached_property
    def chain(self) -> Chain:
        """The three passes."""
        lines = self.channel, self.column.T, self.row
        return flattened_chain(self.x, *lines, order=self.order)

    def alone(self) -> Flattened:
        """Its first filter."""
        lines = self.channel[:1], self.column[:, :1], self.row[:1]
        return replace(self, channel=lines[0], column=lines[1], row=lines[2])

    def sources(self) -> list[Panel]:
        """The input's channels."""
        return plane_volume("flat-input", "input", "x", self.x, "input")

    def lines(self, name: str) -> list[list[Panel]]:
        """Per filter the panels of one of its lines: of the one into the depth one a channel."""
        return [self._line(name, at) for at in range(self.count)]

    def _line(self, name: str, at: int) -> list[Panel]:
        number = at if self.count > 1 else ""
        look: dict[str, Any] = {
            "array": name if self.given else "",
            "number": number,
            "lead": (at,) if self.count > 1 and name == "column" else (),
            "axes": 1 if self.count == 1 or name == "column" else 2,
        }
        title, symbol = f"flat-{name}", SYMBOLS[name]
        if name == "column":
            return [Panel(title, "kernel", symbol, self.column[:, at : at + 1], (0, at), **look)]
        if name == "row":
            return [Panel(title, "kernel", symbol, self.row[at : at + 1], (at, 0), **look)]
        *others, last = (
            Panel(title, "kernel", symbol, weight[None, None], (at, channel), **look)
            for channel, weight in enumerate(self.channel[at])
        )
        note = f"{len(self.channel[at])} × 1 × 1"
        return [*(replace(each, titled=False) for each in others), replace(last, note=note)]

    def volume(self, stage: int) -> list[Panel]:
        """The planes that a pass makes."""
        made, last = self.chain.arrays[stage + 1], stage == len(self.order) - 1
        if self.count > 1 and last:
            return plane_panels("output-of", "output", "y", made)
        name, role, symbol = ("output", "output", "y") if last else VOLUMES[stage]
        planes = plane_volume(name, role, symbol, made)
        return [replace(each, titled=True) for each in planes] if self.count > 1 else planes


def depth_line(cells: Sequence[int]) -> Row:
    """A line into the depth: each number a little further right and up than the one before it."""
    return Row(*cells, apart=DEPTH, drop=RISE)


def side_by_side(planes: Sequence[int]) -> Row:
    """The planes of a volume."""
    return Row(*planes, apart=PLANES)


def plane_volume(name: str, role: str, symbol: str, volume: Array, array: str = "") -> list[Panel]:
    """The planes of a volume, of which the first says how large it is; one by itself has no number.

    Args:
        name: As in ``Panel``.
        role: As in ``Panel``.
        symbol: As in ``Panel``.
        volume: ``(channels, rows, columns)``.
        array: As in ``Panel``.
    """
    channels, rows, columns = volume.shape
    note = f"{rows} × {columns} × {channels}"
    panels = plane_panels(name, role, symbol, volume, note=note, array=array)
    if channels == 1 and not array:
        panels = [replace(each, lead=()) for each in panels]
    return [replace(each, titled=at == 0) for at, each in enumerate(panels)]


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
