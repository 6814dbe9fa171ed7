"""What lessons with several planes share: the planes of an array as panels, windows, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convlib.ops import Array, Geometry
from convlib.picture.parts import PADDING, UNVISITED, Panel, Tick, Window
from convlib.trace import Trace


def plane_panels(
    name: str, role: str, symbol: str, planes: Array, *, array: str = "", **options: Any
) -> list[Panel]:
    """The planes of an array ``(planes, rows, columns)`` as panels.

    Args:
        name: Of the titles, in which ``{number}`` is the plane.
        role: As in ``Panel``.
        symbol: As in ``Panel``.
        planes: The numbers.
        array: As in ``Panel``.
        **options: Further ones of ``Panel``; ``kinds`` holds those of every plane.

    Example:
        >>> [panel.lead for panel in plane_panels("map", "middle", "m", np.zeros((2, 3, 3)))]
        [(0,), (1,)]
    """
    kinds = options.pop("kinds", [None] * len(planes))
    lead = options.pop("lead", ())
    return [
        Panel(
            name,
            role,
            symbol,
            plane,
            kinds=kinds[at],
            array=array,
            plane=at if array else -1,
            lead=(*lead, at),
            number=at,
            **options,
        )
        for at, plane in enumerate(planes)
    ]


def source_panels(trace: Trace, name: str = "channel", array: str = "input") -> list[Panel]:
    """The padded input of a trace, ``(channels, rows, columns)``, as a panel per channel."""
    (top, _), (left, _) = trace.geometry.padding
    return plane_panels(
        name,
        "input",
        "x",
        trace.source,
        array=array,
        kinds=kinds_of(trace),
        origin=(-top, -left),
    )


def kinds_of(trace: Trace) -> Array:
    """Which cells of the padded input are padding, and which no window ever visits."""
    kinds = np.where(trace.cells < 0, PADDING, 0)
    unvisited = np.full(kinds.size, UNVISITED)
    unvisited[trace.src] = 0
    marked: Array = kinds | unvisited.reshape(kinds.shape)
    return marked


def corners_of(geometry: Geometry) -> list[tuple[int, int]]:
    """The first cell under the window at each of its places, in row-major order."""
    down, across = geometry.strides
    rows, columns = geometry.outputs
    return [(row * down, column * across) for row in range(rows) for column in range(columns)]


def row_ticks(plane: Sequence[int], each: int = 1, first: int = 0) -> tuple[Tick, ...]:
    """Where each row of a plane begins.

    Args:
        plane: Its rows and columns.
        each: Steps for each of its cells.
        first: The step of its first cell.

    Example:
        >>> [tick.step for tick in row_ticks((2, 3), first=4)]
        [4, 7]
    """
    rows, columns = plane
    return tuple(Tick(first + row * columns * each, "row", row) for row in range(rows))


def fibre_windows(
    planes: Sequence[int], places: Sequence[tuple[int, ...] | None], role: str
) -> list[Window]:
    """A cell of each plane, joined to that of the next: one pixel's fibre.

    Args:
        planes: The panels.
        places: Per step the pixel; None where there is none.
        role: Of the windows.
    """
    down, across = np.array([(-1, -1) if place is None else place for place in places]).T
    return [
        Window(plane, 1, 1, down, across, role=role, joined=plane != planes[-1]) for plane in planes
    ]


def window_over(
    panel: int, geometry: Geometry, places: Sequence[tuple[int, int] | None], **options: Any
) -> Window:
    """A window over a panel: per step its first cell, None where it isn't there.

    Args:
        panel: Which panel.
        geometry: How large it is.
        places: Per step.
        **options: Further ones of ``Window``.
    """
    rows, columns = geometry.spans
    row, column = np.array([(-1, -1) if place is None else place for place in places]).T
    return Window(panel, rows, columns, row, column, **options)
