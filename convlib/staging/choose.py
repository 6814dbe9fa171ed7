"""Choosing among ways to lay panels out: one for a wide screen, one for a narrow one."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.picture.parts import Layout, Panel
from convlib.staging.arrange import Item, arrange

SHAPE = 2.0  # how much wider than high the room on a wide screen is
WIDEST = 40  # cells beside each other whose numbers can still be read there
NARROW = 9  # cells beside each other that a phone shows large enough
Way = Item | Layout  # to be arranged, or laid out already


def layouts(
    panels: Sequence[Panel],
    wide: Way | Sequence[Way],
    tall: Way | Sequence[Way],
    shape: float = SHAPE,
) -> dict[str, Layout]:
    """Both layouts of a scene, each the best one of the ways that are given.

    Args:
        panels: The scene's.
        wide: For a wide screen; of several the one in which cells can be largest, of those that
            can be read if there are any.
        tall: For a narrow one; of several the first that is narrow enough, or as narrow as any.
        shape: Of the room on a wide screen, where it isn't the usual one.

    Example:
        >>> import numpy as np
        >>> from convlib.staging.arrange import Column, Row
        >>> panels = [Panel("input", "input", "x", np.ones((9, 9))) for _ in range(3)]
        >>> ways = Column(0, 1, 2), Row(0, 1, 2)
        >>> {name: layout.width for name, layout in layouts(panels, ways, ways[::-1]).items()}
        {'wide': 29.0, 'tall': 9.0}
    """
    across, down = ([_laid_out(way, panels) for way in _listed(ways)] for ways in (wide, tall))
    readable = [layout for layout in across if layout.width <= WIDEST] or across
    narrow = max(NARROW, min(layout.width for layout in down))
    return {
        "wide": max(readable, key=lambda each: min(shape / each.width, 1 / each.height)),
        "tall": next(layout for layout in down if layout.width <= narrow),
    }


def _listed(ways: Way | Sequence[Way]) -> Sequence[Way]:
    return ways if isinstance(ways, Sequence) and not isinstance(ways, str) else [ways]


def _laid_out(way: Way, panels: Sequence[Panel]) -> Layout:
    return way if isinstance(way, Layout) else arrange(way, panels)
