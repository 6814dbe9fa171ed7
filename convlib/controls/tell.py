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
        label = ", ".join(_label(name, language) for name in label.split(", "))
    return text.say(f"error.{problem.key}", language, **{"parameter": label, **problem.details})


def _label(name: str, language: str) -> str:
    """What a control is called; a name that none has, as it is."""
    with suppress(KeyError):
        return text.say(f"control.{name}", language)
    return name
