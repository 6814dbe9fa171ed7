"""What people paste: nothing is read as something else without a word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import ConvError
from convlib.controls.ask import carry_out
from convlib.controls.typed import typed_numbers
from convlib.numerals import parse_grid, parse_number, parse_planes
from convlib.params import Choice, Grid, PaddingParam, Param, PerAxis, Several, Whole
from tests.cases import fixed

BINOMIAL = [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("np.array([[1,2,1],[2,4,2],[1,2,1]]) / 16", np.array(BINOMIAL) / 16),
        ("1/16 * np.array([[1,2,1],[2,4,2],[1,2,1]])", np.array(BINOMIAL) / 16),
        ("(1/9) * torch.tensor([[1., 1.], [9., 3.]])", np.array([[1, 1], [9, 3]]) / 9),
        ("1/9*[1 1 1; 1 1 1]", np.ones((2, 3)) / 9),
        ("kernel = [[1, 2], [3, 4]] * 2", [[2, 4], [6, 8]]),
        ("-np.array([[1, 2]])", [[-1, -2]]),
        ("np.asarray([[1, 2]], dtype=np.float32) * 1/4", [[0.25, 0.5]]),
        ("tensor([[1., 2.]], requires_grad=True)", [[1, 2]]),
        ("[[np.float64(0.5), np.float64(-1.5)]]", [[0.5, -1.5]]),
        ("{ {1, 2}, {3, 4} };", [[1, 2], [3, 4]]),
        ("((1, 2), (3, 4))", [[1, 2], [3, 4]]),
        ("[(1, 2), (3, 4)]", [[1, 2], [3, 4]]),
        ("np.array(([1, 2], [3, 4])) / 2", [[0.5, 1], [1.5, 2]]),
        ("{0.5f, 1.f}", [[0.5, 1]]),
        ("\N{EN DASH}1 \N{MINUS SIGN}2", [[-1, -2]]),
        ("0,5\t1,5\n2,5\t3,5", [[0.5, 1.5], [2.5, 3.5]]),
        ("0,5;1,5\n2,5;3,5", [[0.5, 1.5], [2.5, 3.5]]),
        ("0,125\t-,5", [[0.125, -0.5]]),
        ("1/9 -2/9; 1 0", [[1 / 9, -2 / 9], [1, 0]]),
        ("1,100;3,4", [[1, 100], [3, 4]]),
    ],
)
def test_what_is_read_whole(text: str, rows: object) -> None:
    assert np.array_equal(parse_grid(text, "weights", 9), np.array(rows))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("np.array([[1, 2], [3, 4]]).T", "“.T” stands round the brackets"),
        ("np.flip([[1, 2]])", "“np.flip(” stands round the brackets"),
        ("[[1, 2]] + 1", "“+ 1” stands round"),
        ("2 [[1, 2]]", "“2” stands round"),
        ("[[1, 2]] / 1/9", "“/ 1/9” stands round"),
        ("[[1, 2]] / 0", "“/ 0” stands round"),
        ("np.array([[1, 2]]", "stands round"),
        ("np.array([[1.5, 2]], dtype=int)", "row 1: “1.5” is no number"),
        ("\t7\n\t8", "row 1, column 1: the cell is empty"),
        ("7\t\n8\t", "row 1, column 2: the cell is empty"),
        ("1,2,\n3,4,", "row 1, column 3: the cell is empty"),
        (",7\n,8", "row 1, column 1: the cell is empty"),
        ("1\t2\n\n3\t4", "row 2: it is empty"),
        ("1 2\n\n3 4", "row 2: it is empty"),
        ("1 2;;3 4", "row 2: it is empty"),
        ("1,2 3,4", "row 1: in “1,2 3,4” a comma could be a point"),
        ("1,000\t2", "row 1: “1,000” could be thousands"),
        ("1,000;2,000", "row 1: “1,000” could be thousands"),
        ("[[1,000, 2]]", "could be thousands"),
        ("[[[1, 2], [3, 4]]]", "has 3 axes, but it has to be a grid of rows"),
        ("[[1, 2], [3, 4]", "the brackets don't go together"),
        ("[(1, 2), (3, 4]", "(3, 4 stands beside rows"),
        ("(1, 5) * [[1]]", "stands beside rows"),
        ("[[1, 2], [[3]]]", "the brackets don't go together"),
        ("1_000", "“1_000” is no number"),
        ("1/0", "“1/0” is no number"),
    ],
)
def test_what_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(ConvError) as caught:
        parse_grid(text, "weights", 9)
    assert words in str(caught.value)


def test_one_reader_for_a_cell_and_a_block() -> None:
    for text in ("1/9", "np.float64(0.5)", "\N{EN DASH}2.5", ".5", "1e2"):
        assert parse_grid(text, "input", 9).tolist() == [[parse_number(text, "input")]]
    assert parse_number("1,5", "input") == 1.5
    with pytest.raises(ConvError, match="“1,000” could be thousands or a decimal number"):
        parse_number("1,000", "input")


@pytest.mark.parametrize(
    "text",
    [
        "1 2; 3 4 | 5 6; 7 8",
        "1 2\n3 4\n\n5 6\n7 8",
        "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]",
        "[[[1 2]\n  [3 4]]\n\n [[5 6]\n  [7 8]]]",
        "[1 2; 3 4] | [5 6; 7 8]",
        "[1 2; 3 4], [5 6; 7 8]",
        "np.array([[[2, 4], [6, 8]], [[10, 12], [14, 16]]]) / 2",
    ],
)
def test_ways_to_write_planes(text: str) -> None:
    planes = [plane.tolist() for plane in parse_planes(text, "image", 9)]
    assert planes == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


def test_python_lists_and_their_text_are_refused_alike() -> None:
    flat, rows = Grid("weights", cap=9), [[[1, 2], [3, 4]]]
    for given_ in (rows, str(rows)):
        with pytest.raises(ConvError, match="weights has 3 axes"):
            flat.read(given_)


KERNEL = PerAxis("kernel", (3, 3), 1, 9)
PADDING = PaddingParam("padding", ("same", "valid"), 9)
RATES = Several("rates", (1,), 1, 8, 4)


@pytest.mark.parametrize(
    ("param", "typed", "value"),
    [
        (KERNEL, "(3, 2)", (3, 2)),
        (KERNEL, "3×2", (3, 2)),
        (KERNEL, "3 x 2", (3, 2)),
        (KERNEL, "[3 2]", (3, 2)),
        (KERNEL, "{3, 2}", (3, 2)),
        (KERNEL, "(3,)", (3, 3)),
        (KERNEL, "np.int64(3)", (3, 3)),
        (PADDING, "(1, 2)", ((1, 1), (2, 2))),
        (PADDING, "((1, 0), (2, 2))", ((1, 0), (2, 2))),
        (PADDING, "[[1, 0], [2, 2]]", ((1, 0), (2, 2))),
        (PADDING, "'same'", "same"),
        (RATES, "(1, 2, 4)", (1, 2, 4)),
        (RATES, "[1 2 4]", (1, 2, 4)),
        (Whole("filters", 1, 1, 9), "np.float64(2.0)", 2),
        (Choice("view", ("scatter", "gather")), '"gather"', "gather"),
    ],
)
def test_layers_are_understood_as_they_are_written_elsewhere(
    param: Param, typed: str, value: object
) -> None:
    assert param.read(typed) == value


@pytest.mark.parametrize(
    ("param", "typed", "words"),
    [
        (KERNEL, "\N{EN DASH}3", "kernel is -3, but it has to be a whole number from 1 to 9"),
        (KERNEL, "3x", "whole number"),
        (KERNEL, "(1, 2, 3)", "has 3 values"),
        (PADDING, "(1, 2, 3, 4)", "has 4 values"),
    ],
)
def test_layers_that_are_refused(param: Param, typed: str, words: str) -> None:
    with pytest.raises(ConvError) as caught:
        param.read(typed)
    assert words in str(caught.value)


@fixed(100)
@given(
    st.lists(st.lists(st.integers(-99, 99), min_size=2, max_size=2), min_size=1, max_size=3),
    st.integers(1, 16),
)
def test_a_divisor_is_carried_out(rows: list[list[int]], divisor: int) -> None:
    expected = np.array(rows) / divisor
    for text in (f"np.array({rows}) / {divisor}", f"1/{divisor} * {rows}", f"{rows}*1/{divisor}"):
        assert np.array_equal(parse_grid(text, "input", 9), expected)


def test_what_is_opened_and_closed_is_the_same() -> None:
    """All digits of 1/9 are in the text, so that to type it again changes nothing."""
    lesson = convlib.lesson("single-channel")
    ninths = lesson.values(weights=np.full((3, 3), 1 / 9))
    text = typed_numbers(lesson, ninths, "en")["grids"][1]["text"]
    again, problem = carry_out(lesson, ninths, {"act": "type", "array": "weights", "text": text})
    assert problem is None
    assert np.array_equal(again["weights"], ninths["weights"])
