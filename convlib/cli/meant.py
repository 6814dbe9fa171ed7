"""What somebody meant who wrote something that doesn't exist."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from convlib.errors import ConvError
from convlib.text import say

LIKE = 0.6  # how much of both has to be alike


def sentence(error: ConvError) -> str:
    """What is wrong, and what may be meant where something is written much like it.

    Example:
        >>> wrong = ConvError("unknown-name", parameter="strid", choices="size, stride")
        >>> sentence(wrong).endswith("it has size, stride. Did you mean stride?")
        True
    """
    meant = _meant(root(error))
    return f"{error} {say('cli.meant', nearest=meant)}" if meant else str(error)


def root(error: ConvError) -> ConvError:
    """What was wrong in the first place, where another error says in which figure."""
    cause = error.__cause__
    return root(cause) if isinstance(cause, ConvError) else error


def nearest_of(written: str, choices: Sequence[str]) -> str:
    """That of the choices which is most like what was written; "" where none is.

    Example:
        >>> nearest_of("--widht", ["--width", "--theme"]), nearest_of("x", ["--width"])
        ('--width', '')
    """
    plain = {each.lstrip("-").lower(): each for each in choices}
    found = get_close_matches(written.lstrip("-").lower(), plain, 1, LIKE)
    return plain[found[0]] if found else ""


def _meant(error: ConvError) -> str:
    """What is said to be meant, or that of the error's choices which is nearest."""
    if "meant" in error.details:
        return str(error.details["meant"])
    written = error.parameter if error.key == "unknown-name" else error.details.get("value", "")
    return nearest_of(str(written), str(error.details.get("choices", "")).split(", "))
