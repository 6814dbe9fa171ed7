"""What every kind of parameter can do."""

from __future__ import annotations

from typing import Any, Protocol


class Param(Protocol):
    """What every kind of parameter can do."""

    @property
    def name(self) -> str:
        """As written in an address, on the command line and in Python."""

    @property
    def default(self) -> Any:
        """The canonical value where none is given."""

    def read(self, given: Any) -> Any:
        """The canonical value of what was typed or passed.

        Raises:
            ConvError: It is no value of this kind.
        """

    def write(self, value: Any) -> str:
        """The text that ``read`` turns into this value again."""
