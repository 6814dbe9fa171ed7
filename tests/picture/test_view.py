"""A moment on the stage: states, texts, outlines by hand, and captions done as arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import conv_trace, lesson, view
from convlib.numerals import exact, short
from convlib.picture.equation import Token, equation
from convlib.picture.look import Look
from convlib.picture.parts import HOLE, PADDING, UNVISITED, Panel
from convlib.picture.scene import Scene
from convlib.picture.view import CellView, View
from convlib.staging.arrange import TITLE
from convlib.staging.single_plane import stage_plane
from convlib.staging.steps import Steps
from tests.cases import MINUS, Case, caption_sides, cases, fixed
from tests.staging.test_steps import scene_of

CLASSIC = [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]
KERNEL = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
WINDOW = (6, 7, 8, 11, 12, 13, 16, 17, 18)  # the input's cells at step 4, the middle
FIRST_KERNEL, FIRST_OUTPUT = 25, 34


@pytest.fixture
def classic() -> Scene:
    return stage_plane(conv_trace([CLASSIC], [[KERNEL]]))


def cells(moment: View) -> dict[int, CellView]:
    """The cells by id."""
    return {cell.cell: cell for cell in moment.cells}


def states(moment: View) -> dict[str, list[int]]:
    """Which cells are in which state, those without one left out."""
    found: dict[str, list[int]] = {}
    for cell in moment.cells:
        if cell.state:
            found.setdefault(cell.state, []).append(cell.cell)
    return found


def written(groups: tuple[tuple[Token, ...], ...]) -> str:
    """A caption as one text."""
    return "".join(token.text for group in groups for token in group)


def test_a_whole_step(classic: Scene) -> None:
    moment = view(classic, 4)
    assert states(moment) == {
        "lit": list(WINDOW),
        "current": [FIRST_OUTPUT + 4],
        "empty": [FIRST_OUTPUT + n for n in range(5, 9)],
    }
    at = cells(moment)
    assert [at[cell].aside for cell in WINDOW] == [f"×{w}" for row in KERNEL for w in row]
    assert {cell.cell for cell in moment.cells if cell.aside} == set(WINDOW)
    outputs = [at[FIRST_OUTPUT + n].text for n in range(9)]
    assert outputs == ["12", "12", "17", "10", "17", "", "", "", ""]
    assert [at[FIRST_OUTPUT + n].level for n in range(9)] == [3, 3, 4, 3, 4, 0, 0, 0, 0]
    assert [cell.text for cell in moment.cells[:25]] == [str(n) for row in CLASSIC for n in row]
    assert written(moment.caption) == (
        "y[1, 1] = 0·0 + 1·1 + 3·2 + 1·2 + 2·2 + 2·0 + 0·0 + 0·1 + 2·2 = 17"
    )


def test_one_term_of_a_step(classic: Scene) -> None:
    moment = view(classic, 4, 3)
    assert states(moment) == {
        "lit": list(WINDOW[:3]),
        "now": [WINDOW[3], FIRST_KERNEL + 3],
        "wait": list(WINDOW[4:]),
        "partial": [FIRST_OUTPUT + 4],
        "empty": [FIRST_OUTPUT + n for n in range(5, 9)],
    }
    partial = cells(moment)[FIRST_OUTPUT + 4]
    assert (partial.text, partial.level) == ("9", 0)
    assert written(moment.caption) == "y[1, 1] = 0·0 + 1·1 + 3·2 + 1·2 = 9"
    below = [token.below for group in moment.caption for token in group if token.role == "kernel"]
    assert below == ["0", "1", "7", "9"]
    rings = {(ring.x, ring.y) for ring in moment.rings}
    at = cells(moment)
    assert rings == {(at[n].x, at[n].y) for n in (FIRST_OUTPUT + 4, WINDOW[3], FIRST_KERNEL + 3)}


def test_the_last_term_ends_the_step(classic: Scene) -> None:
    moment = view(classic, 4, 8)
    assert states(moment)["current"] == [FIRST_OUTPUT + 4]
    assert "partial" not in states(moment)
    assert cells(moment)[FIRST_OUTPUT + 4].text == "17"
    assert moment.caption == view(classic, 4).caption


def test_where_things_stand_beside_each_other(classic: Scene) -> None:
    moment = view(classic, 4)
    (window,) = moment.windows
    assert (window.x, window.y, window.width, window.height) == (1, TITLE + 1, 3, 3)
    (ring,) = moment.rings
    at = cells(moment)
    assert (ring.x, ring.y) == (at[FIRST_OUTPUT + 4].x, at[FIRST_OUTPUT + 4].y)
    assert (at[7].x, at[7].y) == (2, TITLE + 1)
    kernel, last = at[FIRST_KERNEL], at[FIRST_KERNEL + 8]
    assert moment.links == (
        (window.x + 3, window.y, kernel.x, kernel.y),
        (window.x + 3, window.y + 3, kernel.x, last.y + 1),
        (last.x + 1, kernel.y, ring.x, ring.y),
        (last.x + 1, last.y + 1, ring.x, ring.y + 1),
    )
    assert [(title.text, title.note) for title in moment.titles] == [
        ("Input", "5 × 5"),
        ("Kernel", "3 × 3"),
        ("Output", "3 × 3"),
    ]
    assert [(title.x, title.y) for title in moment.titles] == [
        (at[first].x, at[first].y) for first in (0, FIRST_KERNEL, FIRST_OUTPUT)
    ]


def test_a_layout_moves_cells_and_changes_nothing_else(classic: Scene) -> None:
    wide, tall = view(classic, 4, 2), view(classic, 4, 2, layout="tall")
    assert tall.width < wide.width
    for one, other in zip(wide.cells, tall.cells, strict=True):
        assert (one.cell, one.state, one.text, one.aside, one.level) == (
            other.cell,
            other.state,
            other.text,
            other.aside,
            other.level,
        )
    assert tall.caption == wide.caption


def test_padding_is_part_of_the_window() -> None:
    scene = stage_plane(conv_trace([CLASSIC], [[KERNEL]], padding=1, stride=2))
    moment = view(scene, 0)
    lit = [cell for cell in moment.cells if cell.state == "lit"]
    assert [cell.kind & PADDING for cell in lit] == [1, 1, 1, 1, 0, 0, 1, 0, 0]
    assert [cell.text for cell in lit] == ["0", "0", "0", "0", "3", "3", "0", "0", "0"]
    assert moment.titles[0].note == "5 × 5"


@pytest.mark.parametrize(("step", "term"), [(-1, None), (9, None), (0, -1), (0, 9), (99, 0)])
def test_there_is_no_other_moment(classic: Scene, step: int, term: int | None) -> None:
    with pytest.raises(IndexError):
        view(classic, step, term)


def test_negative_numbers_stand_in_brackets() -> None:
    scene = stage_plane(conv_trace([[[-1, 2]]], [[[[3, -4]]]]))
    assert written(equation(scene, 0)) == "y[0, 0] = (−1)·3 + 2·(−4) = −11"


def check_moment(scene: Scene, step: int, expected: list[Fraction]) -> None:
    """A step's captions, term by term, against the running sums worked out here."""
    whole = view(scene, step)
    current = next(cell for cell in whole.cells if cell.state == "current")
    for term, total in enumerate(accumulate(expected)):
        moment = view(scene, step, term)
        name, products, result = caption_sides(written(moment.caption))
        assert products == result == total
        assert name == "y[{}, {}]".format(*scene.panels[2].index(scene.locate(current.cell)[1]))
        shown = next(cell for cell in moment.cells if cell.cell == current.cell)
        last = term == len(expected) - 1
        assert shown.state == ("current" if last else "partial")
        assert shown.text == short(float(total))
        assert all(len(cell.text) <= 4 for cell in moment.cells)
    assert caption_sides(written(whole.caption))[2] == sum(expected)
    assert exact(float(sum(expected))) == exact(scene.values[current.cell])


