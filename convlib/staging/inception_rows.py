"""A block whose branches are rows below each other: on a phone, and in files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convlib.picture.marks import Bracket
from convlib.staging.inception_bars import THICK, InFull
from convlib.staging.inception_places import (
    BRACKET,
    CLEAR,
    LETTER,
    NEAR,
    SIGN,
    Drawn,
    Item,
    Laid,
    Place,
    Plan,
)
from convlib.staging.wires import behind_each_other, rounded, wires

LINE, PHONE_LINE = 1.0, 0.875  # of words
APART = 0.75  # between rows, and from them to the bars
CLOSE = 0.5  # between the channels of the output, and the lines of a row
STRIPE = 0.25  # above the output
CURVE = 1.75  # room for wires that bend
NUMBER, SAID = 0.75, 3.0  # room for the number of a channel, and for the output's size
LANE = 0.175  # from wire to wire beside each other
INDENT, REACH = 1.2, 0.6  # on a phone, from the left to the rows, and from them to the output
PHONE = 18.0  # cells that a phone is wide


def square(drawn: Drawn, full: InFull) -> Laid:
    """The layout of a file: input, branches and output from left to right, wires between them.

    Args:
        drawn: What is placed.
        full: The bars.
    """
    plan, (columns, rows) = Plan(drawn, LINE), drawn.plane
    listed = [_row(drawn, at) for at in range(len(drawn.branches))]
    heights = [drawn.height(items) or 1 for items in listed]
    high = sum(heights) + APART * (len(heights) - 1)
    deep = (LINE + rows) * len(drawn.sources)
    whole = max(high, deep, stack := _stack(drawn, len(drawn.results)))
    middle = whole / 2 + max(0, STRIPE - (whole - stack) / 2)
    plan.channels(0.0, middle - deep / 2, across=False)
    plan.brackets.append(Bracket(drawn.sources, "right", role="input", apart=2 * NEAR))
    into = columns + 2 * NEAR + BRACKET
    named = into + CURVE + CLEAR
    x = named + 4 * NEAR + LETTER * max(map(len, drawn.names))
    end = x + max(map(drawn.width, listed)) + NEAR
    made = end + CURVE
    y, top = middle - high / 2, middle - stack / 2
    for at, (items, height) in enumerate(zip(listed, heights, strict=True)):
        own = y + height / 2
        plan.into.append(wires(CURVE, [(middle + LINE / 2, own)], into))
        plan.name(at, named + 2 * NEAR, own)
        start = named + NEAR + LETTER * len(drawn.names[at])
        if items:
            start = plan.row(items, x, own)
            _bracket(plan, at, items, named)
        middles = _stacked(plan, at, made, top)
        top = middles[-1] + rows / 2 + CLOSE
        level = wires(end - start - NEAR, [(own, own)], start + NEAR)
        bent = wires(CURVE - CLEAR, [(own, each) for each in middles], end)
        plan.out.append(behind_each_other([level, bent]))
        y += height + APART
    plan.brackets.append(Bracket(drawn.results, "right", role="output", apart=NUMBER - CLEAR))
    said = made + columns + NUMBER + 2 * NEAR
    plan.output(said, middle - 1.5 * LINE)
    return _with_bars(plan, full, "square", said + SAID, middle + whole / 2 + APART)


def tall(drawn: Drawn, full: InFull) -> Laid:
    """The layout of a phone: the input on top, wires down on the left, the output on the right.

    Args:
        drawn: What is placed.
        full: The bars.
    """
    plan, (columns, rows) = Plan(drawn, PHONE_LINE), drawn.plane
    count = len(drawn.branches)
    most = PHONE - INDENT - REACH - columns - NUMBER - BRACKET + CLEAR
    listed = [list(_lines(drawn, _row(drawn, at), most)) for at in range(count)]
    end = INDENT + max(drawn.width(line) for lines in listed for line in lines)
    x, _ = plan.channels(0.0, 0.0, across=True)
    plan.brackets.append(Bracket(drawn.sources, "below", role="input", apart=CLEAR))
    begin = y = PHONE_LINE + rows + CLEAR + BRACKET
    plan.output(max(end + REACH, x), begin - 3 * PHONE_LINE)
    for at, lines in enumerate(listed):
        plan.name(at, INDENT - 2 * NEAR, y + PHONE_LINE / 2)
        lane = CLEAR + (count - 1 - at) * LANE
        y = _phone_row(plan, at, lines, (lane, begin), (end, y)) + CLOSE
    plan.brackets.append(Bracket(drawn.results, "right", role="output", apart=NUMBER - CLEAR))
    width = end + REACH + columns + NUMBER + BRACKET - CLEAR
    return _with_bars(plan, full, "tall", width, y + NEAR, below=True)


def _phone_row(
    plan: Plan, at: int, lines: Sequence[Sequence[Item]], begin: Place, corner: Place
) -> float:
    """A branch in lines, what it makes beside it, and its wires; where it ends.

    Args:
        plan: What has been placed so far.
        at: Which branch.
        lines: Of its row.
        begin: Where the wire to it begins.
        corner: How far lines reach to the right, and where its name's line begins.
    """
    drawn, (end, top) = plan.drawn, corner
    high = sum(map(drawn.height, lines)) + CLOSE * (len(lines) - 1)
    stack = _stack(drawn, len(drawn.made(at)))
    named = top + PHONE_LINE
    whole = max(high, stack) if lines else stack - PHONE_LINE
    y, start, spot = named + max(whole - high, 0) / 2, INDENT, INDENT - NEAR - BRACKET
    level = named - PHONE_LINE / 2
    for line in lines:
        level = y + drawn.height(line) / 2
        start = plan.row(line, INDENT, level)
        y += drawn.height(line) + CLOSE
    enters = level
    if lines:
        enters = named + whole / 2
        _bracket(plan, at, [item for line in lines for item in line], spot)
    else:
        start, spot = INDENT - NEAR + LETTER * len(drawn.names[at]), INDENT - 3 * NEAR
    plan.into.append(rounded([begin, (begin[0], enters), (spot, enters)]))
    middles = _stacked(plan, at, end + REACH, named + whole / 2 - stack / 2)
    flat = wires(end - start, [(level, level)], start + CLEAR)
    bent = wires(REACH - 2 * CLEAR, [(level, each) for each in middles], end + CLEAR)
    plan.out.append(behind_each_other([flat, bent]))
    return named + whole


def _row(drawn: Drawn, at: int) -> list[Item]:
    """A branch's row; what is pooled is named beside it, and needs no sign."""
    return [item for item in drawn.row(at) if item != "max"]


