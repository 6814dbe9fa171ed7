"""The components' source, style and fonts: fetched once, by their content's hash, and kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from convlib.render.player import script, source, style
from convlib.text import ASSETS
from pages.parts.style import roles

FOLDER = "player"
TYPES = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2"}
FOR_GOOD = "public, max-age=31536000, immutable"  # what has this name never changes
EXTRA = (
    "shown.js",
    "address.js",
    "leaving.js",
    "states.js",
    "asking.js",
    "contact.js",
    "ahead.js",
    "stream.js",
    "fields.js",
    "packing.js",
    "form.js",
    "export.js",
    "session.js",
    "ticks.js",
    "streamlit.js",
    "listing.js",
    "miniature.js",
    "tabs.js",
    "table.js",
    "networks.js",
    "quiz.js",
    "tex.js",
    "follow.js",
    "facts.js",
)
KATEX = ASSETS / "katex"
FONTS = tuple(path.name for path in sorted(KATEX.glob("fonts/*.woff2")))
FONT_FACE = re.compile(
    r"@font-face\{font-display:block;font-family:\W?(?P<family>\w+)\W?;font-style:(?P<style>\w+);"
    r"font-weight:(?P<weight>\d+);src:url\(fonts/(?P<name>[\w.-]+)\)[^}]*\}"
)


@cache
def contents() -> dict[str, bytes]:
    """The files by their plain names."""
    texts = {
        "player.js": script(*EXTRA),
        "player.css": f"{style()}\n{source('miniature.css')}",
        "facts.css": f"{roles()}\n{source('facts.css')}",
        "katex.js": _katex(),
    }
    return {**{name: text.encode() for name, text in texts.items()}, **_fonts()}


@cache
def _fonts() -> dict[str, bytes]:
    """The fonts of formulas."""
    return {name: (KATEX / "fonts" / name).read_bytes() for name in FONTS}


def _katex() -> str:
    """KaTeX as a module that exports it with its style and its fonts, as far as they are here.

    A style sheet in a shadow tree can't name fonts, so the script does.
    """
    rules = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    faces = [
        [
            face["family"],
            _digest(face["name"], _fonts()[face["name"]]),
            face["style"],
            face["weight"],
        ]
        for face in FONT_FACE.finditer(rules)
        if face["name"] in FONTS
    ]
    return "\n".join(
        [
            (KATEX / "katex.min.js").read_text(encoding="utf-8"),
            f"export const rules = {json.dumps(FONT_FACE.sub('', rules))};",
            f"export const faces = {json.dumps(faces)};",
            "export default globalThis.katex;",
        ]
    )


def _digest(name: str, content: bytes) -> str:
    """What a file is called, which says what is in it."""
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{name.rpartition('.')[2]}"


@cache
def name_of(name: str) -> str:
    """What a file is called, which says what is in it.

    Example:
        >>> name_of("player.css").partition(".")[2]
        'css'
    """
    return _digest(name, contents()[name])


def path_of(name: str) -> str:
    """Where a file is, as seen from any page of the app."""
    return f"{FOLDER}/{name_of(name)}"


@cache
def loader(component: str = "default", sheet: str = "player.css") -> str:
    """All of a component that travels with every run: it only fetches what the browser keeps.

    Args:
        component: The name by which the script exports the component.
        sheet: The plain name of its style sheet.
    """
    names = {"PLAYER.js": path_of("player.js"), "PLAYER.css": path_of(sheet), "EXPORT": component}
    text = source("loader.js")
    for placeholder, name in names.items():
        text = text.replace(placeholder, name)
    return text


@cache
def packed(name: str) -> bytes:
    """A file as it travels to a browser that unpacks it."""
    return gzip.compress(contents()[name], mtime=0)


@cache
def _served() -> dict[str, str]:
    """What is asked for, and the plain name of that file."""
    return {name_of(name): name for name in contents()}


async def serve(request: Request) -> Response:
    """One of the files; of another release's files none is left."""
    name = _served().get(request.path_params["name"])
    if name is None:
        return Response("There is no such file here.", 404, {"Cache-Control": "no-store"})
    kind = name.rpartition(".")[2]
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    if kind != "woff2" and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed(name), 200, headers, TYPES[kind])
    return Response(contents()[name], 200, headers, TYPES[kind])
