"""A reader at work on a lesson: what the browser sends for the player and the sections below."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.sessions import Session, Trigger
from benchmarks.wire import Wire

JITTER = 0.4  # seconds by which a change may be later than a second after the one before
RESTING = 0.25  # seconds for which a state stays the same before the sections below follow it
STEPS = 0.5  # of the changes go one step on, which the player has asked for ahead
SIGHT = ".sight"  # how the place of a section's companion ends


@dataclass
class Log:
    """What was measured.

    Attributes:
        unforeseen: Seconds from when a change was due until its picture was there, of those that
            nobody had asked for ahead.
        facts: Seconds from when a state had rested until all sections below had followed it.
        late: Seconds by which a change that nothing else held up began too late: the client's own.
        asked: How many requests there were, by what they were for: ``"change"``, ``"ahead"``,
            ``"facts"``.
        wire: The bytes of them both ways.
    """

    changes: int = 0
    unforeseen: list[float] = field(default_factory=list)
    facts: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    wire: Counter[str] = field(default_factory=Counter)


class Reader:
    """Somebody who changes a lesson's state again and again.

    Args:
        number: Seeds the dice, so that every run asks for the same.
        slug: The lesson.
        session: Its page, which stays open.
        url: Of the server.
    """

    def __init__(self, number: int, slug: str, session: Session, url: str) -> None:
        self.slug, self.session, self.wire = slug, session, Wire(url)
        self.log = Log()
        self._dice = Random(number)
        self._shown: dict[str, Any] = {}
        self._control = ""
        self._base = ""  # the state that what is asked for ahead begins with
        self._ahead: dict[int, asyncio.Task[bytes]] = {}  # by the number, and what came of it

    async def begin(self, state: str) -> None:
        """Have the first picture."""
        self._shown = json.loads(await self._ask(state, None, "first"))

    async def work(self, start: float, changes: int, *, has_facts: bool) -> None:
        """Change something about once a second.

        Args:
            start: When the first second begins, as ``time.perf_counter`` tells it.
            changes: How many.
            has_facts: Whether the sections below the stage are in sight.
        """
        self.log = Log()
        async with asyncio.TaskGroup() as others:
            following: asyncio.Task[None] | None = None
            for second in range(changes):
                due = start + second + self._dice.uniform(0, JITTER)
                wait = due - time.perf_counter()
                await asyncio.sleep(max(wait, 0))
                if wait > 0:
                    self.log.late.append(time.perf_counter() - due)
                await self._change(due)
                for value in self._beside():
                    if value not in self._ahead:
                        ask = self._ask(self._base, _set(self._control, value), "ahead")
                        self._ahead[value] = others.create_task(ask)
                if has_facts:
                    following = others.create_task(self._follow(following))

    async def close(self) -> None:
        """Leave the page."""
        self.wire.close()
        await self.session.close()

    async def _change(self, due: float) -> None:
        """Set a slider to another number, and wait for what comes of it."""
        control, value = self._choice()
        if control != self._control:
            self._ahead.clear()
            self._control, self._base = control, self._shown["state"]
        coming = self._ahead.get(value)
        answer = await (coming or self._ask(self._base, _set(control, value), "change"))
        if coming is None:
            self.log.unforeseen.append(time.perf_counter() - due)
        self.log.changes += 1
        shown = json.loads(answer)
        if shown["scene"] is None:
            raise RuntimeError(f"{self.slug}: {control} = {value}: {shown['problem']}")
        self._shown = shown

    def _choice(self) -> tuple[str, int]:
        """One step on with the same slider, or any other number of any."""
        beside = self._beside()
        if beside and self._dice.random() < STEPS:
            return self._control, self._dice.choice(beside)
        free = [slider for slider in self._sliders() if _numbers(slider)]
        if not free:
            raise RuntimeError(f"{self.slug}: nothing can be changed at {self._shown['state']!r}")
        slider = self._dice.choice(free)
        return slider["id"], self._dice.choice(_numbers(slider))

    def _sliders(self) -> list[dict[str, Any]]:
        return [each for each in self._shown["controls"] if each["kind"] == "slider"]

    def _beside(self) -> list[int]:
        """The numbers next to that of the slider in use which it offers."""
        for slider in self._sliders():
            if slider["id"] == self._control:
                return [n for n in _numbers(slider) if abs(n - (slider["value"] or 0)) == 1]
        return []

    async def _ask(self, state: str, ask: dict[str, Any] | None, purpose: str) -> bytes:
        """An answer of the player's route; what it took is put down under a purpose."""
        body = {"state": state, "ask": ask, "apart": False, "lang": "en"}
        packed = json.dumps(body, separators=(",", ":")).encode()
        answer = await self.wire.ask("POST", f"/play/{self.slug}", packed)
        self.log.asked[purpose] += 1
        self.log.wire[purpose] += answer.sent + answer.received
        return answer.body

    async def _follow(self, before: asyncio.Task[None] | None) -> None:
        """The sections below follow the state once it rests, and once they have followed before."""
        state, rested = str(self._shown["state"]), time.perf_counter() + RESTING
        await asyncio.sleep(RESTING)
        if before:
            await before
        places = self.session.components.items()
        companions = [each for place, each in places if place.endswith(SIGHT)]
        if not companions:
            raise RuntimeError(f"{self.slug}: no section of the page follows the stage")
        run = await self.session.tell([Trigger(each, "state", state) for each in companions])
        self.log.facts.append(time.perf_counter() - rested)
        self.log.asked["facts"] += len(companions)
        self.log.wire["facts"] += run.sent + run.received


def _set(control: str, value: int) -> dict[str, Any]:
    return {"act": "set", "control": control, "value": value}


def _numbers(slider: dict[str, Any]) -> list[int]:
    """What a slider may be set to at present."""
    return [
        number
        for low, high in slider["offered"]
        for number in range(low, high + 1)
        if number != slider["value"]
    ]
