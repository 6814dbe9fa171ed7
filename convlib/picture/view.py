"""What stands on the stage at one moment: a pure function of the scene, the step and the term.

Every painter paints a view: matplotlib and Pillow paint this one, and the player works out the same
in the browser (``assets/player/model.js``); a browser test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from convlib import text
from convlib.numerals import texts
from convlib.picture.equation import Token, equation
from convlib.picture.look import PLAIN, Look, hue_of
from convlib.picture.marked import Block, Lettering, bracketed, letterings, stripes
from convlib.picture.parts import HOLE, NARROWEST, Panel
from convlib.picture.places import Box, Stroke, boxed, lifted, links, strokes
from convlib.picture.scene import Scene
from convlib.picture.spread import Spread, spread

HOLE_TEXT = "·"


@dataclass(frozen=True)
class CellView:
    """A cell at this moment.

    Attributes:
        cell: Its id.
        role: Its panel's role.
        x: Its left edge, in cells.
        y: Its top edge.
        kind: ``PADDING``, ``UNVISITED``, both or 0.
        state: ``""``, ``"lit"`` (a term of this step reads it), ``"now"`` (the present term does),
            ``"wait"`` (a later term will), ``"empty"`` (not computed yet), ``"partial"`` (being
            summed) or ``"current"`` (this step's result).
        level: Its tint, -4 to 4.
        text: Its number, at most 4 characters.
        aside: The weight that multiplies it, written small: ``"×2"``.
        fill: The name of the colour behind it.
        panel: Its panel.
        colour: The name of its panel's colour.
        spot: How far from the middle its number stands, in cells: where a disc is in its way.
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


@dataclass(frozen=True)
class Title:
    """A panel's name and its size, in the panel's colour; ``width`` is the room it has.

    It stands on the line ``y``, a little higher: that is its panel's upper edge, where it is above.
    """

    text: str
    note: str
    colour: str
    x: float
    y: float
    width: float
    panel: int = 0


@dataclass(frozen=True)
class View:
    """All that is painted at one moment.

    Attributes:
        width: Of the picture, in cells.
        height: Of the picture, in cells.
        cells: Every cell.
        windows: What slides over the cells.
        rings: The current cells.
        links: Lines ``(x1, y1, x2, y2)`` behind the cells: window to kernel, kernel to output.
        caption: The equation; one inner tuple never breaks over two lines.
        titles: The panels' names.
        symbols: Signs between the panels, ``(text, x, y)`` of their centres.
        strokes: Curves and areas.
        corners: Per panel where its first cell stands.
        tones: Per link the name of its group's colour, or "" for the usual one.
        movers: The panels that move as wholes, from back to front: last those that moved now.
        stripes: Per panel what marks its group.
        brackets: The pieces of all brackets.
        spread: Points off the grid.
        labels: Texts at places.
    """

    width: float
    height: float
    cells: tuple[CellView, ...]
    windows: tuple[Box, ...]
    rings: tuple[Box, ...]
    links: tuple[tuple[float, float, float, float], ...]
    caption: tuple[tuple[Token, ...], ...]
    titles: tuple[Title, ...]
    symbols: tuple[tuple[str, float, float], ...]
    strokes: tuple[Stroke, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()
    tones: tuple[str, ...] = ()
    movers: tuple[int, ...] = ()
    stripes: tuple[tuple[Block, ...], ...] = ()
    brackets: tuple[Block, ...] = ()
    spread: Spread = field(default_factory=Spread)
    labels: tuple[Lettering, ...] = ()


def view(
    scene: Scene,
    step: int,
    term: int | None = None,
    *,
    layout: str = "wide",
    language: str = text.DEFAULT,
    look: Look = PLAIN,
) -> View:
    """The moment at a step, or at one term of it.

    Args:
        scene: What is staged.
        step: From 0.
        term: Which term of the step is the present one, from 0; None for the whole step at once.
        layout: ``"wide"`` or ``"tall"``.
        language: Of the titles.
        look: What the cells show.

    Raises:
        IndexError: There is no such step or term.

    Example:
        >>> import convlib
        >>> moment = view(convlib.lesson("single-channel").build(), 0)
        >>> [cell.text for cell in moment.cells if cell.state == "current"]
        ['12']
    """
    terms = scene.terms(step)
    count = terms.stop - terms.start
    if not 0 <= step < len(scene) or (term is not None and not 0 <= term < count):
        raise IndexError(f"no step {step}, term {term}")
    plan = scene.layouts[layout]
    corners = plan.corners(step)
    points = spread(scene, step, term, corners)
    cells = _cells(scene, step, term, corners, look, points)
    boxes = {cell.cell: Box(cell.role, cell.x, cell.y, 1, 1, cell.panel) for cell in cells}
    windows = boxed(scene, step, corners)
    lines = links(scene, step, windows, boxes, corners)
    return View(
        width=plan.width,
        height=plan.height,
        cells=cells,
        windows=windows,
        rings=tuple(boxes[cell] for cell in ringed(scene, step, term)),
        links=tuple(line for line, _ in lines),
        caption=equation(scene, step, term),
        titles=_titles(scene, corners, language),
        symbols=plan.symbols,
        strokes=strokes(scene, step, plan),
        corners=corners,
        tones=tuple(tone for _, tone in lines),
        movers=lifted(plan, step),
        stripes=stripes(scene.panels, corners),
        brackets=bracketed(scene.panels, plan),
        spread=points,
        labels=letterings(scene.panels, plan, step, language),
    )


def ringed(scene: Scene, step: int, term: int | None) -> list[int]:
    """The cells with a ring: what comes out, or at one term what it joins."""
    rows = scene.terms(step)
    if term is not None:
        now = rows.start + term
        joined = scene.out[now], scene.src[now], scene.ker[now]
        return [int(cell) for cell in joined if cell >= 0]
    first = [int(scene.dst[step])] if scene.dst[step] >= 0 else []
    made = [] if scene.scatter else scene.out[rows].tolist()
    return list(dict.fromkeys([*first, *made, *scene.made.get(step, ())]))


def _cells(
    scene: Scene,
    step: int,
    term: int | None,
    places: tuple[tuple[float, float], ...],
    look: Look,
    points: Spread,
) -> tuple[CellView, ...]:
    parts = _parts(scene, step, term)
    hues = _hues(scene, step) if look.hues else {}
    heats, levels = scene.heat.tolist(), scene.levels.tolist()
    numbers, pointed = look.show != "heat", {each.panel for each in scene.points}
    views = []
    panels = zip(scene.panels, scene.first_cells, places, strict=True)
    for at, (panel, first, (x, y)) in enumerate(panels):
        kinds = panel.kind_of_cells.ravel().tolist()
        moved = _shifts(panel, step)
        for number, written in enumerate(texts(panel.values, "short")):
            cell, kind = first + number, kinds[number]
            row, column = divmod(number, panel.columns)
            state = parts.states.get(cell, "")
            level = 0 if state in ("empty", "partial") else levels[cell]
            beside = numbers and at not in pointed  # there, points carry the weights
            text_ = HOLE_TEXT if kind & HOLE else parts.shown.get(cell, written)
            views.append(
                CellView(
                    cell=cell,
                    role=panel.role,
                    x=x + column + moved[number][0],
                    y=y + row + moved[number][1],
                    kind=kind,
                    state=state,
                    level=level,
                    text=text_ if numbers and state != "empty" else "",
                    aside=parts.asides.get(cell, "") if beside else "",
                    fill=look.fill(
                        *(panel.role, kind, state, level, heats[cell], hues.get(cell, -1)),
                        colour=panel.colour,
                    ),
                    panel=at,
                    colour=panel.colour,
                    spot=points.aside.get(cell, (0.0, 0.0)),
                )
            )
    return tuple(views)


def _shifts(panel: Panel, step: int) -> list[list[float]]:
    """How far each cell stands from its place."""
    if panel.shifts is None:
        return [[0, 0]] * panel.values.size
    moved: list[list[float]] = np.broadcast_to(panel.shifts[step], (panel.values.size, 2)).tolist()
    return moved


def _hues(scene: Scene, step: int) -> dict[int, int]:
    """The hues of all weights, and of what they multiply in a step."""
    hues: dict[int, int] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.role == "kernel":
            count = panel.values.size
            hues |= {first + position: hue_of(position, count) for position in range(count)}
    if scene.scatter or scene.wires:
        return hues
    rows = scene.terms(step)
    pairs = zip(scene.src[rows].tolist(), scene.ker[rows].tolist(), strict=True)
    return hues | {cell: hues[weight] for cell, weight in pairs if weight in hues}


@dataclass(frozen=True)
class _Parts:
    """Which cells play a part, which show another number, and the weights beside."""

    states: dict[int, str]
    shown: dict[int, str]
    asides: dict[int, str]


def _parts(scene: Scene, step: int, term: int | None) -> _Parts:
    rows = scene.terms(step)
    src, ker = scene.src[rows].tolist(), scene.ker[rows].tolist()
    now = None if term is None else rows.start + term
    states = dict.fromkeys(np.flatnonzero(scene.since > step).tolist(), "empty")
    shown: dict[int, str] = {}
    if scene.outs is not None:
        _as_of(scene, rows.stop if now is None else now + 1, states, shown)
    shown |= _running(scene, rows.stop - 1 if now is None else now)
    if term is None:
        states |= dict.fromkeys(src, "lit")
        made = [] if scene.scatter else [int(scene.dst[step])]
        made += [*scene.out[rows].tolist(), *scene.made.get(step, ())]
        growing = {cell for cell in made if states.get(cell) == "partial"}
        states |= {cell: "current" for cell in made if cell >= 0 and cell not in growing}
        if scene.scatter:
            states |= {src[0]: "now"} if src else {}
    else:
        later = {cell: "wait" for cell in src[term:] if states.get(cell) != "empty"}
        states = {**states, **later, **dict.fromkeys(src[:term], "lit"), src[term]: "now"}
        states |= {ker[term]: "now"} if ker[term] >= 0 else {}
        _making(scene, rows.start + term, rows.stop, states, shown)
    return _Parts(states, shown, _asides(scene, rows))


def _as_of(scene: Scene, end: int, states: dict[int, str], shown: dict[int, str]) -> None:
    """What cells show after so many terms, where several steps or terms make one cell."""
    last, final = scene.written(end), scene.written(len(scene.src))
    made = np.flatnonzero(final >= 0)
    states |= dict.fromkeys(made[last[made] < 0].tolist(), "empty")
    known = made[last[made] >= 0]
    numbers = texts(scene.sums[last[known]], "short")
    shown |= dict(zip(known.tolist(), numbers, strict=True))
    if scene.scatter:
        growing = known[last[known] != final[known]]
        states |= dict.fromkeys(growing.tolist(), "partial")


def _running(scene: Scene, term: int) -> dict[int, str]:
    """What cells show after a term that follow running numbers of their own."""
    shown: dict[int, str] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.running is not None:
            shown |= dict(enumerate(texts(panel.running[max(term, 0)], "short"), first))
    return shown


def _making(
    scene: Scene, now: int, stop: int, states: dict[int, str], shown: dict[int, str]
) -> None:
    """The cell that a term goes to: being summed, or complete."""
    cell = int(scene.out[now])
    later = scene.out[now + 1 : len(scene.src) if scene.scatter else stop]
    states[cell] = "partial" if (later == cell).any() else "current"
    shown[cell] = texts(scene.sums[now : now + 1], "short")[0]


def _asides(scene: Scene, rows: slice) -> dict[int, str]:
    """The weight beside each number that is multiplied, where it is one weight."""
    if scene.scatter or scene.wires:
        return {}
    weighted = scene.ker[rows] >= 0
    cells = scene.src[rows][weighted].tolist()
    weights = texts(scene.values[scene.ker[rows][weighted]], "short")
    return {cell: f"×{weight}" for cell, weight in zip(cells, weights, strict=True)}


def _titles(
    scene: Scene, places: tuple[tuple[float, float], ...], language: str
) -> tuple[Title, ...]:
    titles = []
    for at, (panel, (x, y)) in enumerate(zip(scene.panels, places, strict=True)):
        if panel.titled:
            words = text.say(f"panel.{panel.name}", language, number=panel.number)
            room = max(panel.columns, NARROWEST)
            line = y + panel.rows + panel.headroom[1] if panel.below else y
            titles.append(Title(words, panel.size_note, panel.colour, x, line, room, at))
    return tuple(titles)
