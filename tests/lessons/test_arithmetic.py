"""Lesson 6: the direct animations of the guide, arXiv:1603.07285, and every line of its sums."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import ConvError, lesson
from convlib.params import PaddingParam
from convlib.render.payload import encode
from convlib.scene import UNVISITED
from tests.cases import fixed

LESSON = lesson("arithmetic")
# By the guide's names: i, k, s, p, d, then the size of its output as its figures show it.
GUIDE = {
    "no_padding_no_strides": ((4, 3, 1, 0, 1), 2),
    "arbitrary_padding_no_strides": ((5, 4, 1, 2, 1), 6),
    "same_padding_no_strides": ((5, 3, 1, 1, 1), 5),
    "full_padding_no_strides": ((5, 3, 1, 2, 1), 7),
    "no_padding_strides": ((5, 3, 2, 0, 1), 2),
    "padding_strides": ((5, 3, 2, 1, 1), 3),
    "padding_strides_odd": ((6, 3, 2, 1, 1), 3),
    "dilation": ((7, 3, 1, 0, 2), 3),
}
NAMES = ("size", "kernel", "stride", "padding", "dilation")


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 6
    assert {preset.name for preset in LESSON.presets} >= set(GUIDE)


@pytest.mark.parametrize("name", GUIDE)
def test_the_guides_animations(name: str) -> None:
    numbers, size = GUIDE[name]
    values, scene = LESSON.values(preset=name), LESSON.build(preset=name)
    written = {"valid": 0} | {((n, n), (n, n)): n for n in range(3)}
    given_ = [values[each] for each in NAMES]
    assert [written[v] if n == "padding" else v[0] for n, v in zip(NAMES, given_, strict=True)] == [
        *numbers
    ]
    assert scene.panels[-1].values.shape == (size, size)
    assert len(scene) == size * size


def test_the_odd_case_hatches_the_last_row_and_column() -> None:
    kinds = LESSON.build(preset="padding_strides_odd").panels[0].kind_of_cells
    never = np.argwhere(kinds & UNVISITED)
    assert kinds.shape == (8, 8)
    assert {tuple(cell) for cell in never.tolist()} == {(7, n) for n in range(8)} | {
        (n, 7) for n in range(8)
    }


@pytest.mark.parametrize(
    ("state", "shape"),
    [
        ({"padding": "same", "stride": 2, "size": 6}, (3, 3)),
        ({"padding": "same", "kernel": 4}, (5, 5)),
        ({"padding": "full", "dilation": 2}, (9, 9)),
        ({"padding": "causal", "kernel": "2x3"}, (5, 5)),
        ({"padding": "1:0x2:2", "kernel": "1x5"}, (6, 5)),
        ({"size": "16x1", "kernel": "3x1", "stride": "2x1"}, (7, 1)),
        ({"dilation": "4x1", "size": "9x3"}, (1, 1)),
    ],
)
def test_sizes_by_hand(state: dict[str, Any], shape: tuple[int, int]) -> None:
    assert LESSON.build(**state).panels[-1].values.shape == shape


def test_the_remainder_is_shown_where_there_is_one() -> None:
    (derivation,) = LESSON.derive(LESSON.values(preset="padding_strides_odd"))
    assert derivation.left == 1  # 6 + 2 - 3 = 2 · 2 + 1
    (even,) = LESSON.derive(LESSON.values(preset="padding_strides"))
    assert even.left == 0


def test_axes_apart_are_worked_out_apart() -> None:
    rows, columns = LESSON.derive(LESSON.values(size="5x4", padding="1:0"))
    assert (rows.label, columns.label) == ("rows", "columns")
    third = rows.lines[2].replace("&", "")
    assert third == r"o = \left\lfloor \frac{5 + 1 + 0 - 1 \cdot 2 - 1}{1} \right\rfloor + 1"
    assert "p_0 + p_1" in rows.lines[1]
    assert r"\mathbf{4}" in rows.lines[3]
    assert r"\mathbf{3}" in columns.lines[3]


def value_of(side: str) -> int | None:
    """A side of an equation in TeX worked out, or nothing if it has letters in it."""
    plain = re.sub(r"\\mathbf\{(\d+)\}", r"\1", side).replace(r"\cdot", "*")
    plain = re.sub(
        r"\\left\\lfloor \\frac\{(.*?)\}\{(\d+)\} \\right\\rfloor", r"((\1) // \2)", plain
    )
    return int(eval(plain)) if re.fullmatch(r"[\d\s+\-*/()]+", plain) else None


AXIS = st.tuples(
    st.integers(1, 16),
    st.integers(1, 7),
    st.integers(1, 8),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
    st.integers(1, 4),
)


@fixed(150)
@given(AXIS, AXIS)
def test_every_line_is_true(rows: Any, columns: Any) -> None:
    state = dict(zip(NAMES, zip(rows, columns, strict=True), strict=True))
    try:
        values = LESSON.values(**state)
    except ConvError:
        return
    for derivation in LESSON.derive(values):
        known = [
            {value_of(side) for side in line.replace("&", "").split(" = ")} - {None}
            for line in derivation.lines
        ]
        assert [len(each) for each in known] == [1, 0, 1, 1, 1][: len(known)], derivation.lines
        assert known[2] == known[3]


def test_the_largest_is_refused_and_the_largest_allowed_is_small() -> None:
    with pytest.raises(ConvError, match="64 cells wide or high, and at most 24") as caught:
        LESSON.values(size=16, kernel=7, dilation=4, padding="full")
    assert caught.value.parameter == "padding"
    dice = np.random.default_rng(0)
    scene = LESSON.build(
        size=16,
        kernel=7,
        padding=4,
        input=dice.uniform(-9999, 9999, (16, 16)),
        weights=dice.uniform(-9999, 9999, (7, 7)),
    )
    assert len(scene.src) == 18 * 18 * 49
    assert len(encode(scene).encode()) <= 600_000


def test_the_padding_offers_every_rule() -> None:
    (padding,) = (each for each in LESSON.params if isinstance(each, PaddingParam))
    assert padding.rules == ("valid", "same", "full", "causal")
    assert padding.default == "valid"
