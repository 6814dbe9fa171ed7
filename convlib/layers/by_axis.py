"""Sizes that are worked out along rows and along columns."""

from __future__ import annotations

from typing import NamedTuple

from convlib.layers.size_lines import counted, number
from convlib.lesson import Derivation, Line


class Worked(NamedTuple):
    """A size along one axis: what ``Derivation`` has, without the label."""

    lines: tuple[str, ...]
    line: Line
    size: int
    left: int = 0


def by_axis(rows: Worked, columns: Worked) -> list[Derivation]:
    """A derivation for each axis, or a single one where both are alike.

    Example:
        >>> rows, columns = Worked(("o &= 3",), (), 3), Worked(("o &= 4",), (), 4)
        >>> [each.label for each in by_axis(rows, columns)]
        ['rows', 'columns']
        >>> [each.label for each in by_axis(rows, rows)]
        ['both']
    """
    axes = {"rows": rows, "columns": columns} if rows != columns else {"both": rows}
    return [Derivation(label, **each._asdict()) for label, each in axes.items()]


def derive_plain(size: int, kernel: int) -> Worked:
    """The output size along an axis without stride, padding and dilation.

    Example:
        >>> derive_plain(5, 3).size
        3
    """
    made = size - kernel + 1
    rule = r"o &= i - k + 1 \qquad (s = 1,\; p = 0)"
    numbers = {"size": number("size", size), "kernel": number("kernel", kernel)}
    line = counted("{size} − {kernel}", numbers, made - 1)
    return Worked((rule, rf"o &= {size} - {kernel} + 1 = \mathbf{{{made}}}"), line, made)
