"""Lesson 4: slices and products of the 3-D filter, and of the 2-D one beside it."""

from __future__ import annotations

from tests.contract.answers.asked import Check

ANSWERS: dict[str, Check] = {
    "slices": lambda asked: len(asked.scene.results),
    "products": lambda asked: asked.numbers("weights"),
    "flat": lambda asked: asked.instead(view="beside").numbers("flat"),
    "value": lambda asked: asked.total(asked.outputs[-1]),
    "macs": lambda asked: asked.products("weights"),
    "times": lambda asked: sum(panel.array == "weights" for panel in asked.scene.panels),
}
