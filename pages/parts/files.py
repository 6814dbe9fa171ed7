"""The components' source and style as files: fetched once, by their content's hash, and kept."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from convlib.render.player import script, source, style

FOLDER = "player"
TYPES = {"js": "text/javascript", "css": "text/css"}
FOR_GOOD = "public, max-age=31536000, immutable"  # what has this name never changes
EXTRA = (
    "shown.js",
    "address.js",
    "leaving.js",
    "states.js",
    "ahead.js",
    "session.js",
    "streamlit.js",
    "sight.js",
    "listing.js",
    "miniature.js",
)


@cache
def contents() -> dict[str, str]:
    """The files by their kind."""
    return {
        "js": script(*EXTRA),
        "css": f"{style()}\n{source('listing.css')}\n{source('miniature.css')}",
    }


@cache
def name_of(kind: str) -> str:
    """The name of the script or the style sheet, which says what is in it.

    Example:
        >>> name_of("css").partition(".")[2]
        'css'
    """
    digest = hashlib.sha256(contents()[kind].encode()).hexdigest()
    return f"{digest[:16]}.{kind}"


def path_of(kind: str) -> str:
    """Where a file is, as seen from any page of the app."""
    return f"{FOLDER}/{name_of(kind)}"


@cache
def loader(component: str = "default") -> str:
    """All of a component that travels with every run: it only fetches what the browser keeps.

    Args:
        component: The name by which the script exports the component.
    """
    names = {"PLAYER.js": path_of("js"), "PLAYER.css": path_of("css"), "EXPORT": component}
    text = source("loader.js")
    for placeholder, name in names.items():
        text = text.replace(placeholder, name)
    return text


@cache
def packed(kind: str) -> bytes:
    """A file as it travels to a browser that unpacks it."""
    return gzip.compress(contents()[kind].encode(), mtime=0)


async def serve(request: Request) -> Response:
    """One of the files; of another release's files none is left."""
    name = request.path_params["name"]
    kind = next((each for each in TYPES if name == name_of(each)), None)
    if kind is None:
        return Response("There is no such file here.", 404, {"Cache-Control": "no-store"})
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed(kind), 200, headers, TYPES[kind])
    return Response(contents()[kind], 200, headers, TYPES[kind])
