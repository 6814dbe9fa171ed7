"""Formulas of sizes: the numbers that are put in are added and taken away as the letters are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from convlib import Lesson
from tests.contract.states import accepted, each_lesson

LESS_ONE = re.compile(r"\([a-z]'? ?- ?1\)")  # (k-1), for which one number is put in
COMMAND = re.compile(r"\\[a-zA-Z]+")
BELOW = re.compile(r"_\{[^}]*\}")


def sides(lines: Sequence[str]) -> Iterator[list[str]]:
    """All that is said to be equal, by what it is equal to: letters, and then numbers."""
    found = defaultdict[str, list[str]](list)
    for line in lines:
        name, _, rest = line.partition("&=")
        found[name.strip()] += rest.partition(r"\qquad")[0].split("=")
    yield from found.values()


def signs(part: str) -> list[str]:
    """Its plus and minus signs, in order."""
    return re.findall("[+-]", BELOW.sub("", COMMAND.sub(" ", LESS_ONE.sub("x", part))))


def has_letters(part: str) -> bool:
    return re.search("[a-zA-Z]", COMMAND.sub("", part)) is not None


@each_lesson
def test_numbers_are_put_in_sign_by_sign(lesson: Lesson) -> None:
    for state, values in accepted(lesson):
        for each in lesson.derive(values):
            for parts in sides(each.lines):
                letters = [part for part in parts if has_letters(part) and r"\sum" not in part]
                numbers = [p for p in parts if not has_letters(p) and re.search(r"\d.*[+-].*\d", p)]
                for rule, worked in zip(letters[:1], numbers[:1], strict=False):
                    assert signs(rule) == signs(worked), f"{state}: {rule} and {worked}"
