"""Lesson 10: planes, weights and products counted on the stage."""

from __future__ import annotations

from tests.contract.answers.asked import Asked, Check

DOUBLE = {
    **{"view": "all", "channels": 3, "multiplier": 2, "size": (7, 7), "kernel": (3, 3)},
    **{"stride": (1, 1), "padding": ((0, 0), (0, 0)), "input": None, "weights": None},
}


def of_one_kernel(asked: Asked) -> int:
    """Weights of a kernel."""
    rows, columns = asked["kernel"]
    return len(range(rows)) * len(range(columns))


def reads(asked: Asked) -> int:
    """The channels that the first output is made of."""
    cells = asked.comes_from(asked.outputs[0])
    return len({asked.scene.locate(cell)[0] for cell in cells})


def standard(asked: Asked) -> int:
    """Every channel once for each output."""
    return len(asked.outputs) * len(asked.arrays["input"]) * of_one_kernel(asked)


ANSWERS: dict[str, Check] = {
    "planes": lambda asked: len(asked.scene.results),
    "weights": lambda asked: asked.numbers("weights"),
    "products": lambda asked: asked.products(),
    "value": lambda asked: asked.total(asked.outputs[0]),
    "standard": standard,
    "reads": reads,
    "double": lambda asked: asked.instead(**DOUBLE).products(),
    "summed": lambda asked: len(asked.comes_from(asked.outputs[0])),
    "total": lambda asked: asked.total(asked.outputs[0]),
    "same": lambda asked: asked.products(),
}
