"""Pointing that goes through several layers: what is lit, outlined and said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import convlib
from convlib.picture.reach import field, reach
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.payload import payload
from convlib.render.theme import theme
from tests.browser.bench import Bench
from tests.staging.rules import MAKERS, compared, continued, in_turn, rewritten, sampled, squeezed
from tests.staging.test_steps import MAKERS as PLAIN


def passes() -> Scene:
    """Two passes, one after the other: nine inputs make three numbers, and these one."""
    return convlib.lesson("spatially-separable").build(view="passes")


def at(
    functions: Page, scene: Scene, step: int, asked: int, covered: bool = False
) -> dict[str, Any]:
    """The moment of a step while a cell is pointed at."""
    seen: dict[str, Any] = functions.evaluate(
        "([scene, step, asked, covered]) =>"
        " view(prepare(scene), step, null, 'wide', asked, { show: 'numbers', covered })",
        [payload(scene), step, asked, covered],
    )
    return seen


def said(seen: dict[str, Any]) -> str:
    return "".join(token["text"] for group in seen["caption"] for token in group)


def states(seen: dict[str, Any], state: str) -> list[int]:
    return [number for number, cell in enumerate(seen["cells"]) if cell["state"] == state]


@pytest.mark.parametrize(
    "make",
    [*MAKERS, *PLAIN, passes, convlib.lesson("dilated").build, convlib.lesson("transposed").build],
    ids=lambda make: getattr(make, "__qualname__", ""),
)
def test_fields_and_reaches_are_the_same_as_in_python(
    functions: Page, make: Callable[[], Scene]
) -> None:
    scene = make()
    found = functions.evaluate(
        "scene => { const ready = prepare(scene);"
        " return ready.cells.text.map((_, cell) =>"
        " [fieldOf, reachOf].map(through => [...through(ready, cell)].sort((a, b) => a - b))); }",
        payload(scene),
    )
    cells = range(scene.values.size)
    assert found == [[sorted(field(scene, cell)), sorted(reach(scene, cell))] for cell in cells]


@pytest.mark.parametrize("make", [squeezed, in_turn, passes], ids=lambda make: make.__name__)
def test_what_a_result_comes_from_is_outlined_as_in_python(
    functions: Page, make: Callable[[], Scene]
) -> None:
    scene = make()
    for step in range(len(scene)):
        if not scene.scatters(step):
            cell = int(scene.dst[step])
            seen, expected = at(functions, scene, step, cell), view(scene, step, asked=cell)
            assert [(each["state"], each["fill"]) for each in seen["cells"]] == [
                (each.state, each.fill) for each in expected.cells
            ]


def test_an_output_of_two_passes_comes_from_nine_inputs(functions: Page) -> None:
    scene = passes()
    last = len(scene) - 1
    output = int(scene.dst[last])
    seen = at(functions, scene, last, output)
    far = states(seen, "far")
    assert len(far) == 9
    assert {scene.role(cell) for cell in far} == {"input"}
    assert len(states(seen, "lit")) == 3
    assert said(seen).endswith(" (9 inputs reach it)")
    assert "reach" not in said(at(functions, scene, last, -1))
    first = int(scene.dst[0])
    assert "reach" not in said(at(functions, scene, 0, first)), "it has one layer below it"


def test_a_result_that_is_still_to_come_shows_its_field_and_no_number(functions: Page) -> None:
    scene = passes()
    output = int(scene.dst[len(scene) - 1])
    seen = at(functions, scene, 0, output)
    between = sorted(cell for cell in field(scene, output) if scene.role(cell) == "middle")
    assert [seen["cells"][cell]["text"] for cell in (*between, output)] == [""] * 4
    assert states(seen, "lit") == between
    assert len(states(seen, "far")) == 9
    assert said(seen).startswith("y[2, 2] = ?")
    assert said(seen).endswith(" = ? (9 inputs reach it)")


def test_an_input_lights_all_that_it_reaches(functions: Page) -> None:
    """The middle of a 5 x 5 input goes into three numbers on the way, and into all nine outputs."""
    scene = passes()
    middle = scene.first_cells[0] + 12
    seen = at(functions, scene, len(scene) - 1, middle)
    assert len(states(seen, "fed")) == 3
    outputs = [cell for cell in states(seen, "far") if scene.role(cell) == "output"]
    assert len(outputs) == 9
    assert said(seen).endswith(" feeds 9 outputs")
    early = at(functions, scene, 0, middle)
    assert {early["cells"][cell]["text"] for cell in states(early, "far")} == {""}


def test_a_stamped_cell_is_asked_about_in_any_stage(functions: Page) -> None:
    scene = in_turn()
    stamped, slid, output = (scene.first_cells[panel] for panel in (2, 4, 5))
    for step in (1, 4):
        seen = at(functions, scene, step, stamped + 1)
        assert said(seen) == "m[1] = 1·10 + 2·1 = 12"
        assert states(seen, "lit") == [0, 1]
    assert said(at(functions, scene, 0, stamped + 1)) == "m[1] = 1·10 = 10"
    assert said(at(functions, scene, 4, slid)) == "n[0] = 1·1 + 12·(−1) = −11 (2 inputs reach it)"
    seen = at(functions, scene, 4, output)
    assert states(seen, "far") == [0, 1, *range(stamped, stamped + 3)]


def test_a_sum_of_several_steps_is_asked_about_as_a_whole(functions: Page) -> None:
    scene = continued()
    made, total = scene.first_cells[2], scene.first_cells[3]
    seen = at(functions, scene, 2, total)
    assert said(seen) == "y = 1·10 + 2·1 + 3·10 + 4·1 = 46"
    assert states(seen, "lit") == [0, 1, 2, 3]
    assert said(at(functions, scene, 0, total)) == "y = 1·10 + 2·1 = 12"
    seen = at(functions, scene, 1, made)
    assert said(seen).startswith("m[0] = 1·10 + 2·1 = 12")
    assert seen["step"] == 0, "it takes one step, and is shown as in that"


def test_a_cell_made_anew_shows_the_field_of_its_last_making(functions: Page) -> None:
    seen = at(functions, rewritten(), 3, 7)
    assert said(seen) == "y[2] = 4 + 4 + 4 = 12 (2 inputs reach it)"
    assert states(seen, "far") == [1]


@pytest.mark.parametrize("covered", [False, True])
def test_a_covered_maximum_does_not_give_its_winner_away(functions: Page, covered: bool) -> None:
    scene = compared()
    seen = at(functions, scene, 1, -1, covered)
    roles = [
        token["role"]
        for group in seen["caption"]
        for token in group
        if token.get("cell", -1) in range(4)
    ]
    assert roles == (["input"] * 4 if covered else ["muted", "input", "muted", "muted"])
    assert (1 in seen["rings"]) is not covered
    assert said(seen) == f"y[1] = max(−2, 3, −7, 3) = {'?' if covered else '3'}"


def rgb(colour: str) -> str:
    """A colour as the browser says it."""
    return f"rgb({', '.join(map(str, bytes.fromhex(colour[1:])))})"


def test_what_lies_behind_other_layers_is_outlined_and_nothing_moves(bench: Bench) -> None:
    scene = passes()
    stage = bench.show(scene)
    bench.page.keyboard.press("End")
    below = stage.locator(".transport").bounding_box()
    output = stage.locator(f'.cell[data-cell="{scene.dst[-1]}"]')
    output.hover()
    far = stage.locator('[data-state="far"] .tile')
    expect(far).to_have_count(9)
    for tile in far.all():
        expect(tile).to_have_css("stroke", rgb(theme("light").colours["edge"]))
    expect(stage.locator(".caption:not(.measure)")).to_contain_text("(9 inputs reach it)")
    assert stage.locator(".transport").bounding_box() == below


def test_gains_and_wires_have_their_colours_in_the_player(bench: Bench) -> None:
    stage = bench.show(sampled())
    gains = stage.locator(".caption:not(.measure) .gain")
    expect(gains).to_have_text([*("0.375", "0.375", "0.125", "0.125"), *("1", "0", "0.25")])
    expect(gains.first).to_have_css("color", rgb(theme("light").colours["gain"]))


def test_lines_are_stronger_in_the_steps_that_join_cell_by_cell(bench: Bench) -> None:
    stage = bench.show(in_turn())
    line, colours = stage.locator(".links line").first, theme("light").colours
    expect(line).to_have_css("stroke", rgb(colours["line"]))
    stage.focus()
    bench.page.keyboard.press("End")
    expect(line).to_have_css("stroke", rgb(colours["edge"]))
