"""Writing a scene's steps down term by term, where a step makes several cells or stages follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import HOLE, Panel
from convlib.picture.scene import OF_ONE, RULES
from convlib.trace.sums import finish, running

Term = tuple[int, int, int] | tuple[int, int, int, float]


class StepColumns(TypedDict):
    """What ``Scene`` takes of the steps."""

    starts: Array
    src: Array
    ker: Array
    sums: Array
    dst: Array
    outs: Array | None
    gain: Array | None
    rules: Array | None
    scatter: bool | Array
    goes_on: bool | Array


class Steps:
    """The steps of a scene, written down one after the other.

    Args:
        panels: The scene's panels; their values are what the steps come to.
        scatter: As in ``Scene``, of each step that says nothing else: what several steps add to
            one cell is summed up.

    Example:
        >>> panels = [Panel(n, n, "x", np.array([[v]])) for n, v in (("input", 3), ("kernel", 2))]
        >>> steps = Steps([*panels, Panel("output", "output", "y", np.array([[6]]))])
        >>> steps.step(dst=steps.cell(2), terms=[(steps.cell(0), steps.cell(1), steps.cell(2))])
        >>> steps.columns()["sums"].tolist()
        [6]
    """

    def __init__(self, panels: Sequence[Panel], *, scatter: bool = False) -> None:
        self.panels, self.scatter = tuple(panels), scatter
        sizes = [panel.values.size for panel in panels]
        self._first = [0, *np.cumsum(sizes).tolist()]
        self._counts, self._dst = list[int](), list[int]()
        self._stamps, self._goes_on = list[bool](), list[bool]()
        self._terms, self._gains, self._rules = list[Array](), list[Array](), list[Array]()
        self.followed = list[Any]()  # what was written down, for a test to hold against it

    def cell(self, panel: int, row: int = 0, column: int = 0) -> int:
        """The id of a panel's cell, counted from the panel's first row and column."""
        grid = self.panels[panel]
        if not (0 <= row < grid.rows and 0 <= column < grid.columns):
            raise IndexError(f"panel {panel} has no cell [{row}, {column}]")
        return int(self._first[panel]) + row * grid.columns + column

    def cells(self, panels: Sequence[int], *, holes: bool = True) -> Array:
        """The ids of all cells of panels, one panel behind another, with their holes or not."""
        found = [np.arange(self._first[at], self._first[at + 1]) for at in panels]
        if not holes:
            kinds = (self.panels[at].kind_of_cells.ravel() for at in panels)
            found = [ids[kind & HOLE == 0] for ids, kind in zip(found, kinds, strict=True)]
        return np.concatenate(found)

    def step(
        self,
        dst: int = -1,
        terms: Array | Iterable[Term] = (),
        rule: str | Mapping[int, str] = "sum",
        *,
        scatter: bool | None = None,
    ) -> None:
        """Write a step down.

        Args:
            dst: The cell that it is about; of a stamp the input cell; -1 for none.
            terms: Per product the cells ``(src, ker, out)`` or ``(src, ker, out, gain)``, or an
                array of such rows; ``ker`` -1 takes the value without a weight, a gain of -1 takes
                it away.
            rule: What makes the cells of their terms, as in ``Scene``; or that of each cell, and
                ``"sum"`` of those that are not named.
            scatter: Whether it is a stamp; None for what all steps are.

        Raises:
            ValueError: There is no such rule, or a cell has several terms where its rule takes one.
        """
        cells, gains = _columns(terms)
        self.write([dst], [len(cells)], cells, gains, rule, scatter=scatter)

    def write(
        self,
        dst: Sequence[int],
        counts: Sequence[int],
        terms: Array,
        gains: Array,
        rule: str | Mapping[int, str] = "sum",
        *,
        scatter: bool | Sequence[bool] | None = None,
        goes_on: bool = False,
    ) -> None:
        """Write several steps down at once.

        Args:
            dst: Per step the cell that it is about.
            counts: Per step how many terms it has.
            terms: The cells ``(src, ker, out)`` of all of them, one step behind another.
            gains: Per term its further factor.
            rule: As for ``step``.
            scatter: As for ``step``, of all of them or of each.
            goes_on: Whether they go on with what stands in their cells, as in ``Scene``.

        Raises:
            ValueError: As ``step``.
        """
        self._terms.append(terms)
        self._gains.append(gains)
        self._rules.append(_rules(terms[:, 2], np.repeat(np.arange(len(counts)), counts), rule))
        self._counts.extend(counts)
        self._dst.extend(dst)
        flag = self.scatter if scatter is None else scatter
        self._stamps.extend([flag] * len(counts) if isinstance(flag, bool) else flag)
        self._goes_on.extend([goes_on] * len(counts))

    def __len__(self) -> int:
        return len(self._dst)

    def columns(self) -> StepColumns:
        """All steps as the columns of a scene."""
        none = np.zeros(0, int)
        src, ker, outs = np.concatenate([none.reshape(0, 3), *self._terms]).T
        gain, rules = (np.concatenate([none, *each]) for each in (self._gains, self._rules))
        stamps, onward = np.array(self._stamps, bool), np.array(self._goes_on, bool)
        adds = stamps | onward
        values = np.concatenate([panel.values.ravel() for panel in self.panels])
        products = values[src] * np.where(ker < 0, 1, values[ker])
        plain = bool((gain == 1).all())
        steps = np.repeat(np.arange(len(self)), self._counts)
        # A cell that is made anew in each step begins at 0 there; what is added to it adds up.
        apart = np.where(adds[steps], outs, (steps + 1) * len(values) + outs)
        cells = np.unique(apart, return_inverse=True)[1]
        dst = np.array(self._dst, int)
        once = len(np.unique(outs)) == np.count_nonzero(self._counts)
        alone = once and not adds.any() and np.array_equal(outs, dst[steps])
        return StepColumns(
            starts=np.cumsum([0, *self._counts]),
            src=src,
            ker=ker,
            sums=_sums(products if plain else products * gain, cells, rules),
            dst=np.array(self._dst),
            outs=None if alone else outs,
            gain=None if plain else gain,
            rules=rules if rules.any() else None,
            scatter=_of_all(stamps),
            goes_on=_of_all(onward),
        )


def _of_all(flags: Array) -> bool | Array:
    """What holds for all steps where they are alike, else for each."""
    return bool(flags.all()) if len(set(flags.tolist())) == 1 else flags


def _columns(terms: Array | Iterable[Term]) -> tuple[Array, Array]:
    """The cells of terms, ``(terms, 3)``, and their gains."""
    rows = terms if isinstance(terms, np.ndarray) else np.array([(*t, 1)[:4] for t in terms])
    if rows.ndim < 2 or rows.shape[1] == 3:
        return rows.astype(int).reshape(-1, 3), np.ones(len(rows), int)
    return rows[:, :3].astype(int), rows[:, 3]


def _rules(outs: Array, steps: Array, rule: str | Mapping[int, str]) -> Array:
    """Per term what makes its cell in its step, as its place in ``RULES``."""
    if rule == "sum":
        return np.zeros(len(outs), int)
    made, place = np.unique(outs, return_inverse=True)
    names = [rule if isinstance(rule, str) else rule.get(cell, "sum") for cell in made.tolist()]
    for name in names:
        if name not in RULES:
            raise ValueError(f"{name} is no rule")
    rules = np.array([RULES.index(name) for name in names], int)[place]
    alone = np.isin(rules, [RULES.index(name) for name in OF_ONE])
    pairs, counts = np.unique(np.stack([steps, outs])[:, alone], axis=1, return_counts=True)
    for cell, count in zip(pairs[1].tolist(), counts.tolist(), strict=True):
        if count > 1:
            name = names[int(np.searchsorted(made, cell))]
            raise ValueError(f"{name} makes cell {cell} of one term, not of {count}")
    return rules


def _sums(products: Array, cells: Array, rules: Array) -> Array:
    """What stands in each term's cell after it, by the rule that makes the cell."""
    sums, counts = running(products, cells), np.bincount(cells)
    largest = rules == RULES.index("max")
    sums[largest] = running(products[largest], cells[largest], "max")
    last = np.zeros(len(counts), int)
    last[cells] = np.arange(len(cells))
    for rule in ("mean", "relu", "sigmoid"):
        ends = last[(rules == RULES.index(rule))[last]]
        made = finish(rule, sums[ends], counts[cells[ends]])
        if len(ends):
            sums = sums.astype(np.result_type(sums, made))
            sums[ends] = made
    return sums
