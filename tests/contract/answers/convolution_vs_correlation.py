"""Lesson 1: sums by plain loops, and areas by Simpson's rule, which is exact for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import numpy as np

from convlib.ops import Array
from tests.contract.answers.asked import Asked, Check

Place = tuple[int, ...]


def pair(asked: Asked) -> tuple[Array, Array]:
    """Both signals, with as many axes as they have."""
    if asked["view"] == "plane":
        return asked.arrays["input"], asked.arrays["weights"]
    return asked.arrays["f"][0], asked.arrays["g"][0]


def met(f: Array, g: Array, place: Place, turned: bool) -> float:
    """The sum of the products at a place, of g turned or as it is."""
    total = 0.0
    for index in product(*map(range, f.shape)):
        there = tuple(t - i if turned else i - t for t, i in zip(place, index, strict=True))
        if all(0 <= at < size for at, size in zip(there, g.shape, strict=True)):
            total += float(f[index]) * float(g[there])
    return total


def area(f: Array, g: Array, t: int, turned: bool) -> float:
    """The area under the product of two functions that run straight from point to point."""
    total = 0.0
    for start in range(len(f) - 1):
        ends = [t - start, t - start - 1] if turned else [start - t, start + 1 - t]
        if not all(0 <= at < len(g) for at in ends):
            continue
        (f0, f1), (g0, g1) = f[start : start + 2].tolist(), g[ends].tolist()
        middle = (f0 + f1) / 2 * (g0 + g1) / 2
        total += (f0 * g0 + 4 * middle + f1 * g1) / 6
    return total


def at(asked: Asked, place: Place, turned: bool) -> float:
    """What comes out where the first point of g stands at a place."""
    f, g = pair(asked)
    if asked["view"] == "continuous":
        return area(f, g, place[0], turned)
    return met(f, g, place, turned)


def meetings(asked: Asked) -> Iterator[tuple[Place, Place]]:
    """Where g meets f: the place of g turned, and of g as it is on the same numbers."""
    f, g = pair(asked)
    spans = [range(n + m - 1) for n, m in zip(f.shape, g.shape, strict=True)]
    for place in product(*spans):
        yield place, tuple(t - m + 1 for t, m in zip(place, g.shape, strict=True))


def shown(asked: Asked) -> Iterator[tuple[Place, Place]]:
    """Those of them that are on the stage: all, or where g lies wholly on f."""
    f, g = pair(asked)
    for place, lag in meetings(asked):
        inside = all(0 <= t <= n - m for t, n, m in zip(lag, f.shape, g.shape, strict=True))
        if inside or asked["mode"] == "full":
            yield place, lag


def origin(asked: Asked) -> int:
    """Which point of g stands at 0: of functions that are compared the middle one."""
    compared = asked["view"] == "continuous" and asked["reverse"] == "both"
    return (pair(asked)[1].size - 1) // 2 if compared else 0


def named(asked: Asked, which: str) -> Place:
    """The place that a question names."""
    details = asked.lesson.questions[0].details(asked.values)
    inside = re.split(r"[(\[]", str(details[which]))[-1].strip(")]")
    away = origin(asked) if which == "convolution" else -origin(asked)
    return tuple(int(part.replace("\N{MINUS SIGN}", "-")) + away for part in inside.split(", "))


def differ(asked: Asked) -> int:
    places = list(shown(asked))
    pairs = ((at(asked, place, True), at(asked, lag, False)) for place, lag in places)
    return sum(not np.isclose(one, other, rtol=0, atol=1e-9) for one, other in pairs)


ANSWERS: dict[str, Check] = {
    "length": lambda asked: len(list(meetings(asked))),
    "inside": lambda asked: len(list(shown(asked))),
    "value": lambda asked: at(asked, named(asked, "convolution"), True),
    "area": lambda asked: at(asked, named(asked, "convolution"), True),
    "other": lambda asked: at(asked, named(asked, "correlation"), False),
    "differ": differ,
}
