"""What a scene is made of: panels of cells, windows over them, curves, ticks, and a layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from convlib.numerals import CELL_CHARACTERS
from convlib.ops import Array
from convlib.picture.marks import PEGS, STRIPE, Bracket, Label, Pegs, colour_of

PADDING = 1
UNVISITED = 2
HOLE = 4
LEVELS = 4
HEAT_LEVELS = 8
GREYS = 32  # shades of a picture
TITLE = 0.75  # cells that a title needs above its panel, or below it
NARROWEST = 2.6  # cells that a titled panel's place is wide at least, so that its title fits
ROLES = ("input", "kernel", "middle", "output")


@dataclass(frozen=True, eq=False)
class Panel:
    """A grid of cells: one plane of an array, or all of a flat one.

    Attributes:
        name: What it is called; its title is the catalogue's ``panel.<name>``.
        role: ``"input"``, ``"kernel"``, ``"middle"`` (worked out on the way) or ``"output"``: its
            colour.
        symbol: Its letter in equations, ``x``, ``w`` or ``y``.
        values: The numbers, ``(rows, columns)``, as they are in the end.
        origin: The index ``(row, column)`` of the first cell; negative where padding stands before.
        every: How many cells down and across lie from one index to the next; between two of them
            stand zeros that were put in, which are ``PADDING`` too, or a dilated kernel's ``HOLE``.
            The origin counts in cells.
        kinds: Per cell ``PADDING``, ``UNVISITED``, both, ``HOLE`` (no cell, only room), that and
            ``UNVISITED`` (room that is hatched, where something was taken away) or 0.
        array: The lesson's array that it shows, whose cells can be changed; "" for none.
        plane: Which plane of that array; -1 where the array is flat.
        lead: The indices before row and column in the names of its cells: filter, channel, slice.
        axes: 2, or 1 where its cells' names give the column alone (of a panel that is one column
            wide and several rows high, the row alone), or 0 for a single number.
        number: What ``{number}`` in its title stands for.
        note: What stands small beside its title; "" for its size without the padding.
        titled: Whether its title is written above it.
        below: Whether the title stands under it instead, out of the way of lines from above.
        shifts: Per step and cell (or 1 for all cells) how far it stands from its place, in cells,
            ``(steps, cells or 1, 2)``, x before y; None for not at all.
        running: Per term of the scene what its cells show after it, ``(terms, cells)``, such as a
            count that goes on; None where that is what they are, or what terms come to.
        scaled: Whether its numbers belong on a heat scale; counts and ranks don't.
        group: Which group it belongs to, from 0, with a colour and a stripe of its own; -1 for
            none. Beyond four groups its title has to say which.
        striped: Whether a stripe marks its group; not where a bracket does.
        tint: Panels with the same key share one scale of tints; "" for one of its own.
        anew: Whether its numbers are made anew from time to time, each time with its own tint.
        renamed: What it is called from a step on, instead of its name: the step, and the name; ""
            for the same.
        pegs: What counts places along its edges, between these and the title.
        figures: How many characters a number has at most in its cells, signs and points included.
        hidden: Whether it is left out of the picture; its numbers are multiplied all the same.
    """

    name: str
    role: str
    symbol: str
    values: Array
    origin: tuple[int, int] = (0, 0)
    kinds: Array | None = None
    array: str = ""
    plane: int = -1
    lead: tuple[int, ...] = ()
    axes: int = 2
    number: int | str = ""
    note: str = ""
    titled: bool = True
    below: bool = False
    shifts: Array | None = None
    running: Array | None = None
    scaled: bool = True
    every: tuple[int, int] = (1, 1)
    group: int = -1
    striped: bool = True
    tint: str = ""
    anew: bool = False
    renamed: tuple[int, str] = (0, "")
    pegs: tuple[Pegs, ...] = ()
    figures: int = CELL_CHARACTERS
    hidden: bool = False

    @property
    def colour(self) -> str:
        """The name of its colour: its role, or its group's."""
        return colour_of(self.role, self.group)

    def name_at(self, step: int) -> str:
        """What it is called at a step."""
        since, later = self.renamed
        return later if later and step >= since else self.name

    @property
    def rows(self) -> int:
        """Rows of cells."""
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        """Columns of cells."""
        return int(self.values.shape[1])

    @property
    def headroom(self) -> tuple[float, float]:
        """What its title needs above it and below it, or its group's stripe without one."""
        room = TITLE if self.titled else STRIPE * (self.group >= 0 and self.striped)
        return (self.raised, room) if self.below else (room + self.raised, 0.0)

    @property
    def raised(self) -> float:
        """What pegs need above it."""
        return PEGS * any(pegs.across for pegs in self.pegs)

    @property
    def beside(self) -> float:
        """What pegs need on its left."""
        return PEGS * any(not pegs.across for pegs in self.pegs)

    @cached_property
    def inner(self) -> tuple[int, int]:
        """Rows and columns without the padding, unless all of it is padding."""
        rows, columns = self.unpadded.shape
        return int(rows), int(columns)

    @property
    def unpadded(self) -> Array:
        """The numbers without the padding, unless all of it is padding."""
        if self.kinds is None:
            return self.values
        plain = self.kinds & PADDING == 0
        if not plain.any():
            return self.values
        return self.values[np.ix_(plain.any(axis=1), plain.any(axis=0))]

    @property
    def kind_of_cells(self) -> Array:
        """``kinds``, zeros where none were given."""
        return np.zeros(self.values.shape, int) if self.kinds is None else self.kinds

    @property
    def size_note(self) -> str:
        """What stands beside its title."""
        rows, columns = self.inner
        return self.note or f"{rows} × {columns}"

    def index(self, cell: int) -> tuple[int, ...]:
        """The indices of a cell of this panel, counted from the origin, as its name has them."""
        row, column = divmod(cell, self.columns)
        own = (
            (row + self.origin[0]) // self.every[0],
            (column + self.origin[1]) // self.every[1],
        )
        upright = self.axes == 1 and self.columns == 1 and self.rows > 1
        return (*self.lead, *(own[:1] if upright else own[len(own) - self.axes :]))

    def name_of(self, cell: int) -> str:
        """A cell's name in equations, such as ``x[1, 2]``."""
        index = ", ".join(map(str, self.index(cell))).replace("-", "\N{MINUS SIGN}")
        return f"{self.symbol}[{index}]" if index else self.symbol


