"""Lines of numbers by name, standing or lying: the factors of separable kernels."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np

from convlib.ops import Array
from convlib.shapes import Pair


def _along(numbers: Callable[[int], list[int]]) -> Callable[[Pair], Array]:
    """Numbers in a line, however it stands."""
    return lambda shape: np.array(numbers(max(shape))).reshape(shape)


def _slope(count: int) -> list[int]:
    """Rising by 1 around a middle of 0, which an even count leaves out."""
    even = count % 2 == 0
    return [at - (count - 1) // 2 - (even and at < count // 2) for at in range(count)]


# Each made for one column or one row.
LINES: dict[str, Callable[[Pair], Array]] = {
    "ones": _along(lambda count: [1] * count),
    "binomial": _along(lambda count: [comb(count - 1, at) for at in range(count)]),
    "slope": _along(_slope),
}
