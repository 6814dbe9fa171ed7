"""An error as a page says it: with the names that its controls have."""

from __future__ import annotations

from convlib import text
from convlib.errors import ConvError


def tell(problem: ConvError, language: str = text.DEFAULT) -> str:
    """An error's sentence that names its parameter as the page does.

    Example:
        >>> tell(ConvError("below-one", parameter="stride", value=0))
        'Stride is 0, but it has to be 1 or more.'
    """
    try:
        label = text.say(f"control.{problem.parameter}", language)
    except KeyError:
        label = problem.parameter
    return text.say(f"error.{problem.key}", language, **{"parameter": label, **problem.details})
