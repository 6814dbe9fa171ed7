"""Exports beside the page: what somebody who moves a slider sees of twenty others' files."""

from __future__ import annotations

import asyncio
import json
import time
from statistics import quantiles
from urllib.parse import urlsplit

from benchmarks.server import Meter, Server, running
from benchmarks.wire import Wire

EXPORTS = 20  # at once
FORMS = ("gif",)
LESSONS = ("single-channel", "arithmetic", "multi-channel", "dilated", "depthwise", "transposed")
LARGE = ("single-channel", "arithmetic", "dilated")  # of which files are made
STATE = "size=12"
BETWEEN = 0.1  # seconds from one change to the next
ALONE = 60  # changes without any export
GOAL = 100  # milliseconds
CHUNK = 1 << 16
Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Each goal with what was measured."""
    with running() as server:
        return asyncio.run(measured(server))


async def measured(server: Server) -> list[Row]:
    """A slider moved by itself, then beside the exports."""
    await exported(server.url, 0)  # the workers are there
    quiet: list[float] = []
    await moved(server.url, quiet, ALONE)
    meter, began = Meter(server), time.perf_counter()
    beside: list[float] = []
    slider = asyncio.create_task(moved(server.url, beside))
    sizes = await asyncio.gather(*(exported(server.url, at) for at in range(EXPORTS)))
    seconds = time.perf_counter() - began
    slider.cancel()
    cpu, others = meter.used()
    late = _percentiles(beside)[1]
    made = f"{EXPORTS} exports, {sum(sizes) / 1e6:.1f} MB"
    return [
        ("a slider's picture, nothing else being done", _said(quiet), "", ""),
        (
            f"a slider's picture beside {made}",
            _said(beside),
            f"p95 ≤ {GOAL} ms",
            "ok" if late <= GOAL else "missed",
        ),
        (f"{made}: until the last was there", f"{seconds:.1f} s", "", ""),
        (f"{made}: the server's own processor", f"{cpu:.2f} s", "", ""),
        (f"{made}: processors of its workers and others", f"{others:.2f}", "", ""),
    ]


async def moved(url: str, waits: list[float], changes: int | None = None) -> None:
    """Set a slider again and again, and note how long each picture takes; for ever unless told."""
    wire, at = Wire(url), 0
    while changes is None or at < changes:
        slug = LESSONS[at % len(LESSONS)]
        body = {"state": f"seed={at + 1}", "lang": "en", "apart": False}
        body["ask"] = {"act": "set", "control": "seed", "value": 1000 + at}
        started = time.perf_counter()
        await wire.ask("POST", f"/play/{slug}", json.dumps(body).encode())
        waits.append(time.perf_counter() - started)
        at += 1
        await asyncio.sleep(BETWEEN)


async def exported(url: str, number: int) -> int:
    """Make a file, which is unlike the others; how many bytes came."""
    slug, form = LARGE[number % len(LARGE)], FORMS[number % len(FORMS)]
    body = json.dumps(
        {
            **{"state": f"seed={number + 1}&{STATE}", "lang": "en", "form": form},
            **{"options": {"theme": ("light", "dark")[number % 2]}, "by": "value"},
        }
    ).encode()
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = f"POST /export/{slug} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    status = (await reader.readline()).split()[1]
    if status != b"200":
        raise RuntimeError(f"{slug}: {status!r}: {(await reader.read(CHUNK)).decode()}")
    count = 0
    while piece := await reader.read(CHUNK):
        count += len(piece)
    writer.close()
    return count


def _said(waits: list[float]) -> str:
    middle, late = _percentiles(waits)
    return f"p50 {middle:.0f} ms, p95 {late:.0f} ms ({len(waits)})"


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    """The 50th and the 95th, in milliseconds."""
    cuts = quantiles(seconds, n=20)
    return 1000 * cuts[9], 1000 * cuts[18]
