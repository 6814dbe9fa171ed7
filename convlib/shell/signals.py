"""What the signals do that ask for the end of the command line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from convlib.shell import output

PACKAGE = "convlib"  # and the command that is installed with it
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Those that were to be ignored stay so: ``nohup`` and a shell's "&" ask for that.
HEEDED = tuple(each for each in SIGNALS if signal.getsignal(each) != signal.SIG_IGN)


_heard: list[int] = []  # the signals that have asked for the end


class Stopped(KeyboardInterrupt):
    """A signal has asked for the end; whatever was begun is taken back on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__()


def run(main: Callable[[], int]) -> NoReturn:
    """Do the work of a process: what a signal ends leaves no half of a file, and says so."""
    try:
        output.ready()
        heed(_stop)
        status = main()
    except KeyboardInterrupt as stop:  # just before its work or after
        status = stopped(stop)
    except Exception:  # whatever is imported while it comes may make something else of it
        if not _heard:
            raise
        status = stopped(Stopped(_heard[0]))
    finally:
        heed(signal.SIG_IGN)  # what is done is done
    sys.exit(status)


def stopped(stop: KeyboardInterrupt) -> int:
    """Say that it was stopped; returns the exit status."""
    output.tell(_sentence())
    return _status(getattr(stop, "number", signal.SIGINT))


def heed(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> None:
    """Have the signals that ask for an end handled, but for those that were to be ignored."""
    for number in HEEDED:
        signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    heed(signal.SIG_IGN)  # what is on its way out isn't to be stopped on it
    _heard.append(number)
    raise Stopped(number)


def heed_early() -> None:
    """Have them heeded from the first moments, in which the command line still imports.

    Nothing is begun then, so it ends at once: what imports would make something else of an
    exception. Python calls itself ``-m`` while it looks for what is to be run, and imports the
    package for it; the command ``convlib`` goes by its own name.
    """
    as_module = sys.argv[:1] == ["-m"] and PACKAGE in sys.orig_argv
    as_command = [Path(each).stem for each in sys.argv[:1]] == [PACKAGE]
    if not as_module and not as_command:
        return
    noted: list[int] = []  # until there are words
    with suppress(ValueError):  # not in the main thread
        heed(lambda number, _: noted.append(number))
        said = f"{_sentence()}\n".encode()
        heed(lambda number, _: _leave(number, said))
        if noted:
            _leave(noted[0], said)


def _leave(number: int, said: bytes) -> NoReturn:
    with suppress(OSError):
        os.write(2, said)
    os._exit(_status(number))


def _status(number: int) -> int:
    """That of all that isn't done; of what another program ended, that which shells have for it."""
    return output.FAILED if number == signal.SIGINT else 128 + number


def _sentence() -> str:
    from convlib.text import say  # not before signals are heeded

    return say("cli.stopped")
