"""Writing a scene's steps down term by term, where a step makes several cells or stages follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

import numpy as np

from convlib.ops import Array
from convlib.picture.parts import HOLE, Panel
from convlib.picture.scene import LESS
from convlib.trace.sums import running


class StepColumns(TypedDict):
    """What ``Scene`` takes of the steps."""

    starts: Array
    src: Array
    ker: Array
    sums: Array
    dst: Array
    outs: Array | None
    scatter: bool
    rules: tuple[str, ...]


class Steps:
    """The steps of a scene, written down one after the other.

    Args:
        panels: The scene's panels; their values are what the steps come to.
        scatter: As in ``Scene``: what several steps add to one cell is summed up.

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
        self._counts, self._dst, self._rules = list[int](), list[int](), list[str]()
        self._terms = list[Array]()
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
        self, dst: int = -1, terms: Array | Iterable[tuple[int, int, int]] = (), rule: str = "sum"
    ) -> None:
        """Write a step down.

        Args:
            dst: The cell that it is about; for a scatter scene the input cell; -1 for none.
            terms: Per product the cells ``(src, ker, out)``; ``ker`` -1 adds the value as it is,
                ``LESS`` takes it away.
            rule: ``"sum"``, ``"relu"`` or ``"copy"``.
        """
        rows = np.asarray(terms if isinstance(terms, np.ndarray) else list(terms), int)
        self._terms.append(rows.reshape(-1, 3))
        self._counts.append(len(rows))
        self._dst.append(dst)
        self._rules.append(rule)

    def __len__(self) -> int:
        return len(self._dst)

    def columns(self) -> StepColumns:
        """All steps as the columns of a scene."""
        src, ker, outs = np.concatenate([np.zeros((0, 3), int), *self._terms]).T
        values = np.concatenate([panel.values.ravel() for panel in self.panels])
        products = values[src] * np.where(ker < 0, np.where(ker == LESS, -1, 1), values[ker])
        steps = np.repeat(np.arange(len(self)), self._counts)
        # A cell that is made anew in each step begins at 0 there; what is stamped on it adds up.
        apart = outs if self.scatter else steps * len(values) + outs
        sums = running(products, np.unique(apart, return_inverse=True)[1])
        cut = np.array([rule == "relu" for rule in self._rules], bool)[steps]
        alone = not self.scatter and np.array_equal(outs, np.array(self._dst, int)[steps])
        return StepColumns(
            starts=np.cumsum([0, *self._counts]),
            src=src,
            ker=ker,
            sums=np.where(cut, np.maximum(sums, 0), sums),
            dst=np.array(self._dst),
            outs=None if alone else outs,
            scatter=self.scatter,
            rules=tuple(self._rules) if set(self._rules) != {"sum"} else (),
        )
