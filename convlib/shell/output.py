"""What is written to the shell, and what comes of it where that can't be."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

FAILED, UNREAD = 2, 141  # exit statuses: it isn't done; as of what SIGPIPE ends
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


class UnwrittenError(Exception):
    """The standard output can't be written to; the text says why."""

    def __init__(self, error: OSError) -> None:
        super().__init__((error.strerror or str(error)).lower())


def ready() -> None:
    """Have what can't be encoded written with escapes, unless the shell asks for another way."""
    for stream in (sys.stdout, sys.stderr):
        if stream and stream.errors in {"strict", "surrogateescape"}:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def put(text: str, end: str = "\n") -> None:
    """Write a text that was asked for.

    Raises:
        BrokenPipeError: Nobody reads on.
        UnwrittenError: It can't be written, as where a disk is full.
    """
    with _written():
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        print(text, end=end)


def put_bytes(contents: bytes) -> None:
    """Write a file that was asked for; raises what ``put`` does."""
    with _written():
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sys.stdout.buffer.write(contents)


def one_line(text: str) -> str:
    """A text in one line, whatever characters somebody typed into it."""
    return "".join(each if each.isprintable() else UNPRINTABLE for each in text)


def flush() -> None:
    """Write all that was put; raises what ``put`` does."""
    with _written():
        if sys.stdout is not None:
            sys.stdout.flush()


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnwrittenError(error) from error


def tell(text: str) -> None:
    """Write a sentence to the standard error, if there is one that takes it.

    Raises:
        BrokenPipeError: Nobody reads on.
    """
    if sys.stderr is None:  # where ``print`` would take the standard output
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:
        raise
    except OSError:
        let_go()


def let_go() -> None:
    """Have what can't be written go nowhere: Python tries once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
