"""What the writers of code take: arrays, and options written out per spatial axis."""

from __future__ import annotations

from dataclasses import dataclass

from convlib.ops import Array
from convlib.shapes import Pair


@dataclass(frozen=True, eq=False)
class WrittenLayer:
    """A layer with its numbers, everything checked and written out per spatial axis.

    Attributes:
        kind: ``"conv"``, ``"conv_transpose"``, ``"depthwise"``, ``"pointwise"``, ``"resize"``,
            ``"relu"`` or ``"channel_shuffle"``.
        shape: Of what it reads, ``(channels, *spatial)``.
        made: The shape of what it makes, likewise.
        name: What the names of its arrays begin with, an underscore at its end; or ``""``.
        weight: Filters, as the operator takes them, of a pointwise layer ``(out, channels)``; or
            None.
        bias: One number per filter, or None.
        strides: Cells between two places of the window, or between two stamps.
        padding: Cells added, or by a transposed layer taken away, before and after.
        rule: The padding's name where it has one, else ``""``.
        dilations: Distance between neighbouring weights.
        groups: Into how many parts the channels are cut.
        extras: Output padding of a transposed layer.
        scales: How often a resize repeats each cell along each axis.
    """

    kind: str
    shape: tuple[int, ...]
    made: tuple[int, ...]
    name: str = ""
    weight: Array | None = None
    bias: Array | None = None
    strides: tuple[int, ...] = ()
    padding: tuple[Pair, ...] = ()
    rule: str = ""
    dilations: tuple[int, ...] = ()
    groups: int = 1
    extras: tuple[int, ...] = ()
    scales: tuple[int, ...] = ()

    @property
    def axes(self) -> int:
        """How many spatial axes there are."""
        return len(self.shape) - 1

    @property
    def channels(self) -> int:
        """How many channels it reads."""
        return self.shape[0]

    @property
    def filters(self) -> int:
        """How many channels it makes."""
        return self.made[0]

    @property
    def outputs(self) -> tuple[int, ...]:
        """Cells of the output along each spatial axis."""
        return self.made[1:]

    @property
    def kernel(self) -> tuple[int, ...]:
        """The kernel's size; nothing of a pointwise layer, and of one without weights."""
        return () if self.weight is None else self.weight.shape[2:]

    @property
    def arrays(self) -> dict[str, Array]:
        """Its numbers by name, without its input."""
        named = {f"{self.name}weight": self.weight, f"{self.name}bias": self.bias}
        return {name: array for name, array in named.items() if array is not None}

    @property
    def uneven(self) -> bool:
        """Whether the padding before differs from that after, along any axis."""
        return any(before != after for before, after in self.padding)

    @property
    def cropped(self) -> list[str]:
        """Per axis of a transposed layer's whole result the slice that is kept."""
        return [
            f"{before} : {before + size}"
            for (before, _), size in zip(self.padding, self.outputs, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class WrittenRow:
    """Layers of which each reads what the one before it makes.

    Attributes:
        x: Input, ``(channels, *spatial)``.
        layers: The first one is the one that reads ``x``.
        drawn: Whether only the arrays' shapes matter: the code draws numbers at random.
    """

    x: Array
    layers: tuple[WrittenLayer, ...]
    drawn: bool = False

    @property
    def axes(self) -> int:
        """How many spatial axes there are."""
        return self.x.ndim - 1

    @property
    def arrays(self) -> dict[str, Array]:
        """All numbers by name."""
        named = {"x": self.x}
        for layer in self.layers:
            named |= layer.arrays
        return named

    @property
    def whole(self) -> bool:
        """Whether all numbers are whole, and so every result."""
        return not self.drawn and are_whole(*self.arrays.values())


@dataclass(frozen=True, eq=False)
class Signals:
    """Two functions of which the second one slides.

    Attributes:
        f: What stands still.
        g: What slides, with as many axes.
        turned: Whether g is turned first.
        swapped: Whether the two change places first, since g is the larger one.
        padding: Zeros before and after, along each axis of what stands still.
        outputs: Cells of the result.
    """

    f: Array
    g: Array
    turned: bool
    swapped: bool
    padding: tuple[Pair, ...]
    outputs: tuple[int, ...]

    @property
    def back(self) -> str:
        """The index that turns an array round along all axes."""
        return ", ".join(["::-1"] * self.f.ndim)

    @property
    def kernel(self) -> tuple[int, ...]:
        """The size of what slides in the end."""
        return self.f.shape if self.swapped else self.g.shape


@dataclass(frozen=True, eq=False)
class Passes:
    """A column of weights and a row of weights, one after the other, on each channel alike.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        column: Weights from top to bottom.
        row: Weights from left to right.
        order: The names of the two, the first one first.
        strides: Down and across.
        padding: Zeros before and after, down and across.
        outputs: Rows and columns of the output.
    """

    x: Array
    column: Array
    row: Array
    order: tuple[str, str]
    strides: Pair
    padding: tuple[Pair, ...]
    outputs: Pair

    @property
    def arrays(self) -> dict[str, Array]:
        """Its numbers by name."""
        return {"x": self.x, "column": self.column, "row": self.row}

    @property
    def middle(self) -> Pair:
        """Rows and columns after the first pass."""
        rows, columns = (
            size + sum(sides) for size, sides in zip(self.x.shape[1:], self.padding, strict=True)
        )
        down, across = self.outputs
        return (down, columns) if self.order[0] == "column" else (rows, across)


def are_whole(*arrays: Array) -> bool:
    """Whether all arrays have whole numbers."""
    return all(each.dtype.kind in "iu" for each in arrays)
