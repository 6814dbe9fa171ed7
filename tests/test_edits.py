"""Changing numbers: one, a block, all; against plain lists changed the same way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convlib
from convlib import ConvError
from convlib.edits import choose, paste, set_cell, type_in
from convlib.lesson import Values
from convlib.named.kernels import KERNELS
from tests.cases import fixed

LESSON = convlib.lesson("single-channel")
CLASSIC = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]


def numbers(values: Values, name: str) -> list[list[float]]:
    """An array of a state, as lists."""
    listed: list[list[float]] = LESSON.arrays(values)[name].tolist()
    return listed


@fixed(60)
@given(row=st.integers(0, 4), column=st.integers(0, 4), number=st.integers(-9999, 9999))
def test_one_cell_changes_and_no_other(row: int, column: int, number: int) -> None:
    expected = [list(each) for each in CLASSIC]
    expected[row][column] = number
    changed = set_cell(LESSON, LESSON.values(), "input", (row, column), str(number))
    assert numbers(changed, "input") == expected
    assert numbers(changed, "weights") == numbers(LESSON.values(), "weights")
    assert LESSON.write(LESSON.values(**LESSON.write(changed))) == LESSON.write(changed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 0), (" 7 ", 7), ("−3", -3), ("1/4", 0.25), ("-1/8", -0.125), (".5", 0.5), ("1e2", 100)],
)
def test_ways_to_type_a_number(typed: str, number: float) -> None:
    assert numbers(set_cell(LESSON, LESSON.values(), "weights", (2, 1), typed), "weights") == [
        [0, 1, 2],
        [2, 2, 0],
        [0, number, 2],
    ]


@pytest.mark.parametrize("typed", ["x", "nan", "inf", "1e300", "1/0", "1/2/3", "9999/0.1", "1 2"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(ConvError, match="is no number from −9999 to 9999"):
        set_cell(LESSON, LESSON.values(), "input", (0, 0), typed)


@pytest.mark.parametrize("index", [(5, 0), (0, 5), (-1, 0), (0,), (0, 0, 0), ()])
def test_no_such_cell(index: Any) -> None:
    for change in (set_cell, paste):
        with pytest.raises(ConvError, match="input has no cell"):
            change(LESSON, LESSON.values(), "input", index, "1")


def test_no_such_array() -> None:
    with pytest.raises(ConvError, match="“bias” is no parameter"):
        set_cell(LESSON, LESSON.values(), "bias", (0, 0), "1")


@fixed(60)
@given(
    row=st.integers(0, 4),
    column=st.integers(0, 4),
    height=st.integers(1, 4),
    width=st.integers(1, 4),
)
def test_a_block_is_laid_over_and_makes_room(
    row: int, column: int, height: int, width: int
) -> None:
    block = "\n".join("\t".join(["-7"] * width) for _ in range(height))
    changed = paste(LESSON, LESSON.values(), "input", (row, column), block)
    size = (max(5, row + height), max(5, column + width))
    assert changed["size"] == size
    background = LESSON.arrays(LESSON.values(size=size))["input"].tolist()
    covered = {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
    assert numbers(changed, "input") == [
        [-7 if (r, c) in covered else number for c, number in enumerate(line)]
        for r, line in enumerate(background)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1 2\n3 4",
        "1\t2\n3\t4\n",
        "[[1, 2], [3, 4]]",
        "[[1 2]\n [3 4]]",
        "[[1. 2.]\n [3. 4.]]",
        "array([[1, 2],\n       [3, 4]])",
        "np.array([[1., 2.], [3., 4.]], dtype=float32)",
    ],
)
def test_ways_to_write_a_block(text: str) -> None:
    changed = paste(LESSON, LESSON.values(), "weights", (1, 0), text)
    assert numbers(changed, "weights") == [[0, 1, 2], [1, 2, 0], [3, 4, 2]]


def test_a_block_that_reaches_too_far() -> None:
    wide = "\t".join(["1"] * 16)
    with pytest.raises(ConvError, match="5 rows and 17 columns"):
        paste(LESSON, LESSON.values(), "input", (0, 1), wide)
    with pytest.raises(ConvError, match="kernel"):
        paste(LESSON, LESSON.values(), "weights", (0, 0), " ".join(["1"] * 7))


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("size", [2, 3, 5])
def test_a_kernel_chosen_by_name_is_whole(name: str, size: int) -> None:
    start = LESSON.values(size=7, kernel=size)
    chosen = choose(LESSON, start, "weights", name)
    expected = KERNELS[name]((size, size))
    assert numbers(chosen, "weights") == expected.tolist()
    assert chosen["kernel"] == expected.shape


def test_an_edited_kernel_is_its_numbers() -> None:
    chosen = choose(LESSON, LESSON.values(), "weights", "sobel-x")
    changed = set_cell(LESSON, chosen, "weights", (1, 1), "5")
    assert LESSON.write(changed) == {"weights": "-1,0,1;-2,5,2;-1,0,1"}


def test_numbers_at_random_differ_and_can_be_drawn_again() -> None:
    drawn = [choose(LESSON, LESSON.values(), "weights", "random", seed) for seed in (1, 2, 1)]
    one, two, again = (numbers(values, "weights") for values in drawn)
    assert one == again != two
    assert drawn[0]["seed"] is None
    assert numbers(drawn[0], "input") == CLASSIC
    assert np.array_equal(one, LESSON.build(seed=1).panels[1].values)


def test_no_such_numbers() -> None:
    with pytest.raises(ConvError, match=r"“blur”.*gaussian"):
        choose(LESSON, LESSON.values(), "weights", "blur")


@pytest.mark.parametrize(
    ("slug", "start", "name", "text", "settled"),
    [
        ("multi-channel", {"channels": 2}, "weights", "1|2|3|4|5|6", {"channels": 2, "filters": 3}),
        (
            "multi-channel",
            {"filters": 2, "kernel": 1},
            "input",
            "1|2|3|4",
            {"channels": 4, "filters": 2},
        ),
        ("multi-channel", {"channels": 4, "filters": 2}, "weights", "1|2|3", {"filters": 2}),
        ("3d", {"depth": 5}, "weights", "1|2|3", {"depth": 5, "kernel_depth": 3}),
        ("1x1", {"channels": 3}, "weights", "1 2; 3 4; 5 6", {"channels": 2, "filters": 3}),
        ("1x1", {"channels": 3}, "bias", "1; 2; 3", {"channels": 3, "filters": 3}),
        ("spatially-separable", {}, "column", "1 2 3 4", {"kernel": (4, 3)}),
        ("dilated", {}, "rates", "2 2", {"rates": (2, 2)}),
    ],
)
def test_what_is_typed_anew_settles_what_counts_it(
    slug: str, start: dict[str, Any], name: str, text: str, settled: dict[str, Any]
) -> None:
    lesson = convlib.lesson(slug)
    before = lesson.values(**start)
    values = type_in(lesson, before, name, text)
    assert {each: values[each] for each in settled} == settled
    assert lesson.same(lesson.values(**lesson.write(values)), values)
    others = {param.name for param in lesson.params} - {name, *settled, "size", "kernel"}
    assert all(values[other] is before[other] for other in others)


def test_a_line_typed_in_a_row_stands_as_the_column_that_it_is() -> None:
    lesson = convlib.lesson("spatially-separable")
    values = type_in(lesson, lesson.values(), "column", "1 5 1")
    assert lesson.arrays(values)["column"].tolist() == [[1], [5], [1]]


def test_what_is_typed_anew_wrongly_is_refused_by_its_name() -> None:
    lesson = convlib.lesson("multi-channel")
    for name, text, parameter in (
        ("weights", "1|x", "weights"),
        ("weights", "|".join("1" * 16), "filters"),
        ("input", "1|2|3|4|5", "input"),
    ):
        with pytest.raises(ConvError) as caught:
            type_in(lesson, lesson.values(channels=2), name, text)
        assert caught.value.parameter == parameter


def test_a_refusal_says_rows_before_columns() -> None:
    values = LESSON.values(kernel=(2, 3))
    with pytest.raises(ConvError, match="its shape is 2×3"):
        set_cell(LESSON, values, "weights", (2, 0), "1")
