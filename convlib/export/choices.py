"""The options of a file as somebody types them: in the shell, in a table of a set, on a page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from convlib import text
from convlib.errors import ConvError
from convlib.params import decimal, shortened
from convlib.picture.look import SHOWN
from convlib.render.options import Options
from convlib.render.sheet import NARROWEST, WIDEST
from convlib.render.theme import NAMES

MODES = ("value", "term")
LAYOUTS = ("wide", "tall")
PAPERS = ("a4", "letter")
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
STEPS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")
GRID = re.compile(r"(\d{1,2})\s*[x×]\s*(\d{1,2})")
ASPECT = re.compile(r"(\d{1,4})\s*[:x×/]\s*(\d{1,4})")
SLANTED = 400  # pixels across in the guide's look, as its own; and no numbers, unless asked for
MOST_LISTED = 10_000  # steps or values that are named one by one
ROOM = 20  # characters of what somebody typed that a sentence repeats


@dataclass(frozen=True)
class Choice:
    """One option: how it is read, and what may be chosen.

    Attributes:
        name: Of the attribute of ``Options``.
        read: Makes a value of a text, or of a value as Python and JSON have it.
        choices: All that can be chosen, where these are few; empty for numbers and texts.
        bounds: The least and the most, of a number.
    """

    name: str
    read: Callable[[Any], Any]
    choices: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None


def read_options(given: Mapping[str, Any]) -> Options:
    """Options as somebody gave them, each as text or as Python has it; the rest is as usual.

    Raises:
        ConvError: There is no such option, or a value can't be.

    Example:
        >>> read_options({"width": "640", "steps": "3-7", "theme": "dark"}).steps
        (3, 7)
        >>> read_options({"step": 4}).steps
        (4, 4)
    """
    return options_of(read_values(given))


def options_of(found: Mapping[str, Any]) -> Options:
    """The options of values that have been read; what isn't said is as usual in their look."""
    usual = {"numbers": False, "width": SLANTED} if found.get("slanted") else {}
    return Options(**{**usual, **found})


def read_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same by name, and no others; raises what ``read_options`` does.

    One step may be called so, as it is where there is but one.
    """
    if "step" in given:
        if "steps" in given:
            raise ConvError("said-twice", parameter="steps", other="step")
        given = {"steps" if name == "step" else name: value for name, value in given.items()}
    for name in given:
        if name not in CHOICES:
            choices = ", ".join(CHOICES)
            raise ConvError("unknown-option", parameter=in_a_line(name), choices=choices)
    return {name: CHOICES[name].read(_plain(value)) for name, value in given.items()}


def in_a_line(value: Any) -> str:
    r"""What somebody gave, as a sentence repeats it.

    Example:
        >>> in_a_line([[1, 2], [3, 4]]), in_a_line("wide\nand tall, or round")
        ('[[1, 2], [3, 4]]', 'wide and tall, or r…')
    """
    return shortened(" ".join(str(value).split()), ROOM)


def _plain(value: Any) -> Any:
    """An array, or a number of NumPy's, as Python has it."""
    return value.tolist() if hasattr(value, "tolist") else value


def _one_of(name: str, choices: tuple[str, ...]) -> Choice:
    def read(value: Any) -> str:
        if value not in choices:
            details = {"value": in_a_line(value), "choices": ", ".join(known)}
            raise ConvError("choice", parameter=name, **details)
        return str(value)

    known = tuple(each for each in choices if each)
    return Choice(name, read, known)


def _flag(name: str) -> Choice:
    def read(value: Any) -> bool:
        if isinstance(value, bool):
            return value
        typed = str(value).strip().lower()
        if typed not in (*YES, *NO):
            details = {"value": in_a_line(value), "choices": f"{YES[0]}, {NO[0]}"}
            raise ConvError("choice", parameter=name, **details)
        return typed in YES

    return Choice(name, read, (YES[0], NO[0]))


