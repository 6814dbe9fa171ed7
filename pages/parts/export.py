"""The state on screen as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convlib import Lesson
from convlib.errors import ConvError
from convlib.export.painted import MAX_FRAMES
from convlib.export.save import encoded
from convlib.lesson import Values
from convlib.picture.look import SHOWN
from convlib.render.options import SECONDS
from convlib.render.theme import NAMES
from pages.parts.address import COUNTED, SPEEDS

LAYOUTS = ("", "tall")  # that of a file, and a phone's own


def made(lesson: Lesson, values: Values, asked: Mapping[str, Any], language: str) -> bytes:
    """The GIF of a state, looked at in the way that is asked for.

    Args:
        lesson: Whose state it is.
        values: The state.
        asked: ``by``, ``theme``, ``layout``, ``show``, ``hues`` and ``speed``; what isn't there, or
            isn't known, is as usual.
        language: Of its words.

    Raises:
        ConvError: It would have too many frames.
    """
    by = _known(asked.get("by"), COUNTED)
    scene = lesson.staged(values)
    frames = len(scene.src) if by == "term" else len(scene)
    if frames > MAX_FRAMES:
        raise ConvError("too-many-frames", parameter="by", frames=frames, cap=MAX_FRAMES)
    speed = asked.get("speed") if asked.get("speed") in SPEEDS else 1
    return encoded(
        scene,
        "gif",
        by=by,
        theme=_known(asked.get("theme"), NAMES),
        layout=_known(asked.get("layout"), LAYOUTS),
        language=language,
        show=_known(asked.get("show"), SHOWN),
        hues=asked.get("hues") is True,
        seconds=SECONDS / float(speed or 1),
    )


def _known(value: Any, choices: tuple[str, ...]) -> str:
    """What was asked for if there is such a way, else the usual one."""
    return value if value in choices else choices[0]


def file_name(lesson: Lesson, values: Values) -> str:
    """A name that says what the file shows; numbers typed in would make it too long."""
    written = lesson.write(values)
    grids = lesson.grids()
    parts = [
        value if name == "preset" else f"{name}{value.replace(':', '+')}"
        for name, value in written.items()
        if name not in grids
    ]
    return "-".join((lesson.slug, *parts)) + ".gif"
