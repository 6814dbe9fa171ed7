"""What a page may say over its websocket: whoever says anything else is not heard by Streamlit.

The pages have no widget of Streamlit's: a player asks by itself, at addresses of its own. So a
value for a widget, whatever it is, comes from nobody's hand, and none is passed on; wrong ones
would show Streamlit's error box, and fill the log.
"""

from __future__ import annotations

from functools import cache

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive, Send
from streamlit.logger import get_logger
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from convlib import all_lessons
from pages.parts.address import slug_of

LONGEST = 1_000_000  # bytes; an address with all its numbers typed in has a tenth of that
# What a reader's browser says. Not that all readers' caches are to be emptied, say.
KINDS = {"rerun_script", "stop_script", "app_heartbeat"}
UNREAD, TOO_LONG = 1002, 1009  # what a websocket is closed with

_log = get_logger(__name__)


class NotAPageError(ValueError):
    """No page says this; ``code`` is what the websocket is closed with."""

    def __init__(self, said: str, code: int) -> None:
        self.code = code
        super().__init__(said)


class Socket:
    """A websocket's two ends, in place of those of the server."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._is_closed = False

    async def receive(self) -> Message:
        """The next message that a page may send; that it has gone, after one that none sends."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            try:
                heard = read(message.get("bytes"))
            except NotAPageError as error:
                _log.warning("A websocket is closed: %s.", error)
                await self._send({"type": "websocket.close", "code": error.code})
                self._is_closed = True
                return {"type": "websocket.disconnect", "code": error.code}
            if heard is not None:
                return {"type": "websocket.receive", "bytes": heard}

    async def send(self, message: Message) -> None:
        """Send what a run draws, unless the websocket is closed meanwhile."""
        if not self._is_closed:
            await self._send(message)


@cache
def _pages() -> set[str]:
    """What Streamlit calls the pages: home, which has no name of its own, and all lessons."""
    return {calc_hash(name) for name in ("", *(each.slug for each in all_lessons()))}


def read(frame: bytes | None) -> bytes | None:
    """What is passed on of a frame; None if nothing is.

    Args:
        frame: Streamlit's ``BackMsg``; None for a frame of text.

    Raises:
        NotAPageError: It is none, or far too long.

    Example:
        >>> read(BackMsg(clear_cache=True).SerializeToString()) is None
        True
    """
    if frame is None:
        raise NotAPageError("it sent text", UNREAD)
    if len(frame) > LONGEST:
        raise NotAPageError(f"it sent {len(frame):,} bytes at once", TOO_LONG)
    try:
        said = BackMsg.FromString(frame)
    except DecodeError:
        raise NotAPageError("it sent what is no message of Streamlit's", UNREAD) from None
    kind = said.WhichOneof("type")
    if kind not in KINDS:
        _log.debug("No page says this, and nothing comes of it: %s.", kind)
        return None
    if kind != "rerun_script":
        return frame
    said.rerun_script.ClearField("widget_states")
    said.rerun_script.ClearField("fragment_id")  # there are none either
    if said.rerun_script.page_script_hash not in {"", *_pages()}:
        # Cut off before it learnt which page it has got: Streamlit would show it the first.
        said.rerun_script.ClearField("page_script_hash")
        said.rerun_script.page_name = slug_of(said.rerun_script.context_info.url)
    passed_on: bytes = said.SerializeToString()
    return passed_on
