"""The states of lessons whose code is run: presets, extremes, and several parameters at once."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from convlib import ConvError, Lesson
from convlib.lesson import Values
from tests.contract.states import extremes, moved, states

MIXED = 24  # states with several parameters away from their preset's, tried per lesson
LARGEST = 30_000  # cells of an output that NumPy's loops still make in a test, but for presets


def mixed(lesson: Lesson) -> Iterator[dict[str, Any]]:
    """Some parameters at values of their own, on top of a preset; the same in every run."""
    dice = np.random.default_rng(zlib.crc32(lesson.slug.encode()))
    for _ in range(MIXED):
        preset = lesson.presets[dice.integers(len(lesson.presets))]
        state: dict[str, Any] = {"preset": preset.name}
        several = dice.permutation(len(lesson.params))[: dice.integers(2, 5)]
        for param in (lesson.params[at] for at in several):
            choices = moved(param) or extremes(param)
            state[param.name] = choices[dice.integers(len(choices))]
        yield state


def coded_states(lesson: Lesson) -> Iterator[tuple[str, Values, dict[str, str]]]:
    """What each state is called, its values and its code; what is large only of a preset."""
    for state in [*states(lesson), *mixed(lesson)]:
        try:
            values = lesson.values(**state)
        except ConvError:
            continue
        written = dict(lesson.code(values))
        if set(state) == {"preset"} or most_cells(written["numpy"]) <= LARGEST:
            yield repr(state), values, written


def different(lesson: Lesson) -> Iterator[tuple[str, dict[str, str]]]:
    """What each state is called, and its code; no code is yielded twice."""
    seen = set[str]()
    for name, _, written in coded_states(lesson):
        if written["numpy"] not in seen:
            seen.add(written["numpy"])
            yield name, written


def most_cells(source: str) -> int:
    """Cells of the largest array that NumPy's code makes room for."""
    rooms = re.findall(r"np\.zeros\(\(([\d, ]+)\)", source)
    return max((math.prod(map(int, room.strip(", ").split(","))) for room in rooms), default=0)
