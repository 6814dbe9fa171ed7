"""The scene: what is drawn, in cell units, laid out once; no colours, no pixels, no language.

Every cell of every panel has one id, counted through the panels in order. A term is one product
``cells[src] * cells[ker] * gain`` of a step; terms are held as columns, so that one table answers
every question: what a step reads, what a weight touches, what an input feeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar
from urllib.parse import urlencode

import numpy as np

from convlib.numerals import short
from convlib.ops import Array
from convlib.picture.marks import Points
from convlib.picture.parts import (
    HEAT_LEVELS,
    LEVELS,
    Curve,
    Layout,
    Panel,
    Picture,
    Tick,
    Window,
    strength,
)

RULES = ("sum", "mean", "max", "relu", "sigmoid", "copy", "scale")  # what makes a cell of its terms
OF_ONE = ("relu", "sigmoid", "copy", "scale")  # those that take one term alone
ABREAST = "\N{EM SPACE}\N{EM SPACE}"  # between two equations
LONGEST = 60  # characters of a state in a line
LISTED = 6  # kinds of panels in a line


@dataclass(frozen=True)
class Origin:
    """What a scene shows: a lesson's state.

    Attributes:
        slug: The lesson's.
        state: As ``Lesson.write`` gives it and ``Lesson.values`` takes it.
    """

    slug: str
    state: Mapping[str, str]

    @property
    def written(self) -> str:
        """As an address has it, in so far as that is short.

        Example:
            >>> Origin("arithmetic", {"size": "7", "stride": "2"}).written
            'arithmetic?size=7&stride=2'
        """
        state = urlencode(self.state, safe=":,;")
        state = state if len(state) <= LONGEST else f"{state[: LONGEST - 1]}…"
        return f"{self.slug}?{state}" if state else self.slug


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Panels, and per step the terms, the windows and the cell that comes out.

    A term is ``cells[out] += cells[src] * cells[ker] * gain``; without a weight or a gain that
    factor is 1, so that a gain of -1 takes a cell away. Where the rule is another than ``"sum"``,
    what comes together is averaged, or the largest is taken, and so on. A step may make several
    cells, such as a map per channel and then their sum, each by its own rule; ``dst`` is the one
    that it is about.

    Attributes:
        panels: The grids.
        layouts: ``"wide"`` for a screen and a slide, ``"tall"`` for a phone; of what is too
            wide for a file, ``"square"`` for that.
        windows: What slides.
        starts: Where each step's terms begin, and the end of the last.
        src: Per term the cell that is read.
        ker: Per term the cell that it is multiplied by; -1 where it is taken as it is.
        sums: Per term what stands in its cell after it: what was added up so far, or the largest
            number so far. A mean is divided once, with its last term, by the number of its terms.
        dst: Per step the cell that comes out; of a step that is about a cell that it reads, such as
            an input cell that is stamped, that one; -1 for none.
        ticks: Where rows, filters, stages begin.
        outs: Per term the cell that it goes to; None where that is the step's ``dst``.
        gain: Per term a further factor, such as how near a point between cells lies; None for 1.
        rules: Per term what makes its cell, as its place in ``RULES``; None where all are sums.
            A cell has one rule in a step.
        scatter: Whether a step is an input value rather than an output value; for all steps, or
            for each. What such steps stamp on a cell adds up; others make their cells anew.
        goes_on: Whether a step goes on with what stands in the cells that it makes, so that a value
            may take several steps; for all steps, or for each.
        wires: Whether a line joins what is read with what comes out, cell by cell; for all steps,
            or for each.
        captions: What stands under a step without terms: texts with their roles, by step.
        made: What a step without terms makes known: cells, by step.
        abreast: Whether the equations of all cells that a step makes, of its ``dst``'s role and of
            the output's, stand beside each other; for all steps, or for each.
        curves: What is drawn rather than written.
        results: The panels that make up the output, plane by plane; empty for the last one.
        points: What reads between the cells.
        pictures: What is seen rather than read.
        origin: The lesson and the state that it shows; None where nobody says.
        in_notebook: Makes the HTML that a notebook shows of a scene; the package knows how.
        on_paper: Makes the PNG that stands for it where HTML can't, and says how large it is.
    """

    in_notebook: ClassVar[Callable[[Scene], str] | None] = None
    on_paper: ClassVar[Callable[[Scene], tuple[bytes, dict[str, int]]] | None] = None

    panels: tuple[Panel, ...]
    layouts: Mapping[str, Layout]
    windows: tuple[Window, ...]
    starts: Array
    src: Array
    ker: Array
    sums: Array
    dst: Array
    ticks: tuple[Tick, ...]
    outs: Array | None = None
    gain: Array | None = None
    rules: Array | None = None
    scatter: bool | Array = False
    goes_on: bool | Array = False
    wires: bool | Array = False
    captions: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    made: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    abreast: bool | Array = False
    curves: tuple[Curve, ...] = ()
    results: tuple[int, ...] = ()
    points: tuple[Points, ...] = ()
    pictures: tuple[Picture, ...] = ()
    origin: Origin | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __repr__(self) -> str:
        whose = f" of {self.origin.written}" if self.origin else ""
        sizes = [(panel.role, "×".join(map(str, panel.inner))) for panel in self.panels]
        counted = [(*each, len(list(same))) for each, same in groupby(sizes)]
        shown = [f"{role} {size}" + f" ({n} times)" * (n > 1) for role, size, n in counted]
        most = shown if len(shown) <= LISTED else [*shown[: LISTED - 1], "…", shown[-1]]
        return f"<Scene{whose}: {len(self)} steps, {', '.join(most)}>"

    def _repr_html_(self) -> str | None:
        show = Scene.in_notebook
        return show(self) if show else None

    def _repr_png_(self) -> tuple[bytes, dict[str, int]] | None:
        show = Scene.on_paper
        return show(self) if show else None

    @property
    def on_screen(self) -> dict[str, Layout]:
        """The layouts of a page."""
        return {name: layout for name, layout in self.layouts.items() if name != "square"}

    @property
    def in_file(self) -> str:
        """The name of the layout that a file has."""
        return "square" if "square" in self.layouts else "wide"

    @property
    def seen(self) -> list[Panel]:
        """The panels that are not left out of the picture."""
        return [panel for panel in self.panels if not panel.hidden]

    @cached_property
    def first_cells(self) -> tuple[int, ...]:
        """Per panel the id of its first cell."""
        return tuple(int(start) for start in np.cumsum([0, *self._sizes[:-1]]))

    @property
    def _sizes(self) -> list[int]:
        """Per panel how many cells it has."""
        return [panel.values.size for panel in self.panels]

    @cached_property
    def values(self) -> Array:
        """Every cell's number, by id."""
        return np.concatenate([panel.values.ravel() for panel in self.panels])

    @cached_property
    def kinds(self) -> list[int]:
        """Every cell's kind, by id."""
        return [kind for panel in self.panels for kind in panel.kind_of_cells.ravel().tolist()]

    @cached_property
    def levels(self) -> Array:
        """How strong every cell's tint is, by id: -4 to 4, 0 for zero.

        The largest magnitude of a panel has the strongest, or of all panels with its ``tint``.
        """
        keys = [panel.tint or number for number, panel in enumerate(self.panels)]
        scales = {key: scale for scale, key in enumerate(dict.fromkeys(keys))}
        scale_of = np.repeat([scales[key] for key in keys], self._sizes)
        levels = np.zeros(self.values.size, dtype=int)
        for scale in scales.values():
            levels[scale_of == scale] = strength(self.values[scale_of == scale], LEVELS)
        return levels

    @cached_property
    def short_values(self) -> list[str]:
        """Every cell's number as it stands there, by id."""
        return [
            short(number, panel.figures)
            for panel in self.panels
            for number in panel.values.ravel().tolist()
        ]

    @cached_property
    def short_sums(self) -> list[str]:
        """Per term what stands in its cell after it, as it stands there."""
        figures = np.repeat([panel.figures for panel in self.panels], self._sizes)
        numbers = list(zip(self.sums.tolist(), figures[self.out].tolist(), strict=True))
        known = {each: short(*each) for each in set(numbers)}  # few of many are different
        return [known[each] for each in numbers]

    @cached_property
    def levels_after(self) -> Array:
        """Per term the tint of what stands in its cell after it, where the panel is made anew."""
        found = np.zeros(len(self.src), int)
        for terms, made in self._anew():
            found[terms] = strength(made, LEVELS)
        return found

    @cached_property
    def heat_after(self) -> Array:
        """The same on the heat scale."""
        found, top = np.zeros(len(self.src), int), self.heat_tops["activations"] or 1
        for terms, made in self._anew():
            found[terms] = strength(np.clip([*made, top], -top, top), HEAT_LEVELS)[:-1]
        return found

    def _anew(self) -> Iterator[tuple[Array, Array]]:
        """The terms that go to each panel that is made anew, and what they come to."""
        for panel, first in zip(self.panels, self.first_cells, strict=True):
            if panel.anew:
                terms = np.flatnonzero((self.out >= first) & (self.out < first + panel.values.size))
                yield terms, self.sums[terms]

    @cached_property
    def anew(self) -> frozenset[int]:
        """The cells that are made anew from time to time."""
        panels = zip(self.panels, self.first_cells, strict=True)
        cells = (range(at, at + panel.values.size) for panel, at in panels if panel.anew)
        return frozenset(cell for each in cells for cell in each)

    @cached_property
    def heat(self) -> Array:
        """Every cell's place on its heat scale, by id: -8 to 8, 0 for zero.

        There are two scales, one for the weights and one for all else, each up to the largest
        magnitude of its numbers; so inputs and outputs can be compared, and never with weights.
        """
        places = np.zeros(self.values.size, dtype=int)
        for scale in self._scales.values():
            if scale.any():
                places[scale] = strength(self.values[scale], HEAT_LEVELS)
        return places

    @property
    def heat_tops(self) -> dict[str, float]:
        """Where each heat scale ends: the largest magnitude of its numbers."""
        scales = self._scales.items()
        return {name: np.abs(self.values[cells]).max(initial=0) for name, cells in scales}

    @cached_property
    def _scales(self) -> dict[str, Array]:
        """Per heat scale which cells are on it."""
        weights = np.repeat([panel.role == "kernel" for panel in self.panels], self._sizes)
        scaled = np.repeat([panel.scaled for panel in self.panels], self._sizes)
        return {"activations": ~weights & scaled, "weights": weights & scaled}

    @cached_property
    def out(self) -> Array:
        """Per term the cell that it goes to."""
        return np.repeat(self.dst, np.diff(self.starts)) if self.outs is None else self.outs

    @cached_property
    def step_of(self) -> Array:
        """Per term the step that it belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    @cached_property
    def stamped(self) -> Array:
        """Per term whether it is added to what stands in its cell: its step stamps, or goes on."""
        adds = np.logical_or(self.scatter, self.goes_on)
        return np.broadcast_to(adds, len(self))[self.step_of]

    @cached_property
    def factor(self) -> Array:
        """Per term the cell that it is multiplied by where that is no weight; -1 for none."""
        sizes = [panel.values.size for panel in self.panels]
        weights = np.repeat([panel.role == "kernel" for panel in self.panels], sizes)
        return np.where((self.ker >= 0) & ~weights[self.ker], self.ker, -1)

    @cached_property
    def products(self) -> Array:
        """Per term what it contributes."""
        weights = np.where(self.ker < 0, 1, self.values[self.ker])
        products: Array = self.values[self.src] * weights
        return products if self.gain is None else products * self.gain

    @cached_property
    def equations(self) -> dict[tuple[int, int | None, str], Any]:
        """Those that were worked out, by step, term and language."""
        return {}

    @cached_property
    def reads(self) -> dict[int, tuple[int, float]]:
        """What is read between cells before it is weighted: terms in a row that share a weight.

        By the last of the terms how many they are, and what they come to without the weight.
        """
        if self.gain is None:
            return {}
        apart = [np.diff(column) != 0 for column in (self.ker, self.out, self.step_of)]
        starts = np.concatenate([[0], np.flatnonzero(np.any(apart, axis=0)) + 1])
        counts = np.diff([*starts, len(self.src)])
        sums = np.add.reduceat(self.values[self.src] * self.gain, starts)
        between = np.logical_or.reduceat(self.gain != 1, starts)
        found = np.flatnonzero((counts > 1) & between & (self.ker[starts] >= 0))
        ends = (starts + counts - 1)[found].tolist()
        return dict(
            zip(ends, zip(counts[found].tolist(), sums[found].tolist(), strict=True), strict=True)
        )

    @cached_property
    def since(self) -> Array:
        """Per cell the step that first writes it; -1 for what is given."""
        since = np.full(self.values.size, -1)
        since[self.out[::-1]] = self.step_of[
            ::-1
        ]  # of several that go to one place, the first one stays
        for step, cells in self.made.items():
            since[list(cells)] = step
        return since

    @cached_property
    def beats(self) -> Array:
        """Where each step begins, and the last one ends, counted by terms; one without has one."""
        return np.concatenate([[0], np.maximum(np.diff(self.starts), 1).cumsum()])

    @property
    def output(self) -> Array:
        """What comes out in the end: ``(rows, columns)``, or ``(planes, rows, columns)``.

        A border of ``PADDING`` that is cut off in the end is no part of it.
        """
        if not self.results:
            return self.panels[-1].unpadded
        return np.stack([self.panels[at].unpadded for at in self.results])

    def written(self, end: int) -> Array:
        """Per cell the last of the first ``end`` terms that goes to it; -1 for none."""
        last = np.full(self.values.size, -1)
        last[self.out[:end]] = np.arange(end)
        return last

    def growing(self, end: int) -> Array:
        """Per cell whether one of the terms after the first ``end`` is still added to it."""
        grows = np.zeros(self.values.size, bool)
        grows[self.out[end:][self.stamped[end:]]] = True
        return grows

    def rule_of(self, term: int) -> str:
        """What makes the cell that a term goes to."""
        return "sum" if self.rules is None else RULES[self.rules[term]]

    def scatters(self, step: int) -> bool:
        """Whether a step is an input value that is stamped."""
        return _at(self.scatter, step)

    def lists(self, step: int) -> bool:
        """Whether a step is about a cell that it reads, and lists all that this makes."""
        return self.scatters(step) or bool((self.src[self.terms(step)] == self.dst[step]).any())

    def prepares(self, step: int) -> bool:
        """Whether a step makes what the next one stamps: both are about the same number."""
        ahead = step + 1
        if ahead >= len(self) or self.scatters(step) or not self.scatters(ahead):
            return False
        return self.lists(step) and bool(self.dst[step] == self.dst[ahead])

    def adds(self, step: int) -> bool:
        """Whether what a step makes is added to what stands there."""
        return self.scatters(step) or _at(self.goes_on, step)

    def is_wired(self, step: int) -> bool:
        """Whether lines join what a step reads with what it makes."""
        return _at(self.wires, step)

    def is_abreast(self, step: int) -> bool:
        """Whether the equations of all that a step makes stand beside each other."""
        return _at(self.abreast, step)

    def role(self, cell: int) -> str:
        """The role of a cell's panel."""
        return self._roles[cell]

    @cached_property
    def _roles(self) -> list[str]:
        """Per cell the role of its panel."""
        sized = zip(self.panels, self._sizes, strict=True)
        return [panel.role for panel, size in sized for _ in range(size)]

    def locate(self, cell: int) -> tuple[int, int]:
        """The panel of a cell, and its number within the panel."""
        panel = int(np.searchsorted(self.first_cells, cell, side="right")) - 1
        return panel, cell - self.first_cells[panel]

    def moment(self, by: str, number: int) -> tuple[int, int | None]:
        """The step and the term (None: all at once) of a frame, counted by values or by terms."""
        if by != "term":
            return number, None
        step = int(np.searchsorted(self.beats, number, side="right")) - 1
        rows = self.terms(step)
        return step, number - int(self.beats[step]) if rows.start < rows.stop else None

    def terms(self, step: int) -> slice:
        """Which rows of the term columns belong to a step."""
        return slice(int(self.starts[step]), int(self.starts[step + 1]))


def _at(flag: bool | Array, step: int) -> bool:
    """What holds for all steps, or for each, at one of them."""
    return bool(flag if isinstance(flag, bool) else flag[step])
