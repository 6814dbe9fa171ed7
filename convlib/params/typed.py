"""What a person typed: one whole number, or a text that a sentence repeats."""

from __future__ import annotations

import math
import re
from typing import Any

from convlib.errors import ConvError
from convlib.numerals import plain, value_of

QUOTED = " \t\r\n'\"`"
ENDLESS = re.compile(
    r"[+-]?(?:\d{61,}|\d+\.?\d*e\+?(?:309|3[1-9]\d|[4-9]\d\d|\d{4,}))", re.IGNORECASE
)
BETWEEN = r"\s*[x×,;]\s*|\s+"


def shortened(text: str, most: int = 20) -> str:
    """What somebody typed, as a sentence repeats it: the rest of a long text is left out.

    Example:
        >>> shortened("stride"), shortened("9" * 5000, most=6)
        ('stride', '99999…')
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def parts_of(typed: str, between: str) -> list[str]:
    """The parts of a text, without the brackets round all of it and a comma at its end.

    Args:
        typed: Such as ``"3x2"``, ``"3 × 2"`` or ``"(3, 2)"``.
        between: A regular expression for what may stand between two parts.

    Example:
        >>> [parts_of(typed, BETWEEN) for typed in ("3x2", "3 × 2", "(3, 2)", "[3 2]", "{3,}")]
        [['3', '2'], ['3', '2'], ['3', '2'], ['3', '2'], ['3']]
    """
    text = plain(typed).strip(QUOTED).lower()
    while text[:1] + text[-1:] in ("()", "[]", "{}"):
        text = text[1:-1].strip()
    if text and not any(each.isdigit() for each in text):
        return [typed]
    return re.split(between, text.removesuffix(",")) if text else []


def decimal(typed: str) -> float:
    """The number that a text is, whose comma is a point.

    Raises:
        ValueError: It is no number, or could be one of two.

    Example:
        >>> decimal("0,5"), decimal("1/4")
        (0.5, 0.25)
    """
    return value_of(plain(typed).strip(QUOTED), has_comma=True)


def whole_number(name: str, given: Any, low: int, high: int) -> int:
    """The whole number that somebody means, which is not out of bounds."""
    bounds = {"low": low, "high": high}
    try:
        number = _read(given) if isinstance(given, str) else float(given)
    except OverflowError:
        value = shortened(given) if isinstance(given, str) else _power(given)
        raise ConvError("out-of-bounds", parameter=name, value=value, **bounds) from None
    except (TypeError, ValueError):
        raise ConvError("whole-number", parameter=name, value=shortened(str(given))) from None
    if isinstance(given, bool) or not number.is_integer():
        raise ConvError("whole-number", parameter=name, value=shortened(str(given)))
    if not low <= number <= high:
        value = f"{number:.15g}"  # 1e300 has 301 digits
        raise ConvError("out-of-bounds", parameter=name, value=value, **bounds)
    return int(number)


def _read(typed: str) -> float:
    """The number that a text is; one reader for it and for the cells of a block.

    Raises:
        OverflowError: It is whole and too large for a float, or has too many digits.
        ValueError: It is no number.
    """
    text = plain(typed).strip(QUOTED)
    if ENDLESS.fullmatch(text):
        raise OverflowError
    return value_of(text)


def _power(number: Any) -> str:
    """About how large a number is that no float holds; Python writes no more than 4300 digits."""
    whole = int(number)
    return f"{'-' if whole < 0 else ''}1e+{math.floor(math.log10(abs(whole)))}"
