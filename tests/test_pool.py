"""Work beside the server: in turn, ended when nobody wants it, and gone with the server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from typing import Any

import pytest

import convlib
from convlib import ConvError
from convlib.export.save import encoded
from pages.parts.fault import ROOT
from pages.parts.making import carry_out, said
from pages.parts.pool import Pool
from pages.parts.worker import framed, read
from pages.parts.workers import Process
from tests.asgi import APP, BESIDE, heard, post

PATIENCE = 30  # seconds
CLASSIC = convlib.lesson("single-channel")


def task(**more: Any) -> dict[str, Any]:
    """A small file, or another one."""
    usual = {"do": "file", "slug": "single-channel", "values": {}, "form": "gif"}
    return usual | {"options": {}, "language": "en", "at": None} | more


SMALL = task()
LONG = task(values={"size": "16", "kernel": "3"}, options={"width": 1600})


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """One worker, and room for two who wait."""
    made = Pool(most=1, longest=2, niceness=0)
    yield made
    made.close()


def run(act: Callable[[], Any]) -> Any:
    """Run something in a loop of its own, but not for ever."""
    return BESIDE.submit(lambda: asyncio.run(asyncio.wait_for(act(), PATIENCE))).result()


async def file_of(messages: AsyncIterator[bytes]) -> bytes:
    """The file that messages carry."""
    return b"".join([each[1:] async for each in messages if each[:1] == b"f"])


def test_a_file_is_the_one_that_is_made_without_a_process(pool: Pool) -> None:
    made = run(lambda: file_of(pool.messages(SMALL)))
    assert made == encoded(CLASSIC.build(), "gif")


def test_where_no_process_can_be_had_a_thread_makes_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    alone = Pool(most=1, longest=1, niceness=0)

    async def twice() -> list[bytes]:
        async with aclosing(alone.messages(LONG)) as messages:
            assert b"done" in await anext(messages)
        return [await file_of(alone.messages(SMALL)) for _ in range(2)]

    assert run(twice) == [encoded(CLASSIC.build(), "gif")] * 2


def test_what_nobody_wants_any_more_ends_and_the_next_is_done_by_the_same_process(
    pool: Pool,
) -> None:
    """The long one would send more than is heard of it."""

    async def stopped() -> tuple[list[Any], bytes]:
        heard = []
        async with aclosing(pool.messages(LONG)) as messages:
            heard.append(json.loads((await anext(messages))[1:]))
        return heard, await file_of(pool.messages(SMALL))

    run(lambda: file_of(pool.messages(SMALL)))
    (before,) = workers(pool)
    (first,), made = run(stopped)
    assert first["total"] == 196
    assert first["done"] < 196
    assert made == encoded(CLASSIC.build(), "gif")
    assert before in workers(pool)


def test_who_comes_while_others_are_at_work_is_told_and_waits_in_turn(pool: Pool) -> None:
    async def at_once() -> list[Any]:
        first = pool.messages(SMALL)
        await anext(first)
        second, third = pool.messages(SMALL), pool.messages(SMALL)
        told = [json.loads((await anext(each))[1:]) for each in (second, third)]
        waiting = [asyncio.create_task(file_of(each)) for each in (second, third)]
        await asyncio.sleep(0)
        with pytest.raises(ConvError, match="2 others are waiting"):
            await anext(pool.messages(SMALL))
        waiting[0].cancel()  # who leaves the line makes room in it
        await asyncio.sleep(0)
        told.append(json.loads((await anext(pool.messages(SMALL)))[1:]))
        made = [await file_of(first), await waiting[1]]
        return [told, made[1] == encoded(CLASSIC.build(), "gif")]

    assert run(at_once) == [[{"waits": 1}, {"waits": 1}, {"waits": 2}], True]


def test_a_process_that_dies_is_an_error_and_the_next_file_has_another(pool: Pool) -> None:
    async def killed() -> bytes:
        messages = pool.messages(LONG)
        await anext(messages)
        for worker in workers(pool):
            os.kill(worker, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="has ended"):
            await file_of(messages)
        return await file_of(pool.messages(SMALL))

    assert run(killed) == encoded(CLASSIC.build(), "gif")


def test_a_process_makes_room_after_some_tasks(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.workers.TASKS", 1)
    run(lambda: file_of(pool.messages(SMALL)))
    before = workers(pool)
    run(lambda: file_of(pool.messages(SMALL)))
    assert not before & workers(pool)


def workers(pool: Pool) -> set[int]:
    """The numbers of a pool's processes that are at work or idle."""
    processes = [each._process for each in pool._all if isinstance(each, Process)]
    return {each.pid for each in processes if each.poll() is None}


