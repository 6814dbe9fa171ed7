"""Brackets: what stands round them, and what stands in which."""

from __future__ import annotations

import re
from typing import Any

BRACES = str.maketrans("{}", "[]")
ROUND = str.maketrans("()", "[]")
# Round brackets with a comma, which are no call's: Python writes rows so too.
TUPLE = re.compile(r"(?<![\w.])\(([^(),]*,[^()]*)\)")
TOKENS = re.compile(r"\[|\]|[^\[\]]+")
SPACES = " \t\r\n"
SEPARATORS = f"{SPACES},;"
DEEPEST = 4  # brackets in brackets
Tree = list[Any]  # of texts, or of trees
# What may part two brackets where no number does: nothing, spaces or lines, a separator.
ANY = ("", " ", ",", ";")
PARTED = {"[": ANY[:2], "]": ANY[:2], "[[": ANY[:2], "[]": ANY, "]]": ANY, "][": ANY[1:]}


class UnclearError(ValueError):
    """What can't be told: the catalogue's name for why, the row from 1 on, and the text."""

    def __init__(self, why: str, row: int = 0, cell: str = "") -> None:
        super().__init__(why)
        self.why, self.row, self.cell = why, row, cell


def split_brackets(text: str) -> tuple[str, str, str]:
    """What stands before the first bracket, between it and the last one with both, and behind.

    Where there is none, all of it is between. Braces are brackets, and so are round ones where
    there are no others, or around what commas part.

    Example:
        >>> split_brackets("[(1, 2), (3, 4)]"), split_brackets("np.array(([1, 2], [3, 4]))")
        (('', '[[1, 2], [3, 4]]', ''), ('np.array(', '[[1, 2], [3, 4]]', ')'))
        >>> split_brackets("2 * [1, 2] / 3"), split_brackets("1 2; 3 4")
        (('2 * ', '[1, 2]', ' / 3'), ('', '1 2; 3 4', ''))
    """
    text = text.translate(BRACES)
    if "[" not in text and text.lstrip().startswith("("):
        text = text.translate(ROUND)
    elif "[" in text:
        text = _with_square_tuples(text)
    if "[" not in text or "]" not in text:
        return "", text, ""
    start, end = text.index("["), text.rindex("]") + 1
    return text[:start], text[start:end], text[end:]


def _with_square_tuples(text: str) -> str:
    for _ in range(DEEPEST):
        text = TUPLE.sub(r"[\1]", text)
    return text


def tree_of(text: str) -> Tree:
    """What stands in which brackets.

    Raises:
        UnclearError: They are uneven or too deep, or something is left out between two.

    Example:
        >>> tree_of("[[1, 2], [3]]")
        [[['1, 2'], ['3']]]
    """
    stack: list[Tree] = [[]]
    before, between = "", ""
    for token in TOKENS.findall(text):
        if token in ("[", "]"):
            mark = between.strip(SPACES) or (between and " ")
            if mark not in PARTED[before + token]:
                raise UnclearError("grid-brackets")
            before, between = token, ""
        if token == "[":
            inner: Tree = []
            stack[-1].append(inner)
            stack.append(inner)
        elif token == "]":
            stack.pop()
        elif token.strip(SEPARATORS):
            stack[-1].append(token)
            between = " "
        else:
            between = token
        if not 1 <= len(stack) <= DEEPEST:
            raise UnclearError("grid-brackets")
    if len(stack) > 1:
        raise UnclearError("grid-brackets")
    return stack[0]


def depth_of(tree: Tree) -> int:
    """How many brackets stand in each other, those around the tree included."""
    inner = [each for each in tree if isinstance(each, list)]
    if not inner:
        return 1
    if len(inner) < len(tree):
        beside = next(each for each in tree if not isinstance(each, list))
        raise UnclearError("grid-beside", cell=beside.strip(SEPARATORS))
    depths = set(map(depth_of, inner))
    if len(depths) > 1:
        raise UnclearError("grid-brackets")
    return 1 + max(depths)
