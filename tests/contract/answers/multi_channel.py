"""Lesson 3: planes, kernels and products counted on the stage."""

from __future__ import annotations

from tests.contract.answers.asked import Asked, Check

MANY = 10  # filters


def of_one_filter(asked: Asked) -> int:
    return asked.numbers("weights") // asked.numbers("bias")


ANSWERS: dict[str, Check] = {
    "planes": lambda asked: len(asked.scene.results),
    "sixteen": lambda _: sum(1 for _filter in range(16) for _channel in range(3)),
    "products": of_one_filter,
    "value": lambda asked: asked.instead(view="block").total(
        asked.instead(view="block").outputs[0]
    ),
    "parameters": lambda asked: asked.numbers("weights", "bias"),
    "many": lambda asked: asked.scene.output[0].size * MANY * of_one_filter(asked),
}
