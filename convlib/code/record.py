"""A layer as the writers of code take it: its arrays, and its options per spatial axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convlib.ops import Array
from convlib.shapes import Pair

Places = Sequence[int]


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer with its numbers, everything checked and written out per spatial axis.

    Attributes:
        x: Input, ``(channels, *spatial)``.
        weight: Filters, as the operator takes them.
        bias: One number per filter, or None.
        strides: Cells between two places of the window.
        padding: Cells added (by a transposed layer: taken away) before and after.
        rule: The padding's name where it has one, else ``""``.
        dilations: Distance between neighbouring weights.
        groups: Into how many parts the channels are cut.
        outputs: Cells of the output along each spatial axis.
        extras: Output padding of a transposed layer.
        relu: Whether negative results become 0.
        scales: How often each cell is repeated before the layer.
    """

    x: Array
    weight: Array
    bias: Array | None
    strides: tuple[int, ...]
    padding: tuple[Pair, ...]
    rule: str
    dilations: tuple[int, ...]
    groups: int
    outputs: tuple[int, ...]
    extras: tuple[int, ...] = ()
    relu: bool = False
    scales: tuple[int, ...] = ()

    @property
    def axes(self) -> int:
        """How many spatial axes there are."""
        return self.x.ndim - 1

    @property
    def kernel(self) -> tuple[int, ...]:
        """The kernel's size."""
        return self.weight.shape[2:]
