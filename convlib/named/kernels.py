"""Kernels that are known by a name."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np

from convlib.named.inputs import impulse
from convlib.ops import Array
from convlib.shapes import Pair

# As a layer applies them, without a turn. Sources: R. C. Gonzalez, R. E. Woods: Digital Image
# Processing, 4th edition, 2018, section 3.6; emboss is the usual one of picture editors.
FIXED: dict[str, list[list[int]]] = {
    "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


def identity(shape: Pair) -> Array:
    """A 1 in the middle: the output is the input."""
    return impulse(shape)


def box(shape: Pair) -> Array:
    """The mean of the window: every weight is one over their number."""
    return np.full(shape, 1 / (shape[0] * shape[1]))


def gaussian(shape: Pair) -> Array:
    """The binomial coefficients, which near a Gaussian, divided by their sum.

    Example:
        >>> (gaussian((3, 3)) * 16).astype(int).tolist()
        [[1, 2, 1], [2, 4, 2], [1, 2, 1]]
    """
    down, across = (np.array([comb(n - 1, at) for at in range(n)]) for n in shape)
    table = np.outer(down, across) / (down.sum() * across.sum())
    return np.asarray(table)


def _fixed(rows: list[list[int]]) -> Callable[[Pair], Array]:
    return lambda _: np.array(rows)


KERNELS: dict[str, Callable[[Pair], Array]] = {
    "identity": identity,
    "box": box,
    "gaussian": gaussian,
    **{name: _fixed(rows) for name, rows in FIXED.items()},
}
