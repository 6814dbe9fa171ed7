"""Sizes that are worked out along rows and along columns."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.lesson import Derivation

Worked = tuple[Sequence[str], *tuple[int, ...]]  # the lines, what is left at the end, the size


def by_axis(rows: Worked, columns: Worked) -> list[Derivation]:
    """A derivation for each axis, or a single one where both are alike.

    Example:
        >>> rows, columns = (["o &= 3"], 0, 3), (["o &= 4"], 0, 4)
        >>> [each.label for each in by_axis(rows, columns)]
        ['rows', 'columns']
        >>> [each.label for each in by_axis(rows, rows)]
        ['both']
    """
    axes = {"rows": rows, "columns": columns} if rows != columns else {"both": rows}
    return [Derivation(label, tuple(lines), *rest) for label, (lines, *rest) in axes.items()]
