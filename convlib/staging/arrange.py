"""Laying panels out: rows and columns of panels, signs and plots, nested as one likes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from convlib.picture.parts import NARROWEST, Layout, Panel
from convlib.picture.parts import TITLE as TITLE

GAP, TIGHT = 1.9, 1.1  # what a sign between two panels has, and what it has at least
SIGN = 0.35  # what each of its characters needs
APART = 1.0  # what lies between two panels without a sign
KEPT = 512  # layouts: those that a class asks for at a time
BELOW = 0.25  # what lies between two panels one above the other, the title not counted


@dataclass(frozen=True)
class Plot:
    """The place of curves: its number among the plots, and its size in cells."""

    number: int
    width: float
    height: float


@dataclass(frozen=True)
class Space:
    """Room for nothing, so that what follows stands where it should."""

    width: float
    height: float = 0.0


@dataclass(frozen=True)
class Row:
    """Things beside each other, their middles on one line.

    A thing is a panel by its number, a sign such as ``"="`` (``""`` is the room of one), a
    ``Plot``, a ``Space``, a ``Row`` or a ``Column``. With a ``drop`` each stands so much lower
    than the one before it, or higher, as planes do that lie behind each other.
    """

    items: tuple[Item, ...]
    apart: float = APART
    drop: float = 0.0

    def __init__(self, *items: Item, apart: float = APART, drop: float = 0.0) -> None:
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "apart", apart)
        object.__setattr__(self, "drop", drop)

    def drops(self) -> list[float]:
        """How much lower than the row's middle each thing stands."""
        return [(at - (len(self.items) - 1) / 2) * self.drop for at in range(len(self.items))]


@dataclass(frozen=True)
class Column:
    """Things under each other, from their left edges on or, centred, from their middles.

    With an ``indent`` each begins so much further right than the one above it.
    """

    items: tuple[Item, ...]
    apart: float = BELOW
    centred: bool = False
    indent: float = 0.0

    def __init__(
        self, *items: Item, apart: float = BELOW, centred: bool = False, indent: float = 0.0
    ) -> None:
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "apart", apart)
        object.__setattr__(self, "centred", centred)
        object.__setattr__(self, "indent", indent)


Item = int | str | Plot | Space | Row | Column
Placed = tuple[Item, float, float]  # a thing, and where it stands


def narrow(first: Item, *rest: Row) -> tuple[Row, Column, Column]:
    """Ways for a narrow screen: the rest of an equation beside what it begins with, or below it.

    Args:
        first: What it begins with.
        *rest: What follows, part by part, each with its sign.

    Example:
        >>> beside, below, under_each_other = narrow(0, Row("∗", 1), Row("=", 2))
        >>> below.items
        (0, Row(items=('∗', 1, '=', 2), apart=1.0, drop=0.0))
    """
    together = Row(*(item for part in rest for item in part.items))
    return Row(first, Column(*rest), apart=0), Column(first, together), Column(first, *rest)


def in_pairs(*items: Item, apart: float = APART) -> Column:
    """Things in two columns, read from left to right.

    Example:
        >>> [len(row.items) for row in in_pairs(0, 1, 2).items]
        [2, 1]
    """
    return Column(*(Row(*items[at : at + 2], apart=apart) for at in range(0, len(items), 2)))


class Box(NamedTuple):
    """How much room a thing needs: its width, and its height above and below its middle."""

    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        """All of its height."""
        return self.above + self.below


class Outline(NamedTuple):
    """All of a panel that an arrangement depends on.

    Attributes:
        box: How much room it needs, with all that stands around it.
        rows: Rows of cells.
        lead: How much stands above these.
        beside: How much stands on their left.
    """

    box: Box
    rows: int
    lead: float
    beside: float


def arrange(item: Item, panels: Sequence[Panel], gap: float = GAP) -> Layout:
    """The layout of things in rows and columns.

    Args:
        item: The outermost row or column; every panel stands in it once.
        panels: The scene's panels, which the numbers name.
        gap: The room of a sign, in cells.

    Example:
        >>> import numpy as np
        >>> panels = [Panel(name, "input", "x", np.ones((3, 3))) for name in ("a", "b")]
        >>> layout = arrange(Row(0, "=", 1), panels)
        >>> layout.places, layout.symbols, layout.width
        (((0.0, 0.75), (4.9, 0.75)), (('=', 3.95, 2.25),), 7.9)
    """
    return _arranged(item, tuple(outlines(panels)), gap)


