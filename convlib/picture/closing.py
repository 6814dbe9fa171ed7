"""How a layout closes up: the room of what is gone is taken out, as far as nothing is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from convlib.picture.marks import Label
from convlib.picture.parts import Layout

LETTER = 0.55  # how wide a character of a label is, in its size

Box = tuple[float, float, float, float]  # left, top, right, bottom
Map = Callable[[float], float]


def room_of(label: Label) -> Box:
    """About the room that a label takes."""
    wide = LETTER * label.size * max(1, len(str(label.number)), len(label.key))
    left = label.x - {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * wide
    half = label.size / 2
    return left, label.y - half, left + wide, label.y + half


def closed(gone: list[tuple[float, float]], kept: list[tuple[float, float]]) -> Map:
    """Where a place is once the room of what is gone is closed, as far as nothing kept is there."""
    edges = sorted({edge for pair in (*gone, *kept) for edge in pair})
    free = [
        (start, end)
        for start, end in pairwise(edges)
        if any(one <= start and end <= other for one, other in gone)
        and not any(one < end and start < other for one, other in kept)
    ]
    starts, ends = np.array(free).reshape(-1, 2).T

    def closer(place: float) -> float:
        return round(place - float(np.clip(place - starts, 0, ends - starts).sum()), 6)

    return closer


def moved(plan: Layout, x: Map, y: Map, hidden: frozenset[int]) -> Layout:
    """A layout whose places have moved."""

    def corner(place: tuple[float, float]) -> tuple[float, float]:
        return x(place[0]), y(place[1])

    flights = {at: corners for at, corners in plan.flights.items() if at not in hidden}
    routes = {at: steps for at, steps in plan.routes.items() if at not in hidden}
    return replace(
        plan,
        width=x(plan.width),
        height=y(plan.height),
        places=tuple(map(corner, plan.places)),
        symbols=tuple((sign, x(left), y(top)) for sign, left, top in plan.symbols),
        plots=tuple(
            (x(left), y(top), x(left + width) - x(left), y(top + height) - y(top))
            for left, top, width, height in plan.plots
        ),
        labels=tuple(replace(label, x=x(label.x), y=y(label.y)) for label in plan.labels),
        flights={at: tuple(map(corner, corners)) for at, corners in flights.items()},
        routes={
            at: tuple(tuple(map(corner, corners)) for corners in steps)
            for at, steps in routes.items()
        },
    )
