"""How long a scene takes to build: nobody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import convlib
from convlib.render.payload import encode

ROUNDS = 25
LARGEST = {"size": 16, "kernel": 7, "padding": 4, "seed": 1}
Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Each goal with what was measured."""
    lesson = convlib.lesson("single-channel")
    largest = lesson.build(**LARGEST)
    return [
        _row("scene of the default lesson", lesson.build, 5),
        _row(
            f"scene of the largest allowed ({len(largest.src):,} products)",
            lambda: lesson.build(**LARGEST),
            50,
        ),
        _row("its payload as JSON", lambda: encode(largest), None),
    ]


def _row(name: str, work: Callable[[], object], goal: float | None) -> Row:
    spent = median(_milliseconds(work) for _ in range(ROUNDS))
    if goal is None:
        return name, f"{spent:.1f} ms", "", ""
    return name, f"{spent:.2f} ms", f"≤ {goal} ms", "ok" if spent <= goal else "missed"


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