def _bracket(plan: Plan, at: int, items: Sequence[Item], x: float) -> None:
    """A branch's bracket, from a place on."""
    panels = plan.drawn.panels_of(items)
    apart = min(plan.places[panel][0] for panel in panels) - x - BRACKET
    plan.brackets.append(Bracket(panels, "left", group=at, apart=round(apart, 6)))


def _stack(drawn: Drawn, count: int) -> float:
    """How high channels of the output are below each other."""
    return count * drawn.plane[1] + (count - 1) * CLOSE


def _stacked(plan: Plan, at: int, x: float, top: float) -> list[float]:
    """What a branch makes below each other, with numbers; the middle of each."""
    columns, rows = plan.drawn.plane
    middles = list[float]()
    for number, panel in enumerate(plan.drawn.made(at)):
        middles.append(top + number * (rows + CLOSE) + rows / 2)
        plan.put((panel,), x, middles[-1])
        plan.number(panel, x + columns + NUMBER / 2)
    return middles


def _lines(drawn: Drawn, items: Sequence[Item], most: float) -> Iterator[list[Item]]:
    """A row in lines that are not too wide; kernels that are too wide together stand apart."""
    parts = list[list[Item]]()
    for item in items:
        if isinstance(item, str) or not parts:
            parts.append([item])
        elif drawn.width([item]) + SIGN > most:
            parts[-1].append(item[:1])
            parts += [[(panel,)] for panel in item[1:]]
        else:
            parts[-1].append(item)
    line = list[Item]()
    for part in parts:
        if line and drawn.width([*line, *part]) > most:
            yield line
            line = []
        line = [*line, *part]
    if line:
        yield line


def _with_bars(
    plan: Plan, full: InFull, name: str, width: float, y: float, *, below: bool = False
) -> Laid:
    """The bars below all else."""
    plan.about(full, 0.0, y + plan.line / 2)
    under, free = plan.line * below, NEAR * (not below)  # from words to what stands behind a bar
    step = plan.line + THICK + 2 * NEAR + under + free
    bars = [(0.0, y + 2 * plan.line + free + at * step) for at in (0, 1)]
    plan.labels += full.labels(bars, plan.line + 2 * free, below=below)
    return plan.laid(
        name, max(width, full.said - 1), bars[1][1] + THICK + under, bars, full.longest
    )
