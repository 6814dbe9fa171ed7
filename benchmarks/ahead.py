"""What a player asks for ahead, as ``assets/player/ahead.js`` does it, without a browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

AT_ONCE = 3  # requests under way
IN_ONE = 2  # answers of a request
MOST_WISHES = 24  # of one control
# Seconds for which nothing is asked for once the server had no time: twice as long each time.
PAUSE, LONGEST_PAUSE = 1, 16
Ask = dict[str, Any]
Coming = asyncio.Future[Any]  # an answer, or None where the server had no time
Post = Callable[[str, list[Ask]], Coroutine[Any, Any, list[Any] | None]]


class Ahead:
    """Answers that are there before they are needed.

    Args:
        post: Asks the server: the state, and the acts; None where it has no time.
        now: The state at present.
        tasks: What is on its way belongs to it.
    """

    def __init__(self, post: Post, now: Callable[[], str], tasks: asyncio.TaskGroup) -> None:
        self._post, self._now, self._tasks = post, now, tasks
        # By control: the state that its asks begin with, and what came of them, or will.
        self._sweeps: dict[str, tuple[str, dict[int, Coming]]] = {}
        self._wishes: list[tuple[str, int]] = []
        self._under_way = 0
        self._pause, self._paused_until = PAUSE, 0.0

    def find(self, control: str, value: int) -> Coming | None:
        """What comes of setting a control, or None where nobody foresaw it."""
        return self._sweep(control)[1].get(value)

    def wish(self, control: str, values: Iterable[int]) -> None:
        """Ask for what a control may be set to next, the likeliest first; earlier wishes go."""
        answers = self._sweep(control)[1]
        wished = list(values)[:MOST_WISHES]
        self._wishes = [(control, value) for value in wished if value not in answers]
        self._proceed()

    def keep(self, control: str) -> None:
        """A control was set: only its own answers, which set the same number, still hold."""
        self._sweeps = {name: each for name, each in self._sweeps.items() if name == control}
        self._wishes = [wish for wish in self._wishes if wish[0] == control]

    def _sweep(self, control: str) -> tuple[str, dict[int, Coming]]:
        return self._sweeps.setdefault(control, (self._now(), {}))

    def _proceed(self) -> None:
        if time.perf_counter() < self._paused_until:
            return
        while self._under_way < AT_ONCE and self._wishes:
            some, self._wishes = self._wishes[:IN_ONE], self._wishes[IN_ONE:]
            control, answers = some[0][0], self._sweep(some[0][0])[1]
            values = [value for _, value in some]
            self._under_way += 1
            answers |= {value: Coming() for value in values}
            self._tasks.create_task(self._fetch(control, {v: answers[v] for v in values}))

    async def _fetch(self, control: str, coming: dict[int, Coming]) -> None:
        state, answers = self._sweep(control)
        found = await self._post(state, [set_to(control, value) for value in coming])
        self._under_way -= 1
        if found is None:
            self._paused_until = time.perf_counter() + self._pause
        self._pause = PAUSE if found else min(2 * self._pause, LONGEST_PAUSE)
        for at, (value, each) in enumerate(coming.items()):
            each.set_result(found and found[at])
            if not found and answers.get(value) is each:
                del answers[value]
        self._proceed()


def set_to(control: str, value: int) -> Ask:
    """The act of setting a control."""
    return {"act": "set", "control": control, "value": value}