def _number(name: str, low: float, high: float, *, whole: bool = False) -> Choice:
    def read(value: Any) -> float | int:
        try:
            number = decimal(str(value))
        except ValueError:
            number = math.nan
        if not low <= number <= high or (whole and not number.is_integer()):
            key = "out-of-bounds" if whole else "number-bounds"
            details = {"value": f"“{in_a_line(value)}”", "low": low, "high": high}
            raise ConvError(key, parameter=name, **details)
        return int(number) if whole else number

    return Choice(name, read, bounds=(low, high))


def _optional(choice: Choice) -> Choice:
    """The same, where nothing may be chosen too."""

    def read(value: Any) -> Any:
        return None if value in (None, "") else choice.read(value)

    return Choice(choice.name, read, choice.choices, choice.bounds)


def _steps(value: Any) -> tuple[int, int]:
    typed = "-".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    found = STEPS.fullmatch(typed.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise ConvError("steps", parameter="steps", value=in_a_line(typed))
    return first, last


def _aspect(value: Any) -> tuple[int, int]:
    typed = ":".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    found = ASPECT.fullmatch(typed.strip())
    across, down = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 < across <= 4 * down or down > 4 * across:
        raise ConvError("aspect", parameter="aspect", value=in_a_line(typed))
    return across, down


def _grid(value: Any) -> tuple[int, int]:
    typed = "x".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    found = GRID.fullmatch(typed.strip())
    columns, rows = (int(found[1]), int(found[2])) if found else (0, 0)
    if not columns or not rows:
        raise ConvError("grid", parameter="grid", value=in_a_line(typed))
    return columns, rows


def _only(value: Any) -> tuple[int, ...]:
    listed = value if isinstance(value, list | tuple) else str(value).split(",")
    try:
        steps = [_steps(each) for each in listed if str(each).strip()]
    except ConvError as error:
        raise _no_list(listed) from error
    if sum(last - first + 1 for first, last in steps) > MOST_LISTED:
        raise _no_list(listed)
    return tuple(step for first, last in steps for step in range(first, last + 1))


def _no_list(listed: Iterable[Any]) -> ConvError:
    return ConvError("only", parameter="only", value=in_a_line(",".join(map(str, listed))))


def _packed(value: Any) -> Mapping[str, Iterable[Any]] | tuple[str, ...]:
    """The values by parameter; as typed they can be told only by who knows the lesson."""
    if isinstance(value, Mapping):
        packed = {str(name): _several(each) for name, each in value.items()}
        for name, each in packed.items():
            if not each:
                raise ConvError("packed-empty", parameter="packed", value=in_a_line(name))
        return packed
    typed = _several(value)
    return (typed,) if isinstance(typed, str) else tuple(map(str, typed))


def _several(value: Any) -> str | tuple[Any, ...]:
    """Several values; one by itself as text."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return tuple(islice(value, MOST_LISTED))


CHOICES: dict[str, Choice] = {
    choice.name: choice
    for choice in (
        _one_of("by", MODES),
        _optional(Choice("steps", _steps)),
        _optional(_number("term", 1, MOST_LISTED, whole=True)),
        _number("seconds", 0.02, 10),
        _optional(_number("hold", 0.02, 60)),
        _number("between", 0, 30, whole=True),
        _flag("loop"),
        _one_of("theme", NAMES),
        _flag("transparent"),
        _one_of("layout", ("", *LAYOUTS)),
        _number("width", NARROWEST, WIDEST, whole=True),
        _number("scale", 0.25, 4),
        _optional(Choice("aspect", _aspect)),
        _optional(_number("cell", 6, 200, whole=True)),
        _flag("large"),
        _one_of("show", SHOWN),
        *map(_flag, ("hues", "titles", "equation", "result", "numbers", "weights", "kernel")),
        *map(_flag, ("covered", "slanted")),
        _one_of("language", text.languages()),
        _optional(Choice("grid", _grid)),
        _one_of("paper", PAPERS),
        Choice("only", _only),
        Choice("packed", lambda value: () if value in (None, "") else _packed(value)),
    )
}
assert CHOICES.keys() == {field.name for field in fields(Options)}
