"""Work that is done beside the painting, on another core where it lets go of Python's lock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

WAITING = 4  # how many pieces are kept at most until what became of them is asked for

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def beside(work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    """What becomes of each piece, in their order, while the next ones are made already.

    Args:
        work: What is done with a piece; with one at a time, in a thread of its own.
        pieces: Made in the thread that asks, a few ahead of what it gets.

    Raises:
        BaseException: Whatever making a piece or working on it raises.

    Example:
        >>> list(beside(len, ["two", "four"]))
        [3, 4]
    """
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(1) as thread:
        for piece in pieces:
            waiting.append(thread.submit(work, piece))
            if len(waiting) == WAITING:
                yield waiting.popleft().result()
        for each in waiting:
            yield each.result()
