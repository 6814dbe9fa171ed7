"""A scene without its titles or its kernels: what remains closes up, and stays as it was."""

from __future__ import annotations

from itertools import combinations

import pytest

import convlib
from convlib import view
from convlib.picture.scene import Scene
from convlib.picture.trimmed import trimmed

LESSONS = [each.slug for each in convlib.all_lessons()]
PARTS = [{"titles": False}, {"kernel": False}, {"titles": False, "kernel": False}]
Box = tuple[float, float, float, float]


def boxes(scene: Scene, layout: str) -> dict[int, Box]:
    """Left, top, right and bottom of each panel that is there."""
    placed = enumerate(zip(scene.panels, scene.layouts[layout].places, strict=True))
    return {
        at: (x, y, x + panel.columns, y + panel.rows)
        for at, (panel, (x, y)) in placed
        if not panel.hidden
    }


def meeting(found: dict[int, Box]) -> set[tuple[int, int]]:
    """The panels that lie over each other."""
    return {
        (one, other)
        for (one, a), (other, b) in combinations(found.items(), 2)
        if a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6
    }


@pytest.mark.parametrize("slug", LESSONS)
def test_panels_stay_apart_and_in_the_picture(slug: str) -> None:
    for preset in convlib.lesson(slug).presets:
        scene = convlib.lesson(slug).build(preset=preset.name)
        for parts in PARTS:
            shown = trimmed(scene, **parts)
            for name, plan in shown.layouts.items():
                found = boxes(shown, name)
                assert meeting(found) <= meeting(boxes(scene, name))
                for left, top, right, bottom in found.values():
                    assert min(left, top) >= -1e-6
                    assert right <= plan.width + 1e-6
                    assert bottom <= plan.height + 1e-6
                assert plan.width <= scene.layouts[name].width
                assert plan.height <= scene.layouts[name].height


def test_without_the_kernel_the_output_moves_up_to_the_input() -> None:
    """5 cells, the sign's room of 1.9, 3 cells: by hand. The output's places are the same."""
    scene = convlib.lesson("single-channel").build()
    bare = trimmed(scene, kernel=False)
    plan, was = bare.layouts["wide"], scene.layouts["wide"]
    assert (plan.width, plan.height) == (5 + 1.9 + 3, was.height)
    assert (plan.places[0], plan.places[2]) == (was.places[0], (6.9, was.places[2][1]))
    assert [(sign, x) for sign, x, _ in plan.symbols] == [("→", 5.95)]


def test_without_titles_their_room_goes() -> None:
    """Each title has 0.75 cells; under another panel a third of that stays free."""
    scene = convlib.lesson("single-channel").build()
    for name, rows in (("wide", [0.75]), ("tall", [0.75, 0.5])):
        lost = scene.layouts[name].height - trimmed(scene, titles=False).layouts[name].height
        assert lost in [pytest.approx(sum(rows[:end])) for end in range(1, len(rows) + 1)]
    assert view(trimmed(scene, titles=False), 0).titles == ()


def test_lines_lead_straight_to_what_comes_out() -> None:
    scene = trimmed(convlib.lesson("single-channel").build(), kernel=False)
    moment = view(scene, 4)
    (window,), (ring,) = moment.windows, moment.rings
    right = window.x + window.width
    assert moment.links == (
        (right, window.y, ring.x, ring.y),
        (right, window.y + window.height, ring.x, ring.y + ring.height),
    )
    assert {cell.role for cell in moment.cells} == {"input", "output"}
    assert [cell.aside for cell in moment.cells if cell.state == "lit"][:2] == ["×0", "×1"]


def test_a_kernel_that_is_read_stays() -> None:
    """Where kernels are what is multiplied, there would be no picture without them."""
    scene = convlib.lesson("flattened").build(preset="flat-outer")
    bare = trimmed(scene, kernel=False)
    read = {scene.locate(cell)[0] for cell in scene.src.tolist()}
    assert not any(bare.panels[at].hidden for at in read)


@pytest.mark.parametrize("slug", ["inception", "squeeze-excitation", "shuffled-grouped"])
def test_kernels_with_wires_among_them_stay(slug: str) -> None:
    scene = convlib.lesson(slug).build()
    assert trimmed(scene, kernel=False) is scene


def test_the_block_of_grouped_kernels_goes_with_all_that_belongs_to_it() -> None:
    """The counts move up to the channels, which end at 15.95; some 0.7 cells stay free."""
    scene = convlib.lesson("grouped").build()
    bare = trimmed(scene, kernel=False)
    plan = bare.layouts["wide"]
    net, block, counts = plan.plots
    assert block[2] == 0
    assert net == scene.layouts["wide"].plots[0]
    assert 15.95 + 0.5 < counts[0] <= 15.95 + 0.7
    said = {label.key for label in plan.labels}
    assert not said & {"to-channel", "from-channel"}
    assert {"groups-are", "weights-are", "nothing-crosses"} <= said


def test_a_row_begins_with_what_was_added_to_the_kernels() -> None:
    scene = convlib.lesson("1x1").build(preset="1x1-one-filter")
    (multiplies, *there), was = scene.layouts["tall"].symbols[0], scene.layouts["tall"]
    plan = trimmed(scene, kernel=False).layouts["tall"]
    assert multiplies == "∗"
    assert [(sign, x) for sign, x, _ in plan.symbols] == [("+", there[0])]
    bias = next(at for at, panel in enumerate(scene.panels) if panel.name == "bias")
    away = was.places[bias][0] - was.symbols[1][1]
    assert plan.places[bias][0] == pytest.approx(there[0] + away)


def test_nothing_is_done_where_nothing_is_left_out() -> None:
    scene = convlib.lesson("single-channel").build()
    assert trimmed(scene) is scene
