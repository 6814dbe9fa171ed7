"""The equation set in type: which line each piece stands on, and where; all in ems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from convlib.numerals import MINUS
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
MOST = 3  # lines; of a longer equation the middle is left out
LEFT_OUT = "…"

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


def wrap(groups: Groups, room: float, below: float = BELOW) -> list[Piece]:
    """Fill lines with groups, as many as fit each; a group is never torn apart.

    Args:
        groups: The equation.
        room: The lines' width, in ems.
        below: The size of running sums, in ems; 0 leaves them out.

    Example:
        >>> words = [(Token("y", "output"),), (Token(" + ", "muted"), Token("3", "input"))]
        >>> [(piece.text, piece.line) for piece in wrap(words, room=2)]
        [('y', 0), ('+', 1), ('3', 1)]
    """
    placed = _placed(groups, room, below)
    return [piece for group, x, line in placed for piece in _pieces(group, x, line, below)]


def width_of(pieces: Sequence[Piece], line: int) -> float:
    """How wide a line is, in ems; running sums don't count."""
    own = [piece for piece in pieces if piece.line == line and piece.role != "below"]
    return max((p.x + p.scale * advance(p.text, p.weight) for p in own), default=0.0)


def count_lines(groups: Groups, room: float, below: float = BELOW) -> int:
    """How many lines an equation takes; none where nothing is written."""
    if not any(token.text.strip() for group in groups for token in group):
        return 0
    return 1 + max(line for _, _, line in _placed(groups, room, below))


@lru_cache(maxsize=4)
def longest(scene: Scene) -> list[Groups]:
    """The longest equations of all steps, the widest first.

    A step's equation is longest with all its terms; the running sums that stand at its end on the
    way there may be wider than the last one, so the widest of them is put there.
    """
    found = [groups for step in range(len(scene)) for groups in _longest(scene, step)]
    return sorted(found, key=lambda groups: -sum(map(_width, _tokens(groups))))


def shortened(groups: Groups, room: float, below: float = BELOW, lines: int = MOST) -> Groups:
    """An equation of at most so many lines: as much as has to is left out of its middle.

    What it is about and what it comes to stay. Of several beside each other each is shortened.

    Example:
        >>> term = (Token(" + ", "muted"), Token("11", "input"))
        >>> short = shortened([term] * 30, room=12, lines=1)
        >>> "".join(token.text for group in short for token in group)
        ' + 11 + 11 + … + 11'
    """
    if len(groups) <= 2 or count_lines(groups, room, below) <= lines:
        return groups
    clauses = _clauses(groups)
    if len(clauses) > 1:
        kept = clauses if len(clauses) <= lines else [*clauses[: lines - 1], clauses[-1]]
        each = [shortened(clause, room, below, lines // len(kept)) for clause in kept]
        return [group for clause in each for group in (*clause, BETWEEN)][:-1]
    least, most = 2, len(groups) - 1  # how many groups stay: the least that may, and the most
    while least < most:
        kept_groups = (least + most + 1) // 2
        fits = count_lines(_without_middle(groups, kept_groups), room, below) <= lines
        least, most = (kept_groups, most) if fits else (least, kept_groups - 1)
    return _without_middle(groups, least)


def widest(equations: Iterable[Groups]) -> float:
    """How wide the widest group of some equations is: what a line has to have room for."""
    return max((sum(map(_width, group)) for groups in equations for group in groups), default=0.0)


def _without_middle(groups: Groups, kept: int) -> Groups:
    """An equation of which so many groups stay; what is left out opens no bracket or shuts one."""
    start, end = (kept + 1) // 2, len(groups) - kept // 2
    while end < len(groups) - 1 and _opens(groups[start:end]):
        end += 1
    while start > 1 and _opens(groups[start:end]):
        start -= 1
    left_out = groups[start:end]
    joint, last = left_out[0][0].text.strip()[:1], left_out[-1][-1].text
    sign = " +" if joint in ("+", MINUS) else ""
    dots = Token(f"{sign} {LEFT_OUT}{',' if last == ',' else ''}", "muted")
    return [*groups[:start], (dots,), *groups[end:]]


def _opens(groups: Groups) -> bool:
    """Whether brackets are opened and not shut, or shut and not opened."""
    written = "".join(token.text for token in _tokens(groups))
    return written.count("(") != written.count(")")


def _tokens(groups: Groups) -> list[Token]:
    return [token for group in groups for token in group]


def _clauses(groups: Groups) -> list[Groups]:
    """The equations that stand beside each other."""
    clauses: list[list[Group]] = [[]]
    for group in groups:
        if group == BETWEEN:
            clauses.append([])
        else:
            clauses[-1].append(group)
    return [*clauses]


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


def _placed(groups: Groups, room: float, size: float = BELOW) -> Iterator[tuple[Group, float, int]]:
    """Each group with where it begins on which line."""
    x, line = 0.0, 0
    for at, group in enumerate(groups):
        width, below = sum(map(_width, group)), _below(group, size)
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


def _pieces(group: Group, x: float, line: int, below: float) -> list[Piece]:
    pieces = []
    for token in group:
        scale, weight = _scale(token), WEIGHTS[token.role]
        start = x + _leading(token)
        if token.text.strip():
            pieces.append(Piece(token.text.strip(), token.role, start, line, scale, weight))
        x += _width(token)
        if token.below and below:
            start = x - below * advance(token.below, WEIGHTS["muted"])
            pieces.append(Piece(token.below, "below", start, line, below, WEIGHTS["muted"]))
    return pieces


def _below(group: Group, size: float) -> float:
    """How wide the running sum under a group is."""
    sums = [advance(token.below, WEIGHTS["muted"]) for token in group if token.below]
    return size * max(sums, default=0.0)


def _width(token: Token) -> float:
    return _scale(token) * advance(token.text, WEIGHTS[token.role])


def _leading(token: Token) -> float:
    """How wide the spaces before a token are; a line doesn't begin with them."""
    if not token.text.startswith(" "):
        return 0.0
    spaces = len(token.text) - len(token.text.lstrip(" "))
    return _scale(token) * advance(" " * spaces, WEIGHTS[token.role])


def _scale(token: Token) -> float:
    return RESULT if token.role == "result" else 1.0
