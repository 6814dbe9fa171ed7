"""Asks of the app's routes as a browser sends them, without a server."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.middleware import Middleware

from pages.parts.guard import Guard
from pages.parts.routes import ROUTES

APP = Starlette(routes=ROUTES, middleware=[Middleware(Guard)])
# A thread of its own: in that of the tests Playwright may have a loop that runs.
BESIDE = ThreadPoolExecutor(1)


class Answer(NamedTuple):
    """What the server answers; the body is as it travels."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def unpacked(self) -> bytes:
        """The body as it is read."""
        is_packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if is_packed else self.body

    @property
    def text(self) -> str:
        """What it says."""
        return self.unpacked.decode()

    @property
    def data(self) -> Any:
        """What it says as JSON."""
        return json.loads(self.text)


def request(method: str, path: str, body: bytes = b"", accepts: str = "identity") -> Answer:
    """Send one request, and wait for the answer."""
    return BESIDE.submit(lambda: asyncio.run(_answer(method, path, body, accepts))).result()


async def _answer(method: str, path: str, body: bytes, accepts: str) -> Answer:
    sent: list[Any] = []

    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return unread.pop() if unread else await asyncio.Future()  # who asked stays

    async def send(message: Any) -> None:
        sent.append(message)

    asked = {"type": "http", "method": method, "path": path, "query_string": b"", "root_path": ""}
    await APP({**asked, "headers": [(b"accept-encoding", accepts.encode())]}, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(each["body"] for each in sent[1:]))


def heard(answer: Answer) -> tuple[list[Any], bytes]:
    """What the messages of an answer say, and the file whose pieces they carry."""
    said, file, rest = list[Any](), b"", answer.body
    while rest:
        length = int.from_bytes(rest[:4])
        kind, message, rest = rest[4:5], rest[5 : 4 + length], rest[4 + length :]
        if kind == b"j":
            said.append(json.loads(message))
        else:
            assert kind == b"f"
            file += message
    return said, file


def post(path: str, asked: Any) -> Answer:
    """Ask as a player does."""
    return request("POST", path, json.dumps(asked).encode())


def post_at_once(asks: list[tuple[str, Any]]) -> list[Answer]:
    """Ask as many players do, all before the first is answered; each is a path and what is sent."""

    async def all_of_them() -> list[Answer]:
        sent = ((path, json.dumps(asked).encode()) for path, asked in asks)
        return await asyncio.gather(*(_answer("POST", *each, "identity") for each in sent))

    return BESIDE.submit(lambda: asyncio.run(all_of_them())).result()
