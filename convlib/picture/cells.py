"""How every cell looks at a moment: those that play no part in it rest, and are made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from convlib.picture.covered import ASKED, made
from convlib.picture.look import Look
from convlib.picture.parts import HOLE, UNVISITED, Layout
from convlib.picture.scene import Scene
from convlib.picture.states import States

HOLE_TEXT = "·"
TIMES = "×"  # with which a weight beside a number begins
KEPT = 512  # panels whose resting cells are remembered, from moment to moment
NONE = -1  # what a step is about that is about no cell
Place = tuple[float, float]


class CellView(NamedTuple):
    """A cell at this moment; a tuple, since a film makes and compares thousands.

    Attributes:
        cell: Its id.
        role: Its panel's role.
        x: Its left edge, in cells.
        y: Its top edge.
        kind: ``PADDING``, ``UNVISITED``, both or 0.
        state: ``""``, ``"lit"`` (a term of this step reads it), ``"now"`` (the present term does),
            ``"wait"`` (a later term will), ``"empty"`` (not computed yet), ``"partial"`` (being
            summed), ``"current"`` (this step's result), ``"far"`` (through other layers it
            belongs to the cell that is asked about) or ``"unseen"`` (how many there are of it is
            to be predicted).
        level: Its tint, -4 to 4.
        text: Its number, at most 4 characters.
        aside: The weight that multiplies it, written small: ``"×2"``; or what will be added to it.
        fill: The name of the colour behind it.
        panel: Its panel.
        colour: The name of its panel's colour.
        spot: How far from the middle its number stands, in cells: where a disc is in its way.
        parts: What its number adds up, written small above it: ``"3+8"``.
    """

    cell: int
    role: str
    x: float
    y: float
    kind: int
    state: str
    level: int
    text: str
    aside: str = ""
    fill: str = "ground"
    panel: int = 0
    colour: str = ""
    spot: tuple[float, float] = (0.0, 0.0)
    parts: str = ""


@dataclass(frozen=True)
class Played:
    """What cells do at a moment that play a part in it.

    Attributes:
        parts: Which they are, what they show then, and what stands small in them.
        hues: The hues of weights, and of what they multiply.
        spots: How far from the middle numbers stand that a disc is in the way of.
    """

    parts: States
    hues: Mapping[int, int]
    spots: Mapping[int, Place]

    @property
    def cells(self) -> set[int]:
        """All that don't rest."""
        parts = self.parts
        named = (parts.states, parts.shown, parts.asides, parts.parts, parts.made)
        return set().union(*named, self.hues, self.spots) - {NONE}


RESTING = Played(States({}, {}, {}, {}, {}), {}, {})


def cells_of(
    scene: Scene, step: int, plan: Layout, look: Look, played: Played, *, sized: bool
) -> tuple[CellView, ...]:
    """Every cell at a step, by id.

    Args:
        scene: What is staged.
        step: From 0.
        plan: Where panels stand.
        look: What the cells show.
        played: What some of them do.
        sized: Whether the size of what comes out is to be predicted.
    """
    cells = list[CellView]()
    for at, (panel, corner) in enumerate(zip(scene.panels, plan.corners(step), strict=True)):
        moved = step if panel.shifts is not None else 0
        cells += _resting(scene, at, moved, corner, plan.spacing, look, sized)
    for number in played.cells:
        rest = cells[number]
        cells[number] = _cell(scene, number, rest.panel, (rest.x, rest.y), look, played, sized)
    return tuple(cells)


@lru_cache(KEPT)
def _resting(
    scene: Scene, at: int, step: int, corner: Place, spacing: float, look: Look, sized: bool
) -> list[CellView]:
    """The cells of a panel as they are while they play no part."""
    panel, (x, y) = scene.panels[at], corner
    shifts = np.zeros(2, int) if panel.shifts is None else panel.shifts[step]
    moved = np.broadcast_to(shifts, (panel.values.size, 2)).tolist()
    cells = []
    for number, (right, down) in enumerate(moved):
        row, column = divmod(number, panel.columns)
        place = x + (column + right) * spacing, y + row + down
        cell = scene.first_cells[at] + number
        cells.append(_cell(scene, cell, at, place, look, RESTING, sized))
    return cells


def _cell(
    scene: Scene, number: int, at: int, place: Place, look: Look, played: Played, sized: bool
) -> CellView:
    """A cell at its place."""
    panel, kind, parts = scene.panels[at], scene.kinds[number], played.parts
    state = parts.states.get(number, "")
    source, cell = (
        ((scene.levels_after, scene.heat_after), parts.made[number])
        if number in parts.made
        else ((scene.levels, scene.heat), number)
    )
    level, heat = 0 if state in ("empty", "partial") else int(source[0][cell]), int(source[1][cell])
    text = parts.shown.get(number, scene.short_values[number])
    if sized:
        kind &= ~UNVISITED
        state = "unseen" if state == "empty" and at in made(scene) else state
    if kind & HOLE:
        text = "" if kind & UNVISITED else HOLE_TEXT
    is_shown = (look.is_written or text == ASKED) and state not in ("empty", "unseen")
    is_pointed = any(each.panel == at for each in scene.points)  # there, points carry the weights
    beside = look.is_written and not is_pointed
    aside = parts.asides.get(number, "") if beside else ""
    looks = (panel.role, kind, state, level, heat, played.hues.get(number, -1))
    return CellView(
        cell=number,
        role=panel.role,
        x=place[0],
        y=place[1],
        kind=kind,
        state=state,
        level=level,
        text=text if is_shown else "",
        aside=aside if look.weights or not aside.startswith(TIMES) else "",
        fill=look.fill(*looks, colour=panel.colour),
        panel=at,
        colour=panel.colour,
        spot=played.spots.get(number, (0.0, 0.0)),
        parts=parts.parts.get(number, "") if beside else "",
    )
