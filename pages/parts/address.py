"""What an address says of a lesson's page, and what the page's session keeps of it.

The state belongs to the player in the browser, which writes the address. The page reads an address
when it is opened by it; what stands below the stage hears of later states when it has to show them.
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
class State:
    """What a lesson's page shows, as far as its server has heard.

    Attributes:
        values: The lesson's parameters.
        options: How the player opens: ``by``, ``speed``, ``show``, ``loop``, ``hues``, ``predict``,
            ``contrast``, and ``position``, where it stands (None for the beginning, playing).
        lost: Whether an address that made no sense stands there: its reader may want to mend it.
        problem: What was wrong with the address, as an error that can be shown.
        is_known: Whether an address has been read.
    """

    values: Values
    options: dict[str, Any] = field(default_factory=dict)
    lost: bool = False
    problem: ConvError | None = None
    is_known: bool = False


def state_of(lesson: Lesson) -> State:
    """The page's state as the session has it; the lesson's defaults at first."""
    key = f"{lesson.slug}.state"
    if key not in st.session_state:
        st.session_state[key] = State(lesson.values())
    state: State = st.session_state[key]
    return state


def visit(lesson: Lesson) -> State:
    """Read the address; one that says nothing leaves the lesson as its reader left it."""
    state = state_of(lesson)
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    if query or not state.is_known:
        state.lost, state.problem = False, None
        try:
            read_address(lesson, query, state)
        except ConvError as error:
            state.problem, state.lost = error, True
    state.is_known = True
    return state


def read_address(lesson: Lesson, query: dict[str, str], state: State) -> None:
    """Put what an address says into the state, all of it or nothing.

    Raises:
        ConvError: The address names or asks for something that doesn't exist.
    """
    given: dict[str, Any] = dict(query)
    speed = _choice("speed", given.pop("speed", "1"), tuple(f"{s:g}" for s in SPEEDS))
    options: dict[str, Any] = {
        "by": _choice("by", given.pop("by", "value"), COUNTED),
        "speed": float(speed),
        "show": _choice("show", given.pop("show", "numbers"), SHOWN),
    }
    for name in SWITCHES:
        options[name] = _choice(name, given.pop(name, "0"), ("0", "1")) == "1"
    step = given.pop("step", None)
    options["position"] = None if step is None else _step(step)
    state.values, state.options = lesson.values(**given), options


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ConvError("choice", parameter=name, value=value[:20], choices=", ".join(choices))
    return value


def _step(text: str) -> int:
    if len(text) > LONGEST_STEP or not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ConvError("below-one", parameter="step", value=text[:20])
    return int(text) - 1
