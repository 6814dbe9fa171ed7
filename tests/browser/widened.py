"""A layout as the player shows it: signs, or plots, take the width that the room has left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

from convlib import ConvError
from convlib.picture.parts import NARROWEST, Layout, Panel
from convlib.picture.scene import Scene
from convlib.render.figure import SceneFigure, figure
from convlib.render.sheet import NARROWEST as NARROWEST_SHEET
from convlib.render.sheet import WIDEST, Sheet

MARGIN = 2  # pixels round the picture, as in assets/player/fit.js
STRETCHED = 2.0  # how many times wider plots that stretch are at most
WIDER = 3.0  # cells by which a sign's room grows at most


def as_shown(scene: Scene, name: str, cell: int, width: float) -> Scene:
    """The scene with the layout that the player shows in a room of so many pixels."""
    room = (width - 2 * MARGIN) / cell
    return replace(scene, layouts={name: widened(scene.layouts[name], scene.panels, room)})


def as_large(scene: Scene, layout: str, cell: int, **moment: Any) -> SceneFigure:
    """A figure with a layout of the browser and its cells, which show more the larger they are."""

    def size(width: int) -> int:
        with suppress(ConvError):  # which says that they would be too small
            return Sheet(scene, layout, width).cell
        return 0

    widths = range(NARROWEST_SHEET, WIDEST + 1)
    width = widths[bisect_left(widths, cell, key=size)]
    assert size(width) == cell
    return figure(scene, **moment, layout=layout, width=width)


def widened(layout: Layout, panels: Sequence[Panel], room: float) -> Layout:
    """The layout with what stands right of each free sign moved to the right."""
    stretches = layout.stretches
    beside = sorted({(x, x + width) for x, _, width, _ in layout.plots})
    gaps = beside if stretches else list(_gaps(layout, panels))
    if not gaps or room <= layout.width:
        return layout
    wide = gaps[0][1] - gaps[0][0]
    each = min((room - layout.width) / len(gaps), (STRETCHED - 1) * wide if stretches else WIDER)
    middle = 0.5 if stretches else 0.0

    def moved(x: float) -> float:
        parts = (min(max((x - start) / (end - start), 0), 1) for start, end in gaps)
        return x + each * sum(parts)

    return replace(
        layout,
        width=layout.width + each * len(gaps),
        spacing=layout.spacing * (wide + each) / wide if stretches else layout.spacing,
        places=tuple((moved(x + middle) - middle, y) for x, y in layout.places),
        symbols=tuple((text, moved(x), y) for text, x, y in layout.symbols),
        plots=tuple(
            (moved(x), y, wide + each if stretches else width, height)
            for x, y, width, height in layout.plots
        ),
        labels=tuple(replace(label, x=moved(label.x)) for label in layout.labels),
        flights={
            panel: tuple((moved(x), y) for x, y in corners)
            for panel, corners in layout.flights.items()
        },
    )


def _gaps(layout: Layout, panels: Sequence[Panel]) -> Iterator[tuple[float, float]]:
    """From where to where nothing but signs stands, from top to bottom."""
    edges = {0.0, layout.width}
    taken = [(x, x + width) for x, _, width, _ in layout.plots]
    for at, (panel, (x, _)) in enumerate(zip(panels, layout.places, strict=True)):
        width = max(panel.columns, NARROWEST * panel.titled)
        corners = [x, *(x for x, _ in layout.flights.get(at, ()))]
        taken += [(left - panel.beside, left + width) for left in corners]
    edges |= {edge for pair in taken for edge in pair}
    ordered = sorted(edges)
    free = [
        (start, end)
        for start, end in pairwise(ordered)
        if not any(left < end and start < right for left, right in taken)
    ]
    for start, end in free:
        if any(start < x < end for _, x, _ in layout.symbols) and start > 0:
            yield start, end
