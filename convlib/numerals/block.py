"""A block of numbers as people write or paste it, as planes of rows of cells; and its brackets."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

BRACES = str.maketrans("{}", "[]")
ROUND = str.maketrans("()", "[]")
TOKENS = re.compile(r"\[|\]|[^\[\]]+")
SEPARATORS = " \t\r\n,;"
DEEPEST = 4  # brackets in brackets
# How cells end: two tabs or commas in a row hold an empty cell, which is refused, not left out.
CELLS = re.compile(r"\s*,\s*|[ ]*\t[ ]*|\s+")
TIGHT_COMMA = re.compile(r"\d,\d")  # as in 0,5: it may be a point, where spaces part the cells
LOOSE = re.compile(r"[^\s,]\s+[^\s,]")
NOUGHTS = re.compile(r"(?<![\d.,])\d{1,3},0\d\d(?!\d)")  # 1,000, which no cell by itself is


class Row(NamedTuple):
    """The cells of a row.

    Attributes:
        cells: As they were written.
        has_commas: Whether a comma in a cell stands for the point.
    """

    cells: list[str]
    has_commas: bool = False


Plane = list[Row]


class UnclearError(ValueError):
    """What can't be told: the catalogue's name for why, the row from 1 on, and the text."""

    def __init__(self, why: str, row: int = 0, cell: str = "") -> None:
        super().__init__(why)
        self.why, self.row, self.cell = why, row, cell


def split_brackets(text: str) -> tuple[str, str, str]:
    """What stands before the first bracket, between it and the last one with both, and behind.

    Where there is none, all of it is between. Braces are brackets, and round ones where there are
    no others.

    Example:
        >>> split_brackets("2 * [1, 2] / 3"), split_brackets("1 2; 3 4")
        (('2 * ', '[1, 2]', ' / 3'), ('', '1 2; 3 4', ''))
    """
    text = text.translate(BRACES)
    if "[" not in text and text.lstrip().startswith("("):
        text = text.translate(ROUND)
    if "[" not in text or "]" not in text:
        return "", text, ""
    start, end = text.index("["), text.rindex("]") + 1
    return text[:start], text[start:end], text[end:]


def planes_in(text: str) -> tuple[list[Plane], int]:
    """The planes between brackets, and how many axes these say that there are, at least 2.

    Raises:
        UnclearError: Brackets are uneven or too deep, or numbers stand beside rows in brackets.

    Example:
        >>> planes, axes = planes_in("[[1, 2], [3, 4]]")
        >>> [row.cells for row in planes[0]], axes
        ([['1', '2'], ['3', '4']], 2)
    """
    tree, is_single = _tree(text), text.count("[") == 1
    node = tree[0] if len(tree) == 1 and isinstance(tree[0], list) else tree
    depth = _depth(node)
    if depth == 1:
        return [_rows(node, is_single)], 2
    if depth == 2:
        leaves = [_rows(leaf, is_single=False) for leaf in node]
        if all(len(rows) <= 1 for rows in leaves):
            return [[row for rows in leaves for row in rows]], 2
        return leaves, 3
    return [[row for leaf in plane for row in _rows(leaf, False)] for plane in node], depth


def rows_of(text: str) -> Plane:
    r"""The rows of a plane that is written without brackets, by lines or by ``;``.

    Where tabs part the cells, or ``;`` within lines, a comma is part of a number.

    Raises:
        UnclearError: A row is empty, or a comma could be one or the other.

    Example:
        >>> [row.cells for row in rows_of("1 2; 3 4")], rows_of("0,5\t1")[0].cells
        ([['1', '2'], ['3', '4']], ['0,5', '1'])
    """
    lines = text.strip("\r\n").splitlines()
    while lines and not lines[-1].strip(" ;,"):
        lines.pop()
    if any("\t" in line for line in lines):
        ends = [part for line in lines for part in line.split(";")]
        return [_tabbed(part, at) for at, part in enumerate(ends, 1)]
    if len(lines) > 1 and any(";" in line.strip(" ;") for line in lines):
        cells = [[cell.strip() for cell in line.split(";")] for line in lines]
        return [Row(row, has_commas=True) for row in cells]
    ends = [part for line in lines for part in (line.rstrip(" ;").split(";"))]
    return [_spaced(part, at) for at, part in enumerate(ends, 1)]


def _tabbed(line: str, at: int) -> Row:
    if not line.strip():
        raise UnclearError("grid-blank", at)
    if "\t" not in line and " " in line.strip():
        return _spaced(line, at)
    return Row([cell.strip() for cell in line.split("\t")], has_commas=True)


def _spaced(part: str, at: int, is_bracketed: bool = False) -> Row:
    """A row whose cells commas or spaces part; between brackets one comma may end it."""
    row = part.strip()
    if not row:
        raise UnclearError("grid-blank", at)
    if is_bracketed or (row.endswith(",") and row.count(",") == 1):
        row = row.removesuffix(",").rstrip()
    clear = re.sub(r"\s*,\s+|\s+,\s*", "; ", row)
    if TIGHT_COMMA.search(row) and LOOSE.search(clear.replace("; ", ";")):
        raise UnclearError("grid-commas", at, row)
    if found := NOUGHTS.search(row):
        raise UnclearError("grid-thousands", at, found[0])
    return Row(CELLS.split(row))


def _rows(leaf: Tree, is_single: bool) -> Plane:
    """The rows between two brackets: one, or several by ``;``, or by lines if that is all."""
    ends = re.split(r"[;\n]" if is_single else ";", "".join(map(str, leaf)).strip(" \t\r\n;"))
    filled = [part for part in ends if part.strip(SEPARATORS) or len(ends) > 1]
    return [_spaced(part, at, is_bracketed=True) for at, part in enumerate(filled, 1)]


Tree = list[Any]  # of texts, or of trees


def _tree(text: str) -> Tree:
    """What stands in which brackets."""
    stack: list[Tree] = [[]]
    for token in TOKENS.findall(text):
        if token == "[":
            inner: Tree = []
            stack[-1].append(inner)
            stack.append(inner)
        elif token == "]":
            stack.pop()
        elif token.strip(SEPARATORS):
            stack[-1].append(token)
        if not 1 <= len(stack) <= DEEPEST:
            raise UnclearError("grid-brackets")
    if len(stack) > 1:
        raise UnclearError("grid-brackets")
    return stack[0]


def _depth(tree: Tree) -> int:
    """How many brackets stand in each other, those around the tree included."""
    inner = [each for each in tree if isinstance(each, list)]
    if not inner:
        return 1
    if len(inner) < len(tree):
        beside = next(each for each in tree if not isinstance(each, list))
        raise UnclearError("grid-beside", cell=beside.strip(SEPARATORS))
    depths = set(map(_depth, inner))
    if len(depths) > 1:
        raise UnclearError("grid-brackets")
    return 1 + max(depths)
