"""What a cost is, and how the costs of stages add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Shape = tuple[int, ...]
PerAxis = int | Sequence[int]


@dataclass(frozen=True)
class Cost:
    """What is stored, and what is done.

    Attributes:
        parameters: Numbers that are learned: weights, and biases where there are any.
        macs: Multiply-accumulates.
        shape: Of what comes out, ``(channels, *spatial)``.
        parts: The same by stage, each with its name; empty where there is only one.
    """

    parameters: int
    macs: int
    shape: Shape
    parts: tuple[tuple[str, Cost], ...] = ()


Part = tuple[str, Callable[..., Cost], Mapping[str, Any]]  # name, operator, options


def in_a_row(shape: Shape, parts: Iterable[Part]) -> Cost:
    """Each operator on what the one before it gives."""
    done: list[tuple[str, Cost]] = []
    for name, count, options in parts:
        each = count(shape, **options)
        shape = each.shape
        done.append((name, each))
    return together(done, shape)


def together(parts: Sequence[tuple[str, Cost]], shape: Shape) -> Cost:
    """All parts, and what comes out of them."""
    return Cost(
        parameters=sum(part.parameters for _, part in parts),
        macs=sum(part.macs for _, part in parts),
        shape=shape,
        parts=tuple(parts),
    )
