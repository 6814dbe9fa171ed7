"""A block of numbers as people write or paste it, as planes of rows of cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from convlib.numerals.brackets import SEPARATORS, Tree, UnclearError, depth_of, tree_of

GOES_ON = re.compile(r",[ \t\r]*\n[ \t\r\n]*")  # a line that ends with a comma
# How cells end: two tabs or commas in a row hold an empty cell, which is refused, not left out.
# A space that is none of the keyboard is part of a cell: it may set off thousands.
CELLS = re.compile(r"[ \n\r]*,[ \n\r]*|[ ]*\t[ ]*|[ \t\n\r]+")
TIGHT_COMMA = re.compile(r"\d,\d")  # as in 0,5: it may be a point, where spaces part the cells
LOOSE = re.compile(r"[ \t\r\n]+,?[ \t\r\n]*|,[ \t\r\n]+")  # what no number has in it
NOUGHTS = re.compile(r"(?<![\d.,])\d{1,3},0\d\d(?!\d)")  # 1,000, which no cell by itself is
SPACED = re.compile(r"(?<![\d.,])[1-9]\d{0,2} 0\d\d(?!\d)")  # 1 000, likewise
WIDTHS = (70, 80)  # characters between which NumPy and PyTorch begin another line


class Row(NamedTuple):
    """The cells of a row.

    Attributes:
        cells: As they were written.
        has_commas: Whether a comma in a cell stands for the point.
    """

    cells: list[str]
    has_commas: bool = False


Plane = list[Row]


def planes_in(text: str) -> tuple[list[Plane], int]:
    """The planes between brackets, and how many axes these say that there are, at least 2.

    Raises:
        UnclearError: Brackets are uneven or too deep, or numbers stand beside rows in brackets.

    Example:
        >>> planes, axes = planes_in("[[1, 2], [3, 4]]")
        >>> [row.cells for row in planes[0]], axes
        ([['1', '2'], ['3', '4']], 2)
    """
    tree, is_single = tree_of(text), text.count("[") == 1
    node = tree[0] if len(tree) == 1 and isinstance(tree[0], list) else tree
    depth = depth_of(node)
    if depth == 1:
        return [_rows(node, is_single)], 2
    if depth == 2:
        leaves = _filled([_rows(leaf, is_single=False) for leaf in node])
        if all(len(rows) <= 1 for rows in leaves):
            return [[row for rows in leaves for row in rows]], 2
        return leaves, 3
    planes = [_filled([_rows(leaf, is_single=False) for leaf in plane]) for plane in node]
    return [[row for rows in plane for row in rows] for plane in planes], depth


def _filled(leaves: list[Plane]) -> list[Plane]:
    """What stands in several brackets, if in any: none of them may be empty then."""
    if any(leaves) and not all(leaves):
        raise UnclearError("grid-blank", leaves.index([]) + 1)
    return leaves


def rows_of(text: str) -> Plane:
    r"""The rows of a plane that is written without brackets, by lines or by ``;``.

    Where tabs part the cells, or ``;`` within lines, a comma is part of a number.

    Raises:
        UnclearError: A row is empty, or a comma could be one or the other.

    Example:
        >>> [row.cells for row in rows_of("1 2; 3 4")], rows_of("0,5\t1")[0].cells
        ([['1', '2'], ['3', '4']], ['0,5', '1'])
    """
    if not text.strip(SEPARATORS):
        return []
    lines = text.strip("\r\n").splitlines()
    while lines and not lines[-1].strip(" "):
        lines.pop()
    if any("\t" in line for line in lines):
        ends = [part for line in lines for part in line.split(";")]
        return [_tabbed(part, at) for at, part in enumerate(ends, 1)]
    if len(lines) > 1 and any(";" in line.strip(" ;") for line in lines):
        cells = [[cell.strip() for cell in line.split(";")] for line in lines]
        return [Row(row, has_commas=True) for row in cells]
    ends = [part for line in lines for part in _ended(line).split(";")]
    return [_spaced(part, at) for at, part in enumerate(ends, 1)]


def _ended(rows: str) -> str:
    """Rows without the ``;`` that may end the last one."""
    return rows.rstrip().removesuffix(";")


def _tabbed(line: str, at: int) -> Row:
    if not line.strip():
        raise UnclearError("grid-blank", at)
    if "\t" not in line and " " in line.strip():
        if "," in line:  # which in the others is a point
            raise UnclearError("grid-commas", at, line.strip())
        return _spaced(line, at)
    return Row([cell.strip() for cell in line.split("\t")], has_commas=True)


def _spaced(part: str, at: int, is_bracketed: bool = False) -> Row:
    """A row whose cells commas or spaces part; between brackets one comma may end it."""
    row = part.strip()
    if not row:
        raise UnclearError("grid-blank", at)
    if is_bracketed or (row.endswith(",") and row.count(",") == 1):
        row = row.removesuffix(",").rstrip()
    if found := NOUGHTS.search(row):
        raise UnclearError("grid-thousands", at, found[0])
    if TIGHT_COMMA.search(row):
        ends, cells = LOOSE.findall(row), LOOSE.split(row)
        has_points = all(cell.count(",") <= 1 for cell in cells)  # instead of commas, perhaps
        if ends and (has_points or not all("," in end for end in ends)):
            raise UnclearError("grid-commas", at, row)
    if found := SPACED.search(row):
        raise UnclearError("grid-spaces", at, found[0])
    return Row(CELLS.split(row))


def _rows(leaf: Tree, is_single: bool) -> Plane:
    """The rows between two brackets: one, or several by ``;``, or by lines if that is all."""
    text = _ended("".join(map(str, leaf)).strip(" \t\r\n"))
    if not text.strip(SEPARATORS):
        return []
    if not is_single or ";" in text:
        ends = GOES_ON.sub(",", text).split(";")
        return [_spaced(part, at, is_bracketed=True) for at, part in enumerate(ends, 1)]
    lines = [line.rstrip() for line in text.split("\n")]
    for at, (line, following) in enumerate(pairwise(lines), 1):
        if line.endswith(",") or _is_wrapped(line, following):
            raise UnclearError("grid-wrapped", at)
    return [_spaced(part, at, is_bracketed=True) for at, part in enumerate(lines, 1)]


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a line is as full as those of one long row that NumPy or PyTorch prints."""
    cell = CELLS.split(following.strip(), maxsplit=1)[0]
    return (
        following.startswith(" ") and WIDTHS[0] <= len(line) + len(cell) and len(line) <= WIDTHS[1]
    )
