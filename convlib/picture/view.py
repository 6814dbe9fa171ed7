"""What stands on the stage at one moment: a pure function of the scene, the step and the term.

Every painter paints a view: matplotlib and Pillow paint this one, and the player works out the same
in the browser (``assets/player/model.js``); a browser test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from convlib import text
from convlib.picture.cells import CellView as CellView
from convlib.picture.cells import Played, cells_of
from convlib.picture.covered import ASKED, is_sized, leave_open, made, unanswered
from convlib.picture.equation import Token, equation
from convlib.picture.look import PLAIN, Look
from convlib.picture.marked import Block, Lettering, bracketed, letterings, stripes
from convlib.picture.parts import NARROWEST, Panel
from convlib.picture.pegged import Pegged, counts_at, pegged
from convlib.picture.places import Box, Stroke, boxed, lifted, links, strokes
from convlib.picture.scene import Scene
from convlib.picture.spread import Spread, spread
from convlib.picture.states import hues_of, largest, ringed, states_of


@dataclass(frozen=True)
class Title:
    """A panel's name and its size, in the panel's colour; ``width`` is the room it has.

    It stands on the line ``y``, a little higher: that is the upper edge of its panel, or of pegs on
    it, where it is above. ``later`` is what it becomes from a step on, for which there has to be
    room; "" for no other.
    """

    text: str
    note: str
    colour: str
    x: float
    y: float
    width: float
    panel: int = 0
    later: str = ""


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
        wired: Whether the links say, cell by cell, what comes from where.
        pegged: What counts places.
        counts: How many it counted by now along rows and along columns; () where nothing does.
        sized: Whether the size of what comes out is to be predicted.
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
    wired: bool = False
    pegged: Pegged = field(default_factory=Pegged)
    counts: tuple[int, ...] = ()
    sized: bool = False


def view(
    scene: Scene,
    step: int,
    term: int | None = None,
    *,
    layout: str = "wide",
    language: str = text.DEFAULT,
    look: Look = PLAIN,
    asked: int = -1,
) -> View:
    """The moment at a step, or at one term of it.

    Args:
        scene: What is staged.
        step: From 0. A link counts from 1: its ``step=4`` is 3 here; and terms with ``by=term``.
        term: Which term of the step is the present one, from 0; None for the whole step at once.
        layout: ``"wide"`` or ``"tall"``.
        language: Of the titles.
        look: What the cells show.
        asked: A cell whose ``field`` is outlined, or of a given cell its ``reach``, as far as these
            play no other part; -1 for none.

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
    parts, caption = states_of(scene, step, term, asked), equation(scene, step, term, language)
    rings = ringed(scene, step, term)
    sized = look.covered and is_sized(scene, step, term)
    if look.covered:
        leave_open(scene, step, parts)
        caption = unanswered(scene, step, caption)
        rings = [cell for cell in rings if cell not in largest(scene, terms) or term is not None]
    hues = hues_of(scene, step, term) if look.hues else {}
    cells = cells_of(scene, step, plan, look, Played(parts, hues, points.aside), sized=sized)
    boxes = _Boxes(cells)
    windows = boxed(scene, step, corners)
    lines = links(scene, step, windows, boxes, corners)
    hidden = {at for at, panel in enumerate(scene.panels) if panel.hidden}
    return View(
        width=plan.width,
        height=plan.height,
        cells=tuple(cell for cell in cells if cell.panel not in hidden) if hidden else cells,
        windows=tuple(box for box in windows if box.panel not in hidden),
        rings=tuple(box for cell in rings if (box := boxes[cell]).panel not in hidden),
        links=tuple(line for line, _ in lines),
        caption=caption,
        titles=_titles(scene, step, corners, language, made(scene) if sized else ()),
        symbols=plan.symbols,
        strokes=strokes(scene, step, plan),
        corners=corners,
        tones=tuple(tone for _, tone in lines),
        movers=lifted(plan, step),
        stripes=stripes(scene.panels, corners),
        brackets=bracketed(scene.panels, plan),
        spread=points,
        labels=letterings(scene.panels, plan, step, language),
        wired=scene.is_wired(step),
        pegged=Pegged() if sized else pegged(scene, step, corners, language),
        counts=counts_at(scene, step - look.covered),
        sized=sized,
    )


class _Boxes(dict[int, Box]):
    """Where cells stand, of each that is asked for: few of many are."""

    def __init__(self, cells: tuple[CellView, ...]) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, number: int) -> Box:
        cell = self._cells[number]
        self[number] = Box(cell.role, cell.x, cell.y, 1, 1, cell.panel)
        return self[number]


def _titles(
    scene: Scene,
    step: int,
    places: tuple[tuple[float, float], ...],
    language: str,
    asked: Collection[int] = (),
) -> tuple[Title, ...]:
    titles = []
    for at, (panel, (x, y)) in enumerate(zip(scene.panels, places, strict=True)):
        if panel.titled:
            words = _named(panel, panel.name_at(step), language)
            other = _named(panel, panel.renamed[1], language) if panel.renamed[1] else ""
            room = max(panel.columns, NARROWEST)
            line = y + panel.rows + panel.headroom[1] if panel.below else y - panel.raised
            note = ASKED if at in asked else panel.size_note
            titles.append(Title(words, note, panel.colour, x, line, room, at, other))
    return tuple(titles)


def _named(panel: Panel, name: str, language: str) -> str:
    """A name of a panel as it is written."""
    return text.say(f"panel.{name}", language, number=panel.number)
