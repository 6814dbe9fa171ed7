"""Filters that are outer products, applied a factor at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, Geometry, widened
from convlib.ops.arrays import check_filled, check_shape
from convlib.shapes import Padding
from convlib.trace.chain import Chain
from convlib.trace.channels import depthwise_trace, pointwise_trace
from convlib.trace.given import one_bias, one_input

ORDERS = ("column", "row")
PASSES = ("channel", "column", "row")


def spatially_separable_chain(
    x: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    first: str = "column",
) -> Chain:
    """The stages of ``ops.spatially_separable``, in either order: ``column``, ``row``.

    Args:
        x: Input, ``(channels, rows, columns)``.
        column: Weights from top to bottom.
        row: Weights from left to right.
        bias: One number per channel.
        stride: As in ``spatially_separable``.
        padding: As in ``spatially_separable``.
        dilation: As in ``spatially_separable``.
        first: ``"column"`` or ``"row"``: which factor goes first; the result is the same.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``spatially_separable``, or there is more than a person could ever follow.

    Example:
        >>> chain = spatially_separable_chain([[[1, 2], [3, 4]]], column=[1, 10], row=[1, -1])
        >>> [array.tolist() for array in chain.arrays[1:]]
        [[[[31, 42]]], [[[-11]]]]
    """
    x = _planes(x)
    down, across = (widened(value, name) for name, value in (("column", column), ("row", row)))
    for name, factor in (("column", down), ("row", across)):
        check_shape(name, factor, (factor.size,))
        check_filled(name, factor.shape)
    down, across = np.tile(down, (len(x), 1)), np.tile(across, (len(x), 1))
    return _passes(Chain(x), down, across, bias, stride, padding, dilation, first)


def flattened_chain(
    x: ArrayLike,
    channel: ArrayLike,
    column: ArrayLike,
    row: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int | Sequence[int] = 1,
    padding: Padding = 0,
    dilation: int | Sequence[int] = 1,
    order: Sequence[str] = PASSES,
) -> Chain:
    """The stages of ``ops.flattened``: ``channel``, ``column``, ``row``, in any order.

    Before the pass across the channels each channel is a plane of its own, so that the others have
    more to do; the result is the same.

    Args:
        x: Input, ``(channels, rows, columns)``.
        channel: Weights across the channels, ``(out, channels)``.
        column: Weights from top to bottom, ``(out, kernel rows)``.
        row: Weights from left to right, ``(out, kernel columns)``.
        bias: One number per filter.
        stride: As in ``flattened``.
        padding: As in ``flattened``.
        dilation: As in ``flattened``.
        order: Which pass comes first, which second, which last; of several filters, whose planes
            would have to be kept apart, ``channel`` is the first.

    Returns:
        The chain, its numbers in the type that ``conv`` gives.

    Raises:
        ConvError: As ``flattened``, there is no such order, or there is more than a person could
            ever follow.

    Source: Jin, Dundar & Culurciello, arXiv:1412.5474, section 3.

    Example:
        >>> x = [[[1, 2], [3, 4]], [[1, 1], [1, 1]]]
        >>> chain = flattened_chain(x, [[1, 2]], [[1, 10]], [[1, -1]])
        >>> [array.tolist() for array in chain.arrays[1:]]
        [[[[3, 4], [5, 6]]], [[[53, 64]]], [[[-11]]]]
    """
    x, lateral = _planes(x), widened(channel, "channel")
    down, across = widened(column, "column"), widened(row, "row")
    filters = len(lateral) if lateral.ndim else 0
    check_shape("channel", lateral, (filters, len(x)))
    for name, factor in (("column", down), ("row", across)):
        check_shape(name, factor, (filters, factor.shape[-1] if factor.ndim else 1))
        check_filled(name, factor.shape)
    _check_order(order, filters)
    chain = Chain(x)
    window = Geometry.of(x.shape[1:], (down.shape[1], across.shape[1]), stride, padding, dilation)
    shift = one_bias(bias, filters)
    for name in order:
        added = shift if name == order[-1] else None
        if name == "channel":
            chain = chain.then(name, pointwise_trace, lateral[..., None, None], added)
        else:
            factor = down if name == "column" else across
            factor = factor if len(factor) > 1 else np.tile(factor, (len(chain.output), 1))
            chain = _pass(chain, name, factor, added, window)
    return chain


def _check_order(order: Sequence[str], filters: int) -> None:
    known = [list(each) for each in permutations(PASSES) if filters == 1 or each[0] == PASSES[0]]
    if list(order) not in known:
        choices = ", ".join("-".join(each) for each in known)
        raise ConvError("choice", parameter="order", value="-".join(order), choices=choices)


def _planes(x: ArrayLike) -> Array:
    x = one_input(x, 2)
    if x.ndim != 3:
        raise ConvError("input-rank", parameter="x", rank=x.ndim, want=3, also=4)
    check_filled("x", x.shape)
    return x


def _passes(
    chain: Chain,
    down: Array,
    across: Array,
    bias: ArrayLike | None,
    stride: int | Sequence[int],
    padding: Padding,
    dilation: int | Sequence[int],
    first: str,
) -> Chain:
    """Each channel with its own column and its own row, one after the other."""
    if first not in ORDERS:
        raise ConvError("choice", parameter="first", value=first, choices=", ".join(ORDERS))
    kernel = (down.shape[1], across.shape[1])
    window = Geometry.of(chain.output.shape[1:], kernel, stride, padding, dilation)
    shift = one_bias(bias, len(chain.output))
    factors = {"column": down, "row": across}
    for name in ORDERS if first == "column" else ORDERS[::-1]:
        chain = _pass(chain, name, factors[name], None if name == first else shift, window)
    return chain


def _pass(chain: Chain, name: str, factor: Array, bias: Array | None, window: Geometry) -> Chain:
    """One stage more: each channel with its own column, or with its own row."""
    axis = ORDERS.index(name)
    weight = factor[:, None, :, None] if name == "column" else factor[:, None, None, :]
    options: dict[str, Any] = {
        "stride": _only(axis, window.strides, 1),
        "padding": _only(axis, window.padding, (0, 0)),
        "dilation": _only(axis, window.dilations, 1),
    }
    return chain.then(name, depthwise_trace, weight, bias, **options)


def _only(axis: int, values: Sequence[object], other: object) -> tuple[object, ...]:
    """The value of one axis, and for the others what changes nothing."""
    return tuple(value if at == axis else other for at, value in enumerate(values))
