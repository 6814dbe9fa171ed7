"""A branch of a block: what it does to the input, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array, ConvLayer, PoolLayer
from convlib.shapes import Pair
from convlib.trace import Chain, inception_chain

POOL = 3  # rows and columns of what is pooled


@dataclass(frozen=True, eq=False)
class Look:
    """A layer of a branch: a filter, or without weights the largest of 3×3.

    Attributes:
        array: The lesson's array that has its weights; "" for pooling.
        weight: ``(1, channels, rows, columns)``.
        planes: Of that array, those that are the kernels; of weights 1×1 the one that is all.
    """

    array: str
    weight: Array | None = None
    planes: tuple[int, ...] = ()

    @property
    def size(self) -> Pair:
        """Rows and columns that it reads."""
        return (POOL, POOL) if self.weight is None else (self.kernel[0], self.kernel[1])

    @property
    def kernel(self) -> tuple[int, ...]:
        """Rows and columns of its kernel."""
        return () if self.weight is None else tuple(self.weight.shape[2:])

    @property
    def layer(self) -> ConvLayer | PoolLayer:
        """As the operator takes it: without ReLU, so that sums are seen as they are."""
        return PoolLayer() if self.weight is None else ConvLayer(self.weight, relu=False)

    @property
    def grids(self) -> list[Array]:
        """Its kernels as they are drawn: weights 1×1 as a column, one for each channel."""
        if self.weight is None:
            return []
        if self.kernel == (1, 1):
            return [self.weight.reshape(-1, 1)]
        return list(self.weight[0])


@dataclass(frozen=True, eq=False)
class Branch:
    """Layers of which the first one reads the input.

    Attributes:
        name: What they are, as it is written.
        looks: The layers.
    """

    name: str
    looks: tuple[Look, ...]

    @property
    def field(self) -> Pair:
        """Rows and columns of the input that an output sees."""
        down, across = (1 + sum(look.size[axis] - 1 for look in self.looks) for axis in (0, 1))
        return down, across


@dataclass(frozen=True, eq=False)
class Block:
    """Branches side by side on one input.

    Attributes:
        x: Input, ``(channels, rows, columns)``.
        branches: What is side by side.
    """

    x: Array
    branches: tuple[Branch, ...]

    @cached_property
    def chain(self) -> Chain:
        """All of them at work, and what they make behind one another."""
        layers = [[look.layer for look in branch.looks] for branch in self.branches]
        return inception_chain(self.x, layers)

    @property
    def output(self) -> Array:
        """``(channels, rows, columns)``."""
        return np.asarray(self.chain.output)
