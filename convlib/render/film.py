"""A scene as frames of pixels: what was drawn once is pasted again, and only what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array
from convlib.picture.marked import Block
from convlib.picture.order import LAYERS
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View, view
from convlib.render.fitting import sheet_of
from convlib.render.foot import Outcome
from convlib.render.options import Options
from convlib.render.palette import Palette
from convlib.render.pegging import Pegging
from convlib.render.stamps import Stamps
from convlib.render.theme import theme as theme_named
from convlib.render.told import bars, told
from convlib.render.writing import (
    Plate,
    around,
    below,
    labels,
    plates,
    plates_of,
    signs,
    texts_of,
    titles,
    wire,
)

MODES = ("value", "term")


class Film:
    """The frames of a scene, one per step or one per term, as places in one palette.

    Args:
        scene: What is staged.
        outcome: The result that stands at the bottom, where the options ask for it.
        **options: Those of ``convlib.render.options.Options``.

    Attributes:
        scene: As much of it as is shown.
        options: How it looks and plays.
        sheet: Where everything stands.
        palette: What colours the frames' numbers stand for.

    Raises:
        ConvError: An option has a value that doesn't exist, or the width is too little.

    Example:
        >>> import convlib
        >>> film = Film(convlib.lesson("single-channel").build())
        >>> len(film), film.frame(4).shape == (film.sheet.height, film.sheet.width)
        (9, True)
    """

    def __init__(self, scene: Scene, *, outcome: Outcome | None = None, **options: Any) -> None:
        self.options = Options(**options)
        by = self.options.by
        if by not in MODES:
            choices = ", ".join(MODES)
            raise ConvError("choice", parameter="by", value=str(by)[:20], choices=choices)
        self.theme = theme_named(self.options.theme)
        self.sheet = sheet_of(scene, self.options, outcome)
        self.scene = self.sheet.scene
        self.palette = Palette(self.scene, self.theme, self.options.look)
        self._stamps = Stamps(self.sheet, self.theme, self.palette)
        self._shown: dict[int, CellView] = {}

    def __len__(self) -> int:
        return len(self.scene) if self.options.by == "value" else int(self.scene.beats[-1])

    @property
    def width(self) -> int:
        """In pixels."""
        return self.sheet.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.sheet.height

    @property
    def clear(self) -> int:
        """The place of the ground, which alone has it: what is left out where it's transparent."""
        return self._stamps.ground

    @property
    def routes(self) -> Mapping[int, tuple[tuple[tuple[float, float], ...], ...]]:
        """Of panels that move as wholes, per step the corners that they pass."""
        return self.sheet.plan.routes

    def __iter__(self) -> Iterator[Array]:
        return map(self.frame, range(len(self)))

    def moment(self, number: int) -> View:
        """What a frame shows."""
        step, term = self.scene.moment(self.options.by, number)
        layout, language, look = self.sheet.layout, self.options.language, self.options.look
        return view(self.scene, step, term, layout=layout, language=language, look=look)

    def frame(self, number: int) -> Array:
        """A frame, ``(height, width)``: each pixel's place in the palette."""
        return self.paint(self.moment(number))

    def paint(self, moment: View) -> Array:
        """The frame that shows a moment, such as one on the way from a frame to the next."""
        canvas = self._up_to_cells(moment)
        for layer in LAYERS[LAYERS.index("cells") + 1 :]:
            self._lay(canvas, moment, layer)
        self._stamps.type(canvas, (*below(moment, self.sheet), *told(moment, self.sheet)))
        for bar in bars(moment, self.sheet):
            self._stamps.bar(canvas, bar)
        return canvas

    def _up_to_cells(self, moment: View) -> Array:
        """The backmost layers, of which most stays from frame to frame.

        What plates and cells hide comes last here, as far as they don't hide it.
        """
        self._update([cell for cell in moment.cells if cell.panel not in moment.movers])
        canvas, free = self._cells.copy(), self._uncovered(moment)
        for stroke in moment.strokes:
            if stroke.style == "area":
                self._stamps.stroke(canvas, stroke, free)
        for link, tone in zip(moment.links, moment.tones, strict=True):
            self._stamps.link(canvas, link, tone or wire(moment), free)
        return canvas

    def _lay(self, canvas: Array, moment: View, layer: str) -> None:
        """All of one of the layers that lie over the cells."""
        stamps, movers = self._stamps, moment.movers
        match layer:
            case "titles" | "signs" if self._settled:
                pass
            case "titles":
                for panel, writing in titles(moment, self.sheet):
                    if panel not in movers:
                        stamps.write(canvas, writing)
            case "signs":
                for writing in signs(moment, self.sheet):
                    stamps.write(canvas, writing)
            case "lines":
                lines = [stroke for stroke in moment.strokes if stroke.style != "area"]
                texts = texts_of(moment, self.sheet) if lines else ()
                for stroke in lines:
                    stamps.stroke(canvas, stroke, texts=texts)
            case "windows":
                stamps.boxes(canvas, (box for box in moment.windows if box.panel not in movers))
            case "rings":
                stamps.boxes(canvas, (box for box in moment.rings if box.panel not in movers))
            case "movers":
                for panel in movers:
                    self._mover(canvas, moment, panel)
            case "brackets":
                stamps.blocks(canvas, moment.brackets)
            case "points":
                stamps.spread(canvas, moment.spread)
            case "labels":
                for writing in labels(moment, self.sheet):
                    stamps.write(canvas, writing)
            case "pegs":
                stamps.pegs(canvas, Pegging(self.sheet, moment.pegged))

    def _mover(self, canvas: Array, moment: View, panel: int) -> None:
        """A panel that moves as a whole, with all that belongs to it, over whatever lies there."""
        for plate in plates_of(panel, moment, self.sheet):
            canvas[_part(plate)] = self._stamps.ground
        self._stamps.blocks(canvas, moment.stripes[panel])
        for cell in moment.cells:
            if cell.panel == panel:
                canvas[self._place(cell)] = self._stamps.sprite(cell)
        for at, writing in titles(moment, self.sheet):
            if at == panel:
                self._stamps.write(canvas, writing)
        for boxes in (moment.windows, moment.rings):
            self._stamps.boxes(canvas, (box for box in boxes if box.panel == panel))

    @cached_property
    def _first(self) -> View:
        return self.moment(0)

    @cached_property
    def _cells(self) -> Array:
        """What stands on all frames, and the cells, which are pasted onto it as they change."""
        return self._bare.copy()

    @cached_property
    def _bare(self) -> Array:
        """What stands on all frames."""
        size = self.sheet.height, self.sheet.width
        canvas = np.full(size, self._stamps.ground, np.uint8)
        self._stamps.blocks(canvas, self._stripes)
        for picture in self.scene.pictures:
            self._stamps.picture(canvas, picture)
        if self._settled:
            for writing in around(self._first, self.sheet):
                self._stamps.write(canvas, writing)
        return canvas

    @cached_property
    def _settled(self) -> bool:
        """Whether titles and signs stand on all frames, and no cell ever lies under them."""
        panels = self.scene.panels
        renamed = self.options.look.covered or any(panel.renamed[1] for panel in panels)
        if renamed or self._loose or self.sheet.plan.flights:
            return False
        covered = np.zeros((self.sheet.height, self.sheet.width), bool)
        for cell in self._first.cells:
            covered[self._place(cell)] = True
        texts = around(self._first, self.sheet)
        return not any(covered[_part(text.plate)].any() for text in texts)

    @property
    def _stripes(self) -> list[Block]:
        """The stripes of all panels that stand."""
        listed = enumerate(self._first.stripes)
        return [piece for at, own in listed if at not in self._first.movers for piece in own]

    @cached_property
    def _free(self) -> Array:
        """Where what lies behind plates and stripes can be seen."""
        free = np.ones((self.sheet.height, self.sheet.width), bool)
        stripes = [
            self.sheet.box(each.x, each.y, each.width, each.height) for each in self._stripes
        ]
        for plate in (*plates(self._first, self.sheet), *stripes):
            free[_part(plate)] = False
        return free

    def _uncovered(self, moment: View) -> Array:
        """The same at a moment: texts may have come, and cells may have left their plates."""
        renamed = moment.titles != self._first.titles
        if not moment.labels and not self._loose and not renamed:
            return self._free
        free = self._free.copy()
        texts = around(moment, self.sheet) if renamed else ()
        for writing in (*texts, *labels(moment, self.sheet)):
            free[_part(writing.plate)] = False
        for cell in moment.cells:
            if cell.panel in self._loose:
                free[self._place(cell)] &= self._stamps.sprite(cell) == self._stamps.ground
        return free

    @cached_property
    def _loose(self) -> set[int]:
        """The panels whose cells move one by one."""
        return {at for at, panel in enumerate(self.scene.panels) if panel.shifts is not None}

    def _update(self, cells: list[CellView]) -> None:
        """Paste the cells that changed; where some moved, all anew, each over those before it.

        Of those that move one by one any change counts: they may lie over each other.
        """
        shown, stamps = self._shown, self._stamps
        changed = [cell for cell in cells if shown.get(cell.cell) is not cell]  # most are the same
        changed = [cell for cell in changed if shown.get(cell.cell) != cell]
        moved = any(
            cell.panel in self._loose or (before and (before.x, before.y) != (cell.x, cell.y))
            for cell in changed
            for before in [shown.get(cell.cell)]
        )
        if moved:
            self._cells[:] = self._bare
            shown.clear()
            changed = cells
        for cell in changed:
            sprite, place = stamps.sprite(cell), self._cells[self._place(cell)]
            place[...] = np.where(sprite == stamps.ground, place, sprite) if moved else sprite
            shown[cell.cell] = cell

    def _place(self, cell: CellView) -> tuple[slice, slice]:
        """A cell's pixels."""
        return _part((*self.sheet.corner(cell), self.sheet.cell, self.sheet.cell))


def _part(box: Plate) -> tuple[slice, slice]:
    """The pixels of a box, as far as they are on the sheet."""
    x, y, width, height = box
    return slice(max(0, y), max(0, y + height)), slice(max(0, x), max(0, x + width))
