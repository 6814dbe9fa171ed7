"""What lies at the back of a film's frames: of it most stays from frame to frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from convlib.ops import Array
from convlib.picture.marked import Block
from convlib.picture.view import CellView, View
from convlib.render.sheet import Sheet
from convlib.render.stamps import Stamps
from convlib.render.writing import Plate, around, labels, plates, wire


@dataclass(frozen=True)
class Backdrop:
    """The layers up to the cells, which are pasted anew only where they changed.

    Attributes:
        sheet: Where everything stands.
        stamps: What lays its pieces.
        first: What the first frame shows.
    """

    sheet: Sheet
    stamps: Stamps
    first: View
    _shown: dict[int, CellView] = field(default_factory=dict)

    def painted(self, moment: View) -> Array:
        """The backmost layers, of which most stays from frame to frame.

        What plates and cells hide comes last here, as far as they don't hide it.
        """
        self._update([cell for cell in moment.cells if cell.panel not in moment.movers])
        canvas, free = self._cells.copy(), self._uncovered(moment)
        for stroke in moment.strokes:
            if stroke.style == "area":
                self.stamps.stroke(canvas, stroke, free)
        for link, tone in zip(moment.links, moment.tones, strict=True):
            self.stamps.link(canvas, link, tone or wire(moment), free)
        return canvas

    @cached_property
    def _cells(self) -> Array:
        """What stands on all frames, and the cells, which are pasted onto it as they change."""
        return self._bare.copy()

    @cached_property
    def _bare(self) -> Array:
        """What stands on all frames."""
        size = self.sheet.height, self.sheet.width
        canvas = np.full(size, self.stamps.ground, np.uint8)
        self.stamps.blocks(canvas, self._stripes)
        for picture in self.sheet.scene.pictures:
            self.stamps.picture(canvas, picture)
        if self.settled:
            for writing in around(self.first, self.sheet):
                self.stamps.texts.write(canvas, writing)
        return canvas

    @cached_property
    def settled(self) -> bool:
        """Whether titles and signs stand on all frames, and no cell ever lies under them."""
        panels = self.sheet.scene.panels
        renamed = self.sheet.options.covered or any(panel.renamed[1] for panel in panels)
        if renamed or self._loose or self.sheet.plan.flights:
            return False
        covered = np.zeros((self.sheet.height, self.sheet.width), bool)
        for cell in self.first.cells:
            covered[place(self.sheet, cell)] = True
        texts = around(self.first, self.sheet)
        return not any(covered[part(text.plate)].any() for text in texts)

    @property
    def _stripes(self) -> list[Block]:
        """The stripes of all panels that stand."""
        listed = enumerate(self.first.stripes)
        return [piece for at, own in listed if at not in self.first.movers for piece in own]

    @cached_property
    def _free(self) -> Array:
        """Where what lies behind plates and stripes can be seen."""
        free = np.ones((self.sheet.height, self.sheet.width), bool)
        stripes = [
            self.sheet.box(each.x, each.y, each.width, each.height) for each in self._stripes
        ]
        for plate in (*plates(self.first, self.sheet), *stripes):
            free[part(plate)] = False
        return free

    def _uncovered(self, moment: View) -> Array:
        """The same at a moment: texts may have come, and cells may have left their plates."""
        renamed = moment.titles != self.first.titles
        if not moment.labels and not self._loose and not renamed:
            return self._free
        free = self._free.copy()
        texts = around(moment, self.sheet) if renamed else ()
        for writing in (*texts, *labels(moment, self.sheet)):
            free[part(writing.plate)] = False
        for cell in moment.cells:
            if cell.panel in self._loose:
                free[place(self.sheet, cell)] &= self.stamps.sprite(cell) == self.stamps.ground
        return free

    @cached_property
    def _loose(self) -> set[int]:
        """The panels whose cells move one by one."""
        return {at for at, panel in enumerate(self.sheet.scene.panels) if panel.shifts is not None}

    def _update(self, cells: list[CellView]) -> None:
        """Paste the cells that changed; where some moved, all anew, each over those before it.

        Of those that move one by one any change counts: they may lie over each other.
        """
        shown, stamps = self._shown, self.stamps
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
            sprite, under = stamps.sprite(cell), self._cells[place(self.sheet, cell)]
            under[...] = np.where(sprite == stamps.ground, under, sprite) if moved else sprite
            shown[cell.cell] = cell


def place(sheet: Sheet, cell: CellView) -> tuple[slice, slice]:
    """A cell's pixels."""
    return part((*sheet.corner(cell), sheet.cell, sheet.cell))


def part(box: Plate) -> tuple[slice, slice]:
    """The pixels of a box, as far as they are on the sheet."""
    x, y, width, height = box
    return slice(max(0, y), max(0, y + height)), slice(max(0, x), max(0, x + width))
