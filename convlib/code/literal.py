"""Numbers as Python writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from convlib.ops import Array
from convlib.shapes import Pair

LINE = 80  # characters of a call that still stands in one line
ARRAYS = 256  # whose text is kept


def given(head: str, arrays: Mapping[str, Array], call: str, after: str = ")") -> list[str]:
    """The imports, the numbers by name, and an empty line."""
    return [head, *(assigned(name, array, call, after) for name, array in arrays.items()), "\n"]


def assigned(name: str, array: Array, call: str, after: str = ")") -> str:
    """The line, or lines, that give a name to an array.

    Args:
        name: Of the variable.
        array: Its numbers; whole ones are written without a point.
        call: What makes an array of a list, such as ``np.array``.
        after: What stands behind the list.

    Example:
        >>> print(assigned("x", np.array([[1, 2], [3, -4]]), "np.array"))
        x = np.array([[ 1,  2],
                      [ 3, -4]])
    """
    start = f"{name} = {call}("
    written = _listed(array.tobytes(), array.dtype.str, array.shape)
    return start + written.replace("\n", "\n" + " " * len(start)) + after


@lru_cache(ARRAYS)
def _listed(content: bytes, kind: str, shape: tuple[int, ...]) -> str:
    """An array as a list of lists; to write one takes long, and a layer's codes share them."""
    array = np.frombuffer(content, kind).reshape(shape)
    written = np.array2string(
        array,
        separator=", ",
        threshold=array.size + 1,
        max_line_width=10**6,
        floatmode="unique",
    )
    return re.sub(r"\n\n+", "\n", written)


def option(name: str, numbers: Sequence[int], usual: int) -> str:
    """``", stride=2"``, or with one number per axis; nothing where all of them are the usual one.

    Example:
        >>> option("stride", (2, 2), 1), option("stride", (2, 1), 1), option("stride", (1, 1), 1)
        (', stride=2', ', stride=(2, 1)', '')
    """
    return "" if set(numbers) == {usual} else f", {name}={together(numbers)}"


def together(numbers: Sequence[int]) -> str:
    """One number where all are alike, else a tuple.

    Example:
        >>> together((3, 3)), together((3, 2))
        ('3', '(3, 2)')
    """
    return str(numbers[0]) if len(set(numbers)) == 1 else str(tuple(numbers))


def ends(padding: Sequence[Pair]) -> str:
    """Cells before and after each axis as PyTorch pads them, the last axis first.

    Example:
        >>> ends([(0, 1), (2, 3)])
        '(2, 3, 0, 1)'
    """
    return str(tuple(side for sides in reversed(padding) for side in sides))


def listed(start: str, parts: Sequence[str], end: str) -> str:
    """A call that takes parts: in one line where it is short, else with a line for each.

    Example:
        >>> listed("nn.Sequential(", ["nn.ReLU()", "nn.ReLU()"], ")")
        'nn.Sequential(nn.ReLU(), nn.ReLU())'
        >>> print(listed("nn.Sequential(", ["nn.Conv2d(192, 16, 1, bias=False)"] * 2, ")"))
        nn.Sequential(
            nn.Conv2d(192, 16, 1, bias=False),
            nn.Conv2d(192, 16, 1, bias=False),
        )
    """
    line = f"{start}{', '.join(parts)}{end}"
    if len(line) <= LINE:
        return line
    return "\n".join([start, *(f"    {part}," for part in parts), end])


def block(*lines: str) -> str:
    """Lines below each other, without those that are empty.

    A line end by itself makes one that stays.

    Example:
        >>> print(block("a", "", "b"))
        a
        b
    """
    joined = "\n".join(filter(None, lines))
    return re.sub(r"\n{3,}", "\n\n", joined).strip("\n")
