"""What stands where, in every preset and both layouts, held against the products that are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import groupby

import numpy as np
import pytest

from convlib import ConvError, all_lessons, lesson
from convlib.lesson import Values
from convlib.ops import Array
from convlib.params import PerAxis, Whole
from convlib.picture.parts import Layout, Window
from convlib.picture.scene import Scene

PRESETS = [(each.slug, preset.name) for each in all_lessons() for preset in each.presets]
EVERY = pytest.mark.parametrize(("slug", "preset"), PRESETS)
# Whole lines of a matrix are framed, its zeros too, which take part in no product.
MATRICES = ("transposed-c", "transposed-ct", "transposed-identity")
# A race frames its window from the first product on, and a field all of what it covers.
AHEAD = ("flat-race", "inception-five", "inception-seven")
MADE = ("=", "→", "Σ")  # what follows these is worked out
NEAR = 1.8  # cells from a sign to what stands behind it, pegs between them included
WEIGHTS = ("∗", "⋆")  # what follows these weighs


@cache
def built(slug: str, preset: str) -> Scene:
    """The scene of a preset."""
    return lesson(slug).build(preset=preset)


def panels_of(scene: Scene, cells: Array) -> Array:
    """Per cell its panel; -1 for none."""
    found: Array = np.searchsorted(scene.first_cells, cells, side="right") - 1
    return found


def stays(scene: Scene, window: Window) -> Iterator[tuple[int, int, slice]]:
    """Where a window stands, and all terms of the steps in which it stands there."""
    places = list(zip(window.row.tolist(), window.column.tolist(), strict=True))
    for (row, column), steps in groupby(range(len(scene)), key=places.__getitem__):
        listed = list(steps)
        terms = slice(scene.terms(listed[0]).start, scene.terms(listed[-1]).stop)
        if row >= 0 and terms.start < terms.stop:
            yield row, column, terms


@EVERY
def test_on_each_edge_of_a_window_something_is_read_or_made(slug: str, preset: str) -> None:
    check_edges(built(slug, preset), slug, preset)


@EVERY
def test_so_it_is_with_every_size_one_more_or_less(slug: str, preset: str) -> None:
    if preset == "sobel-race":
        return  # with 3 × 4 weights a step ends in the middle of a window
    found = lesson(slug)
    values = found.values(preset=preset)
    for param in found.at_work(values):
        if isinstance(param, Whole | PerAxis):
            with suppress(ConvError):  # which says that this doesn't go together
                scene = found.stage(found.values(**values | beside(param, values)))
                check_edges(scene, slug, preset)


def beside(param: Whole | PerAxis, values: Values) -> Values:
    """A parameter's next larger number, or the next smaller one where it is the largest."""
    present = values[param.name]
    if isinstance(param, Whole):
        return {param.name: present + (1 if present < param.high else -1)}
    rows, columns = present
    return {param.name: (rows, columns + (1 if columns < param.high else -1))}


def check_edges(scene: Scene, slug: str, preset: str) -> None:
    """Along each edge of a window there are cells with which something is done."""
    pointed = {points.panel for points in scene.points}
    for window in scene.windows:
        panel, first = scene.panels[window.panel], scene.first_cells[window.panel]
        loose = panel.name in MATRICES or window.panel in pointed or preset in AHEAD
        if loose or (slug == "inception" and window.kernel < 0):
            continue
        if panel.role == "kernel":
            check_weights(scene, window)
        for row, column, terms in stays(scene, window):
            cells = np.concatenate([each[terms] for each in (scene.src, scene.ker, scene.out)])
            cells = cells[panels_of(scene, cells) == window.panel] - first
            down, across = np.divmod(cells, panel.columns) - np.array([[row], [column]])
            within = (down >= 0) & (down < window.rows) & (across >= 0) & (across < window.columns)
            assert {0, window.rows - 1} <= {*down[within].tolist()}, f"rows at {row}, {column}"
            assert {0, window.columns - 1} <= {*across[within].tolist()}, f"{row}, {column}"


def check_weights(scene: Scene, window: Window) -> None:
    """In every step in which weights are framed and something is worked out, some of them weigh."""
    for step in np.flatnonzero(window.row >= 0).tolist():
        terms = scene.terms(step)
        weights = np.concatenate([each[terms] for each in (scene.ker, scene.src, scene.out)])
        made = weights.size == 0 or window.panel in panels_of(scene, weights)
        assert made, f"step {step}: the window on panel {window.panel}"


def behind(scene: Scene, layout: Layout, x: float, y: float) -> int:
    """The panel next to a sign on its right whose middle is at its height; -1 for none."""
    places = enumerate(zip(layout.places, scene.panels, strict=True))
    level = [
        (left, at)
        for at, ((left, top), panel) in places
        if abs(top + panel.rows / 2 - y) < 1e-6 and 0 <= left - x < NEAR
    ]
    return min(level, default=(0, -1))[1]


@EVERY
def test_behind_a_sign_stands_what_it_announces(slug: str, preset: str) -> None:
    """Weights behind ∗, what is worked out behind =, and no input behind either of them."""
    scene = built(slug, preset)
    if preset == "not-separable" or preset.startswith("flat-"):
        return  # there, kernels are taken apart: = leads from factors to a kernel
    made = {*panels_of(scene, scene.out).tolist()}
    made |= {scene.locate(cell)[0] for cells in scene.made.values() for cell in cells}
    for name, layout in scene.layouts.items():
        for sign, x, y in layout.symbols:
            at = behind(scene, layout, x, y)
            if at >= 0 and sign in WEIGHTS:
                assert scene.panels[at].role == "kernel", f"{name}: {sign} at {x}, {y}"
            if at >= 0 and sign in MADE:
                assert at in made, f"{name}: {sign} at {x}, {y}"
