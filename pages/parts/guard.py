"""What every answer of the server tells browsers to keep to, and who isn't answered at all."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.socket import Socket

# As strict as Streamlit allows, whose page holds scripts and styles, and makes some of blobs.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
PRIVATE = "/_stcore/metrics"  # how many sessions there are, and more that is nobody's business
LOCAL = {"localhost", "127.0.0.1", "0.0.0.0", "::1"}
REFUSED = 1008  # what a websocket is closed with


class Guard:
    """An ASGI middleware: headers for all that is sent, frames for what is to be embedded alone.

    A websocket of another site's page is refused here: Streamlit would ask a foreign host for this
    machine's address first.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if scope["type"] == "websocket" and not comes_from_here(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        if scope["type"] == "websocket":
            socket = Socket(receive, send)
            await self.app(scope, socket.receive, socket.send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].rstrip("/").endswith(PRIVATE):
            await PlainTextResponse("Not found", 404, EVERYWHERE)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(EVERYWHERE)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.update(for_a_page(scope))
            await send(message)

        await self.app(scope, receive, send_guarded)


def for_a_page(scope: Scope) -> dict[str, str]:
    """The headers of a page: no foreign host, and no frame of another site but for ``embed``.

    Example:
        >>> scope = {"headers": [(b"host", b"here")], "query_string": b"embed=true"}
        >>> for_a_page(scope)["Content-Security-Policy"].rpartition("; ")[2]
        'frame-ancestors *'
    """
    host = Headers(scope=scope).get("host", "")
    is_embedded = parse_qs(scope["query_string"].decode("latin-1")).get("embed") == ["true"]
    sockets = f" ws://{host} wss://{host}" if is_host(host) else ""
    policy = {
        **POLICY,
        "connect-src": f"'self'{sockets}",
        "frame-ancestors": "*" if is_embedded else "'self'",
    }
    return {"Content-Security-Policy": "; ".join(map(" ".join, policy.items()))}


def comes_from_here(headers: Headers) -> bool:
    """Whether a websocket was opened by a page of this site, or by one that may.

    Streamlit's settings ``server.enableCORS``, ``server.corsAllowedOrigins`` and
    ``browser.serverAddress`` say which others may.
    """
    origin = headers.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):
        return True
    try:
        site = urlsplit(origin)
    except ValueError:  # no browser has such a page
        return False
    if site.netloc == headers.get("host") or site.hostname in LOCAL:
        return True
    others = {*st.get_option("server.corsAllowedOrigins"), st.get_option("browser.serverAddress")}
    return origin in others or site.hostname in {urlsplit(each).hostname or each for each in others}


def is_host(text: str) -> bool:
    """Whether it is a host's name and port, and nothing that means more in a header."""
    return bool(text) and all(each.isalnum() or each in "-.:[]" for each in text)
