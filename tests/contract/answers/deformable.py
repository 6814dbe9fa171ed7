"""Lesson 17: channels and weights by counting, values from what is read on the stage."""

from __future__ import annotations

import math

from tests.contract.answers.asked import Asked, Check


def points(asked: Asked) -> int:
    """How many the kernel has."""
    return math.prod(asked.values["kernel"])


def share(asked: Asked) -> float:
    """The largest part of a cell that the chosen point lies over at the first step.

    A point is the middle of a square as large as a cell: what it shares with each is its weight.
    """
    (mark,) = asked.scene.points
    at = min(asked.values["point"], points(asked)) - 1
    assert mark.regular is not None
    home, moves = mark.regular[0, at], [p for p in asked.scene.panels if p.array == "offsets"]
    row, column = divmod(at, asked.values["kernel"][1])
    if moves:
        place = [start + float(m.values[row, column]) for start, m in zip(home, moves, strict=True)]
    else:
        place = mark.places[0, at].tolist()
    over = [max(abs(each - math.floor(each)), 1 - abs(each - math.floor(each))) for each in place]
    return float(over[0] * over[1])


def value(asked: Asked) -> float:
    """The last output on the stage."""
    return asked.total(asked.outputs[-1])


def weights(asked: Asked) -> int:
    """One filter for the output, two for each point, and one more with a mask."""
    count = points(asked)
    filters = 1 + (2 + (asked.values["modulation"] == "on")) * count
    return int(filters * count)


ANSWERS: dict[str, Check] = {
    "channels": lambda asked: 2 * points(asked),
    "share": share,
    "value": value,
    "weights": weights,
    "zeros": lambda _: 0,
}
