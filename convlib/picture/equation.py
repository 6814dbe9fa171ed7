"""The equation under the stage: what happens at a moment, as tokens with roles."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import NamedTuple

import numpy as np

from convlib import text
from convlib.numerals import MINUS, bracketed, exact, texts
from convlib.ops import Array
from convlib.picture.scene import ABREAST, OF_ONE, Scene


class Token(NamedTuple):
    """A piece of the equation.

    ``below`` is the running sum written small under it; ``was`` its role where that it stands back
    would give the answer away.
    """

    text: str
    role: str
    cell: int = -1
    below: str = ""
    was: str = ""


Group = tuple[Token, ...]
KEPT = 256  # equations of a scene that are remembered: a film asks for each twice
MANY = 2  # brackets of neighbours that stand in full; of more only the one that is looked at


def equation(
    scene: Scene, step: int, term: int | None = None, language: str = text.DEFAULT
) -> tuple[Group, ...]:
    """The step's equation up to a term, as groups of tokens that stay together on a line.

    Of a step that makes several cells it is that of the cell that the step is about, or of the one
    that the term goes to. A step that is about a cell that it reads lists what this makes.

    Example:
        >>> import convlib
        >>> groups = equation(convlib.lesson("single-channel").build(), 0, 1)
        >>> "".join(token.text for group in groups for token in group)
        'y[0, 0] = 3·0 + 3·1 = 3'
    """
    key = step, term, language
    if key not in scene.equations:
        if len(scene.equations) >= KEPT:
            scene.equations.clear()
        scene.equations[key] = _equation(scene, step, term, language)
    known: tuple[Group, ...] = scene.equations[key]
    return known


def _equation(scene: Scene, step: int, term: int | None, language: str) -> tuple[Group, ...]:
    """The same, worked out."""
    rows = scene.terms(step)
    if rows.start == rows.stop:
        return tuple((Token(text, role),) for text, role in scene.captions.get(step, ()))
    if scene.lists(step) and term is None:
        return _stamp(scene, step, language)
    if scene.is_abreast(step) and term is None:
        return _abreast(scene, step)
    end = rows.stop if term is None else rows.start + term + 1
    cell = int(scene.dst[step] if term is None else scene.out[end - 1])
    terms = np.arange(rows.start, end)
    return _made(scene, step, cell, terms[scene.out[terms] == cell], now=term is not None)


def winner(scene: Scene, terms: Array) -> int:
    """Which of a maximum's terms is the largest; of several, and of those written alike, the first.

    Args:
        scene: What is staged.
        terms: Those that go to the maximum, up to now.
    """
    written = texts(scene.sums[terms])
    return int(terms[written.index(written[-1])])


def _abreast(scene: Scene, step: int) -> tuple[Group, ...]:
    """The equations of all cells of the role that a step is about, and of all outputs."""
    rows, groups = scene.terms(step), list[Group]()
    roles = scene.role(int(scene.dst[step])), "output"
    terms = np.arange(rows.start, rows.stop)
    for cell in dict.fromkeys(scene.out[rows].tolist()):
        if scene.role(cell) in roles:
            groups += [(Token(ABREAST, "muted"),)] if groups else []
            groups += _made(scene, step, cell, terms[scene.out[terms] == cell])
    return tuple(groups)


def _made(
    scene: Scene, step: int, cell: int, terms: Array, *, now: bool = False
) -> tuple[Group, ...]:
    """A cell's name, what goes to it, and what that comes to; ``now`` is the last of its terms."""
    name = Token(_name(scene, cell), scene.role(cell), cell)
    groups: list[Group] = [(name, Token(" =", "muted"))]
    first = int(terms[0])
    if scene.adds(step):
        stamped = np.flatnonzero((scene.out[:first] == cell) & scene.stamped[:first])
        if stamped.size:
            before = exact(scene.sums[stamped[-1]])
            groups.append((Token(f" {bracketed(before)} +", "muted"),))
    rule = scene.rule_of(first)
    as_it_is = scene.ker[first] == -1 and _gains(scene, terms)[0] == "1"
    alone = rule not in OF_ONE and len(groups) == len(terms) == 1 and as_it_is
    copied = alone or rule == "copy"
    if not copied:
        groups += _worked(scene, step, cell, terms, rule, now)
    comes_to, result = " " if copied else " = ", exact(scene.sums[terms[-1]])
    groups.append((Token(comes_to, "muted"), Token(result, "result", cell)))
    return tuple(groups)


def _worked(scene: Scene, step: int, cell: int, terms: Array, rule: str, now: bool) -> list[Group]:
    """What is done with a cell's terms, by its rule.

    A mean says what it has added up while its terms come, and is divided with the last one. Of a
    maximum all but the largest stand back.
    """
    match rule:
        case "mean":
            groups = _products(scene, terms)
            later = scene.out[int(terms[-1]) + 1 : scene.terms(step).stop]
            return groups if (later == cell).any() else _around(groups, " (", f") / {len(terms)}")
        case "max":
            best = winner(scene, terms)
            listed = _listed(_products(scene, terms, "", plain=True))
            back = [
                group
                if term == best
                else tuple(each._replace(role="muted", was=each.role) for each in group)
                for term, group in zip(terms.tolist(), listed, strict=True)
            ]
            return _around(back, " max(", ")")
        case "relu":
            return _around(_products(scene, terms, plain=True), " max(0, ", ")")
        case "sigmoid":
            return _around(_products(scene, terms, plain=True), " σ(", ")")
    return _products(scene, terms, shut=_shut(scene, step, terms, now))