@dataclass(frozen=True, eq=False)
class Window:
    """A frame that slides over a panel: ``rows x columns`` cells, per step its first cell.

    Attributes:
        panel: Which panel it slides over.
        rows: Its height.
        columns: Its width.
        row: Per step its first row; -1 where it isn't there.
        column: Per step its first column.
        kernel: The panel of the weights that lie on it; lines join the two. -1 for none.
        role: Its colour, unless it or its panel belongs to a group.
        joined: Whether lines join its corners with those of the next window: they make one block.
        group: The group whose colour it has; -1 for its panel's.
    """

    panel: int
    rows: int
    columns: int
    row: Array
    column: Array
    kernel: int = -1
    role: str = "kernel"
    joined: bool = False
    group: int = -1


@dataclass(frozen=True, eq=False)
class Curve:
    """A line or an area in a plot's place, in cells from the plot's top left corner.

    Across, a cell is as wide as the layout's ``spacing``.

    Attributes:
        plot: Which of the layout's ``plots`` it stands in.
        role: Its colour, or a group's as ``colour_of`` names it; an area is filled with its
            strongest tint.
        style: ``"line"``, ``"thin"``, ``"dashed"``, ``"area"`` (filled) or ``"dot"`` (a disc at
            each point).
        points: ``(n, 2)`` for all steps, or per step one such array; a row of NaN lifts the pen.
        drawn: Per step how many of the points are there by now; None for all of them.
        array: The lesson's array of one row that a drag on the plot changes: its numbers are the
            points, in order; "" for none.
        scale: For a drag, in cells and numbers: the height of 0, how far 1 is above it, the steps
            in which a number changes, and the least and the largest one.
        aims: Whether one who points at where it stands in a step is shown that step.
    """

    plot: int
    role: str
    style: str
    points: Array | tuple[Array, ...]
    drawn: Array | None = None
    array: str = ""
    scale: tuple[float, ...] = ()
    aims: bool = False

    def at(self, step: int) -> Array:
        """Its points at a step."""
        points = self.points[step] if isinstance(self.points, tuple) else self.points
        return points if self.drawn is None else points[: self.drawn[step]]


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture in shades of grey that fills a plot's place; its numbers are too many to be read.

    Attributes:
        plot: Which of the layout's ``plots`` it stands in.
        values: Brightness from 0 to 1, ``(rows, columns)``; what is beyond is cut off.
    """

    plot: int
    values: Array

    @property
    def greys(self) -> Array:
        """Per pixel which of the ``GREYS`` shades it has, from black to white."""
        shades: Array = np.rint(np.clip(self.values, 0, 1) * (GREYS - 1)).astype(np.uint8)
        return shades


def grey(shade: int) -> str:
    """The colour of a shade.

    Example:
        >>> grey(0), grey(GREYS - 1)
        ('#000000', '#ffffff')
    """
    level = f"{round(shade * 255 / (GREYS - 1)):02x}"
    return f"#{level * 3}"


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
        plots: Per plot its box ``(x, y, width, height)``; one without width is not drawn.
        labels: Texts at places.
        brackets: What spans panels that belong together.
        flights: Of the panels that move as wholes, with title and plate: by panel, per step the
            corner of its first cell.
        routes: Of some of these, per step the corners that it passes on the way to its own, with
            motion on: it begins at the first of them, and what the step makes is seen once it is at
            the last; none where it comes from where it was.
        spacing: How many cells lie from the left edge of each cell to that of the next one, and so
            how wide a unit of a plot is: 1 where they touch.
        stretches: Whether a page with more room makes plots wider, and with them the spacing.
    """

    width: float
    height: float
    places: tuple[tuple[float, float], ...]
    symbols: tuple[tuple[str, float, float], ...]
    plots: tuple[tuple[float, float, float, float], ...] = ()
    labels: tuple[Label, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    flights: Mapping[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    routes: Mapping[int, tuple[tuple[tuple[float, float], ...], ...]] = field(default_factory=dict)
    spacing: float = 1.0
    stretches: bool = False

    def corners(self, step: int) -> tuple[tuple[float, float], ...]:
        """Where each panel's first cell stands at a step."""
        flights = self.flights
        return tuple(
            flights[at][step] if at in flights else place for at, place in enumerate(self.places)
        )


def strength(values: Array, levels: int) -> Array:
    """Per number how large it is beside the largest: -levels to levels, 0 for zero alone."""
    top = np.abs(values).max()
    strength = np.ceil(np.abs(values) / (top or 1) * levels - 1e-9)
    return (np.sign(values) * strength).astype(int)
