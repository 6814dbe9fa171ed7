"""Processes that work beside the server, so that none of its readers waits for an export.

They are started when there is something to do, do one task after the other, and end with the
server. Where no process can be had, a thread does it.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import threading
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from functools import partial
from typing import Any
from weakref import WeakSet

from convlib import ConvError
from pages.parts.making import Task, said
from pages.parts.worker import END
from pages.parts.workers import Process, Thread, Worker

TRIES = 2  # an idle worker may have died without anybody's noticing


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
        self._is_closed = self._is_warned = False
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
                if self._is_closed:
                    return
                if not is_silent:
                    break
            raise RuntimeError("the process that made it has ended")

    async def _heard(self, task: Task) -> AsyncGenerator[bytes]:
        """What a worker says of a task; the last is ``END``, unless it died."""
        self._be_warned()
        if self._is_closed:
            return
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
        """End all workers, for good."""
        self._is_closed = True
        for worker in list(self._all):
            worker.close()
        self._idle.clear()

    def _be_warned(self) -> None:
        """End as soon as the server is told to: it waits for all that it still has to send."""
        if self._is_warned or threading.current_thread() is not threading.main_thread():
            return
        self._is_warned = True
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)
            if callable(before):
                signal.signal(number, partial(self._end, before))

    def _end(self, before: Callable[[int, Any], Any], number: int, frame: Any) -> None:
        self.close()
        before(number, frame)

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


def _pass_on(
    loop: asyncio.AbstractEventLoop, heard: asyncio.Queue[bytes | None], message: bytes | None
) -> None:
    with suppress(RuntimeError):  # nobody is there any more to hear it
        loop.call_soon_threadsafe(heard.put_nowait, message)


def spare_processors() -> int:
    """All but one, which is the server's; one at least."""
    return max(1, (os.cpu_count() or 1) - 1)
