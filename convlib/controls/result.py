"""The result of a state as JSON: its formula in pieces with their words, products, parameters."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from operator import attrgetter
from typing import Any

from convlib import text
from convlib.lesson import Line, Note, Result

GROWING = ("steps", "places")  # notes about places that pegs count one by one


def written_result(result: Result, language: str = text.DEFAULT) -> dict[str, Any]:
    """A result as the player reads it.

    ``lines`` has one formula, or two with labels; each is cut into ``groups`` of pieces that stand
    over the same words, ``below``. A piece has its ``text``, its ``role`` and the parameter that it
    is ``of``; ``left`` says how many cells the words tell of that no window reaches. ``grows`` are
    the words while places are being counted, with ``{count}`` for how many of them there are by
    now, less as many as ``first`` says; "" where nothing is counted. ``macs`` and ``parameters``
    are numbers, or null; ``units`` are the words that stand behind them.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("arithmetic")
        >>> written = written_result(lesson.result(lesson.values(size=6, stride=2, padding=1)))
        >>> [group["below"] for group in written["lines"][0]["groups"]]
        ['', '2 steps, 1 cell left over', '', 'first', '', 'places']
        >>> written["macs"], written["units"]["macs"]
        (81, 'products')
    """
    counts = {"macs": result.macs, "parameters": result.parameters}
    return {
        "lines": [
            {
                "label": text.say(f"size.{label}", language) if len(result.lines) > 1 else "",
                "groups": [_group(pieces, language) for pieces in _cut(line)],
            }
            for label, line in result.lines
        ],
        **counts,
        "units": {
            name: "" if count is None else _said(Note(name, count), language)
            for name, count in counts.items()
        },
    }


def _cut(line: Line) -> list[Line]:
    """The line in parts that stand over the same words."""
    return [tuple(pieces) for _, pieces in groupby(line, key=attrgetter("below"))]


def _group(pieces: Line, language: str) -> dict[str, Any]:
    notes = pieces[0].below
    counts = any(note.key in GROWING for note in notes)
    return {
        "pieces": [{"text": each.text, "role": each.role, "of": each.of} for each in pieces],
        "below": _joined([_said(note, language) for note in notes], language),
        "grows": _joined([_so_far(note, language) for note in notes], language) if counts else "",
        "first": int(any(note.key == "steps" for note in notes)),
        "left": sum(note.number or 0 for note in notes if note.key == "left"),
    }


def _said(note: Note, language: str) -> str:
    """The words of a note, in the singular or the plural where something is counted."""
    if note.number is None:
        return text.say(f"result.{note.key}", language)
    form = "one" if note.number == 1 else "other"
    return text.say(f"result.{note.key}-{form}", language, number=note.number)


def _so_far(note: Note, language: str) -> str:
    """The words of a note while what it counts is being counted."""
    if note.key not in GROWING:
        return _said(note, language)
    form = "one" if note.number == 1 else "other"
    key = f"result.{note.key}-so-far-{form}"
    return text.say(key, language, number=note.number, count="{count}")


def _joined(said: list[str], language: str) -> str:
    """Several words as a list."""

    def both(one: str, other: str) -> str:
        return text.say("result.both", language, one=one, other=other)

    return reduce(both, said) if said else ""
