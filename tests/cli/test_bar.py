"""The bar of a command: it ends when all is done, however much each file turns out to hold."""

from __future__ import annotations

import io
import sys

import pytest

from convlib.cli.bar import Bar


class Terminal(io.StringIO):
    """Where a bar is shown."""

    def isatty(self) -> bool:
        return True


def test_a_file_takes_as_much_of_the_bar_as_was_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its format may count otherwise, such as twice as many."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    seen = []
    with Bar(30) as bar:
        for count in (10, 20):
            progress = bar.begin("film.gif", count)
            for done in range(1, 2 * count + 1):
                progress(done, 2 * count)
                seen.append(bar._bar.n)
    assert seen == [number // 2 for number in range(1, 61)]
