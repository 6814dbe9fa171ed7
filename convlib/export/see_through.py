"""A figure without its ground, so that it lies on any page or slide."""

from __future__ import annotations

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from convlib.ops import Array
from convlib.render.figure import SceneFigure


def see_through(figure: SceneFigure) -> SceneFigure:
    """The same figure, changed: what had the ground's colour is seen through.

    Lines that passed behind panels and titles end at their edges instead.
    """
    ground = to_rgba(figure.theme.colours["ground"])
    figure.patch.set_visible(False)
    axes = figure.axes[0]
    plates = [each for each in axes.patches if str(each.get_gid()).startswith("plate-")]
    boxes = [_box(plate) for plate in plates if isinstance(plate, Rectangle)]
    for plate in plates:
        plate.remove()
    for line in axes.lines:
        if str(line.get_gid()).startswith("link-"):
            line.set_data(*_outside(np.asarray(line.get_xydata()), boxes).T)
    for cells in axes.collections:
        if isinstance(cells, PolyCollection) and str(cells.get_gid()).startswith("cell"):
            fills = map(tuple, np.asarray(cells.get_facecolor()).tolist())
            cells.set_facecolor([(0, 0, 0, 0) if fill == ground else fill for fill in fills])
    return figure


def _box(plate: Rectangle) -> Array:
    """A rectangle as its corners: the lower and the upper of x and y."""
    (x, y), width, height = plate.get_xy(), plate.get_width(), plate.get_height()
    return np.array([[x, y], [x + width, y + height]])


def _outside(ends: Array, boxes: list[Array]) -> Array:
    """The parts of a straight line that no box covers, with a row of NaN behind each."""
    start, way = ends[0], ends[1] - ends[0]
    free = [(0.0, 1.0)]
    for box in boxes:
        enter, leave = _within(start, way, box)
        if enter < leave:
            cut = [(low, min(high, enter)) for low, high in free]
            cut += [(max(low, leave), high) for low, high in free]
            free = [(low, high) for low, high in cut if low < high]
    parts = [
        row for part in sorted(free) for row in (*(start + at * way for at in part), [np.nan] * 2)
    ]
    return np.reshape(parts, (-1, 2))


def _within(start: Array, way: Array, box: Array) -> tuple[float, float]:
    """From where to where a line is in a box, of its length; the other way round where it isn't."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        if not way[axis]:
            if not box[0, axis] < start[axis] < box[1, axis]:
                return 1.0, 0.0
            continue
        at = sorted(((box[:, axis] - start[axis]) / way[axis]).tolist())
        enter, leave = max(enter, at[0]), min(leave, at[1])
    return enter, leave
