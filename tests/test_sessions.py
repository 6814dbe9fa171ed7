"""The load benchmark's clients do what a browser does: open a page, change something, follow it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from benchmarks.load import first_page
from benchmarks.reader import Reader
from benchmarks.server import Server, running
from benchmarks.sessions import Session
from benchmarks.wire import Wire


def in_a_thread(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, on a loop of its own: a browser test may have left one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


async def work(server: Server, changes: int, *, has_facts: bool) -> Reader:
    session, run = await Session.open(f"{server.url}/arithmetic?size=7")
    assert session.components["arithmetic.player"].data["answer"]["state"] == "size=7"
    assert min(run.sent, run.received) > 0
    reader = Reader(1, "arithmetic", session, server.url)
    await reader.work(time.perf_counter(), changes, has_facts=has_facts)
    await reader.close()
    return reader


def test_a_reader_changes_something_and_asks_ahead(server: Server) -> None:
    log = in_a_thread(work(server, 3, has_facts=False)).log
    assert (log.changes, log.facts) == (3, [])
    assert log.asked["ahead"] > 0
    assert set(log.wire) == set(log.asked)
    assert log.wire["ahead"] > 1000 * log.asked["ahead"]


def test_the_sections_below_follow_each_change(server: Server) -> None:
    log = in_a_thread(work(server, 2, has_facts=True)).log
    assert (log.changes, len(log.facts)) == (2, 2)
    assert 1 <= log.asked["facts"] <= 2  # one ask for all sections, once a state has rested
    assert log.wire["facts"] > 1000 * log.asked["facts"]


def test_a_new_visitor_gets_all_of_a_page(server: Server) -> None:
    assert in_a_thread(first_page(server, "dilated")) > 0


def test_an_answer_that_is_none_is_no_success(server: Server) -> None:
    with pytest.raises(RuntimeError, match=r"HTTP/1\.1 400"):
        in_a_thread(Wire(server.url).ask("POST", "/play/arithmetic", b"[]"))
