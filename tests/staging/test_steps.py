"""Steps that make several cells, stamp, or follow in stages, and what is seen of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from convlib.picture.equation import equation
from convlib.picture.look import Look
from convlib.picture.parts import HOLE, Panel, Window
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.arrange import Row, arrange
from convlib.staging.steps import Steps


def scene_of(panels: list[Panel], steps: Steps, **options: object) -> Scene:
    """A scene with its panels in a row."""
    layout = arrange(Row(*range(len(panels))), panels)
    return Scene(
        panels=tuple(panels),
        layouts={"wide": layout},
        ticks=(),
        **{"windows": (), **steps.columns(), **options},  # type: ignore[arg-type]
    )


def summed() -> Scene:
    """Two inputs, each times its weight, and the sum of both with a bias; then cut off at 0."""
    panels = [
        Panel("input", "input", "x", np.array([[2, -5]])),
        Panel("kernel", "kernel", "w", np.array([[3, 4]])),
        Panel("map", "middle", "m", np.array([[6, -20]])),
        Panel("bias", "kernel", "b", np.array([[1]]), axes=0),
        Panel("map", "middle", "z", np.array([[-13]]), lead=(7,)),
        Panel("output", "output", "y", np.array([[0]])),
    ]
    steps = Steps(panels)
    maps = [steps.cell(2, 0, at) for at in (0, 1)]
    products = [(steps.cell(0, 0, at), steps.cell(1, 0, at), maps[at]) for at in (0, 1)]
    total = steps.cell(4)
    steps.step(total, [*products, *((cell, -1, total) for cell in (*maps, steps.cell(3)))])
    steps.step(steps.cell(5), [(total, -1, steps.cell(5))], rule="relu")
    windows = (Window(0, 1, 2, np.array([0, -1]), np.array([0, -1]), kernel=1),)
    return scene_of(panels, steps, windows=windows)


def stamped() -> Scene:
    """Two inputs stamped with a kernel of two, one cell apart: 1·[1, 10] and 2·[1, 10]."""
    panels = [
        Panel("input", "input", "x", np.array([[1, 2]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[1, 10]]), axes=1),
        Panel("output", "output", "y", np.array([[1, 12, 20]]), axes=1),
    ]
    steps = Steps(panels, scatter=True)
    for at in (0, 1):
        source = steps.cell(0, 0, at)
        terms = [(source, steps.cell(1, 0, k), steps.cell(2, 0, at + k)) for k in (0, 1)]
        steps.step(source, terms)
    window = Window(2, 1, 2, np.array([0, 0]), np.array([0, 1]), kernel=1)
    return scene_of(panels, steps, windows=(window,))


def wired() -> Scene:
    """Two inputs, each joined to their sum."""
    panels = [
        Panel("input", "input", "x", np.array([[1, 2]]), axes=1),
        Panel("kernel", "kernel", "w", np.array([[1, 1]]), axes=1),
        Panel("output", "output", "y", np.array([[3]]), axes=1),
    ]
    steps = Steps(panels)
    steps.step(
        steps.cell(2), [(steps.cell(0, 0, k), steps.cell(1, 0, k), steps.cell(2)) for k in (0, 1)]
    )
    return scene_of(panels, steps, wires=True)


def holed() -> Scene:
    """Two weights with a hole between them."""
    kinds = np.array([[0, HOLE, 0]])
    panels = [
        Panel("input", "input", "x", np.array([[7]])),
        Panel("kernel", "kernel", "w", np.array([[1, 0, 2]]), every=(1, 2), kinds=kinds),
        Panel("output", "output", "y", np.array([[14]])),
    ]
    steps = Steps(panels)
    steps.step(steps.cell(2), [(steps.cell(0), steps.cell(1, 0, 2), steps.cell(2))])
    return scene_of(panels, steps)


def moved() -> Scene:
    """A kernel that stands elsewhere in its second step."""
    shifts = np.array([[[0, 0]], [[1.5, -1]]])
    panels = [
        Panel("kernel", "kernel", "w", np.array([[1, 2]]), shifts=shifts),
        Panel("input", "input", "x", np.array([[3]])),
        Panel("output", "output", "y", np.array([[3]])),
    ]
    steps = Steps(panels)
    steps.step()
    steps.step(steps.cell(2), [(steps.cell(1), steps.cell(0), steps.cell(2))])
    return scene_of(panels, steps, captions={0: (("turn", "kernel"),)})


def counted() -> Scene:
    """Two differences, and beside them how many are worked out."""
    panels = [
        Panel("input", "input", "x", np.array([[5, -2]])),
        Panel("map", "middle", "m", np.array([[7, 1]])),
        Panel("output", "output", "y", np.array([[-2, -3]])),
        Panel("map", "middle", "n", np.array([[2]]), running=np.array([[0], [1], [1], [2]])),
    ]
    steps = Steps(panels)
    for at in (0, 1):
        one, other, out = (steps.cell(panel, 0, at) for panel in (0, 1, 2))
        steps.step(out, [(one, -1, out), (other, -1, out, -1)])
    return scene_of(panels, steps)


MAKERS = (summed, stamped, wired, holed, moved, counted)


def said(scene: Scene, step: int, term: int | None = None) -> str:
    return "".join(token.text for group in equation(scene, step, term) for token in group)


def shown(scene: Scene, step: int, term: int | None = None) -> list[str]:
    return [cell.text for cell in view(scene, step, term).cells]


def states(scene: Scene, step: int, term: int | None = None) -> list[str]:
    return [cell.state for cell in view(scene, step, term).cells]


def test_a_step_says_what_it_is_about_and_each_of_its_terms_where_it_goes() -> None:
    scene = summed()
    assert scene.sums.tolist() == [6, -20, 6, -14, -13, 0]
    assert said(scene, 0) == "z[7, 0, 0] = 6 + (−20) + 1 = −13"
    assert said(scene, 0, 1) == "m[0, 1] = (−5)·4 = −20"
    assert said(scene, 0, 3) == "z[7, 0, 0] = 6 + (−20) = −14"
    assert said(scene, 1) == "y[0, 0] = max(0, −13) = 0"
    roles = {token.text.strip("()"): token.role for group in equation(scene, 0) for token in group}
    assert roles["6"] == "middle"
    assert roles["1"] == "kernel"


def test_what_is_made_on_the_way_is_known_from_its_own_term_on() -> None:
    scene = summed()
    assert scene.since.tolist() == [-1, -1, -1, -1, 0, 0, -1, 0, 1]
    assert shown(scene, 0, 0) == ["2", "−5", "3", "4", "6", "", "1", "", ""]
    assert shown(scene, 0) == ["2", "−5", "3", "4", "6", "−20", "1", "−13", ""]
    assert shown(scene, 1)[-1] == "0"
    assert states(scene, 0, 3)[4:8] == ["lit", "now", "wait", "partial"]
    assert states(scene, 0)[:8] == ["lit", "lit", "", "", "current", "current", "lit", "current"]
    assert [cell.aside for cell in view(scene, 0).cells][:2] == ["×3", "×4"]
    assert view(scene, 0).cells[6].aside == ""


def test_a_window_is_there_only_in_its_steps_and_joins_what_it_makes() -> None:
    scene = summed()
    assert len(view(scene, 0).windows) == 1
    assert view(scene, 1).windows == ()
    first = view(scene, 0)
    ring = next(cell for cell in first.cells if cell.cell == 4)
    assert (ring.x, ring.y) in [line[2:] for line in first.links], "kernel to the first map"
    wires = [line for line in first.links if line[1] == line[3] == ring.y + 0.5]
    assert len(wires) == 2, "each map to the sum, the bias to nothing"
    assert {(round(box.x, 2), box.role) for box in first.rings} == {
        (round(cell.x, 2), cell.role) for cell in first.cells if cell.state == "current"
    }


def test_a_stamp_adds_to_what_is_there() -> None:
    scene = stamped()
    assert scene.sums.tolist() == [1, 10, 12, 20]
    assert said(scene, 0) == "x[0]: 1·1, 1·10"
    assert said(scene, 1) == "x[1]: 2·1, 2·10"
    assert said(scene, 1, 0) == "y[1] = 10 + 2·1 = 12"
    assert shown(scene, 0)[-3:] == ["1", "10", ""]
    assert states(scene, 0)[-3:] == ["current", "partial", "empty"]
    assert shown(scene, 1)[-3:] == ["1", "12", "20"]
    assert states(scene, 1) == ["", "now", "", "", "", "current", "current"]
    assert [box.role for box in view(scene, 1).rings] == ["input"]


def test_wires_join_cell_by_cell() -> None:
    scene = wired()
    moment = view(scene, 0)
    (x0, _), (x2, y2) = scene.layouts["wide"].places[0], scene.layouts["wide"].places[2]
    assert moment.links == ((x0 + 1, y2 + 0.5, x2, y2 + 0.5), (x0 + 2, y2 + 0.5, x2, y2 + 0.5))
    assert all(cell.aside == "" for cell in moment.cells)


def test_a_hole_is_room_and_no_number() -> None:
    scene = holed()
    for look in (Look(), Look("both", hues=True)):
        hole = view(scene, 0, look=look).cells[2]
        assert (hole.text, hole.fill) == ("·", "ground")


def test_holes_are_not_counted_in_the_names_of_weights() -> None:
    kernel = holed().panels[1]
    assert [kernel.name_of(cell) for cell in (0, 2)] == ["w[0, 0]", "w[0, 1]"]


def test_cells_stand_where_they_are_moved() -> None:
    scene = moved()
    (before, _), (after, up) = (
        (cell.x, cell.y) for cell in (view(scene, step).cells[0] for step in (0, 1))
    )
    assert (after - before, up) == (1.5, view(scene, 0).cells[0].y - 1)
    assert said(scene, 0) == "turn"
    assert view(scene, 0).rings == ()


def test_a_panel_has_no_cell_beyond_its_edge() -> None:
    steps = Steps([Panel("input", "input", "x", np.zeros((2, 3)))])
    assert steps.cell(0, 1, 2) == 5
    with pytest.raises(IndexError, match=r"panel 0 has no cell \[2, 0\]"):
        steps.cell(0, 2, 0)


def test_what_is_taken_away_has_a_minus() -> None:
    scene = counted()
    assert scene.sums.tolist() == [5, -2, -2, -3]
    assert said(scene, 0) == "y[0, 0] = 5 − 7 = −2"
    assert said(scene, 1) == "y[0, 1] = (−2) − 1 = −3"
    assert said(scene, 1, 0) == "y[0, 1] = −2"


def test_a_count_goes_on_term_by_term() -> None:
    scene = counted()
    moments = [(0, 0), (0, 1), (0, None), (1, 0), (1, 1), (1, None)]
    assert [shown(scene, *moment)[-1] for moment in moments] == ["0", "1", "1", "1", "2", "2"]


def test_what_is_not_scaled_changes_no_heat() -> None:
    scene = counted()
    assert scene.heat_tops == {"activations": 7, "weights": 0}
    large = replace(scene.panels[3], values=np.array([[999]]), scaled=False)
    apart = replace(scene, panels=(*scene.panels[:3], large))
    assert apart.heat_tops == scene.heat_tops
    assert apart.heat.tolist() == [6, -3, 8, 2, -3, -4, 0]
