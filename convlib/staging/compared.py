"""All types of convolution in one chart: their price to the right, their reach as lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from convlib.compare import Row
from convlib.ops import Array
from convlib.picture.marks import Label
from convlib.picture.parts import HOLE, Curve, Layout, Panel, Tick
from convlib.picture.scene import ABREAST, Scene
from convlib.staging.arrange import Column, Plot, arrange
from convlib.staging.compared_names import DILATED, STANDARD, Placed, aside, marks
from convlib.staging.compared_plot import MARK, RING, ROLES, Scale, outline, ring
from convlib.staging.steps import Steps

NOWHERE = (0.0, 0.0, 0.0, 0.0)  # the place of the other layout's plot
LIFTED = np.full((1, 2), np.nan)
ONE = 0.01
LINES = 2  # rows of cells with the shares
Caption = tuple[tuple[str, str], ...]


def stage_compared(rows: Sequence[Row]) -> Scene:
    r"""A mark for each type, lit one after the other from the cheapest to the dearest.

    Args:
        rows: As ``convlib.compare.compare`` gives them; those that are refused are left out.

    Example:
        >>> from convlib.compare import Sizes, compare
        >>> scene = stage_compared(compare(Sizes()))
        >>> len(scene), "".join(text for text, _ in scene.captions[0])
        (14, '56·56·64·3² = 1,806,336\u2003\u2003R = 1 + (3 − 1) = 3')
    """
    shown = sorted((row for row in rows if row.refused is None), key=lambda row: row.macs)
    panel = _shares(shown)
    steps = Steps([panel])
    for at in range(len(shown)):
        steps.step(dst=steps.cell(0, *divmod(at, panel.columns)))
    scales = {"wide": Scale(shown), "tall": Scale(shown, narrow=True)}
    layouts, curves = dict[str, Layout](), list[Curve]()
    for number, (name, scale) in enumerate(scales.items()):
        placed = marks(scale)
        plan = arrange(Column(Plot(0, *scale.size), 0, centred=True), [panel])
        labels = tuple(_labels(scale, placed, plan.plots[0][:2]))
        plots = [NOWHERE] * len(scales)
        plots[number] = plan.plots[0]
        layouts[name] = replace(plan, labels=labels, plots=tuple(plots))
        curves += _curves(number, scale, placed)
    return Scene(
        panels=(panel,),
        layouts=layouts,
        windows=(),
        ticks=tuple(Tick(at, f"type-{row.name}", at + 1) for at, row in enumerate(shown)),
        captions={at: _caption(row) for at, row in enumerate(shown)},
        made={at: (at,) for at in range(len(shown))},
        curves=tuple(curves),
        **steps.columns(),
    )


def _shares(rows: Sequence[Row]) -> Panel:
    """What each type costs in per cent of a standard layer's, in the order of the steps."""
    columns = -(-len(rows) // LINES)
    values, kinds = np.zeros((2, LINES * columns))
    values[: len(rows)] = [_per_cent(row.share) for row in rows]
    kinds[len(rows) :] = HOLE
    grid = (LINES, columns)
    return Panel(
        *("compared-shares", "output", "n", values.reshape(grid)),
        kinds=kinds.astype(int).reshape(grid),
        note=" ",
        scaled=False,
    )


def _per_cent(share: float) -> float:
    """A share in per cent, rounded: as a whole number where that is 1 or more."""
    return round(100 * share, 0 if share >= ONE else 2)


def _caption(row: Row) -> Caption:
    """The products with the numbers put in, and what they come to; beside them the reach."""
    written: list[tuple[str, str]] = []
    for term in row.terms:
        written += [(" + ", "muted")] if written else []
        for at, factor in enumerate(term):
            written += [("·", "muted")] if at else []
            written.append((factor.text, factor.role))
    reach, sum_of = str(row.reach[0]), row.field
    seen = [] if sum_of == reach else [(sum_of, "input"), (" = ", "muted")]
    written += [(" = ", "muted"), (f"{row.macs:,}", "result"), (ABREAST, "muted")]
    return (*written, ("R = ", "muted"), *seen, (reach, "result"))


def _labels(scale: Scale, placed: Sequence[Placed], corner: tuple[float, float]) -> Iterator[Label]:
    left, top = corner
    found = [*scale.labels(), *_names(scale, placed)]
    for label in found:
        yield replace(label, x=round(label.x + left, 3), y=round(label.y + top, 3))


def _names(scale: Scale, placed: Sequence[Placed]) -> Iterator[Label]:
    """Each type's name at its mark, lit in its step."""
    for step, mark in enumerate(placed):
        label = Label(
            *(mark.x + mark.dx, mark.y + mark.dy),
            key=f"type-{mark.row.name}",
            size=scale.text,
            align=mark.align,
        )
        lit = replace(label, role="output", since=step, until=step + 1)
        if not mark.is_free or scale.narrow:
            yield aside(scale, lit)
            continue
        if step:
            yield replace(label, role="ink", until=step)
        yield lit
        yield replace(label, role="ink", since=step + 1)


def _curves(plot: int, scale: Scale, placed: Sequence[Placed]) -> Iterator[Curve]:
    """Lanes and axis, the marks, the ring around the one that is lit, and what widens it."""
    for points in scale.lanes():
        yield Curve(plot, "line", "thin", points)
    yield Curve(plot, "line", "line", scale.axis())
    named = {mark.row.name: (step, mark) for step, mark in enumerate(placed)}
    if STANDARD in named:
        x = named[STANDARD][1].x
        yield Curve(plot, "line", "dashed", np.array([(x, scale.top), (x, scale.bottom)]))
    yield from _marks(plot, scale, placed)
    rings = tuple(ring(mark.x, mark.y) for mark in placed)
    yield Curve(plot, "output", "line", rings, aims=True)
    if {STANDARD, DILATED} <= named.keys():
        yield from _widened(plot, named[STANDARD][1], *named[DILATED], len(placed))


def _marks(plot: int, scale: Scale, placed: Sequence[Placed]) -> Iterator[Curve]:
    """Each mark as an area, and the edges of those of a colour as one line that is lifted."""
    edges: dict[str, list[Array]] = {}
    found = [(role, outline(changes, x, y)) for role, changes, x, y in scale.legend()]
    found += [
        (ROLES[mark.row.changes], outline(mark.row.changes, mark.x, mark.y)) for mark in placed
    ]
    for role, points in found:
        yield Curve(plot, role, "area", points)
        edges.setdefault(role, []).extend([points, LIFTED])
    for role, parts in edges.items():
        yield Curve(plot, role, "line", np.concatenate(parts[:-1]))


def _widened(plot: int, start: Placed, step: int, end: Placed, steps: int) -> Iterator[Curve]:
    """An arrow from the standard layer's lane up to the dilated one's, which costs the same."""
    if end.y >= start.y:
        return
    tip, tail = end.y + RING, start.y - MARK
    points = np.array(
        [
            *((start.x, tail), (end.x, tip), (end.x - 0.2, tip + 0.25), (end.x, tip)),
            (end.x + 0.2, tip + 0.25),
        ]
    )
    drawn = np.zeros(steps, int)
    drawn[step] = len(points)
    yield Curve(plot, "output", "line", points, drawn=drawn)
