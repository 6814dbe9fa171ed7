"""The numbers of a lesson's arrays as a reader types them, and the seed they are drawn from."""

from __future__ import annotations

from typing import Any

from convlib.lesson import Lesson, Values
from convlib.numerals import MINUS, texts
from convlib.ops import Array
from convlib.params import Grid, Seed
from convlib.text import say


def typed_numbers(lesson: Lesson, values: Values, language: str) -> dict[str, Any]:
    r"""The seed, if there is one, and every array at work as text, planes by a blank line.

    Returns:
        ``{"seed": {…} | None, "grids": [{"array", "label", "help", "text"}, …]}``.

    Example:
        >>> import convlib
        >>> lesson = convlib.lesson("single-channel")
        >>> typed_numbers(lesson, lesson.values(), "en")["grids"][1]["text"]
        '0 1 2\n2 2 0\n0 1 2'
    """
    arrays = lesson.arrays(values)
    seeds = [param for param in lesson.params if isinstance(param, Seed)]
    grids = [param for param in lesson.at_work(values) if isinstance(param, Grid)]
    return {
        "seed": next((_seed(param, values, language) for param in seeds), None),
        "grids": [
            {
                "array": param.name,
                "label": say(f"control.{param.name}", language),
                "help": say(f"control.{'planes' if param.planes else 'grid'}-help", language),
                "text": as_typed(arrays[param.name], bool(param.planes)),
            }
            for param in grids
        ],
    }


def as_typed(array: Array, has_planes: bool) -> str:
    """An array row by row, as it could have been typed."""
    planes = array if has_planes else [array]
    return "\n\n".join("\n".join(map(_row, plane)) for plane in planes)


def _seed(param: Seed, values: Values, language: str) -> dict[str, Any]:
    return {
        "control": param.name,
        "label": say("control.seed", language),
        "none": say("control.seed-none", language),
        "value": values[param.name],
        "high": param.high,
    }


def _row(numbers: Array) -> str:
    """The numbers in full: those that more than ten digits tell apart with all of theirs."""
    written = zip(texts(numbers), numbers.tolist(), strict=True)
    plain = ((text.replace(MINUS, "-"), number) for text, number in written)
    return " ".join(text if float(text) == number else repr(number) for text, number in plain)
