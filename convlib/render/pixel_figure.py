"""Figures of matplotlib's measured in pixels, which look alike whatever a user's style is."""

from __future__ import annotations

from abc import abstractmethod
from io import BytesIO
from typing import Any, Protocol

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from convlib.picture.view import View
from convlib.render.plain import plain

DPI = 100
POINTS = 72 / DPI  # to the pixel
LEAST = 1e-6  # of a pixel: without it, what inches times dots falls short of a pixel cuts one off
SAVED: tuple[Any, ...] = (  # a user's settings that hold where a figure is saved
    *("savefig.dpi", "savefig.bbox", "savefig.pad_inches", "savefig.format"),
    "savefig.transparent",
)
FINE = 2  # pixels of a notebook's picture for one


class Measured(Protocol):
    """A sheet, as far as everybody needs it who lays a picture anywhere; all in pixels."""

    @property
    def width(self) -> int:
        """Of the whole."""

    @property
    def height(self) -> int:
        """Of the whole."""

    @property
    def margin(self) -> int:
        """What is free around the picture."""

    @property
    def cell(self) -> float:
        """The side of a cell."""


class PixelFigure(Figure):
    """A figure whose one axes is measured in pixels, from the top left corner.

    Attributes:
        sheet: Where everything stands.
    """

    sheet: Measured

    @plain()
    def __init__(self, sheet: Measured, ground: str) -> None:
        self.sheet = sheet
        size = (sheet.width + LEAST) / DPI, (sheet.height + LEAST) / DPI
        super().__init__(figsize=size, dpi=DPI, facecolor=ground)

    @plain()
    def draw(self, renderer: RendererBase) -> None:
        """Draw, whatever a user's style is."""
        super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save as matplotlib does: how fine and whether cut, a user's style may say."""
        with plain({name: rcParams[name] for name in SAVED}):
            super().savefig(fname, **options)

    def _ipython_display_(self) -> None:
        """Be seen in a notebook, which would cut it and make it coarse as it does other figures."""
        from IPython.display import display  # which asks for this

        data, size = self._repr_png_()
        seen = {"image/png": data, "text/plain": repr(self)}
        display(seen, raw=True, metadata={"image/png": size})  # type: ignore[no-untyped-call]

    @plain()
    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        """What a notebook shows: sharp on fine screens too, and as large as it was asked for."""
        file = BytesIO()
        self.savefig(file, format="png", dpi=FINE * DPI)
        return file.getvalue(), {"width": self.sheet.width, "height": self.sheet.height}

    @plain()
    def paint(self, moment: View) -> None:
        """Show a moment in place of the one that is shown."""
        self.clear()
        axes = self.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set(xlim=(0, self.sheet.width), ylim=(self.sheet.height, 0))
        for depth, artist in enumerate(self.pieces(moment)):
            artist.set(zorder=depth, transform=axes.transData, snap=False)
            axes.add_artist(artist)

    @abstractmethod
    def moment(self, step: int, term: int | None = None) -> View:
        """What is shown at a step, from 0: up to a term of it, from 0, or as a whole."""

    @abstractmethod
    def pieces(self, moment: View) -> list[Artist]:
        """What shows a moment, in pixels and from back to front."""
