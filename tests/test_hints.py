"""What is said of an answer that isn't right: how it is worked out, but not what it comes to."""

from __future__ import annotations

import re

import pytest

import convlib
from convlib import text
from pages.parts.marks import html_of
from pages.parts.quiz import ASKED, _said

LESSON = convlib.lesson("multi-channel")


def said(name: str, typed: str) -> tuple[str, str]:
    """What is said at once, and what is folded away."""
    question = next(each for each in LESSON.questions if each.name == name)
    why = html_of(text.questions("multi-channel")[name][1])
    html, right = _said(typed, question, LESSON.values(), why, "en")
    assert right == ("Right." in html)
    shown, _, folded = html.partition("<details")
    return shown, folded


def test_a_wrong_answer_gets_the_products() -> None:
    shown, folded = said("parameters", "12")
    assert "it is more than 12" in shown
    assert "3 · 9 + 1" in shown.replace("1 · 3 = 3 kernels of 9 weights each", "")
    assert f"= {ASKED}" in shown
    assert "28" not in shown
    assert "= 28" in folded


@pytest.mark.parametrize("typed", ["28", "28.0"])
def test_a_right_one_needs_none(typed: str) -> None:
    shown, folded = said("parameters", typed)
    assert shown == "<p><b>Right.</b></p>"
    assert "= 28" in folded


@pytest.mark.parametrize("typed", ["", "many"])
def test_nor_does_what_is_no_answer(typed: str) -> None:
    shown, folded = said("parameters", typed)
    assert "·" not in shown
    assert not folded


def test_large_numbers_are_grouped() -> None:
    lesson = convlib.lesson("1x1")
    question = next(each for each in lesson.questions if each.name == "together")
    why = html_of(text.questions("1x1")["together"][1])
    said, _ = _said("1", question, lesson.values(view="bottleneck"), why, "en")
    assert "16 · 192 = 2,408,448, and" in said
    assert "that makes 12,443,648." in said


@pytest.mark.parametrize("slug", ["single-channel", "3d", "1x1", "depthwise"])
def test_a_wrong_value_gets_its_products(slug: str) -> None:
    lesson = convlib.lesson(slug)
    question = next(each for each in lesson.questions if each.name == "value")
    why = html_of(text.questions(slug)["value"][1])
    shown = _said("999", question, lesson.values(), why, "en")[0].partition("<details")[0]
    assert re.search(r"\d·\d", shown)
    assert ASKED in shown
