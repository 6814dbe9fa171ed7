"""What the command line has to do with the shell that started it: its output and its signals.

The package imports this one before all others, so that Ctrl-C ends ``python -m convlib`` with a
sentence while it still imports them.
"""

from convlib.shell.output import (
    FAILED,
    UNREAD,
    UnwrittenError,
    flush,
    let_go,
    one_line,
    put,
    put_bytes,
    tell,
)
from convlib.shell.signals import heed_early, run, stopped

__all__ = [
    "FAILED",
    "UNREAD",
    "UnwrittenError",
    "flush",
    "let_go",
    "one_line",
    "put",
    "put_bytes",
    "run",
    "stopped",
    "tell",
]

heed_early()
