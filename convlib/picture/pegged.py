"""Pegs at a moment: which place it is about, which were reached before, which are still to come.

The player works out the same in the browser (``assets/player/pegs.js``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from convlib import text
from convlib.picture.marks import Pegs
from convlib.picture.scene import Scene

AWAY = 0.42  # from a panel's edge to the middle of its pegs, in cells
LEFT = "left-over"  # what is said of cells that no peg reaches: the catalogue's ``mark.<LEFT>``

Place = tuple[float, float]


@dataclass(frozen=True)
class Peg:
    """A peg: its number, its middle, its colour, and ``"now"``, ``"reached"`` or ``"open"``."""

    text: str
    x: float
    y: float
    role: str
    state: str


@dataclass(frozen=True)
class Arrow:
    """From the middle of one peg to that of the next, and what is written between the two."""

    x1: float
    y1: float
    x2: float
    y2: float
    text: str


@dataclass(frozen=True)
class Remark:
    """Words that end at a place, and how far it is from there back to the middle of a peg.

    ``y`` is the middle of their height.
    """

    text: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Pegged:
    """All that is drawn of pegs, each list from back to front, and the lists in this order."""

    arrows: list[Arrow] = field(default_factory=list)
    pegs: list[Peg] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def pegged(
    scene: Scene, step: int, corners: Sequence[Place], language: str = text.DEFAULT
) -> Pegged:
    """The pegs of a scene's panels at a step.

    Args:
        scene: What is staged.
        step: From 0.
        corners: Where each panel's first cell stands.
        language: Of what is said of cells that are left over.
    """
    drawn = Pegged()
    for panel, corner in zip(scene.panels, corners, strict=True):
        for pegs in panel.pegs:
            middles = [_middle(pegs, place, corner) for place in pegs.places]
            now, reached = int(pegs.at[step]), set(pegs.at[:step].tolist())
            if pegs.stride:
                said = f"+{pegs.stride}"
                drawn.arrows.extend(Arrow(*one, *other, said) for one, other in pairwise(middles))
            drawn.pegs.extend(
                Peg(str(at + 1), x, y, pegs.role, _state(at, now, reached))
                for at, (x, y) in enumerate(middles)
            )
            if pegs.left and pegs.across:
                words, room = text.say(f"mark.{LEFT}", language), panel.columns - pegs.places[-1]
                drawn.remarks.append(Remark(words, *_middle(pegs, panel.columns, corner), room))
    return drawn


def counts_at(scene: Scene, known: int) -> tuple[int, ...]:
    """How many places were counted up to a step along rows and along columns; () for none.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build(size=5, kernel=3)
        >>> [counts_at(scene, step) for step in (-1, 0, 4)]
        [(0, 0), (1, 1), (2, 3)]
    """
    counted = next((panel.pegs for panel in scene.panels if panel.pegs), ())
    return tuple(len({at for at in pegs.at[: known + 1].tolist() if at >= 0}) for pegs in counted)


def _middle(pegs: Pegs, place: float, corner: Place) -> Place:
    """Where on the stage a place along the pegs' edge is."""
    x, y = corner
    return (x + place, y - AWAY) if pegs.across else (x - AWAY, y + place)


def _state(at: int, now: int, reached: Collection[int]) -> str:
    """Whether a step is about a peg, or one before it was."""
    if at == now:
        return "now"
    return "reached" if at in reached else "open"
