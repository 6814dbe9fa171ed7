"""The controls of a lesson, made from its parameters; each offers only what is valid at present."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from app_pages.parts.address import State
from convlib import ConvError, Lesson
from convlib.lesson import Values
from convlib.numbers import MINUS, texts
from convlib.params import Grid, PaddingParam, PerAxis, Seed
from convlib.shapes import Pair
from convlib.text import say

AXES = ("rows", "columns")
SIDES = (("top", "bottom"), ("left", "right"))


class Controls:
    """The widgets of one lesson; a change goes into the state before the page is drawn again.

    A widget that has to show something else than its reader chose gets a new key, and so is a new
    widget. To set the old one's value instead would lose changes: a browser that hasn't heard of it
    yet sends the old value along with the next change, which then looks like a choice.
    """

    def __init__(self, lesson: Lesson, state: State, language: str) -> None:
        self.lesson = lesson
        self.state = state
        self.language = language

    def show_sliders(self) -> None:
        """The sizes and the padding, beside each other; per axis, in a row each, on request."""
        self.state.movers.clear()
        apart = self._apart()
        params = [p for p in self.lesson.params if isinstance(p, (PerAxis, PaddingParam))]
        for axis in range(2 if apart else 1):
            with st.container(horizontal=True, gap="medium"):
                for param in params:
                    if isinstance(param, PerAxis):
                        self._per_axis(param, axis if apart else None)
                    elif axis == 0:
                        self._padding(param, apart)
        for param in params:
            if apart and isinstance(param, PaddingParam):
                self._sides(param)

    def _apart(self) -> bool:
        """Whether rows and columns have controls of their own: asked for, or needed."""
        return self.state.apart or not self._square()

    def _square(self) -> bool:
        values = self.state.values
        pairs = [values[p.name] for p in self.lesson.params if isinstance(p, PerAxis)]
        padding = [
            entry
            for p in self.lesson.params
            if isinstance(p, PaddingParam) and not isinstance(values[p.name], str)
            for entry in values[p.name]
        ]
        return all(a == b for a, b in pairs + padding) and len(set(padding)) <= 1

    def show_apart(self) -> None:
        """The switch that gives rows and columns controls of their own."""
        self._show(
            st.toggle,
            "apart",
            self._apart(),
            self._set_apart,
            label=self._say("apart"),
            disabled=not self._square(),
        )

    def _set_apart(self, apart: bool) -> None:
        self.state.apart = apart

    def _per_axis(self, param: PerAxis, axis: int | None) -> None:
        """A slider for one axis, or (None) for both at once."""
        rows, columns = self.state.values[param.name]
        numbers = range(param.low, param.high + 1)
        if axis is None:
            self._slider(param.name, "", {n: (n, n) for n in numbers}, rows)
        elif axis == 0:
            self._slider(param.name, AXES[0], {n: (n, columns) for n in numbers}, rows)
        else:
            self._slider(param.name, AXES[1], {n: (rows, n) for n in numbers}, columns)

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

    def _padding(self, param: PaddingParam, apart: bool) -> None:
        """The rule, and by hand the amount: one, or one for each side."""
        present = self.state.values[param.name]
        amounts = present if not isinstance(present, str) else ((1, 1), (1, 1))
        rules: dict[str, Any] = {rule: rule for rule in param.rules} | {"amount": amounts}
        offered = self.lesson.offered(self.state.values, rules, param.name)
        rule = present if isinstance(present, str) else "amount"
        self._show(
            st.selectbox,
            param.name,
            rule,
            lambda chosen: self._change(param.name, rules[chosen]),
            by_index=True,
            label=self._say(param.name),
            help=self._say(f"{param.name}-help"),
            options=offered,
            format_func=lambda rule: self._say(f"padding-{rule}"),
        )
        if not apart and not isinstance(present, str):
            both = {n: ((n, n), (n, n)) for n in range(param.high + 1)}
            self._slider(param.name, "amount", both, present[0][0])

    def _sides(self, param: PaddingParam) -> None:
        """An amount for each side, where padding is set by hand."""
        present = self.state.values[param.name]
        if isinstance(present, str):
            return
        with st.container(horizontal=True, gap="medium"):
            for axis, sides in enumerate(SIDES):
                for side, name in enumerate(sides):
                    amounts = range(param.high + 1)
                    candidates = {n: _replaced(present, axis, side, n) for n in amounts}
                    self._slider(param.name, name, candidates, present[axis][side])

    def show_presets(self) -> None:
        """The presets by name; nothing is chosen where the state is none of them."""
        names = [preset.name for preset in self.lesson.presets]
        written = self.lesson.write(self.state.values)
        self._show(
            st.selectbox,
            "preset",
            written.get("preset") if written else names[0],
            self._choose,
            by_index=True,
            label=self._say("preset"),
            options=names,
            placeholder=self._say("preset-none"),
            format_func=lambda name: self._say(f"preset-{name}", name),
        )

    def _choose(self, preset: str | None) -> None:
        if preset is not None:
            values = self.lesson.values(preset=preset)
            self.state.change(self.lesson, values)
            self.state.start = values

    def show_numbers(self, shown: Callable[[str], Any]) -> None:
        """Where the numbers come from: the preset's, at random from a seed, or typed in."""
        for param in self.lesson.params:
            if isinstance(param, Seed):
                self._seed(param)
        for param in self.lesson.params:
            if isinstance(param, Grid):
                self._grid(param, shown(param.name))

    def _seed(self, param: Seed) -> None:
        left, right = st.columns([1, 1], vertical_alignment="bottom")
        present = self.state.values[param.name]
        with left:
            self._show(
                st.number_input,
                param.name,
                present,
                lambda seed: self._draw(param.name, seed),
                label=self._say("seed"),
                min_value=0,
                max_value=param.high,
                step=1,
                placeholder=self._say("seed-none"),
            )
        right.button(
            self._say("random"),
            key=f"{self.lesson.slug}.random",
            width="stretch",
            on_click=lambda: self._draw(
                param.name, 1 if present is None else present % param.high + 1
            ),
        )

    def _draw(self, name: str, seed: int | None) -> None:
        """Draw all numbers anew; what was typed gives way, since it would hide them."""
        self._take(self.state.values | dict.fromkeys(self.lesson.grids()) | {name: seed})

    def _grid(self, param: Grid, numbers: Any) -> None:
        """A field to type a grid into; it shows the present numbers, or what was typed wrongly."""
        rows = [" ".join(texts(row)).replace(MINUS, "-") for row in numbers]
        self._show(
            st.text_area,
            param.name,
            self.state.typed.get(param.name, "\n".join(rows)),
            lambda typed: self._type(param, typed),
            label=self._say(param.name),
            height="content",
            help=self._say("grid-help"),
        )

    def _type(self, param: Grid, typed: str) -> None:
        self.state.typed[param.name] = typed
        try:
            read = param.read(typed)
            fitted = self.lesson.fit({param.name: read})
        except ConvError as error:
            self.state.problem = error
            return
        self._take(self.state.values | fitted | {param.name: read})

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
        by_index: bool = False,
        **options: Any,
    ) -> str:
        """Draw a widget that shows the present value and hands over what is chosen; its key."""
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

        if by_index:
            choices = options["options"]
            options["index"] = choices.index(present) if present in choices else None
        else:
            options["value"] = present
        widget(**options, key=key, on_change=changed)
        return key

    def _label(self, name: str, part: str) -> str:
        """What a slider is called: the parameter, and which part of it."""
        if not part:
            return self._say(name)
        return say("control.part", self.language, name=self._say(name), part=self._say(part))

    def _say(self, key: str, default: str | None = None) -> str:
        try:
            return say(f"control.{key}", self.language)
        except KeyError:
            if default is None:
                raise
            return default


def class_of(key: str) -> str:
    """The class that Streamlit gives the element around a widget with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def _replaced(pairs: Sequence[Pair], axis: int, side: int, number: int) -> tuple[Pair, Pair]:
    """The amounts per axis and side with one of them replaced."""
    table = [list(pair) for pair in pairs]
    table[axis][side] = number
    return (table[0][0], table[0][1]), (table[1][0], table[1][1])
