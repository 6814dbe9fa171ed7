"""Lesson 2: sizes and sums counted on the stage."""

from __future__ import annotations

from convlib.picture.parts import PADDING
from tests.contract.answers.asked import Asked, Check


def corner(asked: Asked) -> int:
    """The cells that the first output reads, but for the padding."""
    kinds = asked.panel("input").kind_of_cells.ravel()
    return sum(not kinds[cell] & PADDING for cell in asked.comes_from(asked.outputs[0]))


ANSWERS: dict[str, Check] = {
    "size": lambda asked: len(asked.outputs),
    "value": lambda asked: asked.total(asked.outputs[-1]),
    "corner": corner,
    "macs": lambda asked: asked.products(),
    "reads": lambda asked: asked.fed_by(asked.first("input")),
}
