"""A lesson's page: the stage with its controls, what follows from it, the prose."""

from __future__ import annotations

import streamlit as st

import convlib
from convlib import text
from pages.parts import style
from pages.parts.address import visit
from pages.parts.facts import show_facts
from pages.parts.language import present_language
from pages.parts.path import Pages, show_needs, show_next
from pages.parts.player import show_lesson
from pages.parts.style import coloured


def show(slug: str, pages: Pages) -> None:
    """Draw the whole page of a lesson; ``pages`` are those of all lessons."""
    lesson = convlib.lesson(slug)
    language = present_language()
    embedded = st.context.is_embedded
    style.apply(style.EMBEDDED if embedded else style.RULES + style.LESSON)
    opened = visit(lesson)
    show_lesson(lesson, opened, language, alone=embedded)
    if embedded:
        return
    show_facts(lesson, opened.values, language)
    sections = [
        f"## {text.say(f'prose.{name}', language)}\n\n{coloured(section)}"
        for name, section in text.prose(slug, language).items()
        if name not in ("title", "idea", "questions")
    ]
    show_needs(lesson, pages, language)
    st.markdown("\n\n".join(sections))
    show_next(lesson, pages, language)
