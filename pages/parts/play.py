"""What a player asks the server, each time by itself: a state, an act, and what comes of it.

Nothing of it is kept between two asks, but the last pictures that somebody asked for: a class asks
for the same ones.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import convlib
from convlib import ConvError, Lesson, text
from convlib.controls.ask import carry_out
from convlib.controls.offer import controls, has_axes, is_apart
from convlib.controls.result import written_result
from convlib.controls.tell import tell
from convlib.controls.typed import typed_numbers
from convlib.lesson import Values
from convlib.picture.parts import UNVISITED
from convlib.picture.scene import Scene
from convlib.render.payload import payload

PICTURES = 256  # that are kept, of some 10 KB
ANSWERS = 2048  # that are kept as they travel, of some 3 KB
FAST = 5  # how hard gzip tries: as small as at 9, in half the time


def text_of(lesson: Lesson, values: Values) -> str:
    """A state as the query of its address.

    Example:
        >>> lesson = convlib.lesson("single-channel")
        >>> text_of(lesson, lesson.values(stride=2, kernel=(3, 2)))
        'kernel=3x2&stride=2'
    """
    return urlencode(lesson.write(values), safe=":,;")


def values_of(lesson: Lesson, state: str) -> Values:
    """The state that a text names.

    Raises:
        ConvError: It names something that doesn't exist, or doesn't go together.
    """
    return lesson.values(**dict(parse_qsl(state, keep_blank_values=True)))


def answer(lesson: Lesson, asked: Mapping[str, Any]) -> bytes:
    """What comes of an ask, as JSON that is packed.

    Args:
        lesson: Whose state it is.
        asked: ``{"state": str, "ask": {…} | None, "apart": bool, "lang": str}``, where the ask is
            what ``carry_out`` takes; ``"numbers": true`` asks for the arrays as text too.

    Returns:
        ``{"state", "scene", "controls", "apart", "axes", "result", "opens", "problem", "refused"}``
        and what was asked for; the scene is null where the ask was refused: the state is the one
        before.

    Raises:
        KeyError, TypeError: No player asks so.
    """
    language = language_of(asked)
    problem, refused = None, False
    try:
        values = values_of(lesson, str(asked["state"]))
    except ConvError as error:
        values, problem = lesson.values(), error
    try:
        if asked.get("ask") is not None and problem is None:
            values, problem = carry_out(lesson, values, asked["ask"])
    except ConvError as error:
        problem, refused = error, True
    said = tell(problem, language) if problem else ""
    shown = (lesson.slug, text_of(lesson, values), bool(asked.get("apart")), language)
    if not asked.get("numbers"):
        return packed_answer(*shown, said, refused=refused)
    own = {"problem": said, "refused": refused}
    numbers = typed_numbers(lesson, values, language)
    return packed(
        _joined({**own, "numbers": numbers}, picture(*shown, with_scene=not refused).text)
    )


@lru_cache(ANSWERS)
def packed_answer(
    slug: str, state: str, apart: bool, language: str, problem: str, *, refused: bool
) -> bytes:
    """An answer as it travels."""
    shown = picture(slug, state, apart, language, with_scene=not refused)
    return packed(_joined({"problem": problem, "refused": refused}, shown.text))


def _joined(own: Mapping[str, Any], shown: str) -> str:
    """Two objects of JSON as one."""
    return f"{json.dumps(own, ensure_ascii=False)[:-1]}, {shown[1:]}"


class Picture(NamedTuple):
    """A state as it is shown.

    Attributes:
        text: What a player shows, as JSON.
        unvisited: Cells that no window visits.
    """

    text: str
    unvisited: int


@lru_cache(PICTURES)
def picture(
    slug: str, state: str, apart: bool, language: str, *, with_scene: bool = True
) -> Picture:
    """A state as a player shows it: its scene, its controls and its result line."""
    lesson = convlib.lesson(slug)
    values = values_of(lesson, state)
    scene = lesson.stage(values) if with_scene else None
    shown = {
        "state": state,
        "scene": _sent(scene, language) if scene else None,
        "controls": controls(lesson, values, language, apart=apart),
        "apart": apart or is_apart(lesson, values),
        "axes": has_axes(lesson, values),
        "result": written_result(lesson.result(values), language),
        "opens": dict(lesson.opens(values)),
    }
    written = json.dumps(shown, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    kinds = (panel.kind_of_cells for panel in scene.panels) if scene else ()
    return Picture(written, sum(int((kind & UNVISITED > 0).sum()) for kind in kinds))


def language_of(asked: Mapping[str, Any]) -> str:
    """The language that is asked for, if there is such a one."""
    wanted = asked.get("lang")
    return wanted if wanted in text.languages() else text.DEFAULT


def _sent(scene: Scene, language: str) -> dict[str, Any]:
    """A scene without the player's words, which it has got already."""
    made = payload(scene, language)
    del made["words"]
    return made


def packed(written: str) -> bytes:
    """A text as it travels."""
    return gzip.compress(written.encode(), FAST, mtime=0)


def opening_of(lesson: Lesson, values: Values, language: str) -> dict[str, Any]:
    """What a player shows first, as ``answer`` gives it."""
    shown = picture(lesson.slug, text_of(lesson, values), False, language)
    return {**json.loads(shown.text), "problem": "", "refused": False}
