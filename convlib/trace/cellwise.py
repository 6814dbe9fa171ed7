"""Where there is no window: each cell feeds one other, by itself or times one number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, widened
from convlib.ops.arrays import check_divides, check_filled, check_shape
from convlib.shapes import per_axis
from convlib.trace.columns import UNWEIGHTED, gathered
from convlib.trace.given import one_bias
from convlib.trace.grid import numbered
from convlib.trace.taps import Trace, check_taps


def relu_trace(x: ArrayLike) -> Trace:
    """Each cell as it is, 0 for a negative one; one step per cell.

    Args:
        x: Input, ``(channels, *spatial)``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: There are more cells than a person could ever follow.

    Example:
        >>> relu_trace([[-1, 2]]).output.tolist()
        [[0, 2]]
    """
    return _each(x, "relu")


def sigmoid_trace(x: ArrayLike) -> Trace:
    """Each cell squashed into 0 to 1 by ``1 / (1 + exp(-x))``; one step per cell.

    Args:
        x: Input, ``(channels, *spatial)``.

    Returns:
        The trace, in decimal numbers: of 32 bits where ``conv`` gives such, else of 64.

    Raises:
        ConvError: There are more cells than a person could ever follow.

    Example:
        >>> sigmoid_trace([[0.0]]).output.tolist()
        [[0.5]]
    """
    return _each(x, "sigmoid")


def copy_trace(x: ArrayLike) -> Trace:
    """Each cell as it is, such as where branches are put together; one step per cell.

    Args:
        x: Input, ``(channels, *spatial)``.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: There are more cells than a person could ever follow.

    Example:
        >>> copy_trace([[1, 2]]).src.tolist()
        [0, 1]
    """
    return _each(x, "copy")


def channel_shuffle_trace(x: ArrayLike, groups: int) -> Trace:
    """The cells of ``ops.channel_shuffle``: of each group the first channel, then the second ...

    Args:
        x: Input, ``(channels, *spatial)``.
        groups: Into how many parts the channels are cut before they are dealt out.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``channel_shuffle``, or there are more cells than a person could follow.

    Source: Zhang et al., ShuffleNet, arXiv:1707.01083, section 3.1.

    Example:
        >>> channel_shuffle_trace([[1], [2], [3], [4]], 2).output.ravel().tolist()
        [1, 3, 2, 4]
    """
    x = _cells(x)
    check_divides("groups", groups, len(x))
    dealt = numbered(x.shape).reshape(groups, len(x) // groups, -1).swapaxes(0, 1)
    return _each(x, "copy", dealt.ravel(), groups)


def scale_trace(x: ArrayLike, weight: ArrayLike) -> Trace:
    """Each channel times its own number; one step per cell.

    Args:
        x: Input, ``(channels, *spatial)``.
        weight: One number per channel, with or without axes of size 1 behind.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: The number of weights is not that of the channels, or there are more cells than
            a person could ever follow.

    Source: Hu et al., Squeeze-and-Excitation Networks, arXiv:1709.01507, equation 4.

    Example:
        >>> scale_trace([[1, 2], [3, 4]], [10, 1]).output.tolist()
        [[10, 20], [3, 4]]
    """
    x, weight = _cells(x), widened(weight, "weight")
    check_shape("weight", weight.ravel(), (len(x),))
    ker = np.repeat(np.arange(len(x)), x.size // len(x)).reshape(-1, 1)
    return _columns(x, len(x), numbered((x.size,)), "scale", ker=ker, weight=weight)


def add_trace(x: ArrayLike, parts: int = 2, bias: ArrayLike | None = None) -> Trace:
    """Equal parts of the channels added cell by cell, such as a shortcut; one step per cell.

    Args:
        x: The parts, one behind another: ``(parts * channels, *spatial)``.
        parts: How many there are.
        bias: One number per channel of the sum, added in the end.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: The channels don't divide by the parts, or there are more cells than a person
            could ever follow.

    Source: He et al., Deep Residual Learning, arXiv:1512.03385, section 3.2.

    Example:
        >>> add_trace([[1, 2], [10, 20]]).output.tolist()
        [[11, 22]]
    """
    x = _cells(x)
    check_divides("parts", parts, len(x))
    shift = one_bias(bias, len(x) // parts)
    return _columns(x, len(x) // parts, numbered((parts, x.size // parts)).T, bias=shift)


def difference_trace(x: ArrayLike) -> Trace:
    """The first half of the channels less the second half, cell by cell; one step per cell.

    Args:
        x: The two, one behind the other: ``(2 * channels, *spatial)``.

    Returns:
        The trace; whole numbers stay exact, and all others are decimal ones of 64 bits.

    Raises:
        ConvError: The channels don't divide by two, or there are more cells than a person could
            ever follow.

    Example:
        >>> difference_trace([[5, 2], [1, 2]]).output.tolist()
        [[4, 0]]
    """
    trace = add_trace(x)
    return replace(trace, gain=np.tile([1, -1], len(trace)))


def repeat_trace(x: ArrayLike, scale: int | Sequence[int]) -> Trace:
    """Each cell repeated along every axis, as when resized to the nearest; one step per copy.

    Args:
        x: Input, ``(channels, *spatial)``.
        scale: How often, one number for all axes or one per axis.

    Returns:
        The trace, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: A number is no whole one above 0, or there are more cells than a person could
            ever follow.

    Example:
        >>> repeat_trace([[1, 2]], 2).output.tolist()
        [[1, 1, 2, 2]]
    """
    x = _cells(x)
    copies = numbered(x.shape)
    for axis, times in enumerate(per_axis("scale", scale, x.ndim - 1), start=1):
        copies = copies.repeat(times, axis)
    check_taps(copies.size)
    return _columns(x, len(x), copies.ravel(), "copy", plane=copies.shape[1:])


def product_trace(x: ArrayLike, weight: ArrayLike) -> Trace:
    """The outer product: each cell of the one times each cell of the other; one step per product.

    Args:
        x: What stands first, of any shape, such as the numbers of a column.
        weight: What multiplies, of any shape, such as the numbers of a row.

    Returns:
        The trace; its output is ``(cells of x, *weight's shape)``, in the type that ``conv`` gives.

    Raises:
        ConvError: There are more products than a person could ever follow.

    Example:
        >>> product_trace([1, 2], [3, 4]).output.tolist()
        [[3, 4], [6, 8]]
    """
    x, weight = _cells(x), _cells(weight)
    check_taps(x.size * weight.size)
    src = numbered((x.size,)).repeat(weight.size)
    ker = np.tile(np.arange(weight.size), x.size)
    column = x.reshape(x.size, *(1,) * weight.ndim)
    made = _columns(column, x.size, src, ker=ker[:, None], weight=weight, plane=weight.shape)
    return replace(made, source=x, cells=numbered(x.shape))


def _each(x: ArrayLike, rule: str, src: Array | None = None, groups: int = 1) -> Trace:
    """One tap per cell, which reads the cell of the same number unless told."""
    x = _cells(x)
    return _columns(x, len(x), numbered((x.size,)) if src is None else src, rule, groups=groups)


def _columns(
    x: Array,
    channels: int,
    src: Array,
    rule: str = "sum",
    *,
    ker: Array | None = None,
    weight: Array = UNWEIGHTED,
    groups: int = 1,
    bias: Array | None = None,
    plane: tuple[int, ...] | None = None,
) -> Trace:
    """A trace of as many taps per step as there are for each cell of the channels' planes."""
    shape = (channels, *(x.shape[1:] if plane is None else plane))
    return Trace(
        source=x,
        weight=weight,
        **gathered(src.reshape(math.prod(shape), -1), ker),
        geometry=Geometry.of(x.shape[1:], (1,) * (x.ndim - 1)),
        shape=shape,
        cells=numbered(x.shape),
        rule=rule,
        groups=groups,
        bias=bias,
    )


def _cells(x: ArrayLike) -> Array:
    """The input, of any rank from 1 on.

    Raises:
        ConvError: It has no cells, or more than a person could ever follow.
    """
    x = widened(x, "x")
    if not x.ndim:
        raise ConvError("no-axes", parameter="x")
    check_filled("x", x.shape)
    check_taps(x.size)
    return x
