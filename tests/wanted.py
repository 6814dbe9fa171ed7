"""What the player should paint of a moment, from back to front: its places are the view's.

How each thing looks is stated here by hand; sizes are in pixels, on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from convlib.picture.marked import Block, labels
from convlib.picture.order import LAYERS, MOVER
from convlib.picture.parts import HOLE, PADDING, UNVISITED
from convlib.picture.places import Box, Stroke
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, Title, View
from convlib.render.fonts import advance
from convlib.render.letters import Letters
from convlib.render.theme import contents
from tests.things import Place, Thing
from tests.wanted_marks import pegs, points

STRONG = ("lit", "now", "current")  # cells that take part: their numbers stand out
BORDERS = {"empty": ("line", 1.5), "partial": ("line", 1.5), "far": ("edge", 1.25)}
PENS: dict[str, tuple[float, tuple[float, ...]]] = {
    "line": (2.5, ()),
    "thin": (1, ()),
    "dashed": (1.5, (4, 4)),
    "dot": (10, ()),
}
HALF = 0.364  # from the baseline to the middle of figures, in ems
AXIS = 0.285  # and to that of signs
INSET, ROUND = 0.025, 0.12  # what a tile leaves free on each side, and how round it is, in cells
WHOLE: dict[str, Any] = {"ends": "butt miter"}
DASHED: dict[str, Any] = {"ends": "round miter", "dash": (6.6,)}


@dataclass
class Wanted:
    """What is to be seen of a moment in cells of so many pixels."""

    scene: Scene
    layout: str
    moment: View
    step: int
    cell: int
    beside: ClassVar[float] = 14  # the size that a number keeps that steps aside, in pixels
    least: ClassVar[float] = 10  # of what stands small

    def things(self) -> Iterator[Thing]:
        """All of it."""
        for layer in LAYERS:
            if layer == "movers":
                for panel in self.moment.movers:
                    for inner in MOVER:
                        yield from self._of(inner, {panel}, f"movers {panel} {inner}")
            else:
                standing = set(range(len(self.scene.panels))) - set(self.moment.movers)
                yield from self._of(layer, standing, layer)

    def _of(self, layer: str, panels: set[int], name: str) -> Iterator[Thing]:
        """What lies in a layer, of some panels where it belongs to panels."""
        moment, plan = self.moment, self.scene.layouts[self.layout]
        match layer:
            case "pictures":
                for picture in self.scene.pictures:
                    yield Thing(name, "image", plan.plots[picture.plot], "picture")
            case "areas" | "lines":
                for stroke in moment.strokes:
                    if len(stroke.points) and (stroke.style == "area") == (layer == "areas"):
                        yield self._stroke(name, stroke)
            case "links":
                usual = "edge" if moment.wired else "line"
                for line, tone in zip(moment.links, moment.tones, strict=True):
                    yield Thing(name, "line", line, stroke=tone or usual, width=1, **WHOLE)
            case "plates":
                for at in sorted(panels):
                    yield from (Thing(name, "rect", box, "ground") for box in self._plates(at))
            case "stripes":
                for at in sorted(panels):
                    yield from (self._block(name, block) for block in moment.stripes[at])
            case "cells":
                for cell in moment.cells:
                    if cell.panel in panels:
                        yield from self._cell(name, cell)
            case "titles":
                for title in moment.titles:
                    if title.panel in panels:
                        yield from self.title(name, title)
                if layer != name:
                    yield from self._labels(name, panels)
            case "signs":
                size = min(max(14, 0.5 * self.cell), 40)
                for sign, x, y in moment.symbols:
                    look: dict[str, Any] = {
                        "fill": "muted",
                        "weight": 400,
                        "size": size,
                        "width": 8,
                    }
                    yield self.text(name, sign, x, y + AXIS * size / self.cell, **look)
            case "windows" | "rings":
                boxes = moment.windows if layer == "windows" else moment.rings
                yield from (self.outline(name, box) for box in boxes if box.panel in panels)
            case "brackets":
                yield from (self._block(name, block) for block in moment.brackets)
            case "points":
                yield from points(moment.spread, self.cell, self.least)
            case "labels":
                yield from self._labels(name, {-1, *panels})
            case "pegs":
                yield from pegs(moment.pegged, self.cell)

    def _plates(self, at: int) -> Iterator[Place]:
        """What hides all behind a panel; behind one that moves, its title and what lies between."""
        panel, (x, y) = self.scene.panels[at], self.moment.corners[at]
        yield x, y, panel.columns, panel.rows
        for title in self.moment.titles:
            if title.panel == at and at in self.moment.movers:
                texts, em = list(self.title("", title)), self.title_size / self.cell
                (left, line, _), (last, _, wide) = texts[0].place, texts[-1].place
                across, down = last + wide - left + 0.3 * em, (2 * HALF + 0.15 + 0.21) * em
                yield left - 0.15 * em, line - (2 * HALF + 0.15) * em, across, down
                top, bottom = min(y, line), max(y + panel.rows, line)
                yield x, top, panel.columns, bottom - top

    def _stroke(self, layer: str, stroke: Stroke) -> Thing:
        """A curve: the pen is lifted at gaps; dots are short lines with round ends."""
        there = ~np.isnan(stroke.points).any(axis=1)
        place = tuple(stroke.points[there].ravel().tolist())
        if stroke.style == "area":
            pen = "M" + "L" * (len(place) // 2 - 1) + "Z"
            return Thing(layer, "path", place, f"{stroke.role}-full-8", pen=pen)
        begins = ~np.insert(there, 0, False)[:-1] | (stroke.style == "dot")
        one = "Mh" if stroke.style == "dot" else "M"
        pen = "".join(one if first else "L" for first in begins[there].tolist())
        width, dash = PENS[stroke.style]
        look: dict[str, Any] = {"width": width, "dash": dash, "ends": "round round", "pen": pen}
        return Thing(layer, "path", place, stroke=stroke.role, **look)

    def outline(self, layer: str, box: Box) -> Thing:
        """A window or a ring; a window that waits for what will stand there is dashed."""
        place, line = (box.x, box.y, box.width, box.height), DASHED if box.dashed else WHOLE
        return Thing(layer, "rect", place, stroke=box.role, width=3, radius=ROUND + 0.03, **line)

    def _block(self, layer: str, block: Block) -> Thing:
        """A piece of a stripe or a bracket, in whole pixels."""
        sides = (max(side, 1 / self.cell) for side in (block.width, block.height))
        return Thing(layer, "rect", (block.x, block.y, *sides), block.colour)

    def _cell(self, layer: str, cell: CellView) -> Iterator[Thing]:
        """A tile, its hatching, its number, and what stands small beside and above that."""
        side, strong, padding = 1 - 2 * INSET, cell.state in STRONG, cell.kind & PADDING
        border: dict[str, Any] = {}
        if cell.state in BORDERS or padding:
            usual = (cell.colour if strong else "edge", 1.0)
            stroke, width = BORDERS.get(cell.state, usual)
            dash = (3.0, 3.0) if padding else ()
            border = {"stroke": stroke, "width": width, "dash": dash, "ends": "butt miter"}
        own: dict[str, Any] = {"cell": cell.cell}
        place = (cell.x + INSET, cell.y + INSET, side, side)
        yield Thing(layer, "rect", place, cell.fill, radius=ROUND, **border, **own)
        if cell.kind & UNVISITED:
            free = 1 / self.cell if padding else 0.0  # round its dashed border
            within = (place[0] + free, place[1] + free, side - 2 * free, side - 2 * free)
            yield Thing(layer, "rect", within, "hatch", radius=ROUND - free, **own)
        yield from self._written(layer, cell)

    def _written(self, layer: str, cell: CellView) -> Iterator[Thing]:
        letters, strong = self._letters, cell.state in STRONG
        text, beside, above = (
            letters.written(cell.text),
            letters.beside(cell.aside),
            letters.above(cell.parts),
        )
        if text:
            size, (across, down) = letters.number(text), (0.5, 0.5)
            if any(cell.spot):
                across, down = 0.5 + cell.spot[0], 0.5 + cell.spot[1]
                size = max(0.75 * size, min(size, self.beside))
            elif beside:
                across, down = 0.41, 0.37
            down = 0.63 if above else down
            half = min(0.5, 0.03 + size * max(advance(text, w) for w in (500, 600)) / 2 / self.cell)
            across = max(across, half) if across <= 0.5 else min(across, 1 - half)
            faint = cell.kind & HOLE or (cell.kind & PADDING and not strong)
            look: dict[str, Any] = {
                "fill": "muted" if faint else "ink",
                "weight": 600 if strong else 500,
            }
            y = cell.y + down + HALF * size / self.cell
            yield self.text(layer, text, cell.x + across, y, size=size, cell=cell.cell, **look)
        if beside:
            own = cell.fill.startswith(("ground", cell.role))
            look = {"fill": "kernel" if own else "ink", "weight": 600, "cell": cell.cell}
            size, place = letters.aside(beside), (cell.x + 0.92, cell.y + 0.86)
            yield self.text(layer, beside, *place, align="right", size=size, **look)
        if above:
            size, look = letters.raised(above), {"weight": 600, "cell": cell.cell}
            y = cell.y + 0.23 + HALF * size / self.cell
            yield self.text(layer, above, cell.x + 0.5, y, size=size, fill=cell.colour, **look)

    def title(self, layer: str, title: Title) -> Iterator[Thing]:
        """A name on the line of its panel, and its size behind it where there is room."""
        size, (left, _) = self.title_size, self.scene.layouts[self.layout].places[title.panel]
        wide = size * advance(title.text, 600)
        edge = max(0, min(left * self.cell + 1, self.moment.width * self.cell - wide))
        x = edge / self.cell + title.x - left
        lift = max(3, min(0.32 * self.cell, 0.7 * size, 0.75 * self.cell - 2 * HALF * size))
        if self.moment.stripes[title.panel]:
            lift = max(lift, 0.25 * self.cell + 0.21 * size)
        down = -lift
        if self.scene.panels[title.panel].below:  # clear of the cells, however small they are
            down = max(-lift, 2 * HALF * size + 3 - 0.75 * self.cell)
        y = title.y + down / self.cell
        halo: dict[str, Any] = {"align": "left", "width": 5}
        yield self.text(layer, title.text, x, y, size=size, weight=600, fill=title.colour, **halo)
        note = max(12, 0.9 * size)
        behind, length = wide + 0.5 * size, note * advance(title.note, 400)
        if title.note.strip() and behind + length <= title.width * self.cell:
            look = {"size": note, "weight": 400, "fill": "muted", **halo}
            yield self.text(layer, title.note, x + behind / self.cell, y, **look)

    @cached_property
    def title_size(self) -> float:
        """The size of all titles: as usual, if the longest has room for that."""
        usual = min(max(13.8, 0.3 * self.cell), 24)
        fitting = [
            (title.width + 1.1) * self.cell / advance(said, 600)
            for title in self.moment.titles
            for said in (title.text, title.later)
            if said
        ]
        return max(12, min(usual, *fitting, usual))

    def _labels(self, layer: str, panels: set[int]) -> Iterator[Thing]:
        """The texts at places, those that move with some panels."""
        listed = labels(self.scene.panels, self.scene.layouts[self.layout])
        there = (label for label in listed if label.is_there(self.step))
        for label, said in zip(there, self.moment.labels, strict=True):
            if said.text and label.panel in panels:
                size = min(max(said.size * self.cell, 28 * said.size, 12), 80 * said.size)
                weight = 400 if said.colour == "muted" else 600
                look: dict[str, Any] = {
                    "size": size,
                    "fill": said.colour,
                    "weight": weight,
                    "width": 5,
                }
                y = said.y + HALF * size / self.cell
                yield self.text(layer, said.text, said.x, y, align=said.align, **look)

    def text(
        self, layer: str, text: str, x: float, y: float, *, align: str = "center", **look: Any
    ) -> Thing:
        """A text at its left edge, its middle or its right edge; its halo is of the ground."""
        wide = look["size"] * advance(text.rstrip(), look["weight"]) / self.cell
        left = x - {"left": 0, "center": 0.5, "right": 1}[align] * wide
        halo: dict[str, Any] = {"stroke": "ground", "ends": "butt miter"} if "width" in look else {}
        return Thing(layer, "text", (left, y, wide), text=text, **look, **halo)

    @cached_property
    def _letters(self) -> Letters:
        return Letters(contents()["geometry"], self.cell)
