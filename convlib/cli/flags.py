"""The options of a file as flags of the shell, and as keys of a set's file: one table for both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.export.choices import CHOICES, ROOM, SLANTED, Choice, read_values
from convlib.export.opening import as_options
from convlib.params import decimal, shortened
from convlib.render.options import SECONDS, Options

OWN = {"loop": "once", "packed": "with"}  # what a shell calls options, where not as Python does
SLOWEST, FASTEST = 0.1, 10  # of ``--speed``
USUAL = Options()
GROUPS = {  # as the help shows them; those that stand in none are looks
    "file": ("width", "scale", "aspect", "cell", "layout", "grid", "paper", "with"),
    "time": ("step", "steps", "only", "term", "by", "speed", "seconds", "hold", "between", "once"),
}
METAVARS = {
    **{"only": "STEPS", "grid": "COLUMNSxROWS", "paper": "NAME", "with": "NAME=FROM..TO"},
    **dict.fromkeys(("width", "cell"), "PIXELS"),
    **dict.fromkeys(("seconds", "hold"), "SECONDS"),
    **dict.fromkeys(("scale", "speed"), "X"),
    **dict.fromkeys(("theme", "language"), "NAME"),
    **{"aspect": "WIDTH:HEIGHT", "between": "N", "step": "N", "term": "N", "steps": "FIRST-LAST"},
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
    def several(self) -> bool:
        """Whether it may be given several times."""
        return self.option == "packed"

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
        told = {"choices": choices, "low": low, "high": high, "default": default}
        return told | ({"width": SLANTED} if self.name == "slanted" else {})

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
        return Flag(OWN.get(choice.name, choice.name), choice.name)
    name = f"no-{choice.name}" if usual else choice.name
    return Flag(OWN.get(choice.name, name), choice.name, means=not usual)


def _listed() -> Iterator[Flag]:
    """All flags, as the help shows them."""
    yield Flag("step", "steps")
    yield Flag("speed", "seconds")
    for choice in CHOICES.values():
        yield _flag(choice)
        if choice.name == "slanted":  # there alone they have to be asked for
            yield Flag("numbers", "numbers", means=True)


FLAGS = {flag.name: flag for flag in _listed()}
NAMES = {flag.option: f"--{name}" for name, flag in FLAGS.items()} | {
    each: f"--{each}" for each in ("output", "format", *FLAGS)
}
KEYS = {"output": "file", "packed": "with"}  # in a set's file, where the others are as in Python


def called(given: Iterable[str], *, dashes: bool = True) -> dict[str, str]:
    """What errors call options: as somebody wrote them, or as they may be written.

    Args:
        given: What was written, without dashes.
        dashes: Whether it was written with them, in a shell; else in a set's file.

    Example:
        >>> called(["step"])["steps"], called(["once"], dashes=False)["loop"]
        ('--step', 'once')
    """
    listed = [*given]
    own = {FLAGS[name].option: name for name in listed if name in FLAGS}
    own = {option: name for option, name in own.items() if option not in listed}
    if dashes:
        return NAMES | {option: f"--{name}" for option, name in own.items()}
    return KEYS | own


def chosen(given: Mapping[str, Any], opens: Mapping[str, Any]) -> dict[str, Any]:
    """The options that somebody wrote, over what a state opens with; nothing of what is usual.

    Args:
        given: By flag, or by the option itself where that is named otherwise.
        opens: As ``Lesson.opens`` gives it.

    Raises:
        ConvError: There is no such option, it is set twice, or a value can't be.

    Example:
        >>> chosen({"no-titles": True, "step": "4"}, {"show": "heat"})
        {'show': 'heat', 'titles': False, 'steps': (4, 4)}
    """
    wanted, said = dict[str, Any](), dict[str, str]()
    for name, value in given.items():
        flag = FLAGS.get(name) or Flag(name, name)
        if flag.option in said:
            raise ConvError("said-twice", parameter=name, other=said[flag.option])
        said[flag.option] = name
        wanted[flag.option] = flag.read(value)
    return read_values(as_options(opens) | wanted)


def _speed(typed: Any) -> float:
    try:
        speed = decimal(str(typed))
    except ValueError:
        speed = math.nan
    if not SLOWEST <= speed <= FASTEST:
        details = {"value": f"“{shortened(str(typed), ROOM)}”", "low": SLOWEST, "high": FASTEST}
        raise ConvError("number-bounds", parameter="speed", **details)
    return speed
