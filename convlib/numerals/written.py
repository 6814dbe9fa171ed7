"""Numbers as text: in full, or in what fits a cell."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from convlib.ops import Array

MINUS = "\N{MINUS SIGN}"
CELL_CHARACTERS = 4
DIGITS = 10
SUFFIXES = ((1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T"), (1e15, "P"))
TOO_LARGE = "…"
KEPT = 16_384  # numbers as text: most on a stage are small and come again and again


@lru_cache(KEPT)
def exact(value: float) -> str:
    """A number in full; a float to 10 digits and 10 decimals, which hides binary rounding.

    Example:
        >>> exact(0.1 + 0.2), exact(-3)
        ('0.3', '−3')
    """
    if float(value).is_integer():
        plain = str(int(value))
    else:
        rounded = round(float(f"{value:.{DIGITS}g}"), DIGITS) + 0.0  # never -0.0
        plain = np.format_float_positional(rounded, trim="-")
    return plain.replace("-", MINUS)


@lru_cache(KEPT)
def short(value: float, most: int = CELL_CHARACTERS) -> str:
    """A number in at most 4 characters, or so many: in full where that fits, else rounded.

    Example:
        >>> short(12), short(-0.125), short(123456), short(0.125, 3)
        ('12', '−.12', '123k', '.12')
    """
    full = exact(value)
    if len(full) <= most:
        return full
    room = most - (value < 0)
    shortened = (
        fitted + suffix
        for size, suffix in SUFFIXES
        if (fitted := _fitted(abs(value) / size, room - 1))
    )
    digits = _fitted(abs(value), room) or next(shortened, TOO_LARGE)
    return digits if set(digits) <= {"0", "."} else MINUS * (value < 0) + digits


def _fitted(value: float, room: int) -> str:
    """A magnitude rounded to as many decimals as fit, or nothing where it can't."""
    for decimals in range(room - 1, -1, -1):
        rounded = f"{value:.{decimals}f}"
        if "." in rounded:
            rounded = rounded.rstrip("0").rstrip(".")
        if rounded.startswith("0."):
            rounded = rounded[1:]
        if len(rounded) <= room:
            return rounded
    return ""


def bracketed(number: str) -> str:
    """A number as it stands in a product or a sum: a negative one in brackets.

    Example:
        >>> bracketed(exact(-3)), bracketed(exact(3))
        ('(−3)', '3')
    """
    return f"({number})" if number.startswith(MINUS) else number


def texts(values: Array, style: str = "exact") -> list[str]:
    """Each value as text, ``"exact"`` or ``"short"``.

    Example:
        >>> texts(np.array([1, -2, 1]))
        ['1', '−2', '1']
    """
    write = short if style == "short" else exact
    listed = values.ravel().tolist()
    known = {value: write(value) for value in set(listed)}  # few of many are different
    return [known[value] for value in listed]
