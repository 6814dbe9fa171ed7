"""The pieces of a picture as matplotlib's artists, in pixels of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import PathCollection, PolyCollection, QuadMesh
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from convlib.ops import Array
from convlib.picture.marked import Block
from convlib.picture.parts import GREYS, PADDING, UNVISITED, Picture
from convlib.picture.places import Box, Stroke
from convlib.picture.spread import Disc, Spread
from convlib.picture.view import CellView
from convlib.render.clipping import cleared
from convlib.render.pegging import Pegging
from convlib.render.pixel_figure import POINTS
from convlib.render.raster import edges
from convlib.render.sheet import AREAS, OUTLINE_DASH, RIM, STROKES, THREAD, Line, Sheet
from convlib.render.theme import Theme
from convlib.render.tiles import dashed, hatched, outline, tile
from convlib.render.typeset import typeset
from convlib.render.writing import Core, Writing, border, in_cell, on_disc, shares


class Dots(Line2D):
    """Discs exactly where they belong: matplotlib puts its markers at whole pixels."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw each as a circle of its own."""
        renderer.open_group("dots", self.get_gid())
        look = renderer.new_gc()
        look.set_linewidth(0)
        size = float(renderer.points_to_pixels(self.get_markersize())) / 2  # type: ignore[arg-type]
        for x, y in self.get_transform().transform(np.asarray(self.get_xydata(), float)).tolist():
            place = Affine2D().scale(size).translate(x, y)
            renderer.draw_path(look, Path.unit_circle(), place, to_rgba(self.get_color()))
        look.restore()
        renderer.close_group("dots")


