"""The controls of a lesson, made from its parameters; each offers only what is valid at present."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from convlib import ConvError
from convlib.params import Choice, PaddingParam, Param, PerAxis, Several, Whole
from convlib.shapes import Pair
from pages.parts.widgets import Widgets

AXES = ("rows", "columns")
SIDES = (("top", "bottom"), ("left", "right"))
MOST_SEGMENTS = 4  # choices that stand beside each other
LIST_WIDTH = 260  # pixels


class Controls(Widgets):
    """Ways to choose from, sizes to move, presets."""

    def show_choices(self) -> None:
        """What is chosen before all else, such as the view."""
        params = [param for param in self._params() if isinstance(param, Choice)]
        if not params:
            return
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            for param in params:
                self._choice(param)

    def _params(self) -> list[Param]:
        """Those that make a difference at present."""
        return self.lesson.at_work(self.state.values)

    def _choice(self, param: Choice) -> None:
        """Its ways beside each other; many of them as a list."""
        ways = self.lesson.ways(self.state.values, param)
        few = len(param.choices) <= MOST_SEGMENTS
        widget: Any = st.segmented_control if few else st.selectbox
        self._show(
            widget,
            param.name,
            self.state.values[param.name],
            lambda way: self._choose_way(param, way),
            value="default" if few else "index",
            label=self._say(param.name),
            options=list(ways),
            format_func=lambda way: self._say(f"{param.name}-{way}"),
            width="content" if few else LIST_WIDTH,
        )

    def _choose_way(self, param: Choice, way: str | None) -> None:
        """Go there, and say so if that took another example's sizes."""
        before = self.state.values
        if way is None or way == before[param.name]:
            return  # it was clicked once more, which chooses nothing
        there = self.lesson.ways(before, param).get(way, before)
        self.state.change(self.lesson, there)
        if not self.lesson.same(there, before | {param.name: way}):
            self.state.problem = ConvError("another-example", parameter=param.name)

    def show_sliders(self) -> None:
        """The sizes and the padding, beside each other; per axis, in a row each, on request."""
        self.state.movers.clear()
        apart = self._apart()
        kinds = (PerAxis, PaddingParam, Whole, Several)
        params = [param for param in self._params() if isinstance(param, kinds)]
        for axis in range(2 if apart else 1):
            if params:
                with st.container(horizontal=True, gap="medium"):
                    for param in params:
                        self._in_row(param, axis, apart)
        for param in params:
            if apart and isinstance(param, PaddingParam):
                self._sides(param)

    def _in_row(self, param: Any, axis: int, apart: bool) -> None:
        """A parameter's control in the row of an axis; what has no axes stands in the first one."""
        match param:
            case PerAxis():
                self._per_axis(param, axis if apart else None)
            case PaddingParam() if axis == 0:
                self._padding(param, apart)
            case Whole() if axis == 0:
                numbers = {n: n for n in range(param.low, param.high + 1)}
                self._slider(param.name, "", numbers, self.state.values[param.name])
            case Several() if axis == 0:
                self._several(param)

    def _several(self, param: Several) -> None:
        """A field for numbers in a row; it shows the present ones, or what was typed wrongly."""
        present = param.write(self.state.values[param.name]).replace(",", ", ")
        self._show(
            st.text_input,
            param.name,
            self.state.typed.get(param.name, present),
            lambda typed: self._type(param, typed),
            label=self._say(param.name),
            help=self._say("several-help"),
        )

    def _apart(self) -> bool:
        """Whether rows and columns have controls of their own: asked for, or needed."""
        return self.state.apart or not self._square()

    def _square(self) -> bool:
        values = self.state.values
        pairs = [values[p.name] for p in self._params() if isinstance(p, PerAxis)]
        padding = [
            entry
            for p in self._params()
            if isinstance(p, PaddingParam) and not isinstance(values[p.name], str)
            for entry in values[p.name]
        ]
        return all(a == b for a, b in pairs + padding) and len(set(padding)) <= 1

    def show_apart(self) -> None:
        """The switch that gives rows and columns controls of their own, where anything has both."""
        if not any(isinstance(param, PerAxis) for param in self._params()):
            return
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
            value="index",
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
            value="index",
            label=self._say("preset"),
            options=names,
            placeholder=self._say("preset-none"),
            format_func=lambda name: self._say(f"preset-{name}"),
        )

    def _choose(self, preset: str | None) -> None:
        if preset is not None:
            values = self.lesson.values(preset=preset)
            self.state.change(self.lesson, values)
            self.state.start = values


def _replaced(pairs: Sequence[Pair], axis: int, side: int, number: int) -> tuple[Pair, Pair]:
    """The amounts per axis and side with one of them replaced."""
    table = [list(pair) for pair in pairs]
    table[axis][side] = number
    return (table[0][0], table[0][1]), (table[1][0], table[1][1])
