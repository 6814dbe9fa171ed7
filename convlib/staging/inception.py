"""Branches side by side on one input: they look in step, and what they make is stacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import Curve, Panel, Tick, Window
from convlib.picture.scene import Scene
from convlib.shapes import Pair
from convlib.staging.blocks import PanelList
from convlib.staging.follow import Staged, follow
from convlib.staging.inception_bars import InFull
from convlib.staging.inception_branch import Block as Block
from convlib.staging.inception_branch import Look
from convlib.staging.inception_places import LAYOUTS, Drawn, Laid, Piece
from convlib.staging.inception_rows import square, tall
from convlib.staging.inception_wide import wide
from convlib.staging.planes import plane_panels
from convlib.staging.steps import Steps
from convlib.staging.wires import wired
from convlib.trace import Trace

BELOW = "₁₂₃₄"  # the number of a branch, behind a letter
BARS = 2  # plots before those of the wires
Ends = tuple[Array, Array]  # per step whether there is something along the wires of a branch
WEIGHTS, MAPS = "wvu", "mnl"  # the letters of its layers


@dataclass(frozen=True, eq=False)
class Part:
    """A layer of a branch as it is staged.

    Attributes:
        branch: Which one, from 0.
        look: The layer.
        trace: Its taps.
        reads: The panels of what it reads.
        piece: Those of its kernels and of what it makes.
    """

    branch: int
    look: Look
    trace: Trace
    reads: list[int]
    piece: Piece

    @property
    def staged(self) -> Staged:
        """As ``follow`` takes it."""
        weights = self.piece.kernels or None
        return Staged(self.trace, [self.reads, self.piece.made], [weights])


def stage_inception(block: Block, full: InFull, *, in_turn: bool = False) -> Scene:
    """The branches in step, layer by layer and place by place, or one after another.

    Args:
        block: What is staged.
        full: What is counted below.
        in_turn: Whether a branch begins when the one before it is done.
    """
    listed = PanelList()
    sources = listed.add(*_plain(plane_panels("channel", "input", "x", block.x, array="input")))
    parts = list(_parts(listed, block, sources))
    rounds = [[part] for part in parts] if in_turn else _in_step(block, parts)
    steps, begins = Steps(listed.panels), list[int]()
    for together in rounds:
        begins.append(len(steps))
        follow(steps, *(part.staged for part in together), by="place")
    count, places = len(steps), list(np.ndindex(*block.x.shape[1:]))
    windows = list[Window]()
    for start, together in zip(begins, rounds, strict=True):
        when: list[Pair | None] = [None] * count
        when[start : start + len(places)] = places
        for part in together:
            windows += _windows(block, part, when, [] if in_turn else sources)
    drawn = Drawn(
        tuple(listed.panels),
        tuple(sources),
        tuple(
            tuple(part.piece for part in parts if part.branch == at)
            for at in range(len(block.branches))
        ),
        tuple(branch.name for branch in block.branches),
    )
    laid = dict(zip(LAYOUTS, (each(drawn, full) for each in (wide, tall, square)), strict=True))
    at_work = _at_work(begins, rounds, count)
    return Scene(
        panels=drawn.panels,
        layouts={name: each.layout for name, each in laid.items()},
        windows=tuple(windows),
        ticks=tuple(_ticks(begins, rounds, in_turn)),
        abreast=True,
        curves=(*full.curves(count), *_wires(list(laid.values()), at_work)),
        results=drawn.results,
        **steps.columns(),
    )


def _plain(
    panels: Sequence[Panel], group: int = -1, tint: str = "", *, striped: bool = False
) -> list[Panel]:
    look: dict[str, Any] = {"group": group, "tint": tint, "titled": False, "striped": striped}
    return [replace(panel, **look) for panel in panels]


def _parts(listed: PanelList, block: Block, sources: list[int]) -> Iterator[Part]:
    """The layers of all branches, their panels put after those that are there."""
    stages, made = iter(block.chain.stages), 0
    for at, branch in enumerate(block.branches):
        reads = sources
        for number, look in enumerate(branch.looks):
            trace, is_last = next(stages).trace, number == len(branch.looks) - 1
            kernels = listed.add(*_kernels(look, f"{WEIGHTS[number]}{BELOW[at]}"))
            role, symbol = ("output", "y") if is_last else ("middle", f"{MAPS[number]}{BELOW[at]}")
            planes = plane_panels("inception-map", role, symbol, trace.output)
            if is_last:
                planes = [replace(each, lead=(made + c,)) for c, each in enumerate(planes)]
                made += len(planes)
            tint = "made" if is_last else ""
            maps = listed.add(*_plain(planes, at, tint, striped=is_last))
            yield Part(at, look, trace, reads, Piece(tuple(kernels), tuple(maps)))
            reads = maps


def _kernels(look: Look, symbol: str) -> list[Panel]:
    """A layer's kernels, one for each channel; weights 1×1 are a column."""
    flat, several = look.planes == (-1,), len(look.planes) > 1
    return [
        Panel(
            "inception-kernel",
            "kernel",
            symbol,
            grid,
            array=look.array,
            plane=-1 if flat else plane,
            lead=(at,) if several else (),
            axes=1 if look.kernel == (1, 1) else 2,
            titled=False,
        )
        for at, (plane, grid) in enumerate(zip(look.planes, look.grids, strict=True))
    ]


