"""Rules, gains, and steps of several kinds: what is worked out, said and seen of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from convlib.picture.equation import equation
from convlib.picture.parts import Panel
from convlib.picture.scene import RULES, Scene
from convlib.picture.view import view
from convlib.render.payload import payload
from convlib.staging.steps import Steps
from tests.arithmetic import check_caption
from tests.contract.test_scenes import check_terms
from tests.staging.rules import (
    MAKERS,
    compared,
    continued,
    in_turn,
    pooled,
    rewritten,
    sampled,
    squeezed,
)
from tests.staging.test_steps import MAKERS as PLAIN
from tests.staging.test_steps import said, shown, states

EVERY = pytest.mark.parametrize("make", [*MAKERS, *PLAIN], ids=lambda make: make.__name__)


@EVERY
def test_every_equation_comes_to_its_number(make: Callable[[], Scene]) -> None:
    scene = make()
    check_terms(scene)
    for step in range(len(scene)):
        rows = scene.terms(step)
        for term in (None, *range(rows.stop - rows.start)):
            check_caption(scene, step, term)


def test_every_rule_and_gain_is_among_these_scenes() -> None:
    scenes = [make() for make in (*MAKERS, *PLAIN)]
    found = {scene.rule_of(term) for scene in scenes for term in range(len(scene.src))}
    assert found == set(RULES)
    gains = [scene.gain for scene in scenes if scene.gain is not None]
    assert {-1, 0, 0.375, 1} <= set(np.concatenate(gains).tolist())


def test_a_sum_goes_on_from_step_to_step() -> None:
    scene = continued()
    assert scene.sums.tolist() == [10, 12, 10, 12, 30, 34, 42, 46, 34, 80]
    assert [said(scene, step).split("\N{EM SPACE}\N{EM SPACE}") for step in range(3)] == [
        ["m[0] = 1·10 + 2·1 = 12", "y = 1·10 + 2·1 = 12"],
        ["m[1] = 3·10 + 4·1 = 34", "y = 12 + 3·10 + 4·1 = 46"],
        ["z = 34 + 46 = 80"],
    ]
    assert said(scene, 1, 2) == "y = 12 + 3·10 = 42"
    total = scene.first_cells[3]
    seen = [view(scene, step).cells[total] for step in range(3)]
    assert [(cell.text, cell.state) for cell in seen] == [
        ("12", "partial"),
        ("46", "current"),
        ("46", "lit"),
    ]
    assert scene.goes_on.tolist() == [True, True, False]  # type: ignore[union-attr]
    assert payload(scene)["goesOn"] == [[0, True], [2, False]]


def test_one_step_makes_cells_of_several_rules() -> None:
    scene = pooled()
    assert scene.sums.tolist() == [6, 7, 12, 12, 3, 3, 5, 5, 3, 2, 7, 2.25]
    assert said(scene, 0).split("\N{EM SPACE}\N{EM SPACE}") == [
        "y = 3·2 + (−1)·(−1) + 5·1 + 2·0 = 12",
        "z = max(3, −1, 5, 2) = 5",
        "a = (3 + (−1) + 5 + 2) / 4 = 2.25",
    ]
    assert shown(scene, 0)[-3:] == ["12", "5", "2.25"]


def test_a_mean_is_added_up_and_divided_once() -> None:
    scene = pooled()
    assert [said(scene, 0, term) for term in (8, 10, 11)] == [
        "a = 3",
        "a = 3 + (−1) + 5 = 7",
        "a = (3 + (−1) + 5 + 2) / 4 = 2.25",
    ]
    assert [shown(scene, 0, term)[-1] for term in (8, 10, 11)] == ["3", "7", "2.25"]
    assert [states(scene, 0, term)[-1] for term in (8, 10, 11)] == ["partial", "partial", "current"]


def test_of_a_maximum_the_winner_is_seen() -> None:
    """In the equation all others stand back; on the stage the winner has a ring."""
    scene = pooled()
    group = [token for group in equation(scene, 0, 7) for token in group if token.cell >= 0]
    assert [(token.text, token.role) for token in group] == [
        *(("z", "output"), ("3", "muted"), ("−1", "muted"), ("5", "input"), ("2", "muted")),
        ("5", "result"),
    ]
    rings = [(ring.x, ring.role) for ring in view(scene, 0).rings]
    assert rings[-1] == (view(scene, 0).cells[2].x, "input")
    assert len(rings) == 4
    assert len(view(scene, 0, 6).rings) == 2


def test_a_maximum_of_products_and_of_equal_numbers() -> None:
    scene = compared()
    assert said(scene, 0) == "y[0] = max((−2)·(−4), 3·2) = 8"
    assert said(scene, 0, 0) == "y[0] = max((−2)·(−4)) = 8"
    assert said(scene, 1) == "y[1] = max(−2, 3, −7, 3) = 3"
    strong = [t.cell for group in equation(scene, 1) for t in group if t.role == "input"]
    assert strong == [1], "of two that are equal the first"
    assert said(scene, 2) == "y[2] = max(−7, −2) = −2"


def test_squeeze_and_excitation_step_by_step() -> None:
    scene, high = squeezed(), "0.880797078"
    assert [said(scene, step) for step in range(9)] == [
        "m[0] = ((−4) + 0) / 2 = −2",
        "m[1] = (1 + 3) / 2 = 2",
        "r[0] = max(0, −2) = 0",
        "r[1] = max(0, 2) = 2",
        "g[0] = σ(0) = 0.5",
        f"g[1] = σ(2) = {high}",
        "y[0, 0, 0] = (−4)·0.5 = −2",
        f"y[1, 0, 0] = 1·{high} = {high}",
        f"z[0] = {high}",
    ]
    moment = view(scene, 7)
    assert [cell.state for cell in moment.cells if cell.role == "middle"][-2:] == ["", "lit"]
    assert len(moment.links) == 4, "each of two cells from the channel's, and from its gain"
    assert [view(scene, step).wired for step in (5, 6)] == [False, True]
    assert all(not cell.aside for cell in moment.cells)


def test_a_point_between_cells_stands_in_brackets_before_its_weight() -> None:
    scene = sampled()
    assert said(scene, 0) == (
        "y[0] = (0.375·4 + 0.375·(−8) + 0.125·2 + 0.125·16)·2 + (1·2 + 0·4 + 0.25·16)·(−3) = −16.5"
    )
    assert said(scene, 0, 0) == "y[0] = 0.375·4·2 = 3"
    assert said(scene, 0, 1) == "y[0] = (0.375·4 + 0.375·(−8))·2 = −3"
    assert said(scene, 0, 4) == (
        "y[0] = (0.375·4 + 0.375·(−8) + 0.125·2 + 0.125·16)·2 + 2·(−3) = −4.5"
    )
    assert said(scene, 1) == (
        "y[1] = ((−0.25)·4 + (−1)·16)·2 + 0.75·(−8)·(−3) − 4·2 + 2·(−3) = −30"
    )
    assert said(scene, 2) == "y[2] = 0.5·16 + 0.25·4 = 9"
    assert said(scene, 3) == "y[3] = −2 + (−0.25)·4 = −3"
    roles = {token.text: token.role for group in equation(scene, 2) for token in group}
    assert (roles["0.5"], roles["0.25"]) == ("gain", "gain")


def test_the_running_sum_stands_under_the_weight_that_ends_a_bracket() -> None:
    below = [token.below for group in equation(sampled(), 0) for token in group if token.below]
    assert below == ["1.5", "−16.5"]


def test_beside_a_number_stands_its_weight_only_where_that_is_all_that_multiplies_it() -> None:
    """In the second step the third number is only taken times -3; in the first with gains too."""
    asides = [[cell.aside for cell in view(sampled(), step).cells[:4]] for step in (0, 1)]
    assert asides == [["", "", "", ""], ["", "", "×−3", ""]]


def test_a_scene_stamps_and_then_slides() -> None:
    scene = in_turn()
    assert scene.sums.tolist() == [1, 10, 12, 20, 1, -11, 12, -8, -11, -19]
    assert [said(scene, step) for step in (0, 1)] == ["x[0]: 1·1, 1·10", "x[1]: 2·1, 2·10"]
    assert said(scene, 1, 0) == "m[1] = 10 + 2·1 = 12"
    assert states(scene, 0)[4:7] == ["current", "partial", "empty"]
    assert states(scene, 0, 1)[4:7] == ["", "partial", "empty"], "the next stamp adds to it"
    assert states(scene, 1)[4:7] == ["", "current", "current"]
    assert said(scene, 2, 1) == "n[0] = 1·1 + 12·(−1) = −11"
    assert [cell.aside for cell in view(scene, 2).cells[4:7]] == ["×1", "×−1", ""]
    assert [len(view(scene, step).windows) for step in range(5)] == [1, 1, 1, 1, 0]
    assert said(scene, 4) == "y = (−11) + (−8) = −19"
    assert [view(scene, step).wired for step in range(5)] == [False] * 4 + [True]


def test_a_payload_says_what_changes_from_step_to_step_as_runs() -> None:
    sent = payload(in_turn())
    assert sent["scatter"] == [[0, True], [2, False]]
    assert sent["wires"] == [[0, False], [4, True]]
    assert sent["rules"] == []
    assert sent["gain"] is None
    assert payload(pooled())["rules"] == [[0, "sum"], [4, "max"], [8, "mean"]]
    assert payload(sampled())["gain"][:5] == ["0.375", "0.375", "0.125", "0.125", "1"]


def test_what_was_made_anew_is_not_growing() -> None:
    scene = rewritten()
    assert [states(scene, step)[4] for step in range(3)] == ["current", "current", ""]
    assert scene.growing(0).tolist() == [False] * 8
    assert replace(scene, scatter=True).growing(2)[4]


def test_a_rule_of_one_value_takes_one_term() -> None:
    steps = Steps([Panel("input", "input", "x", np.array([[1, 2, 3]]))])
    with pytest.raises(ValueError, match="relu makes cell 2 of one term, not of 2"):
        steps.step(2, [(0, -1, 2), (1, -1, 2)], "relu")
    with pytest.raises(ValueError, match="min is no rule"):
        steps.step(2, [(0, -1, 2)], {2: "min"})


def test_terms_may_be_rows_of_an_array() -> None:
    panels = sampled().panels
    listed, rows = Steps(panels), Steps(panels)
    terms = [(0, 4, 6), (3, 5, 6)]
    listed.step(6, terms)
    rows.step(6, np.array(terms))
    rows.step(7)
    rows.step(8, np.array([(*terms[0][:2], 8, 0.5)]))
    assert listed.columns()["sums"].tolist() == [8, -40]
    assert rows.columns()["sums"].tolist() == [8, -40, 4]
    assert rows.columns()["gain"].tolist() == [1, 1, 0.5]  # type: ignore[union-attr]
    assert rows.columns()["src"].dtype.kind == "i"
