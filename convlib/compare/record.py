"""What is compared: one set of sizes, and per type of convolution a row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from convlib.cost import Cost
from convlib.errors import ConvError

Layers = Sequence[tuple[str, dict[str, Any]]]  # names and options, as ``convlib.cost`` takes them


@dataclass(frozen=True)
class Sizes:
    """The sizes at which all types are compared.

    Attributes:
        height: Rows of the input, H.
        width: Its columns, W.
        channels: Its channels, Din.
        filters: Channels that come out, Dout.
        kernel: Rows of the kernel, and columns, k.
        stride: Cells between two of its places, s.
        groups: Into which the channels are cut where a type cuts them, g.
        dilation: Distance between neighbouring weights where a type spreads them, d.
        reduction: By which squeeze-and-excitation has fewer channels in its middle, r.
    """

    height: int = 56
    width: int = 56
    channels: int = 64
    filters: int = 64
    kernel: int = 3
    stride: int = 1
    groups: int = 4
    dilation: int = 2
    reduction: int = 16

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of the input."""
        return self.channels, self.height, self.width


class Factor(NamedTuple):
    """A number in a formula.

    Attributes:
        text: As it is written.
        number: What it comes to.
        role: Whose colour it has.
    """

    text: str
    number: int
    role: str


@dataclass(frozen=True)
class Branch:
    """Layers in a row, with what they cost; most types have one branch.

    Attributes:
        layers: One after the other.
        cost: Of all of them.
    """

    layers: Layers
    cost: Cost


@dataclass(frozen=True)
class Row:
    """One type of convolution at the sizes that are compared.

    Attributes:
        name: Of the type; the catalogue's words for it are ``type.<name>`` and so on.
        lesson: The slug of its lesson, whether that exists or not.
        changes: ``"space"``, ``"channels"`` or ``"both"``: what it treats in its own way.
        refused: Why the type can't have these sizes; None where it can, and all that follows has
            no meaning where it isn't.
        macs: Products.
        parameters: Weights.
        shape: Of the output, ``(channels, rows, columns)``.
        reach: How many rows and columns of the input an output depends on at most.
        field: The rows of it as a sum, such as ``1 + (3 − 1)·2``.
        whole: Whether that is all of the picture.
        steps: How many follow each other.
        branches: How many stand beside each other.
        terms: The products of numbers that add up to ``macs``.
        share: ``macs`` as a share of a standard layer's.
    """

    name: str
    lesson: str
    changes: str
    refused: ConvError | None = None
    macs: int = 0
    parameters: int = 0
    shape: tuple[int, ...] = ()
    reach: tuple[int, int] = (0, 0)
    field: str = ""
    whole: bool = False
    steps: int = 1
    branches: int = 1
    terms: tuple[tuple[Factor, ...], ...] = ()
    share: float = math.nan
