"""Which numbers a slider offers, told one by one or found by halving."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.controls.bounds import MANY, Bounds, bounds, runs
from convlib.errors import ConvError
from tests.cases import fixed


def refused(number: int) -> ConvError:
    return ConvError("below-one", parameter="size", value=number)


def told(found: Bounds) -> tuple[object, object]:
    """The numbers of the errors on both sides, None where there is none."""
    sides = (found.below, found.above)
    below, above = (error.details["value"] if error else None for error in sides)
    return below, above


@pytest.mark.parametrize(
    ("numbers", "expected"), [([], []), ([4], [[4, 4]]), ([1, 2, 3, 6], [[1, 3], [6, 6]])]
)
def test_numbers_in_runs(numbers: list[int], expected: list[list[int]]) -> None:
    assert runs(numbers) == expected


def test_all_numbers_that_are_not_refused_are_offered_and_the_nearest_refusals_told() -> None:
    found = bounds(range(1, 10), 4, lambda n: refused(n) if n in {1, 3, 6, 8} else None)
    assert found.offered == [[2, 2], [4, 5], [7, 7], [9, 9]]
    assert told(found) == (3, 6)


def test_where_all_fits_nothing_is_refused() -> None:
    assert bounds(range(1, 10), 4, lambda _: None) == Bounds([[1, 9]], None, None)


def test_where_nothing_fits_nothing_is_offered() -> None:
    found = bounds(range(3), 0, refused)
    assert found.offered == []
    assert told(found) == (None, 1)


@fixed()
@given(st.data())
def test_a_long_range_is_the_same_found_by_halving(data: st.DataObject) -> None:
    numbers = range(data.draw(st.integers(0, 3)), MANY + data.draw(st.integers(4, 1000)))
    low = data.draw(st.integers(numbers[0], numbers[-1]))
    high = data.draw(st.integers(low, numbers[-1]))
    present = data.draw(st.integers(low, high))
    asked = []

    def refusal(number: int) -> ConvError | None:
        asked.append(number)
        return None if low <= number <= high else refused(number)

    found = bounds(numbers, present, refusal)
    assert found.offered == [[low, high]]
    assert told(found) == (
        low - 1 if low > numbers[0] else None,
        high + 1 if high < numbers[-1] else None,
    )
    assert len(asked) <= 2 * (len(numbers).bit_length() + 1)
