"""What follows from a lesson's state: sizes, costs and code, with the present numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from convlib import Lesson, text
from convlib.lesson import CostRow
from convlib.picture.parts import UNVISITED
from convlib.picture.scene import Scene
from pages.parts.address import State

FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras", "numpy": "NumPy"}
MEASURES = ("macs", "parameters")


def show_sizes(lesson: Lesson, state: State, scene: Scene, language: str) -> None:
    """The output size, worked out with the present numbers: one element, since each costs time."""
    derivations = lesson.derive(state.values)
    if not derivations:
        return
    blocks, left = [], []
    for derivation in derivations:
        lines = r" \\[0.5em] ".join(derivation.lines)
        block = rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"
        if len(derivations) > 1:
            block = f"**{text.say(f'size.{derivation.label}', language)}**\n\n{block}"
        blocks.append(block)
        if derivation.left:
            left.append(text.say("size.left", language, left=derivation.left))
    unvisited = sum(int((panel.kind_of_cells & UNVISITED > 0).sum()) for panel in scene.panels)
    if unvisited:
        left.append(text.say("size.unvisited", language, count=unvisited))
    heading = f"## {text.say('size.title', language)}"
    st.markdown("\n\n".join([heading, *blocks, *dict.fromkeys(left)]))


def show_costs(lesson: Lesson, state: State, language: str) -> None:
    """What the layer costs, beside others: a table with bars to scale, all one element."""
    rows = lesson.costs(state.values)
    if not rows:
        return
    bodies = [_measure(name, rows, language) for name in MEASURES]
    caption = escape(text.say("cost.caption", language))
    table = f'<table class="costs"><caption>{caption}</caption>{"".join(bodies)}</table>'
    heading = f"## {text.say('cost.title', language)}"
    st.markdown(f"{heading}\n\n{table}", unsafe_allow_html=True)


def _measure(name: str, rows: Sequence[CostRow], language: str) -> str:
    """The part of the table that compares one number of all rows."""
    numbers = [getattr(row.cost, name) for row in rows]
    longest = max(*numbers, 1)
    title = escape(text.say(f"cost.{name}", language))
    words = compared(numbers[0], numbers[1], language) if len(rows) > 1 else ""
    lines = [f'<tbody><tr><th colspan="2" scope="rowgroup">{title}</th></tr>']
    for at, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        label = escape(text.say(f"cost.{row.label}", language))
        beside = f" · {words}" if at == 0 and words else ""
        bar = f'<span class="bar"><i style="width: {number / longest:.2%}"></i></span>'
        lines.append(
            f'<tr class="{"own" if at == 0 else "other"}"><th scope="row">{label}</th><td>'
            f"{bar if len(rows) > 1 else ''}<strong>{number:,}</strong> {beside}"
            f"\n\n${getattr(row, name)}$\n\n</td></tr>"
        )
    return "".join([*lines, "</tbody>"])


def compared(own: int, other: int, language: str) -> str:
    """How one's own number stands beside another, such as "8.4 times fewer".

    Example:
        >>> compared(10275, 86400, "en"), compared(9, 9, "en"), compared(150, 100, "en")
        ('8.4 times fewer', 'just as many', '1.5 times more')
    """
    if own == other:
        return text.say("cost.same", language)
    if not own or not other:
        return ""
    ratio = max(own, other) / min(own, other)
    times = f"{ratio:.1f}" if ratio < 100 else f"{ratio:,.0f}"
    if times == "1.0":
        return text.say("cost.near", language)
    return text.say("cost.fewer" if own < other else "cost.more", language, times=times)


def show_code(lesson: Lesson, state: State, language: str) -> None:
    """The layer as code, a tab for each framework.

    It has no colours: on this page each of them means a role, and Streamlit's are too pale to read.
    """
    written = lesson.code(state.values)
    names = [name for name in FRAMEWORKS if name in written]
    if not names:
        return
    st.markdown(f"## {text.say('code.title', language)}")
    for name, tab in zip(names, st.tabs([FRAMEWORKS[name] for name in names]), strict=True):
        tab.code(written[name], language=None)
