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
from pages.parts.language import present_language
from pages.parts.path import numbered

LANGUAGE = present_language()

# Each page links to others, so all have the same table of them, which is full before any is drawn.
lesson_pages: dict[str, StreamlitPage] = {}
for each in convlib.all_lessons():
    lesson_pages[each.slug] = st.Page(
        partial(lesson.show, each.slug, lesson_pages),
        title=text.prose(each.slug, LANGUAGE)["title"],
        url_path=each.slug,
    )
start = st.Page(
    partial(home.show, lesson_pages),
    title=text.say("app.home", LANGUAGE),
    url_path="",
    default=True,
)

# A page for an address that names no lesson: home says so, and Streamlit has no dialog to show.
slug = home.slug_of(st.context.url)
strays = (
    [st.Page(partial(home.show, lesson_pages), title=start.title, url_path=slug)]
    if re.fullmatch(r"[\w-]{1,60}", slug) and slug not in lesson_pages
    else []
)

# Streamlit's own list of pages isn't one for screen readers; these links are the same to the eye.
page = st.navigation([start, *lesson_pages.values(), *strays], position="hidden")
name = text.say("app.name", LANGUAGE)
title = name if page.title == start.title else f"{page.title} · {name}"
st.set_page_config(page_title=title, page_icon="▦", layout="wide")
if not st.context.is_embedded:
    with st.sidebar:
        st.page_link(start)
        for group, members in path().items():
            st.markdown(f"**{text.say(f'path.{group}', LANGUAGE)}**")
            for each in members:
                st.page_link(lesson_pages[each.slug], label=numbered(each, LANGUAGE))
page.run()
