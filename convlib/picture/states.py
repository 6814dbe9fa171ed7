"""Which cells play a part at a moment, and what they show then."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from convlib.numerals import MINUS, texts
from convlib.ops import Array
from convlib.picture.equation import winner
from convlib.picture.look import hue_of
from convlib.picture.parts import PADDING
from convlib.picture.reach import field, reach
from convlib.picture.scene import RULES, Scene


@dataclass(frozen=True)
class States:
    """Which cells play a part, which show another number, and what stands small in them.

    Attributes:
        states: What each cell is.
        shown: What it shows, where that isn't its number in the end.
        asides: The weight beside a number, or what will be stamped on it.
        parts: What the number of a cell that was stamped on adds up.
        made: Of cells that are made anew the term that made them last.
    """

    states: dict[int, str]
    shown: dict[int, str]
    asides: dict[int, str]
    parts: dict[int, str]
    made: dict[int, int]


def states_of(scene: Scene, step: int, term: int | None, asked: int = -1) -> States:
    """What each cell is at a step, or at one term of it, and what it shows.

    While the terms of a mean come, its cell shows what they have added up, as that of a sum does;
    it is divided once, with the last of them. A maximum shows the largest number so far.
    """
    rows, lists = scene.terms(step), scene.lists(step)
    src, ker = scene.src[rows].tolist(), scene.ker[rows].tolist()
    now = None if term is None else rows.start + term
    states = dict.fromkeys(np.flatnonzero(scene.since > step).tolist(), "empty")
    shown: dict[int, str] = {}
    made_last: dict[int, int] = {}
    if scene.outs is not None:
        made_last = _as_of(scene, rows.stop if now is None else now + 1, states, shown)
    shown |= _running(scene, rows.stop - 1 if now is None else now)
    if term is None:
        factors = scene.factor[rows]
        states |= dict.fromkeys([*src, *factors[factors >= 0].tolist()], "lit")
        made = [] if lists else [int(scene.dst[step])]
        made += [*scene.out[rows].tolist(), *scene.made.get(step, ())]
        growing = {cell for cell in made if states.get(cell) == "partial"}
        states |= {cell: "current" for cell in made if cell >= 0 and cell not in growing}
        if lists:
            states |= {src[0]: "now"} if src else {}
    else:
        later = {cell: "wait" for cell in src[term:] if states.get(cell) != "empty"}
        states = {**states, **later, **dict.fromkeys(src[:term], "lit"), src[term]: "now"}
        states |= {ker[term]: "now"} if ker[term] >= 0 else {}
        later_on = scene.out[rows.start + term + 1 : rows.stop].tolist()
        states |= dict.fromkeys(scene.anew.intersection(later_on), "empty")
        _making(scene, rows.start + term, rows.stop, states, shown)
    if asked >= 0:
        _far(scene, asked, states)
    comes, parts = _stamped(scene, step, term)
    return States(states, shown, _asides(scene, step, term) | comes, parts, made_last)


def _as_of(scene: Scene, end: int, states: dict[int, str], shown: dict[int, str]) -> dict[int, int]:
    """What cells show after so many terms, where several steps or terms make one cell.

    Returns:
        Of those that are made anew the term that made them last.
    """
    last, final = scene.written(end), scene.written(len(scene.src))
    made = np.flatnonzero(final >= 0)
    states |= dict.fromkeys(made[last[made] < 0].tolist(), "empty")
    known = made[last[made] >= 0]
    numbers = [scene.short_sums[term] for term in last[known].tolist()]
    shown |= dict(zip(known.tolist(), numbers, strict=True))
    growing = known[scene.growing(end)[known]]
    states |= dict.fromkeys(growing.tolist(), "partial")
    return {cell: int(last[cell]) for cell in scene.anew.intersection(known.tolist())}


def _stamped(scene: Scene, step: int, term: int | None) -> tuple[dict[int, str], dict[int, str]]:
    """What is still to be stamped on cells, and the sums of cells that it was stamped on now.

    Before a stamp all of it is to come; at one of its terms, what comes after that.
    """
    ahead = step + 1 if scene.prepares(step) else step
    if not scene.scatters(ahead):
        return {}, {}
    rows = scene.terms(ahead)
    done = rows.start if ahead > step else rows.stop if term is None else rows.start + term + 1
    now = done - 1 if term is not None else rows.start
    outs = scene.out[done : rows.stop].tolist()
    comes = dict(zip(outs, signed(scene.products[done : rows.stop]), strict=True))
    added, last = signed(scene.products[now:done]), scene.written(now)
    parts = dict[int, str]()
    for cell, adds in zip(scene.out[now:done].tolist(), added, strict=True):
        if last[cell] >= 0 and scene.stamped[last[cell]]:
            there = scene.short_sums[last[cell]]
            parts[cell] = there + adds
    return comes, parts


def signed(products: Array) -> list[str]:
    """What is added, each with its sign.

    Example:
        >>> signed(np.array([8, -0.5, 0]))
        ['+8', '−0.5', '+0']
    """
    written = texts(products, "short")
    return [each if each.startswith(MINUS) else f"+{each}" for each in written]


def _running(scene: Scene, term: int) -> dict[int, str]:
    """What cells show after a term that follow running numbers of their own."""
    shown: dict[int, str] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.running is not None:
            shown |= dict(enumerate(texts(panel.running[max(term, 0)], "short"), first))
    return shown


def _making(
    scene: Scene, now: int, stop: int, states: dict[int, str], shown: dict[int, str]
) -> None:
    """The cell that a term goes to: being made, or complete."""
    cell = int(scene.out[now])
    grows = (scene.out[now + 1 : stop] == cell).any() or scene.growing(now + 1)[cell]
    states[cell] = "partial" if grows else "current"
    shown[cell] = scene.short_sums[now]


def _far(scene: Scene, asked: int, states: dict[int, str]) -> None:
    """Outline what a cell comes from, or a given one reaches, through all layers.

    Padding is no cell of a layer, and what is made anew is no part of a whole.
    """
    through = field(scene, asked) if scene.since[asked] >= 0 else reach(scene, asked)
    plain = (cell for cell in through if not scene.kinds[cell] & PADDING and cell not in scene.anew)
    states |= {cell: "far" for cell in plain if not states.get(cell)}


def _weighed(scene: Scene, step: int, term: int | None) -> Array:
    """The terms whose weight stands for the number that they read: it takes no other one.

    At a single term it is about the cell that this one goes to, else about the whole step.
    """
    rows = scene.terms(step)
    if scene.lists(step) or scene.is_wired(step):
        return np.zeros(0, int)
    terms = np.arange(rows.start, rows.stop)
    if term is not None:
        terms = terms[scene.out[terms] == scene.out[rows.start + term]]
    terms = terms[scene.ker[terms] >= 0]
    read, weights = scene.src[terms].tolist(), scene.ker[terms].tolist()
    taken = Counter(cell for cell, _ in set(zip(read, weights, strict=True)))
    alone: Array = terms[np.array([taken[cell] == 1 for cell in read], bool)]
    return alone


def _asides(scene: Scene, step: int, term: int | None) -> dict[int, str]:
    """The weight beside each number that is multiplied, where no gain comes between."""
    terms = _weighed(scene, step, term)
    if scene.gain is not None:
        mixed = scene.src[terms[scene.gain[terms] != 1]]
        terms = terms[~np.isin(scene.src[terms], mixed)]
    weights = [scene.short_values[cell] for cell in scene.ker[terms].tolist()]
    cells = scene.src[terms].tolist()
    return {cell: f"×{weight}" for cell, weight in zip(cells, weights, strict=True)}


def ringed(scene: Scene, step: int, term: int | None) -> list[int]:
    """The cells with a ring: what comes out, and which is the largest; or what a term joins."""
    rows = scene.terms(step)
    if term is not None:
        now = rows.start + term
        joined = scene.out[now], scene.src[now], scene.ker[now]
        return list(dict.fromkeys(int(cell) for cell in joined if cell >= 0))
    first = [int(scene.dst[step])] if scene.dst[step] >= 0 else []
    made = [] if scene.lists(step) else scene.out[rows].tolist()
    return list(dict.fromkeys([*first, *made, *scene.made.get(step, ()), *largest(scene, rows)]))


def largest(scene: Scene, rows: slice) -> list[int]:
    """Of each maximum that a step makes the number that is the largest."""
    if scene.rules is None:
        return []
    terms = rows.start + np.flatnonzero(scene.rules[rows] == RULES.index("max"))
    made = scene.out[terms]
    best = [winner(scene, terms[made == cell]) for cell in dict.fromkeys(made.tolist())]
    return [int(scene.src[term]) for term in best]


def hues_of(scene: Scene, step: int, term: int | None = None) -> dict[int, int]:
    """The hues of all weights, and of what they multiply in a step."""
    hues: dict[int, int] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.role == "kernel":
            count = panel.values.size
            hues |= {first + position: hue_of(position, count) for position in range(count)}
    terms = _weighed(scene, step, term)
    pairs = zip(scene.src[terms].tolist(), scene.ker[terms].tolist(), strict=True)
    return {cell: hues[weight] for cell, weight in pairs if weight in hues} | hues
