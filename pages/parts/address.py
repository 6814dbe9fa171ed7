"""What an address says of a lesson's page.

The state belongs to the player in the browser, which writes the address. The page reads an address
when it is opened by it, and its session keeps nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from convlib import ConvError, Lesson
from convlib.lesson import Values
from convlib.picture.look import SHOWN

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
COUNTED = ("value", "term")
SWITCHES = ("loop", "hues", "predict", "contrast")
LONGEST_STEP = 6  # digits


@dataclass
class Opening:
    """How a lesson's page opens.

    Attributes:
        values: The lesson's parameters.
        options: How the player opens: ``by``, ``speed``, ``show``, ``loop``, ``hues``, ``predict``,
            ``contrast``, and ``position``, where it stands (None for the beginning, playing).
        problem: What was wrong with the address, as an error that can be shown; the address then
            stands there, for its reader may want to mend it.
    """

    values: Values
    options: dict[str, Any] = field(default_factory=dict)
    problem: ConvError | None = None


def visit(lesson: Lesson) -> Opening:
    """Read the address of the page."""
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    try:
        return read_address(lesson, query)
    except ConvError as error:
        return Opening(lesson.values(), problem=error)


def read_address(lesson: Lesson, query: dict[str, str]) -> Opening:
    """What an address says.

    What it doesn't say of how things are shown is as the state opens by itself.

    Raises:
        ConvError: The address names or asks for something that doesn't exist.
    """
    given: dict[str, Any] = dict(query)
    own = ("by", "speed", "show", *SWITCHES, "step")
    asked = {name: given.pop(name) for name in own if name in given}
    values = lesson.values(**given)
    usual = {"speed": 1.0, "show": "numbers", **lesson.opens(values)}
    speeds = tuple(f"{speed:g}" for speed in SPEEDS)
    speed = _choice("speed", asked.get("speed", f"{usual['speed']:g}"), speeds)
    options: dict[str, Any] = {
        "by": _choice("by", asked.get("by", "value"), COUNTED),
        "speed": float(speed),
        "show": _choice("show", asked.get("show", usual["show"]), SHOWN),
    }
    for name in SWITCHES:
        options[name] = _choice(name, asked.get(name, "0"), ("0", "1")) == "1"
    step = asked.get("step")
    options["position"] = None if step is None else _step(step)
    return Opening(values, options)


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ConvError("choice", parameter=name, value=value[:20], choices=", ".join(choices))
    return value


def _step(text: str) -> int:
    if len(text) > LONGEST_STEP or not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ConvError("below-one", parameter="step", value=text[:20])
    return int(text) - 1
