"""Sessions of the app without a browser: they speak Streamlit's websocket protocol as one does."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SECONDS_TO_ANSWER = 60
HEADER = 8  # bytes before what a client sends in a frame of 126 bytes to 64 KiB
DONE = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class Component(NamedTuple):
    """A component on the page: Streamlit's id for it, and what it was given."""

    id: str
    json: str

    @property
    def key(self) -> str:
        """Its place on the page, as the app named it.

        Example:
            >>> Component("$$ID-5f3a-single-channel.player", "{}").key
            'single-channel.player'
        """
        return self.id.split("-", 2)[-1]

    @property
    def data(self) -> Any:
        """What it was given."""
        return json.loads(self.json or "null")


class Run(NamedTuple):
    """A run of the script, or of a fragment of it.

    Attributes:
        seconds: From when it was asked for until its end.
        sent: Bytes, the frames' headers with them.
        received: Bytes, the frames' headers with them.
    """

    seconds: float
    sent: int
    received: int


class _Counted(ClientConnection):
    """A connection that counts what it receives."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


class Session:
    """A visitor of one page.

    Attributes:
        components: By their place on the page, as they were drawn last.
    """

    def __init__(self, socket: _Counted, address: str) -> None:
        self.socket = socket
        self.components: dict[str, Component] = {}
        self._address = urlsplit(address)
        self._page = ""

    @classmethod
    async def open(cls, address: str) -> tuple[Session, Run]:
        """Visit a page, and wait until all of it has come.

        Args:
            address: Of the page, such as ``"http://127.0.0.1:8501/arithmetic?size=7"``.

        Raises:
            RuntimeError: The page shows an exception or doesn't compile.
            TimeoutError: It didn't come.
        """
        started = time.perf_counter()
        place = urlsplit(address)
        socket = await connect(
            f"ws://{place.netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=f"http://{place.netloc}",  # type: ignore[arg-type]
            create_connection=_Counted,
            max_size=None,
            ping_interval=None,
        )
        assert isinstance(socket, _Counted)
        session = cls(socket, address)
        message = session._message()
        message.rerun_script.page_name = place.path.strip("/")
        run = await session._run(message)
        return session, run._replace(seconds=time.perf_counter() - started)

    async def close(self) -> None:
        """Leave the page."""
        await self.socket.close()

    def _message(self) -> BackMsg:
        """What every request for a run says."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._address.query
        state.page_script_hash = self._page
        state.widget_states.SetInParent()
        info = state.context_info
        info.timezone, info.timezone_offset, info.locale = "UTC", 0, "en-US"
        info.url = self._address._replace(query="").geturl()
        info.is_embedded, info.color_scheme = False, "light"
        return message

    async def _run(self, message: BackMsg) -> Run:
        """Ask for a run, and receive all that it draws."""
        started, before = time.perf_counter(), self.socket.received
        frame = message.SerializeToString()
        await self.socket.send(frame)
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            while not self._take(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass
        seconds = time.perf_counter() - started
        return Run(seconds, len(frame) + HEADER, self.socket.received - before)

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what a message says, as far as anything here needs it; True if it ends the run."""
        match message.WhichOneof("type"):
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "delta":
                self._draw(message)
            case "script_finished":
                return message.script_finished in DONE
            case "session_event":
                raise RuntimeError("the script doesn't compile")
        return False

    def _draw(self, message: ForwardMsg) -> None:
        """Keep a component, and fail for an exception."""
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "bidi_component":
                drawn = element.bidi_component
                component = Component(drawn.id, drawn.json)
                self.components[component.key] = component
            case "exception":
                raise RuntimeError(f"the page shows an exception: {element.exception.message}")
