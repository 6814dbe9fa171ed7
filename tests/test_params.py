"""Every kind of parameter: what it reads, what it writes, and that each gives the other back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError
from convlib.params import (
    Choice,
    Count,
    Grid,
    PaddingParam,
    Param,
    PerAxis,
    Seed,
    Several,
    Whole,
    fitted,
    laid_over,
)
from tests.cases import fixed

RULES = ("valid", "same", "full", "causal")
PER_AXIS = PerAxis("stride", default=(1, 1), low=1, high=8)
PADDING = PaddingParam("padding", rules=RULES, high=12)
SEED = Seed("seed")
GRID = Grid("weights", cap=4)
PLANES = Grid("image", cap=4, planes=3)
WHOLE = Whole("filters", default=2, low=1, high=4)
CHOICE = Choice("view", ("maps", "block"))
SEVERAL = Several("rates", default=(1, 2), low=1, high=8, most=3)


@pytest.mark.parametrize(
    ("given_", "value", "text"),
    [
        ("3", (3, 3), "3"),
        (3, (3, 3), "3"),
        (np.int64(3), (3, 3), "3"),
        (3.0, (3, 3), "3"),
        ("3x2", (3, 2), "3x2"),
        (" 3 X 2 ", (3, 2), "3x2"),
        ((3, 2), (3, 2), "3x2"),
        ([3], (3, 3), "3"),
        ("2x2", (2, 2), "2"),
    ],
)
def test_per_axis(given_: Any, value: tuple[int, int], text: str) -> None:
    assert PER_AXIS.read(given_) == value
    assert PER_AXIS.write(value) == text


@pytest.mark.parametrize(
    ("given_", "value", "text"),
    [
        ("same", "same", "same"),
        (" SAME ", "same", "same"),
        ("2", ((2, 2), (2, 2)), "2"),
        (2, ((2, 2), (2, 2)), "2"),
        ("1x2", ((1, 1), (2, 2)), "1x2"),
        ("1:0", ((1, 0), (1, 0)), "1:0"),
        ("1:0x2", ((1, 0), (2, 2)), "1:0x2"),
        ("1:0x2:3", ((1, 0), (2, 3)), "1:0x2:3"),
        (((1, 0), (2, 3)), ((1, 0), (2, 3)), "1:0x2:3"),
        ([1, (2, 3)], ((1, 1), (2, 3)), "1x2:3"),
        ("0", ((0, 0), (0, 0)), "0"),
    ],
)
def test_padding(given_: Any, value: Any, text: str) -> None:
    assert PADDING.read(given_) == value
    assert PADDING.write(value) == text


@pytest.mark.parametrize(
    ("given_", "value", "text"),
    [(None, None, ""), ("", None, ""), ("7", 7, "7"), (0, 0, "0"), ("9999", 9999, "9999")],
)
def test_seed(given_: Any, value: int | None, text: str) -> None:
    assert SEED.read(given_) == value
    assert SEED.write(value) == text


@pytest.mark.parametrize(
    ("given_", "rows", "text"),
    [
        ("1 2; 3 -4", [[1, 2], [3, -4]], "1,2;3,-4"),
        ("−0.5", [[-0.5]], "-0.5"),
        ([[1, 2]], [[1, 2]], "1,2"),
        (((1,), (2.5,)), [[1], [2.5]], "1;2.5"),
        (np.array([[1.0, 2.0]]), [[1, 2]], "1,2"),
        ([np.array([1, 2]), (3, 4)], [[1, 2], [3, 4]], "1,2;3,4"),
        ([[1 / 3]], [[1 / 3]], "0.3333333333333333"),
        ([[1e-300]], [[1e-300]], "1e-300"),
    ],
)
def test_grid(given_: Any, rows: list[list[float]], text: str) -> None:
    value = GRID.read(given_)
    assert isinstance(value, np.ndarray)
    assert value.tolist() == rows
    assert GRID.write(value) == text


@pytest.mark.parametrize(
    ("given_", "planes", "text"),
    [
        ("1 2 | 3 4", [[[1, 2]], [[3, 4]]], "1,2|3,4"),
        ("1,2;3,4|5,6;7,8", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "1,2;3,4|5,6;7,8"),
        ("1 2\n3 4\n\n5 6\n7 8\n", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "1,2;3,4|5,6;7,8"),
        (
            "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]",
            [[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
            "1,2;3,4|5,6;7,8",
        ),
        (
            str(np.arange(8).reshape(2, 2, 2)),
            [[[0, 1], [2, 3]], [[4, 5], [6, 7]]],
            "0,1;2,3|4,5;6,7",
        ),
        ([[[1]], [[2.5]]], [[[1]], [[2.5]]], "1|2.5"),
    ],
)
def test_planes(given_: Any, planes: list[list[list[float]]], text: str) -> None:
    value = PLANES.read(given_)
    assert isinstance(value, np.ndarray)
    assert value.tolist() == planes
    assert PLANES.write(value) == text


@pytest.mark.parametrize(
    ("param", "given_", "value", "text"),
    [
        (WHOLE, "3", 3, "3"),
        (WHOLE, 3.0, 3, "3"),
        (CHOICE, " Block ", "block", "block"),
        (SEVERAL, "1, 2 4", (1, 2, 4), "1,2,4"),
        (SEVERAL, [2, 2], (2, 2), "2,2"),
        (SEVERAL, 5, (5,), "5"),
    ],
)
def test_numbers_and_names(param: Param, given_: Any, value: Any, text: str) -> None:
    assert param.read(given_) == value
    assert param.write(value) == text


def test_what_is_given_lies_over_the_corner_of_what_was_there() -> None:
    background = np.arange(24).reshape(2, 3, 4)
    laid = PLANES.laid_over(background, PLANES.read("-1 -2"), (2, 2, 3))
    assert laid.tolist() == [[[-1, -2, 2], [4, 5, 6]], [[12, 13, 14], [16, 17, 18]]]
    named = Grid("image", cap=4, planes=3, names={"ones": np.ones})
    assert named.laid_over(background, "ones", (2, 2, 3)).tolist() == [[[1] * 3] * 2] * 2


WEIGHTS = Count("filters", times="channels", over="groups")
COUNTED: list[Param] = [
    *(Whole(name, default, 1, 9) for name, default in (("channels", 4), ("filters", 2))),
    Whole("groups", 1, 1, 9),
    PerAxis("size", (3, 3), 1, 9),
    Grid("x", 9, "size", planes=9, counts=(Count("channels"),)),
    Grid("w", 9, planes=81, counts=(WEIGHTS,)),
    Grid("b", 9, counts=(Count("filters"),)),
]


@pytest.mark.parametrize(
    ("typed", "settled"),
    [
        ({"x": "1 2|3 4"}, {"size": (1, 2), "channels": 2}),
        ({"w": "1|2|3|4|5|6|7|8"}, {"filters": 2}),  # of the 4 channels that nobody gave
        ({"w": "1|2|3|4|5|6", "channels": "2"}, {"filters": 3}),
        ({"w": "1|2|3|4|5|6", "x": "1|2"}, {"size": (1, 1), "channels": 2, "filters": 3}),
        ({"w": "1|2|3|4|5|6", "groups": 2}, {"filters": 3}),
        ({"w": "1|2|3|4|5|6"}, {}),  # 4 don't divide 6
        ({"w": "1|2|3|4|5|6", "channels": 2, "filters": 1}, {}),  # as it is said
        ({"b": "1;2;3"}, {"filters": 3}),
        ({"b": "1;2;3", "w": "1|2|3|4"}, {"filters": 1}),  # the first one is right
        ({}, {}),
    ],
)
def test_typed_planes_and_rows_settle_what_counts_them(
    typed: dict[str, Any], settled: dict[str, Any]
) -> None:
    assert fitted(COUNTED, typed) == {**settled, **typed}


def test_what_counts_planes_is_refused_by_its_name() -> None:
    with pytest.raises(ConvError, match="channels is “many”") as caught:
        fitted(COUNTED, {"w": "1|2", "channels": "many"})
    assert caught.value.parameter == "channels"


@given(filters=st.integers(1, 9), channels=st.integers(1, 9), groups=st.integers(1, 9))
@fixed(200)
def test_a_count_settles_what_it_was_counted_from(filters: int, channels: int, groups: int) -> None:
    values = {"filters": filters, "channels": channels, "groups": groups}
    if channels % groups == 0:
        settled = WEIGHTS.settled(WEIGHTS.of(values), values)
        assert settled == {"filters": filters}
    assert WEIGHTS.of(values) == filters * channels // groups


def test_arrays_are_as_large_as_what_counts_them_says() -> None:
    values = {"channels": 3, "filters": 2, "groups": 3, "size": (1, 2)}
    values |= dict.fromkeys("xwb") | {"b": np.array([[7.0]])}
    backgrounds = {name: np.zeros((9, 9, 9), int) for name in "wx"} | {"b": np.ones((9, 1), int)}
    arrays = laid_over(COUNTED, values, backgrounds)
    assert [(name, array.shape) for name, array in arrays.items()] == [
        ("x", (3, 1, 2)),
        ("w", (2, 9, 9)),
        ("b", (2, 1)),
    ]
    assert arrays["b"].tolist() == [[7], [1]]


def test_no_grid() -> None:
    assert GRID.read(None) is GRID.read("") is GRID.read("  \n") is None
    assert GRID.write(None) == ""


NUMBERS = st.integers(-9999, 9999) | st.floats(-9999, 9999)
PAIRS = st.tuples(st.integers(0, 12), st.integers(0, 12))
VALUES: dict[Param, st.SearchStrategy[Any]] = {
    PER_AXIS: st.tuples(st.integers(1, 8), st.integers(1, 8)),
    PADDING: st.sampled_from(RULES) | st.tuples(PAIRS, PAIRS),
    SEED: st.none() | st.integers(0, 9999),
    WHOLE: st.integers(1, 4),
    CHOICE: st.sampled_from(["maps", "block"]),
    SEVERAL: st.lists(st.integers(1, 8), min_size=1, max_size=3),
    PLANES: st.tuples(*[st.integers(1, 3)] * 3).flatmap(
        lambda shape: (
            st.lists(NUMBERS, min_size=math.prod(shape), max_size=math.prod(shape))
            .map(np.array)
            .map(lambda flat: flat.reshape(shape))
        )
    ),
    GRID: st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda shape: (
            st.lists(NUMBERS, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
            .map(np.array)
            .map(lambda flat: flat.reshape(shape))
        )
    ),
}


@pytest.mark.parametrize("param", VALUES, ids=lambda param: type(param).__name__)
@fixed(150)
@given(data=st.data())
def test_what_is_written_reads_as_the_same(param: Param, data: st.DataObject) -> None:
    value = param.read(data.draw(VALUES[param]))
    text = param.write(value)
    assert isinstance(text, str)
    assert np.array_equal(param.read(text), value)
    assert param.write(param.read(text)) == text


@pytest.mark.parametrize("param", VALUES, ids=lambda param: type(param).__name__)
def test_the_default_is_written_and_read_too(param: Param) -> None:
    assert param.read(param.write(param.default)) == param.default


WRONG: list[tuple[Param, Any, str]] = [
    (PER_AXIS, "two", "“two”, but it has to be a whole number"),
    (PER_AXIS, "", "whole number"),
    (PER_AXIS, "3x", "“”, but it has to be a whole number"),
    (PER_AXIS, "1.5", "“1.5”, but it has to be a whole number"),
    (PER_AXIS, "nan", "whole number"),
    (PER_AXIS, "inf", "whole number"),
    (PER_AXIS, None, "whole number"),
    (PER_AXIS, True, "“True”, but it has to be a whole number"),
    (PER_AXIS, "-inf", "“-inf”, but it has to be a whole number such as 2"),
    (PER_AXIS, 10**400, "is 1e+400, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "9" * 5000, f"is {'9' * 19}…, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "1e400", "is 1e400, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "two " * 50, "is “two two two two two…”, but it has to be a whole number"),
    (PADDING, "1:" + "9" * 5000, f"is {'9' * 19}…, but it has to be a whole number from 0 to 12"),
    (PADDING, "near" * 50, "is “nearnearnearnearnea…”, which is no rule"),
    (SEED, "-" + "9" * 5000, f"is -{'9' * 18}…, but it has to be a whole number from 0 to 9999"),
    (PER_AXIS, "1e300", "is 1e+300, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "0", "is 0, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "3x9", "is 9, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "-1", "is -1, but it has to be a whole number from 1 to 8"),
    (PER_AXIS, "1x2x3", "3 values, but the window moves along 2 axes"),
    (PER_AXIS, [], "0 values"),
    (PADDING, "near", "“near”, which is no rule: give one of valid, same, full, causal"),
    (PADDING, "", "no rule"),
    (PADDING, "same_lower", "no rule"),
    (PADDING, "1:2:3", "3 amounts for one axis: give 1, or 2 such as 1:0"),
    (PADDING, "13", "from 0 to 12"),
    (PADDING, "-1", "from 0 to 12"),
    (PADDING, "1x1x1", "3 values"),
    (PADDING, "1.5", "whole number"),
    (PADDING, None, "whole number"),
    (PADDING, [1, None], "whole number"),
    (SEED, "x", "whole number"),
    (SEED, "10000", "from 0 to 9999"),
    (SEED, -1, "from 0 to 9999"),
    (GRID, [[1, 2], [3]], "row 2: 1 number, but the first row has 2"),
    (GRID, [[1, float("nan")]], "row 1: “nan” is no number"),
    (GRID, [[]], "no numbers"),
    (GRID, np.zeros((0, 3)), "no numbers"),
    (GRID, 5, "0 axes, but it has to be a grid"),
    (GRID, [1, 2], "1 axis, but it has to be a grid"),
    (GRID, [1, [2]], "1 axis, but it has to be a grid"),
    (GRID, np.zeros((1, 2, 2)), "3 axes"),
    (GRID, [[1, 10**400]], "is no number from −9999 to 9999"),
    (WHOLE, "5", "is 5, but it has to be a whole number from 1 to 4"),
    (WHOLE, "1.5", "whole number"),
    (CHOICE, "gather", "is “gather”, but it has to be one of maps, block"),
    (CHOICE, "x" * 99, "has to be one of maps, block"),
    (SEVERAL, "", "has 0 numbers, but it takes 1 to 3, such as 1,2,4"),
    (SEVERAL, "1 2 3 4", "has 4 numbers"),
    (SEVERAL, "1,x", "whole number"),
    (SEVERAL, "9", "from 1 to 8"),
    (PLANES, [[1, 2]], "2 axes, but it has to be grids"),
    (PLANES, "1|2|3|4", "has 4 grids, but it takes 1 to 3"),
    (PLANES, "1 2|3", "grids of different sizes"),
    (PLANES, "1|x", "“x” is no number"),
    (GRID, np.zeros((5, 1)), "5 rows and 1 column, but at most 4"),
]


def test_an_array_that_hides_numbers_or_a_list_in_itself_is_refused() -> None:
    with pytest.raises(ConvError, match="weights hides some of its numbers under a mask"):
        GRID.read(np.ma.masked_greater([[1, 2], [3, 4]], 3))
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ConvError, match=r"weights has [0-9]+ axes"):
        GRID.read(endless)


@pytest.mark.parametrize(("param", "given_", "words"), WRONG)
def test_what_is_wrong_is_refused_with_what_would_work(
    param: Param, given_: Any, words: str
) -> None:
    with pytest.raises(ConvError) as caught:
        param.read(given_)
    assert caught.value.parameter == param.name
    assert str(caught.value).startswith(param.name)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_number_too_long_for_python_to_write_is_refused_too() -> None:
    with pytest.raises(
        ConvError, match="stride is -1e\\+5000, but it has to be a whole number from"
    ):
        PER_AXIS.read(-(10**5000))


@pytest.mark.parametrize("param", VALUES, ids=lambda param: type(param).__name__)
@fixed(150)
@given(text=st.text("0123456789x:.,-+;einf ", max_size=12) | st.text(max_size=20))
def test_any_text_is_a_value_or_a_sentence(param: Param, text: str) -> None:
    try:
        value = param.read(text)
    except ConvError:
        return
    assert np.array_equal(param.read(param.write(value)), value)
