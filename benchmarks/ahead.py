"""What a player asks for ahead, as ``assets/player/ahead.js`` does it, without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

AT_ONCE = 3  # requests under way
MOST_WISHES = 24  # of one control
Post = Callable[[str, dict[str, Any]], Coroutine[Any, Any, bytes]]
Coming = asyncio.Task[bytes]


class Ahead:
    """Answers that are there before they are needed.

    Args:
        post: Asks the server: the state, and the act.
        now: The state at present.
        tasks: What is on its way belongs to it.
    """

    def __init__(self, post: Post, now: Callable[[], str], tasks: asyncio.TaskGroup) -> None:
        self._post, self._now, self._tasks = post, now, tasks
        # By control: the state that its asks begin with, and what came of them, or will.
        self._sweeps: dict[str, tuple[str, dict[int, Coming]]] = {}
        self._wishes: list[tuple[str, int]] = []
        self._under_way = 0

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
        while self._under_way < AT_ONCE and self._wishes:
            control, value = self._wishes.pop(0)
            state, answers = self._sweep(control)
            self._under_way += 1
            coming = self._tasks.create_task(self._post(state, set_to(control, value)))
            coming.add_done_callback(self._arrived)
            answers[value] = coming

    def _arrived(self, coming: Coming) -> None:
        self._under_way -= 1
        if not coming.cancelled() and coming.exception() is None:
            self._proceed()


def set_to(control: str, value: int) -> dict[str, Any]:
    """The act of setting a control."""
    return {"act": "set", "control": control, "value": value}
