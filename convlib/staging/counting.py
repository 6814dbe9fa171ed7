"""Pegs that count the places of a window along both axes, on what it reads and on what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convlib.ops import Geometry
from convlib.picture.marks import Pegs
from convlib.picture.parts import Panel


def counted(
    source: Panel, made: Panel, geometry: Geometry, corners: Sequence[tuple[int, int] | None]
) -> tuple[Panel, Panel]:
    """Two panels with the places of a window counted: one above the middle of each of them.

    Args:
        source: What the window slides over.
        made: What comes out, a cell for each place.
        geometry: How the window stands.
        corners: Per step its first cell; None where it isn't there.

    Example:
        >>> x, y = (Panel(name, "input", "x", np.ones((3, 6))) for name in ("a", "b"))
        >>> there = Geometry.of((3, 6), (3, 3), stride=2)
        >>> columns = counted(x, y, there, [(0, 0), (0, 2)])[0].pegs[1]
        >>> columns.places, columns.at.tolist(), columns.left
        ((1.5, 3.5), [0, 1], 1)
    """
    over, below = list[Pegs](), list[Pegs]()
    for axis, cells in enumerate((source.rows, source.columns)):
        count, span, stride = (
            numbers[axis] for numbers in (geometry.outputs, geometry.spans, geometry.strides)
        )
        at = np.array([-1 if corner is None else corner[axis] // stride for corner in corners])
        across, left = axis == 1, cells - span - stride * (count - 1)
        middles = tuple(place * stride + span / 2 for place in range(count))
        over.append(Pegs(middles, at, across, stride if stride > 1 else 0, left))
        below.append(Pegs(tuple(place + 0.5 for place in range(count)), at, across))
    return replace(source, pegs=tuple(over)), replace(made, pegs=tuple(below))
