"""The scene: what is drawn, in cell units, laid out once; no colours, no pixels, no language.

Every cell of every panel has one id, counted through the panels in order. A term is one product
``cells[src] * cells[ker]`` of a step; terms are held as columns, so that one table answers every
question: what a step reads, what a weight touches, what an input feeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convlib.ops import Array

PADDING = 1
UNVISITED = 2
LEVELS = 4
HEAT_LEVELS = 8
NARROWEST = 2.6  # cells that a panel's place is wide at least, so that its title fits


@dataclass(frozen=True, eq=False)
class Panel:
    """A grid of cells.

    Attributes:
        name: What it is called; its title is the catalogue's ``panel.<name>``.
        role: ``"input"``, ``"kernel"`` or ``"output"``: its colour.
        symbol: Its letter in equations, ``x``, ``w`` or ``y``.
        values: The numbers, ``(rows, columns)``.
        origin: The index ``(row, column)`` of the first cell; negative where padding stands before.
        kinds: Per cell ``PADDING``, ``UNVISITED``, both or 0.
        since: Per cell the step from which its value is known; 0 for what is given.
        array: The lesson's array that it shows, whose cells can be changed; "" for none.
    """

    name: str
    role: str
    symbol: str
    values: Array
    origin: tuple[int, int] = (0, 0)
    kinds: Array | None = None
    since: Array | None = None
    array: str = ""

    @property
    def rows(self) -> int:
        """Rows of cells."""
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        """Columns of cells."""
        return int(self.values.shape[1])

    @property
    def inner(self) -> tuple[int, int]:
        """Rows and columns without the padding."""
        plain = np.argwhere(self.kind_of_cells & PADDING == 0)
        rows, columns = plain.max(axis=0) - plain.min(axis=0) + 1
        return int(rows), int(columns)

    @property
    def kind_of_cells(self) -> Array:
        """``kinds``, zeros where none were given."""
        return np.zeros(self.values.shape, int) if self.kinds is None else self.kinds

    @property
    def levels(self) -> Array:
        """Per cell how strong its tint is, by the panel's largest value: -4 to 4, 0 for zero."""
        return _strength(self.values, LEVELS)

    def index(self, cell: int) -> tuple[int, int]:
        """The row and column of a cell of this panel, counted from the origin."""
        row, column = divmod(cell, self.columns)
        return row + self.origin[0], column + self.origin[1]


@dataclass(frozen=True, eq=False)
class Window:
    """A frame that slides over a panel: ``rows x columns`` cells, per step its first cell."""

    panel: int
    rows: int
    columns: int
    row: Array
    column: Array


@dataclass(frozen=True)
class Tick:
    """Where the timeline begins something new; its label is the catalogue's ``tick.<key>``."""

    step: int
    key: str
    number: int


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in cells from the top left corner.

    Attributes:
        width: Of the whole picture.
        height: Of the whole picture.
        places: Per panel the corner ``(x, y)`` of its first cell; its title stands above.
        symbols: Signs between the panels: ``(text, x, y)`` of their centres.
    """

    width: float
    height: float
    places: tuple[tuple[float, float], ...]
    symbols: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """Panels, and per step the terms, the window and the cell that comes out.

    Attributes:
        panels: The grids.
        layouts: ``"wide"`` for a screen and a slide, ``"tall"`` for a phone.
        windows: What slides.
        starts: Where each step's terms begin, and the end of the last.
        src: Per term the cell that is read.
        ker: Per term the cell that it is multiplied by.
        sums: Per term the running sum within the step.
        dst: Per step the cell that comes out.
        ticks: Where rows, filters, stages begin.
    """

    panels: tuple[Panel, ...]
    layouts: Mapping[str, Layout]
    windows: tuple[Window, ...]
    starts: Array
    src: Array
    ker: Array
    sums: Array
    dst: Array
    ticks: tuple[Tick, ...]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def first_cells(self) -> tuple[int, ...]:
        """Per panel the id of its first cell."""
        sizes = [panel.values.size for panel in self.panels]
        return tuple(int(start) for start in np.cumsum([0, *sizes[:-1]]))

    @cached_property
    def values(self) -> Array:
        """Every cell's number, by id."""
        return np.concatenate([panel.values.ravel() for panel in self.panels])

    @cached_property
    def heat(self) -> Array:
        """Every cell's place on its heat scale, by id: -8 to 8, 0 for zero.

        There are two scales, one for the weights and one for all else, each up to the largest
        magnitude of its numbers; so inputs and outputs can be compared, and never with weights.
        """
        weights = np.concatenate(
            [np.full(panel.values.size, panel.role == "kernel") for panel in self.panels]
        )
        places = np.zeros(weights.size, dtype=int)
        for scale in (weights, ~weights):
            if scale.any():
                places[scale] = _strength(self.values[scale], HEAT_LEVELS)
        return places

    def place(self, cell: int) -> tuple[int, int]:
        """The panel of a cell, and its number within the panel."""
        panel = int(np.searchsorted(self.first_cells, cell, side="right")) - 1
        return panel, cell - self.first_cells[panel]

    def terms(self, step: int) -> slice:
        """Which rows of the term columns belong to a step."""
        return slice(int(self.starts[step]), int(self.starts[step + 1]))


def _strength(values: Array, levels: int) -> Array:
    """Per number how large it is beside the largest: -levels to levels, 0 for zero alone."""
    top = np.abs(values).max()
    strength = np.ceil(np.abs(values) / (top or 1) * levels - 1e-9)
    return (np.sign(values) * strength).astype(int)
