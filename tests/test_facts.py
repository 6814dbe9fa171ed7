"""What follows from the stage, as the server tells it: sizes, costs, questions, code."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import convlib
from convlib import text
from convlib.controls.shown import text_of
from convlib.lesson import Lesson
from convlib.numerals import is_right
from pages.parts import facts
from pages.parts.facts import SECTIONS, opening
from pages.parts.marks import html_of
from pages.parts.work import compared, work
from tests.asgi import post
from tests.contract.states import accepted, each_lesson
from tests.toy import TOY


def told(slug: str, *sections: str, **given: Any) -> dict[str, Any]:
    """What sections show of a lesson that differs so from its defaults."""
    lesson = convlib.lesson(slug)
    state = text_of(lesson, lesson.values(**given))
    answered = post(f"/facts/{slug}", {"state": state, "sections": sections, "lang": "en"})
    assert answered.status == 200
    there = [name for name in sections if name != "table" or slug == "compare"]
    assert list(answered.data) == there
    found: dict[str, Any] = answered.data
    return found


def plain(shown: str) -> str:
    """HTML as it is read."""
    return html.unescape(re.sub("<[^>]+>", "", shown))


def test_an_answer_has_what_was_asked_for_packed_and_kept_nowhere() -> None:
    asked = {"state": "stride=2", "sections": ["work", "code"], "lang": "en"}
    answered = post("/facts/single-channel", asked)
    assert answered.headers["content-encoding"] == "gzip"
    assert answered.headers["cache-control"] == "no-store"
    assert int(answered.headers["content-length"]) == len(answered.body)
    assert set(answered.data) == {"work", "code"}
    assert post("/facts/single-channel", asked | {"sections": []}).data == {}
    assert post("/facts/single-channel", asked | {"sections": ["works"]}).status == 400
    assert post("/facts/single-channel", asked | {"sections": ["work"] * 9}).status == 400


def test_costs_of_another_order_have_a_chart_and_a_scale_of_their_own() -> None:
    shown = told("spatially-separable", "work")["work"]
    charts = re.findall(r"<table>.*?</table>", shown, re.DOTALL)
    assert len(charts) == 4, "products and parameters, on the stage and on a photograph"
    assert all("width: 100.00%" in chart for chart in charts)
    products, _, large, _ = charts
    assert "<b>81</b>" in products
    assert "width: 88.89%" in products, "72 of 81"
    assert "photograph" in large
    assert "photograph" not in products


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("stride=99", "Stride is 99, but it has to be a whole number from 1 to 8."),
        ("what=1", "“what” is no parameter"),
    ],
)
def test_a_state_that_makes_no_sense_gets_a_sentence(state: str, sentence: str) -> None:
    asked = {"state": state, "sections": ["work"], "question": "size", "typed": "1"}
    for place in ("facts", "reply"):
        answered = post(f"/{place}/single-channel", asked)
        assert answered.status == 422
        assert sentence in answered.text


@each_lesson
def test_a_page_opens_with_what_it_would_be_told(lesson: Lesson) -> None:
    state = text_of(lesson, lesson.values())
    assert json.loads(json.dumps(opening(lesson.slug, state, "en"))) == told(lesson.slug, *SECTIONS)


def page_of(slug: str) -> None:
    """What stands below the stage of a lesson."""
    import convlib
    from pages.parts.facts import show_facts

    lesson = convlib.lesson(slug)
    show_facts(lesson, lesson.values(stride=2), "en")


def test_all_of_it_is_one_component_of_the_page() -> None:
    page = AppTest.from_function(page_of, args=("single-channel",)).run(timeout=20)
    assert not page.exception
    (component,) = (each.proto for each in page.get("bidi_component"))
    data = json.loads(component.json)
    assert (data["place"], data["state"]) == ("single-channel.player", "stride=2")
    assert data["sections"] == told("single-channel", *SECTIONS, stride=2)
    assert plain(data["headings"]["questions"]) == "Check yourself"
    assert '<h2 id="the-same-layer-as-code">' in data["headings"]["code"]


def test_a_lesson_without_facts_has_no_empty_sections() -> None:
    assert work(TOY, TOY.values(), 0, "en") == ""


def test_size_and_costs() -> None:
    shown = told("arithmetic", "work", preset="padding_strides_odd")["work"]
    assert shown.count("<section>") == 2
    assert r"\mathbf{3}" in shown
    assert "The division leaves 1" in shown
    assert "Hatched: 15 cells" in shown
    assert shown.count('class="own"') == 2
    assert "<b>81</b>" in shown
    assert '<h2 id="what-it-costs">What it costs</h2>' in shown


@pytest.mark.parametrize("is_noted", [True, False])
def test_cells_that_no_window_visits_are_counted_once_a_state(
    monkeypatch: pytest.MonkeyPatch, *, is_noted: bool
) -> None:
    """The picture that tells their number was mostly drawn for a player before."""
    state = "size=7&stride=4"
    if is_noted:
        post("/play/arithmetic", {"state": state, "ask": None, "lang": "en"})
        monkeypatch.setattr(facts, "picture", None)
    else:
        monkeypatch.setattr(facts, "noted_unvisited", lambda *_: None)
    facts.packed_sections.cache_clear()
    shown = told("arithmetic", "work", size=7, stride=4)["work"]
    # Windows at rows and columns 0–2 and 4–6 leave row 3 and column 3 of 7 × 7 cells.
    assert "Hatched: 13 cells" in shown


def test_a_view_without_a_size_has_its_costs_alone() -> None:
    shown = told("depthwise-separable", "work", preset="separable-ratio")["work"]
    assert shown.count("<section>") == 1
    assert "10,275" in shown


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


def test_code_comes_whole_in_every_framework() -> None:
    lesson = convlib.lesson("single-channel")
    listings = told("single-channel", "code")["code"]
    assert [each["title"] for each in listings] == ["PyTorch", "Keras", "NumPy"]
    assert listings[0]["label"] == "PyTorch code"
    written = lesson.code(lesson.values())
    for listing, name in zip(listings, ("pytorch", "keras", "numpy"), strict=True):
        assert "".join(part[0] for part in listing["parts"]) == written[name]
    folded = {part[1]: part[2] for part in listings[0]["parts"] if len(part) > 1}
    assert folded == {"x": "1 × 5 × 5", "weight": "1 × 1 × 3 × 3"}


def test_an_arrays_further_numbers_are_called_by_its_size() -> None:
    """Those of a row are counted, those of more axes have their lengths."""
    (listing, *_) = told("multi-channel", "code", filters=2)["code"]
    found = {part[1]: tuple(part[2:]) for part in listing["parts"] if len(part) > 1}
    assert found["x"] == ("3 × 5 × 5", "3 × 5 × 5: all of x")
    signal = told("convolution-vs-correlation", "code", preset="decay")["code"]
    row = next(part[2:] for part in signal[0]["parts"] if len(part) > 1 and part[1] == "g")
    assert row == ["6 numbers", "6 numbers: all of g"]


@each_lesson
def test_questions_are_as_the_prose_has_them(lesson: Lesson) -> None:
    """In each state those that are asked in it, numbered; nothing of a mark is left."""
    words = text.questions(lesson.slug)
    for _, values in accepted(lesson):
        state = {"state": text_of(lesson, values), "sections": ["questions"]}
        asked = post(f"/facts/{lesson.slug}", state).data["questions"]
        assert [name for name, _ in asked] == [
            each.name for each in lesson.questions if each.asked(values)
        ]
        for number, (name, sentence) in enumerate(asked, start=1):
            first = re.split(r"[{*:`]", words[name][0])[0]
            assert plain(sentence).startswith(f"{number}. {first}")
            assert not re.search(r"[{}`$]|\*\*|:\w+\[|\]\(", sentence)


@each_lesson
def test_prose_of_questions_has_only_marks_that_are_known(lesson: Lesson) -> None:
    for asked, why in text.questions(lesson.slug).values():
        for said in (asked, why):
            assert not re.search(r"[*`$]|:\w+\[|\]\(", plain(html_of(said))), said


def reply(typed: str, question: str = "value", state: str = "") -> str:
    """What is said of an answer to a question about one channel."""
    asked = {"state": state, "question": question, "typed": typed, "lang": "en"}
    answered = post("/reply/single-channel", asked)
    assert answered.status == 200
    return str(answered.data["said"])


@pytest.mark.parametrize("typed", ["14", "14.0", " 28/2 ", "+14"])
def test_a_right_answer_is_right_and_has_a_reason(typed: str) -> None:
    said = reply(typed)
    assert said.startswith("<p><b>Right.</b></p>")
    assert '<details class="why"><summary>Show why</summary>' in said
    assert '<span data-role="input">input</span>' in said
    assert "+ 1·2 = 14." in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15", "Not quite: it is less than 15."),
        ("−3", "Not quite: it is more than −3."),
        ("many", "Your answer is “many”, but it has to be a number such as 12, −3, 0.5 or 1/2."),
        (" ", "Type a number first."),
        ("1/0", "Your answer is “1/0”"),
        ("<b>&", "Your answer is “<b>&”"),
    ],
)
def test_another_answer_gets_a_sentence(typed: str, said: str) -> None:
    assert plain(reply(typed)).startswith(said)
    assert "<b><b>" not in reply(typed)


def test_answers_are_those_of_the_state() -> None:
    """A window of 3 has 3 × 3 places on 5 × 5 cells, and with padding "same" 5 × 5."""
    assert "Right" in reply("9", "size")
    assert "it is more than 9" in reply("9", "size", "padding=same")
    assert "Right" in reply("25", "size", "padding=same")


def test_what_is_not_asked_has_no_answer() -> None:
    asked = {"state": "", "question": "nothing", "typed": "1", "lang": "en"}
    assert post("/reply/single-channel", asked).status == 400
    lesson = convlib.lesson("convolution-vs-correlation")
    hidden = next(each.name for each in lesson.questions if not each.asked(lesson.values()))
    assert post(f"/reply/{lesson.slug}", asked | {"question": hidden}).status == 400


@each_lesson
def test_every_answer_has_a_reason(lesson: Lesson) -> None:
    """Whatever a state asks: the engine's own number is right, and its reason has no gap."""
    for state, values in accepted(lesson):
        for each in lesson.questions:
            if each.asked(values):
                typed = repr(each.answer(values))
                asked = {"state": text_of(lesson, values), "question": each.name, "typed": typed}
                said = post(f"/reply/{lesson.slug}", asked).data["said"]
                assert "Right." in said, (state, each.name, typed)
                assert not re.search(r"[{}]|\*\*|:\w+\[", said)


def test_of_whole_answers_a_neighbour_is_wrong() -> None:
    assert is_right(86_400, 86_400)
    assert not is_right(86_401, 86_400)
    assert not is_right(1000, 999)