def test_a_worker_ends_with_its_server_also_in_the_midst_of_a_file() -> None:
    command = [sys.executable, "-m", "pages.parts.worker", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(json.dumps(LONG).encode() + b"\n")
        worker.stdin.flush()
        assert b"done" in (read(worker.stdout) or b"")
        worker.stdin.close()
        assert worker.wait(PATIENCE) == -signal.SIGKILL


async def answered(asked: dict[str, Any], sent: Callable[[Any], bool]) -> None:
    """Ask for an export as a browser that leaves once it has been sent something."""
    body, has_left = json.dumps(asked).encode(), asyncio.Event()
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if unread:
            return unread.pop()
        await has_left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if not sent(message):
            has_left.set()
            await asyncio.Future()  # nobody takes more

    path = "/export/single-channel"
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "root_path": ""}
    await APP({**scope, "headers": []}, receive, send)


def test_no_more_is_made_for_a_browser_that_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []

    async def messages(_: Any, asked: Any) -> AsyncIterator[bytes]:
        try:
            for done in range(1000):
                yield said(done=done, total=1000)
            left.append("all")
        finally:
            left.append(asked["slug"])

    monkeypatch.setattr(Pool, "messages", messages)
    seen: list[Any] = []

    def sent(message: Any) -> bool:
        seen.append(message)
        return len(seen) < 3

    asked = {"state": "", "lang": "en", "form": "gif", "options": {}}
    run(lambda: answered(asked, sent))
    assert left == ["single-channel"]
    assert [each["type"] for each in seen] == ["http.response.start", *["http.response.body"] * 2]


def test_a_fault_in_a_process_is_logged_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[Any] = []
    monkeypatch.setattr("pages.parts.export.note", lambda *given: logged.append(given))

    async def messages(*_: Any) -> AsyncIterator[bytes]:
        yield said(done=1, total=2)
        yield said(fault="ZeroDivisionError() at here")

    monkeypatch.setattr(Pool, "messages", messages)
    asked = {"state": "", "lang": "en", "form": "gif", "options": {}}
    told, _ = heard(post("/export/single-channel", asked))
    assert told[1] == {"problem": "Something went wrong here, and it is no fault of yours."}
    assert logged == [("file/single-channel", "ZeroDivisionError() at here")]


def test_a_fault_of_the_work_is_told_by_where_it_arose(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("first\nsecond")

    monkeypatch.setattr("pages.parts.making._make", fail)
    sent: list[bytes] = []
    carry_out(SMALL, sent.append, lambda: False)
    (message,) = sent
    assert json.loads(message[1:])["fault"].startswith("ZeroDivisionError('first\\nsecond') at te")


STOPPED = """
import asyncio, os, signal, sys
from pages.parts.pool import Pool
from tests.test_pool import LONG, workers

async def main():
    pool = Pool(most=1, longest=2, niceness=0)
    messages, waiting = pool.messages(LONG), pool.messages(LONG)
    await anext(messages)
    await anext(waiting)
    os.kill(os.getpid(), signal.SIGINT)
    print(len([each async for each in messages if b"total" not in each]))
    print(len([each async for each in waiting]), len(workers(pool)))

signal.signal(signal.SIGINT, lambda *_: print("told"))
asyncio.run(main())
"""


def test_a_server_that_is_told_to_end_waits_for_no_file() -> None:
    """What it would do then it still does; whoever waits has no file."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, check=True, timeout=PATIENCE
    )
    assert done.stdout.decode().split() == ["told", "0", "0", "0"]


def test_what_is_cut_off_is_no_message(tmp_path: Any) -> None:
    path = tmp_path / "sent"
    whole = framed(b"one") + framed(b"")
    for end, wanted in ((len(whole), [b"one", b"", None]), (len(whole) - 5, [None]), (2, [None])):
        path.write_bytes(whole[:end])
        with path.open("rb") as sent:
            assert [read(sent) for _ in wanted] == wanted
