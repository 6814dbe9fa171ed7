"""Lesson 16: channels counted on the stage, values worked out of its cells, layers by hand."""

from __future__ import annotations

from itertools import product

from convlib.picture.scene import RULES
from tests.contract.answers.asked import Asked, Check

LARGEST = RULES.index("max")
PLACES, CHANNELS = 28 * 28, 192  # of block 3a


def value(asked: Asked) -> float:
    """The first number of the last channel: the last branch's weights on the largest numbers."""
    panel = asked.scene.results[-1]
    return worth(asked, asked.scene.first_cells[panel])


def worth(asked: Asked, cell: int) -> float:
    """A cell's number, worked out of the numbers that are given."""
    scene = asked.scene
    terms = [term for term, out in enumerate(scene.out.tolist()) if out == cell]
    if not terms:
        return float(scene.values[cell])
    parts = [
        worth(asked, int(scene.src[term])) * (scene.values[ker] if ker >= 0 else 1)
        for term, ker in zip(terms, scene.ker[terms].tolist(), strict=True)
    ]
    largest = scene.rules is not None and scene.rules[terms[0]] == LARGEST
    return float(max(parts) if largest else sum(parts))


def pairs(*layers: tuple[int, int, int]) -> int:
    """Products at all places: a layer's channels, filters, and rows or columns of its kernel."""
    return sum(
        PLACES * sum(1 for _ in product(range(depth), range(filters), range(k), range(k)))
        for depth, filters, k in layers
    )


ANSWERS: dict[str, Check] = {
    "channels": lambda asked: len(asked.scene.results),
    "value": value,
    "reduced": lambda _: pairs((CHANNELS, 16, 1), (16, 32, 5)),
    "direct": lambda _: pairs((CHANNELS, 32, 5)),
    "growing": lambda _: len([*range(64), *range(128), *range(32), *range(CHANNELS)]),
    "five": lambda asked: asked.instead(view="five").numbers("twice"),
    "seven": lambda asked: asked.instead(view="seven").numbers("across", "down"),
}
