"""The home page: shows, moving, what this is, and leads to the lessons."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import convlib
from convlib import ConvError, Lesson, text
from convlib.path import path
from pages.parts import style
from pages.parts.address import slug_of
from pages.parts.language import present_language
from pages.parts.miniature import show_miniature
from pages.parts.path import Pages, numbered
from pages.parts.player import show_scene
from pages.parts.style import coloured


def show(pages: Pages) -> None:
    """Draw the home page; ``pages`` are those of all lessons."""
    language = present_language()
    style.apply()
    st.title(text.say("app.headline", language), anchor=False)
    st.markdown(coloured(text.say("app.promise", language)))
    problem = unknown_lesson(st.context.url)
    if problem:
        style.warn(problem.sentence(language))
    scene = convlib.lesson("single-channel").build()
    show_scene(scene, "home.player", language, autoplay=True, loop=True)
    st.header(text.say("app.lessons", language), anchor=False)
    for group, lessons in path().items():
        st.subheader(text.say(f"path.{group}", language), anchor=False)
        with st.container(key=f"{group}-cards"):
            for lesson in lessons:
                _show_card(lesson, pages[lesson.slug], language)


def _show_card(lesson: Lesson, page: StreamlitPage, language: str) -> None:
    """A lesson as a card: what it looks like, what it is called, what it says."""
    with st.container(border=True, key=f"{lesson.slug}-card"):
        show_miniature(lesson, language)
        st.page_link(page, label=f"**{numbered(lesson, language)}**")
        st.markdown(coloured(text.prose(lesson.slug, language)["idea"]))


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
