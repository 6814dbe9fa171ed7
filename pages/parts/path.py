"""The way through the lessons: their names in lists, what they build on, what comes next."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import convlib
from convlib import Lesson, text
from convlib.path import after

Pages = Mapping[str, StreamlitPage]  # of the lessons, by their slugs


def numbered(lesson: Lesson, language: str) -> str:
    """A lesson's number and title.

    Example:
        >>> numbered(convlib.lesson("arithmetic"), "en")
        '6 · Convolution arithmetic'
    """
    title = text.prose(lesson.slug, language)["title"]
    return text.say("path.title", language, number=lesson.order, title=title)


def show_needs(lesson: Lesson, pages: Pages, language: str) -> None:
    """What a lesson builds on, as links in a row."""
    if not lesson.needs:
        return
    with st.container(horizontal=True, key=f"{lesson.slug}-needs", vertical_alignment="center"):
        st.markdown(text.say("path.needs", language), width="content")
        for slug in lesson.needs:
            label = numbered(convlib.lesson(slug), language)
            st.page_link(pages[slug], label=label, width="content")


def show_next(lesson: Lesson, pages: Pages, language: str) -> None:
    """The lesson that comes next, and why."""
    following = after(lesson.slug)
    if following is None:
        return
    label = text.say("path.next", language, lesson=numbered(following, language))
    with st.container(border=True, key=f"{following.slug}-next-card"):
        st.page_link(pages[following.slug], label=f"**{label}**", width="content")
        st.markdown(text.say(f"path.why-{following.slug}", language))
