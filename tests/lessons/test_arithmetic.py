"""Lesson 6: the direct animations of the guide, arXiv:1603.07285, and every line of its sums."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate2d

from convlib import ConvError, lesson
from convlib.params import PaddingParam
from convlib.picture.parts import PADDING, UNVISITED
from convlib.picture.view import view
from convlib.render.payload import encode
from tests.cases import fixed
from tests.code.running import run
from tests.lessons.checks import said

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
# The twins by the guide's names: i', the zeros between two cells, p', the zeros added at the end
# (a), then o', as its figures 4.1 to 4.7 show it.
TWINS = {
    "no_padding_no_strides_transposed": (2, 0, 2, 0, 4),
    "arbitrary_padding_no_strides_transposed": (6, 0, 1, 0, 5),
    "same_padding_no_strides_transposed": (5, 0, 1, 0, 5),
    "full_padding_no_strides_transposed": (7, 0, 0, 0, 5),
    "no_padding_strides_transposed": (2, 1, 2, 0, 5),
    "padding_strides_transposed": (3, 1, 1, 0, 5),
    "padding_strides_odd_transposed": (3, 1, 1, 1, 6),
}
NAMES = ("size", "kernel", "stride", "padding", "dilation")


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 6
    assert LESSON.presets[0].name == "padding_strides_odd", "it opens with the odd case"
    known = {preset.name: preset.known for preset in LESSON.presets if preset.name != "default"}
    assert known == {name: name for name in known}, "the guide's names"
    fifteen = {preset.name for preset in LESSON.presets} - {"default"}
    assert fifteen == {*GUIDE, *TWINS}
    assert len(fifteen) == 15


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


@pytest.mark.parametrize("name", TWINS)
def test_the_guides_transposed_animations(name: str) -> None:
    size, between, border, extra, back = TWINS[name]
    scene = LESSON.build(preset=name)
    spread, kernel, output = scene.panels
    assert spread.inner == (size, size)
    assert output.values.shape == (back, back)
    assert len(scene) == back * back
    rows, columns = (
        np.flatnonzero((spread.kind_of_cells & PADDING == 0).any(axis=axis)) for axis in (1, 0)
    )
    assert rows.tolist() == columns.tolist()
    assert rows.tolist() == [border + at * (between + 1) for at in range(size)]
    assert len(spread.values) - 1 - rows[-1] == border + extra
    window = scene.windows[0]
    assert (window.rows, window.columns) == kernel.values.shape
    assert (window.row.max(), np.diff(window.column[:back]).tolist()) == (
        back - 1,
        [1] * (back - 1),
    )


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_is_the_transpose_of_its_direct_convolution(name: str) -> None:
    """By SciPy alone: the turned kernel slides over what the direct convolution gives, spread."""
    spread, kernel, output = LESSON.build(preset=name).panels
    direct = LESSON.build(preset=name.removesuffix("_transposed"))
    assert np.array_equal(spread.unpadded, direct.output)
    turned = kernel.values[::-1, ::-1]
    assert np.array_equal(correlate2d(spread.values, turned, "valid"), output.values)


def test_the_twins_kernel_stands_turned() -> None:
    scene = LESSON.build(preset="no_padding_no_strides_transposed")
    moment = view(scene, 0)
    kernel = sorted((cell.y, cell.x, cell.text) for cell in moment.cells if cell.role == "kernel")
    assert [text for *_, text in kernel] == ["2", "1", "0", "0", "2", "2", "2", "1", "0"]
    assert said(scene, 0) == "y[0, 0] = 0·2 + 0·1 + 0·0 + 0·0 + 0·2 + 0·2 + 0·2 + 0·1 + 12·0 = 0"


def test_a_twins_border_is_that_of_the_guide_and_its_size_comes_back() -> None:
    (derivation,) = LESSON.derive(LESSON.values(preset="padding_strides_odd_transposed"))
    assert [line.replace("&", "") for line in derivation.lines] == [
        "p' = K - 1 - p = 3 - 1 - 1 = 1",
        r"a = (i + 2p - K) \bmod s = (6 + 2 \cdot 1 - 3) \bmod 2 = 1",
        "o' = s(i' - 1) + K - 2p + a",
        r"o' = 2 \cdot 2 + 3 - 2 \cdot 1 + 1 = \mathbf{6}",
    ]
    (uneven,) = LESSON.derive(LESSON.values(direction="transposed", padding="causal"))
    assert uneven.lines[0] == "p'_0 &= K - 1 - p_0 = 3 - 1 - 2 = 0"
    assert uneven.lines[1] == "p'_1 &= K - 1 - p_1 = 3 - 1 - 0 = 2"
    assert uneven.lines[-1] == r"o' &= 1 \cdot 4 + 3 - 2 - 0 + 0 = \mathbf{5}"


@fixed(60)
@given(st.data())
def test_a_twin_goes_back_to_the_inputs_shape(data: st.DataObject) -> None:
    """And costs what the direct one costs; as code it gives the same, dilated or not."""
    state = {
        "size": (data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))),
        "kernel": (data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))),
        "stride": (data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))),
        "dilation": (data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))),
        "padding": data.draw(st.sampled_from(["valid", "same", "full", "causal", "1:0x2", "3"])),
    }
    try:
        values = LESSON.values(direction="transposed", **state)
    except ConvError:
        return
    output = LESSON.stage(values).output
    assert output.shape == values["size"]
    own, standard = LESSON.costs(values)
    assert (own.cost.macs, own.cost.shape[1:]) == (standard.cost.macs, values["size"])
    assert np.array_equal(run("numpy", LESSON.code(values))[0], output)


def test_a_twin_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(ConvError, match="direction transposed makes the input 28 cells") as caught:
        LESSON.values(size=16, kernel=7, dilation=2, direction="transposed")
    assert caught.value.parameter == "direction"


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


@pytest.mark.parametrize(
    ("link", "numbers"),
    [
        ({}, (6, 3, 2, ((1, 1), (1, 1)), 1)),
        ({"preset": "default"}, (5, 3, 1, "valid", 1)),
        ({"size": "7"}, (7, 3, 1, "valid", 1)),
        ({"stride": "2", "padding": "1"}, (5, 3, 2, ((1, 1), (1, 1)), 1)),
        ({"direction": "transposed"}, (5, 3, 1, "valid", 1)),
    ],
)
def test_links_say_what_they_said_before_the_odd_case_opened_the_lesson(
    link: dict[str, str], numbers: tuple[Any, ...]
) -> None:
    values = LESSON.values(**link)
    found = [values[name] for name in NAMES]
    assert [each if n == "padding" else each[0] for n, each in zip(NAMES, found, strict=True)] == [
        *numbers
    ]
    assert LESSON.same(LESSON.values(**LESSON.write(values)), values)


@fixed(60)
@given(st.tuples(*[st.integers(1, 16)] * 2), st.tuples(*[st.integers(1, 7)] * 2))
def test_a_wish_is_granted_by_all_that_is_offered(size: Any, kernel: Any) -> None:
    try:
        values = LESSON.values(size=size, kernel=kernel, padding="full")
    except ConvError:
        return
    offered = LESSON.wishes(values)
    assert list(dict.fromkeys(wish.sizes for wish in offered)) == sorted(
        {wish.sizes for wish in offered}
    )
    for wish in offered:
        granted = values | dict(wish.settings)
        LESSON.check(granted)
        axes = zip(size, kernel, *(granted[n] for n in NAMES[2:]), strict=True)
        places = [range(0, i + sum(p) - (k - 1) * d, stride) for i, k, stride, p, d in axes]
        assert tuple(map(len, places)) == wish.sizes
        spans = ((k - 1) * wish.settings["dilation"][0] + 1 for k in kernel)
        ends = (at[-1] + span for at, span in zip(places, spans, strict=True))
        padded = (i + sum(p) for i, p in zip(size, wish.settings["padding"], strict=True))
        assert wish.left == max(whole - end for whole, end in zip(padded, ends, strict=True))


def test_half_of_14_with_a_kernel_of_3_takes_stride_2_and_padding_1() -> None:
    wanted = [wish for wish in LESSON.wishes(LESSON.values(size=14)) if wish.sizes == (7, 7)]
    found = [
        (wish.settings["stride"][0], wish.settings["padding"][0], wish.left)
        for wish in wanted
        if wish.settings["dilation"] == (1, 1)
    ]
    assert found == [(2, (0, 1), 0), (2, (1, 1), 1)]
    assert LESSON.wishes(LESSON.values(direction="transposed")) == ()


def test_the_padding_offers_every_rule() -> None:
    (padding,) = (each for each in LESSON.params if isinstance(each, PaddingParam))
    assert padding.rules == ("valid", "same", "full", "causal")
    assert padding.default == "valid"
