"""What follows from a lesson's state, below its stage: sizes and costs, questions, code.

The first content travels with the page; what belongs to later states the browser asks for by
itself, where it is in sight. Nothing of it is kept for anybody, but the last answers, for a class
asks for the same ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson
import streamlit as st

import convlib
from convlib import Lesson, text
from convlib.controls.shown import text_of
from convlib.lesson import Values
from pages.parts import quiz
from pages.parts.counts import noted_unvisited
from pages.parts.files import loader, path_of
from pages.parts.listing import listings
from pages.parts.networks import network_map
from pages.parts.play import language_of, packed, picture, values_of
from pages.parts.player import place_of
from pages.parts.table import table
from pages.parts.work import heading, work

SECTIONS = ("work", "table", "questions", "code")
ANSWERS = 2048  # that are kept as they travel, of some 2 KB
OPENINGS = 64  # that are kept, of some 8 KB
WORDS = {
    "help": "quiz.help",
    "check": "quiz.check",
    "copy": "code.copy",
    "copied": "player.copied",
    "offline": "player.offline",
    "frameworks": "code.title",
    "csv": "table.csv",
    "markdown": "table.markdown",
    "wide": "table.title",
    "tableHelp": "table.help",
    "sorted": "table.sorted",
    "falls": "table.falls",
    "file": "table.file",
}
HEADINGS = {
    "table": "table.title",
    "map": "map.title",
    "questions": "quiz.title",
    "code": "code.title",
}

_mount = st.components.v2.component("facts", js=loader("facts", "facts.css"))


def show_facts(lesson: Lesson, values: Values, language: str) -> None:
    """Put the sections on the page, as they are for the state in which it opens."""
    state = text_of(lesson, values)
    words = {name: text.say(key, language) for name, key in WORDS.items()}
    headings = {name: heading(key, language) for name, key in HEADINGS.items()}
    data = {
        "place": place_of(lesson),
        "slug": lesson.slug,
        "lang": language,
        "state": state,
        "sections": opening(lesson.slug, state, language),
        "headings": headings,
        "words": words,
        "map": network_map(language) if lesson.compared(values) else None,
        "tex": path_of("katex.js"),
    }
    _mount(key=f"{lesson.slug}.facts", data=data, height="content")


def answer(lesson: Lesson, asked: Mapping[str, Any]) -> bytes:
    """What sections show for a state, as JSON that is packed.

    Args:
        lesson: Whose sections they are.
        asked: ``{"state": str, "sections": [str, …], "lang": str}``.

    Returns:
        By section what it shows: HTML for ``"work"``, else what ``questions`` and ``listings``
        give.

    Raises:
        ConvError: There is no such state.
        KeyError, TypeError, ValueError: No page asks so.
    """
    state = text_of(lesson, values_of(lesson, str(asked["state"])))
    wanted = [str(name) for name in asked["sections"]]
    if not set(wanted) <= set(SECTIONS) or len(wanted) > len(SECTIONS):
        raise ValueError("no such sections")
    return packed_sections(lesson.slug, state, tuple(wanted), language_of(asked))


@lru_cache(ANSWERS)
def packed_sections(slug: str, state: str, names: tuple[str, ...], language: str) -> bytes:
    """Some sections as they travel."""
    shown = _shown(slug, state, names, language)
    return packed(orjson.dumps(shown))


@lru_cache(OPENINGS)
def opening(slug: str, state: str, language: str) -> dict[str, Any]:
    """All sections that there are, which nobody may change."""
    return _shown(slug, state, SECTIONS, language)


def _shown(slug: str, state: str, names: Iterable[str], language: str) -> dict[str, Any]:
    """What sections show for a state, by their names."""
    lesson = convlib.lesson(slug)
    values = values_of(lesson, state)
    shown: dict[str, Any] = {}
    for name in names:
        if name == "work":
            shown[name] = work(lesson, values, _unvisited(slug, state, language), language)
        elif name == "table":
            shown |= {name: made} if (made := table(lesson, values, language)) else {}
        elif name == "questions":
            shown[name] = quiz.questions(lesson, values, language)
        else:
            shown[name] = listings(lesson, values, language)
    return shown


def _unvisited(slug: str, state: str, language: str) -> int:
    """How many cells no window visits; a player has mostly just shown the state."""
    noted = noted_unvisited(slug, state)
    return picture(slug, state, False, language).unvisited if noted is None else noted


def reply(lesson: Lesson, asked: Mapping[str, Any]) -> str:
    """What is said of an answer to a question, as JSON.

    Args:
        lesson: Whose question it is.
        asked: ``{"state": str, "question": str, "typed": str, "lang": str}``.

    Returns:
        ``{"said": str, "right": bool}``; what is said is HTML.

    Raises:
        ConvError: There is no such state.
        KeyError: Nothing of that name is asked.
    """
    values = values_of(lesson, str(asked["state"]))
    name, typed = str(asked["question"]), str(asked["typed"])
    said, right = quiz.reply(lesson, name, typed, values, language_of(asked))
    return json.dumps({"said": said, "right": right}, ensure_ascii=False)
