"""Marks beside the cells: points off the grid, pegs, brackets, labels; what tells groups apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from convlib.ops import Array

GROUPS = 4  # that have a colour of their own; more are told apart by their patterns and numbers
PATTERNS = ("solid", "dashed", "double", "dotted")
LARGE, SMALL = 0.5, 0.34  # sizes of labels, in cells
APART = 0.3  # from panels to their bracket, in cells
HOOK = 0.2  # how far the ends of a bracket reach towards its panels
WIDE = 0.1  # how wide a bracket or a stripe is drawn
STRIPE = 0.25  # what a stripe needs above its panel
PEGS = 0.8  # what pegs need beside their panel
Align = Literal["left", "center", "right"]
Side = Literal["left", "right", "above", "below"]


def colour_of(role: str, group: int = -1) -> str:
    """The name of the colour of what has a role, and in a group that of the group.

    Example:
        >>> colour_of("input"), colour_of("input", 1), colour_of("input", 5)
        ('input', 'group-1', 'group-1')
    """
    return role if group < 0 else f"group-{group % GROUPS}"


def pattern_of(group: int) -> str:
    """How a group's stripes and brackets are drawn: no two of 16 groups share colour and pattern.

    Example:
        >>> [pattern_of(group) for group in (0, 1, 4, 5)]
        ['solid', 'dashed', 'dashed', 'double']
    """
    return PATTERNS[(group + group // GROUPS) % len(PATTERNS)] if group >= 0 else PATTERNS[0]


@dataclass(frozen=True)
class Label:
    """A text at a place of a layout.

    Attributes:
        x: Where it stands, in cells: its middle, or the edge that ``align`` names.
        y: The middle of its height.
        number: What ``{number}`` in its text stands for.
        key: Its text is the catalogue's ``mark.<key>``; "" for the number alone.
        role: Its colour, a role or ``"muted"`` or ``"ink"``.
        group: The group whose colour it has instead; -1 for none.
        size: In cells.
        align: ``"center"``, ``"left"`` or ``"right"``.
        since: The step from which on it is there.
        until: The step from which on it is there no longer; -1 for never.
        panel: The panel with which it moves: it is told where it stands when that stands at its
            place; -1 for none.
    """

    x: float
    y: float
    number: int | str = ""
    key: str = ""
    role: str = "muted"
    group: int = -1
    size: float = SMALL
    align: Align = "center"
    since: int = 0
    until: int = -1
    panel: int = -1

    def is_there(self, step: int) -> bool:
        """Whether it is there at a step."""
        return self.since <= step and (self.until < 0 or step < self.until)


@dataclass(frozen=True)
class Bracket:
    """A bracket along panels that belong together, such as a branch, a stage or a group.

    Attributes:
        panels: What it spans.
        side: On which side of them it stands: ``"left"``, ``"right"``, ``"above"`` or ``"below"``.
        number: What ``{number}`` in its label stands for.
        key: Its label is the catalogue's ``mark.<key>``; "" for the number alone.
        role: Its colour, a role or ``"muted"``.
        group: The group whose colour and pattern it has instead; -1 for none.
        apart: How far from the panels it stands, in cells.
    """

    panels: tuple[int, ...]
    side: Side
    number: int | str = ""
    key: str = ""
    role: str = "muted"
    group: int = -1
    apart: float = APART


@dataclass(frozen=True, eq=False)
class Points:
    """The points at which a window reads between the cells of a panel: discs that move.

    Attributes:
        panel: The panel that they lie on.
        places: Per step where each lies, ``(steps, points, 2)``, y before x: cells from the middle
            of the panel's first one, and parts of cells; NaN where it isn't there.
        regular: Where each would lie on the grid, in the same way: a hollow dot, from which a line
            leads to the point; None to leave that out.
        kernel: The panel whose numbers they carry, in order; -1 for none.
        role: Their colour.
        group: The group whose colour they have instead; -1 for none.
        joined: Per step the point that lines join to its four neighbouring cells, which have their
            bilinear weights beside them; -1 for none. None for none in any step.
        terms: Per term of the scene the point at which it reads: at a single term, that one is
            joined instead. None where terms belong to no points.
        array: The lesson's array ``(2, rows, columns)`` that says how far each point, in order, is
            moved down and across at every place, and that dragging it changes; "" for none.
        chosen: The parameter that says which point is joined, from 1; "" for none.
    """

    panel: int
    places: Array
    regular: Array | None = None
    kernel: int = -1
    role: str = "kernel"
    group: int = -1
    joined: Array | None = None
    terms: Array | None = None
    array: str = ""
    chosen: str = ""


@dataclass(frozen=True, eq=False)
class Pegs:
    """Numbered pegs along an edge of a panel, which count places of a window or what they make.

    Attributes:
        places: Where each stands, in cells from the panel's left edge, or from its upper one.
        at: Per step which of them it is about, from 0; -1 for none.
        across: Whether they stand above the panel; else they stand on its left.
        stride: How many cells lie from one to the next, written between them; 0 leaves that out.
        left: How many cells at the end none of them reaches, which is said above them; 0 for none.
        role: Their colour.
    """

    places: tuple[float, ...]
    at: Array
    across: bool = True
    stride: int = 0
    left: int = 0
    role: str = "kernel"
