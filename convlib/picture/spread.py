"""Points off the grid at a moment: discs, their lines to the cells around them, and the weights.

The player works out the same in the browser (``assets/player/spread.js``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import floor, hypot

import numpy as np

from convlib.numerals import MINUS, texts
from convlib.ops import Array
from convlib.picture.marks import Points, colour_of
from convlib.picture.scene import Scene

DISC, SPOT, HOLLOW = 0.2, 0.11, 0.08  # radii: with a number, without one, of a regular place
CLEAR = 0.24  # what lines leave free round the middle of a cell
OUTER = 0.34  # from a cell's middle to the weight with which a point reads it
ROOM = 0.45, 0.28  # what it needs to points on both sides, across and down
COVERED = 0.45  # how near to a cell's middle a disc is in its number's way, which steps aside
ASIDE = ((-0.29, -0.29), (-0.29, 0.29), (0.29, -0.29), (0.29, 0.29))  # to where: x, y
KEPT = 4096  # numbers without a leading 0: few are different
NEIGHBOURS = ((0, 0), (0, 1), (1, 0), (1, 1))  # y, x

Place = tuple[float, float]


@dataclass(frozen=True)
class Thread:
    """A line that leads away from a point."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Disc:
    """A point with what it carries, or a regular place, which is hollow.

    Its colour is one of the theme's by name.
    """

    colour: str
    x: float
    y: float
    radius: float
    text: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class Share:
    """The weight with which a point reads a cell; its middle."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Spread:
    """All that is drawn of points, each list from back to front, and the lists in this order.

    Attributes:
        threads: From regular places to points, and from points to cells.
        discs: Regular places and points.
        shares: The weights with which cells are read.
        aside: By cell, how far from its middle its number stands, where a disc is in the way.
    """

    threads: list[Thread] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    aside: dict[int, Place] = field(default_factory=dict)


def spread(scene: Scene, step: int, term: int | None, corners: Sequence[Place]) -> Spread:
    """The points of a scene at a moment.

    Args:
        scene: What is staged.
        step: From 0.
        term: Which term of the step is the present one, from 0; None for the whole step at once.
        corners: Where each panel's first cell stands.
    """
    drawn, on = Spread(), dict[int, list[Disc]]()
    for points in scene.points:
        corner, joined = corners[points.panel], _joined(scene, points, step, term)
        discs, homes = _discs(scene, points, step, corner), _homes(points, step, corner)
        for at, home in homes.items():
            if at in discs:
                drawn.threads.extend(_thread(discs[at], (home.x, home.y), HOLLOW))
        if joined in discs:
            for said, outer, middle in _read(scene, points, step, joined, corner):
                drawn.shares.append(_share(said, outer, middle, discs.values()))
                drawn.threads.extend(_thread(discs[joined], middle, CLEAR))
        by_depth = sorted(discs, key=lambda at: at == joined)  # the joined one in front
        drawn.discs.extend([*homes.values(), *(discs[at] for at in by_depth)])
        on.setdefault(points.panel, []).extend([*homes.values(), *discs.values()])
    for panel, listed in on.items():
        drawn.aside.update(_stepping(scene, panel, corners[panel], listed, drawn.shares))
    return drawn


def shares_of(places: Array) -> Array:
    """How much of each of its four neighbours a point reads, ``(..., 4)``, in reading order.

    Example:
        >>> shares_of(np.array([2.25, 1.0])).tolist()
        [0.75, 0.0, 0.25, 0.0]
    """
    part = (places - np.floor(places))[..., None, :]
    shares: Array = np.where(np.array(NEIGHBOURS), part, 1 - part).prod(axis=-1)
    return shares


def written(shares: Array) -> list[str]:
    """Such weights as texts, one after the other; nothing for 0, and where there is no point.

    Example:
        >>> written(np.array([0.75, 0, np.nan]))
        ['×.75', '', '']
    """
    numbers = np.nan_to_num(shares).ravel()
    said = zip(numbers, texts(numbers, "short"), strict=True)
    return [f"×{_tight(number)}" if share else "" for share, number in said]


def carried(scene: Scene, points: Points) -> list[str]:
    """What the points carry, in order."""
    if points.kernel < 0:
        return []
    return [_tight(number) for number in texts(scene.panels[points.kernel].values, "short")]


@lru_cache(KEPT)
def _tight(number: str) -> str:
    """A number as it stands where there is little room: without a leading 0."""
    return re.sub(rf"^({MINUS}?)0\.", r"\1.", number)


def _joined(scene: Scene, points: Points, step: int, term: int | None) -> int:
    """The number of the point that is joined to its neighbours, or -1."""
    if term is not None and points.terms is not None:
        return int(points.terms[scene.starts[step] + term])
    return -1 if points.joined is None else int(points.joined[step])


def _discs(scene: Scene, points: Points, step: int, corner: Place) -> dict[int, Disc]:
    """The points that are there at a step, by their numbers."""
    colour, numbers = colour_of(points.role, points.group), carried(scene, points)
    return {
        at: Disc(colour, *middle, *((DISC, numbers[at]) if numbers else (SPOT,)))
        for at, middle in _middles(points.places[step], corner).items()
    }


def _homes(points: Points, step: int, corner: Place) -> dict[int, Disc]:
    """The regular places of points, by their numbers."""
    if points.regular is None:
        return {}
    colour, middles = colour_of(points.role, points.group), _middles(points.regular[step], corner)
    return {at: Disc(colour, *middle, HOLLOW, hollow=True) for at, middle in middles.items()}


def _middles(places: Array, corner: Place) -> dict[int, Place]:
    """Where on the stage the places are that exist, by their numbers."""
    there = np.flatnonzero(~np.isnan(places).any(axis=1)).tolist()
    return {at: _middle(corner, *places[at].tolist()) for at in there}


def _middle(corner: Place, y: float, x: float) -> Place:
    """Where on the stage a place of a panel is; whole numbers are the middles of cells."""
    return corner[0] + x + 0.5, corner[1] + y + 0.5


def _read(
    scene: Scene, points: Points, step: int, at: int, corner: Place
) -> Iterator[tuple[str, float, Place]]:
    """The cells that a point reads: their weights, which side of them is off it, their middles."""
    panel, place = scene.panels[points.panel], points.places[step, at]
    top, left = np.floor(place).astype(int).tolist()
    for (down, right), said in zip(NEIGHBOURS, written(shares_of(place)), strict=True):
        row, column = top + down, left + right
        if said and 0 <= row < panel.rows and 0 <= column < panel.columns:
            yield said, OUTER if down else -OUTER, _middle(corner, row, column)


def _share(said: str, outer: float, middle: Place, discs: Iterable[Disc]) -> Share:
    """A weight above or below the middle of its cell: off the point, if that is free."""
    x, y = middle

    def covered(away: float) -> bool:
        return any(abs(disc.x - x) < ROOM[0] and abs(disc.y - y - away) < ROOM[1] for disc in discs)

    inwards = covered(outer) and not covered(-outer)
    return Share(said, x, y + (-outer if inwards else outer))


def _thread(start: Disc, end: Place, clear: float) -> list[Thread]:
    """The line from a disc to a place, so far away from it; none where nothing of it is left."""
    across, down = end[0] - start.x, end[1] - start.y
    away = hypot(across, down)
    if away <= start.radius + clear:
        return []
    first, last = start.radius / away, 1 - clear / away
    ends = [(start.x + part * across, start.y + part * down) for part in (first, last)]
    return [Thread(*ends[0], *ends[1])]


def _stepping(
    scene: Scene, panel: int, corner: Place, discs: list[Disc], shares: list[Share]
) -> Iterator[tuple[int, Place]]:
    """The cells in whose numbers' way discs are, and how far aside there is most room for them."""
    grid, taken = scene.panels[panel], [*((d.x, d.y) for d in discs), *((s.x, s.y) for s in shares)]
    for disc in discs:
        row, column = floor(disc.y - corner[1]), floor(disc.x - corner[0])
        x, y = _middle(corner, row, column)
        inside = 0 <= row < grid.rows and 0 <= column < grid.columns
        if inside and hypot(disc.x - x, disc.y - y) < COVERED:

            def room(aside: Place, x: float = x, y: float = y) -> float:
                away = (hypot(x + aside[0] - left, y + aside[1] - top) for left, top in taken)
                return round(min(away), 6)

            yield scene.first_cells[panel] + row * grid.columns + column, max(ASIDE, key=room)