@fixed(60)
@given(cases(plane=True), st.sampled_from(["1", "0.1", "0.01", "7919"]), st.data())
def test_captions_are_true(case: Case, scale: str, data: st.DataObject) -> None:
    """Of small numbers, tenths, hundredths and large ones, each caption is exact arithmetic."""
    x, weight = case.x * float(scale), case.weight * float(scale)
    scene = stage_plane(conv_trace(x, weight, **case.options))
    unit = Fraction(scale) ** 2
    steps = list(case.steps())
    for step in {0, data.draw(st.integers(0, len(steps) - 1)), len(steps) - 1}:
        products = [case.read(src) * case.weight[ker].item() * unit for src, ker in steps[step]]
        check_moment(scene, step, products)


@fixed(60)
@given(cases(plane=True))
def test_tokens_carry_the_cells_they_speak_of(case: Case) -> None:
    scene = stage_plane(conv_trace(case.x, case.weight, **case.options))
    step = len(scene) // 2
    rows = scene.terms(step)
    tokens = [token for group in equation(scene, step) for token in group]
    for role, ids in (("input", scene.src[rows]), ("kernel", scene.ker[rows])):
        spoken = [token for token in tokens if token.role == role]
        assert [token.cell for token in spoken] == ids.tolist()
        for token in spoken:
            value = int(token.text.strip("()").replace(MINUS, "-"))
            assert value == scene.values[token.cell]
    assert np.all([token.cell == -1 for token in tokens if token.role == "muted"])
    assert [token.cell for token in tokens if token.role in ("output", "result")] == [
        scene.dst[step]
    ] * 2


