"""Lines of numbers by name, standing and lying, against numbers written down by hand."""

from __future__ import annotations

import pytest

from convlib.named.lines import LINES


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("ones", [1, 1, 1, 1]),
        ("binomial", [1]),
        ("binomial", [1, 2, 1]),
        ("binomial", [1, 4, 6, 4, 1]),
        ("slope", [0]),
        ("slope", [-1, 1]),
        ("slope", [-1, 0, 1]),
        ("slope", [-2, -1, 1, 2]),
        ("slope", [-2, -1, 0, 1, 2]),
    ],
)
def test_a_line_stands_or_lies(name: str, numbers: list[int]) -> None:
    count = len(numbers)
    assert LINES[name]((1, count)).tolist() == [numbers]
    assert LINES[name]((count, 1)).tolist() == [[number] for number in numbers]
