"""How many cells of a state no window visits, kept for longer than the picture that tells it."""

from __future__ import annotations

KEPT = 20_000  # states
_counts: dict[tuple[str, str], int] = {}


def note_unvisited(slug: str, state: str, count: int) -> None:
    """Keep what was counted in a picture of a lesson's state."""
    if len(_counts) >= KEPT:
        _counts.clear()
    _counts[slug, state] = count


def noted_unvisited(slug: str, state: str) -> int | None:
    """What was counted in a picture of a state, if it is still known."""
    return _counts.get((slug, state))
