"""What stands below the stage, without a browser: costs beside each other, questions."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.facts import compared


def quiz_page() -> None:
    """The questions of a lesson."""
    import convlib
    from pages.parts.quiz import show_questions

    show_questions(convlib.lesson("single-channel"), "en")


def ran(changed: Any) -> AppTest:
    """The page, run again after what was changed on it."""
    page: AppTest = changed.run(timeout=20)
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("own", "other", "words"),
    [
        (10275, 86400, "8.4 times fewer"),
        (12_443_648, 120_422_400, "9.7 times fewer"),
        (1, 12345, "12,345 times fewer"),
        (27, 9, "3.0 times more"),
        (1000, 1001, "nearly as many"),
        (9, 9, "just as many"),
        (0, 9, ""),
    ],
)
def test_costs_beside_each_other(own: int, other: int, words: str) -> None:
    assert compared(own, other, "en") == words


def answer(page: AppTest, number: int, typed: str) -> str:
    """Answer a question, and what is said of it."""
    before = [each.value for each in page.markdown]
    page.text_input[number].set_value(typed)
    ran(page.button[number].click())
    return "\n".join(each.value for each in page.markdown if each.value not in before)


@pytest.mark.parametrize("typed", ["14", "14.0", " 28/2 ", "+14"])
def test_a_right_answer_is_right_and_has_a_reason(typed: str) -> None:
    said = answer(ran(AppTest.from_function(quiz_page)), 1, typed)
    assert said.startswith("**Right.**")
    assert "<summary>Show why</summary>" in said
    assert "add up to 14." in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15", "**Not quite:** it is less than 15."),
        ("−3", "**Not quite:** it is more than −3."),
        (
            "many",
            "**Your answer is “many”, but it has to be a number such as 12, −3, 0.5 or 1/2.**",
        ),
        (" ", "**Type a number first.**"),
        ("1/0", "**Your answer is “1/0”"),
    ],
)
def test_another_answer_gets_a_sentence(typed: str, said: str) -> None:
    assert answer(ran(AppTest.from_function(quiz_page)), 1, typed).startswith(said)


def test_answers_follow_the_stage() -> None:
    page = ran(AppTest.from_function(quiz_page))
    assert "Right" in answer(page, 0, "9")
    state = page.session_state["single-channel.state"]
    state.values = state.values | {"padding": "same"}
    ran(page)
    assert "Right" not in "\n".join(each.value for each in page.markdown)
    assert "it is more than 9" in answer(page, 0, "9")
    assert "Right" in answer(page, 0, "25")
