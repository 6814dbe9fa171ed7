"""Where windows, curves and the lines between panels stand at a step, in cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from convlib.ops import Array
from convlib.picture.marks import colour_of
from convlib.picture.parts import Layout, Window
from convlib.picture.scene import Scene

Line = tuple[float, float, float, float]
Toned = tuple[Line, str]  # a line, and the name of its group's colour; "" for the usual one


@dataclass(frozen=True)
class Box:
    """An outline: the window, or the ring round a current cell; cells from the top left corner.

    ``role`` is the name of its colour, a window's group's where it has one; ``panel`` is what it
    lies on; it is ``dashed`` where what will stand there is still to come.
    """

    role: str
    x: float
    y: float
    width: float
    height: float
    panel: int = -1
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Stroke:
    """A curve or an area: its points ``(n, 2)``, in cells from the picture's corner."""

    role: str
    style: str
    points: Array


def visible(scene: Scene, step: int) -> list[Window]:
    """The windows that are there at a step."""
    return [window for window in scene.windows if window.row[step] >= 0]


def framed(scene: Scene, window: Window) -> str:
    """The name of a window's colour: its group's or its panel's group's, or its role."""
    own, panels = window.group, scene.panels[window.panel].group
    return colour_of(window.role, own if own >= 0 else panels)


def boxed(scene: Scene, step: int, corners: Sequence[tuple[float, float]]) -> tuple[Box, ...]:
    """The outlines of the windows at a step."""
    return tuple(
        Box(
            framed(scene, window),
            corners[window.panel][0] + float(window.column[step]),
            corners[window.panel][1] + float(window.row[step]),
            window.columns,
            window.rows,
            window.panel,
            scene.prepares(step),
        )
        for window in visible(scene, step)
    )


def lifted(plan: Layout, step: int) -> tuple[int, ...]:
    """The panels that move as wholes, from back to front: those last that moved with this step."""
    before = max(step - 1, 0)
    return tuple(
        sorted(plan.flights, key=lambda at: plan.flights[at][step] != plan.flights[at][before])
    )


def strokes(scene: Scene, step: int, plan: Layout) -> tuple[Stroke, ...]:
    """The curves at a step, in cells from the picture's corner."""
    found = list[Stroke]()
    for curve in scene.curves:
        left, top, width, _ = plan.plots[curve.plot]
        points = curve.at(step) if width else curve.at(step)[:0]
        found.append(
            Stroke(curve.role, curve.style, points * [plan.spacing, 1] + np.array([left, top]))
        )
    return tuple(found)


def links(
    scene: Scene,
    step: int,
    windows: tuple[Box, ...],
    boxes: Mapping[int, Box],
    places: tuple[tuple[float, float], ...],
) -> tuple[Toned, ...]:
    """Lines from windows to kernels, from kernels to what they make, and from there to the sum.

    Of a stamp they lead from the input to the kernel, and from there to the patch that it makes.
    They have the colour of their window's group, or of the group of what they lead from or to.
    """
    rows = scene.terms(step)
    src, ker, out = (column[rows] for column in (scene.src, scene.ker, scene.out))
    if scene.is_wired(step):
        read = np.stack([src, scene.factor[rows]], axis=1).ravel()  # of each term both, in turn
        both = zip(read.tolist(), np.repeat(out, 2).tolist(), strict=True)
        pairs = dict.fromkeys(pair for pair in both if pair[0] >= 0)
        return tuple(_wired(scene, boxes, places, start, end) for start, end in pairs)
    lines: list[Toned] = []
    for window, box in zip(visible(scene, step), windows, strict=True):
        if window.kernel < 0:
            continue
        panel, first = scene.panels[window.kernel], scene.first_cells[window.kernel]
        made = out[(ker >= first) & (ker < first + panel.values.size)]
        kernel = Box(panel.role, *places[window.kernel], panel.columns, panel.rows)
        if panel.hidden:
            lines += _past(scene, step, box, boxes, made)
            continue
        if scene.lists(step):
            stamp = [*_funnel(boxes[int(scene.dst[step])], kernel), *_funnel(kernel, box)]
            lines += _toned(stamp, box.role)
            continue
        lines += _toned(_funnel(box, kernel), box.role)
        if made.size:
            lines += _toned(_funnel(kernel, boxes[int(made[0])]), box.role)
    lines += _block(scene, step, windows)
    for start, end in zip(src[ker < 0].tolist(), out[ker < 0].tolist(), strict=True):
        if scene.role(start) == "middle":
            lines.append(_wired(scene, boxes, places, start, end))
    return tuple(lines)


def _past(
    scene: Scene, step: int, window: Box, boxes: Mapping[int, Box], made: Array
) -> list[Toned]:
    """The lines that would lead over a kernel which isn't there: straight to what comes out."""
    if scene.lists(step):
        return _toned(_funnel(boxes[int(scene.dst[step])], window), window.role)
    return _toned(_funnel(window, boxes[int(made[0])]), window.role) if made.size else []


def _toned(lines: Iterable[Line], colour: str) -> list[Toned]:
    """Lines in a colour, if that is a group's."""
    return [(line, colour if colour.startswith("group-") else "") for line in lines]


def _block(scene: Scene, step: int, windows: tuple[Box, ...]) -> list[Toned]:
    """The lines from corner to corner of windows that make one block."""
    lines: list[Toned] = []
    for window, one, next_ in zip(visible(scene, step), windows, windows[1:], strict=False):
        hidden = scene.panels[one.panel].hidden or scene.panels[next_.panel].hidden
        is_joined = window.joined and not hidden
        for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)) if is_joined else ():
            start = one.x + right * one.width, one.y + down * one.height
            end = next_.x + right * next_.width, next_.y + down * next_.height
            lines += _toned([(*start, *end)], one.role)
    return lines


def _wired(
    scene: Scene,
    boxes: Mapping[int, Box],
    places: tuple[tuple[float, float], ...],
    start: int,
    end: int,
) -> Toned:
    """The line that joins two cells, in the colour of a group that one of them belongs to."""
    colours = [scene.panels[scene.locate(cell)[0]].colour for cell in (start, end)]
    line = _between(scene, boxes, places, start, end)
    grouped = [colour for colour in colours if colour.startswith("group-")]
    return line, grouped[0] if grouped else ""


def _between(
    scene: Scene,
    boxes: Mapping[int, Box],
    places: tuple[tuple[float, float], ...],
    start: int,
    end: int,
) -> Line:
    """The line that joins two cells: sideways, or where one panel stands above the other, down."""
    one, other = boxes[start], boxes[end]
    (left, right), (first, last) = (
        (places[panel][0], places[panel][0] + scene.panels[panel].columns)
        for panel in (scene.locate(start)[0], scene.locate(end)[0])
    )
    if right <= first:
        return one.x + 1, one.y + 0.5, other.x, other.y + 0.5
    if last <= left:
        return one.x, one.y + 0.5, other.x + 1, other.y + 0.5
    down = one.y < other.y
    return one.x + 0.5, one.y + down, other.x + 0.5, other.y + (not down)


def _funnel(start: Box, end: Box) -> list[Line]:
    """The two lines that join facing edges: beside each other, or one above the other."""
    if start.x + start.width <= end.x:
        right = start.x + start.width
        return [
            (right, start.y, end.x, end.y),
            (right, start.y + start.height, end.x, end.y + end.height),
        ]
    bottom = start.y + start.height
    return [
        (start.x, bottom, end.x, end.y),
        (start.x + start.width, bottom, end.x + end.width, end.y),
    ]
