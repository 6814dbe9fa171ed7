"""Choosing among ways to lay panels out: one for a wide screen, one for a narrow one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from convlib.picture.parts import Layout, Panel
from convlib.staging.arrange import GAP, TIGHT, Item, Plan, outlines

ENOUGH = 1.0  # how large cells need be, as a share
Screen = tuple[float, float, float]
# Cells across and down that a screen holds at a size that is enough, and the least share of it.
SCREEN, PHONE, PHONE_LONG = (21.5, 8.1, 0.48), (8.8, 7.4, 0.5), (8.8, 7.4, 0.66)
FEW = 0.05  # of the numbers, which may be too long to be read in the least cells
Way = Item | Layout  # to be arranged, or laid out already


def layouts(
    panels: Sequence[Panel], wide: Way | Sequence[Way], tall: Way | Sequence[Way]
) -> dict[str, Layout]:
    """Both layouts of a scene, each the best one of the ways that are given.

    What is to be arranged is tried with usual gaps, then with tight ones.

    Args:
        panels: The scene's.
        wide: For a wide screen; of several the first in which cells are large enough, or the one
            in which they are largest; if they can be read in none without scrolling, the lowest of
            those in which they can be read then.
        tall: For a narrow one, in the same way.

    Example:
        >>> import numpy as np
        >>> from convlib.staging.arrange import Column, Row
        >>> panels = [Panel("input", "input", "x", np.ones((9, 9))) for _ in range(3)]
        >>> ways = Column(0, 1, 2), Row(0, 1, 2)
        >>> {name: layout.width for name, layout in layouts(panels, ways, ways).items()}
        {'wide': 29.0, 'tall': 9.0}
    """
    listed = outlines(panels)
    plans = [Plan(listed, gap) for gap in (GAP, TIGHT)]
    phone = PHONE_LONG if _are_long(panels) else PHONE
    return {"wide": _best(wide, plans, SCREEN), "tall": _best(tall, plans, phone)}


def _best(ways: Way | Sequence[Way], plans: Sequence[Plan], screen: Screen) -> Layout:
    """The way that suits a screen best; only that one is laid out."""
    listed = ways if isinstance(ways, Sequence) and not isinstance(ways, str) else [ways]
    found, most = None, (0.0, 0.0)
    for plan, way in product(plans, listed):
        suits = _suits(way, plan, *screen)
        if found is None or suits > most:
            found, most = (way, plan), suits
        if suits[0] == ENOUGH:
            break  # none can be better, and of equals the first is taken
    assert found, "there is no way to lay it out"
    way, plan = found
    return way if isinstance(way, Layout) else plan.layout(way)


def _are_long(panels: Sequence[Panel]) -> bool:
    """Whether more than a few numbers have more than two characters."""
    numbers = np.concatenate([panel.values.ravel() for panel in panels])
    long = (numbers > 99) | (numbers < -9) | (numbers % 1 != 0)
    return bool(long.mean() > FEW)


def _suits(way: Way, plan: Plan, across: float, down: float, least: float) -> tuple[float, float]:
    """How large cells are, as a share of what is enough; then how little one has to scroll."""
    room = way if isinstance(way, Layout) else plan.measure(way)
    size = min(ENOUGH, across / room.width, max(down / room.height, least))
    return size, -max(room.height, down / least)
