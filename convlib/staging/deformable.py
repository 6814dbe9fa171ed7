"""A window whose points leave the grid: each reads its four neighbours, and so does the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from convlib.numerals import exact
from convlib.ops import Array, conv
from convlib.picture.marks import Bracket, Label, Points
from convlib.picture.parts import PADDING, Layout, Panel
from convlib.picture.scene import Scene
from convlib.staging.arrange import Column, Item, Row, Space, arrange
from convlib.staging.choose import layouts
from convlib.staging.follow import Staged, follow
from convlib.staging.planes import corners_of, plane_panels, row_ticks, window_over
from convlib.staging.steps import Steps
from convlib.trace import Trace, conv_trace, deform_conv_trace

RING = 1  # cells around the input in which a point can still be seen
UNDER = 1.3  # room for two lines below the output
LINE, SAYS = 0.62, 0.42  # from one line to the next, and their size
CLOSE = 0.25  # between the kernels of an offset layer
OVER = 0.7  # room for a bracket over them
Said = list[tuple[str, list[float]]]  # lines: their keys, and a number per step
NARROW = 18.0  # cells of a picture that has no room beside the output
WIDE_ENOUGH = 5.6  # room for the lines below the output


@dataclass(frozen=True, eq=False)
class Deformable:
    """A deformable layer of one channel and one filter.

    Attributes:
        x: Input, ``(rows, columns)``.
        weight: Kernel, ``(rows, columns)``.
        offsets: The same at every place, ``(2, rows, columns)``, y before x; None where a layer
            makes them.
        layer: That layer's kernels, y and x for point after point, ``(2 * points, rows,
            columns)``; None where the offsets are given.
        mask: A factor for each point, ``(rows, columns)``, or None.
    """

    x: Array
    weight: Array
    offsets: Array | None = None
    layer: Array | None = None
    mask: Array | None = None

    @property
    def places(self) -> tuple[int, int]:
        """Rows and columns of the output."""
        rows, columns = (i - k + 1 for i, k in zip(self.x.shape, self.weight.shape, strict=True))
        return rows, columns

    @property
    def moves(self) -> Array:
        """The offsets of all places as the operator takes them, ``(2 * points, *places)``."""
        if self.layer is not None:
            made: Array = conv(self.x[None], self.layer[:, None])
            return made
        assert self.offsets is not None
        each = np.moveaxis(self.offsets, 0, -1).reshape(-1, 1, 1)
        return np.broadcast_to(each, (each.size, *self.places))

    @property
    def gains(self) -> Array | None:
        """The mask of all places, ``(points, *places)``."""
        if self.mask is None:
            return None
        return np.broadcast_to(self.mask.reshape(-1, 1, 1), (self.mask.size, *self.places))

    @property
    def trace(self) -> Trace:
        """Its taps."""
        arrays = self.x[None], self.weight[None, None], self.moves
        return deform_conv_trace(*arrays, mask=self.gains)

    @property
    def regular(self) -> Array:
        """What comes out where no point moves, ``(rows, columns)``."""
        plane: Array = conv(self.x[None], self.weight[None, None])[0]
        return plane


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
        layouts=_layouts(what, panels, _says(what, trace)),
        windows=(window_over(0, trace.geometry, corners),),
        ticks=row_ticks(what.places),
        made={at: (results[at],) for at in empty},
        results=(last,),
        points=(_points(what, trace, columns["ker"], steps.cell(1), chosen),),
        **columns,
    )


def _ringed(x: Array) -> Panel:
    """The input, and around it the zeros that a point reads there."""
    ring = np.pad(np.zeros(x.shape, int), RING, constant_values=PADDING)
    origin = (-RING, -RING)
    return Panel("input", "input", "x", np.pad(x, RING), origin, ring, array="input")


def _others(what: Deformable) -> list[Panel]:
    """The offsets down and across, the mask, and the kernels of the layer that makes offsets."""
    shape, by_layer = what.weight.shape, what.layer is not None
    moves = what.moves[:, -1, -1].reshape(*shape, 2)
    array = "" if by_layer else "offsets"
    made = [
        replace(
            Panel(
                f"offset-{axis}", "middle", f"Δ{axis}", moves[..., at], array=array, anew=by_layer
            ),
            plane=-1 if by_layer else at,
            tint="offsets",
        )
        for at, axis in enumerate("yx")
    ]
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


def _offset_layer(what: Deformable, steps: Steps, inner: Array) -> Staged:
    """The layer that makes the offsets anew at every place, in the same cells."""
    assert what.layer is not None
    points, places = what.weight.size, int(np.prod(what.places))
    cells = np.stack([steps.cells([2]), steps.cells([3])], axis=1).reshape(2 * points, 1)
    first = 4 + (what.mask is not None)
    kernels = list(range(first, first + 2 * points))
    trace = conv_trace(what.x[None], what.layer[:, None])
    return Staged(trace, [inner, np.repeat(cells, places, axis=1)], [kernels])


def _points(what: Deformable, trace: Trace, ker: Array, first: int, chosen: int) -> Points:
    """Where the points lie at each step, and where they would."""
    assert trace.points is not None
    count = what.weight.size
    places = trace.points[0].reshape(count, -1, 2).transpose(1, 0, 2) + RING
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
        array="" if what.offsets is None else "offsets",
        chosen="point",
    )


def _says(what: Deformable, trace: Trace) -> Said:
    """What stands below the output at each step: a line's key, and its number per step."""
    assert trace.points is not None
    low, high = 0, np.array(what.x.shape) - 1
    outside = ((trace.points[0] < low) | (trace.points[0] > high)).any(axis=-1).sum(axis=0)
    return [
        ("deform-regular", what.regular.ravel().tolist()),
        ("deform-out", outside.ravel().tolist()),
    ]


