"""Processes that work beside the server, so that none of its readers waits for an export.

They are started when there is something to do, do one task after the other, and end with the
server. Where no process can be had, a thread does it.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from functools import partial
from typing import Protocol
from weakref import WeakSet

from convlib import ConvError
from pages.parts.fault import ROOT
from pages.parts.making import Task, carry_out, said
from pages.parts.worker import END, STOP, read

TRIES = 2  # an idle worker may have died without anybody's noticing
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


class Pool:
    """Workers that share what there is to do, and the line of those who wait for one.

    Args:
        most: Workers at once.
        longest: How many may wait.
        niceness: How far the workers give way to others on the machine.
    """

    def __init__(self, most: int, longest: int, niceness: int) -> None:
        self._most, self._longest, self._niceness = most, longest, niceness
        self._busy = 0
        self._line: deque[asyncio.Future[None]] = deque()
        self._idle: deque[Worker] = deque()
        self._all: WeakSet[Worker] = WeakSet()
        atexit.register(self.close)

    async def messages(self, task: Task) -> AsyncGenerator[bytes]:
        """What comes of a task, as it comes; to close this ends the task.

        Raises:
            ConvError: Too many wait already.
            RuntimeError: The worker died.
        """
        if self._busy >= self._most:
            before = sum(not each.done() for each in self._line)
            if before >= self._longest:
                raise ConvError("too-many-wait", parameter="format", number=before)
            yield said(waits=before + 1)
        async with self._turn():
            is_silent = True
            for _ in range(TRIES):
                async with aclosing(self._heard(task)) as messages:
                    async for message in messages:
                        if message == END:
                            return
                        is_silent = False
                        yield message
                if not is_silent:
                    break
            raise RuntimeError("the process that made it has ended")

    async def _heard(self, task: Task) -> AsyncGenerator[bytes]:
        """What a worker says of a task; the last is ``END``, unless it died."""
        worker = self._free_worker()
        loop, heard = asyncio.get_running_loop(), asyncio.Queue[bytes | None]()
        worker.begin(task, partial(_pass_on, loop, heard))
        message: bytes | None = END
        is_over = False
        try:
            while message := await heard.get():
                yield message
            is_over = True
        finally:
            if is_over:
                self._take_back(worker, message)
            else:
                worker.stop(partial(self._take_back, worker))
        if message == END:
            yield message

    def close(self) -> None:
        """End all workers."""
        for worker in list(self._all):
            worker.close()
        self._idle.clear()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait in line until a worker may be had."""
        if self._busy < self._most:
            self._busy += 1
        else:
            mine = asyncio.get_running_loop().create_future()
            self._line.append(mine)
            try:
                await mine
            except asyncio.CancelledError:
                if not mine.cancelled():  # it was this one's turn at the last moment
                    self._next()
                raise
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        """The turn goes to whoever has waited longest, or back."""
        while self._line:
            waiting = self._line.popleft()
            if not waiting.done():  # else whoever waited has gone
                waiting.set_result(None)
                return
        self._busy -= 1

    def _free_worker(self) -> Worker:
        while self._idle:
            worker = self._idle.popleft()
            if not worker.is_worn():
                return worker
            worker.close()
        try:
            worker = Process(self._niceness)
        except OSError:  # there may be no more of them, or none at all
            worker = Thread()
        self._all.add(worker)
        return worker

    def _take_back(self, worker: Worker, end: bytes | None) -> None:
        if end is None or worker.is_worn():
            worker.close()
        else:
            self._idle.append(worker)


def _nobody(_: bytes | None) -> None:
    """Nobody hears it."""


def _pass_on(
    loop: asyncio.AbstractEventLoop, heard: asyncio.Queue[bytes | None], message: bytes | None
) -> None:
    with suppress(RuntimeError):  # nobody is there any more to hear it
        loop.call_soon_threadsafe(heard.put_nowait, message)


def spare_processors() -> int:
    """All but one, which is the server's; one at least."""
    return max(1, (os.cpu_count() or 1) - 1)
