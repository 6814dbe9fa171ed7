"""Where a block's branches stand: side by side on a wide screen, else one under another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from convlib.picture.marks import LARGE, Bracket, Label
from convlib.picture.parts import Layout, Panel
from convlib.staging.inception_bars import LINE, THICK, InFull

HEAD, SIGN, MAX, NEAR = (
    0.875,
    0.625,
    1.375,
    0.25,
)  # a bracket, a sign, a word, a gap
BESIDE, UNDER = 0.75, 0.5  # between branches, and above the outputs
ABOVE = 0.125  # between a branch and its bracket
NAMED = 0.75  # a line of words above a channel
SAID = 3.0  # room for the output's size


Box = tuple[float, float, float, float]


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

    def size(self, panel: int) -> tuple[int, int]:
        """Columns and rows of a panel."""
        return self.panels[panel].columns, self.panels[panel].rows

    def row(self, branch: int) -> list[tuple[int, ...] | str]:
        """What stands in a branch's row: signs, and panels that belong together."""
        items = list[tuple[int, ...] | str]()
        pieces = self.branches[branch]
        for at, piece in enumerate(pieces):
            items += ["∗", piece.kernels] if piece.kernels else []
            if at < len(pieces) - 1:
                items += ["=", piece.made] if piece.kernels else ["max", piece.made]
        return items


@dataclass(eq=False)
class _Plan:
    """What has been placed so far."""

    drawn: Drawn
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    symbols: list[tuple[str, float, float]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)

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

    def branch(self, at: int, x: float, middle: float) -> float:
        """A branch's row; where it ends."""
        for item in self.drawn.row(at):
            put = self.sign(item, x, middle) if isinstance(item, str) else self.put(item, x, middle)
            x = put
        return x

    def height(self, at: int) -> int:
        """How high a branch's row is."""
        items = (item for item in self.drawn.row(at) if not isinstance(item, str))
        return max((self.drawn.size(each)[1] for item in items for each in item), default=0)

    def named(self, at: int, top: float) -> None:
        """The bracket of a branch, at the same height as those of its neighbours."""
        items = [item for item in self.drawn.row(at) if not isinstance(item, str)]
        items = items or [self.drawn.branches[at][-1].made]
        panels = tuple(panel for item in items for panel in item)
        name = self.drawn.names[at]
        apart = min(self.places[panel][1] for panel in panels) - top + ABOVE
        self.brackets.append(Bracket(panels, "above", name, group=at, apart=round(apart, 6)))

    def made(self, at: int, x: float, middle: float) -> float:
        """What a branch makes, each channel with its number; where they end."""
        first = sum(len(pieces[-1].made) for pieces in self.drawn.branches[:at])
        for number, panel in enumerate(self.drawn.branches[at][-1].made, start=first):
            height = middle + 0.5 - self.drawn.size(panel)[1] / 2
            self.labels.append(Label(round(x + SIGN / 2, 6), height, number, group=at, size=LARGE))
            x = self.put((panel,), x + SIGN, middle)
        return x

    def made_width(self, at: int) -> float:
        """How wide that is."""
        panels = self.drawn.branches[at][-1].made
        return sum(SIGN + self.drawn.size(panel)[0] for panel in panels)

    def channels(self, x: float, top: float, *, across: bool) -> tuple[float, float]:
        """The input's channels, each with its name; where they end."""
        for number, panel in enumerate(self.drawn.sources):
            columns, rows = self.drawn.size(panel)
            self.places[panel] = round(x, 6), round(top + NAMED, 6)
            self.labels.append(
                Label(x, top + NAMED / 2, number, "inception-channel", "input", -1, LARGE, "left")
            )
            if across:
                x += columns + 5 * NEAR
            else:
                top += rows + NAMED
        return x, top

    def layout(self, width: float, height: float, plots: Sequence[Box]) -> Layout:
        """All of it."""
        return Layout(
            round(width, 6),
            round(height, 6),
            tuple(self.places[at] for at in range(len(self.places))),
            tuple(self.symbols),
            plots=tuple(plots),
            labels=tuple(self.labels),
            brackets=tuple(self.brackets),
        )


