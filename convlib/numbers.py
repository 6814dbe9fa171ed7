"""Numbers as text, and text as numbers: what fits a cell, what is exact, what a person typed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np

from convlib.errors import ConvError
from convlib.ops import Array

MINUS = "\N{MINUS SIGN}"
CELL_CHARACTERS = 4
LIMIT = 9999
SUFFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def exact(value: float) -> str:
    """A number in full; a float to 10 significant digits, which hides binary rounding.

    Example:
        >>> exact(0.1 + 0.2), exact(-3)
        ('0.3', '−3')
    """
    if float(value).is_integer():
        plain = str(int(value))
    else:
        plain = np.format_float_positional(float(f"{value:.10g}"), trim="-")
    return plain.replace("-", MINUS)


def short(value: float) -> str:
    """A number in at most 4 characters: in full where that fits, else rounded.

    Example:
        >>> short(12), short(-0.125), short(123456)
        ('12', '−.12', '123k')
    """
    full = exact(value)
    if len(full) <= CELL_CHARACTERS:
        return full
    room = CELL_CHARACTERS - (value < 0)
    digits = _fitted(abs(value), room) or next(
        fitted + suffix
        for size, suffix in reversed(SUFFIXES)
        if (fitted := _fitted(abs(value) / size, room - 1))
    )
    return digits if set(digits) <= {"0", "."} else MINUS * (value < 0) + digits


def _fitted(value: float, room: int) -> str:
    """A magnitude rounded to as many decimals as fit, or nothing where it can't."""
    for decimals in range(room - 1, -1, -1):
        rounded = f"{value:.{decimals}f}"
        if "." in rounded:
            rounded = rounded.rstrip("0").rstrip(".")
        if rounded.startswith("0."):
            rounded = rounded[1:]
        if len(rounded) <= room:
            return rounded
    return ""


def texts(values: Array, style: str = "exact") -> list[str]:
    """Each value as text, ``"exact"`` or ``"short"``; each distinct one is formatted once.

    Example:
        >>> texts(np.array([1, -2, 1]))
        ['1', '−2', '1']
    """
    distinct, where = np.unique(values, return_inverse=True)
    write = short if style == "short" else exact
    written = [write(value) for value in distinct.tolist()]
    return [written[index] for index in where.ravel().tolist()]


def parse_grid(text: str, name: str, cap: int) -> Array:
    """A grid of numbers as a person writes it: rows by line, ``;`` or brackets.

    Args:
        text: ``"1 2; 3 4"``, ``"1,2\\n3,4"``, ``"[[1, 2], [3, 4]]"`` or a pasted spreadsheet block.
        name: The parameter's name, for the sentence when it is wrong.
        cap: The most rows or columns allowed.

    Returns:
        ``(rows, columns)``; integers where every number is whole.

    Raises:
        ConvError: A cell is no finite number within the limit, the rows differ in length, or there
            are too many of them.

    Example:
        >>> parse_grid("1, 2; 3, 4.5", "input", 8).tolist()
        [[1.0, 2.0], [3.0, 4.5]]
    """
    lines = re.split(r"[;\n]|\]\s*,?\s*\[", text.strip().strip("[]"))
    rows = [re.split(r"[,\s]+", line.strip(" ,[]\t\r")) for line in lines if line.strip(" ,[]\t\r")]
    numbers = [[_number(cell, name, at) for cell in row] for at, row in enumerate(rows)]
    return grid(numbers, name, cap)


def grid(rows: Iterable[Iterable[float]], name: str, cap: int) -> Array:
    """Rows of numbers as a checked array ``(rows, columns)``; whole numbers become integers.

    Raises:
        ConvError: As ``parse_grid``.
    """
    listed = [list(row) for row in rows]
    if not listed:
        raise ConvError("grid-empty", parameter=name)
    width = len(listed[0])
    for at, row in enumerate(listed):
        if len(row) != width:
            raise ConvError("grid-ragged", parameter=name, row=at + 1, have=len(row), want=width)
        for value in row:
            _check_number(value, name, at)
    if max(len(listed), width) > cap:
        raise ConvError("grid-too-large", parameter=name, rows=len(listed), columns=width, cap=cap)
    array = np.array(listed, dtype=float)
    return array.astype(np.int64) if np.all(array == np.rint(array)) else array


def _number(cell: str, name: str, row: int) -> float:
    try:
        return float(cell.replace(MINUS, "-"))
    except ValueError:
        raise _bad_cell(cell, name, row) from None


def _check_number(value: object, name: str, row: int) -> None:
    is_number = isinstance(value, (int, float, np.integer, np.floating))
    if not is_number or not math.isfinite(value) or abs(value) > LIMIT:  # type: ignore[arg-type,operator]
        raise _bad_cell(value, name, row)


def _bad_cell(cell: object, name: str, row: int) -> ConvError:
    return ConvError("grid-cell", parameter=name, row=row + 1, cell=str(cell)[:20], limit=LIMIT)
