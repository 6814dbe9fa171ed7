"""Text as numbers: what a person typed or pasted, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.numerals.written import MINUS
from convlib.ops import Array

LIMIT = 9999
DECIMAL_COMMA = re.compile(r"^([-+\N{MINUS SIGN}]?\d*),(\d+)$")

# How rows end where each has its brackets (a long one may go over several lines), and where not;
# how cells end: two tabs or commas in a row hold an empty cell, which is refused, not left out.
BRACKETS = re.compile(r"\]")
LINES = re.compile(r"[;\n]")
CELLS = re.compile(r"\s*,\s*|[ ]*\t[ ]*|\s+")


def parse_grid(text: str, name: str, cap: int) -> Array:
    """A grid of numbers as a person writes it: rows by line, ``;`` or brackets.

    Args:
        text: ``"1 2; 3 4"``, one row a line, ``"[[1, 2], [3, 4]]"``, what NumPy prints, or a block
            pasted from a spreadsheet.
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
    if "[" in text and "]" in text:  # without the words of Python and NumPy around it
        text = text[text.index("[") : text.rindex("]") + 1]
    ends = BRACKETS if text.count("[") > 1 else LINES
    rows = [row.strip(" ,;[]\t\r\n") for row in ends.split(text)]
    numbers = [
        [_number(cell, name, at) for cell in CELLS.split(row)]
        for at, row in enumerate(filter(None, rows))
    ]
    return grid(numbers, name, cap)


def parse_number(text: str, name: str) -> float:
    """One number as a person types it into a cell; nothing means 0.

    Args:
        text: Digits with a sign and a point or a comma, or a fraction such as ``1/9``.
        name: The array's name, for the sentence when it is wrong.

    Raises:
        ConvError: It is no finite number within the limit.

    Example:
        >>> parse_number("-2.5", "input"), parse_number("1/4", "input"), parse_number("", "input")
        (-2.5, 0.25, 0.0)
    """
    plain = DECIMAL_COMMA.sub(r"\1.\2", text.strip())
    whole, slash, part = (plain or "0").partition("/")
    try:
        number = _number(whole, name, 0)
        if slash:
            number /= _number(part, name, 0)
        _check_number(number, name, 0)
    except (ConvError, ZeroDivisionError):
        raise ConvError("cell", parameter=name, cell=text.strip()[:20], limit=LIMIT) from None
    return number


def grid(rows: Iterable[Iterable[float]], name: str, cap: int) -> Array:
    """Rows of numbers as a checked array ``(rows, columns)``; whole numbers become integers.

    Raises:
        ConvError: As ``parse_grid``.
    """
    listed = [list(row) for row in rows]
    if not listed or not listed[0]:
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


def _check_number(value: Any, name: str, row: int) -> None:
    is_number = isinstance(value, int | float | np.integer | np.floating)
    if not is_number or not abs(value) <= LIMIT:  # NaN is not
        raise _bad_cell(value, name, row)


def _bad_cell(cell: object, name: str, row: int) -> ConvError:
    return ConvError("grid-cell", parameter=name, row=row + 1, cell=_told(cell)[:20], limit=LIMIT)


def _told(cell: object) -> str:
    """A cell as a sentence repeats it: a number without the point that a whole one doesn't need."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
