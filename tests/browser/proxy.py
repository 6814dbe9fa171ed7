"""A way to the server that can be cut, held up, and opened again, as networks are."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Done = TypeVar("Done")
HOST = "127.0.0.1"
PIECE = 1 << 16  # bytes that are passed on at once
UPGRADE = b"upgrade: websocket"


class Proxy:
    """Passes on what comes to its port, in a thread of its own.

    Attributes:
        url: Where it listens.
        target: The port that it passes on to.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._sockets: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self._passes = asyncio.Event()
        self._answers = True
        self._passes.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, HOST, 0))
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Close all connections, and each new one at once."""
        self._is_cut = True
        self._do(self._close_all())

    def cut_sockets(self) -> None:
        """Close all websockets; what else is on its way arrives, and new ones pass."""
        self._do(self._close_sockets())

    def hold(self) -> None:
        """Leave all connections open, and pass nothing on."""
        self._do(self._set_passing(False))

    def swallow(self) -> None:
        """Pass on what is asked, and close the connection instead of passing on the answer."""
        self._answers = False

    def open(self) -> None:
        """Pass everything on, what was held up included."""
        self._is_cut, self._answers = False, True
        self._do(self._set_passing(True))

    def close(self) -> None:
        """Stop for good."""
        self.cut()
        self._server.close()
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _do(self, work: Coroutine[Any, Any, Done]) -> Done:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _set_passing(self, passes: bool) -> None:
        (self._passes.set if passes else self._passes.clear)()

    async def _close_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _close_sockets(self) -> None:
        for writer in self._sockets:
            writer.transport.abort()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection(HOST, self.target)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, back}
        self._writers |= both
        try:
            asked = self._pass_on(reader, back, False)
            await asyncio.gather(asked, self._pass_on(there, writer, True))
        finally:
            self._writers -= both
            self._sockets -= both
            for each in both:
                each.transport.abort()

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_answer: bool
    ) -> None:
        try:
            while piece := await reader.read(PIECE):
                await self._passes.wait()
                if not is_answer and UPGRADE in piece.lower():
                    self._sockets.add(writer)
                if is_answer and not self._answers:
                    break
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        writer.transport.abort()


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    """A proxy to a port of this machine, for as long as it is used."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
