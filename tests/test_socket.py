"""What is sent over a page's websocket shows no reader an error, and logs no traceback."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.exceptions import ConnectionClosed

from benchmarks.sessions import Session
from pages.parts.socket import LONGEST, NotAPageError, Socket, read
from tests.asgi import BESIDE
from tests.browser.conftest import HOST, free_port, start_server, wait_until_healthy

DEEP = 5000
ARITHMETIC, HOME = calc_hash("arithmetic"), calc_hash("")  # what Streamlit calls their pages
FAULTS = re.compile(r"Traceback|Error|exception", re.IGNORECASE)


class Served(NamedTuple):
    """A server's address, and the file that it logs to."""

    url: str
    log: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    port, log = free_port(), tmp_path_factory.mktemp("server") / "log.txt"
    url = f"http://{HOST}:{port}"
    with log.open("w") as output, start_server(port, output.fileno()) as process:
        wait_until_healthy(process, url, log)
        yield Served(url, log)
        process.terminate()


Sent = bytes | str | BackMsg


def outcome(served: Served, make: Callable[[Session], list[Sent]]) -> tuple[set[str], int | None]:
    """What becomes of a session that sends something, and of one beside it.

    Returns:
        What the page then consists of, and with what its websocket was closed. Whatever either page
        shows of an error raises, as does what is logged.
    """

    async def work() -> tuple[set[str], int | None]:
        before = served.log.stat().st_size
        other, _ = await Session.open(f"{served.url}/dilated")
        session, _ = await Session.open(f"{served.url}/arithmetic?size=7")
        closed = None
        try:
            for said in make(session):
                if isinstance(said, BackMsg) and said.HasField("rerun_script"):
                    await session._run(said)
                else:
                    raw = said.SerializeToString() if isinstance(said, BackMsg) else said
                    await session.socket.send(raw)
            session.components.clear()
            await session._run(rerun(session, page_script_hash="", page_name="arithmetic"))
        except ConnectionClosed as error:
            closed = error.rcvd.code if error.rcvd else 0
        other.components.clear()
        await other._run(other._message())
        assert {"dilated.player", "dilated.facts"} <= set(other.components)
        await session.close()
        await other.close()
        said = served.log.read_bytes()[before:].decode()
        assert not FAULTS.search(said), said
        return set(session.components), closed

    return BESIDE.submit(lambda: asyncio.run(work())).result()


def rerun(session: Session, **changed: Any) -> BackMsg:
    """What a browser asks for, some of it changed; ``context_`` begins what stands deeper."""
    message = session._message()
    for name, value in changed.items():
        deep = name.removeprefix("context_")
        state = message.rerun_script
        if isinstance(value, list):
            getattr(state, name).extend(value)
        else:
            setattr(state if deep == name else state.context_info, deep, value)
    return message


def filled(session: Session, *values: dict[str, Any], named: str = "") -> list[Sent]:
    """A message for each of some values, which all of the page's components are said to have."""
    messages: list[Sent] = []
    for value in values:
        message = session._message()
        for each in [named] if named else [one.id for one in session.components.values()]:
            message.rerun_script.widget_states.widgets.append(WidgetState(id=each, **value))
        messages.append(message)
    return messages


JSON = ["", "{", "null", "NaN", "1e999", "[1, 2]", '"x"', '{"value": 3}', "[" * DEEP + "]" * DEEP]
JSON += ['{"a":' * DEEP + "1" + "}" * DEEP, "x" * 100_000]
OTHERS: list[dict[str, Any]] = [
    {"trigger_value": True},
    {"bool_value": True},
    {"int_value": 2**63 - 1},
    {"double_value": float("nan")},
    {"string_value": "x" * 100_000},
    {"bytes_value": b"\xff\x00"},
    {"double_array_value": {"data": [float("inf")] * 10_000}},
    {"int_array_value": {"data": [-(2**63)] * 10_000}},
    {"string_array_value": {"data": [""] * 10_000}},
    {"arrow_value": {"data": b"nonsense"}},
    {"file_uploader_state_value": {}},
    {"string_trigger_value": {"data": "x"}},
    {"chat_input_value": {"data": "x"}},
    {},
]
NAMES = ["nope", "", "$$ID-0-x__events", "$$STREAMLIT_INTERNAL_KEY_SCRIPT_RUN_WITHOUT_ERRORS"]
QUERIES = ["size=%ff", "\x00=\x01", "&&==%&;", "size=1&size=2", "preset[]=x&self=1&__proto__=2"]
QUERIES += ["lang=\U0001f600&step=%ed%a0%80", "size=1e999&kernel=nan", f"size={'9' * 90_000}"]
QUERIES += ["embed=true&embed=nope", "&".join(f"a{number}=1" for number in range(2000))]
URLS = ["http://[::1", "", "http://x:999999/\x00\n", "http://x/%ff%fe%00", "x" * 10_000]

UNHEARD: list[bytes | BackMsg] = [
    b"",
    b"\x1a\x04\x0a\x02\xff\xfe",
    BackMsg(clear_cache=True),
    BackMsg(set_run_on_save=True),
    BackMsg(load_git_info=True),
    BackMsg(debug_shutdown_runtime=True),
    BackMsg(debug_disconnect_websocket=True),
    BackMsg(file_urls_request=FileURLsRequest(file_names=["a"] * 100)),
    BackMsg(backend_operation_request=BackendOperationRequest(request_id="x")),
]

