"""A moment as a matplotlib figure: for notebooks, scripts, and every format matplotlib writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matplotlib.artist import Artist

from convlib.picture.order import LAYERS, MOVER
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View, view
from convlib.render.artists import Brush
from convlib.render.clipping import outside
from convlib.render.fitting import sheet_of
from convlib.render.foot import Outcome
from convlib.render.options import Options
from convlib.render.pegging import Pegging
from convlib.render.pixel_figure import PixelFigure
from convlib.render.sheet import Sheet
from convlib.render.theme import Theme
from convlib.render.theme import theme as theme_named
from convlib.render.told import bars, told
from convlib.render.writing import (
    below,
    labels,
    plates,
    plates_of,
    signs,
    texts_of,
    titles,
    wire,
)

DEPTHS = {layer: depth for depth, layer in enumerate((*LAYERS, "equation"))}


def figure(
    scene: Scene,
    step: int,
    term: int | None = None,
    *,
    asked: int = -1,
    outcome: Outcome | None = None,
    **options: Any,
) -> SceneFigure:
    """Paint one moment of a scene.

    Args:
        scene: What is staged.
        step: From 0. A link counts from 1: its ``step=4`` is 3 here.
        term: Which term of the step is the present one, from 0; None for the whole step at once.
        asked: As in ``view``: a cell whose field or reach is outlined.
        outcome: The result that stands at the bottom, where the options ask for it.
        **options: Those of ``convlib.render.options.Options`` that say how it looks; 100 pixels are
            an inch.

    Returns:
        A figure that belongs to no window: save it, or show it in a notebook.

    Raises:
        ConvError: An option has a value that doesn't exist, or the width is too little.
        IndexError: There is no such step or term.

    Example:
        >>> import convlib
        >>> painted = figure(convlib.lesson("single-channel").build(), step=4)
        >>> round(float(painted.get_figwidth()), 3), len(painted.axes)
        (8.0, 1)
    """
    wanted = Options(**options)
    sheet = sheet_of(scene, wanted, outcome)
    painted = SceneFigure(sheet, theme_named(wanted.theme))
    painted.paint(painted.moment(step, term, asked))
    return painted


class SceneFigure(PixelFigure):
    """A moment of any scene, as it is on screen.

    Every artist's gid says what it is: ``"cells"`` for all fills as one artist (those of a panel
    that moves as a whole ``"cells-3"``, of a cell that moves alone ``"cell-12"``), ``"borders"``,
    ``"dashes"``, ``"hatching"``, ``"text-12"`` and ``"aside-12"`` in cell 12, ``"title-0"``,
    ``"note-0"``, ``"symbol-0"``, ``"window-0"``, ``"ring-0"``, ``"link-0"``, ``"plate-0"``,
    ``"stroke-0"``, ``"picture-0"``, ``"stripe-3-0"`` of panel 3, ``"bracket-0"``, ``"label-0"``,
    and of points ``"disc-0"`` with ``"point-0"`` on it, ``"home-0"``, ``"thread-0"`` and
    ``"share-0"``; for the equation ``"token-0"`` and ``"below-5"``, counted together. Their zorder
    follows ``convlib.picture.order``. Of pegs there are ``"peg-0"`` with ``"peg-number-0"`` on it,
    ``"arrow-0"``, ``"stride-0"`` and ``"remark-0"``.

    Attributes:
        sheet: Where everything stands.
        theme: Its colours.
        cells: By the gid of the artist of their fills, the cells as painted last.
    """

    sheet: Sheet

    def __init__(self, sheet: Sheet, theme: Theme) -> None:
        self.theme, self._brush = theme, Brush(sheet, theme)
        super().__init__(sheet, self._brush.ground)
        self.cells: dict[str, list[CellView]] = {}

    def moment(self, step: int, term: int | None = None, asked: int = -1) -> View:
        """What is shown at a moment, and the field or reach of a cell, as in ``view``."""
        sheet = self.sheet
        shown = {"layout": sheet.layout, "language": sheet.options.language}
        return view(sheet.scene, step, term, look=sheet.options.look, asked=asked, **shown)

    def pieces(self, moment: View) -> list[Artist]:
        """What shows a moment, in pixels and from back to front."""
        self.cells = {}
        layered = sorted(self._layered(moment), key=lambda pair: DEPTHS[pair[0]])
        return [artist for _, artist in layered]

    def _layered(self, moment: View) -> Iterator[tuple[str, Artist]]:
        """All artists with their layers, in order within each of them."""
        sheet, brush = self.sheet, self._brush
        for number, picture in enumerate(sheet.scene.pictures):
            yield "pictures", brush.picture(f"picture-{number}", picture)
        texts = texts_of(moment, sheet) if moment.strokes else ()
        for number, stroke in enumerate(moment.strokes):
            layer = "areas" if stroke.style == "area" else "lines"
            yield layer, brush.stroke(f"stroke-{number}", stroke, texts)
        hiding = plates(moment, sheet)
        for number, (link, tone) in enumerate(zip(moment.links, moment.tones, strict=True)):
            whole, colour = sheet.link(link), tone or wire(moment)
            for piece in outside(whole, hiding) if brush.is_clear else [whole]:
                yield "links", brush.link(f"link-{number}", piece, colour)
        for number, box in enumerate(() if brush.is_clear else hiding):
            yield "plates", brush.box(f"plate-{number}", box)
        standing = {cell.panel for cell in moment.cells} - set(moment.movers)
        yield from self._panels(moment, standing)
        yield from (("signs", brush.text(writing)) for writing in signs(moment, sheet))
        for mover in moment.movers:
            for box in () if brush.is_clear else plates_of(mover, moment, sheet):
                yield "movers", brush.box(f"plate-of-{mover}", box)
            own = self._panels(moment, {mover}, f"cells-{mover}")
            for _, artist in sorted(own, key=lambda pair: MOVER.index(pair[0])):
                yield "movers", artist
        yield from (("brackets", each) for each in brush.blocks("bracket", moment.brackets))
        yield from (("points", each) for each in brush.spread(moment.spread))
        yield from (("labels", brush.text(writing)) for writing in labels(moment, sheet))
        yield from (("pegs", each) for each in brush.pegs(Pegging(sheet, moment.pegged)))
        yield from (("equation", brush.text(writing)) for writing in below(moment, sheet))
        yield from (("equation", brush.box(*bar)) for bar in bars(moment, sheet))
        yield from (("equation", brush.text(writing)) for writing in told(moment, sheet))

    def _panels(
        self, moment: View, panels: set[int], name: str = "cells"
    ) -> Iterator[tuple[str, Artist]]:
        """All that belongs to some panels, but for their plates."""
        brush, cells = self._brush, [cell for cell in moment.cells if cell.panel in panels]
        loose = {at for at in panels if self.sheet.scene.panels[at].shifts is not None}
        for panel in sorted(panels):
            for piece in brush.blocks(f"stripe-{panel}", moment.stripes[panel]):
                yield "stripes", piece
        apart = {f"cell-{cell.cell}": [cell] for cell in cells if cell.panel in loose}
        for key, each in {name: [c for c in cells if c.panel not in loose], **apart}.items():
            self.cells[key] = each
            yield from (("cells", artist) for artist in brush.cells(each, key))
        for panel, writing in titles(moment, self.sheet):
            if panel in panels:
                yield "titles", brush.text(writing)
        for kind, boxes in (("window", moment.windows), ("ring", moment.rings)):
            for number, box in enumerate(boxes):
                if box.panel in panels:
                    yield f"{kind}s", brush.outline(f"{kind}-{number}", box)
