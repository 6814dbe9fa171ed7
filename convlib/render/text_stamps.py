"""Texts as pixels, laid over a canvas of places in a palette."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from convlib.ops import Array
from convlib.render.mask import Pair, lettered
from convlib.render.palette import Palette
from convlib.render.theme import Theme
from convlib.render.writing import Writing

QUARTERS = 4  # letters begin at quarters of a pixel


@dataclass(frozen=True)
class TextStamps:
    """Lays texts over canvases, in a theme's colours; what looks the same is drawn once."""

    theme: Theme
    palette: Palette
    _types: dict[tuple[object, ...], tuple[Pair, Array, Array]] = field(default_factory=dict)

    @property
    def ground(self) -> int:
        """The place of the ground's colour."""
        return self.palette.place(self.theme.colours["ground"])

    def write(self, canvas: Array, writing: Writing) -> None:
        """A text over whatever lies there."""
        x, phase = _begun(writing)
        mask = lettered(writing.text, writing.weight, writing.size, phase)
        left, right = mask.span
        if x + left < 0 or x + right > canvas.shape[1]:
            mask = mask.between(-x, canvas.shape[1] - x)
        self.palette.lay(canvas, mask, writing.y, x, self.theme.colours[writing.colour])

    def type(self, canvas: Array, writings: Iterable[Writing]) -> None:
        """Texts on bare ground of a whole frame: there each looks the same wherever it stands."""
        width, every = canvas.shape[1], list[tuple[Array, Array]]()
        for writing in writings:
            x, phase = _begun(writing)
            key = writing.text, writing.weight, writing.size, phase, writing.colour
            if key not in self._types:
                mask = lettered(*key[:4])
                typed = self.palette.over(self.ground, mask, self.theme.colours[writing.colour])
                self._types[key] = mask.span, mask.flat(width), typed
            (left, right), places, typed = self._types[key]
            if x + left < 0 or x + right > width:
                self.write(canvas, writing)
            else:
                every.append((places + (writing.y * width + x), typed))
        if every:  # at once, as numbers and signs are few pixels each
            at, typed = map(np.concatenate, zip(*every, strict=True))
            canvas.reshape(-1)[at] = typed


def _begun(writing: Writing) -> tuple[int, int]:
    """The pixel that a text begins at, and how many quarters of one behind its edge."""
    return divmod(round(writing.start * QUARTERS), QUARTERS)
