"""Lesson 6: rows counted on the stage of the direct convolution, or on that of its twin."""

from __future__ import annotations

from itertools import count

import numpy as np

from convlib.picture.parts import PADDING
from tests.contract.answers.asked import Asked, Check, places


def goes_back(asked: Asked) -> bool:
    return bool(asked["direction"] == "transposed")


def rows(asked: Asked) -> int:
    """Of the output; the twin has it as its input, with zeros that were put in."""
    if goes_back(asked):
        return asked.scene.panels[0].inner[0]
    return int(asked.scene.output.shape[0])


def left(asked: Asked) -> int:
    """Rows below the last window; in the twin there are so many more zeros at the end."""
    (window, *_), source = asked.scene.windows, asked.scene.panels[0]
    if not goes_back(asked):
        return source.rows - int(window.row.max()) - window.rows
    filled = np.flatnonzero((source.kind_of_cells & PADDING == 0).any(axis=1))
    return source.rows - 1 - int(filled[-1]) - int(filled[0])


def same(asked: Asked) -> int:
    """The fewest zeros with which the window has as many places as the stride leaves rows."""
    (size, _), (stride, _), span = asked["size"], asked["stride"], asked.scene.windows[0].rows
    kept = len(range(0, size, stride))
    return next(zeros for zeros in count() if places(size + zeros, span, stride) >= kept)


def half(_: Asked) -> int:
    """The only stride with which 14 rows and fewer than 3 of padding have 7 places for 3 rows."""
    (stride,) = {
        stride for stride in range(1, 15) for p in range(3) if places(14 + 2 * p, 3, stride) == 7
    }
    return stride


ANSWERS: dict[str, Check] = {
    "span": lambda asked: asked.scene.windows[0].rows,
    "rows": rows,
    "left": left,
    "same": same,
    "half": half,
}
