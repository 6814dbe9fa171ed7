"""Lesson 9: both passes counted where they are on the stage."""

from __future__ import annotations

import numpy as np

from tests.contract.answers.asked import Asked, Check


def passes(asked: Asked) -> Asked:
    return asked.instead(view="passes")


ANSWERS: dict[str, Check] = {
    "between": lambda asked: passes(asked).panel("between").values.size,
    "passes": lambda asked: passes(asked).products(),
    "each": lambda asked: passes(asked).numbers("column", "row"),
    "seven": lambda _: sum(np.ones(kernel).size for kernel in ((7, 1), (1, 7))),
    "rank": lambda asked: np.linalg.matrix_rank(asked.arrays["weights"]),
}
