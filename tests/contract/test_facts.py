"""What every lesson says in numbers beside its stage is true: costs, code, questions."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, Lesson, text
from convlib.lesson import Values
from convlib.numerals import exact, is_right, read_answer
from tests.contract.states import EVERY_STATE, each_lesson, name_of, views

LEAST_QUESTIONS = 3
FRAMEWORKS = {"pytorch": "torch", "keras": "keras", "numpy": "numpy"}

every_state = pytest.mark.parametrize(("lesson", "state"), EVERY_STATE, ids=name_of)
shown_first = pytest.mark.parametrize(
    ("lesson", "state"),
    [(lesson, state) for lesson, state in EVERY_STATE if state.keys() <= {"preset"}],
    ids=name_of,
)


def values_of(lesson: Lesson, state: dict[str, Any]) -> Values:
    """The state's values; a state that is refused has nothing to say."""
    try:
        return lesson.values(**state)
    except ConvError as error:
        assert "preset" not in state, "a preset is never refused"
        pytest.skip(str(error))


@every_state
def test_costs(lesson: Lesson, state: dict[str, Any]) -> None:
    rows = lesson.costs(values_of(lesson, state))
    assert "own" in rows[0].label.split("-") or "sampled" in rows[0].label.split("-")
    assert len({row.label for row in rows}) == len(rows)
    for language in text.languages():
        assert {f"cost.{row.label}" for row in rows} <= set(text.words(language))
    for row in rows:
        assert worked_out(row.macs) == row.cost.macs
        assert worked_out(row.parameters) == row.cost.parameters


def worked_out(tex: str) -> float:
    """What stands behind the last equals sign of a formula, as a number."""
    plain = tex.rpartition("=")[2]
    plain = re.sub(r"\\[td]?frac\{(.*?)\}\{(.*?)\}", r"((\1)/(\2))", plain)
    for mark, meaning in (
        (r"\cdot", "*"),
        (r"\left", ""),
        (r"\right", ""),
        (r"\,", ""),
        ("^", "**"),
    ):
        plain = plain.replace(mark, meaning)
    plain = plain.replace("{,}", "").replace("{", "(").replace("}", ")")
    assert re.fullmatch(r"[\d\s+*/()-]+", plain), f"only numbers are put in: {tex}"
    return float(eval(plain))


@pytest.mark.parametrize(
    ("tex", "number"),
    [
        (r"H_o\, k = 3 \cdot 4", 12),
        (r"2^2 \cdot \left( 1 + 3^{2} \right)", 40),
        (r"\tfrac{6}{2} \cdot 1{,}000", 3000),
        ("0", 0),
    ],
)
def test_formulas_are_worked_out(tex: str, number: int) -> None:
    assert worked_out(tex) == number


@every_state
def test_code_can_be_read(lesson: Lesson, state: dict[str, Any]) -> None:
    written = lesson.code(values_of(lesson, state))
    assert list(written) == list(FRAMEWORKS)
    for framework, source in written.items():
        compile(source, framework, "exec")
        assert f"import {FRAMEWORKS[framework]}" in source
        assert re.search(r"^y = ", source, re.MULTILINE)


@shown_first
def test_code_gives_what_is_on_screen(lesson: Lesson, state: dict[str, Any]) -> None:
    values = lesson.values(**state)
    space: dict[str, Any] = {}
    exec(lesson.code(values)["numpy"], space)
    y = np.asarray(space["y"])
    if not lesson.derive(values):  # layers are weighed against each other: no output is on stage
        assert y.size
        return
    output = lesson.stage(values).output
    assert np.squeeze(y).shape == np.squeeze(output).shape
    np.testing.assert_allclose(np.squeeze(y), np.squeeze(output), rtol=1e-9, atol=1e-9)


@each_lesson
def test_every_question_has_words(lesson: Lesson) -> None:
    names = [question.name for question in lesson.questions]
    assert len(set(names)) == len(names) >= LEAST_QUESTIONS
    for language in text.languages():
        words = text.questions(lesson.slug, language)
        assert list(words) == names, "in the order in which they are asked"
        assert all(asked.endswith("?") and why for asked, why in words.values())
        lines = text.prose(lesson.slug, language)["questions"].splitlines()
        assert len([line for line in lines if line.strip()]) == len(names), "no line is lost"


@each_lesson
def test_some_questions_are_asked_in_every_view(lesson: Lesson) -> None:
    for values in views(lesson):
        assert sum(question.asked(values) for question in lesson.questions) >= LEAST_QUESTIONS


@every_state
def test_questions(lesson: Lesson, state: dict[str, Any]) -> None:
    values = values_of(lesson, state)
    for question in lesson.questions:
        answer, details = question.answer(values), dict(question.details(values))
        assert math.isfinite(answer)
        assert question.answer(values) == answer
        assert "answer" not in details
        assert is_right(read_answer(exact(answer)), answer), "what the reason says is right"
        assert not is_right(answer + max(1, abs(answer)), answer)
        for language in text.languages():
            asked, why = text.questions(lesson.slug, language)[question.name]
            said = asked.format(**details), why.format(**details, answer=exact(answer))
            assert not any(re.search(r"\bnan\b|\binf\b|None|np\.", words) for words in said)
            assert not re.match(r"\d+[.)] ", said[1]), "Markdown would make a list of it"
