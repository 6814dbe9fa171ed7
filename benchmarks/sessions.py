"""Sessions of the app without a browser: they speak Streamlit's websocket protocol as one does."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SECONDS_TO_ANSWER = 60
HEADER = 8  # bytes before what a client sends in a frame of 126 bytes to 64 KiB
REPLACED = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
DONE = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class Component(NamedTuple):
    """A component on the page: Streamlit's id for it, its fragment, and what it was given."""

    id: str
    fragment: str
    json: str

    @property
    def key(self) -> str:
        """Its place on the page, as the app named it.

        Example:
            >>> Component("$$ID-5f3a-single-channel.player", "", "{}").key
            'single-channel.player'
        """
        return self.id.split("-", 2)[-1]

    @property
    def data(self) -> Any:
        """What it was given."""
        return json.loads(self.json or "null")


class Trigger(NamedTuple):
    """What a component tells, once: ``setTriggerValue(event, value)``."""

    component: Component
    event: str
    value: Any


class Run(NamedTuple):
    """One or more runs of the script that were asked for together.

    Attributes:
        seconds: From the first message sent until the last run's end.
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
        run = await session._run([message], [""])
        return session, run._replace(seconds=time.perf_counter() - started)

    async def tell(self, triggers: Sequence[Trigger]) -> Run:
        """Tell something by each of some components, and wait until their fragments have run.

        Raises:
            RuntimeError: The page shows an exception.
            TimeoutError: The runs didn't end.
        """
        messages = [self._telling(trigger) for trigger in triggers]
        return await self._run(messages, [trigger.component.fragment for trigger in triggers])

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

    def _telling(self, trigger: Trigger) -> BackMsg:
        message = self._message()
        message.rerun_script.fragment_id = trigger.component.fragment
        message.rerun_script.widget_states.widgets.add(
            id=f"$$STREAMLIT_INTERNAL_KEY_{trigger.component.id}__events",
            json_trigger_value=json.dumps(
                [{"event": trigger.event, "value": trigger.value}], separators=(",", ":")
            ),
        )
        return message

    async def _run(self, messages: Sequence[BackMsg], fragments: Sequence[str]) -> Run:
        """Ask for runs and receive what they draw; Streamlit may do some of them as one."""
        started, sent, before = time.perf_counter(), 0, self.socket.received
        for message in messages:
            frame = message.SerializeToString()
            sent += len(frame) + HEADER
            await self.socket.send(frame)
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            pending = set(fragments)
            while pending:
                received = ForwardMsg.FromString(await self.socket.recv(decode=False))
                match received.WhichOneof("type"):
                    case "navigation":
                        self._page = received.navigation.page_script_hash
                    case "delta":
                        self._take(received)
                    case "script_finished" if received.script_finished in DONE:
                        pending -= set(received.metadata.run.fragment_ids) or {""}
                    case "script_finished" if received.script_finished != REPLACED:
                        raise RuntimeError("the script doesn't compile")
        seconds = time.perf_counter() - started
        return Run(seconds, sent, self.socket.received - before)

    def _take(self, message: ForwardMsg) -> None:
        """Keep what was drawn, as far as anything here needs it."""
        element = message.delta.new_element
        match element.WhichOneof("type"):
            case "bidi_component":
                drawn = element.bidi_component
                component = Component(drawn.id, message.delta.fragment_id, drawn.json)
                self.components[component.key] = component
            case "exception":
                raise RuntimeError(f"the page shows an exception: {element.exception.message}")
