"""What all controls share: a widget shows the state, and what is chosen goes into it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from convlib import ConvError, Lesson
from convlib.edits import type_in
from convlib.lesson import Values
from convlib.params import Grid, Several
from convlib.text import say
from pages.parts.address import State


class Widgets:
    """The widgets of one lesson; a change goes into the state before the page is drawn again.

    A widget that has to show something else than its reader chose gets a new key, and so is a new
    widget. To set the old one's value instead would lose changes: a browser that hasn't heard of it
    yet sends the old value along with the next change, which then looks like a choice.
    """

    def __init__(self, lesson: Lesson, state: State, language: str) -> None:
        self.lesson = lesson
        self.state = state
        self.language = language

    def _slider(self, name: str, part: str, candidates: dict[int, Any], present: int) -> None:
        """A slider over those candidates that go with all the rest at present."""
        offered = self.lesson.offered(self.state.values, candidates, name)
        key = self._show(
            st.select_slider,
            f"{name}.{part}",
            present,
            lambda chosen: self._change(name, candidates[chosen]),
            label=self._label(name, part),
            options=offered,
            disabled=len(offered) < 2,
        )
        named = {str(number): number for number in offered}

        def move(text: str) -> None:
            """Take over what the slider passes while it is dragged, and leave it as it is."""
            if text in named:
                self.state.shown[f"{name}.{part}"] = (named[text], self._times(f"{name}.{part}"))
                self._change(name, candidates[named[text]], of=key)

        self.state.movers[class_of(key)] = move

    def _times(self, name: str) -> int:
        return self.state.shown[name][1]

    def _type(self, param: Grid | Several, typed: str) -> None:
        """Take over what was typed; what can't be read stays there, beside a sentence."""
        self.state.typed[param.name] = typed
        try:
            values = type_in(self.lesson, self.state.values, param.name, typed)
        except ConvError as error:
            self.state.problem = error
            return
        self.state.change(self.lesson, values)

    def _change(self, name: str, value: Any, of: str = "") -> None:
        self._take(self.state.values | {name: value}, of)

    def _take(self, values: Values, of: str = "") -> None:
        try:
            self.lesson.check(values)
        except ConvError as error:
            self.state.problem = error
            return
        self.state.change(self.lesson, values, of)

    def _show(
        self,
        widget: Callable[..., Any],
        name: str,
        present: Any,
        take: Callable[[Any], None],
        *,
        value: str = "value",
        **options: Any,
    ) -> str:
        """Draw a widget that shows the present value and hands over what is chosen.

        Args:
            widget: Of Streamlit.
            name: Of what it sets, and of its key.
            present: What it has to show.
            take: Called with what is chosen.
            value: Which of the widget's options says what it shows.
            **options: The widget's others.

        Returns:
            Its key.
        """
        before, times = self.state.shown.get(name, (present, 0))
        times += before != present
        self.state.shown[name] = (present, times)
        key = f"{self.lesson.slug}.{name}.{times}"

        def changed() -> None:
            # A browser that hasn't heard of the new widget yet sends the old one once more.
            if self.state.shown[name][1] != times:
                return
            chosen = st.session_state[key]
            self.state.shown[name] = (chosen, times)
            take(chosen)

        if value == "index":
            choices = options["options"]
            options[value] = choices.index(present) if present in choices else None
        else:
            options[value] = present
        widget(**options, key=key, on_change=changed)
        return key

    def _label(self, name: str, part: str) -> str:
        """What a slider is called: the parameter, and which part of it."""
        if not part:
            return self._say(name)
        return say("control.part", self.language, name=self._say(name), part=self._say(part))

    def _say(self, key: str) -> str:
        return say(f"control.{key}", self.language)


def class_of(key: str) -> str:
    """The class that Streamlit gives the element around a widget with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
