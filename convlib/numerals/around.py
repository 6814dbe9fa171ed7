"""What stands around the brackets of an array: a factor or a divisor, and the words of a call."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convlib.numerals.number import NUMBER, value_of

MAKERS = r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:as)?(?:array|tensor|matrix|constant)"
FRACTION = rf"{NUMBER}(?:/{NUMBER})?"
BEFORE = re.compile(
    rf"(?:[a-z_][\w.]*\s*=(?!=))?\s*(?P<sign>[+-]?)\s*"
    rf"(?:(?P<open>\()?\s*(?P<factor>{FRACTION})\s*(?(open)\)|)\s*\*\s*)?(?P<maker>{MAKERS}\(\s*)?",
    re.IGNORECASE,
)
OPTION = r"\s*,\s*(?:requires_grad\s*=\s*\w+|(?:dtype\s*=\s*)?(?P<type>[\w.]*(?:int|float)\d*))"
AFTER = re.compile(
    rf"(?:{OPTION})?\s*,?\s*(?P<close>\))?"
    rf"\s*(?:\*\s*(?P<factor>{FRACTION})|/\s*(?P<divisor>{NUMBER}))?\s*[;,]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Around:
    """What is done with every number between the brackets.

    Attributes:
        factor: What it is multiplied by, and then
        divisor: what it is divided by.
        whole: Whether the array holds whole numbers only.

    Example:
        >>> around = Around.of("-np.array(", ") / 4")
        >>> around.applied(6.0)
        -1.5
    """

    factor: float = 1
    divisor: float = 1
    whole: bool = False

    @classmethod
    def of(cls, before: str, after: str) -> Around:
        """Read both sides.

        Raises:
            ValueError: There is something else, which may change the numbers; its text.
        """
        left, right = BEFORE.fullmatch(before.strip()), AFTER.fullmatch(after.strip())
        if not left or (not right and not left["maker"]):
            raise ValueError((before if not left else after).strip())
        if not right or bool(left["maker"]) != bool(right["close"]):
            raise ValueError(after.strip() or before.strip())
        factor, divisor = -1.0 if left["sign"] == "-" else 1.0, float(right["divisor"] or 1)
        for written in filter(None, (left["factor"], right["factor"])):
            over, _, under = written.partition("/")
            factor, divisor = factor * value_of(over), divisor * value_of(under or "1")
        if not divisor:
            raise ValueError(after.strip() or before.strip())
        return cls(factor, divisor, "int" in (right["type"] or ""))

    def applied(self, number: float) -> float:
        """A number of the array as it is meant; a whole number stays exact where it can."""
        if self.whole and not number.is_integer():
            raise ValueError(f"{number:.15g}")
        return number * self.factor / self.divisor
