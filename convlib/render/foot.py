"""What stands below the equation, set in type: a heat-map's legend, and the result; in ems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from convlib import text
from convlib.numerals import MINUS, exact
from convlib.picture.covered import ASKED
from convlib.picture.parts import HEAT_LEVELS
from convlib.picture.scene import Scene
from convlib.render.fonts import advance

SMALL = 0.72  # the size of words under a formula, and before it
BAR, HIGH = 7.0, 0.8  # of a heat scale
APART = 1.8  # between two blocks of a row
SPACE = 0.35  # between what stands beside each other in a block
NOTED = 1.05  # from a formula down to the words under it
RULE = 0.3  # and to the line above these
ROW, WITH_NOTES = 1.7, 2.6  # from one row to the next
FIRST = 1.3  # from what stands above down to the first row
PLACES = 2 * HEAT_LEVELS + 1
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Text:
    """A text of a block, from the block's left edge and its row's baseline on."""

    text: str
    x: float
    weight: int = 400
    colour: str = "muted"
    y: float = 0.0
    size: float = 1.0


@dataclass(frozen=True)
class Scale:
    """A heat scale, from its most negative colour to its most positive one."""

    name: str
    x: float


@dataclass(frozen=True)
class Rule:
    """A thin line under a part of a formula."""

    x: float
    width: float
    y: float = RULE


@dataclass(frozen=True)
class Block:
    """What stays together on a row."""

    width: float
    things: tuple[Text | Scale | Rule, ...]
    gap: float = APART


@dataclass(frozen=True)
class Placed:
    """A block where it stands: the row, and its left edge from the left end of that row."""

    block: Block
    row: int
    x: float


@dataclass(frozen=True)
class Table:
    """Blocks on rows."""

    placed: tuple[Placed, ...] = ()

    @property
    def things(self) -> Iterator[tuple[Placed, Text | Scale | Rule]]:
        """All that its blocks have, each with its block."""
        return ((each, thing) for each in self.placed for thing in each.block.things)

    @property
    def height(self) -> float:
        """Of all rows, with what is free above them."""
        return self._row * max((each.row + 1 for each in self.placed), default=0)

    def baseline(self, placed: Placed) -> float:
        """Of a block's row, from the top."""
        return FIRST + placed.row * self._row

    @property
    def _row(self) -> float:
        has_notes = any(isinstance(thing, Rule) for _, thing in self.things)
        return WITH_NOTES if has_notes else ROW


@dataclass(frozen=True)
class Outcome:
    """The result of a lesson's state, as ``convlib.controls.result.written_result`` has it."""

    lines: tuple[Mapping[str, Any], ...] = ()
    costs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Outcome:
        """From what the player reads."""
        numbers = ((written[name], written["units"][name]) for name in ("macs", "parameters"))
        costs = tuple((f"{number:,}", unit) for number, unit in numbers if number is not None)
        return cls(tuple(written["lines"]), costs)

    def __bool__(self) -> bool:
        return bool(self.lines or self.costs)


NOTHING = Outcome()


@dataclass
class _Line:
    """Texts set beside each other."""

    width: float = 0.0
    things: list[Text | Scale | Rule] = field(default_factory=list)

    def write(self, said: str, weight: int = 400, colour: str = "muted", size: float = 1) -> None:
        """Add a text; spaces around it are room."""
        lead = len(said) - len(said.lstrip(" "))
        x = self.width + size * advance(" " * lead, weight)
        self.things.append(Text(said.strip(" "), x, weight, colour, size=size))
        self.width += size * advance(said, weight)

    def block(self, gap: float = APART) -> Block:
        """All of it."""
        return Block(self.width, tuple(self.things), gap)


def legend(scene: Scene, language: str) -> list[Block]:
    """The heat scales of a scene, with their names and ends."""
    blocks = []
    shown = {"weights" if panel.role == "kernel" else "activations" for panel in scene.seen}
    for name, top in scene.heat_tops.items():
        if name not in shown or not top:
            continue
        line, end = _Line(), exact(top)
        line.write(text.say(f"player.scale-{name}", language), 600, "ink")
        line.width += 2 * SPACE
        line.write(f"{MINUS}{end}")
        line.things.append(Scale(name, line.width + SPACE))
        line.width += BAR + 2 * SPACE
        line.write(end)
        blocks.append(line.block())
    return blocks


def result(
    outcome: Outcome,
    counts: Counts = (),
    ends: Counts = (),
    *,
    asked: bool = False,
) -> list[Block]:
    """The formulas of a result, and what it costs.

    Args:
        outcome: What is written.
        counts: How many places were counted by now along rows and along columns; () for none.
        ends: How many there are in the end, for which room is kept.
        asked: Whether its size is to be predicted.
    """
    blocks = list[Block]()
    for number, line in enumerate(outcome.lines):
        axis = number if len(outcome.lines) > 1 else 1
        if line["label"]:
            label = _Line()
            label.write(line["label"], size=SMALL)
            blocks.append(label.block(2 * SPACE))
        groups = [
            _part(group, _below(group, counts, axis), _below(group, ends, axis), asked)
            for group in line["groups"]
        ]
        blocks += groups[:-1]
        blocks += [Block(last.width, last.things, APART) for last in groups[-1:]]
    costs = _Line()
    for number, (count, unit) in enumerate(outcome.costs):
        costs.width += APART if number else 0
        costs.write(ASKED if asked and not number else count, 600, "ink")
        costs.write(f" {unit}")
    if costs.things:
        blocks.append(costs.block())
    return blocks


def _below(group: Mapping[str, Any], counts: Counts, axis: int) -> str:
    """What stands under a part of a formula once so many places were counted."""
    if not counts or not group["grows"]:
        return str(group["below"])
    return str(group["grows"]).replace("{count}", str(max(0, counts[axis] - group["first"])))


def _part(group: Mapping[str, Any], below: str, longest: str, asked: bool) -> Block:
    """A part of a formula, and what stands under it, with room for the longest."""
    line = _Line()
    for piece in group["pieces"]:
        is_result = piece["role"] == "result"
        said = ASKED if is_result and asked else piece["text"]
        line.write(said, 700 if is_result else 500, "output" if is_result else piece["role"])
    if asked and re.search(r"\d", below):
        below = ""
    if not below:
        return line.block(0)
    wide = SMALL * advance(below, 400)
    width = max(line.width, wide + 2 * SPACE, SMALL * advance(longest, 400) + 2 * SPACE)
    inset = (width - line.width) / 2
    moved = [Text(**{**vars(t), "x": t.x + inset}) for t in line.things if isinstance(t, Text)]
    note = Text(below, (width - wide) / 2, y=NOTED, size=SMALL)
    return Block(width, (*moved, Rule(inset, line.width), note), 0)


def rows(blocks: Sequence[Block], room: float) -> Table:
    """Blocks on rows, as many as fit each; each row is centred in the room."""
    lines: list[list[tuple[Block, float]]] = [[]]
    x = 0.0
    for block in blocks:
        if lines[-1] and x + block.width > room:
            lines.append([])
            x = 0.0
        lines[-1].append((block, x))
        x += block.width + block.gap
    ends = [line[-1][1] + line[-1][0].width if line else 0.0 for line in lines]
    return Table(
        tuple(
            Placed(block, row, (room - end) / 2 + x)
            for row, (line, end) in enumerate(zip(lines, ends, strict=True))
            for block, x in line
        )
    )
