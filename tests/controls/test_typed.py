"""The numbers as text: what is shown can be typed again and is the same."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import convlib
from convlib import Lesson
from convlib.controls.ask import carry_out
from convlib.controls.typed import typed_numbers
from tests.contract.states import each_lesson, views
from tests.toy import TOY


@each_lesson
def test_every_array_at_work_can_be_typed_as_it_is_shown(lesson: Lesson) -> None:
    for values in views(lesson):
        typed = typed_numbers(lesson, values, "en")
        assert json.loads(json.dumps(typed)) == typed
        arrays = lesson.arrays(values)
        at_work = [each.name for each in lesson.at_work(values) if each.name in arrays]
        assert [grid["array"] for grid in typed["grids"]] == at_work
        for grid in typed["grids"]:
            assert grid["label"]
            assert grid["help"]
            ask = {"act": "type", "array": grid["array"], "text": grid["text"]}
            again, problem = carry_out(lesson, values, ask)
            assert problem is None
            assert np.array_equal(lesson.arrays(again)[grid["array"]], arrays[grid["array"]])


@pytest.mark.usefixtures("toy_words")
def test_planes_have_a_blank_line_between_them() -> None:
    (grid,) = typed_numbers(TOY, TOY.values(), "en")["grids"]
    assert grid["text"] == "0 1\n2 3\n\n4 5\n6 7"
    assert "blank line between two grids" in grid["help"]
    ask = {"act": "type", "array": "input", "text": "9 1\n2 3\n\n4 -5\n6 7"}
    typed, _ = carry_out(TOY, TOY.values(), ask)
    assert typed["input"].tolist() == [[[9, 1], [2, 3]], [[4, -5], [6, 7]]]
    (grid,) = typed_numbers(TOY, typed, "en")["grids"]
    assert grid["text"] == "9 1\n2 3\n\n4 -5\n6 7"


@pytest.mark.parametrize(("state", "value"), [({}, None), ({"seed": 7}, 7), ({"seed": 0}, 0)])
def test_the_seed_is_the_one_that_is_drawn_from(state: dict[str, Any], value: int | None) -> None:
    lesson = convlib.lesson("single-channel")
    assert typed_numbers(lesson, lesson.values(**state), "en")["seed"] == {
        "control": "seed",
        "label": "Seed",
        "none": "not random",
        "value": value,
        "high": 9999,
    }


@pytest.mark.usefixtures("toy_words")
def test_a_lesson_without_a_seed_has_none() -> None:
    assert typed_numbers(TOY, TOY.values(), "en")["seed"] is None
