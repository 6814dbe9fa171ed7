"""What a reader types as the answer to a question, and whether it is right."""

from __future__ import annotations

import re

from convlib.errors import ConvError
from convlib.numerals.written import MINUS

LONGEST = 30  # characters
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
ANSWER = re.compile(rf"({NUMBER})(?:/({NUMBER}))?")
THOUSANDS = re.compile(r"(?<=\d)[, \u202f\u2009\u00a0'](?=\d{3}(?!\d))")
NEAR = 1e-6
SHARE = 0.012  # of an answer that isn't whole by which a rounded one may be off: 0.33 for 1/3


def read_answer(typed: str) -> float:
    """The number that somebody typed.

    Args:
        typed: Digits with a sign and a point, or a fraction; thousands may be set off.

    Raises:
        ConvError: It is no number.

    Example:
        >>> [read_answer(typed) for typed in ("1/2", "0.5", "−3", "86,400", "0,5")]
        [0.5, 0.5, -3.0, 86400.0, 0.5]
    """
    plain = typed.replace(MINUS, "-").strip()
    if len(plain) <= LONGEST:
        plain = re.sub(r"\s*/\s*", "/", THOUSANDS.sub("", plain)).replace(",", ".")
        found = ANSWER.fullmatch(plain)
        if found and float(found[2] or 1):
            return float(found[1]) / float(found[2] or 1)
    raise ConvError("answer", parameter="answer", value=typed[:LONGEST])


def is_right(given: float, answer: float) -> bool:
    """Whether an answer is right: to the last digit where it is whole, else when rounded well.

    Example:
        >>> is_right(12, 12.0), is_right(12.1, 12), is_right(0.33, 1 / 3)
        (True, False, True)
    """
    allowed = NEAR if float(answer).is_integer() else SHARE * abs(answer)
    return abs(given - answer) <= allowed
