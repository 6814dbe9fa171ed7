"""What people write as a number: their signs and wrappers in plain characters, and its value."""

from __future__ import annotations

import re
from fractions import Fraction

from convlib.numerals.written import MINUS

DASHES = dict.fromkeys(map(ord, f"{MINUS}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"), "-")
# Spaces that are none of the keyboard and end no line; but before three digits one may set off
# thousands.
SPACES = re.compile(r"(?:(?<!\d)|(?!.\d{3}(?!\d)))[^\S \t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # with which some programs begin a file

# np.float64(0.5), as NumPy prints a number by itself
SCALAR = re.compile(
    r"(?<![\w.])(?:np\.|numpy\.|torch\.)?"
    r"(?:uint\d*\((?=\d+\))|int\d*\((?=[+-]?\d+\))|(?:float|double)\d*\()([^()\[\]{},;\s]+)\)(?![\w.])"
)
NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?"
CELL = re.compile(rf"([+-]?{NUMBER})f?(?:/([+-]?{NUMBER})f?)?", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"(\d*),(\d+)")
THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d)")
SET_OFF = re.compile(r"\d\s\d{3}(?!\d)")
LONGEST = 60  # characters of a number


class AmbiguousError(ValueError):
    """What could be read in two ways: the catalogue's name for them."""


def plain(text: str) -> str:
    """The text with a plain sign for every dash, plain spaces, and numbers without their type.

    Example:
        >>> plain("–1 × np.float64(0.5)")
        '-1 × 0.5'
    """
    return SCALAR.sub(r"\1", SPACES.sub(" ", text.removeprefix(MARK).translate(DASHES)))


def value_of(cell: str, has_comma: bool = False) -> float:
    """The number that a plain text is: digits with a sign and a point, or a fraction of two such.

    Args:
        cell: The text, without spaces around it.
        has_comma: Whether a comma may stand for the point.

    Raises:
        AmbiguousError: A comma or a space could set off thousands.
        ValueError: It is no number, or none that a float can be near.

    Example:
        >>> value_of("-2.5e1"), value_of("1/4"), value_of("0,5", has_comma=True)
        (-25.0, 0.25, 0.5)
    """
    whole, part = _parts(cell, has_comma)
    number = float(whole) if part is None else 0.0
    exact = Fraction(0) if number else _exact(whole, part)
    return rounded(exact) if exact else number


def exactly(cell: str, has_comma: bool = False) -> Fraction:
    """The number that a plain text is, before it is rounded; as ``value_of``.

    Example:
        >>> exactly("0.1") * 3 == exactly("0.3")
        True
    """
    return _exact(*_parts(cell, has_comma))


def rounded(number: Fraction) -> float:
    """The float that is nearest.

    Raises:
        ValueError: There is none: it would be 0 or beyond all floats.
    """
    try:
        nearest = float(number)
    except OverflowError:
        raise ValueError("too large") from None
    if number and not nearest:
        raise ValueError("too small")
    return nearest


def _parts(cell: str, has_comma: bool) -> tuple[str, str | None]:
    """What stands over and under the bar of a fraction, if there is one."""
    if len(cell) > LONGEST:
        raise ValueError(cell)
    if has_comma and "," in cell:
        if THOUSANDS.search(cell):
            raise AmbiguousError("thousands")
        cell = DECIMAL_COMMA.sub(r"\1.\2", cell)
    if SET_OFF.search(cell):
        raise AmbiguousError("spaces")
    found = CELL.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    return found[1], found[2]


def _exact(whole: str, part: str | None) -> Fraction:
    under = Fraction(part or 1)
    if not under:
        raise ValueError(part)
    return Fraction(whole) / under
