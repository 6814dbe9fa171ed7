"""What an operator is given: numbers that are checked, and in types in which sums stay exact."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from convlib.errors import ConvError
from convlib.shapes import at_least_one, at_least_zero

Array = NDArray[Any]
DType = np.dtype[Any]
Index = tuple[Any, ...]
P = ParamSpec("P")

# Whole numbers below these limits, and their sums, are exact in the type: the fastest comes first.
EXACT = ((np.float32, 2.0**24), (np.float64, 2.0**53), (np.int64, 2.0**63))
MOST_CELLS = 2**28  # of an array that is made of a smaller one: 2 GB of decimal numbers,
AT_LEAST_AS_MANY = 4  # or so many times the numbers that were given
MARGIN = 0.99  # the limits are compared with sums that were rounded themselves


def numbers(name: str, value: ArrayLike) -> Array:
    """The value as an array of finite real numbers, in the type that it has.

    Raises:
        ConvError: It is no regular array, hides some of its numbers under a mask, or holds what is
            no number, or no finite one.

    Example:
        >>> numbers("x", [[1, 2], [3, 4]]).shape
        (2, 2)
    """
    if np.ma.is_masked(value):
        raise ConvError("masked", parameter=name)
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        raise ConvError("ragged", parameter=name) from None
    if array.dtype.kind not in "biuf":
        raise ConvError("not-numbers", parameter=name, kind=array.dtype.name)
    if array.dtype.kind == "f" and not _all_finite(array):
        place = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
        raise ConvError("not-finite", parameter=name, value=array[place], place=list(place))
    if array.dtype == np.uint64 and largest(array) >= EXACT[-1][1]:
        raise ConvError("sums-too-large", parameter=name)
    return array


def _all_finite(array: Array) -> bool:
    """Whether there is no inf or nan: their sum shows it, unless it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(array.sum())) or bool(np.isfinite(array).all())


def refusing_overflow(operator: Callable[P, Array]) -> Callable[P, Array]:
    """An operator that refuses to give what is no finite number.

    Raises:
        ConvError: Sums of decimal numbers went beyond what their type holds.
    """

    @functools.wraps(operator)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):
            out = operator(*args, **kwargs)
        if out.dtype.kind == "f" and not _all_finite(out):
            raise ConvError("overflow", parameter="x", kind=out.dtype.name)
        return out

    return refusing


def widened(value: ArrayLike, name: str = "x") -> Array:
    """As an array; whole numbers in 64 bits, where the sums of a photo's bytes don't overflow.

    Decimal ones have the type that ``conv`` gives.

    Raises:
        ConvError: As ``numbers``; the name is the parameter that it names.

    Example:
        >>> widened(np.array([200], np.uint8)) * 2
        array([400])
    """
    array = numbers(name, value)
    return array.astype(wide(array.dtype), copy=False)


def wide(kind: DTypeLike) -> DType:
    """The type in which an operator gives what it makes of numbers of a type."""
    kind = np.dtype(kind)
    if kind.kind != "f":
        return np.dtype(np.int64)
    return np.dtype(np.float32 if kind.itemsize <= 4 else np.float64)


def common_type(*arrays: Array | None) -> DType:
    """The type of an operator's result: 64-bit whole numbers, or as precise as the most precise.

    Example:
        >>> common_type(np.zeros(2, np.uint8), np.zeros(2, np.int8)).name
        'int64'
        >>> common_type(np.zeros(2, np.uint8), np.zeros(2, np.float32)).name
        'float64'
    """
    return np.result_type(*(wide(array.dtype) for array in arrays if array is not None))


def working_type(result: DType, x: Array, weight: Array, bias: Array | None, out: int) -> DType:
    """The type to sum in: that of the result, or a faster one in which every sum is exact.

    Args:
        result: The type of the result.
        x: What the weights multiply.
        weight: Every weight.
        bias: What is added, if anything.
        out: The axis of ``weight`` along which the outputs' sums don't mix.

    Raises:
        ConvError: The sums of whole numbers could be too large for 64 bits.

    Example:
        >>> bytes_, weight = np.full((1, 4), 255, np.uint8), np.ones((1, 1, 3), int)
        >>> working_type(np.dtype(int), bytes_, weight, None, 0).name
        'float32'
    """
    if result.kind == "f":
        return result
    sums = np.abs(weight.astype(np.float64)).sum(tuple(set(range(weight.ndim)) - {out}))
    bound = largest(x) * largest(sums) + (0 if bias is None else largest(bias))
    for kind, limit in EXACT:
        if bound < limit * MARGIN:
            return np.dtype(kind)
    raise ConvError("sums-too-large", parameter="x")


def largest(array: Array) -> float:
    """The greatest distance from 0; 0 where there are no numbers."""
    if not array.size:
        return 0.0
    return max(float(array.max()), -float(array.min()))


def bias_of(bias: ArrayLike | None, out: int, name: str = "bias") -> Array | None:
    """The bias, one number per output channel.

    Raises:
        ConvError: It has another shape; PyTorch refuses that too.
    """
    if bias is None:
        return None
    array = numbers(name, bias)
    if array.shape != (out,):
        raise ConvError("bias-shape", parameter=name, shape=array.shape, out=out)
    return array.astype(wide(array.dtype), copy=False)


def check_room(name: str, shape: Sequence[int], given: int) -> None:
    """Refuse to make an array of a shape out of so many numbers where that would fill the memory.

    Raises:
        ConvError: It would.
    """
    cells = math.prod(shape)
    if cells > max(MOST_CELLS, AT_LEAST_AS_MANY * given):
        raise ConvError("too-large", parameter=name, cells=cells, cap=MOST_CELLS)


def check_shape(name: str, array: Array, want: Sequence[int]) -> None:
    """Refuse an array of another shape.

    Raises:
        ConvError: Its shape is another.
    """
    if array.shape != tuple(want):
        raise ConvError("shape", parameter=name, shape=array.shape, want=tuple(want))


def stacked(x: Array, axes: int | None = None) -> tuple[Array, bool]:
    """The input with its batch axis, and whether it came with one.

    Args:
        x: ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        axes: How many spatial axes there are; None where only ``x`` can tell. Then 2 axes in all
            are 1-D, 5 are a batch in 3-D, and 3 or 4 are 2-D.

    Raises:
        ConvError: It has neither ``(channels, *spatial)`` nor ``(batch, channels, *spatial)``, or
            no channels or cells.
    """
    if axes is None:
        axes = {2: 1, 5: 3}.get(x.ndim, 2)
    axes = at_least_zero("axes", axes)
    if x.ndim not in (axes + 1, axes + 2):
        raise ConvError("input-rank", parameter="x", rank=x.ndim, want=axes + 1, also=axes + 2)
    batched = x.ndim == axes + 2
    stack = x if batched else x[None]
    check_filled("x", stack.shape[1:])
    return stack, batched


def check_filled(name: str, shape: Sequence[int]) -> None:
    """Refuse an array in which an axis is empty.

    Raises:
        ConvError: One is.
    """
    if 0 in shape:
        raise ConvError("empty-axis", parameter=name, shape=tuple(shape))


def check_divides(name: str, parts: int, channels: int) -> None:
    """Refuse a number of parts into which the channels can't be cut.

    Raises:
        ConvError: It is no whole number from 1 on, or leaves a rest.
    """
    if channels % at_least_one(name, parts):
        raise ConvError("channels-divide", parameter=name, value=parts, have=channels)
