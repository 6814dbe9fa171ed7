"""The app: its navigation, built from the lessons; nothing else."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

import convlib
from convlib import text
from convlib.path import path
from pages import home, lesson
from pages.parts.address import slug_of
from pages.parts.calm import calm
from pages.parts.language import present_language
from pages.parts.path import numbered


def draw(language: str) -> None:
    """Draw the page that the address names, with the list of all beside it."""
    # Each page links to others: all have one table of them, which is full before any is drawn.
    lesson_pages: dict[str, StreamlitPage] = {}
    for each in convlib.all_lessons():
        lesson_pages[each.slug] = st.Page(
            partial(lesson.show, each.slug, lesson_pages),
            title=text.prose(each.slug, language)["title"],
            url_path=each.slug,
        )
    start = st.Page(
        partial(home.show, lesson_pages),
        title=text.say("app.home", language),
        url_path="",
        default=True,
    )
    # Streamlit's own list of pages isn't one for screen readers; our links are the same to the eye.
    listed = [start, *lesson_pages.values(), *strays(lesson_pages, start)]
    page = st.navigation(listed, position="hidden")
    name = text.say("app.name", language)
    title = name if page.title == start.title else f"{page.title} · {name}"
    st.set_page_config(page_title=title, page_icon="▦", layout="wide")
    if not st.context.is_embedded:
        with st.sidebar:
            st.page_link(start)
            for group, members in path().items():
                st.markdown(f"**{text.say(f'path.{group}', language)}**")
                for each in members:
                    st.page_link(lesson_pages[each.slug], label=numbered(each, language))
    page.run()


def strays(pages: dict[str, StreamlitPage], start: StreamlitPage) -> list[StreamlitPage]:
    """A page for an address that names no lesson: home says so, and Streamlit shows no dialog."""
    slug = slug_of(st.context.url)
    if slug in pages or not re.fullmatch(r"[\w-]{1,60}", slug):
        return []
    return [st.Page(partial(home.show, pages), title=start.title, url_path=slug)]


with calm():
    draw(present_language())
