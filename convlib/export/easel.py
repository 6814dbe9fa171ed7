"""A figure that shows one moment after the other as a file wants them."""

from __future__ import annotations

from matplotlib.artist import Artist

from convlib.export.bounds import bound
from convlib.picture.scene import Scene
from convlib.render.figure import SceneFigure
from convlib.render.fitting import sheet_of
from convlib.render.foot import Outcome
from convlib.render.options import Options
from convlib.render.pixel_figure import PixelFigure
from convlib.render.slanted_figure import SlantedFigure
from convlib.render.slanted_sheet import SlantedSheet
from convlib.render.theme import theme


class Easel:
    """Shows moments of a scene; what all of them share is worked out once.

    Args:
        scene: What is staged.
        options: How it looks.
        outcome: The result that stands at the bottom, where the options ask for it.

    Attributes:
        sheet: Where everything stands.

    Raises:
        ConvError: It would be too large, or an option has a value that can't be.
    """

    def __init__(self, scene: Scene, options: Options, outcome: Outcome | None = None) -> None:
        self._figure = _blank(scene, options, outcome)
        self.sheet = self._figure.sheet
        bound(options, self.sheet.width, self.sheet.height)

    def show(self, step: int, term: int | None = None) -> PixelFigure:
        """The figure at a moment, until the next one is asked for.

        Args:
            step: From 0.
            term: From 0; None for the whole step at once.
        """
        self._figure.paint(self._figure.moment(step, term))
        return self._figure

    def pieces(self, step: int) -> list[Artist]:
        """What shows a step, in pixels of the sheet and from back to front."""
        return self._figure.pieces(self._figure.moment(step))


def _blank(scene: Scene, options: Options, outcome: Outcome | None) -> PixelFigure:
    """A figure in the look that is asked for, which shows nothing yet."""
    if options.slanted:
        return SlantedFigure(SlantedSheet(scene, options))
    return SceneFigure(sheet_of(scene, options, outcome), theme(options.theme))
