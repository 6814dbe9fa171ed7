"""Numbers that people write: texts made from known numbers give these, and others a sentence."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convlib import ConvError
from convlib.numerals import parse_grid, parse_number, parse_planes, read_answer
from convlib.ops import Array
from convlib.params import Grid
from tests.cases import fixed
from tests.readers.spelled import (
    LIMIT,
    SIGNS,
    Spelled,
    blocks,
    blocks_with_commas,
    magnitudes,
    numbers,
    scaled_blocks,
)

GRID = Grid("weights", cap=8)
PLANES = Grid("image", cap=8, planes=4)
LONG = 20_000  # characters
SECONDS = 2.0  # of the processor: what takes time by the square of that takes minutes


def refusal(read: Callable[[], Any]) -> ConvError:
    """Why something is refused."""
    with pytest.raises(ConvError) as caught:
        read()
    return caught.value


def within_limits(block: Spelled) -> bool:
    """Whether all numbers may stand in a cell."""
    return all(abs(number) <= LIMIT for row in block.rows for number in row)


@fixed(150)
@given(numbers() | numbers(","), st.sampled_from(["", " ", "\t", "\N{NO-BREAK SPACE}"]))
def test_a_number_is_what_it_was_made_from(made: tuple[str, Fraction], space: str) -> None:
    text, value = made
    assert parse_number(f"{space}{text}{space}", "input") == float(value)
    assert parse_number(text.replace("/", " / "), "input") == float(value)


@fixed(150)
@given(blocks() | blocks_with_commas())
def test_a_block_is_what_it_was_made_from(block: Spelled) -> None:
    read = parse_grid(block.text, "weights", 8)
    assert read.tolist() == block.floats
    is_whole = all(number.denominator == 1 for row in block.rows for number in row)
    assert read.dtype == (np.int64 if is_whole else np.float64)


@fixed(100)
@given(scaled_blocks())
def test_what_stands_round_a_block_is_carried_out(block: Spelled) -> None:
    """Or refused by the number that it makes too large; or too small for all floats."""
    if within_limits(block):
        assert parse_grid(block.text, "weights", 8).tolist() == block.floats
    else:
        said = refusal(lambda: parse_grid(block.text, "weights", 8))
        assert said.key == "grid-cell"


@fixed(40)
@given(st.lists(blocks(("by spaces", "MATLAB's", "by commas")), min_size=1, max_size=4), st.data())
def test_planes_are_what_they_were_made_from(planes: list[Spelled], data: st.DataObject) -> None:
    between = data.draw(st.sampled_from([" | ", "|", "\n\n", "\n \n\n", "\r\n\r\n"]))
    read = parse_planes(between.join(plane.text for plane in planes), "image", 8)
    assert [plane.tolist() for plane in read] == [plane.floats for plane in planes]


@fixed(50)
@given(blocks(), st.data())
def test_what_else_stands_round_a_block_is_refused(block: Spelled, data: st.DataObject) -> None:
    """Whatever it would do to the numbers, or if it is only a remark."""
    behind = [".T", "'", " + 1", " - 1", "**2", " ** 2", "//2", " % 3", "[0]", ".sum()", " # blur"]
    before = ["2 + ", "np.flip(", "~", "2 ", "# blur\n", "abs(", "1 - ", "x ", "2/", "k = = "]
    after = data.draw(st.sampled_from(behind))
    ahead = data.draw(st.sampled_from(before))
    text = f"[{block.text}]" if "[" not in block.text and "\n" not in block.text else block.text
    assume("[" in text and "=" not in text)
    for wrong in (text + after, ahead + text):
        refusal(lambda wrong=wrong: parse_grid(wrong, "weights", 8))  # type: ignore[misc]


thousands = st.tuples(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=2))


@fixed(100)
@given(thousands, st.sampled_from(list(SIGNS)), st.sampled_from(["", "/3", "e1", "f"]))
def test_what_could_be_thousands_is_refused_by_name(
    made: tuple[int, list[int]], sign: str, end: str
) -> None:
    first, others = made
    for mark in (",", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"):
        text = f"{sign}{first}" + "".join(f"{mark}{each:03}" for each in others) + end
        assert refusal(lambda text=text: parse_number(text, "input")).key in (  # type: ignore[misc]
            "thousands",
            "spaces",
        )
        for block in (f"{text}\t1", f"1\t2\n{text}\t1"):
            said = refusal(lambda block=block: parse_grid(block, "input", 8))  # type: ignore[misc]
            assert said.key in ("grid-thousands", "grid-spaces")
            assert str(first) in str(said)


@fixed(100)
@given(st.lists(st.integers(0, 99), min_size=4, max_size=8).filter(lambda made: len(made) % 2 == 0))
def test_a_comma_that_could_be_a_point_is_refused_by_name(made: list[int]) -> None:
    pairs = [f"{one},{other}" for one, other in zip(made[::2], made[1::2], strict=True)]
    for between in (" ", ", ", " , ", "  "):
        row = between.join(pairs)
        for text in (row, f"[{row}]", f"[[{row}]]", f"1 2\n{row}", f"{row}; 1 2"):
            said = refusal(lambda text=text: parse_grid(text, "input", 8))  # type: ignore[misc]
            assert said.key == "grid-commas"
            assert "a comma could be a point" in str(said)


PLACES = st.tuples(st.integers(2, 4), st.integers(3, 4)).flatmap(
    lambda shape: st.tuples(
        st.just(shape), st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1)
    )
)


@fixed(100)
@given(
    PLACES,
    st.sampled_from(
        [("\t", "\n", "{}"), (",", "\n", "{}"), (", ", "; ", "[{}]"), (",", "],[", "[[{}]]")]
    ),
)
def test_an_empty_cell_or_row_is_refused_with_its_place(
    made: tuple[tuple[int, int], int, int], layout: tuple[str, str, str]
) -> None:
    (rows, columns), row, column = made
    between, end, around = layout
    cells = [[str(at * columns + place) for place in range(columns)] for at in range(rows)]
    cells[row][column] = ""
    gap = around.format(end.join(map(between.join, cells)))
    if around == "{}" or column < columns - 1:  # a list in brackets may end with a comma
        said = refusal(lambda: parse_grid(gap, "input", 8))
        assert said.key == "grid-gap"
        assert f"row {row + 1}, column {column + 1}" in str(said)
    cells[row] = []
    if 0 < row < rows - 1 or (end == "],["):  # a line, and a ; at the end, may end a text
        blank = around.format(end.join(map(between.join, cells)))
        said = refusal(lambda: parse_grid(blank, "input", 8))
        assert (said.key, said.details["row"]) == ("grid-blank", row + 1)


@fixed(60)
@given(st.integers(1, 4), st.data())
def test_an_empty_plane_is_refused_with_its_place(count: int, data: st.DataObject) -> None:
    planes = [f"{number} 1" for number in range(count)]
    at = data.draw(st.integers(0, count))
    planes.insert(at, data.draw(st.sampled_from(["", " ", ",", ";", "[]"])))
    said = refusal(lambda: PLANES.read("|".join(planes)))
    assert (said.key, said.details["number"]) == ("planes-blank", at + 1)


ODD = st.sampled_from(
    "0123456789.,;:+-/*|[](){}'\"eEfxTn_ \t\n\r\\#%&<>\u2212\u2013\u00a0\u202f\ufeff½٣×"
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A block in which some characters were put in, taken away or changed."""
    made = draw(blocks() | scaled_blocks() | blocks_with_commas())
    text = list(made.text)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text[at : at + draw(st.integers(0, 2))] = draw(st.lists(ODD, max_size=2))
    return "".join(text)


