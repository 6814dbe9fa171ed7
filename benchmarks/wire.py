"""Plain HTTP over connections that stay open, as a browser keeps them, with every byte counted."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS_TO_ANSWER = 60
NO_CONTENT = "204"  # which has no length
# What a browser says beside the length and the kind of what it posts, in about as many bytes.
HEADERS = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
    "Accept: */*",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-US,en;q=0.9",
    "Sec-Fetch-Dest: empty",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Site: same-origin",
    "Connection: keep-alive",
)


class Answer(NamedTuple):
    """What came of a request: its status, its unpacked body, the bytes on the wire both ways."""

    status: str
    body: bytes
    sent: int
    received: int


class Wire:
    """Connections to one server: a request takes one that is idle, or opens another.

    Example:
        ``await Wire("http://127.0.0.1:8501").ask("GET", "/_stcore/health")``
    """

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(
        self, method: str, path: str, body: bytes = b"", expected: Collection[str] = ("200",)
    ) -> Answer:
        """Send a request and receive all of its answer.

        Raises:
            RuntimeError: The answer's status is not one of those expected, or it doesn't say how
                long it is.
            OSError: The server can't be reached.
            TimeoutError: It doesn't answer.
        """
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._url.netloc}", *HEADERS]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            reader, writer, head = await self._send(request)
            status, headers = _parsed(head)
            if status == NO_CONTENT:
                headers["content-length"] = "0"
            if status not in expected or "content-length" not in headers:
                writer.close()
                raise RuntimeError(f"{method} {path}: {head.decode('latin-1')}")
            packed = await reader.readexactly(int(headers["content-length"]))
        self._idle.append((reader, writer))
        is_packed = headers.get("content-encoding") == "gzip"
        unpacked = gzip.decompress(packed) if is_packed else packed
        return Answer(status, unpacked, len(request), len(head) + len(packed))

    def close(self) -> None:
        """Close the connections, none of which may be in use."""
        for _, writer in self._idle:
            writer.close()
        self._idle.clear()

    async def _send(
        self, request: bytes
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]:
        """The connection that a request has taken, and the head of its answer."""
        while True:
            is_new = not self._idle
            reader, writer = (
                await asyncio.open_connection(self._url.hostname, self._url.port)
                if is_new
                else self._idle.pop()
            )
            try:
                writer.write(request)
                return reader, writer, await reader.readuntil(b"\r\n\r\n")
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
                if is_new:
                    raise
                # Else the server has closed what was idle for some seconds: the next one is tried.


def _parsed(head: bytes) -> tuple[str, dict[str, str]]:
    """The status and the headers of an answer, their names in small letters."""
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return first.split(" ", 2)[1], {name.strip().lower(): value.strip() for name, value in pairs}
