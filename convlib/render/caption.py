"""The equation set in type: which line each piece stands on, and where; all in ems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convlib.picture.equation import Group, Token, equation
from convlib.picture.scene import ABREAST, Scene
from convlib.render.fonts import advance

WEIGHTS = dict.fromkeys(("input", "kernel", "middle", "gain"), 500) | {
    "muted": 400,
    "output": 600,
    "result": 700,
}
RESULT = 1.2  # how much larger the result is
BELOW = 0.62  # how much smaller a running sum is
APART = 0.35  # the least space between two running sums

BETWEEN = (Token(ABREAST, "muted"),)  # two equations: the second goes to a new line as a whole
Groups = Sequence[Group]


class Piece(NamedTuple):
    """A text of the equation without the spaces around it.

    Attributes:
        text: What is written.
        role: Its token's role, or ``"below"`` for a running sum.
        x: Its left edge, in ems from the left edge of the line.
        line: From 0.
        scale: Its size, in ems.
        weight: Its font's weight.
    """

    text: str
    role: str
    x: float
    line: int
    scale: float
    weight: int


def wrap(groups: Groups, room: float) -> list[Piece]:
    """Fill lines with groups, as many as fit each; a group is never torn apart.

    Args:
        groups: The equation.
        room: The lines' width, in ems.

    Example:
        >>> words = [(Token("y", "output"),), (Token(" + ", "muted"), Token("3", "input"))]
        >>> [(piece.text, piece.line) for piece in wrap(words, room=2)]
        [('y', 0), ('+', 1), ('3', 1)]
    """
    placed = _placed(groups, room)
    return [piece for group, x, line in placed for piece in _pieces(group, x, line)]


def count_lines(scene: Scene, room: float) -> int:
    """How many lines the longest equation of any step and term needs.

    A step's equation is longest with all its terms; the running sums that stand at its end on the
    way there may be wider than the last one, so the widest of them is put there.
    """
    lines = 1
    for step in range(len(scene)):
        for groups in _longest(scene, step):
            lines = max(lines, 1 + max(line for _, _, line in _placed(groups, room)))
    return lines


def _longest(scene: Scene, step: int) -> Iterator[Groups]:
    """The longest equation of each cell that a step makes."""
    rows = scene.terms(step)
    out = scene.out[rows].tolist()
    ends = {cell: term for term, cell in enumerate(out)} if scene.outs is not None else {}
    for term in (None, *ends.values()):
        groups = equation(scene, step, term)
        sums = [token.below for group in groups for token in group if token.below]
        if not sums or groups[-1][-1].role != "result":
            yield groups
            continue
        sign, result = groups[-1]
        widest = max(sums, key=lambda text: advance(text, WEIGHTS[result.role]))
        yield [*groups[:-1], (sign, Token(widest, result.role))]


def _placed(groups: Groups, room: float) -> Iterator[tuple[Group, float, int]]:
    """Each group with where it begins on which line."""
    x, line = 0.0, 0
    for at, group in enumerate(groups):
        width, below = sum(map(_width, group)), _below(group)
        if group == BETWEEN and x + width + _clause(groups[at + 1 :]) > room:
            x, line = 0.0, line + 1
            continue
        before = max(0.0, below + APART - width) if below else 0.0
        if x and x + before + width > room:
            x, line = -_leading(group[0]), line + 1
        yield group, x + before, line
        x += before + width


def _clause(groups: Groups) -> float:
    """How wide an equation is, up to where the next one begins."""
    end = groups.index(BETWEEN) if BETWEEN in groups else len(groups)
    return sum(_width(token) for group in groups[:end] for token in group)


def _pieces(group: Group, x: float, line: int) -> list[Piece]:
    pieces = []
    for token in group:
        scale, weight = _scale(token), WEIGHTS[token.role]
        start = x + _leading(token)
        if token.text.strip():
            pieces.append(Piece(token.text.strip(), token.role, start, line, scale, weight))
        x += _width(token)
        if token.below:
            start = x - BELOW * advance(token.below, WEIGHTS["muted"])
            pieces.append(Piece(token.below, "below", start, line, BELOW, WEIGHTS["muted"]))
    return pieces


def _below(group: Group) -> float:
    """How wide the running sum under a group is."""
    return max(BELOW * advance(token.below, WEIGHTS["muted"]) for token in group)


def _width(token: Token) -> float:
    return _scale(token) * advance(token.text, WEIGHTS[token.role])


def _leading(token: Token) -> float:
    """How wide the spaces before a token are; a line doesn't begin with them."""
    spaces = len(token.text) - len(token.text.lstrip(" "))
    return _scale(token) * advance(" " * spaces, WEIGHTS[token.role])


def _scale(token: Token) -> float:
    return RESULT if token.role == "result" else 1.0
