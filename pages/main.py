"""The app: its navigation, built from the lessons; nothing else."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

import convlib
from convlib import text
from pages import home, lesson
from pages.parts.language import present_language

LANGUAGE = present_language()

lesson_pages = [
    st.Page(
        partial(lesson.show, each.slug),
        title=text.prose(each.slug, LANGUAGE)["title"],
        url_path=each.slug,
    )
    for each in convlib.all_lessons()
]
start = st.Page(
    partial(home.show, lesson_pages),
    title=text.say("app.home", LANGUAGE),
    url_path="",
    default=True,
)

# A page for an address that names no lesson: home says so, and Streamlit has no dialog to show.
slug = home.slug_of(st.context.url)
known = {each.slug for each in convlib.all_lessons()}
strays = (
    [st.Page(partial(home.show, lesson_pages), title=start.title, url_path=slug)]
    if re.fullmatch(r"[\w-]{1,60}", slug) and slug not in known
    else []
)

# Streamlit's own list of pages isn't one for screen readers; these links are the same to the eye.
page = st.navigation([start, *lesson_pages, *strays], position="hidden")
name = text.say("app.name", LANGUAGE)
title = name if page.title == start.title else f"{page.title} · {name}"
st.set_page_config(page_title=title, page_icon="▦", layout="wide")
if not st.context.is_embedded:
    with st.sidebar:
        st.page_link(start)
        st.markdown(f"**{text.say('app.lessons', LANGUAGE)}**")
        for each in lesson_pages:
            st.page_link(each)
page.run()
