"""The components' files: named by what is in them, kept by browsers for good, packed."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest

from convlib.export import page
from convlib.render.player import FOLDER, MODULES, source, style
from convlib.text import ASSETS
from pages.parts.files import EXTRA, contents, loader, path_of
from tests.asgi import Answer, request


def get(path: str, accepts: str = "identity") -> Answer:
    """What the server answers."""
    return request("GET", path, accepts=accepts)


TEXTS = ["player.js", "player.css", "facts.css", "katex.js"]
MEDIA = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2"}


@pytest.mark.parametrize("name", [*TEXTS, "KaTeX_Main-Regular.woff2"])
def test_a_file_is_named_by_its_content_and_kept_for_good(name: str) -> None:
    status, headers, content = get(f"/{path_of(name)}")
    kind = name.rpartition(".")[2]
    assert status == 200
    assert path_of(name) == f"player/{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"].startswith(MEDIA[kind])


@pytest.mark.parametrize("name", TEXTS)
def test_it_travels_packed_to_who_unpacks_it(name: str) -> None:
    (_, headers, packed), (_, _, plain) = (
        get(f"/{path_of(name)}", "br, gzip"),
        get(f"/{path_of(name)}"),
    )
    assert headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in headers["vary"]
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_a_font_is_packed_in_itself() -> None:
    (_, headers, font) = get(f"/{path_of('KaTeX_Main-Regular.woff2')}", "br, gzip")
    assert "content-encoding" not in headers
    assert font[:4] == b"wOF2"


@pytest.mark.parametrize("base", ["/lectures", "/of/mine"])
def test_it_is_there_under_any_base_path(base: str) -> None:
    assert get(f"{base}/{path_of('player.js')}") == get(f"/{path_of('player.js')}")


def test_the_styles_are_the_players_and_that_of_what_stands_below_it() -> None:
    assert get(f"/{path_of('player.css')}")[2].decode().startswith(style())
    assert get(f"/{path_of('facts.css')}")[2].decode().endswith(source("facts.css"))


def test_formulas_come_with_their_fonts_and_their_licence() -> None:
    """The fonts are named by the script: what the style names, a shadow tree doesn't hear."""
    module = contents()["katex.js"].decode()
    assert not re.search(r"@font-face|url\(", module.rpartition("export const rules")[2])
    named = re.findall(r"[0-9a-f]{16}\.woff2", module)
    fonts = sorted(path.name for path in (ASSETS / "katex").glob("fonts/*.woff2"))
    assert sorted(named) == sorted(path_of(name).partition("/")[2] for name in fonts)
    assert "MIT License" in (ASSETS / "katex" / "LICENSE").read_text(encoding="utf-8")
    assert "assets/katex/" in (ASSETS / "LICENSES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["0123456789abcdef.js", "player.js", "../app.py", ""])
def test_nothing_else_is_served(name: str) -> None:
    status, headers, _ = get(f"/player/{name}")
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


@pytest.mark.parametrize(
    ("component", "export"),
    [("default", "export default function"), ("facts", "export function facts")],
)
def test_what_travels_with_every_run_is_small_and_fetches_a_component(
    component: str, export: str
) -> None:
    text = loader(component, "facts.css")
    assert len(text) < 1_500
    assert text.count(path_of("player.js")) == text.count(path_of("facts.css")) == 1
    assert f'module["{component}"]' in text
    assert contents()["player.js"].decode().count(export) == 1
    assert not {"PLAYER", "EXPORT"} & set(re.findall("[A-Z]{4,}", text))


def test_every_module_of_the_player_is_served_once() -> None:
    """But the loader, which travels with the page, and what a page in one file begins with."""
    names = {path.name for path in FOLDER.glob("*.js")} - {"loader.js", "starter.js"}
    served = [*MODULES, *EXTRA]
    assert len(served) == len(set(served))
    assert set(served) == names - {"unpack.js", "single.js"}
    assert {"unpack.js", "single.js"} <= set(page.EXTRA) <= names
