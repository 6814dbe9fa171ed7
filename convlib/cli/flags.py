"""The options of a file as flags of the shell, and as keys of a set's file: one table for both."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.export.choices import CHOICES, ROOM, Choice, read_options
from convlib.export.formats import LISTED
from convlib.export.job import Format
from convlib.params import decimal, shortened
from convlib.picture.look import SHOWN
from convlib.render.options import SECONDS, Options

SLOWEST, FASTEST = 0.1, 10  # of ``--speed``
USUAL = Options()
WITH = "packed"  # the option of which each value is written by itself
GROUPS = {  # as the help shows them; those that stand in none are looks
    "file": ("width", "scale", "aspect", "cell", "layout", "grid", "paper"),
    "time": ("step", "steps", "only", "by", "speed", "seconds", "hold", "between", "once"),
}
METAVARS = {
    **dict.fromkeys(("width", "cell"), "PIXELS"),
    **dict.fromkeys(("seconds", "hold"), "SECONDS"),
    **dict.fromkeys(("scale", "speed"), "X"),
    **dict.fromkeys(("theme", "language"), "NAME"),
    **{"aspect": "WIDTH:HEIGHT", "between": "N", "step": "N", "steps": "FIRST-LAST"},
    **{"grid": "COLUMNSxROWS", "paper": "NAME", "only": "STEPS"},
}


@dataclass(frozen=True)
class Flag:
    """One option of a file as somebody writes it.

    Attributes:
        name: In the shell, without its dashes.
        option: The attribute of ``Options`` that it sets.
        means: What it sets it to by itself; None where a value follows.
    """

    name: str
    option: str
    means: bool | None = None

    @property
    def group(self) -> str:
        """Where the help shows it."""
        return next((group for group, names in GROUPS.items() if self.name in names), "look")

    @property
    def words(self) -> dict[str, Any]:
        """What its help tells: what may be chosen, the bounds, the default."""
        choice, default = CHOICES[self.option], getattr(USUAL, self.option)
        low, high = choice.bounds or (None, None)
        if self.name == "speed":
            low, high, default = SLOWEST, FASTEST, 1
        choices = ", ".join(choice.choices)
        return {"choices": choices, "low": low, "high": high, "default": default}

    def read(self, value: Any) -> Any:
        """What the option is set to by what somebody wrote.

        Raises:
            ConvError: It is no number, or neither yes nor no, where one is needed.
        """
        if self.name == "speed":
            return SECONDS / _speed(value)
        if self.means is None:
            return value
        return CHOICES[self.option].read(value) == self.means


def _flag(choice: Choice) -> Flag:
    """Something that is so unless it is told otherwise is told otherwise."""
    usual = getattr(USUAL, choice.name)
    if not isinstance(usual, bool):
        return Flag(choice.name, choice.name)
    if choice.name == "loop":
        return Flag("once", "loop", means=False)
    return Flag(f"no-{choice.name}" if usual else choice.name, choice.name, means=not usual)


FLAGS = {
    flag.name: flag
    for flag in (Flag("step", "steps"), Flag("speed", "seconds"), *map(_flag, CHOICES.values()))
    if flag.option != WITH
}
NAMES = (
    {WITH: "--with"}
    | {flag.option: f"--{name}" for name, flag in FLAGS.items()}
    | {each: f"--{each}" for each in ("output", "format", "with", *FLAGS)}
)
KEYS = {"output": "file"}  # in a set's file, where the others are as in Python


def chosen(given: Mapping[str, Any], opens: Mapping[str, Any]) -> Options:
    """The options that somebody wrote, over what a state opens with.

    Args:
        given: By flag, or by the option itself where that is named otherwise.
        opens: As ``Lesson.opens`` gives it.

    Raises:
        ConvError: There is no such option, it is set twice, or a value can't be.

    Example:
        >>> chosen({"no-titles": True, "step": 4}, {"speed": 4}).steps
        (4, 4)
    """
    wanted: dict[str, Any] = {}
    for name, value in given.items():
        flag = _flag_of(name)
        if flag.option in wanted:
            key = "speed-and-seconds" if flag.option == "seconds" else "set-twice"
            raise ConvError(key, parameter=name)
        wanted[flag.option] = flag.read(value)
    usual = {"show": opens.get("show", SHOWN[0]), "seconds": SECONDS / opens.get("speed", 1.0)}
    return read_options(usual | wanted)


def option_of(name: str) -> str:
    """The option that a flag sets, or that is named itself.

    Example:
        >>> option_of("once"), option_of("theme")
        ('loop', 'theme')
    """
    return _flag_of(name).option


def _flag_of(name: str) -> Flag:
    return FLAGS.get(name) or Flag(name, name)


def packed(typed: Sequence[str], form: Format) -> dict[str, Any]:
    """The further states of one file, as an option of it.

    Raises:
        ConvError: A file of this kind holds one state.
    """
    if typed and form.kind != "page":
        pages = [each.name for each in LISTED if each.kind == "page"]
        details = {"form": form.name, "choices": ", ".join(pages)}
        raise ConvError("only-pages", parameter="with", **details)
    return {"packed": tuple(typed)} if typed else {}


def _speed(typed: Any) -> float:
    try:
        speed = decimal(str(typed))
    except ValueError:
        speed = math.nan
    if not SLOWEST <= speed <= FASTEST:
        details = {"value": f"“{shortened(str(typed), ROOM)}”", "low": SLOWEST, "high": FASTEST}
        raise ConvError("number-bounds", parameter="speed", **details)
    return speed
