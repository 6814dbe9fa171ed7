"""The output's size and what the layer costs, worked out with the present numbers, as HTML.

Formulas stand in it as TeX, which the browser sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from convlib import Lesson, text
from convlib.lesson import CostRow, Values

MEASURES = ("macs", "parameters")


def work(lesson: Lesson, values: Values, unvisited: int, language: str) -> str:
    """Size and costs beside each other, as far as the lesson has them.

    Args:
        lesson: What is worked out.
        values: Of the state.
        unvisited: How many of its cells no window visits.
        language: Of the words.
    """
    columns = (_sizes(lesson, values, unvisited, language), _costs(lesson, values, language))
    cells = "".join(f"<section>{column}</section>" for column in columns if column)
    return f"<div>{cells}</div>" if cells else ""


def _sizes(lesson: Lesson, values: Values, unvisited: int, language: str) -> str:
    """The output's size."""
    derivations = lesson.derive(values)
    if not derivations:
        return ""
    blocks, left = [], []
    for derivation in derivations:
        lines = r" \\[0.5em] ".join(derivation.lines)
        block = tex(
            rf"\displaystyle \begin{{aligned}} {lines} \end{{aligned}}", len(derivation.lines)
        )
        if len(derivations) > 1:
            title = escape(text.say(f"size.{derivation.label}", language))
            block = f"<p><b>{title}</b></p>{block}"
        blocks.append(f"<div>{block}</div>")
        if derivation.left:
            left.append(text.say("size.left", language, left=derivation.left))
    if unvisited:
        left.append(text.say("size.unvisited", language, count=unvisited))
    remarks = "".join(f"<p>{escape(remark)}</p>" for remark in dict.fromkeys(left))
    return f'{heading("size.title", language)}<div class="sizes">{"".join(blocks)}</div>{remarks}'


def _costs(lesson: Lesson, values: Values, language: str) -> str:
    """What the layer costs, beside others: charts with bars to scale."""
    rows = lesson.costs(values)
    if not rows:
        return ""
    charts = [list(rows) for _, rows in groupby(rows, key=lambda row: row.chart)]
    tables = "".join(_measure(name, rows, language) for rows in charts for name in MEASURES)
    remark = escape(text.say("cost.caption", language))
    title = heading("cost.title", language)
    return f'{title}<div class="costs"><div>{tables}</div><small>{remark}</small></div>'


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
            f'<tr><th scope="row">{label}{beside}</th><td><b>{number:,}</b></td></tr>'
            f'<tr><td colspan="2">{bar if len(rows) > 1 else ""}{tex(getattr(row, name))}</td></tr>'
            "</tbody>"
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


def heading(key: str, language: str) -> str:
    """The heading of a section, which a link may lead to.

    Example:
        >>> heading("size.title", "en")
        '<h2 id="the-outputs-size">The output&#x27;s size</h2>'
    """
    title = text.say(key, language)
    place = re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", title.lower()))
    return f'<h2 id="{place}">{escape(title)}</h2>'


def tex(formula: str, lines: int = 1) -> str:
    """A formula for the browser to set, which keeps room for its lines until then.

    Example:
        >>> tex("a < b")
        '<span class="tex" style="--lines: 1">a &lt; b</span>'
    """
    return f'<span class="tex" style="--lines: {lines}">{escape(formula, quote=False)}</span>'
