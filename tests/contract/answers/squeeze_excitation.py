"""Lesson 18: averages, sums and gains worked out from the numbers in plain loops."""

from __future__ import annotations

import math

from tests.contract.answers.asked import Asked, Check

CHANNELS, REDUCTION, KERNEL = 256, 16, 3  # of the block that is counted in full


def planes(asked: Asked) -> list[list[float]]:
    """The numbers of each channel, in a row."""
    return [[float(n) for row in plane for n in row] for plane in asked.arrays["input"].tolist()]


def scores(asked: Asked, channels: list[list[float]]) -> list[float]:
    """What goes into the sigmoid, channel by channel."""
    first, second = (asked.arrays[name].tolist() for name in ("reduce", "expand"))
    means = [sum(plane) / len(plane) for plane in channels]
    units = range(len(first[0]))
    hidden = [max(0.0, sum(m * row[u] for m, row in zip(means, first, strict=True))) for u in units]
    return [sum(h * float(w) for h, w in zip(hidden, row, strict=True)) for row in second]


def moved(asked: Asked) -> int:
    """Gains that differ when the first channel is read backwards."""
    channels = planes(asked)
    turned = [channels[0][::-1], *channels[1:]]
    pairs = zip(scores(asked, channels), scores(asked, turned), strict=True)
    return sum(not math.isclose(one, other, abs_tol=1e-9) for one, other in pairs)


def added() -> int:
    """Lines between channels and units, both ways, one by one."""
    units = range(CHANNELS // REDUCTION)
    return sum(1 for _ in range(CHANNELS) for _ in units) + sum(
        1 for _ in units for _ in range(CHANNELS)
    )


ANSWERS: dict[str, Check] = {
    "average": lambda asked: sum(planes(asked)[-1]) / len(planes(asked)[-1]),
    "score": lambda asked: scores(asked, planes(asked))[-1],
    "weights": lambda asked: asked.numbers("reduce") + asked.numbers("expand"),
    "places": moved,
    "zero": lambda _: 1 / (1 + math.exp(0)),
    "full": lambda _: added(),
    "times": lambda _: KERNEL**2 * CHANNELS**2 / added(),
}
