"""A figure that shows one moment after the other as a file wants them."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist

from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.figure import SceneFigure, figure
from convlib.render.foot import Outcome
from convlib.render.options import Options


class Easel:
    """Shows moments of a scene; what all of them share is worked out once.

    Args:
        scene: What is staged.
        options: How it looks.
        outcome: The result that stands at the bottom, where the options ask for it.
    """

    def __init__(self, scene: Scene, options: Options, outcome: Outcome | None = None) -> None:
        self._options = options
        self._figure = figure(scene, 0, outcome=outcome, **vars(options))
        self.sheet = self._figure.sheet

    def show(self, step: int, term: int | None = None) -> SceneFigure:
        """The figure at a moment, until the next one is asked for.

        Args:
            step: From 0.
            term: From 0; None for the whole step at once.
        """
        self._figure.paint(self._moment(step, term))
        return self._figure

    def pieces(self, step: int) -> list[Artist]:
        """What shows a step, in pixels of the sheet and from back to front."""
        return self._figure.pieces(self._moment(step, None))

    def _moment(self, step: int, term: int | None) -> View:
        options, sheet = self._options, self.sheet
        shown: dict[str, Any] = {
            "layout": sheet.layout,
            "look": options.look,
            "language": options.language,
        }
        return view(sheet.scene, step, term, **shown)
