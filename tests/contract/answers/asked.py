"""A lesson's state whose questions are answered anew: from what stands on its stage, and by loops.

What counts here is what is given: numbers typed in, and which cells the terms join. Neither the
engine's results nor a lesson's own formulas are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convlib import Lesson
from convlib.lesson import Values
from convlib.ops import Array
from convlib.picture.parts import HOLE, PADDING, Panel
from convlib.picture.scene import RULES, Scene

CUT = RULES.index("relu")


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked about: a lesson in a state."""

    lesson: Lesson
    values: Values

    def __getitem__(self, name: str) -> Any:
        """A parameter's value."""
        return self.values[name]

    @cached_property
    def scene(self) -> Scene:
        """What is on the stage."""
        return self.lesson.stage(self.values)

    @cached_property
    def arrays(self) -> Mapping[str, Array]:
        """The numbers that are given."""
        return self.lesson.arrays(self.values)

    def instead(self, **values: Any) -> Asked:
        """The same with some other values, such as in another view."""
        return Asked(self.lesson, self.values | values)

    def panel(self, name: str) -> Panel:
        """The only panel of a name."""
        (found,) = (panel for panel in self.scene.panels if panel.name == name)
        return found

    def numbers(self, *arrays: str) -> int:
        """How many numbers of some arrays stand on the stage."""
        return sum(1 for _ in self._cells_of(arrays))

    def products(self, *arrays: str) -> int:
        """How many terms multiply by a number of some arrays; by any, unless some are named."""
        weights = set(self._cells_of(arrays))
        used = self.scene.ker[self.scene.ker >= 0].tolist()
        return sum(not arrays or cell in weights for cell in used)

    def first(self, array: str) -> int:
        """The cell of an array's first number."""
        return next(self._cells_of((array,)))

    def _cells_of(self, arrays: tuple[str, ...]) -> Iterator[int]:
        panels = zip(self.scene.panels, self.scene.first_cells, strict=True)
        for panel, first in panels:
            if panel.array in arrays:
                kinds = panel.kind_of_cells.ravel()
                yield from (first + np.flatnonzero(kinds & (PADDING | HOLE) == 0)).tolist()

    @cached_property
    def outputs(self) -> list[int]:
        """The cells of the output, plane after plane, without what is cut off."""
        results = self.scene.results or (len(self.scene.panels) - 1,)
        return [
            self.scene.first_cells[at] + cell
            for at in results
            for cell, kind in enumerate(self.scene.panels[at].kind_of_cells.ravel().tolist())
            if not kind & PADDING
        ]

    @cached_property
    def _terms_to(self) -> dict[int, list[int]]:
        """Per cell that is made the terms that go to it."""
        found: dict[int, list[int]] = {}
        for term, cell in enumerate(self.scene.out.tolist()):
            found.setdefault(cell, []).append(term)
        return found

    def comes_from(self, cell: int) -> list[int]:
        """The cells that a cell is made of, once for each term."""
        return [int(self.scene.src[term]) for term in self._terms_to.get(cell, [])]

    def total(self, cell: int) -> float:
        """The number in a cell, worked out of the numbers that are given."""
        scene, terms = self.scene, self._terms_to.get(cell)
        if terms is None:
            return float(scene.values[cell])
        made = 0.0
        for term in terms:
            weight = int(scene.ker[term])
            factor = float(scene.values[weight]) if weight >= 0 else 1.0
            gain = 1.0 if scene.gain is None else float(scene.gain[term])
            made += self.total(int(scene.src[term])) * factor * gain
        cut = scene.rules is not None and int(scene.rules[terms[0]]) == CUT
        return max(0.0, made) if cut else made

    def fed_by(self, cell: int) -> int:
        """How many outputs a cell goes into, on whatever way."""
        reached, new = set[int](), {cell}
        while new:
            reached |= new
            reads = np.isin(self.scene.src, list(new))
            new = set(self.scene.out[reads].tolist()) - reached
        return len(reached.intersection(self.outputs))


Check = Callable[[Asked], float]


def places(size: int, span: int, stride: int = 1) -> int:
    """How often a window fits along a row of cells."""
    return len(range(0, size - span + 1, stride))
