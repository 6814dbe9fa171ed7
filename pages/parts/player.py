"""The player as a Streamlit component: registered once, mounted wherever a scene is shown."""

from __future__ import annotations

from typing import Any

import streamlit as st

from convlib import Lesson
from convlib.controls.about import about
from convlib.controls.tell import tell
from convlib.picture.scene import Scene
from convlib.render.payload import payload
from convlib.render.theme import contents
from pages.parts.address import Opening
from pages.parts.files import loader
from pages.parts.play import opening_of

_mount = st.components.v2.component("convolution", js=loader())


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
    return {
        "place": place_of(lesson),
        "about": {**about(lesson, language), "geometry": contents()["geometry"]},
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
