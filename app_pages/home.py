"""The home page: shows, moving, what this is, and leads to the lessons."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import convlib
from convlib import text
from app_pages.parts import style
from app_pages.parts.language import present_language
from app_pages.parts.player import show_player


def show(lesson_pages: Sequence[StreamlitPage]) -> None:
    """Draw the home page."""
    language = present_language()
    style.apply()
    st.title(text.say("app.headline", language), anchor=False)
    st.markdown(text.say("app.promise", language))
    scene = convlib.lesson("single-channel").build()
    show_player(
        scene, key="home.player", stamp="home", language=language, autoplay=True, loop=True
    )
    st.subheader(text.say("app.lessons", language), anchor=False)
    columns = st.columns(3)
    for at, (lesson, page) in enumerate(zip(convlib.all_lessons(), lesson_pages, strict=True)):
        with columns[at % 3].container(border=True):
            st.page_link(page, label=f"**{lesson.order} · {page.title}**")
            st.markdown(text.prose(lesson.slug, language)["idea"])
