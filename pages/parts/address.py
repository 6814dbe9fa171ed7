"""The state of a lesson and its address: each follows the other.

The state of a page is one dictionary of checked values in the session; the widgets show it and the
address follows it. An address that says something else was opened by hand: it is read, and
where it makes no sense, a sentence says so and what was on screen stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from convlib import ConvError, Lesson
from convlib.lesson import Values
from convlib.picture.look import SHOWN

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
COUNTED = ("value", "term")
SWITCHES = ("loop", "hues", "predict")
LONGEST_STEP = 6  # digits
LATELY = 100  # addresses
LONGEST_PAST = 200  # changes


@dataclass
class State:
    """What a lesson's page shows at present.

    Attributes:
        values: The lesson's parameters.
        by: What a step of the player is, ``"value"`` or ``"term"``.
        speed: Of the player, 1 for 700 ms a step.
        loop: Whether the player starts again at the end.
        theme: The palette on screen, ``"light"`` or ``"dark"``.
        position: Where the player starts, or None for the beginning, playing.
        visits: How often an address was read; tells the player to go to the position.
        show: What the cells show: ``"numbers"``, ``"heat"`` (a heat-map) or ``"both"``.
        hues: Whether each weight has a hue of its own.
        predict: Whether results are covered until they are asked for.
        layout: The layout on screen, ``"wide"`` or ``"tall"``.
        known: The addresses that the page itself has had lately: none of them is news.
        lost: Whether an address that made no sense stands there: its reader may want to mend it.
        problem: What was wrong with the address or an entry, as an error that can be shown.
        typed: What was typed into a grid's field and couldn't be read, by parameter.
        apart: Whether rows and columns were asked to have controls of their own.
        shown: Per widget the value that it shows, and how often that was not its reader's choice.
        movers: Per slider, by its class on the page, what takes over a value that it is dragged to.
        answered: Which player's asks were carried out, and the number of the last one.
        drawn: The seed of the numbers last drawn for one array.
        code: The QR code last asked for, as the player wants it.
        start: What "reset" goes back to.
        past: The values before each change, the last one last.
        future: The values that were taken back, the last one last.
        changing: What is being changed bit by bit: all of it is one change.
    """

    values: Values
    by: str = "value"
    speed: float = 1.0
    loop: bool = False
    theme: str = "light"
    show: str = "numbers"
    hues: bool = False
    predict: bool = False
    layout: str = "wide"
    position: int | None = None
    visits: int = 0
    known: list[dict[str, str]] = field(default_factory=list)
    lost: bool = False
    problem: ConvError | None = None
    typed: dict[str, str] = field(default_factory=dict)
    apart: bool = False
    shown: dict[str, tuple[Any, int]] = field(default_factory=dict)
    movers: dict[str, Callable[[str], None]] = field(default_factory=dict)
    answered: dict[str, Any] = field(default_factory=dict)
    drawn: int = 0
    code: dict[str, Any] | None = None
    start: Values = field(default_factory=dict)
    past: list[Values] = field(default_factory=list)
    future: list[Values] = field(default_factory=list)
    changing: str = ""

    def __post_init__(self) -> None:
        self.start = self.start or self.values

    def change(self, lesson: Lesson, values: Values, of: str = "") -> None:
        """Take over other values, in a way that can be taken back.

        Args:
            lesson: Whose values they are.
            values: Checked ones.
            of: What is being changed bit by bit, such as a slider while it is dragged; changes of
                the same that follow each other are taken back together.
        """
        self.lost, self.problem = False, None
        self.typed.clear()
        if lesson.same(values, self.values):
            return
        if not of or of != self.changing:
            self.past = [*self.past[-LONGEST_PAST + 1 :], self.values]
        self.changing = of
        self.future.clear()
        self.values = values

    def undo(self) -> None:
        """Take the last change back, if there is one."""
        self._swap(self.past, self.future)

    def redo(self) -> None:
        """Make the change again that was taken back last, if there is one."""
        self._swap(self.future, self.past)

    def _swap(self, source: list[Values], target: list[Values]) -> None:
        self.changing = ""
        if source:
            self.lost, self.problem = False, None
            self.typed.clear()
            target.append(self.values)
            self.values = source.pop()


def state_of(lesson: Lesson) -> State:
    """The page's state as the session has it; the lesson's defaults at first."""
    key = f"{lesson.slug}.state"
    if key not in st.session_state:
        st.session_state[key] = State(lesson.values())
    state: State = st.session_state[key]
    return state


def visit(lesson: Lesson) -> None:
    """Read the address if it was changed by hand: a link, the back button, an entry.

    An address that the page gave itself is no news, though it may lag behind the state: the browser
    sends the one that it has, before it hears of the last one.
    """
    state = state_of(lesson)
    came_from = st.session_state.get("lesson")
    st.session_state["lesson"] = lesson.slug
    query = {name: value for name, value in st.query_params.items() if name != "lang"}
    returned = bool(state.known) and came_from != lesson.slug and not query
    if returned or _without_step(query) in state.known:
        return
    state.problem = None
    try:
        read_address(lesson, query, state)
    except ConvError as error:
        state.problem, state.lost = error, True
    _remember(state, _without_step(query))


def read_address(lesson: Lesson, query: dict[str, str], state: State) -> None:
    """Put what an address says into the state, all of it or nothing.

    Raises:
        ConvError: The address names or asks for something that doesn't exist.
    """
    given: dict[str, Any] = dict(query)
    by = _choice("by", given.pop("by", "value"), COUNTED)
    speed = float(_choice("speed", given.pop("speed", "1"), tuple(f"{s:g}" for s in SPEEDS)))
    show = _choice("show", given.pop("show", "numbers"), SHOWN)
    switches = {name: _choice(name, given.pop(name, "0"), ("0", "1")) for name in SWITCHES}
    step = given.pop("step", None)
    values = lesson.values(**given)
    state.position = None if step is None else _step(step)
    if state.visits:
        state.change(lesson, values)
    state.values = state.start = values
    state.by, state.speed, state.show = by, speed, show
    for name, value in switches.items():
        setattr(state, name, value == "1")
    state.visits += 1


def address_of(lesson: Lesson, state: State) -> str | None:
    """What the address should say, defaults left out; the player adds its step.

    None while an address that made no sense stands there: its reader may want to mend it.
    """
    if state.lost:
        return None
    query = lesson.write(state.values)
    if state.by != "value":
        query["by"] = state.by
    if state.speed != 1:
        query["speed"] = f"{state.speed:g}"
    if state.show != "numbers":
        query["show"] = state.show
    query |= {name: "1" for name in SWITCHES if getattr(state, name)}
    _remember(state, query)
    language = {name: value for name, value in st.query_params.items() if name == "lang"}
    return urlencode(query | language, safe=":,;")


def _remember(state: State, query: dict[str, str]) -> None:
    state.known = [*state.known[-LATELY:], query]


def _without_step(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name != "step"}


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ConvError("choice", parameter=name, value=value[:20], choices=", ".join(choices))
    return value


def _step(text: str) -> int:
    if len(text) > LONGEST_STEP or not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ConvError("below-one", parameter="step", value=text[:20])
    return int(text) - 1
