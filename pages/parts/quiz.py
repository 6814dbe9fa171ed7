"""Questions about what is on screen: the answers are worked out, so they change with it."""

from __future__ import annotations

import re

import streamlit as st

from convlib import Lesson, text
from convlib.controls.tell import tell
from convlib.errors import ConvError
from convlib.lesson import Question, Values
from convlib.numerals import exact, is_right, read_answer
from pages.parts.address import state_of
from pages.parts.sight import follow_stage
from pages.parts.style import coloured

ASKED = "?"  # in place of the answer


@st.fragment
def show_questions(lesson: Lesson, language: str) -> None:
    """All questions of a lesson; a fragment, so that an answer draws nothing else anew."""
    if not lesson.questions:
        return
    state = state_of(lesson)
    drawn = follow_stage("questions", lesson, state)
    words = text.questions(lesson.slug, language)
    title, help_ = text.say("quiz.title", language), text.say("quiz.help", language)
    st.markdown(f"## {title}\n\n{help_}")
    asked_now = (each for each in lesson.questions if each.asked(state.values))
    with st.container(key=f"{lesson.slug}-questions"):
        for number, question in enumerate(asked_now, start=1):
            asked, why = words[question.name]
            key = f"{lesson.slug}.quiz.{question.name}"
            _ask(key, question, state.values, drawn, (f"**{number}.** {asked}", why), language)


def _ask(
    key: str, question: Question, values: Values, drawn: str, words: tuple[str, str], language: str
) -> None:
    """One question: its words, a field with a check, and what is said of the answer.

    Args:
        key: Of its place on the page.
        question: What is asked.
        values: Of the state that it is asked about.
        drawn: Names that state: an answer was for it alone.
        words: What is asked, and why the answer is what it is.
        language: Of the rest.
    """
    asked, why = words
    # Working details out costs more than all the rest, and few questions name any.
    about = question.details(values) if "{" in asked else {}
    sentence = text.filled(asked, language, **about)
    with st.form(f"{key}.form", border=False):
        st.markdown(coloured(sentence))
        # A label's marks would be read out.
        label = plain(sentence)
        typed = st.text_input(label, key=key, label_visibility="collapsed", max_chars=30)
        if st.form_submit_button(text.say("quiz.check", language)):
            st.session_state[f"{key}.checked"] = (typed, drawn)
        if st.session_state.get(f"{key}.checked") == (typed, drawn):
            said = _said(typed, question, values, why, language)
            st.markdown(said, unsafe_allow_html=True)


def _said(typed: str, question: Question, values: Values, why: str, language: str) -> str:
    """What is said of an answer, and the reason, folded away until it is asked for.

    Beside one that isn't right stands how the answer is worked out, but not what it comes to.
    """
    if not typed.strip():
        return f"**{text.say('quiz.empty', language)}**"
    try:
        given = read_answer(typed)
    except ConvError as error:
        return f"**{tell(error, language)}**"
    answer = question.answer(values)
    details = {**question.details(values), "answer": exact(answer)}
    reason = coloured(text.filled(why, language, **details))
    working = coloured(text.filled(why, language, **{**details, "answer": ASKED}))
    hint = "" if is_right(given, answer) else f"\n\n{working}"
    summary = text.say("quiz.why", language)
    return (
        f"{verdict(given, answer, language)}{hint}\n\n"
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
