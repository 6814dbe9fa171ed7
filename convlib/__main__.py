"""The command line: list the lessons, export them as files, compare them.

Run ``python -m convlib --help``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

from convlib import shell
from convlib.cli.commands import perform
from convlib.cli.meant import sentence
from convlib.errors import ConvError
from convlib.text import say


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    Args:
        argv: The arguments; None for those of the process.

    Returns:
        The exit status: 0, 2 for what isn't done, which standard error tells in a sentence, such as
        something wrong, a full disk or Ctrl-C; 141 where nobody reads on, as when the output goes
        into ``head``, and 128 and its number after another signal.

    Example:
        >>> main(["export", "no-such-lesson", "-o", "film.gif"])
        2
    """
    try:
        try:
            return _status(sys.argv[1:] if argv is None else argv)
        except KeyboardInterrupt as stop:
            return shell.stopped(stop)
        finally:
            shell.flush()  # here, where what can't be written can be answered
    except BrokenPipeError:
        shell.let_go()
        return shell.UNREAD
    except shell.UnwrittenError as error:
        shell.let_go()
        shell.tell(say("cli.unwritten", reason=error))
        return shell.FAILED


def _status(argv: Sequence[str]) -> int:
    try:
        perform(argv)
    except ConvError as error:
        shell.tell(shell.one_line(sentence(error)))
        return shell.FAILED
    return 0


def command() -> NoReturn:
    """Run as a process does, by whatever name it is called."""
    shell.run(main)


if __name__ == "__main__":
    command()
