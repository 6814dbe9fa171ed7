"""Lesson 8: the cells that taps land on, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence

from tests.contract.answers.asked import Asked, Check

WAVENET = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]


def reached(kernel: int, rates: Sequence[int]) -> set[int]:
    """The cells that one output of all layers comes from."""
    cells = {0}
    for rate in rates:
        cells = {cell + tap * rate for cell in cells for tap in range(kernel)}
    return cells


def field(cells: set[int]) -> int:
    """How many cells there are from the first to the last."""
    return len(range(min(cells), max(cells) + 1))


def span(asked: Asked) -> int:
    if asked["view"] in ("layer", "pair", "parallel"):
        return max(window.columns for window in asked.scene.windows)
    return field(reached(asked["kernel"][1], [max(asked["rates"])]))


def of_stack(asked: Asked) -> set[int]:
    return reached(asked["kernel"][1], asked["rates"])


ANSWERS: dict[str, Check] = {
    "span": span,
    "weights": lambda asked: asked.arrays["weights"].size,
    "field": lambda asked: field(of_stack(asked)),
    "never": lambda asked: field(of_stack(asked)) - len(of_stack(asked)),
    "linear": lambda asked: field(reached(3, [1] * len(asked["rates"]))),
    "wavenet": lambda _: field(reached(2, WAVENET)),
}
