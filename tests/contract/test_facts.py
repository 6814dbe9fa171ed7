"""What every lesson says in numbers beside its stage is true: costs, code, questions."""

from __future__ import annotations

import math
import re

import pytest

from convlib import Lesson, text
from convlib.numerals import exact, is_right, read_answer
from tests.contract.states import accepted, each_lesson, views

LEAST_QUESTIONS = 3
FRAMEWORKS = {"pytorch": "torch", "keras": "keras", "numpy": "numpy"}


@each_lesson
def test_costs(lesson: Lesson) -> None:
    for state, values in accepted(lesson):
        rows = lesson.costs(values)
        assert not rows or {"own", "sampled"} & set(rows[0].label.split("-"))
        assert len({(row.chart, row.label) for row in rows}) == len(rows)
        charts = [row.chart for row in rows]
        assert charts == sorted(charts, key=charts.index), "those of a chart follow each other"
        for row in rows:
            assert worked_out(row.macs) == row.cost.macs, state
            assert worked_out(row.parameters) == row.cost.parameters, state


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


@each_lesson
def test_code_can_be_read(lesson: Lesson) -> None:
    for state, values in accepted(lesson):
        written = lesson.code(values)
        assert list(written) == list(FRAMEWORKS)
        for framework, source in written.items():
            compile(source, framework, "exec")
            assert f"import {FRAMEWORKS[framework]}" in source, state
            assert re.search(r"^y = ", source, re.MULTILINE), state


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


@each_lesson
def test_questions(lesson: Lesson) -> None:
    for state, values in accepted(lesson):
        for question in lesson.questions:
            answer, details = question.answer(values), dict(question.details(values))
            assert math.isfinite(answer), state
            assert question.answer(values) == answer
            assert "answer" not in details
            assert is_right(read_answer(exact(answer)), answer), "what the reason says is right"
            assert not is_right(answer + max(1, abs(answer)), answer)
            for language in text.languages():
                asked, why = text.questions(lesson.slug, language)[question.name]
                told = {**details, "answer": exact(answer)}
                said = [text.filled(words, language, **told) for words in (asked, why)]
                assert not any(re.search(r"\bnan\b|\binf\b|None|np\.", words) for words in said)
                assert not re.match(r"\d+[.)] ", said[1]), "Markdown would make a list of it"