def as_array(value: Any) -> Array:
    """What a parameter holds, if it is an array."""
    assert isinstance(value, np.ndarray)
    return value


def as_python(text: str) -> Array | None:
    """The array that a text is as Python's code, if it is one of rows, or one row.

    Between tabs a comma is a point, which Python doesn't know.
    """
    if "\t" in text:
        return None
    with suppress(ValueError, SyntaxError, TypeError, MemoryError):
        found = np.array(ast.literal_eval(text.strip()), dtype=float)
        return np.atleast_2d(found) if found.ndim in (1, 2) and found.size else None
    return None


@fixed(200)
@given(mutated() | st.text(max_size=30) | st.text(ODD, max_size=30))
def test_any_text_is_numbers_or_a_sentence(text: str) -> None:
    """What is read is written and read as the same; and if it is Python's, as Python reads it."""
    told: list[ConvError] = []
    for grid in (GRID, PLANES):
        try:
            value = grid.read(text)
        except ConvError as error:
            told.append(error)
            continue
        if value is None:
            assert not text.strip()
            continue
        assert isinstance(value, np.ndarray)
        assert np.array_equal(as_array(grid.read(grid.write(value))), value)
        assert np.isfinite(value).all()
        meant = as_python(text)
        if meant is not None and grid is GRID:
            assert np.array_equal(value, meant)
    for problem in told:
        assert problem.parameter in (GRID.name, PLANES.name)
        assert 0 < len(str(problem)) < 300


