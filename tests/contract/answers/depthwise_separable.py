"""Lesson 11: both layers counted on the stage, and the large one window by window."""

from __future__ import annotations

from itertools import count

from tests.contract.answers.asked import Asked, Check, places

TIMES = 8


def in_full(asked: Asked, filters: int | None = None) -> tuple[int, int, int]:
    """Products of looking, of mixing, and of the standard layer in their place."""
    side, kernel, channels = (asked[f"full_{name}"] for name in ("side", "kernel", "channels"))
    made = asked["full_filters"] if filters is None else filters
    outputs = places(side, kernel) ** 2
    look = sum(outputs * kernel * kernel for _ in range(channels))
    mix = sum(outputs * channels for _ in range(made))
    return look, mix, sum(look for _ in range(made))


def share(asked: Asked) -> int:
    look, mix, _ = in_full(asked)
    return round(100 * mix / (look + mix))


def eight(asked: Asked) -> int:
    """The first number of filters with which the two layers are so much cheaper."""
    for filters in count(1):
        look, mix, standard = in_full(asked, filters)
        if TIMES * (look + mix) < standard:
            return filters
    raise AssertionError


ANSWERS: dict[str, Check] = {
    "products": lambda asked: asked.products(),
    "weights": lambda asked: asked.numbers("weights", "mix"),
    "value": lambda asked: asked.total(asked.outputs[0]),
    "full": lambda asked: sum(in_full(asked)[:2]),
    "standard": lambda asked: in_full(asked)[2],
    "share": share,
    "eight": eight,
}
