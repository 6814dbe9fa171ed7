"""The controls of a lesson's state: every kind, what it says, what it offers."""

from __future__ import annotations

import json
from typing import Any

import pytest

import convlib
from convlib import Lesson, text
from convlib.controls.offer import controls, has_axes, is_apart
from convlib.lesson import Values
from tests.contract.states import each_lesson, views
from tests.toy import TOY

CLASSIC = convlib.lesson("single-channel")
KINDS = {"preset", "choice", "slider", "rule", "several", "wish"}


def offered(lesson: Lesson, apart: bool = False, **state: Any) -> dict[str, dict[str, Any]]:
    """The controls of a state by their names, rules as ``"padding rule"``."""
    return by_name(lesson, lesson.values(**state), apart)


def by_name(lesson: Lesson, values: Values, apart: bool = False) -> dict[str, dict[str, Any]]:
    found = controls(lesson, values, "en", apart=apart)
    named = {each["id"] + (" rule" if each["kind"] == "rule" else ""): each for each in found}
    assert len(named) == len(found)
    return named


@each_lesson
def test_a_control_is_json_and_has_a_kind_and_a_name(lesson: Lesson) -> None:
    for values in views(lesson):
        for apart in (False, True):
            found = controls(lesson, values, "en", apart=apart)
            assert json.loads(json.dumps(found)) == found
            assert {each["kind"] for each in found} <= KINDS
            assert all(each["label"] for each in found)


def test_a_slider_says_its_name_its_number_and_its_range() -> None:
    slider = offered(CLASSIC)["kernel"]
    (reason,) = slider.pop("stops").values()
    assert reason.startswith("Kernel 6 spans 6 cells, but the padded input has only 5")
    assert slider == {
        "id": "kernel",
        "of": "kernel",
        "label": "Kernel",
        "kind": "slider",
        "letter": "k",
        "role": "kernel",
        "value": 3,
        "low": 1,
        "high": 7,
        "offered": [[1, 5]],
    }


def test_what_follows_from_the_rest_is_refused_with_a_reason() -> None:
    found = offered(CLASSIC, size=3, kernel=3)
    assert found["size"]["offered"] == [[3, 16]]
    assert "the padded input has only 2" in found["size"]["stops"]["below"]
    assert found["kernel"]["offered"] == [[1, 3]]
    assert found["dilation"]["offered"] == [[1, 1]]


def test_rows_and_columns_have_one_control_each_where_they_differ() -> None:
    together = offered(CLASSIC)
    assert {"size", "kernel", "stride", "padding.amount", "dilation"} <= set(together)
    differing = offered(CLASSIC, kernel="3x2")
    assert (differing["kernel.rows"]["value"], differing["kernel.columns"]["value"]) == (3, 2)
    assert differing["kernel.rows"]["label"] == "Kernel, rows"
    assert (differing["stride.rows"]["value"], differing["stride.columns"]["value"]) == (1, 1)
    assert set(offered(CLASSIC, apart=True)) == set(differing)


def test_each_side_has_its_padding_where_it_is_set_by_hand() -> None:
    sides = ("padding.top", "padding.bottom", "padding.left", "padding.right")
    by_hand = offered(CLASSIC, padding="1:0x2:2")
    assert [by_hand[side]["value"] for side in sides] == [1, 0, 2, 2]
    assert by_hand["padding.left"]["label"] == "Padding, left"
    assert by_hand["padding rule"]["value"] == "amount"
    by_rule = offered(CLASSIC, apart=True, padding="same")
    assert by_rule["padding.amount"]["value"] is None
    assert by_rule["padding rule"]["value"] == "same"
    assert not set(sides) & set(by_rule)


def test_a_rule_that_does_not_fit_is_there_and_says_why() -> None:
    rule = offered(CLASSIC, size=5, padding=1, kernel=7)["padding rule"]
    reasons = {way: why for way, _, why in rule["options"]}
    assert list(reasons) == ["valid", "same", "full", "causal", "amount"]
    assert "the padded input has only 5" in reasons["valid"]
    assert not reasons["same"]
    assert not reasons["amount"]


@pytest.mark.parametrize(
    ("state", "apart", "axes"),
    [({}, False, True), ({"kernel": "3x2"}, True, True), ({"padding": "1:0"}, True, True)],
)
def test_whether_rows_and_columns_are_apart(state: dict[str, Any], apart: bool, axes: bool) -> None:
    values = CLASSIC.values(**state)
    assert (is_apart(CLASSIC, values), has_axes(CLASSIC, values)) == (apart, axes)


