"""How one output is worked out, as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import convlib
from convlib.layers.products import MOST, covered, products
from convlib.ops import Geometry
from tests.cases import MINUS


def worked(slug: str, name: str = "value", **state: Any) -> str:
    """What a lesson's question says of its products."""
    lesson = convlib.lesson(slug)
    (question,) = (each for each in lesson.questions if each.name == name)
    return str(question.details(lesson.values(**state))["products"])


def test_what_the_window_covers() -> None:
    x = np.arange(25).reshape(5, 5)
    there = Geometry.of((5, 5), (2, 2), stride=2, padding=1, dilation=2)
    assert covered(x, there, (0, 0)).tolist() == [[0, 0], [0, 6]]
    assert covered(x, there, (1, 2)).tolist() == [[8, 0], [18, 0]]


@pytest.mark.parametrize(
    ("cells", "weights", "said"),
    [
        ([[3, 0], [2, 4]], [[1, 5], [2, -3]], f"3·1 + (2·2 + 4·({MINUS}3))"),
        ([[3, 2]], [[1, 5]], "3·1 + 2·5"),
        ([[0, 0], [2, 0.5]], [[1, 5], [2, 3]], "2·2 + 0.5·3"),
        ([[0, 0], [3, 0]], [[1, 5], [0, 2]], "0 + 0"),
    ],
)
def test_products(cells: list[list[float]], weights: list[list[int]], said: str) -> None:
    assert products(np.array(cells), np.array(weights)) == said


def test_of_many_each_row_is_summed() -> None:
    ones = np.ones((MOST, 2), int)
    assert products(ones, ones) == " + ".join(["2"] * MOST)
    assert products(ones[: MOST // 2], ones[: MOST // 2]).count("1·1") == MOST


def test_each_lesson_s_value() -> None:
    """By hand, from the numbers on the stage."""
    # The classic figure's last window: 2 2 3; 0 2 2; 0 0 1 under 0 1 2; 2 2 0; 0 1 2.
    assert worked("single-channel") == "(2·1 + 3·2) + 2·2 + 1·2"
    # The fibre at the last pixel, 3 0 1 0, under the second filter, −1 2 1 −2.
    assert worked("1x1") == f"3·({MINUS}1) + 1·1"
    assert worked("depthwise", preset="depthwise-strided").count("·") <= 4  # at a padded corner
    # The cube's last place: 2 1; 1 0 | 3 0; 3 1 under 1 0; 0 −1 | 0 2; −1 0.
    assert worked("3d") == f"2·1 + 3·({MINUS}1)"
