"""Code cut where numbers of its arrays can be folded away, so that the layer is read at once."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

ROOM = 48  # characters of an array that stay
# CPython 3.11 counts how deep its parser is for all threads in common (its issue 106905).
PARSING = threading.Lock()
Span = Callable[[ast.expr], tuple[int, int]]


class Part(NamedTuple):
    """A stretch of code.

    Attributes:
        text: As it stands in the code.
        array: The name of the array whose further numbers it is, which can be folded away; ``""``
            for what always stays.
        shape: Of that array.
    """

    text: str
    array: str = ""
    shape: tuple[int, ...] = ()


def parts(code: str) -> list[Part]:
    r"""The whole code, in parts; those with the name of an array can be folded away.

    What stays of an array is its first row, or as much of it as has room, and brackets that match.

    Args:
        code: Python that can be run; arrays are lists of numbers that are given a name.

    Example:
        >>> [
        ...     part.text
        ...     for part in parts("x = np.array([[1, 2],\n              [3, 4]])\ny = x + 1")
        ... ]
        ['x = np.array([[1, 2],', '\n              [3, 4]', '])\ny = x + 1']
    """
    found, done = list[Part](), 0
    with PARSING:
        tree = ast.parse(code)
    lines = code.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]

    def span(node: ast.expr) -> tuple[int, int]:
        """Where an expression begins in the code, and where it ends, in characters."""
        ends = (node.lineno, node.col_offset), (node.end_lineno or 1, node.end_col_offset or 0)
        first, last = (
            # ast counts a line in bytes
            starts[line - 1] + len(lines[line - 1].encode()[:column].decode())
            for line, column in ends
        )
        return first, last

    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        array = _first_list(node.value)
        shape = _shape(array)
        if array is None or not shape:
            continue
        start, end = _rest(code, array, len(shape), span)
        if start < end:
            name = node.targets[0].id
            found += [Part(code[done:start]), Part(code[start:end], name, shape)]
            done = end
    return [*found, Part(code[done:])]


def _first_list(node: ast.expr) -> ast.List | None:
    """The first list in an expression, from the outside."""
    return next((each for each in ast.walk(node) if isinstance(each, ast.List)), None)


def _shape(node: ast.expr | None) -> tuple[int, ...]:
    """The shape of a list of numbers, or of lists of them; nothing for any other."""
    shape = list[int]()
    while isinstance(node, ast.List) and node.elts:
        shape.append(len(node.elts))
        node = node.elts[0]
    number = node.operand if isinstance(node, ast.UnaryOp) else node
    return tuple(shape) if isinstance(number, ast.Constant) else ()


def _rest(code: str, array: ast.List, rank: int, span: Span) -> tuple[int, int]:
    """Where the numbers begin that can be folded away, and where they end."""
    row: ast.expr = array
    while isinstance(row, ast.List) and isinstance(row.elts[0], ast.List):
        row = row.elts[0]
    (first, last), (_, end) = span(row), span(array)
    if last - first <= ROOM:
        after = last + code.startswith(",", last)
        return after, max(after, end - rank + 1)
    start = first + 1
    for number in row.elts if isinstance(row, ast.List) else ():
        _, last = span(number)
        if last - first > ROOM:
            break
        start = last + 1
    return start, end - rank
