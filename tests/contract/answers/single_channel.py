"""Lesson 2: sizes and sums counted on the stage."""

from __future__ import annotations

from tests.contract.answers.asked import Check

ANSWERS: dict[str, Check] = {
    "size": lambda asked: len(asked.outputs),
    "value": lambda asked: asked.total(asked.outputs[-1]),
    "macs": lambda asked: asked.products(),
    "reads": lambda asked: asked.fed_by(asked.first("input")),
}
