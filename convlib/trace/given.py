"""What a trace is given: one input without a batch, in numbers that stay exact."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, widened


def one_input(x: ArrayLike, axes: int) -> Array:
    """The input ``(channels, *spatial)`` of an operator with so many spatial axes.

    Raises:
        ConvError: It is a batch; a trace follows one input.
    """
    if axes >= 1 and np.ndim(x) == axes + 2:
        raise ConvError("one-input", parameter="x", rank=axes + 2, want=axes + 1)
    return widened(x)


def one_bias(bias: ArrayLike | None, out: int) -> Array | None:
    """The bias, one number per output channel.

    Raises:
        ConvError: It has another shape.
    """
    if bias is None:
        return None
    array = widened(bias)
    if array.shape != (out,):
        raise ConvError("bias-shape", parameter="bias", shape=array.shape, out=out)
    return array
