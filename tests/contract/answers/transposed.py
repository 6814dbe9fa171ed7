"""Lesson 7: stamps put down one by one, and rows counted."""

from __future__ import annotations

from itertools import product

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import PADDING
from tests.contract.answers.asked import Asked, Check, places

TALLEST = 200  # rows that are tried


def same_for_all(asked: Asked) -> Asked:
    """What the first of several layers side by side is, in every state: from 4 to 8."""
    if asked["view"] != "checkerboards":
        return asked
    numbers = {"size": 4, "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1}
    both = {name: (number, number) for name, number in numbers.items()}
    return asked.instead(view="overlap", **both)


def goes_up(asked: Asked) -> tuple[int, int]:
    """Rows and columns of what is stamped: of the round trip what came down."""
    rows, columns = asked["size"]
    if asked["view"] != "roundtrip":
        return rows, columns
    sizes = zip(
        *(asked[name] for name in ("size", "padding", "kernel", "stride")),
        strict=True,
    )
    down, across = (places(size + 2 * zeros, span, stride) for size, zeros, span, stride in sizes)
    return down, across


def stamped(asked: Asked) -> Array:
    """How many stamps touch each output, by putting them down."""
    asked = same_for_all(asked)
    shape = goes_up(asked)
    whole = np.zeros(
        [
            stride * (size - 1) + span + extra
            for size, stride, span, extra in zip(
                shape,
                *(asked[name] for name in ("stride", "kernel", "output_padding")),
                strict=True,
            )
        ],
        int,
    )
    for at in product(*map(range, shape)):
        for weight in product(*map(range, asked["kernel"])):
            cell = tuple(i * s + k for i, s, k in zip(at, asked["stride"], weight, strict=True))
            whole[cell] += 1
    (top, left), (rows, columns) = asked["padding"], whole.shape
    return whole[top : rows - top, left : columns - left]


def border(asked: Asked) -> int:
    """Rows of zeros before the first input where the kernel slides."""
    source = same_for_all(asked).instead(view="gather").scene.panels[0]
    return int(np.flatnonzero((source.kind_of_cells & PADDING == 0).any(axis=1))[0])


def sizes(asked: Asked) -> int:
    """Heights that a convolution turns into as many rows as are stamped."""
    asked = same_for_all(asked)
    (span, _), (stride, _), (zeros, _) = (asked[n] for n in ("kernel", "stride", "padding"))
    made = (places(height + 2 * zeros, span, stride) for height in range(1, TALLEST))
    return sum(count == goes_up(asked)[0] for count in made)


ANSWERS: dict[str, Check] = {
    "rows": lambda asked: asked.scene.output.shape[-2],
    "border": border,
    "sizes": sizes,
    "entries": lambda asked: stamped(asked).sum(),
    "single": lambda asked: (stamped(asked) == 1).sum(),
    "stamps": lambda asked: stamped(asked).max(),
}
