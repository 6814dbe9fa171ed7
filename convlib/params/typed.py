"""What a person typed: one whole number, or a text that a sentence repeats."""

from __future__ import annotations

import math
import re
from typing import Any

from convlib.errors import ConvError
from convlib.numerals import plain

QUOTED = " \t\r\n'\"`"
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


def whole_number(name: str, given: Any, low: int, high: int) -> int:
    """The whole number that somebody means, which is not out of bounds."""
    bounds = {"low": low, "high": high}
    try:
        number = float(plain(given) if isinstance(given, str) else given)
    except OverflowError:
        raise ConvError("out-of-bounds", parameter=name, value=_power(given), **bounds) from None
    except (TypeError, ValueError):
        raise ConvError("whole-number", parameter=name, value=shortened(str(given))) from None
    if math.isinf(number) and any(each.isdigit() for each in str(given)):  # and not "inf"
        raise ConvError("out-of-bounds", parameter=name, value=shortened(str(given)), **bounds)
    if isinstance(given, bool) or not number.is_integer():
        raise ConvError("whole-number", parameter=name, value=shortened(str(given)))
    if not low <= number <= high:
        value = f"{number:.15g}"  # 1e300 has 301 digits
        raise ConvError("out-of-bounds", parameter=name, value=value, **bounds)
    return int(number)


def _power(number: Any) -> str:
    """About how large a number is that no float holds; Python writes no more than 4300 digits."""
    whole = int(number)
    return f"{'-' if whole < 0 else ''}1e+{math.floor(math.log10(abs(whole)))}"
