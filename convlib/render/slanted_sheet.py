"""The guide's look: the input as a plane seen at a slant, the output on another plane above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array
from convlib.picture.look import Look
from convlib.picture.parts import PADDING, UNVISITED
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View, view
from convlib.render.cells import AFAR, SMALLEST_CELL, WIDEST
from convlib.render.colour import between
from convlib.render.fonts import CAP
from convlib.render.lettering import Writing
from convlib.render.options import Options
from convlib.render.plane import MARGIN, Plane, stacked
from convlib.render.theme import Theme
from convlib.render.theme import theme as theme_named

LESSONS = ("single-channel", "arithmetic", "dilated")  # with scenes that can be seen so
INPUT, KERNEL, OUTPUT = range(3)  # the panels of these
ROLES = ("input", "kernel", "output")
READ, STRONG = ("lit", "now", "wait"), ("now", "current")
AROUND = [0, 1, 3, 2]  # the order in which corners that are listed row by row stand round a box
LINE, THINNEST = 0.028, 1.2  # an edge's width in cells, and the least in pixels
THIN = 1.0  # the least width in pixels of the lines round the window and from it
DASH = 0.125  # of a padding cell's edge, and the gap after it
NUMBER, ROOM = 0.36, 2.4  # the size of numbers, in cells, and from how many characters it shrinks
LARGEST = 0.5  # what it may be at most


def check(scene: Scene) -> None:
    """Refuse a scene that has more, or other, than an input, a kernel on it and an output.

    Raises:
        ConvError: It has.
    """
    roles = [panel.role for panel in scene.panels]
    plain = not (scene.curves or scene.points or scene.pictures or np.any(scene.scatter))
    there = len(scene.windows) == 1 and bool((scene.windows[0].row >= 0).all())
    if roles != ["input", "kernel", "output"] or not (plain and there):
        raise ConvError("never-slanted", parameter="slanted", choices=", ".join(LESSONS))


@dataclass(frozen=True, eq=False)
class SlantedSheet:
    """Where everything of a scene stands at a slant, in pixels, and in what colours.

    Attributes:
        scene: What is staged.
        options: How it looks. It has no titles, no equation, no result and no kernel beside it, and
            one layout: there the rest of these options changes nothing.

    Raises:
        ConvError: The scene can't be seen so, there is no such theme, or cells are too large.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build()
        >>> sheet = SlantedSheet(scene, Options(slanted=True, width=400))
        >>> sheet.width, sheet.height, len(sheet.planes)
        (400, 292, 2)
    """

    scene: Scene
    options: Options

    def __post_init__(self) -> None:
        check(self.scene)
        theme_named(self.options.theme)
        most = round(WIDEST * self.options.scale)
        if self.width > most:
            high = int((self.options.cell or 0) * most / self.width)
            bounds = {"low": SMALLEST_CELL, "high": max(SMALLEST_CELL, high)}
            raise ConvError("out-of-bounds", parameter="cell", value=self.options.cell, **bounds)

    @cached_property
    def theme(self) -> Theme:
        """Its colours by name."""
        return theme_named(self.options.theme)

    @cached_property
    def _placed(self) -> tuple[tuple[Plane, Plane], tuple[int, int]]:
        options, panels = self.options, [self.scene.panels[at] for at in (INPUT, OUTPUT)]
        below, above = ((panel.rows, panel.columns) for panel in panels)
        width = 2 * round(options.width * options.scale / 2)
        shape = options.aspect and options.aspect[1] / options.aspect[0]
        return stacked(below, above, width, shape, options.cell and options.cell * options.scale)

    @property
    def planes(self) -> tuple[Plane, Plane]:
        """That of the input, and that of the output."""
        return self._placed[0]

    @property
    def width(self) -> int:
        """In pixels."""
        return self._placed[1][0]

    @property
    def height(self) -> int:
        """In pixels."""
        return self._placed[1][1]

    @property
    def margin(self) -> int:
        """What is free around the planes, in pixels."""
        return round(MARGIN * self.width)

    @property
    def cell(self) -> float:
        """The side of a cell on its plane, in pixels."""
        return self.planes[0].side

    @property
    def stroke(self) -> float:
        """The width of the cells' edges."""
        return max(THINNEST, LINE * self.cell)

    @property
    def thin(self) -> float:
        """The width of the lines round the window and from it, which are thinner than edges."""
        return THIN * self.stroke / THINNEST

    @property
    def dash(self) -> tuple[float, float]:
        """How long the dashes round padding are, and the gaps after them."""
        return DASH * self.cell, DASH * self.cell

    @cached_property
    def fills(self) -> dict[str, str]:
        """The colours by what they are for."""
        colours = self.theme.colours
        blue, green = colours["input-full-8"], colours["output-full-8"]
        named = {name: colours[name] for name in ("ground", "ink", "edge", *ROLES)}
        return named | {
            "plain": blue,
            "spare": colours["input-dim-8"],
            "read": between(blue, colours["input"], 0.45),
            "now": between(blue, colours["input"], 0.75),
            "zero": between(colours["ground"], colours["input"], 0.22),
            "made": green,
            "current": between(green, colours["output"], 0.55),
        }

    def moment(self, step: int, term: int | None = None) -> View:
        """What is shown at a step, up to a term or as a whole."""
        look = Look(covered=self.options.covered)
        return view(self.scene, step, term, layout=self.scene.in_file, look=look)

    def grids(self, moment: View) -> Iterator[tuple[int, Plane, list[CellView]]]:
        """The panels that are seen, each with its plane and its cells row by row."""
        for panel, plane in zip((INPUT, OUTPUT), self.planes, strict=True):
            yield panel, plane, [cell for cell in moment.cells if cell.panel == panel]

    @cached_property
    def edges(self) -> dict[int, tuple[list[Array], list[Array]]]:
        """Per panel the edges of its cells, and those that are dashed: round what only fills up."""
        panels = zip((INPUT, OUTPUT), self.planes, strict=True)
        return {
            panel: plane.edges(self.scene.panels[panel].kind_of_cells & PADDING == 0)
            for panel, plane in panels
        }

    def window(self, moment: View) -> Array:
        """The corners of the window on the input, row by row."""
        return self.planes[0].corners(moment.windows[0], moment.corners[INPUT])

    def wires(self, moment: View) -> list[Array]:
        """The lines from the window's corners to those of what it makes, each ``(2, 2)``."""
        above, start = self.planes[1], self.window(moment)
        rings = (ring for ring in moment.rings if ring.panel == OUTPUT)
        ends = (above.corners(ring, moment.corners[OUTPUT]) for ring in rings)
        return [line for end in ends for line in np.stack([start, end], axis=1)]

    def number(self, plane: Plane, at: int, cell: CellView) -> Writing | None:
        """A cell's number, upright in its middle; None where there is none.

        Args:
            plane: On which the cell lies.
            at: Which of its cells it is, row by row.
            cell: What it shows.
        """
        if not self.options.numbers or not cell.text:
            return None
        size = NUMBER * self.cell * min(1.0, ROOM / len(cell.text))
        if self.options.large:
            size = max(size, AFAR * self.width)
        if size * max(1.0, len(cell.text) / ROOM) > LARGEST * self.cell:
            return None  # it has no room in a size that can be read from afar
        x, y = plane.middle(at).tolist()
        look = (x, round(y + CAP / 2 * size), size, 600 if is_strong(cell) else 500, "ink")
        return Writing(f"text-{cell.cell}", cell.text, *look, align="center")


def is_strong(cell: CellView) -> bool:
    """Whether a cell is what it is all about at the moment."""
    return cell.state in STRONG


def fill_of(cell: CellView) -> str:
    """What a cell's colour is for."""
    if cell.role == "output":
        bare = dict.fromkeys(("empty", "unseen"), "ground")
        return {**bare, "partial": "current", "current": "current"}.get(cell.state, "made")
    if cell.state == "now" and not cell.kind & PADDING:
        return "now"
    if cell.state in READ:
        return "zero" if cell.kind & PADDING else "read"
    if cell.kind & PADDING:
        return "ground"
    return "spare" if cell.kind & UNVISITED else "plain"
