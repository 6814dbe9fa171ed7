"""Where a deformable layer's panels stand, and what is said beside them at each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from convlib.numerals import exact
from convlib.picture.marks import Bracket, Label
from convlib.picture.parts import Layout, Panel
from convlib.staging.arrange import Column, Item, Row, Space, arrange
from convlib.staging.deformable_layer import Deformable

RING = 1  # cells around the input in which a point can still be seen
UNDER = 1.4  # room for two lines below the output
LINE, SAYS = 0.7, 0.42  # from one line to the next, and their size
CLOSE = 0.25  # between the kernels of an offset layer
OVER = 0.7  # room for a bracket over them
NARROW = 18.0  # cells of a picture that has no room beside the output
WIDE_ENOUGH = 5.6  # room for the lines below the output
MOVED, MOVED_WIDE = 2.3, 3.0  # room for what is said of one point
Said = list[tuple[str, list[float]]]  # lines: their keys, and a number per step


def deformable_layouts(
    what: Deformable, panels: Sequence[Panel], chosen: int = 0
) -> dict[str, Layout]:
    """Both layouts: the points' numbers stand below the kernel that they move.

    Args:
        what: The layer.
        panels: Input and kernel; the offsets, the mask and the offset layer's kernels, as far as
            there are any; the output.
        chosen: The point whose offsets are said where they have no panels.
    """
    says = _says(what)
    return {
        name: _said(what, panels, arrange(way, panels), says, chosen)
        for name, way in _ways(what, panels).items()
    }


def _ways(what: Deformable, panels: Sequence[Panel]) -> dict[str, Item]:
    """How both layouts are arranged."""
    last, end = len(panels) - 1, Space(WIDE_ENOUGH, UNDER)
    result = Column(last, end, apart=0)
    kernels = [at for at, panel in enumerate(panels) if panel.name == "offset-kernel"]
    others = range(2, kernels[0] if kernels else last)
    if kernels:
        tiles = Row(*(_tiles(what, kernels[at]) for at in range(2)), apart=0.8)
        below = Row(1, *others, apart=0.6)
        return {
            "wide": Row(0, "∗", Column(tiles, below), "=", result),
            "tall": Column(0, tiles, below, last, end),
        }
    if what.is_fixed:
        beside: Item = Row(*others, apart=0.6)
    else:
        beside = Column(Space(MOVED_WIDE, MOVED), *others)
    return {
        "wide": Row(0, "∗", Column(1, beside), "=", result),
        "tall": Column(0, Row(1, last, apart=0.6), beside, end),
    }


def _tiles(what: Deformable, first: int) -> Column:
    """The kernels that make one number of each point, as the points stand in theirs."""
    rows, columns = what.weight.shape
    lines = [
        Row(*(first + 2 * (row * columns + column) for column in range(columns)), apart=CLOSE)
        for row in range(rows)
    ]
    return Column(Space(0, OVER), *lines, apart=CLOSE)


def _says(what: Deformable) -> Said:
    """What stands below the output at each step: a line's key, and its number per step."""
    low, high = 0, [size - 1 for size in what.x.shape]
    outside = ((what.points < low) | (what.points > high)).any(axis=-1).sum(axis=1)
    return [
        ("deform-regular", what.regular.ravel().tolist()),
        ("deform-out", outside.tolist()),
    ]


def _said(
    what: Deformable, panels: Sequence[Panel], plan: Layout, says: Said, chosen: int
) -> Layout:
    """A layout with its labels and brackets, and room over the input for the line."""
    labels = list(_below_output(plan, panels, says))
    spans = tuple[Bracket, ...]()
    if what.layer is not None:
        spans = tuple(_brackets(what, panels))
    elif not what.is_fixed:
        labels += _of_point(what, plan, panels, chosen)
    (x, y), grid = plan.places[0], panels[0]
    over = ((x, y, float(grid.columns), float(grid.rows)),) if what.line is not None else ()
    return replace(plan, labels=tuple(labels), brackets=spans, plots=over)


def _below_output(plan: Layout, panels: Sequence[Panel], says: Said) -> Iterator[Label]:
    """The lines in the room below the output, or at the end of a narrow picture."""
    (x, y), rows = plan.places[-1], panels[-1].rows
    if plan.width < NARROW:
        x, y, rows = 0.0, plan.height - UNDER, 0
    for at, (key, numbers) in enumerate(says):
        counts = key == "deform-out"
        for number, since, until in _runs(numbers):
            if number or not counts:
                said = f"{key}-{'one' if number == 1 else 'other'}" if counts else key
                yield _line(x, y + rows + 0.45 + at * LINE, number, said, since, until)


def _of_point(
    what: Deformable, plan: Layout, panels: Sequence[Panel], chosen: int
) -> Iterator[Label]:
    """How far one point is moved at each step, below the kernel."""
    (x, y), rows = plan.places[1], panels[1].rows
    point = min(chosen, what.weight.size - 1)
    first = y + rows + 0.8
    yield Label(x, first, point + 1, "deform-point", "middle", size=SAYS, align="left")
    for axis, key in enumerate(("deform-move-y", "deform-move-x")):
        offsets = what.moves[2 * point + axis].ravel().tolist()
        for number, since, until in _runs(offsets):
            line = _line(x, first + (1 + axis) * LINE, number, key, since, until)
            yield replace(line, role="middle")


def _line(x: float, y: float, number: float, key: str, since: int, until: int) -> Label:
    """A line of text that is there for some steps."""
    return Label(*(x, y, exact(number), key), size=SAYS, align="left", since=since, until=until)


def _runs(numbers: list[float]) -> Iterator[tuple[float, int, int]]:
    """Numbers that stay the same for some steps, with the first of these and the one after."""
    start = 0
    for number, run in groupby(numbers):
        end = start + len(list(run))
        yield number, start, end
        start = end


def _brackets(what: Deformable, panels: Sequence[Panel]) -> Iterator[Bracket]:
    """What names the kernels that make the offsets along an axis."""
    first = len(panels) - 1 - 2 * what.weight.size
    for at, axis in enumerate("yx"):
        row = tuple(range(first + at, len(panels) - 1, 2))[: what.weight.shape[1]]
        yield Bracket(row, "above", key=f"deform-layer-{axis}", role="middle")
