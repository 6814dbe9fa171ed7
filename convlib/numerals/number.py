"""What people write as a number: their signs and wrappers in plain characters, and its value."""

from __future__ import annotations

import re

from convlib.numerals.written import MINUS

DASHES = dict.fromkeys(map(ord, f"{MINUS}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"), "-")
SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"), " ")
PLAIN = DASHES | SPACES

# np.float64(0.5), as NumPy prints a number by itself
SCALAR = re.compile(r"\b(?:np\.|numpy\.|torch\.)?(?:u?int|float|double)\d*\(([^()\[\]{}]*)\)")
NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
CELL = re.compile(rf"([+-]?{NUMBER})f?(?:/([+-]?{NUMBER})f?)?", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+)")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
LONGEST = 60  # characters of a number


class AmbiguousError(ValueError):
    """What could be read in two ways."""


def plain(text: str) -> str:
    """The text with a plain sign for every dash, plain spaces, and numbers without their type.

    Example:
        >>> plain("–1 × np.float64(0.5)")
        '-1 × 0.5'
    """
    return SCALAR.sub(r"\1", text.translate(PLAIN))


def value_of(cell: str, has_comma: bool = False) -> float:
    """The number that a plain text is: digits with a sign and a point, or a fraction of two such.

    Args:
        cell: The text, without spaces around it.
        has_comma: Whether a comma may stand for the point.

    Raises:
        AmbiguousError: A comma could set off thousands as well.
        ValueError: It is no number.

    Example:
        >>> value_of("-2.5e1"), value_of("1/4"), value_of("0,5", has_comma=True)
        (-25.0, 0.25, 0.5)
    """
    if has_comma and "," in cell:
        if THOUSANDS.fullmatch(cell):
            raise AmbiguousError(cell)
        cell = DECIMAL_COMMA.sub(r"\1.\2", cell)
    found = CELL.fullmatch(cell) if len(cell) <= LONGEST else None
    if not found:
        raise ValueError(cell)
    whole, part = float(found[1]), float(found[2] or 1)
    if not part:
        raise ValueError(cell)
    return whole / part
