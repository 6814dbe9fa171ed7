"""What a player asks the server, each time by itself: a state, an act, and what comes of it.

Nothing of it is kept between two asks, but the last pictures that somebody asked for: a class asks
for the same ones.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import orjson

import convlib
from convlib import ConvError, Lesson, text
from convlib.controls.ask import carry_out
from convlib.controls.shown import shown, text_of
from convlib.controls.tell import tell
from convlib.controls.typed import typed_numbers
from convlib.lesson import Values
from convlib.picture.parts import UNVISITED
from convlib.render.payload import played
from pages.parts.address import once, sensible
from pages.parts.counts import note_unvisited

PICTURES = 256  # that are kept, of some 10 KB
ANSWERS = 2048  # that are kept as they travel, of some 3 KB
MOST_ASKS = 4  # at once
FAST = 5  # how hard gzip tries: as small as at 9, in half the time


def values_of(lesson: Lesson, state: str) -> Values:
    """The state that a text names.

    Raises:
        ConvError: It names something that doesn't exist, or doesn't go together.
    """
    given, repeated = once(parse_qsl(state, keep_blank_values=True))
    if repeated:
        raise repeated[0]
    return lesson.values(**given)


def sensible_values_of(lesson: Lesson, state: str) -> tuple[Values, list[ConvError]]:
    """As much of the state that a text names as makes sense, and what was wrong with the rest."""
    given, repeated = once(parse_qsl(state, keep_blank_values=True))
    values, problems = sensible(lesson, given)
    return values, [*repeated, *problems]


def answer(lesson: Lesson, asked: Mapping[str, Any]) -> bytes:
    """What comes of an ask, or of each of several, as JSON that is packed.

    Args:
        lesson: Whose state it is.
        asked: ``{"state": str, "ask": {…} | None, "apart": bool, "lang": str}``, where the ask is
            what ``carry_out`` takes; ``"asks"`` in its place has up to ``MOST_ASKS``, each of the
            same state; ``"numbers": true`` asks for the arrays as text too.

    Returns:
        ``{"state", "scene", "controls", "apart", "axes", "result", "opens", "problem", "refused"}``
        and what was asked for; the scene is null where the ask was refused: the state is the one
        before. Several of them are a list.

    Raises:
        KeyError, TypeError, ValueError: No player asks so.
    """
    if "asks" in asked:
        if not 1 <= len(asked["asks"]) <= MOST_ASKS:
            raise ValueError("too many at once")
        return packed_answers(tuple(_answered(lesson, asked, ask) for ask in asked["asks"]), True)
    one = _answered(lesson, asked, asked.get("ask"))
    if not asked.get("numbers"):
        return packed_answers((one,), False)
    numbers = typed_numbers(lesson, values_of(lesson, one.state), one.language)
    return packed(_joined({"numbers": numbers}, one.written()))


class Answered(NamedTuple):
    """What comes of an ask: what is shown, and what is said."""

    slug: str
    state: str
    apart: bool
    language: str
    problem: str
    refused: bool

    def written(self) -> bytes:
        """As JSON."""
        shown = picture(*self[:4], with_scene=not self.refused)
        return _joined({"problem": self.problem, "refused": self.refused}, shown.text)


def _answered(lesson: Lesson, asked: Mapping[str, Any], ask: Any) -> Answered:
    language = language_of(asked)
    refused = False
    values, problems = sensible_values_of(lesson, str(asked["state"]))
    try:
        if ask is not None and not problems:
            values, problem = carry_out(lesson, values, ask)
            problems = [problem] if problem else []
    except ConvError as error:
        problems, refused = [error], True
    said = " ".join(tell(problem, language) for problem in problems)
    state = text_of(lesson, values)
    return Answered(lesson.slug, state, bool(asked.get("apart")), language, said, refused)


@lru_cache(ANSWERS)
def packed_answers(answers: tuple[Answered, ...], as_list: bool) -> bytes:
    """An answer, or several, as they travel."""
    written = [each.written() for each in answers]
    return packed(b"[%s]" % b",".join(written) if as_list else written[0])


def _joined(own: Mapping[str, Any], shown: bytes) -> bytes:
    """Two objects of JSON as one."""
    return b"%s,%s" % (orjson.dumps(own)[:-1], shown[1:])


class Picture(NamedTuple):
    """A state as it is shown.

    Attributes:
        text: What a player shows, as JSON.
        unvisited: Cells that no window visits.
    """

    text: bytes
    unvisited: int


@lru_cache(PICTURES)
def picture(
    slug: str, state: str, apart: bool, language: str, *, with_scene: bool = True
) -> Picture:
    """A state as a player shows it: its scene, its controls and its result line."""
    lesson = convlib.lesson(slug)
    values = values_of(lesson, state)
    scene = lesson.stage(values) if with_scene else None
    sent = played(scene, language) if scene else None
    written = orjson.dumps(shown(lesson, values, sent, language, apart=apart))
    kinds = (panel.kind_of_cells for panel in scene.panels) if scene else ()
    unvisited = sum(int((kind & UNVISITED > 0).sum()) for kind in kinds)
    if scene:
        note_unvisited(slug, state, unvisited)
    return Picture(written, unvisited)


def language_of(asked: Mapping[str, Any]) -> str:
    """The language that is asked for, if there is such a one."""
    wanted = asked.get("lang")
    return wanted if wanted in text.languages() else text.DEFAULT


def packed(written: bytes) -> bytes:
    """A text as it travels."""
    return gzip.compress(written, FAST, mtime=0)


def opening_of(lesson: Lesson, values: Values, language: str) -> dict[str, Any]:
    """What a player shows first, as ``answer`` gives it."""
    opened = picture(lesson.slug, text_of(lesson, values), False, language)
    return {**orjson.loads(opened.text), "problem": "", "refused": False}