@fixed(300)
@given(st.text(max_size=20) | st.text(ODD, max_size=12))
def test_any_text_is_one_number_or_a_sentence(text: str) -> None:
    """What Python takes for a number is none other here, but for what stands in a cell as well."""
    readers: list[Callable[[], float]] = [
        lambda: parse_number(text, "input"),
        lambda: read_answer(text),
    ]
    for read in readers:
        try:
            number = read()
        except ConvError:
            continue
        assert np.isfinite(number)
        with suppress(ValueError):
            assert number == float(text)


@fixed(300)
@given(magnitudes(), st.sampled_from(["", "-", "\N{MINUS SIGN}"]))
def test_an_answer_is_what_it_was_made_from(made: tuple[str, Fraction], sign: str) -> None:
    text, value = made
    assume("e" not in text.lower())
    expected = float(SIGNS[sign] * value)
    assert read_answer(f"{sign}{text}") == expected
    whole, _, places = text.partition(".")
    is_grouped = len(places) == 3 and whole[:1] not in ("", "0") and len(whole) <= 3
    if not is_grouped:
        assert read_answer(f"{sign}{text.replace('.', ',')}") == expected
    for mark in ", '\u202f\u2009\u00a0" if len(whole) > 3 else "":
        grouped = f"{int(whole):,}".replace(",", mark)
        assert read_answer(f"{sign}{grouped}{text[len(whole) :]}") == expected


@pytest.mark.parametrize("text", ["1,23,456", "1,000,5", "1 000,000 1", "1.000,5", "12 34", "1,,2"])
def test_an_answer_whose_thousands_are_odd_is_refused(text: str) -> None:
    assert refusal(lambda: read_answer(text)).key == "answer"


HOSTILE = {
    "spaces": "1" + " " * LONG + "x",
    "commas and spaces": "1,2" + " " * LONG + "3",
    "a name and spaces": "a=" + " " * LONG + "!([1]",
    "digits": "1" * LONG + "x",
    "digits before brackets": "1" * LONG + "x[1]",
    "behind brackets": "[1]" + " " * LONG + "*!",
    "brackets": "[" * LONG,
    "a tuple that has no end": "[(" + "1," * (LONG // 2),
    "brackets round brackets": "[" * (LONG // 2) + "]" * (LONG // 2),
    "brackets in a row": "[1]," * (LONG // 4),
    "round ones": "(" * LONG,
    "open and spaces": "[[" + " " * LONG + "1",
    "separators in brackets": "[1" + " " * LONG + ",,]",
    "separators between brackets": "[[1]" + " " * LONG + ",,[2]]",
    "cells": "1 " * LONG,
    "rows": "1;" * LONG,
    "lines": "1\n" * LONG,
    "blank lines": "1\n \n" * (LONG // 4),
    "tabs": "1\t" * LONG,
    "planes": "1|" * LONG,
    "calls": "int(" * (LONG // 4),
    "slashes": "1/" * LONG,
    "colons": "1:" * LONG,
    "dashes": "\N{EN DASH}" * LONG,
    "a power": "1e" + "9" * LONG,
    "odd spaces": "1" + "\N{NO-BREAK SPACE}" * LONG + "x",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_long_text_is_refused_in_no_time(text: str) -> None:
    start = time.process_time()
    for read in (GRID.read, PLANES.read, read_answer):
        refusal(lambda read=read: read(text))  # type: ignore[misc]
    refusal(lambda: parse_number(text, "input"))
    assert time.process_time() - start < SECONDS
