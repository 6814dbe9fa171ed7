"""A class at work: many sessions with one server process, each changing something once a second."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from statistics import quantiles
from typing import NamedTuple

from benchmarks.reader import Reader
from benchmarks.server import Meter, Server, running
from benchmarks.sessions import Session
from benchmarks.wire import Wire

LESSONS = ("single-channel", "arithmetic", "multi-channel", "dilated", "depthwise", "transposed")
SIZES = (10, 50, 100, 200)  # sessions
GOALS = {100: 100, 200: 400}  # milliseconds, by the number of sessions
TYPICAL = 50  # sessions, which leave the server idle at times: what a change costs is told of them
CHANGES = 20  # of each session
FIRST_PAGES = 8  # opened one after the other
CONNECTIONS = 6  # that a browser has at once
Row = tuple[str, str, str, str]


class Seen(NamedTuple):
    """What a class saw.

    Attributes:
        title: How many they were, and whether they saw the sections below the stage.
        waits: Seconds until a picture was there: 0 where it had come ahead.
        facts: Seconds from a state's rest until the sections below had followed it.
        late: Seconds by which the clients themselves were too late.
        gave_up: How many left before their last change, so late were they.
        changes: How many, also those whose pictures had come ahead.
        asked: Requests, by what they were for.
        wire: Bytes both ways, by what they were for.
        cpu: Seconds of the server's processor time.
        others: Processors that were taken up by what has no part in this, on an average.
    """

    title: str
    waits: list[float]
    facts: list[float]
    late: list[float]
    gave_up: int
    changes: int
    asked: Counter[str]
    wire: Counter[str]
    cpu: float
    others: float


def rows() -> list[Row]:
    """Each goal with what was measured."""
    with running() as server:
        return asyncio.run(measured(server))


async def measured(server: Server) -> list[Row]:
    """The rows of ever more sessions at one server, whose clients all are in this process."""
    readers: list[Reader] = []
    found: list[Row] = []
    disturbed: list[tuple[float, float]] = []
    for size in SIZES:
        while len(readers) < size:
            readers.append(await new_reader(server, len(readers)))
        for has_facts in (False, True):
            seen = await work(server, readers, has_facts=has_facts)
            disturbed.append((1000 * _percentiles(seen.late)[1], seen.others))
            found += waits(seen, GOALS.get(size))
            if size == TYPICAL:
                found += costs(seen)
        if size == TYPICAL:
            found.append(await first_pages(server, readers))
            warm = server.memory()  # its threads and what it keeps of pictures are there by now
    each = (server.memory() - warm) / (SIZES[-1] - TYPICAL)
    found.append(("memory a session", *_most(each, 0.2, "MB")))
    # Where these are missed, the clients or others on the machine have slowed what was measured.
    late, others = map(max, zip(*disturbed, strict=True))
    found.append(("lateness of the clients themselves, p95", *_most(late, 20, "ms")))
    found.append(("processors taken up by others meanwhile", *_most(max(others, 0), 0.2, "")))
    for reader in readers:
        await reader.close()
    return found


async def new_reader(server: Server, number: int) -> Reader:
    """A reader with a lesson's page open; half of them have numbers of their own."""
    slug = LESSONS[number % len(LESSONS)]
    query = f"?seed={number + 2}" if number // len(LESSONS) % 2 else ""
    session, _ = await Session.open(f"{server.url}/{slug}{query}")
    return Reader(number, slug, session, server.url)


