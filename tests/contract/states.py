"""The states of lessons that the contract looks at: presets, views, parameters' extremes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, Lesson, all_lessons
from convlib.lesson import Values
from convlib.params import Choice, Grid, PaddingParam, Param, PerAxis, Seed, Several, Whole

LONGEST = 1234.56789012345  # digits as many as a number can have

each_lesson = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)


def extremes(param: Param) -> list[Any]:
    """The least and the most that a parameter takes, in every way it takes them."""
    match param:
        case PerAxis(low=low, high=high):
            return [low, high, (low, high), (high, low)]
        case PaddingParam(rules=rules, high=high):
            return [*rules, 0, high, ((0, high), (0, 0)), ((0, 0), (high, 0))]
        case Whole(low=low, high=high):
            return [low, high]
        case Choice(choices=choices):
            return list(choices)
        case Several(low=low, high=high, most=most):
            return [[low], [high], [low] * most, [high] * most]
        case Seed(high=high):
            return [0, high]
        case Grid(cap=cap, planes=planes) if planes:
            full = np.full((planes, cap, cap), LONGEST)
            return [[[[-9999]]], full, -full[:1, :1], full[:, :, :1] / 1e6]
        case Grid(cap=cap):
            full = np.full((cap, cap), LONGEST)
            return [[[-9999]], full, -full[:1], full[:, :1] / 1e6, np.arange(cap)[None] - 2]
    raise NotImplementedError(f"say here what the extremes of a {type(param).__name__} are")


def moved(param: Param) -> list[Any]:
    """Values that a control of the page would set; arrays are set on the stage."""
    match param:
        case PerAxis(low=low, high=high):
            return [(n, m) for n in range(low, min(high, low + 4) + 1) for m in (n, low)]
        case PaddingParam(rules=rules):
            return [*rules, ((1, 1), (1, 1)), ((1, 0), (1, 0))]
        case Whole(low=low, high=high):
            return list(range(low, min(high, low + 4) + 1))
        case Choice(choices=choices):
            return list(choices)
        case Several(low=low, high=high):
            return [(low,), (low, high), (low, low), (high, high, high)]
    return []


def states(lesson: Lesson) -> Iterator[dict[str, Any]]:
    """The defaults, each preset, and each parameter's extremes."""
    yield {}
    yield from ({"preset": preset.name} for preset in lesson.presets)
    for param in lesson.params:
        yield from ({param.name: value} for value in extremes(param))


def name_of(state: object) -> str:
    """A state or a lesson, short, as a test's id."""
    if isinstance(state, Lesson):
        return state.slug
    assert isinstance(state, dict)
    return " ".join(
        f"{name}={getattr(value, 'shape', value)}".replace(" ", "") for name, value in state.items()
    )


EVERY_STATE = [(lesson, state) for lesson in all_lessons() for state in states(lesson)]


def accepted(lesson: Lesson) -> Iterator[tuple[str, Values]]:
    """Those of a lesson's states that aren't refused: their names and their values."""
    for state in states(lesson):
        try:
            yield name_of(state), lesson.values(**state)
        except ConvError:
            assert "preset" not in state, "a preset is never refused"


def views(lesson: Lesson) -> Iterator[Values]:
    """The presets, and what every way of the first choice leads to."""
    yield from (lesson.values(preset=preset.name) for preset in lesson.presets)
    for param in lesson.params[:1]:
        if isinstance(param, Choice):
            yield from lesson.ways(lesson.values(), param).values()
