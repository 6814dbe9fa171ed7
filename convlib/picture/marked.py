"""Where marks stand at a moment and what they show, in cells from the picture's corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from convlib import text
from convlib.picture.marks import HOOK, WIDE, Align, Bracket, Label, Side, colour_of, pattern_of
from convlib.picture.parts import NARROWEST, Layout, Panel

DASH, GAP = 0.45, 0.25  # of what is dashed, in cells
THIN = 0.34  # each line of what is double, of its whole width
ABOVE = 0.12  # from a panel to its stripe
BESIDE = 0.15  # from a bracket to its label at its side
LINE = 0.32  # from a bracket to the middle of its label above or below it


@dataclass(frozen=True)
class Block:
    """A filled piece of a stripe or a bracket; its colour is one of the theme's by name."""

    colour: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Lettering:
    """A text of a mark; ``y`` is the middle of its height, and its size is in cells."""

    text: str
    colour: str
    x: float
    y: float
    size: float
    align: Align = "center"


def letterings(
    panels: Sequence[Panel], plan: Layout, step: int, language: str = text.DEFAULT
) -> tuple[Lettering, ...]:
    """The texts of a layout's labels and brackets at a step.

    Example:
        >>> plan = Layout(9, 9, (), (), labels=(Label(1, 2, 192), Label(3, 2, 64, since=1)))
        >>> [(each.text, each.x) for each in letterings((), plan, 0)]
        [('192', 1)]
    """
    listed, corners = labels(panels, plan), plan.corners(step)
    return tuple(
        lettering(_moved(label, plan, corners), language)
        for label in listed
        if label.is_there(step)
    )


def _moved(label: Label, plan: Layout, corners: Sequence[tuple[float, float]]) -> Label:
    """A label where its panel has taken it."""
    if label.panel < 0:
        return label
    (x, y), (left, top) = corners[label.panel], plan.places[label.panel]
    return replace(label, x=label.x + x - left, y=label.y + y - top)


def labels(panels: Sequence[Panel], plan: Layout) -> list[Label]:
    """A layout's labels, those of its brackets included."""
    return [*plan.labels, *(_label(bracket, panels, plan) for bracket in plan.brackets)]


def lettering(label: Label, language: str = text.DEFAULT) -> Lettering:
    """A label as it is written."""
    key, number, colour = label.key, label.number, colour_of(label.role, label.group)
    words = text.say(f"mark.{key}", language, number=number) if key else str(number)
    return Lettering(words, colour, label.x, label.y, label.size, label.align)


def stripes(
    panels: Sequence[Panel], corners: Sequence[tuple[float, float]]
) -> tuple[tuple[Block, ...], ...]:
    """Per panel its group's mark, where the panel stands."""
    return tuple(
        tuple(replace(piece, x=x + piece.x, y=y + piece.y) for piece in stripe(panel))
        for panel, (x, y) in zip(panels, corners, strict=True)
    )


def stripe(panel: Panel) -> tuple[Block, ...]:
    """What tells a panel's group beside its colour, from its first cell's corner on.

    Example:
        >>> import numpy as np
        >>> panel = Panel("channel", "input", "x", np.ones((2, 3)), group=2)
        >>> [(block.colour, block.width, round(block.y, 2)) for block in stripe(panel)]
        [('group-2', 3, -0.22), ('group-2', 3, -0.15)]
    """
    if panel.group < 0 or not panel.striped:
        return ()
    y = panel.rows + ABOVE if panel.below else -ABOVE - WIDE
    return tuple(_bar(panel.colour, panel.group, 0, y, panel.columns))


def bracketed(panels: Sequence[Panel], plan: Layout) -> tuple[Block, ...]:
    """The pieces of a layout's brackets."""
    return tuple(piece for each in plan.brackets for piece in _bracket(each, panels, plan))


def _bracket(bracket: Bracket, panels: Sequence[Panel], plan: Layout) -> Iterator[Block]:
    """The line along the panels, in the pattern of its group, and its two ends."""
    left, top, right, bottom = _around(bracket, panels, plan)
    colour, out = colour_of(bracket.role, bracket.group), HOOK - WIDE
    if bracket.side in ("left", "right"):
        x = left - WIDE if bracket.side == "left" else right
        yield from _bar(colour, bracket.group, x, top, bottom - top, upright=True)
        start = left if bracket.side == "left" else right - out
        for y in (top, bottom - WIDE):
            yield Block(colour, start, y, out, WIDE)
    else:
        y = top - WIDE if bracket.side == "above" else bottom
        yield from _bar(colour, bracket.group, left, y, right - left)
        start = top if bracket.side == "above" else bottom - out
        for x in (left, right - WIDE):
            yield Block(colour, x, start, WIDE, out)


def _label(bracket: Bracket, panels: Sequence[Panel], plan: Layout) -> Label:
    """What stands beside a bracket."""
    left, top, right, bottom = _around(bracket, panels, plan)
    middle = (left + right) / 2, (top + bottom) / 2
    places: dict[Side, tuple[float, float, Align]] = {
        "left": (left - WIDE - BESIDE, middle[1], "right"),
        "right": (right + WIDE + BESIDE, middle[1], "left"),
        "above": (middle[0], top - WIDE - LINE, "center"),
        "below": (middle[0], bottom + WIDE + LINE, "center"),
    }
    x, y, align = places[bracket.side]
    return Label(
        *(x, y, bracket.number, bracket.key, bracket.role),
        group=bracket.group,
        align=align,
    )


def _around(
    bracket: Bracket, panels: Sequence[Panel], plan: Layout
) -> tuple[float, float, float, float]:
    """The box within a bracket: its panels, on its side their titles too, and a distance there."""
    boxes = [(plan.places[at], panels[at]) for at in bracket.panels]
    side, away = bracket.side, bracket.apart + HOOK - WIDE
    left = min(x for (x, _), _ in boxes)
    right = max(
        x + (max(panel.columns, NARROWEST * panel.titled) if side == "right" else panel.columns)
        for (x, _), panel in boxes
    )
    top = min(y - panel.headroom[0] * (side == "above") for (_, y), panel in boxes)
    bottom = max(y + panel.rows + panel.headroom[1] * (side == "below") for (_, y), panel in boxes)
    return (
        left - away * (side == "left"),
        top - away * (side == "above"),
        right + away * (side == "right"),
        bottom + away * (side == "below"),
    )


def _bar(
    colour: str, group: int, x: float, y: float, length: float, *, upright: bool = False
) -> Iterator[Block]:
    """A line in a group's pattern as blocks, from a corner on to the right or down."""
    pattern = pattern_of(group)
    lanes = [(0.0, WIDE)]
    if pattern == "double":
        lanes = [(0.0, THIN * WIDE), ((1 - THIN) * WIDE, THIN * WIDE)]
    for start, part in _pieces(pattern, length):
        for across, width in lanes:
            if upright:
                yield Block(colour, x + across, y + start, width, part)
            else:
                yield Block(colour, x + start, y + across, part, width)


def _pieces(pattern: str, length: float) -> list[tuple[float, float]]:
    """Where the pieces of a line begin and how long they are; the last one ends where it ends."""
    if pattern not in ("dashed", "dotted"):
        return [(0, length)]
    dash, gap = (DASH, GAP) if pattern == "dashed" else (WIDE, WIDE)
    count = max(1, round((length + gap) / (dash + gap)))
    part = length / (count + (count - 1) * gap / dash)
    return [(at * part * (1 + gap / dash), part) for at in range(count)]
