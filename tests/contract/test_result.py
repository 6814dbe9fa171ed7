"""The line under the equation is true, and says where its numbers come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, Lesson, text
from convlib.controls.result import written_result
from convlib.lesson import MOST_LINES, Derivation, Line, Values
from convlib.params import Grid, PaddingParam, Param, PerAxis
from tests.cases import fixed
from tests.contract.states import accepted, each_lesson, extremes, moved

ROLES = {"input", "kernel", "output", "ink", "muted", "result"}
SIGNS = {"·": "*", "−": "-", "⌊": "floor(", "⌋": ")"}
SIDES = [(0, 0), (1, 1), (2, 2), (3, 3), (1, 0), (0, 1), (2, 1)]
# The parameters that sizes follow from, wherever a lesson has them and a view uses them.
SIZES = {
    *("size", "kernel", "stride", "padding", "dilation", "output_padding"),
    *("depth", "kernel_depth", "stride_depth", "padding_depth", "f-size", "g-size"),
    *("length", "rates", "filters", "multiplier"),
}


def written(line: Line) -> str:
    """The formula as it is read."""
    return "".join(piece.text for piece in line)


def worked_out(formula: str) -> Fraction:
    """What a formula of whole numbers comes to."""
    assert re.fullmatch(r"[\d ()⌊⌋+−·/]+", formula), formula
    exact = re.sub(r"\d+", r"Fraction(\g<0>)", formula)
    for sign, meaning in SIGNS.items():
        exact = exact.replace(sign, meaning)
    return Fraction(eval(exact, {"Fraction": Fraction, "floor": floor}))


@pytest.mark.parametrize(
    ("formula", "number"),
    [
        ("⌊(6 + 2·1 − 3)/2⌋ + 1", 3),
        ("⌊(7 + 2·0 − 2·(3 − 1) − 1)/1⌋ + 1", 3),
        ("(2 − 1)·2 − (0 + 1) + 3", 4),
        ("5/2", Fraction(5, 2)),
    ],
)
def test_formulas_are_worked_out(formula: str, number: Fraction) -> None:
    assert worked_out(formula) == number


@each_lesson
def test_every_state(lesson: Lesson) -> None:
    for _, values in accepted(lesson):
        check_result(lesson, values)


@each_lesson
@fixed(60)
@given(data=st.data())
def test_states_at_random(lesson: Lesson, data: st.DataObject) -> None:
    """Of all parameters but the arrays, whose sizes are those of others."""
    choices = {
        param.name: st.sampled_from([param.default, *extremes(param), *moved(param)])
        for param in lesson.params
        if not isinstance(param, Grid)
    }
    try:
        values = lesson.values(**data.draw(st.fixed_dictionaries({}, optional=choices)))
    except ConvError:
        return
    check_result(lesson, values)
    check_origins(lesson, values)


@each_lesson
def test_moving_a_parameter_changes_its_number_in_every_preset(lesson: Lesson) -> None:
    for preset in lesson.presets:
        check_origins(lesson, lesson.values(preset=preset.name))


def check_result(lesson: Lesson, values: Values) -> None:
    """Each line is worked out right, and all that is shown is what was derived and counted."""
    derived = {each.label: each for each in lesson.derive(values)}
    for each in derived.values():
        check_line(each)
    result = lesson.result(values)
    assert len(result.lines) == min(len(derived), MOST_LINES)
    assert {*result.lines} <= {(label, each.line) for label, each in derived.items()}
    counted = [(row.cost.macs, row.cost.parameters) for row in lesson.costs(values)]
    assert (result.macs, result.parameters) == next(iter(counted), (None, None))
    for language in text.languages():
        for line, shown in zip(
            result.lines, written_result(result, language)["lines"], strict=True
        ):
            check_groups(line[1], shown["groups"])


def check_line(derivation: Derivation) -> None:
    """The name in the output's colour, the number in the result's, and between them the truth."""
    line = derivation.line
    name, *worked, size = written(line).split(" = ")
    assert (line[0].text, line[0].role) == (name, "output")
    assert (line[-1].text, line[-1].role) == (size, "result")
    assert [worked_out(each) for each in (*worked, size)] == [derivation.size] * (len(worked) + 1)
    assert {piece.role for piece in line} <= ROLES
    for piece in line[1:-1]:
        assert (piece.role == "muted") == (not piece.text[0].isdigit()), "signs stand back"
        assert piece.role != "muted" or not piece.of
    check_notes(derivation)


def check_notes(derivation: Derivation) -> None:
    """What the words count is what stands over them; the last of them tell what is left over."""
    left = 0
    for notes, group in groupby(derivation.line, key=lambda piece: piece.below):
        over = written(tuple(group))
        counts = {note.key: note.number for note in notes if note.number is not None}
        left += counts.pop("left", 0)
        for count in counts.values():
            assert count == worked_out(over)
    assert left == derivation.left


def check_groups(line: Line, groups: list[dict[str, Any]]) -> None:
    """All of the line, in order; words stand where there are notes."""
    pieces = [(piece, group) for group in groups for piece in group["pieces"]]
    for piece, (shown, group) in zip(line, pieces, strict=True):
        assert shown == {"text": piece.text, "role": piece.role, "of": piece.of}
        assert bool(group["below"]) == bool(piece.below)


def check_origins(lesson: Lesson, values: Values) -> None:
    """A number says which parameter it comes from: one at work, which changes it when it is moved.

    And where a size follows from a parameter, its number is found; a dilation of 1 isn't written.
    """
    derived = lesson.derive(values)
    at_work = {param.name: param for param in lesson.at_work(values)}
    named = {piece.of for each in derived for piece in each.line} - {""}
    assert named <= at_work.keys()
    unwritten = {"dilation"} if 1 in np.atleast_1d(values.get("dilation", 0)) else set()
    assert not derived or SIZES & at_work.keys() - unwritten <= named
    for name in named:
        there = [lesson.derive(moved) for moved in others(lesson, values, at_work[name])]
        for each in derived:
            texts = [numbers for moved in there if (numbers := numbers_of(moved, each.label, name))]
            assert len({*texts}) == len(texts), (name, texts)


def others(lesson: Lesson, values: Values, param: Param) -> Iterator[Values]:
    """The states that differ in what a parameter says, the same for rows and columns."""
    match param:
        case PerAxis(low=low, high=high):
            candidates: list[Any] = [(n, n) for n in range(low, high + 1)]
        case PaddingParam(high=high):
            candidates = [(each, each) for each in SIDES if max(each) <= high]
        case _:
            candidates = [param.read(each) for each in moved(param)]
    numbered = dict(enumerate(candidates))
    for at in lesson.offered(values, numbered, param.name):
        yield values | {param.name: numbered[at]}


def numbers_of(derived: Sequence[Derivation], label: str, name: str) -> tuple[str, ...]:
    """What a formula has of a parameter; what holds for both axes holds for each."""
    lines = {each.label: each.line for each in derived}
    line = lines.get(label) or lines.get("both", ())
    return tuple(piece.text for piece in line if piece.of == name)
