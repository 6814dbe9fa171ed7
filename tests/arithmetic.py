"""Equations as sums: what is written under the stage is worked out exactly, whatever the rule."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from convlib.numerals import exact
from convlib.ops import Array
from convlib.picture.equation import Group, Token, equation
from convlib.picture.scene import ABREAST, Scene
from tests.cases import MINUS

EXPRESSION = re.compile(r"[0-9]*[.]?[0-9]+")


def check_caption(scene: Scene, step: int, term: int | None = None) -> None:
    """What the equation says comes to the number in the cell that it is about."""
    rows = scene.terms(step)
    groups = equation(scene, step, term)
    if rows.start == rows.stop:
        assert groups
        return
    if term is None and scene.lists(step):
        check_stamp(scene, step, groups)
        return
    end = rows.stop if term is None else rows.start + term + 1
    about = int(scene.dst[step] if term is None else scene.out[end - 1])
    results = []
    for said in clauses(groups):
        (result,) = (token for token in said if token.role == "result")
        terms = np.arange(rows.start, end)
        check_equation(scene, said, terms[scene.out[terms] == result.cell])
        results.append(result.cell)
    assert results[0] == about
    assert len(results) == 1 or scene.is_abreast(step)


def clauses(groups: tuple[Group, ...]) -> Iterator[list[Token]]:
    """The equations that stand beside each other, as the tokens of each."""
    said: list[Token] = []
    for group in groups:
        if group == (Token(ABREAST, "muted"),):
            yield said
            said = []
        else:
            said += group
    yield said


def check_equation(scene: Scene, said: list[Token], terms: Array) -> None:
    """An equation's numbers, put together as it says, are what its cell has after these terms."""
    result = said[-1]
    assert result.text == exact(scene.sums[terms[-1]])
    written = "".join(token.text for token in said).replace(MINUS, "-").replace("·", "*")
    left = written.partition(" = ")[2].rpartition(" = ")[0]
    if not left:  # a copy, or a sum of one number
        (term,) = terms
        assert scene.ker[term] == -1
        assert scene.gain is None or scene.gain[term] == 1
        assert result.text == exact(scene.values[scene.src[term]])
        return
    check_number(scene, left, fraction(result.text), scene.rule_of(int(terms[0])))


def check_number(scene: Scene, left: str, shown: Fraction, rule: str = "sum") -> None:
    """A written expression comes to a written number, as nearly as its numbers are written."""
    known = {"Fraction": Fraction, "max": lambda *numbers: max(numbers), "σ": sigma}
    value = eval(EXPRESSION.sub(lambda number: f"Fraction('{number[0]}')", left), known)
    numbers = [Fraction(number) for number in EXPRESSION.findall(left)]
    error = abs(value - shown)
    if all(number.denominator == 1 for number in numbers) and rule not in ("mean", "sigmoid"):
        assert error == 0
    largest = max(numbers) + 1
    others = largest if scene.gain is None else largest**2
    assert error <= off(shown) + sum(others * off(number) for number in numbers)


def check_stamp(scene: Scene, step: int, groups: tuple[Group, ...]) -> None:
    """What stood in a cell before, and the product that is added, come to what is there."""
    rows = scene.terms(step)
    for term, group in zip(range(rows.start, rows.stop), groups[1:], strict=True):
        earlier = (scene.out[:term] == scene.out[term]) & scene.stamped[:term]
        before = scene.sums[:term][earlier][-1:].tolist()
        added = "".join(token.text for token in group).strip(" ,")
        left = " + ".join([*(f"({exact(number)})" for number in before), added])
        left = left.replace(MINUS, "-").replace("·", "*")
        check_number(scene, left, fraction(exact(scene.sums[term])))
        below = [token.below for token in group if token.below]
        assert below == [exact(scene.sums[term])] * len(below)


def sigma(number: Fraction) -> Fraction:
    """1 / (1 + exp(-x)), as nearly as floats can say it."""
    part = math.exp(-abs(float(number)))
    return Fraction((part if number < 0 else 1) / (1 + part))


def off(number: Fraction) -> Fraction:
    """How far a number may be from what is written: it has 10 digits and at most 10 decimals."""
    return max(abs(number) / 10**9, Fraction(1, 10**10))


def fraction(written: str) -> Fraction:
    """A written number, exactly."""
    return Fraction(written.replace(MINUS, "-"))