def _labels(plan: Layout, panels: Sequence[Panel], says: Said) -> Layout:
    """A layout with the lines in the room below the output, or at the end of a narrow picture."""
    (x, y), rows = plan.places[-1], panels[-1].rows
    if plan.width < NARROW:
        x, y, rows = 0.0, plan.height - UNDER, 0
    labels = list[Label]()
    for at, (key, numbers) in enumerate(says):
        counts, start, below = key == "deform-out", 0, y + rows + 0.45 + at * LINE
        for number, run in groupby(numbers):
            end = start + len(list(run))
            if number or not counts:
                said = f"{key}-{'one' if number == 1 else 'other'}" if counts else key
                label = Label(x, below, exact(number), said, size=SAYS, align="left")
                labels.append(replace(label, since=start, until=end))
            start = end
    return replace(plan, labels=tuple(labels))


def _layouts(what: Deformable, panels: Sequence[Panel], says: Said) -> dict[str, Layout]:
    """Both layouts: the points' numbers stand below the kernel that they move."""
    last, first = len(panels) - 1, 4 + (what.mask is not None)
    beside, result = (
        Row(*range(2, first), apart=0.6),
        Column(last, Space(WIDE_ENOUGH, UNDER), apart=0),
    )
    end = Space(WIDE_ENOUGH, UNDER)
    if what.layer is None:
        wide: list[Item] = [Row(0, "∗", Column(1, beside), "=", result)]
        tall: list[Item] = [Column(0, Row(1, last, apart=0.6), beside, end)]
    else:
        kernels = [_tiles(what, first + at) for at in range(2)]
        below = Row(1, *range(2, first), apart=0.6)
        wide = [Row(0, "∗", Column(Row(*kernels, apart=0.8), below), "=", result)]
        tall = [Column(0, Row(*kernels, apart=0.8), below, last, end)]
    ways = ([_labels(arrange(way, panels), panels, says) for way in each] for each in (wide, tall))
    found = layouts(panels, *ways)
    if what.layer is None:
        return found
    rows = [tuple(range(first + at, last, 2))[: what.weight.shape[1]] for at in range(2)]
    spans = tuple(
        Bracket(row, "above", key=f"deform-layer-{axis}", role="middle")
        for row, axis in zip(rows, "yx", strict=True)
    )
    return {name: replace(plan, brackets=spans) for name, plan in found.items()}


def _tiles(what: Deformable, first: int) -> Column:
    """The kernels that make one number of each point, as the points stand in theirs."""
    rows, columns = what.weight.shape
    numbers = np.arange(rows * columns).reshape(rows, columns) * 2 + first
    lines = [Row(*line, apart=CLOSE) for line in numbers.tolist()]
    return Column(Space(0, OVER), *lines, apart=CLOSE)
