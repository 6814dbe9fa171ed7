"""What a control says where it goes no further: the number, the bound and a control that are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from convlib import ConvError, Lesson, text
from convlib.controls.offer import Control, controls
from convlib.controls.sides import part_setter
from convlib.controls.tell import tell
from convlib.lesson import Values
from convlib.params import PerAxis, Whole
from tests.contract.states import each_lesson, views


def sliders(lesson: Lesson, values: Values) -> list[Control]:
    """The sliders of a state."""
    return [each for each in controls(lesson, values, "en") if each["kind"] == "slider"]


def setting(lesson: Lesson, values: Values, slider: Control, number: int) -> Values:
    """The state with another number of a slider."""
    name, _, part = slider["id"].partition(".")
    param = next(each for each in lesson.params if each.name == name)
    return values | {name: part_setter(param, part, values[name])(number)}


def refusal(lesson: Lesson, values: Values) -> ConvError | None:
    try:
        lesson.check(values)
    except ConvError as error:
        return error
    return None


def refused(lesson: Lesson, values: Values) -> Iterator[tuple[Control, str, int, ConvError]]:
    """Where sliders stop: the side, the nearest number that is refused there, and why."""
    for slider in sliders(lesson, values):
        present = slider["value"] if slider["value"] is not None else slider["low"]
        ways = {
            "above": range(present + 1, slider["high"] + 1),
            "below": range(present - 1, slider["low"] - 1, -1),
        }
        for side, numbers in ways.items():
            if side in slider["stops"]:
                tried = ((n, refusal(lesson, setting(lesson, values, slider, n))) for n in numbers)
                yield (slider, side, *next((n, error) for n, error in tried if error))


@each_lesson
def test_a_reason_is_that_of_the_nearest_number_and_blames_what_can_be_set(lesson: Lesson) -> None:
    for values in views(lesson):
        for slider, side, number, error in refused(lesson, values):
            said = slider["stops"][side]
            assert said == tell(error, "en")
            at_work = {param.name for param in lesson.at_work(values)}
            assert error.parameter in at_work, said
            assert said.startswith(text.say(f"control.{error.parameter}"))
            value = error.details.get("value")
            if error.parameter == slider["of"] and isinstance(value, int):
                both_sides = "in all" in said  # which one slider sets alike
                assert value == number * (1 + both_sides), said


@each_lesson
def test_what_a_reason_says_would_fit_does_and_no_more_than_that(lesson: Lesson) -> None:
    """“A kernel of 5 or less fits”; “2 works”."""
    for values in views(lesson):
        for slider, side, number, error in refused(lesson, values):
            limit = error.details.get("limit")
            if error.parameter == slider["of"] and isinstance(limit, int) and side == "above":
                assert f" {limit}" in slider["stops"][side]
                fitting = [end for _, end in slider["offered"] if end < number]
                assert limit == max(fitting), slider["stops"][side]


@each_lesson
def test_a_number_out_of_bounds_is_told_both_of_them(lesson: Lesson) -> None:
    for param in lesson.params:
        if isinstance(param, PerAxis | Whole):
            for number in (param.low - 1, param.high + 1):
                wrong: Any = (number, number) if isinstance(param, PerAxis) else number
                with pytest.raises(ConvError) as caught:
                    lesson.values(**{param.name: wrong})
                said = str(caught.value)
                found = re.search(r"from (−?-?\d+) to (\d+)", said)
                assert found, said
                assert (int(found[1]), int(found[2])) == (param.low, param.high)
                assert caught.value.parameter == param.name
