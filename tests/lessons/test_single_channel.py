"""Lesson 2, by the field's classic figure and its twin, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import lesson
from convlib.picture.parts import PADDING, UNVISITED
from tests.lessons.checks import answers, said

LESSON = lesson("single-channel")


def output(**state: Any) -> list[list[float]]:
    """The numbers that come out."""
    rows: list[list[float]] = LESSON.build(**state).panels[-1].values.tolist()
    return rows


def test_its_place() -> None:
    assert LESSON.order == 2
    assert [preset.name for preset in LESSON.presets] == ["classic", "classic_strided", "edges"]


def test_the_classic_figure() -> None:
    source, kernel, result = LESSON.build().panels
    assert source.values.tolist() == [
        [3, 3, 2, 1, 0],
        [0, 0, 1, 3, 1],
        [3, 1, 2, 2, 3],
        [2, 0, 0, 2, 2],
        [2, 0, 0, 0, 1],
    ]
    assert kernel.values.tolist() == [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
    assert result.values.tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]


def test_its_twin_with_stride_2_and_padding_1() -> None:
    scene = LESSON.build(preset="classic_strided")
    assert scene.panels[-1].values.tolist() == [[6, 17, 3], [8, 17, 13], [6, 4, 4]]
    kinds = scene.panels[0].kind_of_cells
    assert not np.any(kinds & UNVISITED)
    assert np.argwhere(kinds & PADDING == 0).min(axis=0).tolist() == [1, 1]
    assert said(scene, 8) == ("y[2, 2] = 2·0 + 2·1 + 0·2 + 0·2 + 1·2 + 0·0 + 0·0 + 0·1 + 0·2 = 4")


def test_a_kernel_finds_the_edges_of_a_house() -> None:
    """Its left wall is where the picture gets brighter, its right one where it gets darker."""
    source, _, result = LESSON.build(preset="edges").panels
    assert source.values.shape == (16, 16)
    assert result.values.shape == (14, 14)
    # Rows 11 to 13 of the picture: four times the 6 of the walls, to which the door is dark.
    assert result.values[11].tolist() == [0, 24, 24, *[0] * 4, -24, -24, 24, 24, -24, -24, 0]
    assert np.array_equal(result.values[:7], -result.values[:7, ::-1]), "as its roof is symmetric"
    assert not result.values[3:7, 5:9].any(), "nothing changes within the roof"


def test_a_picture_opens_as_one_and_stays_one_while_it_is_changed() -> None:
    opens = LESSON.opens(LESSON.values(preset="edges"))
    assert opens == {"show": "heat", "speed": 4.0}
    house = LESSON.arrays(LESSON.values(preset="edges"))["input"].copy()
    house[3, 4] = 7
    changed = LESSON.values(input=house, weights="box", stride=2)
    assert LESSON.opens(changed) == opens
    others: list[dict[str, Any]] = [{}, {"size": 16}, {"size": 16, "input": "ramp"}]
    for state in (*others, {"size": 5, "input": "house"}):
        assert LESSON.opens(LESSON.values(**state)) == {}


def test_what_feeds_the_corner() -> None:
    for padding, count in ((0, 9), (1, 4), ("full", 1), ("1:0x0", 6)):
        assert answers(LESSON, padding=padding)["corner"] == count
    assert answers(LESSON, size=7, dilation=3)["corner"] == 9


def test_a_smaller_input_is_a_corner_and_a_larger_one_keeps_the_numbers() -> None:
    classic = np.array(LESSON.build().panels[0].values)
    assert np.array_equal(LESSON.build(size=4).panels[0].values, classic[:4, :4])
    assert np.array_equal(LESSON.build(size="8x6").panels[0].values[:5, :5], classic)


def test_typed_numbers() -> None:
    assert output(input="1 2; 3 4", weights="1 0; 0 -1") == [[-3]]
    assert output(input="0.5 2; 3 4", weights="2") == [[1, 4], [6, 8]]
    # Laid over the corner of the classic numbers: its weight is 0 there, and 1 beside it.
    assert output(input="100", size=5)[0][0] == 12
    assert output(input="3 103", size=5)[0][0] == 112


@pytest.mark.parametrize("seed", [0, 7, 9999])
def test_a_seed_draws_the_same_numbers_every_time(seed: int) -> None:
    first, second = (LESSON.build(seed=seed, size=16, kernel=7) for _ in range(2))
    assert np.array_equal(first.values, second.values)
    source, kernel, _ = first.panels
    assert (source.values.min(), source.values.max()) == (0, 9)
    assert (kernel.values.min(), kernel.values.max()) == (-2, 2)


def test_seeds_differ_and_a_larger_input_keeps_its_numbers() -> None:
    one, other = (LESSON.build(seed=seed).panels[0].values for seed in (1, 2))
    assert not np.array_equal(one, other)
    assert np.array_equal(LESSON.build(seed=1, size=9).panels[0].values[:5, :5], one)


def test_the_size_worked_out() -> None:
    (derivation,) = LESSON.derive(LESSON.values(preset="classic_strided"))
    lines = [line.replace("&", "") for line in derivation.lines]
    assert derivation.label == "both"
    assert lines == [
        r"K = k + (k-1)(d-1) = 3 + 2 \cdot 0 = 3",
        r"o = \left\lfloor \frac{i + 2p - d(k-1) - 1}{s} \right\rfloor + 1",
        r"o = \left\lfloor \frac{5 + 2 \cdot 1 - 1 \cdot 2 - 1}{2} \right\rfloor + 1",
        r"o = \left\lfloor \frac{4}{2} \right\rfloor + 1 = 2 + 1 = \mathbf{3}",
    ]
