"""An error as a page says it: with the names that its controls have."""

from __future__ import annotations

from contextlib import suppress

from convlib import text
from convlib.errors import ConvError


def tell(problem: ConvError, language: str = text.DEFAULT) -> str:
    """An error's sentence that names its parameter as the page does.

    Example:
        >>> tell(ConvError("below-one", parameter="stride", value=0))
        'Stride is 0, but it has to be 1 or more.'
    """
    label = problem.parameter
    if problem.key != "unknown-name":  # which is what somebody wrote, though it may be a word's key
        with suppress(KeyError):
            label = text.say(f"control.{problem.parameter}", language)
    return text.say(f"error.{problem.key}", language, **{"parameter": label, **problem.details})
