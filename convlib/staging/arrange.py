"""Laying panels out: rows and columns of panels, signs and plots, nested as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from convlib.picture.parts import NARROWEST, Layout, Panel
from convlib.picture.parts import TITLE as TITLE

GAP, TIGHT = 1.9, 1.1  # what a sign between two panels has, and what it has at least
SIGN = 0.35  # what each of its characters needs
APART = 1.0  # what lies between two panels without a sign
KEPT = 4096  # layouts, of some 1 KB
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


@dataclass(frozen=True)
class _Box:
    """How much room a thing needs: its width, and its height above and below its middle."""

    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        return self.above + self.below


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
    outlines = tuple(_Outline(p.rows, p.columns, p.titled, p.headroom, p.beside) for p in panels)
    return _arranged(item, outlines, gap)


class _Outline(NamedTuple):
    """All of a panel that an arrangement depends on."""

    rows: int
    columns: int
    titled: bool
    headroom: tuple[float, float]
    beside: float


@lru_cache(KEPT)
def _arranged(item: Item, panels: tuple[_Outline, ...], gap: float) -> Layout:
    """The layout of things: the same for all numbers, so that it is asked for again and again."""
    places: dict[int, tuple[float, float]] = {}
    symbols: list[tuple[str, float, float]] = []
    plots: dict[int, tuple[float, float, float, float]] = {}
    measured: dict[int, _Box] = {}

    def measure(item: Item) -> _Box:
        """How large something is; each is asked for again by whatever it stands in."""
        if id(item) not in measured:
            measured[id(item)] = measure_anew(item)
        return measured[id(item)]

    def measure_anew(item: Item) -> _Box:
        match item:
            case int():
                panel = panels[item]
                above, below = panel.headroom
                width = panel.beside + max(panel.columns, NARROWEST * panel.titled)
                return _Box(width, above + panel.rows / 2, panel.rows / 2 + below)
            case str():
                return _Box(max(gap, SIGN * len(item)), 0.5, 0.5)
            case Plot() | Space():
                return _Box(item.width, item.height / 2, item.height / 2)
            case Row():
                boxes = [measure(each) for each in item.items]
                width = sum(box.width for box in boxes) + item.apart * _gaps(item.items)
                lowered = list(zip(boxes, item.drops(), strict=True))
                above = max(box.above - drop for box, drop in lowered)
                return _Box(width, above, max(box.below + drop for box, drop in lowered))
        boxes = [measure(each) for each in item.items]
        width = max(box.width + at * item.indent for at, box in enumerate(boxes))
        height = sum(box.height for box in boxes) + item.apart * _gaps(item.items)
        lead = _lead(item)
        return _Box(width, (height + lead) / 2, (height - lead) / 2)

    def _lead(item: Item) -> float:
        """The title at the top, which doesn't count for the middle."""
        match item:
            case int():
                return panels[item].headroom[0]
            case Column():
                return _lead(item.items[0])
        return 0.0

    def put(item: Item, x: float, middle: float) -> None:
        """Put a thing with its left edge and its middle there."""
        box = measure(item)
        match item:
            case int():
                panel = panels[item]
                places[item] = (round(x + panel.beside, 6), round(middle - panel.rows / 2, 6))
            case str():
                if item:
                    symbols.append((item, round(x + box.width / 2, 6), round(middle, 6)))
            case Plot():
                corner = round(x, 6), round(middle - box.above, 6)
                plots[item.number] = (*corner, item.width, item.height)
            case Row():
                for at, (each, drop) in enumerate(zip(item.items, item.drops(), strict=True)):
                    put(each, x, middle + drop)
                    x += measure(each).width + item.apart * _gap(item.items, at)
            case Column():
                y = middle - box.above
                for at, each in enumerate(item.items):
                    inner = measure(each)
                    left = (box.width - inner.width) / 2 if item.centred else at * item.indent
                    put(each, x + left, y + inner.above)
                    y += inner.height + item.apart * _gap(item.items, at)

    outer = measure(item)
    put(item, 0.0, outer.above)
    return Layout(
        round(outer.width, 6),
        round(outer.height, 6),
        tuple(places[at] for at in range(len(panels))),
        tuple(symbols),
        tuple(plots[at] for at in range(len(plots))),
    )


def _gap(items: Sequence[Item], at: int) -> bool:
    """Whether there is a gap after a thing: signs bring their own room along."""
    following = items[at : at + 2]
    return len(following) > 1 and not any(isinstance(each, str) for each in following)


def _gaps(items: Sequence[Item]) -> int:
    return sum(_gap(items, at) for at in range(len(items)))
