"""Numbers as text and text as numbers; the best short text is found here by trying every one."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convlib import ConvError
from convlib.numerals import exact, grid, parse_grid, short, texts
from convlib.ops import Array
from tests.cases import MINUS, fixed

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
SHORT = re.compile(rf"{MINUS}?(\d+\.?\d*|\.\d+)[kMGTP]?")


def meant(text: str) -> Decimal:
    """The number that a short text stands for."""
    unit = text[-1] if text[-1] in UNITS else ""
    return Decimal(text.removesuffix(unit).replace(MINUS, "-")) * UNITS[unit]


@cache
def magnitudes(room: int) -> list[Decimal]:
    """Every magnitude that can be written in this many characters."""
    digits = [
        "".join(each)
        for length in range(1, room + 1)
        for each in product("0123456789.", repeat=length)
        if each.count(".") <= 1 and each != (".",)
    ]
    fitting = [
        Decimal(number) * UNITS[unit]
        for number in digits
        for unit in UNITS
        if len(number) + len(unit) <= room
    ]
    return sorted(set(fitting))


def least_error(value: Decimal) -> Decimal:
    """How far the nearest text of 4 characters is from a value."""
    table = magnitudes(4 - (value < 0))
    at = bisect_left(table, abs(value))
    return min(abs(abs(value) - near) for near in table[max(at - 1, 0) : at + 1])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (12, "12"),
        (-3, "−3"),
        (9999, "9999"),
        (-999, "−999"),
        (-9999, "−10k"),
        (12345, "12k"),
        (123456, "123k"),
        (1234567, "1.2M"),
        (0.5, "0.5"),
        (0.25, "0.25"),
        (0.125, ".125"),
        (-0.125, "−.12"),
        (1 / 3, ".333"),
        (3.14159, "3.14"),
        (99.96, "100"),
        (0.00004, "0"),
        (-0.00004, "0"),
        (1e15, "1P"),
        (-1e15, "−1P"),
    ],
)
def test_short(value: float, text: str) -> None:
    assert short(value) == text


@fixed(1500)
@given(st.floats(-1e15, 1e15) | st.floats(-1e5, 1e5) | st.integers(-(10**15), 10**15))
@example(999.5)
@example(-99.95)
@example(999_999)
@example(-1e14)
@example(5e-324)
def test_short_is_the_nearest_of_all_texts_that_fit(value: float) -> None:
    text = short(value)
    assert len(text) <= 4
    assert SHORT.fullmatch(text)
    number = meant(text)
    assert number == 0 or (number > 0) == (value > 0)
    assert text.startswith(MINUS) == (number < 0)
    slack = abs(Decimal(value)) * Decimal("1e-9") + Decimal("1e-10")  # exact() rounds there
    assert abs(number - Decimal(value)) <= least_error(Decimal(value)) + slack


@fixed(200)
@given(st.floats() | st.integers(-(10**30), 10**30))
def test_short_never_raises_and_always_fits(value: float) -> None:
    assert 1 <= len(short(value)) <= 4
    assert "-" not in short(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (-3, "−3"),
        (-0.5, "−0.5"),
        (2.0, "2"),
        (-0.0, "0"),
        (12345678, "12345678"),
        (1 / 3, "0.3333333333"),
        (100.25, "100.25"),
        (1e-7, "0.0000001"),
        (5.551115123125783e-17, "0"),
        (-5.551115123125783e-17, "0"),
        (1e-300, "0"),
        (1e15, "1000000000000000"),
    ],
)
def test_exact(value: float, text: str) -> None:
    assert exact(value) == text


@fixed(300)
@given(st.decimals(-9999, 9999, places=4))
def test_exact_writes_what_was_typed(typed: Decimal) -> None:
    text = exact(float(typed))
    assert Decimal(text.replace(MINUS, "-")) == typed
    assert re.fullmatch(rf"{MINUS}?\d+(\.\d*[1-9])?", text)


@fixed(50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_texts_is_each_number_by_itself(values: list[float]) -> None:
    array = np.array(values)
    assert texts(array) == [exact(value) for value in values]
    assert texts(array.reshape(1, -1), "short") == [short(value) for value in values]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("7", [[7]]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("1, 2; 3, 4", [[1, 2], [3, 4]]),
        ("1,2;3,4;", [[1, 2], [3, 4]]),
        ("1 2\n3 4", [[1, 2], [3, 4]]),
        ("  1   2 \r\n 3\t4\n", [[1, 2], [3, 4]]),
        ("1\t2\r\n3\t4\r\n", [[1, 2], [3, 4]]),
        ("1,\n2,\n3", [[1], [2], [3]]),
        ("[1 2; 3 4]", [[1, 2], [3, 4]]),
        ("[1, 2]\n[3, 4]", [[1, 2], [3, 4]]),
        ("[1, 2]; [3, 4]", [[1, 2], [3, 4]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("[[1,2],[3,4]]", [[1, 2], [3, 4]]),
        ("[[1],\n [2]]", [[1], [2]]),
        ("[[1, 2, 3]]", [[1, 2, 3]]),
        ("[[1 2]\n [3 4]]", [[1, 2], [3, 4]]),
        ("[[ 1.  -2. ]\n [ 3.5  4. ]]", [[1, -2], [3.5, 4]]),
        ("[[1,\n  2],\n [3,\n  4]]", [[1, 2], [3, 4]]),
        ("−1 +2; .5 1e2", [[-1, 2], [0.5, 100]]),
        ("9999 -9999", [[9999, -9999]]),
    ],
)
def test_ways_to_write_a_grid(text: str, rows: list[list[float]]) -> None:
    parsed = parse_grid(text, "input", 16)
    assert parsed.tolist() == rows
    assert parsed.dtype.kind == (
        "i" if all(each == int(each) for row in rows for each in row) else "f"
    )


def test_what_numpy_prints_over_several_lines() -> None:
    array = np.arange(32).reshape(2, 16) + 1000.5
    assert str(array).count("\n") > 1
    assert np.array_equal(parse_grid(str(array), "input", 16), array)


GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-9999, 9999) | st.floats(-9999, 9999), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


@fixed(200)
@given(GRIDS, st.sampled_from([" ", ",", ", ", "\t", "  ", " , "]), st.sampled_from(";\n"))
def test_any_grid_is_read_back(rows: list[list[float]], between: str, end: str) -> None:
    plain = end.join(between.join(map(repr, row)) for row in rows)
    expected = np.array(rows)
    for text in (plain, f"[{plain}]", str(rows), repr(rows).replace("], ", "],\n")):
        assert np.array_equal(parse_grid(text, "input", 5), expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no numbers: type rows of numbers such as 1 2; 3 4"),
        (" \n ; ", "no numbers"),
        ("[[]]", "no numbers"),
        ("1 2; 3", "row 2: 1 number, but the first row has 2"),
        ("[[1, 2], [3]]", "row 2: 1 number, but the first row has 2"),
        ("1 nan", "row 1: “nan” is no number from −9999 to 9999. Numbers such as 2 or −0.5 work"),
        ("1 2; inf 0", "row 2: “inf” is no number"),
        ("1e300", "row 1: “1e+300” is no number from −9999 to 9999"),
        ("1e999", "“inf” is no number"),
        ("10000", "is no number from −9999 to 9999"),
        ("1 two", "“two” is no number"),
        ("1\t\t3\n4\t5\t6", "row 1, column 2: the cell is empty"),
        ("1,,3", "row 1, column 2: the cell is empty. Type 0 where"),
        ("[1, 2], 3, [4, 5]", "3 stands beside rows in brackets"),
        ("<script>alert(1)</script>" * 9, "“<script>alert(1)</sc” is no number"),
        ("1 2 3 4 5 6", "1 row and 6 columns, but at most 5 of each can be followed"),
        ("1\n2\n3\n4\n5\n6", "6 rows and 1 column, but at most 5"),
    ],
)
def test_a_wrong_grid_is_refused_with_what_would_work(text: str, words: str) -> None:
    with pytest.raises(ConvError) as caught:
        parse_grid(text, "weights", 5)
    assert caught.value.parameter == "weights"
    assert str(caught.value).startswith("weights")
    assert words in str(caught.value)


def read(text: str) -> Array | ConvError:
    """The grid, or why it is none."""
    try:
        return parse_grid(text, "input", 4)
    except ConvError as error:
        return error


@fixed(400)
@given(st.text("0123456789.-+eE,;[]() \t\n\r−naif_x", max_size=30) | st.text(max_size=30))
def test_any_text_is_a_grid_or_a_sentence(text: str) -> None:
    result = read(text)
    if isinstance(result, ConvError):
        assert str(result).startswith("input")
    else:
        assert 1 <= min(result.shape) <= max(result.shape) <= 4
        assert np.all(np.abs(result) <= 9999)


@pytest.mark.parametrize(
    "text", ["]" + " " * 100_000 + "1 x", "[" * 50_000, "1" + " , " * 50_000 + "1"]
)
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    assert isinstance(read(text), ConvError)


def test_grid_takes_numbers_of_any_kind() -> None:
    rows: list[Any] = [(1, np.int8(2)), np.array([3.0, 4.0])]
    assert grid(rows, "input", 4).tolist() == [[1, 2], [3, 4]]
    for wrong in ("2", None, 1j, [1]):
        with pytest.raises(ConvError, match="input, row 1"):
            grid([[1, wrong]], "input", 4)  # type: ignore[list-item]
