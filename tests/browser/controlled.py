"""What a player is told of a lesson's state by its server, for a player without one."""

from __future__ import annotations

from typing import Any

import convlib
from convlib.controls.offer import controls, has_axes, is_apart
from convlib.controls.result import written_result


def options_of(slug: str = "single-channel", *, apart: bool = False, **state: Any) -> Any:
    """What a player is told of a lesson's state beside its scene."""
    lesson = convlib.lesson(slug)
    values = lesson.values(**state)
    return {
        "controls": controls(lesson, values, "en", apart=apart),
        "result": written_result(lesson.result(values), "en"),
        "apart": apart or is_apart(lesson, values),
        "axes": has_axes(lesson, values),
        "history": {"undo": False, "redo": False, "reset": False},
    }
