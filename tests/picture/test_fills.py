"""Which colour is behind a number, and on which scale: a table by hand of all that decides it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from convlib.picture.look import Look, hue_of
from convlib.picture.parts import HOLE, PADDING, UNVISITED, Layout, Panel, Picture
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.steps import Steps
from tests.staging.test_steps import scene_of, summed

NUMBERS, BOTH, HEAT = Look(), Look("both"), Look("heat")
HUES, HOT_HUES = Look(hues=True), Look("heat", hues=True)


@pytest.mark.parametrize(
    ("look", "role", "kind", "state", "fill"),
    [
        *((NUMBERS, "input", 0, state, "input-dim-3") for state in ("", "wait", "far")),
        *((NUMBERS, "input", 0, state, "input-full-3") for state in ("lit", "now")),
        *((NUMBERS, role, 0, "", f"{role}-full-3") for role in ("kernel", "middle", "output")),
        (NUMBERS, "input", UNVISITED, "", "input-dim-3"),
        *((NUMBERS, "output", 0, state, "ground") for state in ("empty", "partial")),
        *((look, "input", PADDING, "lit", "ground") for look in (NUMBERS, BOTH, HEAT)),
        *((look, "kernel", HOLE, "", "ground") for look in (NUMBERS, HEAT, HUES)),
        *((look, "kernel", 0, "", "weights-13") for look in (BOTH, HEAT)),
        *((look, "input", 0, "", "activations-13") for look in (BOTH, HEAT)),
        *((HEAT, role, 0, "lit", "activations-13") for role in ("middle", "output")),
        *((look, "input", PADDING, "lit", "hue-7") for look in (HUES, HOT_HUES)),
        *((look, "kernel", 0, "", "hue-7") for look in (HUES, HOT_HUES)),
    ],
)
def test_a_cells_colour(look: Look, role: str, kind: int, state: str, fill: str) -> None:
    """Of a cell with the tint -1 of -4 to 4, the heat 5 of -8 to 8, and the hue 7."""
    assert look.fill(role, kind, state, -1, heat=5, hue=7) == fill


def test_a_group_has_its_colour_in_place_of_the_role_and_no_heat() -> None:
    assert NUMBERS.fill("input", 0, "", 2, colour="group-1") == "group-1-dim-6"
    assert NUMBERS.fill("output", 0, "", -4, colour="group-3") == "group-3-full-0"
    assert HEAT.fill("input", 0, "lit", 2, heat=-8, colour="group-1") == "activations-0"


def test_hues_go_once_round_the_wheel() -> None:
    """There are 49; those of 9 weights lie 49/9 apart, each rounded down."""
    assert [hue_of(at, 9) for at in range(9)] == [0, 5, 10, 16, 21, 27, 32, 38, 43]
    assert [hue_of(at, 49) for at in range(49)] == [*range(49)]


def test_a_number_has_the_hue_of_the_weight_that_it_meets() -> None:
    """Two inputs meet a weight each; hues of two weights are 0 and 24. What is made has none."""
    scene = summed()
    fills = [cell.fill for cell in view(scene, 0, look=HUES).cells]
    assert fills[:4] == ["hue-0", "hue-24", "hue-0", "hue-24"]
    assert not any(fill.startswith("hue") for fill in (*fills[4:6], fills[7]))
    still = [cell.fill for cell in view(scene, 1, look=HUES).cells]
    assert still[:2] == ["input-dim-6", "input-dim-0"]
    assert still[2:4] == ["hue-0", "hue-24"], "weights keep theirs"


def test_the_two_heat_scales_end_at_their_own_largest_numbers() -> None:
    """Weights up to 200 and all else up to 40, in eighths of it, rounded away from 0.

    Counts are on neither scale, whatever their role.
    """
    panels = [
        Panel("input", "input", "x", np.array([[20, -1, 5]])),
        Panel("kernel", "kernel", "w", np.array([[200, -100, 0]])),
        Panel("map", "middle", "m", np.array([[1000]]), scaled=False),
        Panel("kernel", "kernel", "n", np.array([[5000]]), scaled=False),
        Panel("output", "output", "y", np.array([[40]])),
    ]
    steps = Steps(panels)
    steps.step(8, [(0, 3, 8)])
    scene = scene_of(panels, steps)
    assert scene.heat_tops == {"activations": 40, "weights": 200}
    assert scene.heat.tolist() == [4, -1, 1, 8, -4, 0, 0, 0, 8]
    fills = [cell.fill for cell in view(scene, 0, look=HEAT).cells]
    assert fills == [
        *("activations-12", "activations-7", "activations-9"),
        *("weights-16", "weights-4", "weights-8"),
        *("activations-8", "weights-8", "activations-16"),
    ]


def test_a_colour_is_that_of_the_number_which_stands_there_now() -> None:
    """A cell is made of 1, then of 4: made anew, each time it is its own largest in its panel."""
    panels = [
        Panel("input", "input", "x", np.array([[1, 4]])),
        Panel("map", "middle", "m", np.array([[4]]), anew=True),
        Panel("output", "output", "y", np.array([[5]])),
    ]
    steps = Steps(panels)
    steps.step(2, [(0, -1, 2)])
    steps.step(2, [(1, -1, 2)])
    steps.step(3, [(0, -1, 3), (1, -1, 3)])
    scene = scene_of(panels, steps)
    seen = [view(scene, step, look=NUMBERS).cells[2] for step in (0, 1)]
    assert [(cell.text, cell.level, cell.fill) for cell in seen] == [
        ("1", 1, "middle-full-5"),
        ("4", 4, "middle-full-8"),
    ]
    heats = [view(scene, step, look=HEAT).cells[2].fill for step in (0, 1)]
    assert heats == ["activations-10", "activations-15"], "2 and 7 eighths of 5"


def test_what_is_not_known_has_neither_number_nor_tint() -> None:
    scene = summed()
    empty = view(scene, 0).cells[8]
    assert (empty.state, empty.text, empty.level, empty.fill) == ("empty", "", 0, "ground")
    partial = view(scene, 0, 2).cells[7]
    assert (partial.state, partial.level, partial.fill) == ("partial", 0, "ground")


def test_in_a_heat_map_stand_no_numbers_and_no_weights_beside_them() -> None:
    for look, is_written in ((NUMBERS, True), (BOTH, True), (HEAT, False)):
        cells = view(summed(), 0, look=look).cells
        assert any(cell.text for cell in cells) is is_written
        assert any(cell.aside for cell in cells) is is_written


def test_a_number_has_as_many_characters_as_its_panel_says() -> None:
    panels = [Panel("input", "input", "x", np.array([[1234.6]]), figures=6)]
    layout = Layout(9, 9, ((0, 1),), ())
    steps = Steps(panels)
    steps.step()
    said = {0: (("·", "muted"),)}
    columns = steps.columns()
    scene = Scene(tuple(panels), {"wide": layout}, (), ticks=(), captions=said, **columns)
    assert view(scene, 0).cells[0].text == "1234.6"
    fewer = replace(scene, panels=(replace(panels[0], figures=4),))
    assert view(fewer, 0).cells[0].text == "1235"


def test_a_pictures_greys_go_from_black_to_white_and_what_is_beyond_is_cut_off() -> None:
    """There are 32: a third of the way is the eleventh, rounded to the nearest."""
    greys = Picture(0, np.array([[-1, 0, 1 / 3, 1, 2]])).greys
    assert greys.tolist() == [[0, 0, 10, 31, 31]]