async def work(server: Server, readers: Sequence[Reader], *, has_facts: bool) -> Seen:
    """All readers change something again and again, evenly one after the other."""
    meter, start = Meter(server), time.perf_counter() + 0.5
    async with asyncio.TaskGroup() as group:
        for at, reader in enumerate(readers):
            own = start + at / len(readers)
            group.create_task(reader.work(own, CHANGES, has_facts=has_facts))
    cpu, others = meter.used()
    logs = [reader.log for reader in readers]
    return Seen(
        f"{len(readers)} sessions, {'all' if has_facts else 'none'} of the facts in sight",
        waits=list(chain.from_iterable(log.waits for log in logs)),
        facts=list(chain.from_iterable(log.facts for log in logs)),
        late=list(chain.from_iterable(log.late for log in logs)),
        gave_up=sum(log.gave_up for log in logs),
        changes=sum(log.changes for log in logs),
        asked=sum((log.asked for log in logs), Counter()),
        wire=sum((log.wire for log in logs), Counter()),
        cpu=cpu,
        others=others,
    )


async def first_pages(server: Server, readers: Sequence[Reader]) -> Row:
    """How long a page takes to come while others are at work."""
    others = asyncio.create_task(work(server, readers, has_facts=True))
    seconds = []
    for at in range(FIRST_PAGES):
        await asyncio.sleep(1)
        seconds.append(await first_page(server, LESSONS[at % len(LESSONS)]))
    await others
    what = f"first page with {len(readers)} others at work, the slowest of {FIRST_PAGES}"
    return (what, *_most(max(seconds), 2, "s"))


async def first_page(server: Server, slug: str) -> float:
    """Seconds until all of a page has come to a new visitor: its files and its run."""
    started = time.perf_counter()
    wire, free = Wire(server.url), asyncio.Semaphore(CONNECTIONS)

    async def fetch(path: str) -> str:
        async with free:
            return (await wire.ask("GET", path)).body.decode("latin-1")

    files = re.findall(r'(?:src|href)="\./(static/[^"]+)"', await fetch(f"/{slug}"))
    await asyncio.gather(*(fetch(f"/{path}") for path in files))
    wire.close()
    session, _ = await Session.open(f"{server.url}/{slug}")
    seconds = time.perf_counter() - started
    await session.close()
    return seconds


def waits(seen: Seen, goal: float | None) -> list[Row]:
    """How long a class waited."""
    found = [(f"{seen.title}: a change to its picture", *_waited(seen.waits, goal))]
    late = [wait for wait in seen.waits if wait]
    if len(late) > 1:
        share = f"{len(late) / len(seen.waits):.0%}"
        found.append((f"{seen.title}: those {share} not there ahead", *_waited(late, None)))
    if seen.gave_up:
        found.append((f"{seen.title}: gave up, too late by far", f"{seen.gave_up}", "0", "missed"))
    if seen.facts:
        found.append((f"{seen.title}: facts after their rest", *_waited(seen.facts, goal)))
    return found


def costs(seen: Seen) -> list[Row]:
    """What a change cost."""
    ahead = seen.asked["ahead"] / seen.changes
    sizes = {name: count / seen.changes / 1000 for name, count in seen.wire.items()}
    # A foreseen change sends nothing when it is made: what it sent before counts as its own.
    asked = sizes["change"] + sizes["ahead"]
    title = f"{seen.title}: a change, with {ahead:.1f} asks ahead of others"
    return [
        (f"{title}, server CPU", *_most(seen.cpu / seen.changes * 1000, 10, "ms")),
        (f"{title}, over the wire", *_most(asked + sizes.get("facts", 0), 25, "KB")),
    ]


def _waited(seconds: list[float], goal: float | None) -> tuple[str, str, str]:
    middle, late = (1000 * each for each in _percentiles(seconds))
    measured = f"p50 {middle:.0f} ms, p95 {late:.0f} ms"
    if goal is None:
        return measured, "", ""
    return measured, f"p95 ≤ {goal:.0f} ms", "ok" if late <= goal else "missed"


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    cuts = quantiles(seconds, n=20)
    return cuts[9], cuts[18]


def _most(measured: float, goal: float, unit: str) -> tuple[str, str, str]:
    verdict = "ok" if measured <= goal else "missed"
    return f"{measured:.3g} {unit}".strip(), f"≤ {goal:g} {unit}".strip(), verdict
