"""What a reader types as the answer to a question, and whether it is right."""

from __future__ import annotations

import re
from fractions import Fraction

from convlib.errors import ConvError
from convlib.numerals.number import DASHES

LONGEST = 30  # characters
PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
# Thousands that are set off, all by the same sign.
GROUPED = re.compile(r"([+-]?[1-9]\d{0,2}(?:([, \u202f\u2009\u00a0'])\d{3})(?:\2\d{3})*)([.,]\d*)?")
NEAR = 1e-6
SHARE = 0.012  # of an answer that isn't whole by which a rounded one may be off: 0.33 for 1/3


def read_answer(typed: str) -> float:
    """The number that somebody typed.

    Args:
        typed: Digits with a sign and a point or a comma, or a fraction; thousands may be set off,
            as the pages do it: ``1,234`` is more than a thousand.

    Raises:
        ConvError: It is no number.

    Example:
        >>> [read_answer(typed) for typed in ("1/2", "−3", "86,400", "0,5", "0,125")]
        [0.5, -3.0, 86400.0, 0.5, 0.125]
    """
    over, bar, under = typed.translate(DASHES).strip().partition("/")
    try:
        if len(over + under) >= LONGEST:
            raise ValueError(typed)
        return float(_exact(over.strip()) / _exact(under.strip() if bar else "1"))
    except (ValueError, ZeroDivisionError):
        raise ConvError("answer", parameter="answer", value=typed[:LONGEST]) from None


def _exact(written: str) -> Fraction:
    """A number, whose comma is a point unless it sets off thousands."""
    found = GROUPED.fullmatch(written)
    if found and not (found[2] == "," == (found[3] or "")[:1]):
        written = found[1].replace(found[2], "") + (found[3] or "")
    if written.count(",") > 1 or not PLAIN.fullmatch(written.replace(",", ".")):
        raise ValueError(written)
    return Fraction(written.replace(",", ".").removesuffix("."))


def is_right(given: float, answer: float) -> bool:
    """Whether an answer is right: to the last digit where it is whole, else when rounded well.

    Example:
        >>> is_right(12, 12.0), is_right(12.1, 12), is_right(0.33, 1 / 3)
        (True, False, True)
    """
    allowed = NEAR if float(answer).is_integer() else SHARE * abs(answer)
    return abs(given - answer) <= allowed
