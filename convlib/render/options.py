"""How a scene is to look and to play in a file: what every format, painter and interface shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from convlib import text
from convlib.picture.look import SHOWN, Look

USUAL = 800  # pixels across
SECONDS = 0.7  # a step
HOLD = 3  # how many times longer the last frame is shown, unless told


@dataclass(frozen=True)
class Options:
    """All that can be chosen of a file; each interface calls it by these names.

    Attributes:
        by: What a frame is: ``"value"`` for a step, ``"term"`` for a product.
        steps: The first and the last that are shown, from 1 as a link counts; None for all.
        term: Up to which product of its step a picture of one step shows, from 1; None for all.
        seconds: How long a frame is shown.
        hold: How long the last one is, in seconds; None for three times as long as the others.
        between: Frames between two steps, in which what moves is on its way.
        loop: Whether it begins again for ever, rather than to stop at the end.
        theme: One of ``convlib.render.theme.NAMES``.
        transparent: Whether the ground is left out.
        layout: ``"wide"``, ``"tall"`` or another that the scene has; "" for that of a file.
        width: In pixels; the height follows from the scene, unless ``aspect`` says it.
        scale: How many pixels of the file one of these is.
        aspect: Width by height of the whole, such as ``(16, 9)``; None to let it follow.
        cell: The side of a cell in pixels, so that all of a set have the same; the width then
            follows. None to fill the width.
        large: For a projector: no text smaller than 18 pixels of 1280.
        show: ``"numbers"``, ``"both"`` or ``"heat"``.
        hues: Whether each weight has a hue of its own.
        titles: Whether panels have their titles.
        equation: Whether the equation stands below.
        result: Whether the line with the output's size does.
        numbers: Whether cells have numbers; where ``slanted`` is asked for, only if this is too.
        weights: Whether the weights stand small beside the numbers that they multiply.
        kernel: Whether the kernel stands beside its input.
        covered: Whether results that are to be predicted are covered by a "?".
        slanted: Whether the grids lie over each other in perspective, as in the guide: then 400
            pixels wide, unless ``width`` is said.
        language: Of the words.
        grid: Columns and rows of a print sheet, on which steps stand beside each other; None for
            one step.
        paper: Of a print sheet: ``"a4"`` or ``"letter"``.
        only: These steps, from 1, of a print sheet or a PDF; empty for those of ``steps``.
        packed: Further states that a page holds, so that its controls work in it: by parameter the
            values, such as ``{"stride": [1, 2, 3]}``, or as typed, ``("stride=1..3",)``.
    """

    by: str = "value"
    steps: tuple[int, int] | None = None
    term: int | None = None
    seconds: float = SECONDS
    hold: float | None = None
    between: int = 0
    loop: bool = True
    theme: str = "light"
    transparent: bool = False
    layout: str = ""
    width: int = USUAL
    scale: float = 1
    aspect: tuple[int, int] | None = None
    cell: int | None = None
    large: bool = False
    show: str = SHOWN[0]
    hues: bool = False
    titles: bool = True
    equation: bool = True
    result: bool = False
    numbers: bool = True
    weights: bool = True
    kernel: bool = True
    covered: bool = False
    slanted: bool = False
    language: str = text.DEFAULT
    grid: tuple[int, int] | None = None
    paper: str = "a4"
    only: tuple[int, ...] = ()
    packed: Mapping[str, Iterable[Any]] | tuple[str, ...] = ()

    @property
    def look(self) -> Look:
        """What the cells show."""
        return Look(self.show, self.hues, self.numbers, self.weights, self.covered)

    @property
    def end(self) -> float:
        """How long the last frame is shown, in seconds."""
        return HOLD * self.seconds if self.hold is None else self.hold


AS_USUAL = Options()
