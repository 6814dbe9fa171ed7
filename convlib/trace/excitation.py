"""Squeeze-and-excitation, stage by stage."""

from __future__ import annotations

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import widened
from convlib.ops.arrays import bias_of, check_filled, check_shape
from convlib.trace.cellwise import relu_trace, scale_trace, sigmoid_trace
from convlib.trace.chain import Chain
from convlib.trace.channels import pointwise_trace
from convlib.trace.pool import avg_pool_trace


def squeeze_excite_chain(
    x: ArrayLike,
    w1: ArrayLike,
    w2: ArrayLike,
    b1: ArrayLike | None = None,
    b2: ArrayLike | None = None,
) -> Chain:
    """The stages of ``ops.squeeze_excite``.

    They are ``squeeze``, ``reduce``, ``relu``, ``expand``, ``sigmoid``, ``scale``; the last one
    reads the input again, and its weights are the output of the one before it.

    Args:
        x: Input, ``(channels, *spatial)``.
        w1: Weights of the first full layer, ``(channels/r, channels)``.
        w2: Weights of the second full layer, ``(channels, channels/r)``.
        b1: As in ``squeeze_excite``.
        b2: As in ``squeeze_excite``.

    Returns:
        The chain; from the means on its numbers are decimal ones of 64 bits.

    Raises:
        ConvError: As ``squeeze_excite``, or there is more than a person could ever follow.

    Source: Hu et al., Squeeze-and-Excitation Networks, arXiv:1709.01507, section 3.

    Example:
        >>> chain = squeeze_excite_chain([[[2]], [[6]]], w1=[[1, 1]], w2=[[0], [0]])
        >>> [array.ravel().tolist() for array in chain.arrays[1:]]
        [[2.0, 6.0], [8.0], [8.0], [0.0, 0.0], [0.5, 0.5], [1.0, 3.0]]
    """
    x, first, second = widened(x, "x"), widened(w1, "w1"), widened(w2, "w2")
    if x.ndim < 2:
        raise ConvError("no-axes", parameter="x")
    if first.ndim != 2:
        raise ConvError("grid-rank", parameter="w1", rank=first.ndim)
    check_filled("x", x.shape)
    check_filled("w1", first.shape)
    check_shape("w1", first, (len(first), len(x)))
    check_shape("w2", second, (len(x), len(first)))
    biases = bias_of(b1, len(first), "b1"), bias_of(b2, len(x), "b2")
    cell = (1,) * (x.ndim - 1)
    first, second = (w.reshape(*w.shape, *cell) for w in (first, second))
    chain = Chain(x).then("squeeze", avg_pool_trace, x.shape[1:])
    chain = chain.then("reduce", pointwise_trace, first, biases[0]).then("relu", relu_trace)
    chain = chain.then("expand", pointwise_trace, second, biases[1])
    chain = chain.then("sigmoid", sigmoid_trace)
    return chain.then("scale", scale_trace, reads=(0,), weighs=len(chain.stages))
