"""The player as a Streamlit component: registered once, mounted wherever a scene is shown."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from convlib import Lesson, text
from convlib.controls.tell import tell
from convlib.edits import RANDOM
from convlib.picture.scene import Scene
from convlib.render.payload import payload
from convlib.render.theme import contents
from pages.parts.address import Opening
from pages.parts.files import loader
from pages.parts.play import opening_of

_mount = st.components.v2.component("convolution", js=loader())
# Prose in the roles' colours, in bold, slanted, as code: `:input[these]`, `**these**`, `*these*`.
MARKS = re.compile(
    r":(?P<role>\w+)\[(?P<said>[^\]]*)\]|\*\*(?P<bold>.+?)\*\*|\*(?P<slant>.+?)\*|`(?P<code>[^`]+)`"
)
Piece = tuple[str, str, str]


def place_of(lesson: Lesson) -> str:
    """Names the place of a lesson's player on its page.

    Example:
        >>> import convlib
        >>> place_of(convlib.lesson("dilated"))
        'dilated.player'
    """
    return f"{lesson.slug}.player"


def show_lesson(lesson: Lesson, opened: Opening, language: str, **options: Any) -> None:
    """Mount the player of a lesson, which asks the server by itself from then on.

    Args:
        lesson: What is shown.
        opened: How it opens.
        language: Of its words.
        **options: What ``player.js`` calls options, such as ``alone`` (in another page's frame).
    """
    data = opened_data(lesson, opened, language, **options)
    _mount(key=place_of(lesson), data=data, height="content")


def opened_data(lesson: Lesson, opened: Opening, language: str, **options: Any) -> dict[str, Any]:
    """What a lesson's player is given as it opens; the rest as for ``show_lesson``."""
    prose = text.prose(lesson.slug, language)
    return {
        "place": place_of(lesson),
        "about": {
            "slug": lesson.slug,
            "lang": language,
            "title": prose["title"],
            "idea": pieces(prose["idea"]),
            "words": text.section("player", language),
            "geometry": contents()["geometry"],
            "names": names_of(lesson, language),
            "arrays": {name: text.say(f"control.{name}", language) for name in lesson.grids()},
        },
        "answer": opening_of(lesson, opened.values, language),
        "options": {"autoplay": True, **opened.options, **options},
        "problem": " ".join(tell(problem, language) for problem in opened.problems),
        "lost": bool(opened.problems),
    }


def show_scene(scene: Scene, place: str, language: str, **options: Any) -> None:
    """Mount a player of one scene, of which nothing is changed.

    Args:
        scene: What it plays.
        place: Names the player's place on the page.
        language: Of its words.
        **options: What ``player.js`` calls options, such as ``autoplay`` and ``loop``.
    """
    data = {
        "place": place,
        "geometry": contents()["geometry"],
        "scene": payload(scene, language),
        "options": {"tools": False, **options},
    }
    _mount(key=place, data=data, height="content")


def names_of(lesson: Lesson, language: str) -> dict[str, list[list[str]]]:
    """Per array what it can be filled with: the names, and the words for them."""
    return {
        name: [[each, text.say(f"named.{each}", language)] for each in (*param.names, RANDOM)]
        for name, param in lesson.grids().items()
    }


def pieces(prose: str) -> list[Piece]:
    """A sentence as texts, each with its role and the HTML element that it is set in.

    Example:
        >>> pieces("A :kernel[**kernel**] slides over *all*.")[1:4]
        [('kernel', 'kernel', 'b'), (' slides over ', '', ''), ('all', '', 'em')]
        >>> pieces("`p=1`")
        [('p=1', '', 'code')]
    """
    found: list[Piece] = []
    at = 0
    for mark in MARKS.finditer(prose):
        found.append((prose[at : mark.start()], "", ""))
        found += _marked(mark)
        at = mark.end()
    return [each for each in (*found, (prose[at:], "", "")) if each[0]]


def _marked(mark: re.Match[str]) -> list[Piece]:
    if mark["role"]:
        bold = mark["said"].startswith("**")
        return [(mark["said"].strip("*"), mark["role"], "b" if bold else "")]
    if mark["code"]:
        return [(mark["code"], "", "code")]
    style = "b" if mark["bold"] else "em"
    inner = pieces(mark["bold"] or mark["slant"])
    return [(said, role, style) for said, role, _ in inner]
