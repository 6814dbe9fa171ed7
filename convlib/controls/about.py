"""What a player is told of its lesson, whatever state that is in."""

from __future__ import annotations

import re
from typing import Any

from convlib import text
from convlib.edits import RANDOM
from convlib.lesson import Lesson

# Prose in the roles' colours, in bold, slanted, as code: `:input[these]`, `**these**`, `*these*`.
MARKS = re.compile(
    r":(?P<role>\w+)\[(?P<said>[^\]]*)\]|\*\*(?P<bold>.+?)\*\*|\*(?P<slant>.+?)\*|`(?P<code>[^`]+)`"
)
Piece = tuple[str, str, str]


def about(lesson: Lesson, language: str) -> dict[str, Any]:
    """A lesson's name, its title, its idea, and all words of a player."""
    prose = text.prose(lesson.slug, language)
    return {
        "slug": lesson.slug,
        "lang": language,
        "title": prose["title"],
        "idea": pieces(prose["idea"]),
        "words": text.section("player", language),
        "names": names_of(lesson, language),
        "arrays": {name: text.say(f"control.{name}", language) for name in lesson.grids()},
    }


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
