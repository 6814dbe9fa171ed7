"""What stands on the stage at one moment: a pure function of the scene, the step and the term.

Every painter paints a view: matplotlib and Pillow paint this one, and the player works out the same
in the browser (``assets/player/model.js``); a browser test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convlib import text
from convlib.look import PLAIN, Look, hue_of
from convlib.numbers import texts
from convlib.ops import Array
from convlib.scene import NARROWEST, Scene


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


@dataclass(frozen=True)
class Box:
    """An outline: the window, or the ring round a current cell; cells from the top left corner."""

    role: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Token:
    """A piece of the equation; ``below`` is the running sum written small under it."""

    text: str
    role: str
    cell: int = -1
    below: str = ""


@dataclass(frozen=True)
class Title:
    """A panel's name and its size, in the colour of its role; ``width`` is the room it has."""

    text: str
    note: str
    role: str
    x: float
    y: float
    width: float


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
    cells = _cells(scene, step, term, plan.places, look)
    boxes = {cell.cell: Box(cell.role, cell.x, cell.y, 1, 1) for cell in cells}
    rings = [boxes[int(scene.dst[step])]]
    if term is not None:
        now = terms.start + term
        rings += [boxes[int(scene.src[now])], boxes[int(scene.ker[now])]]
    windows = tuple(
        Box(
            "kernel",
            plan.places[window.panel][0] + float(window.column[step]),
            plan.places[window.panel][1] + float(window.row[step]),
            window.columns,
            window.rows,
        )
        for window in scene.windows
    )
    return View(
        width=plan.width,
        height=plan.height,
        cells=cells,
        windows=windows,
        rings=tuple(rings),
        links=_links(scene, windows, rings[0], plan.places),
        caption=equation(scene, step, term),
        titles=_titles(scene, plan.places, language),
        symbols=plan.symbols,
    )


def _cells(
    scene: Scene,
    step: int,
    term: int | None,
    places: tuple[tuple[float, float], ...],
    look: Look,
) -> tuple[CellView, ...]:
    states, shown, asides = _states(scene, step, term)
    hues = _hues(scene, step) if look.hues else {}
    heats = scene.heat.tolist()
    numbers = look.show != "heat"
    views = []
    for panel, first, (x, y) in zip(scene.panels, scene.first_cells, places, strict=True):
        levels, kinds = panel.levels.ravel().tolist(), panel.kind_of_cells.ravel().tolist()
        for number, written in enumerate(texts(panel.values, "short")):
            cell = first + number
            row, column = divmod(number, panel.columns)
            state = states.get(cell, "")
            unknown = panel.since is not None and int(panel.since.flat[number]) > step
            if unknown and not state:
                state = "empty"
            level = 0 if state in ("empty", "partial") else levels[number]
            parts = panel.role, kinds[number], state, level
            views.append(
                CellView(
                    cell=cell,
                    role=panel.role,
                    x=x + column,
                    y=y + row,
                    kind=kinds[number],
                    state=state,
                    level=level,
                    text=shown.get(cell, written) if numbers and state != "empty" else "",
                    aside=asides.get(cell, "") if numbers else "",
                    fill=look.fill(*parts, heats[cell], hues.get(cell, -1)),
                )
            )
    return tuple(views)


def _hues(scene: Scene, step: int) -> dict[int, int]:
    """The hues of all weights, and of the inputs that they multiply in a step."""
    hues: dict[int, int] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.role == "kernel":
            count = panel.values.size
            hues |= {first + position: hue_of(position, count) for position in range(count)}
    rows = scene.terms(step)
    pairs = zip(scene.src[rows].tolist(), scene.ker[rows].tolist(), strict=True)
    return hues | {cell: hues[weight] for cell, weight in pairs}


