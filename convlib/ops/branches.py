"""Several paths side by side on one input, as in Inception; the paths are data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from convlib.errors import ConvError
from convlib.ops.activation import relu
from convlib.ops.arrays import Array, numbers, stacked
from convlib.ops.convolution import conv
from convlib.ops.geometry import kernel_axes
from convlib.ops.pooling import avg_pool, max_pool
from convlib.shapes import Padding

KINDS = ("max", "average")


@dataclass(frozen=True, eq=False)
class ConvLayer:
    """A convolution in a branch.

    Attributes:
        weight: As in ``conv``.
        bias: As in ``conv``.
        stride: As in ``conv``.
        padding: As in ``conv``; as many outputs as inputs unless told.
        dilation: As in ``conv``.
        groups: As in ``conv``.
        relu: Whether negative results become 0.

    Example:
        >>> ConvLayer([[[1, -1]]], padding=0).apply(np.array([[[1, 5, 2]]])).tolist()
        [[[0, 3]]]
    """

    weight: ArrayLike
    bias: ArrayLike | None = None
    stride: int | Sequence[int] = 1
    padding: Padding = "same"
    dilation: int | Sequence[int] = 1
    groups: int = 1
    relu: bool = True

    @property
    def axes(self) -> int | None:
        """Spatial axes of its input."""
        return kernel_axes(np.shape(self.weight))

    def apply(self, x: Array) -> Array:
        """Its output.

        Raises:
            ConvError: As ``conv``.
        """
        options = {"stride": self.stride, "dilation": self.dilation}
        out = conv(x, self.weight, self.bias, padding=self.padding, groups=self.groups, **options)
        return relu(out) if self.relu else out


@dataclass(frozen=True)
class PoolLayer:
    """Pooling in a branch.

    Attributes:
        kernel_size: As in ``max_pool``.
        stride: As in ``max_pool``, but 1 unless told.
        padding: As in ``max_pool``.
        kind: ``"max"`` or ``"average"``.

    Example:
        >>> PoolLayer([3]).apply(np.array([[[1, 5, 2]]])).tolist()
        [[[5, 5, 5]]]
    """

    kernel_size: int | Sequence[int] = 3
    stride: int | Sequence[int] = 1
    padding: int | Sequence[int] = 1
    kind: str = "max"

    @property
    def axes(self) -> int | None:
        """Spatial axes of its input; None where its window fits any."""
        return np.size(self.kernel_size) if np.ndim(self.kernel_size) else None

    def apply(self, x: Array) -> Array:
        """Its output.

        Raises:
            ConvError: As ``max_pool`` or ``avg_pool``, or there is no such kind.
        """
        if self.kind not in KINDS:
            raise ConvError("choice", parameter="kind", value=self.kind, choices=", ".join(KINDS))
        pool = max_pool if self.kind == "max" else avg_pool
        return pool(x, self.kernel_size, stride=self.stride, padding=self.padding)


Layer = ConvLayer | PoolLayer


def inception(x: ArrayLike, branches: Sequence[Sequence[Layer]]) -> Array:
    """Put one input through several branches and put their channels behind one another.

    Args:
        x: Input, ``(channels, *spatial)`` or ``(batch, channels, *spatial)``.
        branches: Each a sequence of layers, the first of which reads ``x``.

    Returns:
        ``(sum of the branches' channels, *spatial)``, or with the batch axis before it, in the type
        that ``conv`` gives.

    Raises:
        ConvError: There is no branch or no layer in one, the branches' outputs differ in size, or
            as the layers.

    Source: Szegedy et al., Going Deeper with Convolutions, arXiv:1409.4842, figure 2 (b).

    Example:
        >>> one = ConvLayer([[[1]]])
        >>> reduced = [ConvLayer([[[2]]]), ConvLayer([[[1, 1, 1]]])]
        >>> inception([[1, 2, 3]], [[one], reduced, [PoolLayer([3]), one]]).tolist()
        [[1, 2, 3], [6, 12, 10], [2, 3, 3]]
    """
    layers = _layers(branches)
    axes = next((layer.axes for layer in layers if layer.axes is not None), None)
    stack, batched = stacked(numbers("x", x), axes)
    outputs = [_through(stack, branch) for branch in branches]
    for number, output in enumerate(outputs):
        if output.shape[2:] != outputs[0].shape[2:]:
            have, want = output.shape[2:], outputs[0].shape[2:]
            raise ConvError(
                "branch-size", parameter="branches", number=number, have=have, want=want
            )
    out = np.concatenate(outputs, axis=1)
    return out if batched else out[0]


def _layers(branches: Sequence[Sequence[Layer]]) -> list[Layer]:
    """The layers of all branches.

    Raises:
        ConvError: There is no branch, no layer in one, or something else than layers.
    """
    try:
        rows: list[list[Any]] = [list(branch) for branch in branches]
    except TypeError:
        raise ConvError("not-layers", parameter="branches") from None
    if not rows or not all(rows):
        raise ConvError("no-branches", parameter="branches")
    layers = [layer for row in rows for layer in row]
    if not all(isinstance(layer, Layer) for layer in layers):
        raise ConvError("not-layers", parameter="branches")
    return layers


def _through(stack: Array, branch: Sequence[Layer]) -> Array:
    for layer in branch:
        stack = layer.apply(stack)
    return stack