@dataclass(frozen=True)
class Brush:
    """Makes artists in a theme's colours."""

    sheet: Sheet
    theme: Theme

    @property
    def is_clear(self) -> bool:
        """Whether the ground is left out, and with it what is as bare as it."""
        return self.sheet.options.transparent

    @property
    def ground(self) -> str:
        """The colour of the ground, as matplotlib has it."""
        return "none" if self.is_clear else self.theme.colours["ground"]

    def link(self, name: str, link: Line, colour: str) -> Line2D:
        """A line behind the cells, in pixels."""
        x1, y1, x2, y2 = link
        line = Line2D([x1, x2], [y1, y2], color=self.theme.colours[colour])
        line.set(gid=name, solid_capstyle="butt", linewidth=self.sheet.thin * POINTS)
        return line

    def box(self, name: str, box: tuple[int, int, int, int], colour: str = "ground") -> Rectangle:
        """A filled rectangle: what hides the lines behind it, or a piece of a mark."""
        x, y, width, height = box
        patch = Rectangle((x, y), width, height, facecolor=self.theme.colours[colour], linewidth=0)
        patch.set_gid(name)
        return patch

    def blocks(self, name: str, blocks: Iterable[Block]) -> Iterator[Rectangle]:
        """The pieces of stripes or brackets."""
        for number, block in enumerate(blocks):
            box = self.sheet.box(block.x, block.y, block.width, block.height)
            yield self.box(f"{name}-{number}", box, block.colour)

    def cells(self, cells: list[CellView], name: str) -> Iterator[Artist]:
        """Fills, hatching and borders, one artist each for all cells, and their numbers."""
        sheet, colours = self.sheet, self.theme.colours
        fills = [self.ground if cell.fill == "ground" else colours[cell.fill] for cell in cells]
        shapes = _each(cells, sheet, tile(sheet).points()[None])
        yield PolyCollection(shapes, facecolors=fills, linewidths=0, gid=name)

        unvisited = [cell for cell in cells if cell.kind & UNVISITED]
        hatches = _lines(unvisited, sheet, hatched(sheet))
        thin: dict[str, Any] = {"edgecolors": colours["line"], "linewidths": sheet.thin * POINTS}
        yield PathCollection(hatches, facecolors="none", gid="hatching", **thin)

        edges = {cell: colours[name] for cell in cells if (name := border(cell, sheet))}
        empty = [cell for cell in edges if not cell.kind & PADDING]
        padding = [cell for cell in edges if cell.kind & PADDING]
        style: dict[str, Any] = {"linewidths": sheet.stroke * POINTS, "capstyle": "round"}
        shapes = _each(empty, sheet, tile(sheet, sheet.stroke / 2).points()[None])
        around = [edges[cell] for cell in empty]
        yield PolyCollection(shapes, facecolors="none", edgecolors=around, gid="borders", **style)
        dashes, around = _lines(padding, sheet, dashed(sheet)), [edges[cell] for cell in padding]
        yield PathCollection(dashes, facecolors="none", edgecolors=around, gid="dashes", **style)

        for cell in cells:
            yield from map(self.text, in_cell(cell, sheet))

    def text(self, writing: Writing) -> Text:
        """A text."""
        return typeset(writing, self.theme)

    def stroke(self, name: str, stroke: Stroke, texts: tuple[Core, ...] = ()) -> Artist:
        """A curve, which leaves texts free, an area or dots."""
        look = STROKES[stroke.style]
        points = self.sheet.points(stroke.points)
        points = cleared(points, texts) if stroke.style not in ("area", "dot") else points
        x, y = points.T
        colour = self.theme.colours[AREAS[stroke.role] if stroke.style == "area" else stroke.role]
        if stroke.style == "area":
            corners = np.stack([x, y], axis=1).reshape(-1, 2)
            return Polygon(corners, closed=True, color=colour, linewidth=0, gid=name)
        made = Dots if stroke.style == "dot" else Line2D
        line = made(x, y, color=colour, linewidth=look.width * self.sheet.scale * POINTS)
        line.set(gid=name, solid_capstyle="round", solid_joinstyle="round")
        if look.dash:
            line.set_dashes([part / look.width for part in look.dash])
        if stroke.style == "dot":
            width = look.width * self.sheet.scale * POINTS
            line.set(linestyle="", marker="o", markersize=width, markeredgewidth=0)
        return line

    def picture(self, name: str, picture: Picture) -> QuadMesh:
        """A picture in its plot's place."""
        x, y, width, height = self.sheet.box(*self.sheet.plan.plots[picture.plot])
        rows, columns = picture.values.shape
        corners = np.meshgrid(x + edges(columns, width), y + edges(rows, height))
        mesh = QuadMesh(np.stack(corners, axis=2), antialiased=False, cmap="gray", gid=name)
        mesh.set_array(picture.greys)
        mesh.set_clim(0, GREYS - 1)
        return mesh

    def outline(self, name: str, box: Box) -> Polygon:
        """The outline of a window or a ring."""
        corner = self.sheet.x(box.x), self.sheet.y(box.y)
        points = outline(self.sheet, box.width, box.height).points() + corner
        colour = self.theme.colours[box.role]
        polygon = Polygon(points, closed=True, fill=False, edgecolor=colour)
        polygon.set(gid=name, linewidth=self.sheet.ring * POINTS)
        if box.dashed:
            polygon.set(linestyle=(0, OUTLINE_DASH), capstyle="round")
        return polygon

    def spread(self, spread: Spread) -> Iterator[Artist]:
        """Points off the grid, from back to front."""
        sheet = self.sheet
        for number, thread in enumerate(spread.threads):
            ends = sheet.points(np.array([[thread.x1, thread.y1], [thread.x2, thread.y2]]))
            colour = self.theme.colours[THREAD]
            line = Line2D(*ends.T, color=colour, linewidth=sheet.thread * POINTS)
            line.set(gid=f"thread-{number}", solid_capstyle="butt")
            yield line
        for number, disc in enumerate(spread.discs):
            yield from self._disc(number, disc)
        yield from map(self.text, shares(spread, sheet))

    def pegs(self, pegging: Pegging) -> Iterator[Artist]:
        """Pegs that count places, the arrows between them and what is written."""
        colours, thin = self.theme.colours, self.sheet.thread * POINTS
        for number, line in enumerate(pegging.lines()):
            arrow = Line2D(*line.T, color=colours["edge"], linewidth=thin)
            arrow.set(gid=f"arrow-{number}", solid_capstyle="round")
            yield arrow
        for number, peg in enumerate(pegging.drawn.pegs):
            fill, edge = pegging.colours(peg)
            inner = self.ground if fill == "ground" else colours[fill]
            look: dict[str, Any] = {"facecolor": inner, "edgecolor": colours[edge]}
            circle = Circle(tuple(pegging.middle(peg)), pegging.radius, linewidth=thin, **look)
            if peg.state == "open":
                circle.set_linestyle((0, tuple(part / self.sheet.thread for part in pegging.dash)))
            circle.set_gid(f"peg-{number}")
            yield circle
        yield from map(self.text, pegging.writings())

    def _disc(self, number: int, disc: Disc) -> Iterator[Artist]:
        """A point with what it carries, ground around it; or the ring of a regular place."""
        colours, (x, y) = self.theme.colours, self.sheet.points(np.array([disc.x, disc.y]))[0]
        radius = disc.radius * self.sheet.cell
        if disc.hollow:
            width = self.sheet.thread
            look: dict[str, Any] = {
                "facecolor": self.ground,
                "edgecolor": colours[disc.colour],
                "linewidth": width * POINTS,
            }
            yield Circle((x, y), radius - width / 2, gid=f"home-{number}", **look)
            return
        yield Circle(
            (x, y), radius + RIM * self.sheet.unit, facecolor=colours["ground"], linewidth=0
        )
        yield Circle(
            (x, y), radius, facecolor=colours[disc.colour], linewidth=0, gid=f"disc-{number}"
        )
        yield from map(self.text, on_disc(number, disc, self.sheet))


def _each(cells: Iterable[CellView], sheet: Sheet, shapes: Array) -> list[Array]:
    """Shapes ``(n, points, 2)`` of a cell at the origin, moved to each of the cells."""
    corners = np.array([sheet.corner(cell) for cell in cells]).reshape(-1, 1, 1, 2)
    return list((corners + shapes).reshape(-1, *shapes.shape[1:]))


def _lines(cells: Iterable[CellView], sheet: Sheet, lines: Array) -> list[Path]:
    """Lines ``(n, points, 2)`` of a cell at the origin, as one shape at each of the cells.

    So files name the shape once, and say of each cell no more than its place.
    """
    count, points, _ = lines.shape
    codes = np.tile([Path.MOVETO] + [Path.LINETO] * (points - 1), count)
    return [Path(sheet.corner(cell) + lines.reshape(-1, 2), codes) for cell in cells]