@lru_cache(KEPT)
def _arranged(item: Item, panels: tuple[Outline, ...], gap: float) -> Layout:
    """The layout of things: as long as no size changes, it is the same one."""
    return Plan(panels, gap).layout(item)


def outlines(panels: Sequence[Panel]) -> list[Outline]:
    """What an arrangement needs to know of panels."""
    found = []
    for panel in panels:
        (above, below), rows = panel.headroom, panel.rows
        width = panel.beside + max(panel.columns, NARROWEST * panel.titled)
        box = Box(width, above + rows / 2, rows / 2 + below)
        found.append(Outline(box, rows, above, panel.beside))
    return found


class Plan:
    """Lays things out with one gap; a thing is measured once, however often it is asked for.

    Args:
        panels: What they need.
        gap: The room of a sign, in cells.
    """

    def __init__(self, panels: Sequence[Outline], gap: float) -> None:
        self._panels, self._gap = panels, gap
        # By identity, which says more than equality and costs less; what is listed here stays.
        self._measured: dict[int, tuple[Item, Box]] = {}

    def measure(self, item: Item) -> Box:
        """How much room a thing needs."""
        if isinstance(item, int):
            return self._panels[item].box
        if isinstance(item, str):
            return Box(max(self._gap, SIGN * len(item)), 0.5, 0.5)
        if id(item) not in self._measured:
            self._measured[id(item)] = item, self._measure(item)
        return self._measured[id(item)][1]

    def _measure(self, item: Plot | Space | Row | Column) -> Box:
        if isinstance(item, Plot | Space):
            return Box(item.width, item.height / 2, item.height / 2)
        inner = [self.measure(each) for each in item.items]
        apart = item.apart * sum(_gaps(item.items))
        if isinstance(item, Row):
            lowered = list(zip(inner, item.drops(), strict=True))
            above = max([box.above - drop for box, drop in lowered])
            below = max([box.below + drop for box, drop in lowered])
            return Box(sum([box.width for box in inner]) + apart, above, below)
        width = max([box.width + at * item.indent for at, box in enumerate(inner)])
        height, lead = sum([box.above + box.below for box in inner]) + apart, self._lead(item)
        return Box(width, (height + lead) / 2, (height - lead) / 2)

    def _lead(self, item: Item) -> float:
        """The title at the top, which doesn't count for the middle."""
        while isinstance(item, Column):
            item = item.items[0]
        return self._panels[item].lead if isinstance(item, int) else 0.0

    def layout(self, item: Item) -> Layout:
        """Where everything stands."""
        places: dict[int, tuple[float, float]] = {}
        symbols: list[tuple[str, float, float]] = []
        plots: dict[int, tuple[float, float, float, float]] = {}
        outer = self.measure(item)
        for each, x, middle in self._put(item, 0.0, outer.above):
            match each:
                case int():
                    panel = self._panels[each]
                    places[each] = round(x + panel.beside, 6), round(middle - panel.rows / 2, 6)
                case str():
                    symbols.append((each, round(x, 6), round(middle, 6)))
                case Plot():
                    corner = round(x, 6), round(middle - each.height / 2, 6)
                    plots[each.number] = (*corner, each.width, each.height)
        return Layout(
            round(outer.width, 6),
            round(outer.height, 6),
            tuple(places[at] for at in range(len(self._panels))),
            tuple(symbols),
            tuple(plots[at] for at in range(len(plots))),
        )

    def _put(self, item: Item, x: float, middle: float) -> Iterator[Placed]:
        """A thing, or all that is in it, with its left edge, a sign's middle, and its middle."""
        match item:
            case str() if item:
                yield item, x + self.measure(item).width / 2, middle
            case int() | Plot():
                yield item, x, middle
            case Row():
                gaps = _gaps(item.items)
                for each, drop, gap in zip(item.items, item.drops(), gaps, strict=True):
                    yield from self._put(each, x, middle + drop)
                    x += self.measure(each).width + item.apart * gap
            case Column():
                box = self.measure(item)
                y = middle - box.above
                for at, (each, gap) in enumerate(zip(item.items, _gaps(item.items), strict=True)):
                    inner = self.measure(each)
                    left = (box.width - inner.width) / 2 if item.centred else at * item.indent
                    yield from self._put(each, x + left, y + inner.above)
                    y += inner.height + item.apart * gap


def _gaps(items: Sequence[Item]) -> list[bool]:
    """Whether there is a gap after each thing: signs bring their own room along."""
    signs = [isinstance(each, str) for each in items]
    return [not (one or other) for one, other in pairwise(signs)] + [False] * bool(items)
