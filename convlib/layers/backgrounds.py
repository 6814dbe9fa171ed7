"""The numbers that stand in a lesson's arrays where nothing is typed: its own, or from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convlib.ops import Array


@dataclass(frozen=True, eq=False)
class Background:
    """What stands in an array at its largest, so that a larger one keeps the numbers that it had.

    Attributes:
        shape: Of the largest array that there may be.
        seeded: What a seed draws each number from.
        calm: The same where no seed is given: then one that never changes draws.
        classic: The lesson's own numbers, which then lie over the first rows and columns.
    """

    shape: tuple[int, ...]
    seeded: Sequence[float]
    calm: Sequence[float] = (0,)
    classic: ArrayLike | None = None

    def drawn(self, dice: np.random.Generator, *, seeded: bool) -> Array:
        """The numbers."""
        among = np.array(self.seeded if seeded else self.calm)
        numbers: Array = among[dice.integers(0, len(among), self.shape)]
        if seeded or self.classic is None:
            return numbers
        own = np.array(self.classic)
        numbers = numbers.astype(np.result_type(numbers, own))
        numbers[tuple(map(slice, own.shape))] = own
        return numbers


def backgrounds(seed: int | None, recipe: Mapping[str, Background]) -> dict[str, Array]:
    """The numbers of all arrays of a lesson, drawn one after the other.

    Args:
        seed: What they are drawn from; None for the lesson's own.
        recipe: By the arrays' names, in the order in which they are drawn.

    Example:
        >>> recipe = {"input": Background((1, 3), range(10), range(4), [[7]])}
        >>> backgrounds(None, recipe)["input"].tolist()
        [[7, 2, 2]]
        >>> backgrounds(5, recipe)["input"].tolist()
        [[6, 8, 0]]
    """
    dice = np.random.default_rng(0 if seed is None else seed)
    return {name: each.drawn(dice, seeded=seed is not None) for name, each in recipe.items()}
