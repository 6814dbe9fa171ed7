"""A scene without its titles, or without its kernels: what remains closes up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from convlib.picture.closing import Box, closed, moved, room_of
from convlib.picture.marked import bracketed
from convlib.picture.marks import Bracket, Label
from convlib.picture.parts import NARROWEST, TITLE, Layout, Panel
from convlib.picture.scene import Scene

MULTIPLIED = ("∗", "⋆", "×")
BEFORE = 1.8  # how far a panel is at most from the sign before it
KEPT_ABOVE = 0.25  # of a title's room, what stays between two panels one above the other
SIGN = 0.45  # how far a sign reaches to all sides
NEAR = 1.0  # how far from a kernel, to its sides, what tells of it begins at most
CLOSE = 1e-6

NOWHERE = (0.0, 0.0, 0.0, 0.0)


def trimmed(scene: Scene, *, titles: bool = True, kernel: bool = True) -> Scene:
    """The scene as it is shown in part; its terms stay the same.

    Kernels that are read or made on the stage, rather than multiplied, stay, and so do those among
    which lines are drawn, such as the wires of branches: they would lead nowhere.

    Args:
        scene: All of it.
        titles: Whether panels have their titles.
        kernel: Whether kernels are there, with the signs before them.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("single-channel").build()
        >>> bare = trimmed(scene, kernel=False)
        >>> [panel.role for panel in bare.seen], [s for s, _, _ in bare.layouts["wide"].symbols]
        (['input', 'output'], ['→'])
        >>> scene.layouts["wide"].width - bare.layouts["wide"].width
        4.9
    """
    hidden = frozenset[int]() if kernel or _is_wired(scene) else frozenset(_kernels(scene))
    if titles and not hidden:
        return scene
    panels = tuple(
        replace(panel, titled=False, hidden=True, striped=False, pegs=())
        if at in hidden
        else replace(panel, titled=panel.titled and titles)
        for at, panel in enumerate(scene.panels)
    )
    layouts = {
        name: _Trim(scene.panels, panels, layout, hidden).layout()
        for name, layout in scene.layouts.items()
    }
    return replace(scene, panels=panels, layouts=layouts)


def _kernels(scene: Scene) -> list[int]:
    """The panels of weights that only multiply."""
    used = np.concatenate([scene.src, scene.out])
    return [
        at
        for at, (panel, first) in enumerate(zip(scene.panels, scene.first_cells, strict=True))
        if panel.role == "kernel"
        and not ((used >= first) & (used < first + panel.values.size)).any()
    ]


def _is_wired(scene: Scene) -> bool:
    """Whether lines are drawn among kernels and other panels."""
    kernels = set(_kernels(scene))
    seen = {at for at, panel in enumerate(scene.panels) if not panel.hidden}
    return any(
        lies_on(scene.panels, plan, plot, kernels)
        and lies_on(scene.panels, plan, plot, seen - kernels)
        for plan in scene.layouts.values()
        for plot in plan.plots
    )


def lies_on(panels: Sequence[Panel], plan: Layout, plot: Box, some: Iterable[int]) -> bool:
    """Whether a plot's place, ``(x, y, width, height)``, lies over some of the panels."""
    x, y, width, height = plot
    return any(
        left < x + width - CLOSE
        and x < left + panels[at].columns - CLOSE
        and top < y + height - CLOSE
        and y < top + panels[at].rows - CLOSE
        for at in some
        for left, top in [plan.places[at]]
        if width
    )


