"""One progress bar for all files of a command."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tqdm import tqdm

from convlib import shell


class Bar:
    """A bar on the standard error, if that is a terminal; it is gone at the end.

    Args:
        total: How many frames there will be in all.
    """

    def __init__(self, total: int) -> None:
        hidden = None if sys.stderr else True  # None: unless it is a terminal
        options = {"leave": False, "disable": hidden, "dynamic_ncols": True}
        self._bar = tqdm(total=total, unit="frame", **options)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def begin(self, name: str, count: int) -> Callable[[int, int], None]:
        """Show a file's name; gives what is to be told how far it is."""
        self._bar.set_description(shell.one_line(name))
        before = self._bar.n

        def progress(done: int, total: int) -> None:
            self._bar.update(before + count * done // total - self._bar.n)

        return progress

    @staticmethod
    def say(line: str) -> None:
        """Print a line above it, unless nobody wants to know."""
        if sys.stdout is None:
            return
        with tqdm.external_write_mode():  # the bar makes room for the line
            shell.put(shell.one_line(line))
