"""The player's files: named by what is in them, kept by browsers for good, packed if possible."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from typing import Any

import pytest
from starlette.applications import Starlette

from convlib.render.player import source, style
from pages.parts.files import ROUTES, path_of

APP = Starlette(routes=ROUTES)


def get(path: str, accepts: str = "identity") -> tuple[int, dict[str, str], bytes]:
    """What the server answers: its status, its headers, and what it sends."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asked = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
    asyncio.run(APP({**asked, "headers": [(b"accept-encoding", accepts.encode())]}, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each["body"] for each in sent[1:])


@pytest.mark.parametrize(("kind", "media"), [("js", "javascript"), ("css", "css")])
def test_a_file_is_named_by_its_content_and_kept_for_good(kind: str, media: str) -> None:
    status, headers, content = get(f"/{path_of(kind)}")
    assert status == 200
    assert path_of(kind) == f"player/{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"].startswith(f"text/{media}")


@pytest.mark.parametrize("kind", ["js", "css"])
def test_it_travels_packed_to_who_unpacks_it(kind: str) -> None:
    (_, headers, packed), (_, _, plain) = (
        get(f"/{path_of(kind)}", "br, gzip"),
        get(f"/{path_of(kind)}"),
    )
    assert headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in headers["vary"]
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 3


@pytest.mark.parametrize("base", ["/lectures", "/of/mine"])
def test_it_is_there_under_any_base_path(base: str) -> None:
    assert get(f"{base}/{path_of('js')}") == get(f"/{path_of('js')}")


def test_the_style_is_the_players() -> None:
    assert get(f"/{path_of('css')}")[2].decode() == style()


@pytest.mark.parametrize("name", ["0123456789abcdef.js", "player.js", "../app.py", ""])
def test_nothing_else_is_served(name: str) -> None:
    status, headers, _ = get(f"/player/{name}")
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


def test_what_travels_with_every_run_is_small_and_names_both_files() -> None:
    loader = source("loader.js")
    assert len(loader) < 2_000
    assert loader.count("PLAYER.js") == loader.count("PLAYER.css") == 1
