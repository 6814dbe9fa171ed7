"""A scene as frames of pixels: what was drawn once is pasted again, and only what changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from convlib.errors import ConvError
from convlib.ops import Array
from convlib.picture.order import LAYERS
from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.backdrop import Backdrop, part, place
from convlib.render.fitting import sheet_of
from convlib.render.foot import Outcome
from convlib.render.options import Options
from convlib.render.palette import Palette
from convlib.render.pegging import Pegging
from convlib.render.stamps import Stamps
from convlib.render.theme import theme as theme_named
from convlib.render.told import bars, told
from convlib.render.writing import (
    below,
    labels,
    plates_of,
    signs,
    texts_of,
    titles,
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

    @cached_property
    def _backdrop(self) -> Backdrop:
        return Backdrop(self.sheet, self._stamps, self.moment(0))

    def frame(self, number: int) -> Array:
        """A frame, ``(height, width)``: each pixel's place in the palette."""
        return self.paint(self.moment(number))

    def paint(self, moment: View) -> Array:
        """The frame that shows a moment, such as one on the way from a frame to the next."""
        canvas = self._backdrop.painted(moment)
        for layer in LAYERS[LAYERS.index("cells") + 1 :]:
            self._lay(canvas, moment, layer)
        self._stamps.texts.type(canvas, (*below(moment, self.sheet), *told(moment, self.sheet)))
        for bar in bars(moment, self.sheet):
            self._stamps.bar(canvas, bar)
        return canvas

    def _lay(self, canvas: Array, moment: View, layer: str) -> None:
        """All of one of the layers that lie over the cells."""
        stamps, movers = self._stamps, moment.movers
        match layer:
            case "titles" | "signs" if self._backdrop.settled:
                pass
            case "titles":
                for panel, writing in titles(moment, self.sheet):
                    if panel not in movers:
                        stamps.texts.write(canvas, writing)
            case "signs":
                for writing in signs(moment, self.sheet):
                    stamps.texts.write(canvas, writing)
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
                    stamps.texts.write(canvas, writing)
            case "pegs":
                stamps.pegs.lay(canvas, Pegging(self.sheet, moment.pegged))

    def _mover(self, canvas: Array, moment: View, panel: int) -> None:
        """A panel that moves as a whole, with all that belongs to it, over whatever lies there."""
        for plate in plates_of(panel, moment, self.sheet):
            canvas[part(plate)] = self._stamps.ground
        self._stamps.blocks(canvas, moment.stripes[panel])
        for cell in moment.cells:
            if cell.panel == panel:
                canvas[place(self.sheet, cell)] = self._stamps.sprite(cell)
        for at, writing in titles(moment, self.sheet):
            if at == panel:
                self._stamps.texts.write(canvas, writing)
        for boxes in (moment.windows, moment.rings):
            self._stamps.boxes(canvas, (box for box in boxes if box.panel == panel))
