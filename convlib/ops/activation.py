"""Non-linearities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.ops.arrays import Array, widened


def relu(x: ArrayLike) -> Array:
    """Every number as it is, 0 for a negative one.

    Args:
        x: An array of any shape.

    Returns:
        The same shape, in the type that ``conv`` gives.

    Raises:
        ConvError: It holds what is no finite number.

    Source: Nair & Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010.

    Example:
        >>> relu([-2, 0, 3]).tolist()
        [0, 0, 3]
    """
    array: Array = np.maximum(widened(x, "x"), 0)
    return array


def sigmoid(x: Array) -> Array:
    """Every number between 0 and 1, 0 at a half; as a hyperbolic tangent it never overflows."""
    half: Array = np.tanh(x / 2) / 2 + x.dtype.type(0.5)
    return half
