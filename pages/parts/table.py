"""The table that compares types of convolution: what its cells say, and where its rows lead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

import convlib
from convlib import ConvError, Lesson, text
from convlib.compare import COLUMNS, Row, Sizes, cells, csv_of, in_order, markdown_of
from convlib.compare.asked import sizes_of
from convlib.compare.tables import NUMBERS, headings
from convlib.lesson import Values
from pages.parts.play import text_of

LINKS = 512  # that are kept
SMALL = Sizes(height=5, width=5, channels=4, filters=4, groups=2, reduction=2)


def table(lesson: Lesson, values: Values, language: str) -> list[dict[str, Any]]:
    """The table of a state, as the browser shows it; nothing in a lesson that compares nothing.

    Args:
        lesson: Whose table it is.
        values: Of the state.
        language: Of the words.

    Returns:
        Nothing where nothing is compared; else a list with one
        ``{"columns", "rows", "refused", "csv", "markdown"}``. Each row has its ``cells``, the
        ``keys`` that they are sorted by, its ``mark``, and the ``link`` to its lesson with what
        that shows in small. The texts of the files are in lines, those of the rows in their order.
    """
    rows = in_order(lesson.compared(values), language=language)
    if not rows:
        return []
    if not rows:
        return []
    sizes = sizes_of(values)
    shown = [row for row in rows if row.refused is None]
    columns = [
        {"name": name, "title": title, "number": name in NUMBERS}
        for name, title in zip(COLUMNS, headings(language), strict=True)
    ]
    return [
        {
            "columns": columns,
            "rows": [_row(row, sizes, language) for row in shown],
            "refused": [_refused(row, language) for row in rows if row.refused is not None],
            "csv": csv_of(rows, language).splitlines(),
            "markdown": markdown_of(rows, language).splitlines(),
        }
    ]


def _row(row: Row, sizes: Sizes, language: str) -> dict[str, Any]:
    said = cells(row, language)
    keys = [
        COLUMNS[column](row) if column in NUMBERS else cell.lower()
        for column, cell in zip(COLUMNS, said, strict=True)
    ]
    return {
        "cells": said,
        "keys": keys,
        "mark": row.changes,
        "link": _link(row.lesson, sizes, row.name, language),
    }


def _refused(row: Row, language: str) -> dict[str, Any]:
    """A type that can't have these sizes: its name, why, and where it is told of."""
    name, reason = cells(row, language)
    return {"name": name, "reason": reason, "link": _link(row.lesson, SMALL, row.name, language)}


@lru_cache(LINKS)
def _link(slug: str, sizes: Sizes, name: str, language: str) -> tuple[str, str] | None:
    """A lesson's address with these sizes, and what it has in their place where they are too large.

    None where there is no such lesson.
    """
    lessons = {each.slug: each for each in convlib.all_lessons()}
    if slug not in lessons:
        return None
    lesson = lessons[slug]
    for tried, padding in product((sizes, _smaller(sizes)), ({"padding": "same"}, {})):
        asked = _asked(lesson, tried, name)
        try:
            values = lesson.values(**asked, **padding)
        except ConvError:
            continue
        query = text_of(lesson, values)
        small = "" if tried == sizes else _said(asked, language)
        return f"{slug}?{query}" if query else slug, small
    return slug, text.say("table.example", language)


def _smaller(sizes: Sizes) -> Sizes:
    """Few enough cells to be followed one by one."""
    groups = SMALL.groups if sizes.groups > 1 else 1
    side = max(SMALL.height, (sizes.kernel - 1) * sizes.dilation + 1)
    return Sizes(
        height=min(sizes.height, side),
        width=min(sizes.width, side),
        channels=min(sizes.channels, SMALL.channels),
        filters=min(sizes.filters, SMALL.filters),
        kernel=sizes.kernel,
        stride=sizes.stride,
        groups=groups,
        dilation=sizes.dilation,
        reduction=SMALL.reduction,
    )


def _asked(lesson: Lesson, sizes: Sizes, name: str) -> Mapping[str, Any]:
    """The sizes by the names that a lesson has for them."""
    wanted = {
        "size": (sizes.height, sizes.width),
        "channels": sizes.channels,
        "filters": sizes.filters,
        "kernel": (sizes.kernel, sizes.kernel),
        "stride": (sizes.stride, sizes.stride),
        "groups": sizes.groups,
        "reduction": sizes.reduction,
        **({"dilation": (sizes.dilation, sizes.dilation)} if name == "dilated" else {}),
    }
    known = {param.name for param in lesson.params}
    return {each: value for each, value in wanted.items() if each in known}


def _said(asked: Mapping[str, Any], language: str) -> str:
    """The sizes that a lesson is opened with, as far as it has them."""
    parts = ["×".join(map(str, asked["size"]))] if "size" in asked else []
    channels = [str(asked[name]) for name in ("channels", "filters") if name in asked]
    said = ", ".join([*parts, *([" → ".join(channels)] if channels else [])])
    return text.say("table.small", language, sizes=said)
