"""The numbers of a lesson's arrays: at random from a seed, or typed in."""

from __future__ import annotations

import streamlit as st

from convlib.numerals import MINUS, texts
from convlib.ops import Array
from convlib.params import Grid, Seed
from pages.parts.widgets import Widgets


class Numbers(Widgets):
    """A field for the seed, and one for each array."""

    def show(self) -> None:
        """Where the numbers come from: the preset's, at random from a seed, or typed in."""
        for param in self.lesson.params:
            if isinstance(param, Seed):
                self._seed(param)
        arrays = self.lesson.arrays(self.state.values)
        for param in self.lesson.at_work(self.state.values):
            if isinstance(param, Grid):
                self._grid(param, arrays[param.name])

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

    def _grid(self, param: Grid, array: Array) -> None:
        """A field to type a grid into; it shows the present numbers, or what was typed wrongly."""
        planes = array if param.planes else [array]
        written = "\n\n".join("\n".join(map(_row, plane)) for plane in planes)
        self._show(
            st.text_area,
            param.name,
            self.state.typed.get(param.name, written),
            lambda typed: self._type(param, typed),
            label=self._say(param.name),
            height="content",
            help=self._say("planes-help" if param.planes else "grid-help"),
        )


def _row(numbers: Array) -> str:
    return " ".join(texts(numbers)).replace(MINUS, "-")
