"""A block on a wide screen: its branches beside each other, and below them what they make."""

from __future__ import annotations

from convlib.picture.marks import Bracket
from convlib.staging.inception_bars import THICK, InFull
from convlib.staging.inception_places import (
    BRACKET,
    CLEAR,
    LETTER,
    NAMED,
    NEAR,
    SIGN,
    Drawn,
    Laid,
    Place,
    Plan,
)
from convlib.staging.wires import behind_each_other, rounded

BESIDE = 0.75  # between branches
LANE, LANES = 0.175, 0.125  # from wire to wire beside each other; above the first one
BRACKETS = 0.95  # where the branches' brackets begin
BELOW = 0.3  # from there down to the branches, or to their names
NAME = 0.75  # a name's height
FALL = 0.2  # from the branches to the first wire below, from wire to wire, and to an output
STRIPE = 0.25  # above an output
SAID = 3.125  # room for the output's size
ABOUT, FIRST, NEXT = 0.9, 1.98, 1.29  # from the branches down to the bars, and from one to the next


def wide(drawn: Drawn, full: InFull) -> Laid:
    """The layout: wires run above the branches, each down to its own, and on to what it makes.

    Args:
        drawn: What is placed.
        full: The bars.
    """
    plan, count = Plan(drawn), len(drawn.branches)
    columns, rows = drawn.plane
    high = max(drawn.height(drawn.row(at)) for at in range(count))
    top = BRACKETS + BELOW + NAME * (not _names_fit(drawn, high))
    low = top + high
    plan.channels(0.0, top - NAMED, across=False)
    plan.brackets.append(Bracket(drawn.sources, "right", role="input", apart=2 * CLEAR))
    trunk = columns + 2 * CLEAR + BRACKET + LANE
    x = start = trunk + count * LANE + NEAR
    starts = list[Place]()
    for at in range(count):
        x, begin = _branch(plan, at, x, top + high / 2)
        starts.append(begin)
    made = low + 3 * FALL + STRIPE
    end = _made(plan, start, made + rows / 2)
    plan.output(end + NEAR, made)
    _enter(plan, trunk, starts)
    _leave(plan, starts, low, made)
    width = max(x - BESIDE, end + SAID + full.said)
    left = width - full.said
    plan.about(full, left, low + ABOUT)
    bars = [(left, low + FIRST + at * NEXT) for at in (0, 1)]
    plan.labels += full.labels(bars)
    height = max(made + rows, plan.places[drawn.sources[-1]][1] + rows, bars[1][1] + THICK)
    return plan.laid("wide", width, height, bars, full.said)


def _names_fit(drawn: Drawn, high: int) -> bool:
    """Whether the branches' names have room within the height of the highest, from their left."""
    for at, name in enumerate(drawn.names):
        x = -SIGN
        for item in drawn.row(at):
            is_below = not isinstance(item, str) and x < LETTER * len(name)
            if is_below and high - drawn.height([item]) < 2 * NAME:
                return False
            x += drawn.width([item])
    return True


def _branch(plan: Plan, at: int, x: float, middle: float) -> tuple[float, Place]:
    """A branch's row with its bracket and name: where it ends, and where the wire to it does."""
    drawn, y = plan.drawn, BRACKETS + BELOW + NAME / 2
    items = drawn.row(at)
    if not items:  # what it makes is all that there is: a wire leads down to it
        plan.name(at, x + 2 * NEAR, y)
        return x + LETTER * len(drawn.names[at]) + BESIDE, (round(x + NEAR, 6), BRACKETS)
    end = plan.row(items, x, middle)
    panels = drawn.panels_of(items)
    left, upper = (min(plan.places[panel][axis] for panel in panels) for axis in (0, 1))
    apart = round(upper - BRACKETS - BRACKET, 6)
    plan.brackets.append(Bracket(panels, "above", group=at, apart=apart))
    plan.name(at, left, y)
    return end + BESIDE, (round((left + end) / 2, 6), BRACKETS)


def _made(plan: Plan, x: float, middle: float) -> float:
    """What the branches make, each channel with its number; where that ends."""
    for panel in plan.drawn.results:
        x = plan.put((panel,), x + SIGN, middle)
        plan.number(panel, plan.places[panel][0] - SIGN / 2)
    return x


def _enter(plan: Plan, trunk: float, ends: list[Place]) -> None:
    """Wires beside each other from the input to the branches: what leads further runs above."""
    drawn, room = plan.drawn, (len(ends) - 1) * LANE
    columns, rows = drawn.plane
    upper, lower = (plan.places[drawn.sources[at]][1] for at in (0, -1))
    middle, left = (upper + lower + rows) / 2, columns + 2 * CLEAR + BRACKET
    for at, (x, y) in enumerate(ends):
        aside = room - at * LANE
        turn, lane, begin = trunk + aside, LANES + aside, middle + aside - room / 2
        corners = [(left, begin), (turn, begin), (turn, lane), (x, lane), (x, y)]
        plan.into.append(rounded(corners))


def _leave(plan: Plan, starts: list[Place], low: float, made: float) -> None:
    """Wires from the branches to what they make; those that would meet run below each other."""
    drawn, reached, lane = plan.drawn, 0.0, 0
    for at, (x, y) in enumerate(starts):
        over = [plan.places[panel][0] + drawn.plane[0] / 2 for panel in drawn.made(at)]
        if panels := drawn.panels_of(drawn.row(at)):
            (left, upper), (columns, rows) = plan.places[panels[-1]], drawn.size(panels[-1])
            # From the part of the last kernel that is nearest.
            x, y = min(max(over[0], left + 0.5), left + columns - 0.5), upper + rows + CLEAR
        lane = lane + 1 if min(over) < reached else 0
        reached, run = max(*over, x), low + FALL * (1 + lane)
        plan.out.append(
            behind_each_other(
                [rounded([(x, y), (x, run), (to, run), (to, made - STRIPE)]) for to in over]
            )
        )
