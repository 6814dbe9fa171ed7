"""Which numbers of a slider go with all the rest, and why the next one does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from convlib.errors import ConvError

MANY = 64  # numbers that are each tried
Refusal = Callable[[int], ConvError | None]


class Bounds(NamedTuple):
    """What a slider offers.

    Attributes:
        offered: Runs of numbers, each its first and its last.
        below: Why the nearest number below the present one is refused that is; None if none is.
        above: The same above it.
    """

    offered: list[list[int]]
    below: ConvError | None
    above: ConvError | None


def bounds(numbers: range, present: int, refusal: Refusal) -> Bounds:
    """What a slider over some numbers offers.

    Of a long range those beside the present number are found by halving: what is that long is a
    size or a count, and too large or too small only once.

    Args:
        numbers: In steps of 1.
        present: One that goes with all the rest, or where the slider stands meanwhile.
        refusal: Why a number is refused, or None.

    Example:
        >>> too_large = ConvError("below-one", parameter="size", value=0)
        >>> bounds(range(1, 9), 2, lambda number: too_large if number > 5 else None).offered
        [[1, 5]]
    """
    if len(numbers) > MANY:
        low, below = _farthest(present, numbers[0], refusal)
        high, above = _farthest(present, numbers[-1], refusal)
        return Bounds([[low, high]], below, above)
    refusals = {number: refusal(number) for number in numbers}
    refused = [number for number, error in refusals.items() if error]
    below = next((refusals[n] for n in reversed(refused) if n < present), None)
    above = next((refusals[n] for n in refused if n > present), None)
    return Bounds(runs(n for n, error in refusals.items() if not error), below, above)


def _farthest(present: int, end: int, refusal: Refusal) -> tuple[int, ConvError | None]:
    """The last number on the way to an end that is not refused, and why the next one is."""
    error = refusal(end)
    if error is None or present == end:
        return end, None
    good, bad = present, end
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        refused = refusal(middle)
        if refused:
            bad, error = middle, refused
        else:
            good = middle
    return good, error


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Whole numbers in rising order as runs, each its first and its last.

    Example:
        >>> runs([1, 2, 3, 6])
        [[1, 3], [6, 6]]
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