def laid_out(drawn: Drawn, full: InFull, name: str) -> Layout:
    """A layout of the block, and of the bars below it."""
    return _wide(drawn, full) if name == "wide" else _tall(drawn, full)


def _wide(drawn: Drawn, full: InFull) -> Layout:
    plan, count = _Plan(drawn), len(drawn.branches)
    columns, rows = drawn.size(drawn.sources[0])
    _, low = plan.channels(0.0, HEAD - NAMED, across=False)
    top = max(plan.height(at) for at in range(count))
    lower = UNDER if all(map(drawn.row, range(count))) else UNDER + NAMED  # room for a bracket
    made, start = HEAD + top + lower, columns + BESIDE + NEAR
    x = end = start
    for at in range(count):
        end = plan.made(at, end, made + rows / 2)
        if drawn.row(at):
            x = plan.branch(at, x, HEAD + top / 2) + BESIDE
        plan.named(at, HEAD if drawn.row(at) else made)
    plan.labels += _output(drawn, end + NEAR, made)
    width = max(x - BESIDE, end + SAID + full.said)
    left, y = width - full.said, made - NEAR
    plan.labels.append(_about(full, left, y))
    bars = [(left, y + NAMED + at * full.height + full.height - THICK) for at in (0, 1)]
    plan.labels += full.labels(bars)
    boxes = [(*corner, full.said, THICK) for corner in bars]
    height = max(made + rows, low, bars[1][1] + THICK)
    return plan.layout(width, height, boxes)


def _output(drawn: Drawn, x: float, top: float) -> Iterator[Label]:
    """What the branches make together, and how large that is."""
    columns, rows = drawn.size(drawn.sources[0])
    depth = sum(len(pieces[-1].made) for pieces in drawn.branches)
    said = (("inception-output", "", "output"), ("", f"{rows}×{columns}×{depth}", "output"))
    for line, (key, number, role) in enumerate((*said, ("inception-stacked", "", "muted"))):
        y = top + 0.375 + line * NAMED
        yield Label(round(x, 6), y, number, key, role, size=LARGE, align="left")


def _tall(drawn: Drawn, full: InFull) -> Layout:
    plan, count = _Plan(drawn), len(drawn.branches)
    columns, rows = drawn.size(drawn.sources[0])
    x, _ = plan.channels(0.0, 0.0, across=True)
    width = plan.branch(0, x, NAMED + rows / 2)
    plan.named(0, NAMED + rows / 2 - plan.height(0) / 2)
    y = NAMED + rows + UNDER
    for at in range(1, count):
        if height := plan.height(at):
            width = max(width, plan.branch(at, 0.0, y + HEAD + height / 2))
            plan.named(at, y + HEAD)
            y += HEAD + height + UNDER
    plan.labels.append(
        Label(0.0, y + NAMED / 2, "", "inception-output", "output", -1, LARGE, "left")
    )
    x, y = 0.0, y + NAMED + NEAR
    for at in range(count):
        wide = plan.made_width(at)
        if x and x + wide > max(width, 2 * (SIGN + columns) + BESIDE):
            x, y = 0.0, y + rows + UNDER + (NEAR if drawn.row(at) else HEAD)
        x = plan.made(at, x, y + rows / 2) + BESIDE
        if not drawn.row(at):
            plan.named(at, y)
        width = max(width, x - BESIDE)
    y += rows + UNDER
    plan.labels.append(_about(full, 0.0, y))
    y += NAMED
    each = full.height + LINE + NEAR
    bars = [(0.0, y + at * each + full.height - THICK) for at in (0, 1)]
    plan.labels += full.labels(bars, below=True)
    boxes = [(*corner, full.longest, THICK) for corner in bars]
    return plan.layout(max(width, full.said - 1), bars[1][1] + THICK + LINE, boxes)


def _about(full: InFull, x: float, y: float) -> Label:
    """What is counted in full."""
    depth, *plane = full.shape
    size = "×".join(map(str, (*plane, depth)))
    return Label(round(x, 6), y + 0.375, size, "inception-full", "ink", -1, LARGE, "left")
