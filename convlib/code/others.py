"""Signals, and kernels in two passes, each checked and handed to the three writers."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from convlib import ops
from convlib.code import keras, plain, pytorch
from convlib.code.record import Passes, Signals
from convlib.errors import ConvError
from convlib.ops import Geometry, widened
from convlib.shapes import Padding

ORDERS = {"column": ("column", "row"), "row": ("row", "column")}


def convolve(f: ArrayLike, g: ArrayLike, mode: str = "full") -> dict[str, str]:
    """The convolution of two signals, 1-D or 2-D; ``y`` has as many axes as they.

    Args:
        f: What stands still.
        g: What is turned and slides.
        mode: As in ``convlib.convolve``.

    Raises:
        ConvError: As ``convlib.convolve``.

    Example:
        >>> print(convolve([1, 2, 3], [1, 10])["numpy"])
        import numpy as np
        <BLANKLINE>
        f = np.array([1, 2, 3])
        g = np.array([ 1, 10])
        <BLANKLINE>
        g = g[::-1]  # turned
        f = np.pad(f, [(1, 1)])
        y = np.zeros(4, dtype=int)
        for column in range(len(y)):
            y[column] = np.sum(f[column : column + 2] * g)
    """
    return _signals(f, g, mode, turned=True)


def correlate(f: ArrayLike, g: ArrayLike, mode: str = "full") -> dict[str, str]:
    """The correlation of two signals, 1-D or 2-D; ``y`` has as many axes as they.

    Args:
        f: What stands still.
        g: What slides.
        mode: As in ``convlib.correlate``.

    Raises:
        ConvError: As ``convlib.correlate``.
    """
    return _signals(f, g, mode, turned=False)


def _signals(f: ArrayLike, g: ArrayLike, mode: str, turned: bool) -> dict[str, str]:
    first, second = widened(f, "f"), widened(g, "g")
    result = ops.convolve(first, second, mode)
    swapped = mode == "valid" and second.size > first.size
    kernel = (first if swapped else second).shape
    sides = {
        "full": [(k - 1, k - 1) for k in kernel],
        "same": [(k // 2, (k - 1) // 2) for k in kernel],
        "valid": [(0, 0) for _ in kernel],
    }
    pair = Signals(first, second, turned, swapped, tuple(sides[mode]), result.shape)
    return {
        "pytorch": pytorch.signals(pair),
        "keras": keras.signals(pair),
        "numpy": plain.signals(pair),
    }


def spatially_separable(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    first: str = "column",
) -> dict[str, str]:
    """Two passes of a spatially separable kernel; the map between them is ``middle``.

    Args:
        x: Input, ``(channels, rows, columns)``.
        column: Weights from top to bottom.
        row: Weights from left to right.
        stride: As in ``convlib.spatially_separable``.
        padding: As in ``convlib.spatially_separable``.
        first: Which pass comes first, ``"column"`` or ``"row"``.

    Raises:
        ConvError: As ``convlib.spatially_separable``, or there is no such pass.
    """
    source, down, across = widened(x, "x"), widened(column, "column"), widened(row, "row")
    if first not in ORDERS:
        raise ConvError("choice", parameter="first", value=first, choices=", ".join(ORDERS))
    place = Geometry.of(source.shape[1:], (down.size, across.size), stride, padding)
    both = Passes(
        x=source,
        column=down,
        row=across,
        order=ORDERS[first],
        strides=(place.strides[0], place.strides[1]),
        padding=place.padding,
        outputs=(place.outputs[0], place.outputs[1]),
    )
    return {
        "pytorch": pytorch.passes(both),
        "keras": keras.passes(both),
        "numpy": plain.passes(both),
    }
