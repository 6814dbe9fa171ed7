"""What every answer tells browsers to keep to, and who isn't answered at all."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.datastructures import Headers

from pages.parts.guard import Guard, comes_from_here, for_a_page
from tests.asgi import BESIDE, request


def policy(query: bytes = b"", host: bytes = b"here:1") -> dict[str, str]:
    """The content security policy of a page, by directive."""
    told = for_a_page({"headers": [(b"host", host)], "query_string": query})
    parts = [part.partition(" ") for part in told["Content-Security-Policy"].split("; ")]
    return {name: sources for name, _, sources in parts}


def test_a_page_names_no_foreign_host() -> None:
    assert policy()["connect-src"] == "'self' ws://here:1 wss://here:1"
    for name, sources in policy().items():
        if name != "connect-src":
            plain = {"'self'", "'none'", "'unsafe-inline'", "blob:", "data:"}
            assert set(sources.split()) <= plain, name
    assert policy(host=b"here; script-src *")["connect-src"] == "'self'"


def test_frames_of_other_sites_are_for_what_is_embedded() -> None:
    assert policy()["frame-ancestors"] == "'self'"
    assert policy(b"embed=true&step=2")["frame-ancestors"] == "*"
    assert policy(b"x=embed%3Dtrue")["frame-ancestors"] == "'self'"


def test_all_that_is_sent_is_what_it_says() -> None:
    healthy = request("GET", "/healthz")
    assert (healthy.status, healthy.text) == (200, "ok")
    for answer in (healthy, request("GET", "/base/healthz"), request("GET", "/nothing")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics/"])
def test_what_concerns_nobody_is_not_told(path: str) -> None:
    assert request("GET", path).status == 404


@pytest.mark.parametrize(
    ("origin", "is_served"),
    [
        (None, True),
        ("https://site.example", True),
        ("http://localhost:3000", True),
        ("https://evil.example", False),
        ("null", False),
        ("https://site.example.evil.example", False),
    ],
)
def test_sockets_are_for_pages_of_this_site(origin: str | None, is_served: bool) -> None:
    headers = {"host": "site.example"} | ({"origin": origin} if origin else {})
    assert comes_from_here(Headers(headers)) is is_served
    reached, sent = [], []

    async def app(*_: Any) -> None:
        reached.append(True)

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "headers": raw}
    BESIDE.submit(lambda: asyncio.run(Guard(app)(scope, receive, send))).result()
    assert bool(reached) is is_served
    assert [message["type"] for message in sent] == ([] if is_served else ["websocket.close"])
