"""The equation under the stage: what happens at a moment, as tokens with roles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convlib.numerals import MINUS, bracketed, exact, texts
from convlib.ops import Array
from convlib.picture.scene import ABREAST, LESS, Scene


@dataclass(frozen=True)
class Token:
    """A piece of the equation; ``below`` is the running sum written small under it."""

    text: str
    role: str
    cell: int = -1
    below: str = ""


Group = tuple[Token, ...]


def equation(scene: Scene, step: int, term: int | None = None) -> tuple[Group, ...]:
    """The step's equation up to a term, as groups of tokens that stay together on a line.

    Of a step that makes several cells it is that of the cell that the step is about, or of the one
    that the term goes to.

    Example:
        >>> import convlib
        >>> groups = equation(convlib.lesson("single-channel").build(), 0, 1)
        >>> "".join(token.text for group in groups for token in group)
        'y[0, 0] = 3·0 + 3·1 = 3'
    """
    rows = scene.terms(step)
    if rows.start == rows.stop:
        return tuple((Token(text, role),) for text, role in scene.captions.get(step, ()))
    if scene.scatter and term is None:
        return _stamp(scene, step)
    if scene.abreast and term is None:
        return _abreast(scene, step)
    end = rows.stop if term is None else rows.start + term + 1
    cell = int(scene.dst[step] if term is None else scene.out[end - 1])
    terms = np.arange(rows.start, end)
    return _sum(scene, cell, terms[scene.out[terms] == cell], scene.rule(step))


def _abreast(scene: Scene, step: int) -> tuple[Group, ...]:
    """The equations of all outputs that a step makes; where it makes none, of all cells."""
    rows, groups = scene.terms(step), list[Group]()
    terms = np.arange(rows.start, rows.stop)
    made = list(dict.fromkeys(scene.out[rows].tolist()))
    for cell in [each for each in made if scene.role(each) == "output"] or made:
        groups += [(Token(ABREAST, "muted"),)] if groups else []
        groups += _sum(scene, cell, terms[scene.out[terms] == cell], scene.rule(step))
    return tuple(groups)


def _sum(scene: Scene, cell: int, terms: Array, rule: str) -> tuple[Group, ...]:
    """A cell's name, what goes to it, and what that comes to."""
    written = texts(scene.sums[terms])
    name = Token(_name(scene, cell), scene.role(cell), cell)
    groups: list[Group] = [(name, Token(" =", "muted"))]
    if scene.scatter and scene.written(int(terms[0]))[cell] >= 0:
        before = exact(scene.sums[scene.written(int(terms[0]))[cell]])
        groups.append((Token(f" {bracketed(before)} +", "muted"),))
    alone = rule == "sum" and len(groups) == len(terms) == 1 and scene.ker[terms[0]] == -1
    copied = alone or rule == "copy"
    if rule == "relu":
        source = int(scene.src[terms[0]])
        value = Token(exact(scene.values[source]), scene.role(source), source)
        groups.append((Token(" max(0, ", "muted"), value, Token(")", "muted")))
    elif not copied:
        groups += _products(scene, terms, written, " + ")
    comes_to = " " if copied else " = "
    groups.append((Token(comes_to, "muted"), Token(written[-1], "result", cell)))
    return tuple(groups)


def _stamp(scene: Scene, step: int) -> tuple[Group, ...]:
    """An input value, and what it adds where; under each product what stands there then."""
    rows = scene.terms(step)
    terms = np.arange(rows.start, rows.stop)
    name = Token(_name(scene, int(scene.dst[step])), scene.role(int(scene.dst[step])))
    products = _products(scene, terms, texts(scene.sums[terms]), " ")
    comma = Token(",", "muted")
    return (name, Token(":", "muted")), *((*each, comma) for each in products[:-1]), products[-1]


def _products(scene: Scene, terms: Array, sums: list[str], sign: str) -> list[Group]:
    values = _factors(scene, scene.src[terms])
    weights = scene.ker[terms].tolist()
    factors = iter(_factors(scene, scene.ker[terms][scene.ker[terms] >= 0]))
    groups = []
    for at, (value, weight, total) in enumerate(zip(values, weights, sums, strict=True)):
        product: Group = (value,)
        if weight >= 0:
            factor = next(factors)
            product = value, Token("·", "muted"), Token(factor.text, factor.role, weight, total)
        joint = f" {MINUS} " if weight == LESS else sign
        groups.append((Token(joint if at else " ", "muted"), *product))
    return groups


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
