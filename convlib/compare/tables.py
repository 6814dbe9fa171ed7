"""The comparison as a table: its columns, its order, as CSV and as Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from convlib.compare.record import Row
from convlib.errors import ConvError
from convlib.text import DEFAULT, section

Cell = int | float | str
# What each column is sorted by; where that is a text, by its words.
COLUMNS: dict[str, Callable[[Row], Cell]] = {
    "type": lambda row: row.name,
    "products": lambda row: row.macs,
    "standard": lambda row: round(row.share, 3),
    "weights": lambda row: row.parameters,
    "output": lambda row: row.shape[0] * row.shape[1] * row.shape[2],
    "reach": lambda row: row.reach[0],
    "steps": lambda row: row.steps,
    "branches": lambda row: row.branches,
    "changes": lambda row: row.changes,
    "cost": lambda row: row.name,
    "frees": lambda row: row.name,
    "users": lambda row: row.name,
}
WORDED = {"type": "type", "cost": "type-cost", "frees": "type-frees", "users": "type-users"}
NUMBERS = ("products", "standard", "weights", "output", "reach", "steps", "branches")
WORDS = ("changes", "cost", "frees", "users")  # in a terminal in a block of their own
UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
FEW = 20  # below which a number of units has two decimals
NONE = "\N{EN DASH}"
DESCENDING = "-"
TIMES = "\N{MULTIPLICATION SIGN}"


def in_order(rows: Iterable[Row], by: str = "products", language: str = DEFAULT) -> list[Row]:
    """The rows by a column, rising, or falling with a minus before its name.

    Rows that the sizes don't allow stand last; rows that are equal stay as they are.

    Raises:
        ConvError: There is no such column.

    Example:
        >>> from convlib.compare import Sizes, compare
        >>> [row.name for row in in_order(compare(Sizes()), "-products")][:2]
        ['deformable', 'squeeze-excitation']
    """
    column = by.removeprefix(DESCENDING)
    if column not in COLUMNS:
        choices = ", ".join(COLUMNS)
        raise ConvError("choice", parameter="sort", value=by[:20], choices=choices)

    def key(row: Row) -> Cell:
        if column in WORDED or column == "changes":
            return cell_text(row, column, language).lower()
        return COLUMNS[column](row)

    rows = list(rows)
    fitting = [row for row in rows if row.refused is None]
    ordered = sorted(fitting, key=key, reverse=by.startswith(DESCENDING))
    return [*ordered, *(row for row in rows if row.refused)]


def cell_text(row: Row, column: str, language: str = DEFAULT) -> str:
    """What a cell says, numbers with commas between thousands."""
    if column in WORDED:
        return section(WORDED[column], language).get(row.name, "")
    if column == "changes":
        return section("changes", language)[row.changes]
    if column == "standard":
        return f"{row.share:.3f}"
    if column == "output":
        return f" {TIMES} ".join(map(str, (*row.shape[1:], row.shape[0])))
    if column == "reach":
        return ", ".join(filter(None, reach_of(row, language)))
    return f"{COLUMNS[column](row):,}"


def reach_of(row: Row, language: str = DEFAULT) -> tuple[str, str]:
    """How far a type sees, and what is to be said of that; nothing of most."""
    size = f" {TIMES} ".join(map(str, row.reach))
    return size, section("type-reach", language).get(row.name, "")


def in_units(number: int) -> str:
    """A large number in few characters.

    Example:
        >>> [in_units(each) for each in (512, 14_049_280, 115_605_504)]
        ['512', '14.05 M', '115.6 M']
    """
    for unit, letter in UNITS:
        if number >= unit:
            return f"{number / unit:.{2 if number < FEW * unit else 1}f} {letter}"
    return str(number)


def cells(row: Row, language: str = DEFAULT) -> list[str]:
    """What a row says, column by column; of one that the sizes don't allow its name and why."""
    if row.refused is not None:
        return [cell_text(row, "type", language), row.refused.sentence(language)]
    return [cell_text(row, column, language) for column in COLUMNS]


def headings(language: str = DEFAULT) -> list[str]:
    """What stands over the columns."""
    words = section("column", language)
    return [words[column] for column in COLUMNS]


def csv_of(rows: Sequence[Row], language: str = DEFAULT) -> str:
    """The rows as CSV, numbers without commas; what the sizes don't allow has a column of its own.

    Example:
        >>> from convlib.compare import Sizes, compare
        >>> csv_of(compare(Sizes())[:1]).splitlines()[1].split(",")[:4]
        ['Standard', '115605504', '1.000', '36864']
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([*headings(language), section("column", language)["refused"]])
    for row in rows:
        said = cells(row, language)
        if row.refused is not None:
            table.writerow([said[0], *[""] * (len(COLUMNS) - 1), said[1]])
            continue
        plain = {"products": str(row.macs), "weights": str(row.parameters)}
        named = dict(zip(COLUMNS, said, strict=True)) | plain
        table.writerow([*named.values(), ""])
    return written.getvalue()


def markdown_of(rows: Sequence[Row], language: str = DEFAULT) -> str:
    """The rows as a table in Markdown, numbers to the right; below it what the sizes don't allow.

    Example:
        >>> from convlib.compare import Sizes, compare
        >>> markdown_of(compare(Sizes())[:1]).splitlines()[2][:25]
        '| Standard | 115,605,504 '
    """
    rule = ["---:" if column in NUMBERS else ":---" for column in COLUMNS]
    fitting = [cells(row, language) for row in rows if row.refused is None]
    lines = [_line(each) for each in (headings(language), rule, *fitting)]
    refused = [cells(row, language) for row in rows if row.refused is not None]
    notes = [f"- {name}: {reason}" for name, reason in refused]
    return "\n".join([*lines, *([""] if notes else []), *notes]) + "\n"


def plain_of(rows: Sequence[Row], language: str = DEFAULT) -> str:
    """The rows for a terminal: first in numbers, to the right, then in words.

    Below them stands what the sizes don't allow.

    Example:
        >>> from convlib.compare import Sizes, compare
        >>> plain_of(compare(Sizes())[:1]).splitlines()[1][:21]
        'Standard  115,605,504'
    """
    numbers = [column for column in COLUMNS if column not in WORDS]
    blocks = [_block(rows, columns, language) for columns in (numbers, ["type", *WORDS])]
    refused = [cells(row, language) for row in rows if row.refused is not None]
    notes = [f"{name}: {reason}" for name, reason in refused]
    return "\n\n".join("\n".join(block) for block in (*blocks, notes) if block) + "\n"


def _block(rows: Sequence[Row], columns: Sequence[str], language: str) -> list[str]:
    """Some columns, with a line for their headings and one for each row that the sizes allow."""
    said = dict(zip(COLUMNS, headings(language), strict=True))
    fitting = [row for row in rows if row.refused is None]
    table = [
        [said[column] for column in columns],
        *([cell_text(row, column, language) or NONE for column in columns] for row in fitting),
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    right = [column in NUMBERS for column in columns]
    return [
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in table
    ]


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(texts) + " |"