def _in_step(block: Block, parts: Sequence[Part]) -> list[list[Part]]:
    """The layers that are at work together: all branches end at the same time."""
    longest = max(len(branch.looks) for branch in block.branches)
    rounds: list[list[Part]] = [[] for _ in range(longest)]
    for at, branch in enumerate(block.branches):
        own = [part for part in parts if part.branch == at]
        for part, turn in zip(own, rounds[longest - len(branch.looks) :], strict=True):
            turn.append(part)
    return rounds


def _windows(
    block: Block, part: Part, when: Sequence[Pair | None], sources: Sequence[int]
) -> Iterator[Window]:
    """Over what a layer reads; and for the last one, on the input, over all that it comes from."""
    plane, group = block.x.shape[1:], part.branch
    looks = dict.fromkeys(part.reads, part.look.size)
    branch = block.branches[group]
    if part.look is branch.looks[-1] and branch.looks[0].weight is not None:
        looks = dict.fromkeys(sources, branch.field) | looks
    for panel, size in looks.items():
        yield from clipped(panel, plane, size, when, group)


def clipped(
    panel: int, plane: Sequence[int], size: Pair, when: Sequence[Pair | None], group: int
) -> Iterator[Window]:
    """A window round a cell, as far as it is on its panel: one for each size that it has then.

    Args:
        panel: Where it slides.
        plane: Rows and columns of the panel.
        size: Of the window, odd numbers.
        when: Per step its middle; None where it isn't there.
        group: Whose colour it has.

    Example:
        >>> first, second = clipped(0, (2, 3), (1, 3), [(0, 0), (1, 1)], 0)
        >>> (first.rows, first.columns, first.row.tolist(), first.column.tolist())
        (1, 2, [0, -1], [0, -1])
    """
    corners: dict[Pair, Array] = {}
    for step, middle in enumerate(when):
        if middle is None:
            continue
        first = [max(at - k // 2, 0) for at, k in zip(middle, size, strict=True)]
        ends = [
            min(at + k // 2 + 1, whole) for at, k, whole in zip(middle, size, plane, strict=True)
        ]
        shape = ends[0] - first[0], ends[1] - first[1]
        corners.setdefault(shape, np.full((2, len(when)), -1))[:, step] = first
    for (rows, columns), (row, column) in corners.items():
        yield Window(panel, rows, columns, row, column, group=group)


def _at_work(begins: Sequence[int], rounds: Sequence[Sequence[Part]], count: int) -> list[Ends]:
    """Per branch when it reads the input, and when it makes what comes out."""
    ends = [*begins[1:], count]
    found = dict[int, Ends]()
    for start, end, together in zip(begins, ends, rounds, strict=True):
        there = np.zeros(count, bool)
        there[start:end] = True
        for part in together:
            first = found.get(part.branch, (there, there))[0]
            found[part.branch] = first, there
    return [found[at] for at in sorted(found)]


def _wires(layouts: Sequence[Laid], at_work: Sequence[Ends]) -> Iterator[Curve]:
    """Per layout the wires to and from branches: thick while something goes along them."""
    for plot, laid in enumerate(layouts, start=BARS):
        for at, (first, last) in enumerate(at_work):
            yield from wired(plot, at, laid.into[at], first)
            yield from wired(plot, at, laid.out[at], last)


def _ticks(
    begins: Sequence[int], rounds: Sequence[Sequence[Part]], in_turn: bool
) -> Iterator[Tick]:
    """Where each layer begins, or each branch."""
    for at, (start, together) in enumerate(zip(begins, rounds, strict=True)):
        if not in_turn:
            yield Tick(start, "inception-layer", at + 1)
        elif not at or rounds[at - 1][0].branch != together[0].branch:
            yield Tick(start, "inception-branch", together[0].branch + 1)