@dataclass(frozen=True)
class _Trim:
    """A layout of panels some of which are hidden or have lost their titles."""

    before: Sequence[Panel]
    panels: Sequence[Panel]
    plan: Layout
    hidden: frozenset[int]

    def layout(self) -> Layout:
        """What remains, closed up."""
        trim, left = self._moved_up()
        return trim.without([left] if left else [])

    def without(self, gone: list[Box]) -> Layout:
        """What remains, closed up where something was besides what is hidden too."""
        symbols, signs = self._signs()
        brackets = tuple(self._brackets())
        labels = tuple(label for label in self.plan.labels if not self._is_of_kernel(label))
        plots = tuple(plot for plot in self.plan.plots if plot in self._over)
        gone = [*gone, *signs, *self._gone(), *map(room_of, set(self.plan.labels) - set(labels))]
        gone += [(x, y, x + width, y + height) for x, y, width, height in plots]
        left = tuple(NOWHERE if plot in plots else plot for plot in self.plan.plots)
        plan = replace(self.plan, symbols=symbols, brackets=brackets, labels=labels, plots=left)
        kept = list(self._kept(plan))
        x, y = (
            closed(
                [(box[axis], box[axis + 2]) for box in gone],
                [(box[axis], box[axis + 2]) for box in kept],
            )
            for axis in (0, 1)
        )
        return moved(plan, x, y, self.hidden)

    def _moved_up(self) -> tuple[_Trim, Box | None]:
        """With a row that begins with what was added to hidden panels; the room that this leaves.

        Example: of “∗ kernel + bias” below its input, “+ bias” goes to where the “∗” was.
        """
        listed = self.plan.symbols
        for at, ((sign, x, y), (added, start, level)) in enumerate(pairwise(listed)):
            is_hidden = self._away(sign, x, y)[1] and not self._is_after(x, y)
            if not (sign in MULTIPLIED and added == "+" and y == level and is_hidden):
                continue
            places, end = list(self.plan.places), start
            for panel, (left, top) in enumerate(places):
                if top <= y <= top + self.before[panel].rows and x < left <= start + BEFORE:
                    aside = start - x if panel in self.hidden else x - start
                    places[panel] = left + aside, top
                    wide = max(self.before[panel].columns, NARROWEST)
                    end = end if panel in self.hidden else left + wide
            rest = (
                ("→" if each == "=" else each, left, top) for each, left, top in listed[at + 2 :]
            )
            symbols = (*listed[:at], (added, x, y), *rest)
            plan = replace(self.plan, places=tuple(places), symbols=symbols)
            return replace(self, plan=plan), (start - SIGN, y, end, y)
        return self, None

    def _is_after(self, x: float, y: float) -> bool:
        """Whether a panel stands before a place, on its level."""
        placed = zip(self.plan.places, self.before, strict=True)
        return any(left < x and top <= y <= top + each.rows for (left, top), each in placed)

    def _corners(self, at: int) -> list[tuple[float, float]]:
        return [self.plan.places[at], *self.plan.flights.get(at, ())]

    def _gone(self) -> Iterable[Box]:
        """The room of hidden panels and of titles that are no longer there."""
        for at, (was, panel) in enumerate(zip(self.before, self.panels, strict=True)):
            for x, y in self._corners(at):
                above, below = was.headroom
                right = x + max(was.columns, NARROWEST * was.titled)
                if panel.hidden:
                    right = self._up_to_next(right)
                    yield x - was.beside, y - above, right, y + was.rows + below
                elif was.titled and not panel.titled:
                    under = was.raised if not was.below else 0.0
                    edge = y + was.rows + TITLE if was.below else y - under
                    rest = 0.0 if self._is_first(y - above) else KEPT_ABOVE
                    yield x + was.columns, edge - TITLE + rest, right, edge

    def _up_to_next(self, right: float) -> float:
        """The right edge of a hidden panel, or where the next one begins, if it is close to it."""
        starts = (self.plan.places[at][0] for at in self.hidden)
        return min((x for x in starts if right < x <= right + NEAR), default=right)

    def _is_first(self, y: float) -> bool:
        """Whether nothing stands above a height."""
        tops = [top for at in range(len(self.panels)) for _, top in self._corners(at)]
        return not any(top < y for top in tops)

    def _kept(self, plan: Layout) -> Iterable[Box]:
        """The room of all that stays."""
        for at, panel in enumerate(self.panels):
            above, below = panel.headroom
            wide = max(panel.columns, NARROWEST * panel.titled)
            if not panel.hidden:
                for x, y in self._corners(at):
                    yield x - panel.beside, y - above, x + wide, y + panel.rows + below
        for x, y, width, height in plan.plots:
            if width:
                yield x, y, x + width, y + height
        for _, x, y in plan.symbols:
            yield x - SIGN, y - SIGN, x + SIGN, y + SIGN
        for block in bracketed(self.panels, plan):
            yield block.x, block.y, block.x + block.width, block.y + block.height
        yield from map(room_of, plan.labels)

    def _signs(self) -> tuple[tuple[tuple[str, float, float], ...], list[Box]]:
        """The signs that stay, and the room of those that multiply by hidden panels.

        What was multiplied by a kernel doesn't equal what comes out: an arrow leads there instead.
        """
        kept, gone, listed = [], list[Box](), self.plan.symbols
        following = [*(sign for sign, _, _ in listed), ""][1:]
        is_multiplied = False
        for (sign, x, y), next_ in zip(listed, following, strict=True):
            away, is_level = self._away(sign, x, y)
            if away and next_ not in ("=", "→", *MULTIPLIED) and sign in MULTIPLIED:
                kept.append(("→", x, y))  # to what is added to it
            elif away:
                is_multiplied = True
                if is_level:  # else something else may stand behind it
                    gone.append((x - away, y - SIGN, x + away, y + SIGN))
            else:
                kept.append(("→" if sign == "=" and is_multiplied else sign, x, y))
                is_multiplied = is_multiplied and sign != "="
        return tuple(kept), gone

    def _away(self, sign: str, x: float, y: float) -> tuple[float, bool]:
        """How far a hidden panel is from a sign that joins it to something; 0 for none.

        And whether both are on a level, rather than that the sign stands for several panels.
        """
        multiplies = sign in MULTIPLIED
        for at in self.hidden:
            (left, top), panel = self.plan.places[at], self.before[at]
            above, below = panel.headroom
            right = left + max(panel.columns, NARROWEST * panel.titled)
            is_level = top - above <= y <= top + panel.rows + below
            if (is_level or multiplies) and 0 < left - x <= BEFORE:
                return left - x, is_level
            if multiplies and 0 < x - right <= BEFORE:
                return x - right, is_level
        return 0.0, False

    def _is_of_kernel(self, label: Label) -> bool:
        """Whether a label belongs to a hidden panel: it moves with it, or tells of it."""
        if label.panel in self.hidden:
            return True
        boxes = ((*self.plan.places[at], self.before[at]) for at in self.hidden)
        near = (
            x - NEAR <= label.x <= x + panel.columns + NEAR
            and y - TITLE <= label.y <= y + panel.rows
            for x, y, panel in boxes
        )
        over = (
            x - TITLE <= label.x <= x + width + TITLE and y - TITLE <= label.y <= y + height + TITLE
            for x, y, width, height in self._over
        )
        return (label.role == "kernel" and any(near)) or any(over)

    @cached_property
    def _over(self) -> list[Box]:
        """The places of plots that lie on hidden panels: they are about these alone."""
        return [
            plot for plot in self.plan.plots if lies_on(self.before, self.plan, plot, self.hidden)
        ]

    def _brackets(self) -> Iterable[Bracket]:
        """The brackets along panels that stay."""
        for bracket in self.plan.brackets:
            left = tuple(at for at in bracket.panels if at not in self.hidden)
            if left:
                yield replace(bracket, panels=left)
