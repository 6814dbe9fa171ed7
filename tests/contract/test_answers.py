"""What a lesson calls the right answer is found in another way too, in every preset and view."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from convlib import Lesson, all_lessons, text
from convlib.numerals import exact
from tests.cases import MINUS
from tests.contract.answers import (
    arithmetic,
    compare,
    convolution_vs_correlation,
    deformable,
    depthwise,
    depthwise_separable,
    dilated,
    flattened,
    grouped,
    inception,
    multi_channel,
    pointwise,
    pointwise_grouped,
    shuffled_grouped,
    single_channel,
    spatially_separable,
    squeeze_excitation,
    transposed,
    volume,
)
from tests.contract.answers.asked import Asked
from tests.contract.states import each_lesson, views

ANSWERS = {
    "convolution-vs-correlation": convolution_vs_correlation.ANSWERS,
    "single-channel": single_channel.ANSWERS,
    "multi-channel": multi_channel.ANSWERS,
    "3d": volume.ANSWERS,
    "1x1": pointwise.ANSWERS,
    "arithmetic": arithmetic.ANSWERS,
    "transposed": transposed.ANSWERS,
    "dilated": dilated.ANSWERS,
    "spatially-separable": spatially_separable.ANSWERS,
    "depthwise": depthwise.ANSWERS,
    "depthwise-separable": depthwise_separable.ANSWERS,
    "flattened": flattened.ANSWERS,
    "grouped": grouped.ANSWERS,
    "shuffled-grouped": shuffled_grouped.ANSWERS,
    "pointwise-grouped": pointwise_grouped.ANSWERS,
    "inception": inception.ANSWERS,
    "deformable": deformable.ANSWERS,
    "squeeze-excitation": squeeze_excitation.ANSWERS,
    "compare": compare.ANSWERS,
}


def test_every_question_is_answered_in_another_way() -> None:
    asked = {each.slug: [question.name for question in each.questions] for each in all_lessons()}
    assert {slug: list(answers) for slug, answers in ANSWERS.items()} == asked


@each_lesson
def test_answers_are_right(lesson: Lesson) -> None:
    left = {question.name for question in lesson.questions}
    for values in views(lesson):
        asked = Asked(lesson, values)
        for question in lesson.questions:
            if question.asked(values):
                found = ANSWERS[lesson.slug][question.name](asked)
                state = question.name, lesson.write(values)
                assert question.answer(values) == pytest.approx(found, abs=1e-9), state
                left.discard(question.name)
    assert left == set(), "asked in some preset or view"


SUM = r"[\d,.]+|[()]|[+·÷/" + MINUS + "]|\\s"


def worked_out(words: str, *, last: bool) -> Fraction | None:
    """The sum that stands at an end of some words, or nothing."""
    pattern = rf"(?:{SUM})*$" if last else rf"^(?:{SUM})*"
    found = re.search(pattern, words)
    plain = (found[0] if found else "").strip(" ,.")
    if not re.search(r"\d", plain) or plain.count("(") != plain.count(")"):
        return None
    for sign, meaning in ((MINUS, "-"), ("·", "*"), ("÷", "/")):
        plain = plain.replace(sign, meaning)
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    try:
        return Fraction(
            eval(re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", plain))
        )
    except (SyntaxError, TypeError, AttributeError):  # as of two numbers beside each other
        return None


@pytest.mark.parametrize(
    ("words", "last", "number"),
    [
        ("That makes 3 · (2 + 1)", True, 9),
        (" 9, and more", False, 9),
        ("from 1,024 − 24", True, 1000),
        ("⌈5/2⌉", True, None),
        ("y[0, 0]", True, None),
        (" 2.5. Then", False, Fraction(5, 2)),
    ],
)
def test_sums_are_read(words: str, last: bool, number: Fraction | None) -> None:
    assert worked_out(words, last=last) == number


@each_lesson
def test_reasons_add_up(lesson: Lesson) -> None:
    """Wherever a reason says that numbers make another one, they do."""
    for values in views(lesson):
        for question in lesson.questions:
            if not question.asked(values):
                continue
            details = dict(question.details(values))
            _, why = text.questions(lesson.slug)[question.name]
            details["answer"] = exact(question.answer(values))
            said = text.filled(why, text.DEFAULT, **details).split(" = ")
            for before, after in pairwise(said):
                sums = worked_out(before, last=True), worked_out(after, last=False)
                if None not in sums:
                    assert sums[0] == pytest.approx(sums[1]), (question.name, before, after)