def _states(
    scene: Scene, step: int, term: int | None
) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Which cells play a part at this moment, which show another text, and the weights beside."""
    rows = scene.terms(step)
    src, ker = scene.src[rows].tolist(), scene.ker[rows].tolist()
    weights = texts(scene.values[scene.ker[rows]], "short")
    asides = {cell: f"×{weight}" for cell, weight in zip(src, weights, strict=True)}
    out = int(scene.dst[step])
    if term is None:
        return dict.fromkeys(src, "lit") | {out: "current"}, {}, asides
    states = dict.fromkeys(src[term:], "wait") | dict.fromkeys(src[:term], "lit")
    states |= {src[term]: "now", ker[term]: "now"}
    if term == len(src) - 1:
        return states | {out: "current"}, {}, asides
    so_far = texts(scene.sums[rows][term : term + 1], "short")[0]
    return states | {out: "partial"}, {out: so_far}, asides


def equation(scene: Scene, step: int, term: int | None = None) -> tuple[tuple[Token, ...], ...]:
    """The step's equation up to a term, as groups of tokens that stay together on a line.

    Example:
        >>> import convlib
        >>> groups = equation(convlib.lesson("single-channel").build(), 0, 1)
        >>> "".join(token.text for group in groups for token in group)
        'y[0, 0] = 3·0 + 3·1 = 3'
    """
    rows = scene.terms(step)
    end = rows.stop if term is None else rows.start + term + 1
    rows = slice(rows.start, end)
    src, ker = scene.src[rows], scene.ker[rows]
    columns = zip(
        src.tolist(),
        ker.tolist(),
        _factors(scene.values[src]),
        _factors(scene.values[ker]),
        texts(scene.sums[rows]),
        strict=True,
    )
    out = int(scene.dst[step])
    panel, number = scene.place(out)
    row, column = scene.panels[panel].index(number)
    symbol = scene.panels[panel].symbol
    name = Token(f"{symbol}[{row}, {column}]", "output", out)
    groups: list[tuple[Token, ...]] = [(name, Token(" =", "muted"))]
    running = ""
    for at, (cell, weight, value, factor, running) in enumerate(columns):
        sign = Token(" + " if at else " ", "muted")
        product = (
            Token(value, "input", cell),
            Token("·", "muted"),
            Token(factor, "kernel", weight, below=running),
        )
        groups.append((sign, *product))
    groups.append((Token(" = ", "muted"), Token(running, "result", out)))
    return tuple(groups)


def _factors(values: Array) -> list[str]:
    """Numbers as they stand in a product: a negative one in brackets."""
    written = texts(values)
    return [
        f"({each})" if value < 0 else each
        for each, value in zip(written, np.asarray(values).tolist(), strict=True)
    ]


def _links(
    scene: Scene,
    windows: tuple[Box, ...],
    ring: Box,
    places: tuple[tuple[float, float], ...],
) -> tuple[tuple[float, float, float, float], ...]:
    """Lines from the window to the kernel, and from the kernel to the current output."""
    kernels = [
        Box(panel.role, *place, panel.columns, panel.rows)
        for panel, place in zip(scene.panels, places, strict=True)
        if panel.role == "kernel"
    ]
    lines = []
    for window, kernel in zip(windows, kernels, strict=True):
        lines += [*_funnel(window, kernel), *_funnel(kernel, ring)]
    return tuple(lines)


def _funnel(start: Box, end: Box) -> list[tuple[float, float, float, float]]:
    """The two lines that join facing edges: beside each other, or one above the other."""
    if start.x + start.width <= end.x:
        right = start.x + start.width
        return [
            (right, start.y, end.x, end.y),
            (right, start.y + start.height, end.x, end.y + end.height),
        ]
    bottom = start.y + start.height
    return [
        (start.x, bottom, end.x, end.y),
        (start.x + start.width, bottom, end.x + end.width, end.y),
    ]


def _titles(
    scene: Scene, places: tuple[tuple[float, float], ...], language: str
) -> tuple[Title, ...]:
    titles = []
    for panel, (x, y) in zip(scene.panels, places, strict=True):
        rows, columns = panel.inner
        words = text.say(f"panel.{panel.name}", language)
        room = max(panel.columns, NARROWEST)
        titles.append(Title(words, f"{rows} × {columns}", panel.role, x, y, room))
    return tuple(titles)
