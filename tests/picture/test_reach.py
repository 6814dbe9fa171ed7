"""What goes through a chain: followed here forwards, cell by cell, and found backwards there."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import lesson
from convlib.picture.parts import PADDING, Layout, Panel
from convlib.picture.reach import field, reach
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.steps import Steps
from tests.cases import fixed
from tests.staging.rules import in_turn, rewritten, squeezed
from tests.staging.test_steps import scene_of

CELLS = 7  # of each random scene; the last two are weights


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """A few steps with terms from anywhere to anywhere, some of which stamp."""
    cell = st.integers(0, CELLS - 1)
    term = st.tuples(cell, st.integers(-1, CELLS - 1), st.integers(0, CELLS - 3))
    steps = draw(st.lists(st.lists(term, max_size=4), min_size=1, max_size=5))
    src, ker, outs = np.array([t for step in steps for t in step], int).reshape(-1, 3).T
    return Scene(
        panels=(
            Panel("map", "middle", "m", np.zeros((1, CELLS - 2))),
            Panel("kernel", "kernel", "w", np.zeros((1, 2))),
        ),
        layouts={"wide": Layout(1, 1, (), ())},
        windows=(),
        starts=np.cumsum([0, *map(len, steps)]),
        src=src,
        ker=ker,
        sums=np.zeros(len(src)),
        dst=np.zeros(len(steps), int),
        ticks=(),
        outs=outs,
        scatter=np.array(draw(st.lists(st.booleans(), min_size=len(steps), max_size=len(steps)))),
    )


def origins(scene: Scene) -> dict[int, set[int]]:
    """Per cell all that it comes from in the end: each write gathers what was read by then."""
    have: dict[int, set[int]] = defaultdict(set)
    for step in range(len(scene)):
        rows, begun = scene.terms(step), set[int]()
        for term in range(rows.start, rows.stop):
            src, ker, out = (int(column[term]) for column in (scene.src, scene.ker, scene.outs))  # type: ignore[index]
            read = {src} | ({ker} if 0 <= ker < CELLS - 2 else set())
            comes = read.union(*(have[cell] for cell in read))
            anew = out not in begun and not scene.scatter[step]  # type: ignore[index]
            have[out] = comes if anew else have[out] | comes
            begun.add(out)
    return have


@fixed(300)
@given(scenes())
def test_a_field_is_all_that_a_cell_comes_from_and_a_reach_the_other_way_round(
    scene: Scene,
) -> None:
    have = origins(scene)
    for cell in range(CELLS):
        assert field(scene, cell) == have[cell] - {cell}
        assert reach(scene, cell) == {out for out in have if cell in have[out]} - {cell}


def test_a_cell_made_anew_comes_from_what_it_was_then() -> None:
    """Of the inputs 0 and 1 the cell on the way, 4, is made in turn; 7 reads it, and input 2."""
    scene = rewritten()
    assert field(scene, 5) == {4, 0}
    assert field(scene, 6) == {4, 1}
    assert field(scene, 7) == {4, 1, 2}
    assert reach(scene, 0) == {5}
    assert reach(scene, 1) == {4, 6, 7}
    assert reach(scene, 3) == frozenset()


def test_a_channels_own_number_is_followed_and_weights_are_not() -> None:
    scene = squeezed()
    means, cut, squashed, scaled = (scene.first_cells[panel] for panel in (2, 3, 4, 5))
    assert field(scene, scaled) == {0, 1, means, cut, squashed}
    scene = in_turn()
    stamped, slid, output = (scene.first_cells[panel] for panel in (2, 4, 5))
    between = {*range(stamped, stamped + 3), slid, slid + 1}
    assert field(scene, output) == {0, 1, *between}
    assert field(scene, stamped + 1) == {0, 1}
    assert reach(scene, 0) == {stamped, stamped + 1, slid, slid + 1, output}


@pytest.mark.parametrize(("rates", "cells"), [("1", 3), ("1,2", 7), ("1,2,4", 15), ("2,2,2", 7)])
def test_a_stack_has_the_field_that_is_known_for_its_rates(rates: str, cells: int) -> None:
    """1 + 2(r1 + r2 ...) cells where they double; of three layers of rate 2 every second of 13."""
    scene = lesson("dilated").build(view="stack", rates=rates, length=15)
    plain = scene.panels[0].kind_of_cells.ravel() & PADDING == 0
    output = scene.first_cells[-1]
    fields = [field(scene, output + at) for at in range(scene.panels[-1].values.size)]
    counts = [sum(cell < len(plain) and plain[cell] for cell in cells) for cells in fields]
    assert max(counts) == cells


def outlined(scene: Scene, step: int, asked: int) -> set[int]:
    return {cell.cell for cell in view(scene, step, asked=asked).cells if cell.state == "far"}


def test_what_is_asked_about_is_outlined_through_the_layers() -> None:
    """As far as it plays no other part, and is known."""
    scene = squeezed()
    means, cut, squashed, scaled = (scene.first_cells[panel] for panel in (2, 3, 4, 5))
    assert outlined(scene, 6, asked=scaled) == {means, cut}
    assert outlined(scene, 8, asked=scaled) == {0, 1, means, cut, squashed}
    assert outlined(scene, 2, asked=2) == {means + 1}, "what comes later is not known yet"
    assert outlined(scene, 8, asked=2) == {means + 1, cut + 1, squashed + 1}
    assert outlined(scene, 8, asked=-1) == set()


def test_padding_is_not_outlined() -> None:
    panels = [
        Panel("input", "input", "x", np.array([[0, 5]]), kinds=np.array([[PADDING, 0]])),
        Panel("map", "middle", "m", np.array([[5]])),
        Panel("output", "output", "y", np.array([[5]])),
    ]
    steps = Steps(panels)
    between, out = steps.cell(1), steps.cell(2)
    steps.step(between, [(steps.cell(0, 0, at), -1, between) for at in (0, 1)])
    steps.step(out, [(between, -1, out)])
    scene = scene_of(panels, steps)
    assert field(scene, out) == {0, 1, between}
    assert outlined(scene, 1, asked=out) == {1}
