"""How one output is worked out, as text: what the window covers there, times the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convlib.numerals import bracketed, exact
from convlib.ops import Array, Geometry

MOST = 16  # products that are still read one by one


def covered(x: Array, there: Geometry, place: Sequence[int]) -> Array:
    """What the window covers at a place of the output, in the kernel's shape; padding is 0.

    Args:
        x: Of the spatial axes alone.
        there: How the window stands on it.
        place: Of the output, an index for each axis.
    """
    padded = np.pad(x, there.padding)
    axes = zip(place, there.strides, there.spans, there.dilations, strict=True)
    return padded[tuple(slice(at * s, at * s + span, d) for at, s, span, d in axes)]


def products(cells: Array, weights: Array) -> str:
    """The products along each row of the first axis, those with a 0 left out, as one sum.

    Where there are too many to be read, or none, each row's sum stands in their place.

    Example:
        >>> products(np.array([[3, 0], [2, -1]]), np.array([[1, 5], [2, 3]]))
        '3·1 + (2·2 + (−1)·3)'
    """
    axes = (weights.shape[0], -1)
    rows = [
        [(cell, weight) for cell, weight in zip(*pair, strict=True) if cell and weight]
        for pair in zip(cells.reshape(axes).tolist(), weights.reshape(axes).tolist(), strict=True)
    ]
    rows = [row for row in rows if row] or rows
    if not 0 < sum(map(len, rows)) <= MOST:
        sums = (sum(cell * weight for cell, weight in row) for row in rows)
        return " + ".join(bracketed(exact(each)) for each in sums)
    said = [" + ".join("·".join(bracketed(exact(n)) for n in pair) for pair in row) for row in rows]
    if len(said) > 1:
        said = [f"({each})" if len(row) > 1 else each for each, row in zip(said, rows, strict=True)]
    return " + ".join(said)
