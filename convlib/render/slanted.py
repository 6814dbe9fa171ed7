"""The guide's look: the input as a plane seen at a slant, the output on another plane above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from convlib.render.mask import LEVELS, Mask, curved, lettered, line
from convlib.render.options import Options
from convlib.render.palette import Mixture
from convlib.render.plane import Plane, stacked
from convlib.render.theme import theme as theme_named

LESSONS = ("single-channel", "arithmetic", "dilated")  # with scenes that can be seen so
INPUT, KERNEL, OUTPUT = range(3)  # the panels of these
ROLES = ("input", "kernel", "output")
READ = ("lit", "now", "wait")
LINE = 0.028  # in cells
STEPS = 2  # of smoothness: more take many more bytes, as all that changes here has slanted edges
AROUND = [0, 1, 3, 2]  # corners that are listed row by row
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


class SlantedFilm:
    """Paints moments of a scene as places in one palette.

    Args:
        scene: What is staged.
        options: How it looks. It has no titles, no equation, no result and no kernel beside it, and
            one layout: there the rest of these options changes nothing.

    Raises:
        ConvError: The scene can't be seen so, there is no such theme, or cells are too large.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build()
        >>> film = SlantedFilm(scene, Options(slanted=True, width=400))
        >>> film.frame(0).shape == (film.height, film.width)
        True
    """

    def __init__(self, scene: Scene, options: Options) -> None:
        check(scene)
        self.scene, self.options = scene, options
        self.theme = theme_named(options.theme)
        below, above = (scene.panels[at] for at in (INPUT, OUTPUT))
        sizes = (below.rows, below.columns), (above.rows, above.columns)
        width = 2 * round(options.width * options.scale / 2)
        shape = options.aspect and options.aspect[1] / options.aspect[0]
        cell = options.cell and options.cell * options.scale
        self.planes, (self.width, self.height) = stacked(*sizes, width, shape, cell)
        most = round(WIDEST * options.scale)
        if self.width > most:
            high = int((options.cell or 0) * most / self.width)
            bounds = {"low": SMALLEST_CELL, "high": max(SMALLEST_CELL, high)}
            raise ConvError("out-of-bounds", parameter="cell", value=options.cell, **bounds)
        self.cell = self.planes[0].side
        self._shown: dict[int, tuple[str, str, bool]] = {}
        flats = list(dict.fromkeys(self.fills.values()))
        self.palette = Mixture(flats, self._edges(), LEVELS if options.numbers else STEPS)

    @property
    def routes(self) -> dict[int, tuple[tuple[tuple[float, float], ...], ...]]:
        """None: both planes stand."""
        return {}

    @property
    def clear(self) -> int:
        """The place of the ground."""
        return self.palette.place(self.fills["ground"])

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

    def _edges(self) -> Iterator[tuple[str, str]]:
        """Which colours lie under which lines."""
        fills = self.fills
        over = ["edge", *ROLES, *(["ink"] if self.options.numbers else [])]
        for under in ("ground", "plain", "spare", "read", "now", "zero", "made", "current"):
            yield from ((fills[under], fills[name]) for name in over)

    def moment(self, number: int) -> View:
        """What a frame shows."""
        step, term = self.scene.moment(self.options.by, number)
        look = Look(covered=self.options.covered)
        return view(self.scene, step, term, layout=self.scene.in_file, look=look)

    def frame(self, number: int) -> Array:
        """A frame, ``(height, width)``: each pixel's place in the palette."""
        return self.paint(self.moment(number))

    def paint(self, moment: View) -> Array:
        """The frame that shows a moment, ``(height, width)``: each pixel's place in the palette."""
        below, above = self.planes
        for panel, plane in zip((INPUT, OUTPUT), self.planes, strict=True):
            cells = (cell for cell in moment.cells if cell.panel == panel)
            for number, cell in enumerate(cells):
                self._update(plane, number, cell)
        canvas = self._planes.copy()
        frame = below.corners(moment.windows[0], moment.corners[INPUT])
        self._draw(canvas, zip(frame[AROUND], frame[[*AROUND[1:], 0]], strict=True))
        for ring in (box for box in moment.rings if box.panel == OUTPUT):
            corners = above.corners(ring, moment.corners[OUTPUT])
            self._draw(canvas, zip(frame, corners, strict=True))
        return canvas

    def _draw(self, canvas: Array, lines: Iterable[tuple[Array, Array]]) -> None:
        """Thin lines round the window and from its corners, behind the upper plane."""
        for start, end in lines:
            mask = line(*start.tolist(), *end.tolist()).coarse(1)
            self.palette.lay(canvas, mask, 0, 0, self.fills["kernel"], self._free)

    @cached_property
    def _free(self) -> Array:
        """Where the upper plane hides nothing."""
        free = np.ones((self.height, self.width), bool)
        rows, columns, _ = self.planes[1].pixels
        free[rows, columns] = False
        for mask, _ in self._lines[OUTPUT]:
            free[mask.y, mask.x] = False
        return free

    @cached_property
    def _planes(self) -> Array:
        """Both planes, whose cells are painted again as they change."""
        canvas = np.full((self.height, self.width), self.clear, np.uint8)
        for lines in self._lines.values():
            for mask, name in lines:
                self.palette.lay(canvas, mask, 0, 0, self.fills[name])
        return canvas

    def _update(self, plane: Plane, number: int, cell: CellView) -> None:
        """Paint a cell, if it changed: what fills it, the edges on it, and its number."""
        fill, bold = fill_of(cell), cell.state in ("now", "current")
        if self._shown.get(cell.cell) == (fill, cell.text, bold):
            return
        self._shown[cell.cell] = fill, cell.text, bold
        at, levels = self._pixels[cell.panel][number]
        laid = np.full(len(at), self.palette.place(self.fills[fill]), np.uint8)
        for level, (_, name) in zip(levels, self._lines[cell.panel], strict=True):
            laid = self.palette.laid(laid, level, self.fills[name])
        self._planes.reshape(-1)[at] = laid
        if self.options.numbers and cell.text:
            self._number(plane.middle(number), cell.text, 600 if bold else 500)

    def _number(self, middle: Array, text: str, weight: int) -> None:
        """A cell's number, upright."""
        size = NUMBER * self.cell * min(1.0, ROOM / len(text))
        if self.options.large:
            size = max(size, AFAR * self.width)
        if size * max(1.0, len(text) / ROOM) > LARGEST * self.cell:
            return  # it has no room in a size that can be read from afar
        x, y = middle.tolist()
        mask = lettered(text, weight, size, 0)
        left, right = mask.span
        start, down = round(x - (left + right) / 2), round(y + CAP / 2 * size)
        self.palette.lay(self._planes, mask, down, start, self.fills["ink"])

    @cached_property
    def _pixels(self) -> dict[int, list[tuple[Array, list[Array]]]]:
        """Per panel and cell its pixels, and how much of each is covered by each kind of edge."""
        found = {}
        for panel, plane in zip((INPUT, OUTPUT), self.planes, strict=True):
            covered = []
            for mask, _ in self._lines[panel]:
                level = np.zeros((self.height, self.width), np.uint8)
                level[mask.y, mask.x] = mask.level
                covered.append(level.reshape(-1))
            rows, columns, numbers = plane.pixels
            order = np.argsort(numbers, kind="stable")
            at = (rows * self.width + columns)[order]
            ends = np.cumsum(np.bincount(numbers, minlength=plane.rows * plane.columns))
            own = np.split(at, ends[:-1])
            found[panel] = [(each, [level[each] for level in covered]) for each in own]
        return found

    @cached_property
    def _lines(self) -> dict[int, list[tuple[Mask, str]]]:
        """Per panel the edges of its cells: dashed round those that only fill up."""
        found, size = {}, (self.height, self.width)
        for panel, plane in zip((INPUT, OUTPUT), self.planes, strict=True):
            solid = self.scene.panels[panel].kind_of_cells & PADDING == 0
            whole, dashed = plane.edges(solid)
            stroke, dash = max(1.2, LINE * self.cell), (DASH * plane.side, DASH * plane.side)
            found[panel] = [
                (curved(dashed, stroke, size, dash).coarse(STEPS), "edge"),
                (curved(whole, stroke, size).coarse(STEPS), self.scene.panels[panel].role),
            ]
        return found


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
