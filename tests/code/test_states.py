"""The code that a lesson shows, pasted and run: it gives the numbers that are on the stage."""

from __future__ import annotations

import re

import numpy as np
import pytest

from convlib import Lesson
from convlib.lesson import Values
from convlib.ops import Array
from tests.code.running import (
    Code,
    as_array,
    by_each_framework,
    drawn_in,
    plain,
    run,
    with_numbers_of_numpy,
)
from tests.code.states import coded_states, different
from tests.contract.states import each_lesson

pytestmark = [
    pytest.mark.filterwarnings("ignore:overflow encountered in exp"),  # of extreme numbers
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # in Keras
]


@each_lesson
def test_numpy_gives_what_is_on_the_stage(lesson: Lesson) -> None:
    for name, values, written in coded_states(lesson):
        if lesson.derive(values) and "dice" not in written["numpy"]:
            check_stage(lesson, values, plain(written["numpy"]), name)


def check_stage(lesson: Lesson, values: Values, y: Array, name: str) -> None:
    """Whole numbers exactly; an integral that is sampled is near the true one.

    Where no size is derived, what is on the stage is not a layer's output.
    """
    output = lesson.stage(values).output
    assert np.squeeze(y).shape == np.squeeze(output).shape, name
    if y.dtype.kind == "i":
        np.testing.assert_array_equal(np.squeeze(y), np.squeeze(output), name)
        return
    near = 1e-6 if values.get("view") == "continuous" else 1e-9
    slack = near * max(1, abs(output).max())
    np.testing.assert_allclose(np.squeeze(y), np.squeeze(output), 1e-9, slack, err_msg=name)


@each_lesson
def test_as_many_numbers_are_drawn_as_the_layer_has(lesson: Lesson) -> None:
    """Where there are too many to write: its first row of costs says how many weights it has."""
    for name, values, written in coded_states(lesson):
        if "dice" in written["numpy"]:
            _, *weights = drawn_in(written["numpy"])
            rows = lesson.costs(values)
            told = rows[0].cost.parameters if rows else lesson.compared(values)[0].parameters
            assert sum(weight.size for weight in weights) == told, name


@by_each_framework
@each_lesson
def test_every_framework_gives_what_numpy_gives(lesson: Lesson, runner: str) -> None:
    for name, written in different(lesson):
        check_framework(runner, written, name)


def check_framework(runner: str, written: Code, name: str) -> None:
    """In 32 bits, beside the largest of the numbers; Keras has a batch and the channels last."""
    drawn = re.search("^dice", written["numpy"], re.MULTILINE)
    want = plain(written["numpy"])
    found = with_numbers_of_numpy(runner, written) if drawn else as_array(run(runner, written))
    if runner == "keras" and found.shape == (1, *want.shape[1:], len(want)):
        found = np.moveaxis(found[0], -1, 0)
    assert np.squeeze(found).shape == np.squeeze(want).shape, name
    slack = 2e-6 * max(1, abs(want).max())
    np.testing.assert_allclose(np.squeeze(found), np.squeeze(want), 1e-5, slack, err_msg=name)
