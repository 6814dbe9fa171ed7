"""The home page: shows, moving, what this is, and leads to the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import convlib
from convlib import ConvError, text
from pages.parts import style
from pages.parts.language import present_language
from pages.parts.player import show_scene
from pages.parts.style import coloured


def show(lesson_pages: Sequence[StreamlitPage]) -> None:
    """Draw the home page."""
    language = present_language()
    style.apply()
    st.title(text.say("app.headline", language), anchor=False)
    st.markdown(coloured(text.say("app.promise", language)))
    problem = unknown_lesson(st.context.url)
    if problem:
        st.warning(problem.sentence(language), icon="⚠️")
    scene = convlib.lesson("single-channel").build()
    show_scene(scene, "home.player", language, autoplay=True, loop=True)
    st.header(text.say("app.lessons", language), anchor=False)
    columns = st.columns(3)
    for at, (lesson, page) in enumerate(zip(convlib.all_lessons(), lesson_pages, strict=True)):
        with columns[at % 3].container(border=True):
            st.page_link(page, label=f"**{lesson.order} · {page.title}**")
            st.markdown(coloured(text.prose(lesson.slug, language)["idea"]))


def slug_of(url: str | None) -> str:
    """The lesson that an address names, whether or not there is one."""
    return unquote(urlsplit(url or "").path).rstrip("/").rpartition("/")[2]


def unknown_lesson(url: str | None) -> ConvError | None:
    """What is wrong with an address that names a lesson which doesn't exist, else None."""
    slug = slug_of(url)
    if not slug:
        return None
    try:
        convlib.lesson(slug)
    except ConvError as error:
        return error
    return None
