"""What does the pool's tasks: processes of their own, or threads where none can be had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from pages.parts.fault import ROOT
from pages.parts.making import Task, carry_out
from pages.parts.worker import STOP, read

TASKS = 25  # after which a process makes room for a fresh one, whatever it may have kept
GRACE = 3.0  # seconds after which a task that doesn't stop is ended with its process
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
Hear = Callable[[bytes | None], None]


class Worker(Protocol):
    """What does one task at a time."""

    def begin(self, task: Task, hear: Hear) -> None:
        """Do a task; each message of it is heard, an empty one at its end, None if it died."""

    def stop(self, hear: Hear) -> None:
        """End the task that is being done; only its end is heard."""

    def is_worn(self) -> bool:
        """Whether it is to do no further task."""

    def close(self) -> None:
        """End it, whatever it does."""


class Process:
    """A worker that is a process of its own, and gives way to the server's."""

    def __init__(self, niceness: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pages.parts.worker", str(niceness)],
            cwd=ROOT,
            env=os.environ | ALONE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # with all that it starts
        )
        self._hear: Hear = _nobody
        self._lock, self._has_gone = threading.Lock(), False
        self._tasks = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self, task: Task, hear: Hear) -> None:
        """As ``Worker``."""
        self._tasks += 1
        if self._hears(hear):
            self._write(json.dumps(task).encode() + b"\n")

    def stop(self, hear: Hear) -> None:
        """As ``Worker``."""
        late = threading.Timer(GRACE, self.close)
        late.daemon = True

        def hear_end(message: bytes | None) -> None:
            if not message:
                late.cancel()
                hear(message)

        late.start()
        if self._hears(hear_end):
            self._write(STOP)

    def is_worn(self) -> bool:
        """As ``Worker``."""
        return self._tasks >= TASKS or self._process.poll() is not None

    def close(self) -> None:
        """As ``Worker``."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _hears(self, hear: Hear) -> bool:
        """Let somebody hear it from now on; False where it has gone, which is then heard."""
        with self._lock:
            self._hear = hear
        if self._has_gone:
            hear(None)
        return not self._has_gone

    def _write(self, line: bytes) -> None:
        assert self._process.stdin
        with suppress(OSError, ValueError):  # it has died, which is heard
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _listen(self) -> None:
        """Hear it until it ends; then nothing is left of it."""
        assert self._process.stdout
        while (message := read(self._process.stdout)) is not None:
            self._hear(message)
        self._process.wait()
        with self._lock:
            self._has_gone = True
        self._hear(None)
        self._process.stdout.close()


class Thread:
    """A worker for where there are no processes."""

    def __init__(self) -> None:
        self._hear: Hear = _nobody
        self._stop = threading.Event()

    def begin(self, task: Task, hear: Hear) -> None:
        """As ``Worker``."""
        self._hear = hear
        self._stop.clear()
        threading.Thread(target=self._work, args=(task,), daemon=True).start()

    def stop(self, hear: Hear) -> None:
        """As ``Worker``."""
        self._hear = lambda message: None if message else hear(message)
        self._stop.set()

    def is_worn(self) -> bool:
        """As ``Worker``."""
        return False

    def close(self) -> None:
        """As ``Worker``."""
        self._stop.set()

    def _work(self, task: Task) -> None:
        carry_out(task, lambda message: self._hear(message), self._stop.is_set)
        self._hear(b"")


def _nobody(_: bytes | None) -> None:
    """Nobody hears it."""
