"""Text as numbers: what a person typed or pasted, checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from convlib.errors import ConvError
from convlib.numerals.around import Around
from convlib.numerals.block import Row, planes_in, rows_of
from convlib.numerals.brackets import UnclearError, split_brackets
from convlib.numerals.number import AmbiguousError, exactly, plain, value_of
from convlib.ops import Array

LIMIT = 9999
BLANK_LINES = re.compile(r"\n(?:[ \t\r]*\n)+")  # between two planes
NOTHING = " ,;[]\r\n\t"


def parse_grid(text: str, name: str, cap: int) -> Array:
    """A grid of numbers as a person writes it: rows by line, ``;`` or brackets.

    Args:
        text: ``"1 2; 3 4"``, one row a line, ``"[[1, 2], [3, 4]]"``, what NumPy prints, also with
            a factor or divisor such as ``"np.array([[1, 2]]) / 9"``, or a block pasted from a
            spreadsheet, where a comma is a point.
        name: The parameter's name, for the sentence when it is wrong.
        cap: The most rows or columns allowed.

    Returns:
        ``(rows, columns)``; integers where every number is whole.

    Raises:
        ConvError: A cell is empty or no finite number within the limit, or could be read in two
            ways; the rows differ in length, or there are too many of them; there is more round the
            brackets than a factor.

    Example:
        >>> parse_grid("1, 2; 3, 4.5", "input", 8).tolist()
        [[1.0, 2.0], [3.0, 4.5]]
    """
    planes, axes = _planes(text, name)
    if axes > 2:
        raise ConvError("grid-rank", parameter=name, rank=axes)
    return grid(planes[0], name, cap)


def parse_planes(text: str, name: str, cap: int) -> list[Array]:
    """Grids of numbers: ``|`` or a blank line between two, or three levels of brackets.

    Raises:
        ConvError: As ``parse_grid``.

    Example:
        >>> [plane.tolist() for plane in parse_planes("1 2 | 3 4", "input", 8)]
        [[[1, 2]], [[3, 4]]]
    """
    planes = []
    for part in _parts(text, name):
        found, axes = _planes(part, name)
        if axes > 3:
            raise ConvError("planes-rank", parameter=name, rank=axes)
        planes += found
    return [grid(plane, name, cap) for plane in planes]


def _parts(text: str, name: str) -> list[str]:
    """The text of each plane that a ``|`` or a blank line ends; none where there is nothing."""
    if not text.strip(NOTHING):
        return []
    if "|" not in text:
        return [part for part in _apart(text) if part.strip(NOTHING)]
    parts = text.split("|")
    for at, part in enumerate(parts, 1):
        if not part.strip(NOTHING):
            raise ConvError("planes-blank", parameter=name, number=at)
    return parts


def _apart(text: str) -> list[str]:
    """The parts between blank lines that stand in no brackets."""
    parts: list[list[str]] = []
    depth = 0
    for part in BLANK_LINES.split(text):
        if depth > 0:
            parts[-1].append(part)
        else:
            parts.append([part])
        depth += sum(map(part.count, "[{(")) - sum(map(part.count, ")}]"))
    return ["\n".join(each) for each in parts]


def _planes(text: str, name: str) -> tuple[list[list[list[float]]], int]:
    """The planes as numbers, and how many axes the brackets say that there are."""
    before, inner, after = split_brackets(plain(text))
    try:
        around = Around.of(before, after)
    except ValueError as error:
        raise ConvError("grid-around", parameter=name, value=str(error)[:20].strip()) from None
    try:
        planes, axes = planes_in(inner) if "[" in inner else ([rows_of(inner)], 2)
    except UnclearError as error:
        details = {"row": error.row, "cell": error.cell[:20].strip()}
        raise ConvError(error.why, parameter=name, **details) from None
    numbers = [
        [_numbers(row, name, at, around) for at, row in enumerate(plane, 1)] for plane in planes
    ]
    return numbers, axes


def _numbers(row: Row, name: str, at: int, around: Around) -> list[float]:
    """A row's numbers."""
    numbers = []
    for column, cell in enumerate(row.cells, 1):
        if not cell:
            raise ConvError("grid-gap", parameter=name, row=at, column=column)
        try:
            if around.changes_nothing:
                numbers.append(value_of(cell, row.has_commas))
            else:
                numbers.append(around.applied(exactly(cell, row.has_commas)))
        except AmbiguousError as error:
            raise ConvError(f"grid-{error}", parameter=name, row=at, cell=cell) from None
        except ValueError:
            raise _bad_cell(cell, name, at - 1) from None
    return numbers


def parse_number(text: str, name: str) -> float:
    """One number as a person types it into a cell; nothing means 0.

    Args:
        text: Digits with a sign and a point or a comma, or a fraction such as ``1/9``.
        name: The array's name, for the sentence when it is wrong.

    Raises:
        ConvError: It is no finite number within the limit, or could be one or a thousand.

    Example:
        >>> parse_number("-2.5", "input"), parse_number("1/4", "input"), parse_number("", "input")
        (-2.5, 0.25, 0.0)
    """
    cell = "/".join(part.strip() for part in plain(text).split("/"))
    try:
        number = value_of(cell or "0", has_comma=True)
        _check_number(number, name, 0)
    except AmbiguousError as error:
        raise ConvError(str(error), parameter=name, cell=cell) from None
    except ValueError:
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


def _check_number(value: Any, name: str, row: int) -> None:
    is_number = isinstance(value, int | float | np.integer | np.floating)
    if not is_number or not abs(value) <= LIMIT:  # NaN is not
        raise _bad_cell(value, name, row)


def _bad_cell(cell: object, name: str, row: int) -> ConvError:
    return ConvError("grid-cell", parameter=name, row=row + 1, cell=_told(cell)[:20], limit=LIMIT)


def _told(cell: object) -> str:
    """A cell as a sentence repeats it: a number without the point that a whole one doesn't need."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
