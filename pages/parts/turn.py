"""Whose turn it is: a picture that a reader waits for comes before all that can wait.

That is what stands below the stage, and what a player only foresees.
"""

from __future__ import annotations

import asyncio
import time

PATIENCE = 0.05  # seconds; an answer ahead that takes longer is not ahead any more
MOST = 16  # asks ahead that wait
# A request that has arrived is read in the loop's next turn, and is done in the one after.
TURNS = 3
PAUSE = 0.01  # seconds without a turn, in which what can wait may go on
LATEST = 4.0  # seconds after which it goes on in any case
_taken = 0  # turns so far
_waiting = 0  # asks ahead that wait at present


async def come(*, is_ahead: bool) -> bool:
    """Wait for one's turn.

    Args:
        is_ahead: Whether nobody waits for the answer yet; others then come first.

    Returns:
        Whether it has come: False where others would have to wait for too long.
    """
    global _taken, _waiting
    if is_ahead:
        if _waiting >= MOST:
            return False
        _waiting += 1
        try:
            if not await _nobody_waits():
                return False
        finally:
            _waiting -= 1
    _taken += 1
    return True


async def _nobody_waits() -> bool:
    """Wait until no turn is taken for as long as it takes to hear of a request that is there."""
    began = time.monotonic()
    while True:
        before = _taken
        for _ in range(TURNS):
            await asyncio.sleep(0)
        if _taken == before:
            return True
        if time.monotonic() - began > PATIENCE:
            return False


async def wait_a_little() -> None:
    """Wait for a moment in which nobody waits for a picture, but not for too long."""
    began = time.monotonic()
    before = -1
    while _taken != before and time.monotonic() - began < LATEST:
        before = _taken
        await asyncio.sleep(PAUSE)
