"""The parts of a parameter that have a control each: rows and columns, sides of a padding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from convlib.lesson import Values
from convlib.params import PaddingParam, Param, PerAxis
from convlib.shapes import Pair

ROWS, COLUMNS, AMOUNT = "rows", "columns", "amount"
AXES = (ROWS, COLUMNS)
SIDES = {"top": (0, 0), "bottom": (0, 1), "left": (1, 0), "right": (1, 1)}
Amounts = tuple[Pair, Pair]


def part_setter(param: Param, part: str, present: Any) -> Callable[[int], Any]:
    """What a number of one part makes of the parameter's value.

    Args:
        param: Of several parts, or of one, whose name is "".
        part: ``"rows"``, ``"columns"``, ``"amount"``, a side such as ``"top"``, or "" for all.
        present: The parameter's value.

    Raises:
        KeyError: The parameter has no such part.

    Example:
        >>> kernel = PerAxis("kernel", default=(3, 3), low=1, high=7)
        >>> part_setter(kernel, "columns", (3, 3))(5)
        (3, 5)
    """
    match param:
        case PerAxis():
            axis_setters: dict[str, Callable[[int], Pair]] = {
                "": lambda number: (number, number),
                ROWS: lambda number: (number, present[1]),
                COLUMNS: lambda number: (present[0], number),
            }
            return axis_setters[part]
        case PaddingParam() if part == AMOUNT:
            return lambda number: ((number, number), (number, number))
        case PaddingParam():
            axis, side = SIDES[part]
            return lambda number: _replaced(amounts_of(present), axis, side, number)
    if part:
        raise KeyError(part)
    return lambda number: number


def parts_of(param: Param) -> tuple[str, ...]:
    """The parts of a parameter that can be set one by one.

    Example:
        >>> parts_of(PerAxis("kernel", default=(3, 3), low=1, high=7))
        ('rows', 'columns')
    """
    match param:
        case PerAxis():
            return AXES
        case PaddingParam():
            return tuple(SIDES)
    return ()


def part_of(param: Param, part: str, present: Any) -> int | None:
    """The number of one part, or None where a rule settles it.

    Example:
        >>> padding = PaddingParam("padding", rules=("valid", "same"), high=9)
        >>> part_of(padding, "left", ((1, 1), (2, 0))), part_of(padding, "left", "same")
        (2, None)
    """
    match param:
        case PerAxis():
            return int(present[part == COLUMNS])
        case PaddingParam():
            if isinstance(present, str):
                return None
            axis, side = SIDES.get(part, (0, 0))
            return int(present[axis][side])
    return int(present)


def amounts_of(padding: str | Amounts) -> Amounts:
    """The amounts of a padding by hand; where a rule settles it, none."""
    return ((0, 0), (0, 0)) if isinstance(padding, str) else padding


def is_square(params: Sequence[Param], values: Values) -> bool:
    """Whether rows and columns, and all sides, are alike: one control can stand for them."""
    pairs = [values[param.name] for param in params if isinstance(param, PerAxis)]
    padding = [
        side
        for param in params
        if isinstance(param, PaddingParam)
        for side in amounts_of(values[param.name])
    ]
    return all(one == other for one, other in pairs + padding) and len(set(padding)) <= 1


def _replaced(amounts: Sequence[Pair], axis: int, side: int, number: int) -> Amounts:
    """The amounts per axis and side with one of them replaced."""
    table = [list(pair) for pair in amounts]
    table[axis][side] = number
    return (table[0][0], table[0][1]), (table[1][0], table[1][1])
