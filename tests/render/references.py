"""Whole pictures as they should be, kept as files; `python -m tests.render.references` renews them.

Look at each before it is kept: what it shows from then on counts as right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import convlib
from convlib.ops import Array
from convlib.render.film import Film

FOLDER = Path(__file__).parent / "references"
TILE = 6  # pixels: what is smoothed in other ways is the same on the average of so many


@dataclass(frozen=True)
class Reference:
    """A moment of a preset, and how a film shows it; its step counts from 0."""

    slug: str
    preset: str
    step: int
    term: int | None = None
    way: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where its picture is kept."""
        return FOLDER / f"{self.preset}.png"

    def drawn(self) -> Array:
        """The picture as it is painted now, ``(height, width, 3)``."""
        scene = convlib.lesson(self.slug).build(preset=self.preset)
        film = Film(scene, by="value" if self.term is None else "term", **self.way)
        number = self.step if self.term is None else int(scene.beats[self.step]) + self.term
        picture: Array = film.palette.colours[film.frame(number)]
        return picture


DARK = {"theme": "dark"}
REFERENCES = (
    Reference("arithmetic", "padding_strides_odd", 4, 5, {"width": 560}),  # hatched, a term
    Reference("convolution-vs-correlation", "decay", 12, None, {"width": 640}),  # curves, labels
    Reference("convolution-vs-correlation", "turn", 2, None, {"width": 480, **DARK}),  # tiles turn
    Reference("transposed", "checkerboard", 9, None, {"width": 560, "show": "both"}),
    Reference("deformable", "deformable", 4, None, {"width": 800, **DARK}),  # points, weights
    Reference("grouped", "grouped", 7, None, {"width": 800, "layout": "wide"}),  # lanes, stripes
    Reference("shuffled-grouped", "shuffle", 12, None, {"width": 400, "layout": "tall", **DARK}),
    Reference("spatially-separable", "not-separable", 9, None, {"width": 640}),  # signs, stages
)


def averages(picture: Array) -> Array:
    """The mean colour of each tile of a picture."""
    rows, columns = (side // TILE for side in picture.shape[:2])
    cut = picture[: rows * TILE, : columns * TILE].astype(float)
    found: Array = cut.reshape(rows, TILE, columns, TILE, 3).mean(axis=(1, 3))
    return found


def read(file: Path) -> Array:
    """A picture that is kept."""
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))


def write(file: Path, picture: Array) -> None:
    """Keep a picture."""
    file.parent.mkdir(exist_ok=True)
    Image.fromarray(picture.astype(np.uint8)).save(file, optimize=True)


if __name__ == "__main__":
    for each in REFERENCES:
        write(each.file, each.drawn())
