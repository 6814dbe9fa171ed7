"""The table that compares types of convolution: what its cells say, and where its rows lead."""

from __future__ import annotations

from typing import Any

from convlib import ConvError, Lesson
from convlib.compare import COLUMNS, Row, Sizes, cells, csv_of, in_order, markdown_of
from convlib.compare.asked import LONG, PARAMS, sizes_of
from convlib.compare.tables import NUMBERS, headings, in_units, reach_of
from convlib.controls.tell import tell
from convlib.lesson import Values
from pages.parts.leads import lead

LONGEST = {"products": 11, "weights": 9}  # characters of numbers that are written in full
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
        ``keys`` that they are sorted by, by column the ``notes`` under cells and the ``exact``
        numbers of those that are rounded, its ``mark``, the ``link`` to its lesson with what that
        shows in small, and the ``step`` of the scene that lights its type. The texts of the files
        are in lines, those of the rows in their order.
    """
    rows = in_order(lesson.compared(values), language=language)
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
            # The scene, too, goes from the cheapest to the dearest.
            "rows": [_row(row, at, sizes, language) for at, row in enumerate(shown)],
            "refused": [_refused(row, language) for row in rows if row.refused is not None],
            "csv": csv_of(rows, language).splitlines(),
            "markdown": markdown_of(rows, language).splitlines(),
        }
    ]


def _row(row: Row, step: int, sizes: Sizes, language: str) -> dict[str, Any]:
    said = dict(zip(COLUMNS, cells(row, language), strict=True))
    keys = [
        COLUMNS[column](row) if column in NUMBERS else cell.lower() for column, cell in said.items()
    ]
    size, note = reach_of(row, language)
    exact = {name: said[name] for name, most in LONGEST.items() if len(said[name]) > most}
    short = {name: in_units(int(COLUMNS[name](row))) for name in exact}
    return {
        "cells": list({**said, **short, "reach": size}.values()),
        "keys": keys,
        "notes": {"reach": note} if note else {},
        "exact": exact,
        "mark": row.changes,
        "link": lead(row.lesson, sizes, row.name, language),
        "step": step,
    }


def _refused(row: Row, language: str) -> dict[str, Any]:
    """A type that can't have these sizes: its name, why, and where it is told of."""
    assert row.refused is not None
    name, _ = cells(row, language)
    link = lead(row.lesson, SMALL, row.name, language)
    return {"name": name, "reason": _told(row.refused, language), "link": link and (link[0], "")}


def _told(error: ConvError, language: str) -> str:
    """Why a type can't have these sizes, with the names that their controls have."""
    controls = {LONG.get(param.name, param.name): param.name for param in PARAMS}
    if error.parameter in controls:
        renamed = ConvError(error.key, parameter=controls[error.parameter], **error.details)
        return tell(renamed, language)
    said = error.sentence(language)
    return said[:1].upper() + said[1:]
