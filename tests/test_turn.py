"""Whose turn it is: what somebody waits for comes before what is only foreseen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from pages.parts import turn
from tests.asgi import post

ACT = {"state": "", "ask": {"act": "set", "control": "stride", "value": 2}, "lang": "en"}


def in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, on a loop of its own: a browser test may have left one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def in_order(*wanted: bool) -> list[int]:
    """In which order those come who ask at the same time; True is only foreseen."""
    order: list[int] = []

    async def one(at: int, is_ahead: bool) -> None:
        if await turn.come(is_ahead=is_ahead):
            order.append(at)

    await asyncio.gather(*(one(at, is_ahead) for at, is_ahead in enumerate(wanted)))
    return order


def test_what_is_foreseen_comes_last() -> None:
    assert in_a_loop(in_order(True, False, True, False, False)) == [1, 3, 4, 0, 2]


async def without_a_break() -> tuple[list[bool], int]:
    """What is foreseen while somebody waits in each turn of the loop; how many of these come."""
    ahead = asyncio.ensure_future(turn.come(is_ahead=True))
    acts = 0
    while not ahead.done():
        assert await turn.come(is_ahead=False)
        acts += 1
        await asyncio.sleep(0)
    return [await ahead, await turn.come(is_ahead=True)], acts


def test_what_has_waited_for_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count(0, 0.01)
    clock = SimpleNamespace(monotonic=lambda: next(seconds))
    monkeypatch.setattr("pages.parts.turn.time", clock)
    (given_up, later), acts = in_a_loop(without_a_break())
    assert (given_up, later) == (False, True)
    # Patience is looked at once in three turns, each time a hundredth of a second later.
    assert 3 * 4 <= acts <= 3 * 8


async def beside(acts: int) -> list[str]:
    """In which order facts come that are asked for before as many acts, one in each turn."""
    order: list[str] = []

    async def facts() -> None:
        await turn.wait_a_little()
        order.append("facts")

    async def act() -> None:
        for _ in range(acts):
            await turn.come(is_ahead=False)
            order.append("act")
            await asyncio.sleep(turn.PAUSE / 5)

    await asyncio.gather(facts(), act())
    return order


def test_what_stands_below_the_stage_waits_for_a_pause_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert in_a_loop(beside(8)) == ["act"] * 8 + ["facts"]
    monkeypatch.setattr(turn, "LATEST", 3 * turn.PAUSE)
    found = in_a_loop(beside(100))
    assert 0 < found.index("facts") < 100


def test_only_so_many_wait() -> None:
    found = in_a_loop(in_order(*[True] * (turn.MOST + 3)))
    assert sorted(found) == list(range(turn.MOST))


def test_one_that_goes_away_while_it_waits_leaves_its_place() -> None:
    async def leave() -> list[int]:
        waiting = [asyncio.ensure_future(turn.come(is_ahead=True)) for _ in range(turn.MOST)]
        await asyncio.sleep(0)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return await in_order(*[True] * turn.MOST)

    assert len(in_a_loop(leave())) == turn.MOST


def test_a_server_without_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "MOST", 0)
    refused = post("/play/single-channel", {**ACT, "asks": [ACT["ask"]]})
    assert (refused.status, refused.body) == (204, b"")
    assert refused.headers["cache-control"] == "no-store"
    assert post("/play/single-channel", ACT).status == 200


def test_several_acts_get_as_many_answers() -> None:
    acts = [ACT["ask"], {"act": "set", "control": "kernel", "value": 99}, {"act": "set"}]
    some = post("/play/single-channel", {"state": "size=7", "asks": acts[:2], "lang": "en"})
    alone = [
        post("/play/single-channel", {"state": "size=7", "ask": act, "lang": "en"}).data
        for act in acts[:2]
    ]
    assert json.loads(some.text) == alone
    assert [each["refused"] for each in alone] == [False, True]
    assert post("/play/single-channel", {"state": "", "asks": acts}).status == 400


@pytest.mark.parametrize("asks", [[], [ACT["ask"]] * 5, 7, None, "ask", {"act": "set"}])
def test_asks_that_are_no_few_get_a_sentence(asks: Any) -> None:
    refused = post("/play/single-channel", {"state": "", "asks": asks})
    assert (refused.status, refused.text) == (400, "This is not how a player asks.")
