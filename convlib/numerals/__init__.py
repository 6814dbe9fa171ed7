"""Numbers as text, and text as numbers: what fits a cell, what is exact, what a person typed."""

from convlib.numerals.answers import is_right, read_answer
from convlib.numerals.number import plain, value_of
from convlib.numerals.typed import LIMIT, grid, parse_grid, parse_number, parse_planes
from convlib.numerals.written import CELL_CHARACTERS, MINUS, bracketed, exact, short, texts

__all__ = [
    "CELL_CHARACTERS",
    "LIMIT",
    "MINUS",
    "bracketed",
    "exact",
    "grid",
    "is_right",
    "parse_grid",
    "parse_number",
    "parse_planes",
    "plain",
    "read_answer",
    "short",
    "texts",
    "value_of",
]