def _back(token: Token) -> Token:
    """A token that stands back."""
    return token._replace(role="muted", was=token.role)


def _around(groups: list[Group], before: str, after: str) -> list[Group]:
    """Groups with a sign in place of the space before them, and one after them."""
    first = groups[0][0]._replace(text=before + groups[0][0].text.lstrip(), role="muted")
    groups = [(first, *groups[0][1:]), *groups[1:]]
    return [*groups[:-1], (*groups[-1], Token(after, "muted"))]


def _listed(groups: list[Group]) -> list[Group]:
    """Groups with commas between them."""
    comma = Token(",", "muted")
    return [*((*each, comma) for each in groups[:-1]), groups[-1]]


def _stamp(scene: Scene, step: int, language: str) -> tuple[Group, ...]:
    """An input value, and what it makes or adds; under each product what stands there then."""
    rows = scene.terms(step)
    terms = np.arange(rows.start, rows.stop)
    name = Token(_name(scene, int(scene.dst[step])), scene.role(int(scene.dst[step])))
    words = text.say("player.totals" if scene.scatters(step) else "player.made", language)
    return (name, Token(":", "muted", below=words)), *_listed(_products(scene, terms, ""))


def _shut(scene: Scene, step: int, terms: Array, now: bool) -> set[int]:
    """The last terms of the brackets whose sum stands in their place, where there are many.

    In full stands the one of the present term; of a whole step that of the point that is joined.
    """
    rows, last = scene.terms(step), int(terms[-1])
    of_step = [end for end in scene.reads if rows.start <= end < rows.stop]
    if len(of_step) <= MANY:
        return set()
    ends = [term for term in terms.tolist() if term in scene.reads]
    if now:
        present = min((end for end in of_step if end >= last), default=-1)
        return {end for end in ends if end != present}
    seen = {
        term
        for points in scene.points
        if points.joined is not None and points.terms is not None
        for term in ends
        if points.terms[term] == points.joined[step]
    }
    return set(ends) - seen


def _products(
    scene: Scene,
    terms: Array,
    sign: str = " +",
    *,
    plain: bool = False,
    shut: Collection[int] = (),
) -> list[Group]:
    """What each term multiplies, a group each, and under a weight what stands in its cell then.

    Terms of one cell that follow each other, share a weight and have gains stand in brackets before
    it, such as the neighbours of a point between cells.

    Args:
        scene: What is staged.
        terms: Which terms.
        sign: What joins them; "" where they are a list.
        plain: Whether a negative number that is multiplied by nothing stands without brackets.
        shut: The last terms of brackets in whose place their sum stands.
    """
    gains, sums = _gains(scene, terms), texts(scene.sums[terms])
    values, weights = _factors(scene, scene.src[terms]), scene.ker[terms].tolist()
    factors = _factors(scene, np.maximum(scene.ker[terms], 0))
    groups = list[Group]()
    hidden = {each for end in shut for each in range(end - scene.reads[end][0] + 1, end)}
    for at, bracket in enumerate(_brackets(scene, terms, gains)):
        opens, closes = bracket or (False, True)
        if (term := int(terms[at])) in hidden:
            continue
        if term in shut:
            read = Token(bracketed(exact(scene.reads[term][1])), scene.role(values[at].cell))
            factor = factors[at]._replace(below=sums[at])
            before = Token(f"{sign} " if groups else " ", "muted")
            groups.append((before, read, Token("·", "muted"), factor))
            continue
        taken_away = gains[at] == f"{MINUS}1" and not bracket
        joint = f"{sign} " if at else " "
        if taken_away:
            joint = f" {MINUS} " if at and sign else f" {MINUS}"
        tokens = [Token(joint + "(" * opens, "muted")]
        if bracket or (gains[at] != "1" and not taken_away):
            tokens += [Token(bracketed(gains[at]), "gain"), Token("·", "muted")]
        tokens.append(values[at])
        if weights[at] >= 0:
            factor = factors[at]._replace(below=sums[at])
            tokens += [Token(")·" if bracket else "·", "muted"), factor] if closes else []
        elif plain and len(tokens) == 2 and not taken_away:
            tokens[-1] = values[at]._replace(text=exact(scene.values[values[at].cell]))
        groups.append(tuple(tokens))
    return groups


def _brackets(scene: Scene, terms: Array, gains: list[str]) -> list[tuple[bool, bool] | None]:
    """Per term whether a bracket opens before it and closes behind it; None outside of brackets."""
    shares = list(zip(scene.ker[terms].tolist(), scene.out[terms].tolist(), strict=True))
    brackets = list[tuple[bool, bool] | None]()
    for (weight, _), run in groupby(range(len(terms)), key=shares.__getitem__):
        places = list(run)
        if weight >= 0 and len(places) > 1 and any(gains[at] != "1" for at in places):
            brackets += [(at == places[0], at == places[-1]) for at in places]
        else:
            brackets += [None] * len(places)
    return brackets


def _gains(scene: Scene, terms: Array) -> list[str]:
    """The gain of each term, as it is written."""
    return ["1"] * len(terms) if scene.gain is None else texts(scene.gain[terms])


def _factors(scene: Scene, cells: Array) -> list[Token]:
    """Numbers as they stand in a product: a negative one in brackets."""
    written = texts(scene.values[cells])
    return [
        Token(bracketed(each), scene.role(cell), cell)
        for each, cell in zip(written, cells.tolist(), strict=True)
    ]


def _name(scene: Scene, cell: int) -> str:
    panel, number = scene.locate(cell)
    return scene.panels[panel].name_of(number)
