"""What has been placed of a block: rows of kernels and maps, what names them, and wires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from convlib.ops import Array
from convlib.picture.marks import LARGE, Bracket, Label
from convlib.picture.parts import Layout, Panel
from convlib.staging.inception_bars import THICK, InFull

SIGN, MAX, NEAR = 0.625, 1.375, 0.25  # a sign, a word, a gap
NAMED = 0.75  # a line of words, where there is little room
CLEAR = 0.1  # what a wire leaves free at its ends
LETTER = 0.42  # of a name, about
BRACKET = 0.2  # a bracket and its ends
LAYOUTS = ("wide", "tall", "square")  # and so the order of their plots, behind those of the bars

Box = tuple[float, float, float, float]
Place = tuple[float, float]
Item = tuple[int, ...] | str  # panels beside each other, or a sign


@dataclass(frozen=True)
class Piece:
    """The panels of a layer: its kernels, and what it makes."""

    kernels: tuple[int, ...]
    made: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Drawn:
    """The panels of a block.

    Attributes:
        panels: All of them.
        sources: The input's channels.
        branches: Per branch its layers.
        names: Of the branches.
    """

    panels: tuple[Panel, ...]
    sources: tuple[int, ...]
    branches: tuple[tuple[Piece, ...], ...]
    names: tuple[str, ...]

    @property
    def plane(self) -> tuple[int, int]:
        """Columns and rows of the input, and of all that branches make."""
        return self.size(self.sources[0])

    @property
    def results(self) -> tuple[int, ...]:
        """What all branches make together."""
        return tuple(panel for pieces in self.branches for panel in pieces[-1].made)

    def size(self, panel: int) -> tuple[int, int]:
        """Columns and rows of a panel."""
        return self.panels[panel].columns, self.panels[panel].rows

    def made(self, branch: int) -> tuple[int, ...]:
        """What a branch makes in the end."""
        return self.branches[branch][-1].made

    def row(self, branch: int) -> list[Item]:
        """What stands in a branch's row: signs, and panels that belong together."""
        items = list[Item]()
        pieces = self.branches[branch]
        for at, piece in enumerate(pieces):
            items += ["∗", piece.kernels] if piece.kernels else []
            if at < len(pieces) - 1:
                items += ["=", piece.made] if piece.kernels else ["max", piece.made]
        return items

    def panels_of(self, items: Sequence[Item]) -> tuple[int, ...]:
        """The panels in a row."""
        return tuple(panel for item in items if not isinstance(item, str) for panel in item)

    def width(self, items: Sequence[Item]) -> float:
        """How wide a row is."""
        return sum(map(self._across, items))

    def height(self, items: Sequence[Item]) -> int:
        """How high a row is."""
        return max((self.size(panel)[1] for panel in self.panels_of(items)), default=0)

    def _across(self, item: Item) -> float:
        if isinstance(item, str):
            return MAX if len(item) > 1 else SIGN
        return sum(self.size(panel)[0] + NEAR for panel in item) - NEAR


@dataclass(frozen=True, eq=False)
class Laid:
    """A layout with its wires.

    Attributes:
        layout: Where everything stands.
        into: Per branch the wire from the input, in cells.
        out: Per branch those to what it makes.
    """

    layout: Layout
    into: tuple[Array, ...]
    out: tuple[Array, ...]


@dataclass(eq=False)
class Plan:
    """What has been placed so far."""

    drawn: Drawn
    line: float = NAMED  # of words
    places: dict[int, Place] = field(default_factory=dict)
    symbols: list[tuple[str, float, float]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    into: list[Array] = field(default_factory=list)
    out: list[Array] = field(default_factory=list)

    def put(self, items: tuple[int, ...], x: float, middle: float) -> float:
        """Panels beside each other, round a height; where they end."""
        for panel in items:
            columns, rows = self.drawn.size(panel)
            self.places[panel] = round(x, 6), round(middle - rows / 2, 6)
            x += columns + NEAR
        return x - NEAR

    def sign(self, text: str, x: float, middle: float) -> float:
        """A sign; where its room ends."""
        room = MAX if len(text) > 1 else SIGN
        if len(text) == 1:
            self.symbols.append((text, round(x + room / 2, 6), round(middle, 6)))
        else:
            self.labels.append(Label(round(x + room / 2, 6), middle, key="largest", size=LARGE))
        return x + room

    def row(self, items: Sequence[Item], x: float, middle: float) -> float:
        """A row, or a line of it; where it ends."""
        for item in items:
            x = self.sign(item, x, middle) if isinstance(item, str) else self.put(item, x, middle)
        return x

    def name(self, at: int, x: float, y: float) -> None:
        """What a branch does, from a place on."""
        name = self.drawn.names[at]
        place = round(x, 6), round(y, 6)
        self.labels.append(Label(*place, name, group=at, size=LARGE, align="left"))

    def number(self, panel: int, x: float) -> None:
        """Which channel of the output a panel is, beside it."""
        at = self.drawn.results.index(panel)
        group = self.drawn.panels[panel].group
        y = self.places[panel][1] + self.drawn.size(panel)[1] / 2
        self.labels.append(Label(round(x, 6), round(y, 6), at, group=group, size=LARGE))

    def channels(self, x: float, top: float, *, across: bool) -> Place:
        """The input's channels, each with its name; where they end."""
        for number, panel in enumerate(self.drawn.sources):
            columns, rows = self.drawn.size(panel)
            self.places[panel] = round(x, 6), round(top + self.line, 6)
            y = round(top + self.line / 2, 6)
            self.labels.append(
                Label(x, y, number, "inception-channel", "input", size=LARGE, align="left")
            )
            if across:
                x += columns + 5 * NEAR
            else:
                top += rows + self.line
        return x, top

    def output(self, x: float, y: float) -> None:
        """What the branches make together, and how large that is: three lines."""
        columns, rows = self.drawn.plane
        depth = len(self.drawn.results)
        said = (("inception-output", "", "output"), ("", f"{rows}×{columns}×{depth}", "output"))
        for line, (key, number, role) in enumerate((*said, ("inception-stacked", "", "muted"))):
            height = round(y + (line + 0.5) * self.line, 6)
            place = round(x, 6), height
            self.labels.append(Label(*place, number, key, role, size=LARGE, align="left"))

    def about(self, full: InFull, x: float, y: float) -> None:
        """What is counted in full, at the middle of its line."""
        depth, *plane = full.shape
        size, place = "×".join(map(str, (*plane, depth))), (round(x, 6), round(y, 6))
        self.labels.append(
            Label(*place, size, "inception-full", "ink", size=LARGE, align="left"),
        )

    def laid(
        self, name: str, width: float, height: float, bars: Sequence[Place], long: float
    ) -> Laid:
        """All of it."""
        wires = [
            (0.0, 0.0, *((round(width, 6), round(height, 6)) if each == name else (0.0, 0.0)))
            for each in LAYOUTS
        ]
        layout = Layout(
            round(width, 6),
            round(height, 6),
            tuple(self.places[at] for at in range(len(self.places))),
            tuple(self.symbols),
            plots=(*((round(x, 6), round(y, 6), long, THICK) for x, y in bars), *wires),
            labels=tuple(self.labels),
            brackets=tuple(self.brackets),
        )
        return Laid(layout, tuple(self.into), tuple(self.out))
