"""Many readers at once: each gets the answer to what it asked, whatever others ask meanwhile."""

from __future__ import annotations

import asyncio
from itertools import product
from typing import Any

import convlib
from benchmarks.server import Server, running
from benchmarks.sessions import Session
from pages.parts.facts import packed_sections
from tests.asgi import BESIDE, post, post_at_once

SIZES = range(7, 12)
SLUGS = ("single-channel", "arithmetic")


def check_picture(answer: dict[str, Any], slug: str, **state: int) -> None:
    """The state and all numbers of an answer are those that a reader asked for."""
    values = convlib.lesson(slug).values(**state)
    written = convlib.lesson(slug).write(values)
    assert dict(pair.split("=") for pair in answer["state"].split("&")) == written
    scene = convlib.lesson(slug).build(**state)
    whole = [f"{value:g}" for panel in scene.panels for value in panel.values.ravel()]
    assert answer["scene"]["cells"]["text"] == whole
    shown = {each["id"]: each.get("value") for each in answer["controls"]}
    assert {name: shown[name] for name in state} == state


def test_each_ask_has_its_own_answer() -> None:
    """Of five states of two lessons; of each, two readers do different things."""
    readers = list(product(SIZES, (2, 3), SLUGS))
    acts = {stride: {"act": "set", "control": "stride", "value": stride} for stride in (2, 3)}
    asks = [
        (f"/play/{slug}", {"state": f"size={size}", "ask": acts[stride], "lang": "en"})
        for size, stride, slug in readers
    ]
    for (size, stride, slug), answered in zip(readers, post_at_once(asks), strict=True):
        assert answered.status == 200
        check_picture(answered.data, slug, size=size, stride=stride)


def test_what_stands_below_belongs_to_its_own_state() -> None:
    """It waits for a pause, in which others come and go: it is what it is when asked for alone."""
    asks = [
        (f"/facts/{slug}", {"state": f"size={size}", "sections": ["work"], "lang": "en"})
        for size, slug in product(SIZES, SLUGS)
    ]
    found = [answered.data["work"] for answered in post_at_once(asks)]
    packed_sections.cache_clear()
    assert found == [post(*ask).data["work"] for ask in asks]
    assert len(set(found)) == len(SIZES)  # both lessons say the same of a size


async def opened_twice(server: Server) -> dict[tuple[str, int], dict[str, Any]]:
    """What pages that are all opened at once are given for their players, when they run again."""
    readers = list(product(SLUGS, SIZES))
    addresses = [f"{server.url}/{slug}?size={size}" for slug, size in readers]
    sessions = [session for session, _ in await asyncio.gather(*map(Session.open, addresses))]
    for session in sessions:
        session.components.clear()
    await asyncio.gather(*(session._run(session._message()) for session in sessions))
    players = [
        session.components[f"{slug}.player"]
        for session, (slug, _) in zip(sessions, readers, strict=True)
    ]
    await asyncio.gather(*(session.close() for session in sessions))
    return {reader: each.data["answer"] for reader, each in zip(readers, players, strict=True)}


def test_each_page_has_its_own_state() -> None:
    with running() as server:
        found = BESIDE.submit(lambda: asyncio.run(opened_twice(server))).result()
    for (slug, size), answer in found.items():
        check_picture(answer, slug, size=size)
