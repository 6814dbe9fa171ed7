"""A window whose points leave the grid: each reads its four neighbours, and so does the sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from convlib.numerals import CELL_CHARACTERS, MINUS, short
from convlib.ops import Array
from convlib.picture.marks import Points
from convlib.picture.parts import PADDING, Curve, Panel
from convlib.picture.scene import Scene
from convlib.staging.deformable_layer import Deformable as Deformable
from convlib.staging.deformable_places import RING, deformable_layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, plane_panels, row_ticks, window_over
from convlib.staging.steps import Steps

TIGHT = CELL_CHARACTERS - 1  # characters of offsets that need no more: without a 0 before the point


def stage_deformable(what: Deformable, chosen: int = 0) -> Scene:
    """Stage a deformable convolution, place by place.

    Args:
        what: The layer.
        chosen: The point that is joined to its neighbours where a whole step is seen.

    Example:
        >>> zero = np.zeros((2, 2, 2), int)
        >>> scene = stage_deformable(Deformable(np.ones((3, 3), int), np.ones((2, 2), int), zero))
        >>> len(scene), scene.output[0].tolist()
        (4, [[4, 4], [4, 4]])
    """
    trace, kernel = what.trace, Panel("kernel", "kernel", "w", what.weight, array="weights")
    output = Panel("output", "output", "y", trace.output[0])
    others = _others(what)
    panels = [_ringed(what.x), kernel, *others, output]
    last, steps = len(panels) - 1, Steps(panels)
    inner = steps.cells([0]).reshape(panels[0].values.shape)[RING:-RING, RING:-RING].ravel()
    staged = [Staged(trace, [inner, last], [1])]
    if what.layer is not None:
        staged.insert(0, _offset_layer(what, steps, inner))
    results = steps.cells([last]).tolist()
    empty = sorted(set(range(len(results))) - set(trace.dst.tolist()))  # all points are outside
    about = [*results]
    if what.layer is not None:
        about = [steps.cell(2) if at in empty else cell for at, cell in enumerate(results)]
    follow(steps, *staged, by="place", about=about, silent=True)
    columns = steps.columns()
    corners = [(row + RING, column + RING) for row, column in corners_of(trace.geometry)]
    return Scene(
        panels=tuple(panels),
        layouts=deformable_layouts(what, panels, chosen),
        windows=(window_over(0, trace.geometry, corners),),
        ticks=row_ticks(what.places),
        made={at: (results[at],) for at in empty},
        results=(last,),
        curves=_line(what),
        points=(_points(what, columns["ker"], steps.cell(1), chosen),),
        **columns,
    )


def _ringed(x: Array) -> Panel:
    """The input, and around it the zeros that a point reads there."""
    ring = np.pad(np.zeros(x.shape, int), RING, constant_values=PADDING)
    origin = (-RING, -RING)
    return Panel("input", "input", "x", np.pad(x, RING), origin, ring, array="input")


def _others(what: Deformable) -> list[Panel]:
    """The offsets down and across, the mask, and the kernels of the layer that makes offsets.

    Offsets that each place has of its own, without a layer, are said point by point instead.
    """
    made = _offsets(what) if what.is_fixed or what.layer is not None else []
    if what.mask is not None:
        made.append(Panel("modulation", "middle", "m", what.mask, array="mask"))
    if what.layer is not None:
        made += plane_panels(
            "offset-kernel",
            "kernel",
            "v",
            what.layer,
            array="offset-weights",
            titled=False,
            tint="layer",
        )
    return made


def _offsets(what: Deformable) -> list[Panel]:
    """How far each point is moved, down and across: the same at all places, or made anew at each.

    A layer's stand there as at the last place.
    """
    by_layer = what.layer is not None
    moves = what.moves[:, -1, -1].reshape(*what.weight.shape, 2)
    common: dict[str, Any] = {
        "array": "" if by_layer else "offsets",
        "anew": by_layer,
        "tint": "offsets",
        "figures": TIGHT if not by_layer and _is_tight(moves) else CELL_CHARACTERS,
    }
    return [
        Panel(
            *(f"offset-{axis}", "middle", f"Δ{axis}", moves[..., at]),
            plane=-1 if by_layer else at,
            **common,
        )
        for at, axis in enumerate("yx")
    ]


def _is_tight(numbers: Array) -> bool:
    """Whether numbers can be told in full in fewer characters than a cell has room for."""
    written = ((short(each, TIGHT), each) for each in numbers.ravel().tolist())
    return all(float(text.replace(MINUS, "-")) == each for text, each in written)


def _offset_layer(what: Deformable, steps: Steps, inner: Array) -> Staged:
    """The layer that makes the offsets anew at every place, in the same cells."""
    points, places = what.weight.size, int(np.prod(what.places))
    cells = np.stack([steps.cells([2]), steps.cells([3])], axis=1).reshape(2 * points, 1)
    first = 4 + (what.mask is not None)
    kernels = list(range(first, first + 2 * points))
    return Staged(what.offset_trace, [inner, np.repeat(cells, places, axis=1)], [kernels])


def _line(what: Deformable) -> tuple[Curve, ...]:
    """The line that the points follow, over the input."""
    if what.line is None or not what.line.size:
        return ()
    return (Curve(0, "middle", "line", what.line + RING + 0.5),)


def _points(what: Deformable, ker: Array, first: int, chosen: int) -> Points:
    """Where the points lie at each step, and where they would."""
    count = what.weight.size
    places = what.points + RING
    moves = what.moves.reshape(count, 2, -1).transpose(2, 0, 1)
    seen = np.array([size + 2 * RING - 0.5 for size in what.x.shape])
    there = ((places >= -0.5) & (places <= seen)).all(axis=-1, keepdims=True)
    point = ker - first
    return Points(
        0,
        np.where(there, places, np.nan),
        regular=places - moves,
        kernel=1,
        joined=np.full(len(places), min(chosen, count - 1)),
        terms=np.where((point >= 0) & (point < count), point, -1),
        array="offsets" if what.is_fixed else "",
        chosen="point",
    )
