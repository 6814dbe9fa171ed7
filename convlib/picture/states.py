"""Which cells play a part at a moment, and what they show then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convlib.numerals import texts
from convlib.picture.look import hue_of
from convlib.picture.scene import Scene


@dataclass(frozen=True)
class States:
    """Which cells play a part, which show another number, and the weights beside."""

    states: dict[int, str]
    shown: dict[int, str]
    asides: dict[int, str]


def states_of(scene: Scene, step: int, term: int | None) -> States:
    """What each cell is at a step, or at one term of it, and what it shows."""
    rows = scene.terms(step)
    src, ker = scene.src[rows].tolist(), scene.ker[rows].tolist()
    now = None if term is None else rows.start + term
    states = dict.fromkeys(np.flatnonzero(scene.since > step).tolist(), "empty")
    shown: dict[int, str] = {}
    if scene.outs is not None:
        _as_of(scene, rows.stop if now is None else now + 1, states, shown)
    shown |= _running(scene, rows.stop - 1 if now is None else now)
    if term is None:
        states |= dict.fromkeys(src, "lit")
        made = [] if scene.scatter else [int(scene.dst[step])]
        made += [*scene.out[rows].tolist(), *scene.made.get(step, ())]
        growing = {cell for cell in made if states.get(cell) == "partial"}
        states |= {cell: "current" for cell in made if cell >= 0 and cell not in growing}
        if scene.scatter:
            states |= {src[0]: "now"} if src else {}
    else:
        later = {cell: "wait" for cell in src[term:] if states.get(cell) != "empty"}
        states = {**states, **later, **dict.fromkeys(src[:term], "lit"), src[term]: "now"}
        states |= {ker[term]: "now"} if ker[term] >= 0 else {}
        _making(scene, rows.start + term, rows.stop, states, shown)
    return States(states, shown, _asides(scene, rows))


def _as_of(scene: Scene, end: int, states: dict[int, str], shown: dict[int, str]) -> None:
    """What cells show after so many terms, where several steps or terms make one cell."""
    last, final = scene.written(end), scene.written(len(scene.src))
    made = np.flatnonzero(final >= 0)
    states |= dict.fromkeys(made[last[made] < 0].tolist(), "empty")
    known = made[last[made] >= 0]
    numbers = texts(scene.sums[last[known]], "short")
    shown |= dict(zip(known.tolist(), numbers, strict=True))
    if scene.scatter:
        growing = known[last[known] != final[known]]
        states |= dict.fromkeys(growing.tolist(), "partial")


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
    """The cell that a term goes to: being summed, or complete."""
    cell = int(scene.out[now])
    later = scene.out[now + 1 : len(scene.src) if scene.scatter else stop]
    states[cell] = "partial" if (later == cell).any() else "current"
    shown[cell] = texts(scene.sums[now : now + 1], "short")[0]


def _asides(scene: Scene, rows: slice) -> dict[int, str]:
    """The weight beside each number that is multiplied, where it is one weight."""
    if scene.scatter or scene.wires:
        return {}
    weighted = scene.ker[rows] >= 0
    cells = scene.src[rows][weighted].tolist()
    weights = texts(scene.values[scene.ker[rows][weighted]], "short")
    return {cell: f"×{weight}" for cell, weight in zip(cells, weights, strict=True)}


def ringed(scene: Scene, step: int, term: int | None) -> list[int]:
    """The cells with a ring: what comes out, or at one term what it joins."""
    rows = scene.terms(step)
    if term is not None:
        now = rows.start + term
        joined = scene.out[now], scene.src[now], scene.ker[now]
        return [int(cell) for cell in joined if cell >= 0]
    first = [int(scene.dst[step])] if scene.dst[step] >= 0 else []
    made = [] if scene.scatter else scene.out[rows].tolist()
    return list(dict.fromkeys([*first, *made, *scene.made.get(step, ())]))


def hues_of(scene: Scene, step: int) -> dict[int, int]:
    """The hues of all weights, and of what they multiply in a step."""
    hues: dict[int, int] = {}
    for panel, first in zip(scene.panels, scene.first_cells, strict=True):
        if panel.role == "kernel":
            count = panel.values.size
            hues |= {first + position: hue_of(position, count) for position in range(count)}
    if scene.scatter or scene.wires:
        return hues
    rows = scene.terms(step)
    pairs = zip(scene.src[rows].tolist(), scene.ker[rows].tolist(), strict=True)
    return hues | {cell: hues[weight] for cell, weight in pairs if weight in hues}