HEARD: dict[str, Callable[[Session], list[Sent]]] = {
    "json": lambda session: filled(session, *({"json_value": each} for each in JSON)),
    "triggers": lambda session: filled(session, *({"json_trigger_value": each} for each in JSON)),
    "values": lambda session: filled(session, *OTHERS),
    "unknown": lambda session: [
        message for name in NAMES for message in filled(session, {"json_value": "[{}]"}, named=name)
    ],
    "queries": lambda session: [rerun(session, query_string=each) for each in QUERIES],
    "addresses": lambda session: [rerun(session, context_url=each) for each in URLS],
    "contexts": lambda session: [
        rerun(session, context_timezone="nope", context_timezone_offset=-(2**31)),
        rerun(session, context_locale="\x00" * 1000, context_color_scheme="x"),
        rerun(session, context_is_embedded=True, is_history_navigation=True, is_auto_rerun=True),
        rerun(session, cached_message_hashes=["x" * 10_000]),
        rerun(session, page_script_hash="nope"),
        rerun(session, page_script_hash="", page_name="../../<b>\n"),
        rerun(session, fragment_id="nope\nnope"),
        BackMsg(rerun_script=ClientState()),
    ],
    "other kinds": lambda _: [*UNHEARD],
}


@pytest.mark.parametrize("make", HEARD.values(), ids=HEARD)
def test_what_nobody_sends_by_hand_changes_nothing(
    make: Callable[[Session], list[Sent]], served: Served
) -> None:
    shown, closed = outcome(served, make)
    assert closed is None
    assert {"arithmetic.player", "arithmetic.facts"} <= shown


REFUSED: dict[str, tuple[Sent, int]] = {
    "text": ("hello", 1002),
    "no message": (b"\xff\xff\xff\xff", 1002),
    "bad letters": (
        BackMsg(rerun_script=ClientState(query_string="ab"))
        .SerializeToString()
        .replace(b"ab", b"\xff\xfe"),
        1002,
    ),
    "too long": (b"\x00" * (LONGEST + 1), 1009),
}


@pytest.mark.parametrize("said", UNHEARD, ids=repr)
def test_what_a_readers_browser_does_not_say_is_passed_over(said: bytes | BackMsg) -> None:
    """Emptying the caches would be felt by all readers, and where the code is kept is told none."""
    assert read(said if isinstance(said, bytes) else said.SerializeToString()) is None


@pytest.mark.parametrize(("said", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_message_closes_its_own_websocket(said: Sent, code: int, served: Served) -> None:
    before = served.log.stat().st_size
    _, closed = outcome(served, lambda _: [said])
    assert closed == code
    (line,) = served.log.read_bytes()[before:].decode().splitlines()
    assert "A websocket is closed: it sent" in line


def test_a_page_that_is_cut_off_before_it_knows_its_name_gets_the_one_of_its_address() -> None:
    """Until then the browser knows the script's name alone, to which no page answers."""
    lost = ClientState(query_string="size=7", page_script_hash="abc")
    lost.context_info.url = "http://here/base/arithmetic?size=7"
    heard = read(BackMsg(rerun_script=lost).SerializeToString())
    assert heard is not None
    found = BackMsg.FromString(heard).rerun_script
    assert (found.page_script_hash, found.page_name) == ("", "arithmetic")
    assert found.query_string == "size=7"
    lost.page_script_hash = HOME  # whose reader goes there from a lesson
    heard = read(BackMsg(rerun_script=lost).SerializeToString())
    assert heard is not None
    assert BackMsg.FromString(heard).rerun_script.page_name == ""


def test_a_page_is_heard() -> None:
    message = BackMsg(rerun_script=ClientState(query_string="size=7", page_script_hash=ARITHMETIC))
    message.rerun_script.context_info.url = "http://here/arithmetic"
    plain = message.SerializeToString()
    heard = read(plain)
    assert heard is not None
    assert BackMsg.FromString(heard) == message
    message.rerun_script.widget_states.widgets.add(id="x", int_value=3)
    message.rerun_script.fragment_id = "y"
    assert read(message.SerializeToString()) == plain
    beat = BackMsg(app_heartbeat=True).SerializeToString()
    assert read(beat) == beat


def test_what_is_drawn_for_a_closed_websocket_goes_nowhere() -> None:
    """A run may be about to send when its websocket is closed, and the server takes no more."""
    arrived = [{"type": "websocket.receive", "text": "hello"}]
    sent: list[Any] = []

    async def receive() -> Any:
        return arrived.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def work() -> Any:
        socket = Socket(receive, send)
        await socket.send({"type": "websocket.send", "bytes": b"before"})
        received = await socket.receive()
        await socket.send({"type": "websocket.send", "bytes": b"after"})
        return received

    received = BESIDE.submit(lambda: asyncio.run(work())).result()
    assert received == {"type": "websocket.disconnect", "code": 1002}
    assert [each["type"] for each in sent] == ["websocket.send", "websocket.close"]


def test_a_long_frame_is_not_even_read() -> None:
    with pytest.raises(NotAPageError, match="1,000,001 bytes"):
        read(b"\x00" * (LONGEST + 1))
