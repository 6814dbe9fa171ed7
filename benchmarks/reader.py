"""A reader at work on a lesson's page: what the browser's player and its sections send, and when."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.sessions import Session, Trigger
from benchmarks.wire import Answer, Wire

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
        asked: How many requests for a picture there were, of any kind.
        wire: Bytes both ways, by what they were for.
    """

    changes: int = 0
    unforeseen: list[float] = field(default_factory=list)
    facts: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    asked: int = 0
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
        self._ahead: dict[int, asyncio.Task[Answer]] = {}
        self._facts: asyncio.Task[None] | None = None

    async def begin(self, state: str) -> None:
        """Have the first picture."""
        answer = await self._ask(state, None)
        self._shown = json.loads(answer.body)

    async def work(self, start: float, changes: int, *, has_facts: bool) -> None:
        """Change something once a second or so.

        Args:
            start: When the first second begins, as ``time.perf_counter`` tells it.
            changes: How many.
            has_facts: Whether the sections below the stage are in sight.
        """
        self.log = Log()
        for second in range(changes):
            due = start + second + self._dice.uniform(0, 0.4)
            wait = due - time.perf_counter()
            await asyncio.sleep(max(wait, 0))
            if wait > 0:
                self.log.late.append(time.perf_counter() - due)
            await self._change(due)
            if has_facts:
                await self._follow()
        for task in (*self._ahead.values(), self._facts):
            if task:
                await task

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
        answer = await (coming or self._ask(self._base, _set(control, value)))
        if coming is None:
            self.log.unforeseen.append(time.perf_counter() - due)
            self.log.wire["changes"] += answer.sent + answer.received
        self.log.changes += 1
        shown = json.loads(answer.body)
        if shown["scene"] is None:
            raise RuntimeError(f"{self.slug}: {control} = {value}: {shown['problem']}")
        self._shown = shown
        for beside in self._beside():
            if beside not in self._ahead:
                self._ahead[beside] = asyncio.create_task(self._ask_ahead(beside))

    def _choice(self) -> tuple[str, int]:
        """One step on with the same slider, or any other number of any."""
        beside = self._beside()
        if beside and self._dice.random() < STEPS:
            return self._control, self._dice.choice(beside)
        others = [(slider["id"], n) for slider in self._sliders() for n in _numbers(slider)]
        if not others:
            raise RuntimeError(f"{self.slug}: nothing can be changed at {self._shown['state']!r}")
        return self._dice.choice(others)

    def _sliders(self) -> list[dict[str, Any]]:
        return [each for each in self._shown["controls"] if each["kind"] == "slider"]

    def _beside(self) -> list[int]:
        """The numbers next to that of the slider in use which it offers."""
        for slider in self._sliders():
            if slider["id"] == self._control:
                return [n for n in _numbers(slider) if abs(n - (slider["value"] or 0)) == 1]
        return []

    async def _ask_ahead(self, value: int) -> Answer:
        answer = await self._ask(self._base, _set(self._control, value))
        self.log.wire["ahead"] += answer.sent + answer.received
        return answer

    async def _ask(self, state: str, ask: dict[str, Any] | None) -> Answer:
        self.log.asked += 1
        body = {"state": state, "ask": ask, "apart": False, "lang": "en"}
        packed = json.dumps(body, separators=(",", ":")).encode()
        return await self.wire.ask("POST", f"/play/{self.slug}", packed)

    async def _follow(self) -> None:
        """The sections below follow the state once it rests; they do so one change after the other."""
        if self._facts:
            await self._facts
        state = str(self._shown["state"])
        self._facts = asyncio.create_task(self._tell(state, time.perf_counter() + RESTING))

    async def _tell(self, state: str, rested: float) -> None:
        await asyncio.sleep(rested - time.perf_counter())
        companions = [
            each for key, each in self.session.components.items() if key.endswith(SIGHT)
        ]
        if not companions:
            raise RuntimeError(f"{self.slug}: no section of the page follows the stage")
        run = await self.session.tell([Trigger(each, "state", state) for each in companions])
        self.log.facts.append(time.perf_counter() - rested)
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