def test_a_lesson_without_sizes_has_no_rows_and_columns() -> None:
    assert not has_axes(TOY, TOY.values())
    assert not is_apart(TOY, TOY.values())


def test_a_state_that_is_no_preset_is_ones_own() -> None:
    assert offered(CLASSIC)["preset"]["value"] == "classic"
    strided = offered(CLASSIC, stride=2, padding=1)["preset"]
    assert strided["value"] == "classic_strided"
    assert [name for name, _, why in strided["options"] if not why] == [
        preset.name for preset in CLASSIC.presets
    ]
    own = offered(CLASSIC, stride=2)["preset"]
    assert (own["value"], own["none"]) == (None, "your own")


@pytest.mark.usefixtures("toy_words")
def test_every_kind_of_parameter_has_its_control() -> None:
    found = offered(TOY)
    kinds = {name: each["kind"] for name, each in found.items()}
    assert kinds == {
        "preset": "preset",
        "planes": "slider",
        "view": "choice",
        "way": "choice",
        "rates": "several",
    }
    assert (found["planes"]["value"], found["planes"]["low"], found["planes"]["high"]) == (2, 1, 3)
    assert (found["rates"]["label"], found["rates"]["value"]) == ("Rates", "1, 2")
    assert found["rates"]["help"]


@pytest.mark.usefixtures("toy_words")
def test_a_way_without_an_example_is_greyed_with_its_reason() -> None:
    ways = {way: why for way, _, why in offered(TOY)["way"]["options"]}
    assert list(ways) == ["one", "two", "three", "four", "five"]
    assert not any(ways.values()), "the fourth leads to the example that has three planes"
    other = {way: why for way, _, why in offered(TOY, view="two", planes=3)["way"]["options"]}
    assert not any(other.values())


@pytest.mark.usefixtures("toy_words")
def test_what_makes_no_difference_has_no_control() -> None:
    assert list(offered(TOY, view="three")) == ["preset", "planes", "view"]
    assert "rates" in offered(TOY, view="one")


@pytest.mark.usefixtures("toy_words")
def test_a_number_that_another_way_refuses_is_not_offered() -> None:
    planes = offered(TOY, planes=3, way="four")["planes"]
    assert planes["offered"] == [[3, 3]]
    assert planes["stops"] == {"below": "Planes is 2, but it has to be 1 or more."}


def test_a_wish_is_offered_by_size_with_its_settings() -> None:
    lesson = convlib.lesson("arithmetic")
    wish = offered(lesson)["wish"]
    assert (wish["kind"], wish["value"], wish["none"]) == ("wish", None, "I want o = …")
    assert sum(count for _, count in wish["groups"]) == len(wish["options"])
    names = [name for name, count in wish["groups"] for _ in range(count)]
    ways = zip(names, wish["options"], strict=True)
    assert [[way, said] for name, (way, said, _) in ways if name == "o = 3"] == [
        ["stride=2&padding=0:1&dilation=1", "s 2, p 0 + 1"],
        ["stride=3&padding=1:2&dilation=1", "s 3, p 1 + 2"],
        ["stride=2&padding=1&dilation=1", "s 2, p 1, 1 left over"],
        ["stride=3&padding=2&dilation=1", "s 3, p 2, 1 left over"],
    ]
    assert "wish" not in offered(CLASSIC)
    uneven = offered(lesson, size="5x4")["wish"]
    assert uneven["groups"][0][0] == "o = 1"
    assert "o = 3 × 2" in [name for name, _ in uneven["groups"]]


def test_a_preset_is_known_by_another_name_too() -> None:
    known = offered(convlib.lesson("arithmetic"))["preset"]["known"]
    assert known["dilation"] == "dilation"
    assert "default" not in known


def test_labels_are_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = set[str]()

    def heard(key: str, language: str, **values: object) -> str:
        asked.add(language)
        return text.say(key, language, **values)

    for module in ("offer", "wishes"):
        monkeypatch.setattr(f"convlib.controls.{module}.say", heard)
    controls(CLASSIC, CLASSIC.values(kernel="3x2"), "xx")
    assert asked == {"xx"}
