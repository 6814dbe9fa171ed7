"""A lesson's opening as a small moving picture that leads to it."""

from __future__ import annotations

import streamlit as st

from convlib import Lesson
from convlib.render.theme import contents
from pages.parts.files import loader

_mount = st.components.v2.component("miniature", js=loader("miniature"))


def show_miniature(lesson: Lesson, language: str) -> None:
    """Mount it in a container with a link to the lesson; it fetches its scene when it is seen."""
    data = {"slug": lesson.slug, "lang": language, "geometry": contents()["geometry"]}
    _mount(key=f"{lesson.slug}.miniature", data=data, height="content")
