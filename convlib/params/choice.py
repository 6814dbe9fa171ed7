"""A parameter that is one of several ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.params.typed import shortened


@dataclass(frozen=True)
class Choice:
    """One of several ways, known by a name; the first one is the default.

    Example:
        >>> Choice("view", ("scatter", "gather")).read("Gather")
        'gather'
    """

    name: str
    choices: tuple[str, ...]

    @property
    def default(self) -> str:
        """The first one."""
        return self.choices[0]

    def read(self, given: Any) -> str:
        """The name.

        Raises:
            ConvError: There is no such way.
        """
        chosen = str(given).strip().lower()
        if chosen not in self.choices:
            details = {"value": shortened(str(given)), "choices": ", ".join(self.choices)}
            raise ConvError("choice", parameter=self.name, **details)
        return chosen

    def write(self, value: str) -> str:
        """The name."""
        return value
