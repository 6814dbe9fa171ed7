"""What tests of lessons share: what is said and shown, what is answered, results by plain loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from convlib import Lesson
from convlib.ops import Array
from convlib.picture.equation import equation
from convlib.picture.parts import Panel
from convlib.picture.scene import ABREAST, Scene
from convlib.picture.view import view
from tests.cases import Case
from tests.code.running import run

Sides = tuple[tuple[int, int], ...]


def said(scene: Scene, step: int, term: int | None = None) -> str:
    """The equation in one line."""
    return "".join(token.text for group in equation(scene, step, term) for token in group)


def clauses(scene: Scene, step: int) -> list[str]:
    """The equations that stand beside each other."""
    return said(scene, step).split(ABREAST)


def answers(lesson: Lesson, /, **state: Any) -> dict[str, float]:
    """The right answers to what a state asks, by question."""
    values = lesson.values(**state)
    return {each.name: each.answer(values) for each in lesson.questions if each.asked(values)}


def panel(scene: Scene, name: str) -> Panel:
    """The panel of a name."""
    (found,) = (each for each in scene.panels if each.name == name)
    return found


def shown(scene: Scene, name: str, step: int, term: int | None = None) -> list[str]:
    """What the cells of the panel of a name show at a moment."""
    at = scene.panels.index(panel(scene, name))
    cells = view(scene, step, term).cells[scene.first_cells[at] :]
    return [cell.text for cell in cells[: scene.panels[at].values.size]]


def worked_out(scene: Scene) -> Array:
    """The output ``(planes, rows, columns)`` as the steps' sums have it."""
    last = scene.written(len(scene.src))
    values = np.where(last >= 0, scene.sums[last], scene.values)
    planes = [(scene.first_cells[at], scene.panels[at].values.shape) for at in scene.results]
    return np.stack([values[at : at + r * c].reshape(r, c) for at, (r, c) in planes])


def by_loops(x: Array, weights: Array, *, stride: Sequence[int], padding: str | Sides) -> Array:
    """A convolution by plain loops, without dilation.

    Args:
        x: ``(channels, *spatial)``.
        weights: ``(filters, channels, *spatial)``.
        stride: Per axis.
        padding: ``"valid"``, ``"same"``, or zeros before and after, per axis.
    """
    sides: Sides = ((0, 0),) * len(stride)
    if padding == "same":
        sizes = zip(x.shape[1:], weights.shape[2:], stride, strict=True)
        sides = tuple(_same(*axis) for axis in sizes)
    elif not isinstance(padding, str):
        sides = padding
    case = Case(x, weights, tuple(stride), sides, (1,) * len(stride), 1)
    return case.convolved()


def _same(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """The zeros that keep as many places as the stride leaves of the cells, one more at the end."""
    last = (-(-size // stride) - 1) * stride  # where the last window begins, without any before
    zeros = max(0, last + kernel - size)
    return zeros // 2, zeros - zeros // 2


def coded(lesson: Lesson, runner: str = "numpy", /, **state: Any) -> Any:
    """What a state's code leaves in ``y``."""
    return run(runner, lesson.code(lesson.values(**state)))
