"""The page's widgets, without a browser: every kind of parameter, facts, questions."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from convlib import text
from convlib.lesson import Values
from pages.parts.facts import compared

WORDS = {
    "control.planes": "Planes",
    "control.view": "View",
    "control.way": "Way",
    "control.rates": "Rates",
    **{f"control.view-{way}": way.title() for way in ("one", "two", "three")},
    **{f"control.way-{way}": way.title() for way in ("one", "two", "three", "four", "five")},
}


def toy_page() -> None:
    """All controls of the lesson that has every kind of parameter, and what follows from them."""
    import streamlit as st

    from pages.parts.address import state_of
    from pages.parts.controls import Controls
    from pages.parts.facts import show_code, show_costs, show_sizes
    from pages.parts.language import tell
    from pages.parts.numbers import Numbers
    from pages.parts.quiz import show_questions
    from tests.toy import TOY

    state = state_of(TOY)
    controls = Controls(TOY, state, "en")
    controls.show_choices()
    controls.show_sliders()
    controls.show_apart()
    Numbers(TOY, state, "en").show()
    show_sizes(TOY, state, TOY.stage(state.values), "en")
    show_costs(TOY, state, "en")
    show_questions(TOY, "en")
    show_code(TOY, state, "en")
    if state.problem:
        st.warning(tell(state.problem, "en"))


def quiz_page() -> None:
    """The questions of a lesson."""
    import convlib
    from pages.parts.quiz import show_questions

    show_questions(convlib.lesson("single-channel"), "en")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    words = text.words()
    monkeypatch.setattr(text, "words", lambda *_: words | WORDS)
    return ran(AppTest.from_function(toy_page))


def ran(changed: Any) -> AppTest:
    """The page, run again after what was changed on it."""
    page: AppTest = changed.run(timeout=20)
    assert not page.exception
    return page


def values(page: AppTest) -> Values:
    found: Values = page.session_state["toy.state"].values
    return found


def test_a_lesson_without_sizes_has_no_switch_and_no_empty_sections(toy: AppTest) -> None:
    assert not toy.toggle
    assert not toy.markdown
    assert not toy.code


def test_few_ways_stand_beside_each_other_and_many_in_a_list(toy: AppTest) -> None:
    (segments,) = toy.button_group
    assert segments.label == "View"
    assert segments.value == "one"
    ran(segments.set_value("two"))
    assert values(toy)["view"] == "two"
    (ways,) = toy.selectbox
    assert (ways.label, ways.value, len(ways.options)) == ("Way", "one", 5)
    ran(ways.set_value("five"))
    assert values(toy)["way"] == "five"


def test_a_way_that_fits_nothing_leads_to_the_example_of_the_present_view(toy: AppTest) -> None:
    (ways,) = toy.selectbox
    page = ran(ways.set_value("four"))
    there = {name: values(page)[name] for name in ("view", "way", "planes", "rates")}
    assert there == {"view": "one", "way": "four", "planes": 3, "rates": (5,)}
    assert [warning.value for warning in page.warning] == [
        "Way: what stood there before doesn't fit here, so an example that does is shown."
        " Undo brings it back."
    ]
    assert page.selectbox[0].value == "four"
    page.session_state["toy.state"].undo()
    page = ran(page)
    assert (values(page)["way"], values(page)["rates"]) == ("one", (1, 2))
    assert page.selectbox[0].value == "one"
    assert not page.warning


def test_what_makes_no_difference_has_no_control(toy: AppTest) -> None:
    (segments,) = toy.button_group
    page = ran(segments.set_value("three"))
    assert not page.text_input
    assert not page.selectbox
    assert [slider.label for slider in page.select_slider] == ["Planes"]
    ran(page.button_group[0].set_value("one"))
    assert page.text_input[0].value == "1, 2"


def test_a_way_that_is_clicked_again_stays_chosen(toy: AppTest) -> None:
    (segments,) = toy.button_group
    ran(segments.set_value(None))
    (segments,) = toy.button_group
    assert values(toy)["view"] == segments.value == "one"


def test_a_whole_number_is_a_slider(toy: AppTest) -> None:
    (slider,) = toy.select_slider
    assert (slider.label, slider.value, slider.options) == ("Planes", 2, ["1", "2", "3"])
    ran(slider.set_value(3))
    assert values(toy)["planes"] == 3


def test_several_numbers_are_typed(toy: AppTest) -> None:
    (field,) = toy.text_input
    assert (field.label, field.value) == ("Rates", "1, 2")
    ran(field.set_value("4 2, 1"))
    assert values(toy)["rates"] == (4, 2, 1)
    assert toy.text_input[0].value == "4, 2, 1"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1, 9", "Rates is 9, but it has to be a whole number from 1 to 8."),
        ("1, x", "Rates is “x”, but it has to be a whole number such as 2."),
        ("1 2 3 4", "Rates has 4 numbers, but it takes 1 to 3, such as 1,2,4."),
    ],
)
def test_wrong_numbers_stay_beside_a_sentence(toy: AppTest, typed: str, sentence: str) -> None:
    ran(toy.text_input[0].set_value(typed))
    assert [warning.value for warning in toy.warning] == [sentence]
    assert toy.text_input[0].value == typed
    assert values(toy)["rates"] == (1, 2)
    ran(toy.text_input[0].set_value("3"))
    assert not toy.warning


def test_planes_have_a_blank_line_between_them(toy: AppTest) -> None:
    (area,) = toy.text_area
    assert area.value == "0 1\n2 3\n\n4 5\n6 7"
    ran(area.set_value("9 1\n2 3\n\n4 -5\n6 7"))
    assert values(toy)["input"].tolist() == [[[9, 1], [2, 3]], [[4, -5], [6, 7]]]
    assert toy.text_area[0].value == "9 1\n2 3\n\n4 -5\n6 7"


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
