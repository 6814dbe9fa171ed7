"""A reader at work on a lesson: what the browser sends for the player and the sections below."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.ahead import Ahead, Ask, set_to
from benchmarks.sessions import Session
from benchmarks.wire import Wire

JITTER = 0.4  # seconds by which a change may be later than a second after the one before
PRESSING = 0.1  # seconds for which a pointer rests on a number before it presses
HOVERING = 0.06  # seconds of rest after which the player asks for what is under the pointer
RESTING = 0.25  # seconds for which a state stays the same before the sections below follow it
KEYS = 0.5  # of the changes are a key that goes one step on; the others are clicks on any number
PATIENCE = 5  # seconds behind, after which a reader gives up
BUSY = "204"  # what a server says that has no time for what is only foreseen
Slider = dict[str, Any]


@dataclass
class Log:
    """What was measured.

    Attributes:
        changes: How many there were.
        gave_up: 1 if the reader did so before the last.
        waits: Seconds from when a change was due until its picture was there: 0 where that had
            come ahead.
        facts: Seconds from when a state had rested until all sections below had followed it.
        late: Seconds by which a change that nothing else held up began too late: the client's own.
        asked: How many requests there were, by what they were for: ``"change"``, ``"ahead"``,
            ``"facts"``; ``"refused"`` are those ahead for which the server had no time.
        wire: The bytes of them both ways.
    """

    changes: int = 0
    gave_up: int = 0
    waits: list[float] = field(default_factory=list)
    facts: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    wire: Counter[str] = field(default_factory=Counter)


class Reader:
    """Somebody who changes a lesson's state again and again.

    Args:
        number: Seeds the dice, so that every run does the same.
        slug: The lesson.
        session: Its page, which stays open.
        url: Of the server.
    """

    def __init__(self, number: int, slug: str, session: Session, url: str) -> None:
        self.slug, self.session, self.wire = slug, session, Wire(url)
        self.log = Log()
        self._dice = Random(number)
        self._shown: dict[str, Any] = session.components[f"{slug}.player"].data["answer"]
        self._sections = session.components[f"{slug}.facts"].data["sections"]
        self._control = ""  # the slider that has the focus
        self._owed: list[float] = []  # when the states had rested that no section shows yet

    async def work(self, start: float, changes: int, *, has_facts: bool) -> None:
        """Change something about once a second.

        Args:
            start: When the first second begins, as ``time.perf_counter`` tells it.
            changes: How many.
            has_facts: Whether the sections below the stage are in sight.
        """
        self.log = Log()
        async with asyncio.TaskGroup() as tasks:
            ahead = Ahead(self._ask_ahead, lambda: str(self._shown["state"]), tasks)
            following: asyncio.Task[None] | None = None
            for second in range(changes):
                due = start + second + PRESSING + self._dice.uniform(0, JITTER)
                if time.perf_counter() > due + PATIENCE:
                    self.log.gave_up = 1
                    break
                slider, value, is_click = self._choice()
                if is_click:
                    await asyncio.sleep(due - PRESSING + HOVERING - time.perf_counter())
                    ahead.wish(slider["id"], [value])
                wait = due - time.perf_counter()
                await asyncio.sleep(wait)
                if wait > 0:
                    self.log.late.append(time.perf_counter() - due)
                await self._change(slider["id"], value, due, ahead)
                ahead.wish(self._control, _nearest(self._slider())[:2])
                if has_facts:
                    following = tasks.create_task(self._follow(following))

    async def close(self) -> None:
        """Leave the page."""
        self.wire.close()
        await self.session.close()

    def _choice(self) -> tuple[Slider, int, bool]:
        """A slider, a number for it, and whether that is clicked rather than reached by a key."""
        free = [slider for slider in self._sliders() if _nearest(slider)]
        focused = [slider for slider in free if slider["id"] == self._control]
        if focused and self._dice.random() < KEYS:
            return focused[0], self._dice.choice(_nearest(focused[0])[:2]), False
        if not free:
            raise RuntimeError(f"{self.slug}: nothing can be changed at {self._shown['state']!r}")
        slider = self._dice.choice(free)
        return slider, self._dice.choice(_nearest(slider)), True

    def _sliders(self) -> list[Slider]:
        return [each for each in self._shown["controls"] if each["kind"] == "slider"]

    def _slider(self) -> Slider:
        """The one that has the focus."""
        return next(each for each in self._sliders() if each["id"] == self._control)

    async def _change(self, control: str, value: int, due: float, ahead: Ahead) -> None:
        """Set a slider to another number, and wait for what comes of it."""
        coming = ahead.find(control, value)
        has_come = coming is not None and coming.done()
        state = str(self._shown["state"])
        answer = await coming if coming else None
        shown = answer or await self._ask(state, {"ask": set_to(control, value)}, "change")
        self.log.changes += 1
        self.log.waits.append(0.0 if has_come else time.perf_counter() - due)
        if shown["scene"] is None:
            raise RuntimeError(f"{self.slug}: {control} = {value}: {shown['problem']}")
        self._shown, self._control = shown, control
        ahead.keep(control)

    async def _ask_ahead(self, state: str, asks: list[Ask]) -> list[Any] | None:
        found: list[Any] | None = await self._ask(state, {"asks": asks}, "ahead")
        return found

    async def _ask(self, state: str, asked: dict[str, Any], purpose: str) -> Any:
        """An answer of the player's route; what it took is put down under a purpose."""
        body = {"state": state, **asked, "apart": False, "lang": "en"}
        packed = json.dumps(body, separators=(",", ":")).encode()
        answer = await self.wire.ask("POST", f"/play/{self.slug}", packed, ("200", BUSY))
        self.log.asked[purpose] += 1
        self.log.wire[purpose] += answer.sent + answer.received
        if answer.status == BUSY:
            self.log.asked["refused"] += 1
            return None
        return json.loads(answer.body)

    async def _follow(self, before: asyncio.Task[None] | None) -> None:
        """The sections below follow a state that rests, once those drawn before are there."""
        state, rested = str(self._shown["state"]), time.perf_counter() + RESTING
        self._owed.append(rested)
        await asyncio.sleep(RESTING)
        if before:
            await before
        if state != self._shown["state"]:
            return  # what has come since is drawn instead
        owed, self._owed = self._owed, []
        body = {"state": state, "sections": list(self._sections), "lang": "en"}
        packed = json.dumps(body, separators=(",", ":")).encode()
        answer = await self.wire.ask("POST", f"/facts/{self.slug}", packed)
        self.log.asked["facts"] += 1
        self.log.wire["facts"] += answer.sent + answer.received
        self.log.facts += [time.perf_counter() - rested for rested in owed]


def _nearest(slider: Slider) -> list[int]:
    """The numbers that a slider may be set to at present, the nearest first."""
    at = slider["low"] if slider["value"] is None else slider["value"]
    offered = (range(low, high + 1) for low, high in slider["offered"])
    others = [number for numbers in offered for number in numbers if number != slider["value"]]
    return sorted(others, key=lambda number: abs(number - at))
