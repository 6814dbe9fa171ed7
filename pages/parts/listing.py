"""The layer as code: what it is in, and its arrays' further numbers, which can be folded away.

It has no colours: on this page each of them means a role.
"""

from __future__ import annotations

from typing import Any

from convlib import Lesson, text
from convlib.code.fold import Part, parts
from convlib.lesson import Values

FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras", "numpy": "NumPy"}


def listings(lesson: Lesson, values: Values, language: str) -> list[dict[str, Any]]:
    """All code of a state.

    Returns:
        ``{"title", "label", "parts"}`` for each framework; a part is a text, and if it can be
        folded away the name of its array, what stands for it, and what that button is called.
    """
    written = lesson.code(values)
    return [
        {
            "title": title,
            "label": text.say("code.of", language, name=title),
            "parts": [_part(part, language) for part in parts(written[name])],
        }
        for name, title in FRAMEWORKS.items()
        if name in written
    ]


def _part(part: Part, language: str) -> tuple[str, ...]:
    if not part.array:
        return (part.text,)
    size = " × ".join(map(str, part.shape))
    if len(part.shape) == 1:
        size = text.say("code.count", language, count=size)
    name = text.say("code.unfold", language, size=size, name=part.array)
    return part.text, part.array, size, name
