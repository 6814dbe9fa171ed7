"""What stands around the brackets of an array: a factor or a divisor, and the words of a call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from convlib.numerals.number import NUMBER, exactly, rounded

MAKERS = r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:as)?(?:array|tensor|matrix|constant)"
FRACTION = rf"{NUMBER}(?:/{NUMBER})?"
BEFORE = re.compile(
    rf"(?:[a-z_][\w.]* ?=(?!=) ?)?(?P<sign>[+-]?) ?"
    rf"(?:(?P<open>\( ?)?(?P<factor>{FRACTION})(?(open) ?\)|) ?\* ?)?(?P<maker>{MAKERS}\( ?)?",
    re.IGNORECASE,
)
OPTION = (
    r" ?, ?(?:requires_grad ?= ?\w+|grad_fn ?= ?<\w+>|device ?= ?['\"]?\w+(?::\d+)?['\"]?|"
    r"(?:dtype ?= ?)?(?P<type>[\w.]*(?:int|float)\d*))"
)
AFTER = re.compile(
    rf"(?:{OPTION})* ?,? ?(?P<close>\))?"
    rf" ?(?:\* ?(?P<factor>{FRACTION})|/ ?(?P<divisor>{NUMBER}))? ?[;,]?",
    re.IGNORECASE,
)
LONGEST = 120  # characters on either side


@dataclass(frozen=True)
class Around:
    """What is done with every number between the brackets.

    Attributes:
        factor: What it is multiplied by.
        is_whole: Whether the array holds whole numbers only.

    Example:
        >>> around = Around.of("-np.array(", ") / 4")
        >>> around.applied(Fraction(6))
        -1.5
    """

    factor: Fraction = Fraction(1)
    is_whole: bool = False

    @classmethod
    def of(cls, before: str, after: str) -> Around:
        """Read both sides.

        Raises:
            ValueError: There is something else, which may change the numbers; its text.
        """
        before, after = " ".join(before.split()), " ".join(after.split())
        left = BEFORE.fullmatch(before) if len(before) <= LONGEST else None
        right = AFTER.fullmatch(after) if len(after) <= LONGEST else None
        if not left or (not right and not left["maker"]):
            raise ValueError(before if not left else after)
        if not right or bool(left["maker"]) != bool(right["close"]):
            raise ValueError(after.lstrip(") ") or after or before)
        factor = Fraction(-1 if left["sign"] == "-" else 1)
        try:
            for written in filter(None, (left["factor"], right["factor"])):
                factor *= exactly(written)
            factor /= exactly(right["divisor"] or "1")
        except (ValueError, ZeroDivisionError):
            raise ValueError(after.lstrip(") ") or after or before) from None
        return cls(factor, "int" in (right["type"] or ""))

    @property
    def changes_nothing(self) -> bool:
        """Whether every number is meant as it is written."""
        return self == NOTHING

    def applied(self, number: Fraction) -> float:
        """A number of the array as it is meant."""
        if self.is_whole and number.denominator > 1:
            raise ValueError("no whole number")
        return rounded(number * self.factor)


NOTHING = Around()