def test_a_number_that_meets_several_weights_shows_that_of_the_present_term_alone() -> None:
    scene = lesson("depthwise-separable").build()
    fibre = np.unique(scene.src[scene.terms(1)]).tolist()
    asides = {cell.cell: cell.aside for cell in view(scene, 1).cells}
    assert [asides[cell] for cell in fibre] == ["", "", ""], "three filters read it"
    rows = scene.terms(1)
    for term in range(rows.stop - rows.start):
        seen = {cell.cell: cell.aside for cell in view(scene, 1, term).cells}
        out = scene.out[rows.start + term]
        to_it = [at for at in range(rows.start, rows.stop) if scene.out[at] == out]
        weights = {int(scene.src[at]): short(scene.values[scene.ker[at]]) for at in to_it}
        assert {cell: seen[cell] for cell in fibre} == {
            cell: f"×{weight}" for cell, weight in weights.items()
        }


def test_a_number_that_meets_several_weights_has_a_hue_at_a_single_term_only() -> None:
    scene = lesson("depthwise-separable").build()
    cell = int(scene.src[scene.terms(1).start])
    look = Look(hues=True)
    fills = [
        next(each.fill for each in view(scene, 1, term, look=look).cells if each.cell == cell)
        for term in (None, 0)
    ]
    assert not fills[0].startswith("hue")
    assert fills[1].startswith("hue")


def test_where_something_was_taken_away_a_hole_is_hatched_and_bare() -> None:
    kinds = np.array([[0, HOLE, HOLE | UNVISITED]])
    panels = [
        Panel("input", "input", "x", np.array([[2]])),
        Panel("kernel", "kernel", "w", np.array([[3, 0, 0]]), kinds=kinds),
        Panel("output", "output", "y", np.array([[6]])),
    ]
    steps = Steps(panels)
    steps.step(steps.cell(2), [(steps.cell(0), steps.cell(1), steps.cell(2))])
    shown = view(scene_of(panels, steps), 0).cells[1:4]
    assert [cell.text for cell in shown] == ["3", "·", ""]
    assert [cell.fill for cell in shown[1:]] == ["ground", "ground"]
