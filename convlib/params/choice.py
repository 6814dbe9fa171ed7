"""A parameter that is one of several ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from convlib.errors import ConvError
from convlib.params.typed import QUOTED, shortened


@dataclass(frozen=True)
class Choice:
    """One of several ways, known by a name.

    Attributes:
        name: As written in an address, on the command line and in Python.
        choices: The ways, in the order in which they are offered.
        usual: The default; "" for the first one.
        by_example: Whether a way begins with the first preset that has it, where the reader has
            changed nothing of the preset before.

    Example:
        >>> Choice("view", ("scatter", "gather")).read("Gather")
        'gather'
    """

    name: str
    choices: tuple[str, ...]
    usual: str = ""
    by_example: bool = False

    @property
    def default(self) -> str:
        """The usual one."""
        return self.usual or self.choices[0]

    def read(self, given: Any) -> str:
        """The name.

        Raises:
            ConvError: There is no such way.
        """
        chosen = str(given).strip(QUOTED).lower()
        if chosen not in self.choices:
            details = {"value": shortened(str(given)), "choices": ", ".join(self.choices)}
            raise ConvError("choice", parameter=self.name, **details)
        return chosen

    def write(self, value: str) -> str:
        """The name."""
        return value
