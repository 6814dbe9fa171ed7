"""What comes of an ask: the state, its picture and its controls; nothing is kept between two."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import Lesson, text
from convlib.controls.offer import controls
from convlib.controls.result import written_result
from convlib.controls.shown import text_of
from convlib.controls.typed import typed_numbers
from convlib.params import Choice
from convlib.render.payload import payload
from pages.parts.play import answer, opening_of, picture, values_of
from tests.cases import fixed
from tests.contract.states import each_lesson, views

CLASSIC = convlib.lesson("single-channel")
ALWAYS = {"state", "scene", "controls", "apart", "axes", "result", "opens", "problem", "refused"}


def asked(state: str = "", ask: Any = None, lesson: Lesson = CLASSIC, **more: Any) -> Any:
    """What a player gets."""
    answered = json.loads(
        gzip.decompress(answer(lesson, {"state": state, "ask": ask, "lang": "en", **more}))
    )
    assert set(answered) - {"numbers"} == ALWAYS
    return answered


def put(control: str, value: Any) -> dict[str, Any]:
    return {"act": "set", "control": control, "value": value}


@each_lesson
def test_a_state_is_answered_with_all_that_is_shown_of_it(lesson: Lesson) -> None:
    for values in views(lesson):
        state = text_of(lesson, values)
        answered = asked(state, lesson=lesson)
        words = payload(lesson.stage(values), "en")
        del words["words"]
        assert answered["scene"] == json.loads(json.dumps(words))
        assert answered["controls"] == controls(lesson, values, "en")
        assert answered["result"] == written_result(lesson.result(values), "en")
        assert (answered["state"], answered["problem"]) == (state, "")
        assert not answered["refused"]


@each_lesson
def test_the_text_of_a_state_names_it(lesson: Lesson) -> None:
    for values in views(lesson):
        assert lesson.same(values_of(lesson, text_of(lesson, values)), values)
        assert opening_of(lesson, values, "en") == asked(text_of(lesson, values), lesson=lesson)


def test_an_act_leads_from_the_state_that_it_comes_with() -> None:
    one = asked("", put("stride", 2))
    assert one["state"] == "stride=2"
    assert one == asked("stride=2")
    other = asked("stride=2", {"act": "edit", "array": "input", "index": [0, 0], "text": "7"})
    assert other["state"] == "stride=2&input=7,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1"
    assert asked("", put("stride", 2)) == one, "nothing is kept between two asks"


def test_the_text_of_a_state_does_not_tell_how_it_was_reached() -> None:
    assert asked("padding=1", put("stride", 2))["state"] == "preset=classic_strided"
    assert asked("stride=2&padding=1")["state"] == "preset=classic_strided"
    assert asked("stride=2", put("stride", 1))["state"] == ""


def test_what_is_refused_keeps_the_state_and_says_why() -> None:
    before = asked("padding=1")
    refused = asked("padding=1", put("stride", 9))
    assert refused["refused"]
    assert refused["problem"] == "Stride is 9, but it has to be a whole number from 1 to 8."
    assert refused["scene"] is None
    for name in ALWAYS - {"refused", "problem", "scene"}:
        assert refused[name] == before[name]


def test_a_state_that_makes_no_sense_gives_way_to_the_default_and_is_told() -> None:
    answered = asked("stride=0")
    assert answered["state"] == ""
    assert answered["problem"].startswith("Stride is 0, but it has to be a whole number")
    assert answered["scene"] == asked("")["scene"]
    acted = asked("stride=0", put("kernel", 2))
    assert (acted["state"], acted["problem"]) == ("", answered["problem"])


def test_rows_and_columns_are_apart_where_asked_for_or_needed() -> None:
    together, apart, needed = asked(""), asked("", apart=True), asked("kernel=3x2")
    assert [each["apart"] for each in (together, apart, needed)] == [False, True, True]
    assert all(each["axes"] for each in (together, apart, needed))
    ids = [{control["id"] for control in each["controls"]} for each in (together, apart, needed)]
    assert "kernel.rows" not in ids[0]
    assert ids[1] == ids[2] >= {"kernel.rows", "kernel.columns"}
    assert together["scene"] == apart["scene"]


def test_numbers_are_told_where_they_are_asked_for() -> None:
    assert "numbers" not in asked("")
    numbers = asked("seed=3", numbers=True)["numbers"]
    assert numbers == typed_numbers(CLASSIC, CLASSIC.values(seed=3), "en")
    edited = {"act": "type", "array": "weights", "text": "1 2"}
    assert asked("", edited, numbers=True)["numbers"]["grids"][1]["text"] == "1 2"


def test_another_example_is_told_beside_its_picture() -> None:
    for lesson in convlib.all_lessons():
        for values in views(lesson):
            for control in controls(lesson, values, "en"):
                for way, _, why in control.get("options", []):
                    if control["kind"] != "choice" or why:
                        continue
                    answered = asked(text_of(lesson, values), put(control["id"], way), lesson)
                    assert not answered["refused"]
                    assert answered["scene"]
                    chosen = values_of(lesson, answered["state"])
                    assert chosen[control["id"]] == way
                    as_it_was = lesson.same(chosen, values | {control["id"]: way})
                    param = next(each for each in lesson.params if each.name == control["id"])
                    assert isinstance(param, Choice)
                    untouched = param.by_example and lesson.write(values).keys() <= {"preset"}
                    assert bool(answered["problem"]) is not (as_it_was or untouched)


def test_words_are_in_the_language_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    in_english, say = text.words(), text.words
    shouted = {key: sentence.upper() for key, sentence in in_english.items() if "{" not in sentence}
    monkeypatch.setattr(text, "languages", lambda: ("en", "loud"))
    monkeypatch.setattr(text, "words", lambda *_: in_english | shouted)
    loud = asked("", lang="loud")
    monkeypatch.setattr(text, "words", say)
    labels = [control["label"] for control in asked("")["controls"]]
    assert [control["label"] for control in loud["controls"]] == [each.upper() for each in labels]
    assert asked("", lang="nothing") == asked("", lang=None) == asked("")
    picture.cache_clear()


@pytest.mark.parametrize(
    "ask",
    [
        "x",
        7,
        [],
        {"act": "none"},
        {"act": "set", "control": "colour", "value": 1},
        {"act": "set", "control": "kernel", "value": "many"},
        {"act": "edit", "array": "input", "index": "00", "text": "1"},
    ],
    ids=str,
)
def test_no_player_asks_so(ask: Any) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError)):
        answer(CLASSIC, {"state": "", "ask": ask})


def test_what_travels_is_small() -> None:
    """A change of the classic figure, as its player gets it."""
    assert len(answer(CLASSIC, {"state": "", "ask": put("stride", 2)})) < 8_000


@fixed(60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["kernel", "stride", "dilation", "size", "padding.amount"]),
            st.integers(0, 9),
        ),
        max_size=5,
    )
)
def test_acts_after_each_other_lead_where_all_of_them_do(moves: list[tuple[str, int]]) -> None:
    state, values = "", CLASSIC.values()
    for control, value in moves:
        answered = asked(state, put(control, value))
        name = control.partition(".")[0]
        try:
            read = {param.name: param for param in CLASSIC.params}[name].read(value)
            CLASSIC.check(values | {name: read})
        except convlib.ConvError:
            assert answered["refused"]
            assert answered["state"] == state
            continue
        values = values | {name: read}
        state = answered["state"]
        assert CLASSIC.same(values_of(CLASSIC, state), values)
