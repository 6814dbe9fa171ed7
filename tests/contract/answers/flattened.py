"""Lesson 12: passes counted where they are on the stage, the stand-in by another search."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from tests.contract.answers.asked import Asked, Check


def passes(asked: Asked, order: str = "channel-column-row") -> Asked:
    """A single filter's three passes by themselves."""
    return asked.instead(view="in-turn", filters=1, order=order)


def missed(asked: Asked) -> int:
    """The least that a general search leaves of the filter, in per cent."""
    weights = asked.arrays["weights"].astype(float)
    cuts = np.cumsum(weights.shape)[:-1]

    def rest(numbers: np.ndarray) -> float:
        lines = np.split(numbers, cuts)
        return float(np.sum((weights - np.einsum("c,y,x->cyx", *lines)) ** 2))

    starts = np.random.default_rng(0).standard_normal((20, sum(weights.shape)))
    least = min(minimize(rest, start, method="BFGS").fun for start in starts)
    return round(100 * float(np.sqrt(least / np.sum(weights**2))))


ANSWERS: dict[str, Check] = {
    "weights": lambda asked: passes(asked).numbers("channel", "column", "row"),
    "first": lambda asked: passes(asked).panel("flat-first").values.size,
    "products": lambda asked: passes(asked).products(),
    "late": lambda asked: passes(asked, "column-channel-row").products(),
    "full": lambda asked: np.ones(asked["full_channels"]).size + 2 * asked["full_kernel"],
    "whole": lambda asked: np.ones((asked["full_channels"], *[asked["full_kernel"]] * 2)).size,
    "doubled": lambda asked: 2 * (asked["full_channels"] + asked["full_kernel"]),
    "missed": missed,
}
