"""The player's files: named by what is in them, kept by browsers for good, packed if possible."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest

from convlib.render.player import FOLDER, MODULES, source, style
from pages.parts.files import EXTRA, contents, loader, path_of
from tests.asgi import Answer, request


def get(path: str, accepts: str = "identity") -> Answer:
    """What the server answers."""
    return request("GET", path, accepts=accepts)


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


def test_the_style_is_the_players_and_the_listings() -> None:
    sheet = get(f"/{path_of('css')}")[2].decode()
    assert sheet.startswith(style())
    assert sheet.endswith(source("listing.css"))


@pytest.mark.parametrize("name", ["0123456789abcdef.js", "player.js", "../app.py", ""])
def test_nothing_else_is_served(name: str) -> None:
    status, headers, _ = get(f"/player/{name}")
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


@pytest.mark.parametrize(
    ("component", "export"),
    [
        ("default", "export default function"),
        ("sight", "export function sight"),
        ("listing", "export function listing"),
    ],
)
def test_what_travels_with_every_run_is_small_and_fetches_a_component(
    component: str, export: str
) -> None:
    text = loader(component)
    assert len(text) < 1_500
    assert text.count(path_of("js")) == text.count(path_of("css")) == 1
    assert f'module["{component}"]' in text
    assert contents()["js"].count(export) == 1
    assert not {"PLAYER", "EXPORT"} & set(re.findall("[A-Z]{4,}", text))


def test_every_module_of_the_player_is_served_once() -> None:
    """But the loader, which travels with the page."""
    names = {path.name for path in FOLDER.glob("*.js")} - {"loader.js"}
    served = [*MODULES, *EXTRA]
    assert len(served) == len(set(served))
    assert set(served) == names
