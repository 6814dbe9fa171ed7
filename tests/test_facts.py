"""What follows from the stage, without a browser: sizes, costs, questions, code, what they hear."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import convlib
from pages.parts.address import State
from pages.parts.facts import compared
from pages.parts.play import text_of
from pages.parts.sight import take_state


def page_of(slug: str) -> None:
    """Everything that follows from the stage of a lesson."""
    import convlib
    from pages.parts.facts import show_code, show_work
    from pages.parts.quiz import show_questions
    from tests.toy import TOY

    lesson = TOY if slug == "toy" else convlib.lesson(slug)
    show_work(lesson, "en")
    show_questions(lesson, "en")
    show_code(lesson, "en")


def opened(slug: str, **given: Any) -> AppTest:
    """The page of a lesson, with what differs from its defaults."""
    page = AppTest.from_function(page_of, args=(slug,))
    if given:
        page.session_state[f"{slug}.state"] = State(convlib.lesson(slug).values(**given))
    return ran(page)


def ran(changed: Any) -> AppTest:
    """The page, run again after what was changed on it."""
    page: AppTest = changed.run(timeout=20)
    assert not page.exception
    return page


def components(page: AppTest, name: str) -> list[Any]:
    """What the components of a name were given."""
    protos = (each.proto for each in page.get("bidi_component"))
    return [json.loads(proto.json) for proto in protos if proto.component_name == name]


def test_a_lesson_without_facts_has_no_empty_sections() -> None:
    page = opened("toy")
    assert not page.markdown
    assert not page.tabs
    assert not components(page, "listing")


def test_size_and_costs_are_one_element() -> None:
    page = opened("arithmetic", preset="padding_strides_odd")
    (work,) = (each.value for each in page.markdown if 'class="work"' in each.value)
    assert work.count("<section>") == 2
    assert r"\mathbf{3}" in work
    assert "The division leaves 1" in work
    assert "Hatched: 15 cells" in work
    assert work.count('class="own"') == 2
    assert "<strong>81</strong>" in work


def test_costs_of_another_order_have_a_chart_and_a_scale_of_their_own() -> None:
    page = opened("spatially-separable")
    (work,) = (each.value for each in page.markdown if 'class="work"' in each.value)
    charts = re.findall(r"<table>.*?</table>", work, re.DOTALL)
    assert len(charts) == 4, "products and parameters, on the stage and on a photograph"
    assert all("width: 100.00%" in chart for chart in charts)
    products, _, large, _ = charts
    assert "<strong>81</strong>" in products
    assert "width: 88.89%" in products, "72 of 81"
    assert "photograph" in large
    assert "photograph" not in products


def test_a_view_without_a_size_has_its_costs_alone() -> None:
    page = opened("depthwise-separable", preset="separable-ratio")
    (work,) = (each.value for each in page.markdown if 'class="work"' in each.value)
    assert work.count("<section>") == 1
    assert "10,275" in work


def test_every_section_follows_the_stage() -> None:
    page = opened("single-channel", stride=2, padding=1)
    told = components(page, "sight")
    assert told == [{"place": "single-channel.player", "drawn": "preset=classic_strided"}] * 3


def test_the_open_framework_alone_is_there() -> None:
    page = opened("single-channel")
    assert [tab.label for tab in page.tabs] == ["PyTorch", "Keras", "NumPy"]
    (listing,) = components(page, "listing")
    code = convlib.lesson("single-channel").code(convlib.lesson("single-channel").values())
    assert "".join(text for text, *_ in listing["parts"]) == code["pytorch"]
    assert listing["words"]["name"] == "PyTorch code"
    folded = {array: size for _, array, size, _ in filter(lambda part: part[1], listing["parts"])}
    assert folded == {"x": "1 × 5 × 5", "weight": "1 × 1 × 3 × 3"}


def test_another_framework_is_drawn_once_its_tab_is_opened() -> None:
    page = opened("single-channel")
    page.session_state["single-channel.code"] = "NumPy"
    (listing,) = components(ran(page), "listing")
    assert listing["words"]["name"] == "NumPy code"


@pytest.mark.parametrize("given", [{}, {"stride": 2, "padding": "1:0"}, {"size": "4x6"}])
def test_a_state_that_is_told_is_taken_over(given: dict[str, Any]) -> None:
    lesson = convlib.lesson("single-channel")
    state, values = State(lesson.values(size=7)), lesson.values(**given)
    take_state(lesson, state, text_of(lesson, values))
    assert lesson.same(state.values, values)


@pytest.mark.parametrize(
    "told",
    ["stride=99", "stride=2&stride=x", "what=1", "size=2&kernel=3", "&&&=", "é=%ff", None, 7],
)
def test_a_state_that_makes_no_sense_changes_nothing(told: object) -> None:
    lesson = convlib.lesson("single-channel")
    state = State(lesson.values(size=7))
    take_state(lesson, state, told)
    assert text_of(lesson, state.values) == "size=7"


def test_numbers_stand_in_a_state_as_in_an_address() -> None:
    lesson = convlib.lesson("single-channel")
    values = lesson.values(weights="1,2;3,-4", padding="1:0")
    assert text_of(lesson, values) == "kernel=2&padding=1:0&weights=1,2;3,-4"


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
    said = answer(opened("single-channel"), 1, typed)
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
    assert answer(opened("single-channel"), 1, typed).startswith(said)


def test_answers_follow_the_stage() -> None:
    page = opened("single-channel")
    assert "Right" in answer(page, 0, "9")
    state = page.session_state["single-channel.state"]
    state.values = state.values | {"padding": "same"}
    ran(page)
    assert "Right" not in "\n".join(each.value for each in page.markdown)
    assert "it is more than 9" in answer(page, 0, "9")
    assert "Right" in answer(page, 0, "25")
