"""What a trace is given: one input without a batch, in numbers that stay exact."""

from __future__ import annotations

from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops import Array, widened
from convlib.ops.arrays import bias_of, common_type, working_type


def one_input(x: ArrayLike, axes: int) -> Array:
    """The input ``(channels, *spatial)`` of an operator with so many spatial axes.

    Raises:
        ConvError: It is a batch; a trace follows one input.
    """
    x = widened(x, "x")
    if axes >= 1 and x.ndim == axes + 2:
        raise ConvError("one-input", parameter="x", rank=axes + 2, want=axes + 1)
    return x


def one_bias(bias: ArrayLike | None, out: int) -> Array | None:
    """The bias, one number per output channel.

    Raises:
        ConvError: It has another shape.
    """
    checked = bias_of(bias, out)
    return None if checked is None else widened(checked, "bias")


def check_exact(x: Array, weight: Array, bias: Array | None, out: int = 0) -> None:
    """Refuse whole numbers whose sums could be too large for 64 bits, as the operators do.

    Args:
        x: What the weights multiply.
        weight: Every weight.
        bias: What is added, or None.
        out: The axis of ``weight`` along which the outputs' sums don't mix.

    Raises:
        ConvError: They could.
    """
    working_type(common_type(x, weight, bias), x, weight, bias, out)
