"""What follows from a lesson's state: sizes, costs and code, with the present numbers.

Each section is a fragment that follows the stage by itself. It has few elements, since a browser
takes some milliseconds for every one.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from convlib import Lesson, text
from convlib.lesson import CostRow
from pages.parts.address import State, state_of
from pages.parts.listing import show_listing
from pages.parts.play import picture, text_of
from pages.parts.sight import follow_stage

FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras", "numpy": "NumPy"}
MEASURES = ("macs", "parameters")


@st.fragment
def show_work(lesson: Lesson, language: str) -> None:
    """The output's size and what the layer costs, beside each other: one element of the page."""
    state = state_of(lesson)
    follow_stage("work", lesson, state)
    columns = filter(None, [_sizes(lesson, state, language), _costs(lesson, state, language)])
    cells = "".join(f"<section>\n\n{column}\n\n</section>" for column in columns)
    if cells:
        st.markdown(f'<div class="work"><div>{cells}</div></div>', unsafe_allow_html=True)


def _sizes(lesson: Lesson, state: State, language: str) -> str:
    """The output's size, worked out with the present numbers, as Markdown."""
    derivations = lesson.derive(state.values)
    if not derivations:
        return ""
    blocks, left = [], []
    for derivation in derivations:
        lines = r" \\[0.5em] ".join(derivation.lines)
        block = rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"
        if len(derivations) > 1:
            block = f"**{text.say(f'size.{derivation.label}', language)}**\n\n{block}"
        blocks.append(f"<div>\n\n{block}\n\n</div>")
        if derivation.left:
            left.append(text.say("size.left", language, left=derivation.left))
    unvisited = picture(lesson.slug, text_of(lesson, state.values), False, language).unvisited
    if unvisited:
        left.append(text.say("size.unvisited", language, count=unvisited))
    heading = f"## {text.say('size.title', language)}"
    sizes = f'<div class="sizes">{"".join(blocks)}</div>'
    return "\n\n".join([heading, sizes, *dict.fromkeys(left)])


def _costs(lesson: Lesson, state: State, language: str) -> str:
    """What the layer costs, beside others: charts with bars to scale, as Markdown."""
    rows = lesson.costs(state.values)
    if not rows:
        return ""
    charts = [list(rows) for _, rows in groupby(rows, key=lambda row: row.chart)]
    tables = "".join(_measure(name, rows, language) for rows in charts for name in MEASURES)
    heading, remark = text.say("cost.title", language), escape(text.say("cost.caption", language))
    return f'## {heading}\n\n<div class="costs"><div>{tables}</div><small>{remark}</small></div>'


def _measure(name: str, rows: Sequence[CostRow], language: str) -> str:
    """A table that compares one number of all rows of a chart."""
    numbers = [getattr(row.cost, name) for row in rows]
    longest = max(*numbers, 1)
    words = compared(numbers[0], numbers[1], language) if len(rows) > 1 else ""
    caption = escape(text.say(f"cost.{name}", language))
    if rows[0].chart:
        caption += f"<small>{escape(text.say(f'cost.{rows[0].chart}', language))}</small>"
    lines = [f"<table><caption>{caption}</caption>"]
    for at, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        label = escape(text.say(f"cost.{row.label}", language))
        beside = f"&ensp;<small>{words}</small>" if at == 0 and words else ""
        bar = f'<span class="bar"><i style="width: {number / longest:.2%}"></i></span>'
        lines.append(
            f'<tbody class="{"own" if at == 0 else "other"}">'
            f'<tr><th scope="row">{label}{beside}</th><td><strong>{number:,}</strong></td></tr>'
            f'<tr><td colspan="2">{bar if len(rows) > 1 else ""}'
            f"\n\n${getattr(row, name)}$\n\n</td></tr></tbody>"
        )
    return "".join([*lines, "</table>"])


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


@st.fragment
def show_code(lesson: Lesson, language: str) -> None:
    """The layer as code, a tab for each framework; only the open one's is there.

    It has no colours: on this page each of them means a role.
    """
    state = state_of(lesson)
    follow_stage("code", lesson, state)
    written = lesson.code(state.values)
    names = [name for name in FRAMEWORKS if name in written]
    if not names:
        return
    st.markdown(f"## {text.say('code.title', language)}")
    titles = [FRAMEWORKS[name] for name in names]
    tabs = st.tabs(titles, key=f"{lesson.slug}.code", on_change="rerun")
    for name, title, tab in zip(names, titles, tabs, strict=True):
        if tab.open:
            with tab:
                show_listing(written[name], title, f"{lesson.slug}.listing", language)
