"""PyTorch's tensors as far as the lessons' code uses them: what is not here is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from convlib.ops import Array

KINDS = [np.dtype(name) for name in ("int64", "float32", "float64")]
DICE = np.random.default_rng(0)


class Tensor:
    """Numbers of one of three kinds; whole ones turn into float32 beside numbers that are not."""

    def __init__(self, values: Array) -> None:
        assert values.dtype in KINDS, values.dtype
        self.values = values

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.values.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return self.values.shape

    @property
    def data(self) -> Tensor:
        return self

    @data.setter
    def data(self, other: Tensor) -> None:
        self.values = other.values

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return self

    def __array__(self, *_: object, **__: object) -> Array:
        return self.values

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Tensor]:
        return (Tensor(np.asarray(each)) for each in self.values)

    def __getitem__(self, key: Any) -> Tensor:
        keys = key if isinstance(key, tuple) else (key,)
        taken = list[Any]()
        for each in keys:
            if isinstance(each, slice) and each.step is not None and each.step < 1:
                raise ValueError("step must be greater than zero")
            assert each is None or isinstance(each, int | slice | Tensor), each
            taken.append(each.values if isinstance(each, Tensor) else each)
        return Tensor(np.asarray(self.values[tuple(taken)]))

    def __add__(self, other: Tensor | float) -> Tensor:
        one, two = _alike(self, other)
        return Tensor(one + two)

    def __sub__(self, other: Tensor | float) -> Tensor:
        one, two = _alike(self, other)
        return Tensor(one - two)

    def __mul__(self, other: Tensor | float) -> Tensor:
        one, two = _alike(self, other)
        return Tensor(one * two)

    def float(self) -> Tensor:
        return Tensor(self.values.astype(np.float32))

    def double(self) -> Tensor:
        return Tensor(self.values.astype(np.float64))

    def long(self) -> Tensor:
        return Tensor(np.trunc(self.values).astype(np.int64))

    def reshape(self, *shape: Any) -> Tensor:
        return Tensor(self.values.reshape(_together(shape)))

    def flip(self, *dims: Any) -> Tensor:
        return Tensor(np.flip(self.values, _together(dims)).copy())

    def transpose(self, dim0: int, dim1: int) -> Tensor:
        return Tensor(self.values.swapaxes(dim0, dim1))

    def flatten(self, start_dim: int = 0, end_dim: int = -1) -> Tensor:
        sizes = self.shape
        last = end_dim % len(sizes)
        return Tensor(self.values.reshape(*sizes[:start_dim], -1, *sizes[last + 1 :]))

    def unflatten(self, dim: int, sizes: Sequence[int]) -> Tensor:
        return Tensor(self.values.reshape(*self.shape[:dim], *sizes, *self.shape[dim + 1 :]))

    def expand(self, *sizes: int) -> Tensor:
        """As many cells as asked along axes that have one; -1 leaves an axis as it is."""
        assert len(sizes) == self.values.ndim
        wanted = (old if new == -1 else new for old, new in zip(self.shape, sizes, strict=True))
        return Tensor(np.broadcast_to(self.values, tuple(wanted)))

    def mean(self, dim: int | tuple[int, ...] | None = None, keepdim: bool = False) -> Tensor:
        assert self.dtype.kind == "f", "PyTorch has no mean of whole numbers"
        return Tensor(np.asarray(self.values.mean(dim, keepdims=keepdim)))


def _together(numbers: tuple[Any, ...]) -> tuple[int, ...]:
    """Numbers that are given one by one, or all as one sequence."""
    return tuple(numbers[0]) if len(numbers) == 1 and not isinstance(numbers[0], int) else numbers


def _alike(one: Tensor, other: Tensor | float) -> tuple[Array, Any]:
    """Both as arrays of the kind that the result has; a number by itself doesn't widen floats."""
    if isinstance(other, Tensor):
        kind = max(one.dtype, other.dtype, key=KINDS.index)
        return one.values.astype(kind), other.values.astype(kind)
    kind = one.dtype if isinstance(other, int) else max(one.dtype, KINDS[1], key=KINDS.index)
    return one.values.astype(kind), kind.type(other)


def tensor(data: Any) -> Tensor:
    """Whole numbers stay whole, and lists of others become float32; an array stays as it is."""
    made = np.array(data)
    if isinstance(data, np.ndarray):
        return Tensor(made)
    return Tensor(made.astype(np.int64 if made.dtype.kind == "i" else np.float32))


def rand(*size: Any) -> Tensor:
    return Tensor(DICE.random(_together(size), np.float32))


def ones(*size: Any) -> Tensor:
    return Tensor(np.ones(_together(size), np.float32))


def arange(end: int) -> Tensor:
    return Tensor(np.arange(end, dtype=np.int64))


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    return Tensor(np.concatenate([each.values for each in tensors], dim))


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    return Tensor(np.stack([each.values for each in tensors], dim))


def sigmoid(input: Tensor) -> Tensor:
    with np.errstate(over="ignore"):
        return Tensor(1 / (1 + np.exp(-input.values)))
