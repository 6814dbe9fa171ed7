"""Squeeze-and-excitation: every channel is weighed by what all channels hold on average."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.activation import relu, sigmoid
from convlib.ops.arrays import (
    Array,
    bias_of,
    check_filled,
    check_shape,
    common_type,
    numbers,
    refusing_overflow,
    stacked,
)


@refusing_overflow
def squeeze_excite(
    x: ArrayLike,
    w1: ArrayLike,
    w2: ArrayLike,
    b1: ArrayLike | None = None,
    b2: ArrayLike | None = None,
    *,
    axes: int | None = None,
) -> Array:
    """Scale each channel by a weight from 0 to 1 that follows from the means of all channels.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        w1: Weights of the first full layer, ``(channels/r, channels)``.
        w2: Weights of the second full layer, ``(channels, channels/r)``.
        b1: The first layer's biases, ``(channels/r,)``.
        b2: The second layer's biases, ``(channels,)``.
        axes: How many spatial axes there are; unless told 2, or what alone fits the rank: of a
            batch of signals, ``(batch, channels, length)``, tell ``axes=1``.

    Returns:
        The shape of ``x``, in decimal numbers: of 32 bits where ``conv`` gives such, else of 64.

    Raises:
        ConvError: Shapes don't match, or an array holds what is no finite number.

    Source: Hu et al., Squeeze-and-Excitation Networks, arXiv:1709.01507, section 3.

    Example:
        >>> squeeze_excite([[[2]], [[6]]], w1=[[1, 1]], w2=[[0], [0]]).tolist()
        [[[1.0]], [[3.0]]]
    """
    x, w1, w2 = numbers("x", x), numbers("w1", w1), numbers("w2", w2)
    stack, batched = stacked(x, axes)
    channels = stack.shape[1]
    if axes is None and x.ndim == 3 and w1.shape[1:] == x.shape[1:2] != (channels,):
        raise ConvError("channels-of-weights", parameter="w1", want=x.shape[1], shape=x.shape)
    if w1.ndim != 2:
        raise ConvError("grid-rank", parameter="w1", rank=w1.ndim)
    check_filled("w1", w1.shape)
    check_shape("w1", w1, (len(w1), channels))
    check_shape("w2", w2, (channels, len(w1)))
    biases = bias_of(b1, len(w1), "b1"), bias_of(b2, channels, "b2")
    kind = common_type(x, w1, w2, *biases)
    kind = kind if kind.kind == "f" else np.dtype(float)
    stack = stack.astype(kind, copy=False)
    squeezed = stack.mean(axis=tuple(range(2, stack.ndim)))
    hidden = relu(_full(squeezed, w1, biases[0]))
    weight = sigmoid(_full(hidden, w2, biases[1]))
    out: Array = stack * weight.reshape(*weight.shape, *(1,) * (stack.ndim - 2))
    return out if batched else out[0]


def _full(values: Array, weight: Array, bias: Array | None) -> Array:
    """A fully connected layer on ``(batch, in)``, in the values' type."""
    out: Array = values @ weight.T.astype(values.dtype)
    return out if bias is None else out + bias.astype(values.dtype)
