"""A lesson's state as a player shows it: its name as a text, and all that surrounds its scene."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from convlib.controls.offer import controls, has_axes, is_apart
from convlib.controls.result import written_result
from convlib.lesson import Lesson, Values


def text_of(lesson: Lesson, values: Values) -> str:
    """A state as the query of its address.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("single-channel")
        >>> text_of(lesson, lesson.values(stride=2, kernel=(3, 2)))
        'kernel=3x2&stride=2'
    """
    return urlencode(lesson.write(values), safe=":,;")


def shown(
    lesson: Lesson,
    values: Values,
    scene: Mapping[str, Any] | None,
    language: str,
    *,
    apart: bool | Collection[str] = False,
) -> dict[str, Any]:
    """A state as a player shows it.

    Args:
        lesson: Whose state it is.
        values: The state.
        scene: As it is sent to a player; None where that has it already.
        language: Of the words.
        apart: As for ``controls``.

    Returns:
        ``{"state", "scene", "controls", "apart", "axes", "result", "opens"}``.
    """
    return {
        "state": text_of(lesson, values),
        "scene": scene,
        "controls": controls(lesson, values, language, apart=apart),
        "apart": bool(apart) or is_apart(lesson, values),
        "axes": has_axes(lesson, values),
        "result": written_result(lesson.result(values), language),
        "opens": dict(lesson.opens(values)),
    }
