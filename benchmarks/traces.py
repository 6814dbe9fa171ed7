"""How long it takes to trace what a person may follow: a 64 x 64 input under a 3 x 3 kernel."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np

from convlib.trace import (
    Trace,
    conv_trace,
    conv_transpose_gather_trace,
    conv_transpose_trace,
)

ROUNDS = 30
GOAL = 20.0  # milliseconds
SIZE = 64

Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Each trace with the median time, its output and partial sums included."""
    dice = np.random.default_rng(0)
    x, weight = dice.integers(-9, 10, (1, SIZE, SIZE)), dice.integers(-9, 10, (1, 1, 3, 3))
    decimals = x / 7
    given: list[tuple[str, Callable[[], Trace]]] = [
        ("conv, whole numbers", lambda: conv_trace(x, weight, padding=1)),
        ("conv, decimals", lambda: conv_trace(decimals, weight, padding=1)),
        ("conv_transpose, scatter", lambda: conv_transpose_trace(x, weight, padding=1)),
        ("conv_transpose, gather", lambda: conv_transpose_gather_trace(x, weight, padding=1)),
    ]
    found = []
    for name, follow in given:
        spent, taps = measure(follow), len(follow().src)
        verdict = "ok" if spent <= GOAL else "missed"
        title = f"Trace of {name}, {SIZE} × {SIZE} under 3 × 3 ({taps:,} taps)"
        found.append((title, f"{spent:.1f} ms", f"≤ {GOAL:.0f} ms", verdict))
    return found


def measure(follow: Callable[[], Trace]) -> float:
    """The median of several rounds, in milliseconds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        trace = follow()
        _ = trace.output, trace.sums
        spent.append((time.perf_counter() - start) * 1000)
    return median(spent)
