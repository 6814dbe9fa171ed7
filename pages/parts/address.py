"""What an address says of a lesson's page.

The state belongs to the player in the browser, which writes the address. The page reads an address
when it is opened by it, and its session keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import streamlit as st

from convlib import ConvError, Lesson
from convlib.lesson import ROOM, Values
from convlib.params import shortened
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
            ``contrast``, and ``position``, the step that it stands on, from 0 (None for the
            beginning, playing).
        problems: What was wrong with the address, as errors that can be shown; the address then
            stands there, for its reader may want to mend it.
    """

    values: Values
    options: dict[str, Any] = field(default_factory=dict)
    problems: list[ConvError] = field(default_factory=list)


def visit(lesson: Lesson) -> Opening:
    """Read the address of the page."""
    names = [name for name in st.query_params if name != "lang"]
    pairs = [(name, value) for name in names for value in st.query_params.get_all(name)]
    return read_address(lesson, pairs)


def slug_of(url: str | None) -> str:
    """The lesson that an address names, whether or not there is one.

    Example:
        >>> slug_of("http://here/base/no%20lesson/?size=7"), slug_of("http://[here")
        ('no lesson', '')
    """
    try:
        path = urlsplit(url or "").path
    except ValueError:  # no browser is at such an address
        return ""
    return unquote(path).rstrip("/").rpartition("/")[2]


def read_address(lesson: Lesson, query: Iterable[tuple[str, str]]) -> Opening:
    """What an address says: all of it that makes sense, and what was wrong with the rest.

    What it doesn't say of how things are shown is as the state opens by itself. Its ``step`` counts
    from 1, and terms with ``by=term``: ``step=4`` is ``step=3`` in Python, which counts from 0.

    Args:
        lesson: Whose page it is.
        query: The names in the address, each with what it is set to.
    """
    given, repeated = once(query)
    own = ("by", "speed", "show", *SWITCHES, "step")
    asked = {name: given.pop(name) for name in own if name in given}
    values, problems = sensible(lesson, given)
    problems = [*repeated, *problems]
    usual = {"speed": 1.0, "show": "numbers", **lesson.opens(values)}
    ways = {
        "by": (COUNTED, "value"),
        "speed": (tuple(f"{speed:g}" for speed in SPEEDS), f"{usual['speed']:g}"),
        "show": (SHOWN, usual["show"]),
        **dict.fromkeys(SWITCHES, (("0", "1"), "0")),
    }
    chosen = {name: default for name, (_, default) in ways.items()}
    options: dict[str, Any] = {"position": None}
    for name, text in asked.items():
        try:
            if name == "step":
                options["position"] = _step(text)
            else:
                chosen[name] = _choice(name, text, ways[name][0])
        except ConvError as error:
            problems.append(error)
    switches = {name: chosen[name] == "1" for name in SWITCHES}
    options |= {**chosen, "speed": float(chosen["speed"]), **switches}
    return Opening(values, options, problems)


def once(query: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[ConvError]]:
    """What each name is set to, at last, and which names are set to several things.

    Example:
        >>> once([("stride", "2"), ("stride", "3")])[0]
        {'stride': '3'}
    """
    given, twice = dict[str, Any](), dict[str, ConvError]()
    for name, value in query:
        if given.setdefault(name, value) != value:
            twice[name] = ConvError("set-twice", parameter=shortened(name, ROOM))
            given[name] = value
    return given, list(twice.values())


def sensible(lesson: Lesson, given: dict[str, Any]) -> tuple[Values, list[ConvError]]:
    """The state that makes sense, and what was wrong with what is left out of it.

    A value that is wrong by itself is left out; of values that don't go together those that can't
    be added to the rest.
    """
    with suppress(ConvError):
        return lesson.values(**given), []
    params, problems = {param.name: param for param in lesson.params}, []
    for name, value in list(given.items()):
        try:
            if name == "preset":
                lesson.preset(value)
            elif name in params:
                params[name].read(value)
            else:
                lesson.values(**{name: value})
        except ConvError as error:
            problems.append(error)
            del given[name]
    try:
        return lesson.values(**given), problems
    except ConvError as error:
        return _fitting(lesson, given), [*problems, error]


def _fitting(lesson: Lesson, given: dict[str, Any]) -> Values:
    """The state with as many of the values as go together."""
    kept: dict[str, Any] = {}
    values, is_done = lesson.values(), False
    while not is_done:
        is_done = True
        for name in [name for name in given if name not in kept]:
            with suppress(ConvError):
                values = lesson.values(**kept, **{name: given[name]})
                kept[name] = given[name]
                is_done = False
    return values


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ConvError("choice", parameter=name, value=value[:20], choices=", ".join(choices))
    return value


def _step(text: str) -> int:
    """Where the playhead stands, counted from 0; an address counts from 1."""
    if len(text) > LONGEST_STEP or not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ConvError("below-one", parameter="step", value=text[:20])
    return int(text) - 1
