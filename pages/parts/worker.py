"""A process that makes files: ``python -m pages.parts.worker NICENESS``.

A task comes in as a line of JSON, what comes of it goes out as messages, each behind its length; an
empty one ends it. A line ``stop`` ends the task that is being done. The end of its input ends the
process, and what it started: so it never outlives its server.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
from queue import SimpleQueue
from typing import IO

from pages.parts.making import carry_out

HEAD = struct.Struct(">I")
STOP = b"stop\n"
END = b""  # of a task


def main(niceness: int) -> None:
    """Do one task after the other, out of the way of whoever is in a hurry."""
    os.nice(niceness)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no message
    tasks: SimpleQueue[bytes] = SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_listen, args=(tasks, stop), daemon=True).start()
    while True:
        task = json.loads(tasks.get())
        carry_out(task, lambda message: write(out, message), stop.is_set)
        write(out, END)


def _listen(tasks: SimpleQueue[bytes], stop: threading.Event) -> None:
    for line in sys.stdin.buffer:
        if line == STOP:
            stop.set()
        else:
            stop.clear()  # which came too late for the task before
            tasks.put(line)
    os.killpg(0, signal.SIGKILL)


def write(out: IO[bytes], message: bytes) -> None:
    """Send a message."""
    out.write(framed(message))
    out.flush()


def framed(message: bytes) -> bytes:
    r"""A message behind its length.

    Example:
        >>> framed(b"abc")
        b'\x00\x00\x00\x03abc'
    """
    return HEAD.pack(len(message)) + message


def read(source: IO[bytes]) -> bytes | None:
    """Receive a message; None at the end of all."""
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    message = source.read(length)
    return message if len(message) == length else None


if __name__ == "__main__":
    main(int(sys.argv[1]))
