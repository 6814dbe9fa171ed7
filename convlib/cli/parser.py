"""What takes the words of a command line apart, and leaves what is wrong to the catalogue."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn

from convlib import shell
from convlib.errors import ConvError
from convlib.text import say

COMMAND = "COMMAND"  # what the help calls the name of one
HELP = ("-h", "--help")


class Once(argparse.Action):
    """An option with a value, of which a second one would only hide the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse says what it is called with
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Keep the value.

        Raises:
            ConvError: There is one already.
        """
        if option_string and getattr(namespace, self.dest) is not self.default:
            raise ConvError("set-twice", parameter=self.option_strings[-1])
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """A parser that raises what is wrong; its help, too, is the catalogue's."""

    def __init__(self, **options: Any) -> None:
        kind = argparse.RawDescriptionHelpFormatter
        usual: dict[str, Any] = dict.fromkeys(("exit_on_error", "allow_abbrev", "add_help"), False)
        super().__init__(formatter_class=kind, **usual, **options)
        for action in (None, "store"):
            self.register("action", action, Once)
        self.add_argument(*HELP, action="help", help=say("cli.help"))

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - it is English
        """Say that it can't be called like this."""
        raise ConvError("usage", parameter=self.prog)

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002 - always asked for
        """Print it, and not as argparse does, which is silent where that fails."""
        shell.put(self.format_help(), end="")


def called() -> str:
    """How somebody calls the program: as a module, or by its own name."""
    name = Path(sys.argv[0]).name
    return name if name == "convlib" else "python -m convlib"
