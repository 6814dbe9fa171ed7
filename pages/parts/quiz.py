"""Questions about what is on screen: the answers are worked out, so they change with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from convlib import Lesson, text
from convlib.controls.tell import tell
from convlib.errors import ConvError
from convlib.lesson import Question
from convlib.numerals import exact, is_right, read_answer
from pages.parts.address import State, state_of
from pages.parts.style import coloured


@st.fragment
def show_questions(lesson: Lesson, language: str) -> None:
    """All questions of a lesson; a fragment, so that an answer draws nothing else anew."""
    if not lesson.questions:
        return
    state = state_of(lesson)
    words = text.questions(lesson.slug, language)
    title, help_ = text.say("quiz.title", language), text.say("quiz.help", language)
    st.markdown(f"## {title}\n\n{help_}")
    asked_now = (each for each in lesson.questions if each.asked(state.values))
    for number, question in enumerate(asked_now, start=1):
        asked, why = words[question.name]
        _ask(lesson, state, question, f"**{number}.** {asked}", why, language)


def _ask(
    lesson: Lesson, state: State, question: Question, asked: str, why: str, language: str
) -> None:
    """One question: its words, a field with a check, and what is said of the answer."""
    details = question.details(state.values)
    sentence = asked.format(**details)
    key = f"{lesson.slug}.quiz.{question.name}"
    with st.container(key=key.replace(".", "-"), gap="small"):
        st.markdown(coloured(sentence))
        with (
            st.form(f"{key}.form", border=False),
            st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
        ):
            typed = st.text_input(
                plain(sentence), key=key, label_visibility="collapsed", width=140, max_chars=30
            )
            checked = st.form_submit_button(text.say("quiz.check", language))
        if checked:
            st.session_state[f"{key}.checked"] = (typed, stamp(lesson, state))
        if st.session_state.get(f"{key}.checked") == (typed, stamp(lesson, state)):
            said = _said(typed, question.answer(state.values), why, details, language)
            st.markdown(said, unsafe_allow_html=True)


def stamp(lesson: Lesson, state: State) -> str:
    """Names the state that an answer was for: another one asks anew."""
    return repr(lesson.write(state.values))


def _said(typed: str, answer: float, why: str, details: Mapping[str, object], language: str) -> str:
    """What is said of an answer, and the reason, folded away until it is asked for."""
    if not typed.strip():
        return f"**{text.say('quiz.empty', language)}**"
    try:
        given = read_answer(typed)
    except ConvError as error:
        return f"**{tell(error, language)}**"
    reason = coloured(why.format(**{**details, "answer": exact(answer)}))
    summary = text.say("quiz.why", language)
    return (
        f"{verdict(given, answer, language)}\n\n"
        f'<details class="why"><summary>{summary}</summary>\n\n{reason}\n\n</details>'
    )


def verdict(given: float, answer: float, language: str) -> str:
    """Right or wrong in words, so that it isn't told by colour alone.

    Example:
        >>> verdict(9, 9, "en"), verdict(12, 9, "en")
        ('**Right.**', '**Not quite:** it is less than 12.')
    """
    if is_right(given, answer):
        return text.say("quiz.right", language)
    key = "quiz.less" if given > answer else "quiz.greater"
    return text.say(key, language, given=exact(given))


def plain(sentence: str) -> str:
    """Prose without its marks, as a screen reader says it.

    Example:
        >>> plain("**1.** How wide is the :input[input]?")
        '1. How wide is the input?'
    """
    return re.sub(r"[*`$]", "", re.sub(r":[a-z]+\[(.*?)\]", r"\1", sentence))
