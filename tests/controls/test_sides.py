"""The parts of a parameter: what a number of one makes of all, and which number it has."""

from __future__ import annotations

from typing import Any

import pytest

import convlib
from convlib.controls.sides import AXES, SIDES, amounts_of, is_square, part_of, part_setter
from convlib.params import PaddingParam, PerAxis, Whole

KERNEL = PerAxis("kernel", default=(3, 3), low=1, high=7)
PADDING = PaddingParam("padding", rules=("valid", "same"), high=9)
FILTERS = Whole("filters", default=1, low=1, high=4)
UNEVEN = ((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("param", "part", "present", "value"),
    [
        (KERNEL, "", (3, 2), (5, 5)),
        (KERNEL, "rows", (3, 2), (5, 2)),
        (KERNEL, "columns", (3, 2), (3, 5)),
        (PADDING, "amount", UNEVEN, ((5, 5), (5, 5))),
        (PADDING, "top", UNEVEN, ((5, 2), (3, 4))),
        (PADDING, "bottom", UNEVEN, ((1, 5), (3, 4))),
        (PADDING, "left", UNEVEN, ((1, 2), (5, 4))),
        (PADDING, "right", UNEVEN, ((1, 2), (3, 5))),
        (PADDING, "right", "same", ((0, 0), (0, 5))),
        (FILTERS, "", 2, 5),
    ],
)
def test_a_number_of_a_part_leaves_the_other_parts(
    param: Any, part: str, present: Any, value: Any
) -> None:
    assert part_setter(param, part, present)(5) == value
    assert part_of(param, part, value) == 5


@pytest.mark.parametrize("param", [KERNEL, PADDING, FILTERS], ids=lambda param: param.name)
def test_there_is_no_other_part(param: Any) -> None:
    with pytest.raises(KeyError):
        part_setter(param, "middle", param.default)(1)


def test_where_a_rule_settles_it_no_part_has_a_number() -> None:
    assert {part_of(PADDING, part, "same") for part in ("amount", *SIDES)} == {None}
    assert amounts_of("same") == ((0, 0), (0, 0))
    assert amounts_of(UNEVEN) == UNEVEN


def test_the_parts_are_all_of_it() -> None:
    assert [part_of(KERNEL, part, (3, 2)) for part in AXES] == [3, 2]
    assert [part_of(PADDING, part, UNEVEN) for part in SIDES] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("state", "square"),
    [
        ({}, True),
        ({"padding": 2}, True),
        ({"padding": "same"}, True),
        ({"kernel": "3x2"}, False),
        ({"padding": "1x2"}, False),
        ({"padding": "1:2"}, False),
    ],
)
def test_whether_one_control_can_stand_for_all_parts(state: dict[str, Any], square: bool) -> None:
    lesson = convlib.lesson("single-channel")
    values = lesson.values(**state)
    assert is_square(lesson.at_work(values), values) is square
