"""Where lines, frames and titles stand, worked out by hand on panels put down at chosen places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from convlib.ops import Array
from convlib.picture.marks import Pegs
from convlib.picture.parts import Curve, Layout, Panel, Window
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.steps import Steps

Place = tuple[float, float]
ONE = np.array([[1]])


def scene_of(
    panels: list[Panel], places: list[Place], terms: list[tuple[int, int, int]], **options: Any
) -> Scene:
    """A scene of one step that makes the first cell of the last panel, unless options say more."""
    steps = Steps(panels)
    steps.step(steps.cell(len(panels) - 1), terms)
    layout = Layout(40, 40, tuple(places), (), plots=options.pop("plots", ()))
    given = {"windows": (), "ticks": (), **steps.columns(), **options}
    return Scene(tuple(panels), {"wide": layout}, **given)


def pair(place: Place, *, groups: tuple[int, int] = (-1, -1), role: str = "middle") -> Scene:
    """A cell at (10, 10) that goes to one elsewhere."""
    panels = [
        Panel("map", role, "m", ONE, group=groups[0]),
        Panel("output", "output", "y", ONE, group=groups[1]),
    ]
    return scene_of(panels, [(10, 10), place], [(0, -1, 1)], wires=True)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((14, 12), (11, 10.5, 14, 12.5)),
        ((6, 12), (10, 10.5, 7, 12.5)),
        ((10, 14), (10.5, 11, 10.5, 14)),
        ((10.5, 6), (10.5, 10, 11, 7)),
    ],
    ids=["to the right", "to the left", "down", "up"],
)
def test_a_wire_leads_between_the_edges_that_face_each_other(
    place: Place, line: tuple[float, float, float, float]
) -> None:
    assert view(pair(place), 0).links == (line,)


@pytest.mark.parametrize(
    ("groups", "tone"),
    [((-1, -1), ""), ((1, -1), "group-1"), ((-1, 2), "group-2"), ((1, 2), "group-1")],
)
def test_a_wire_has_the_colour_of_the_group_that_it_leaves_or_else_reaches(
    groups: tuple[int, int], tone: str
) -> None:
    assert view(pair((14, 12), groups=groups), 0).tones == (tone,)


@pytest.mark.parametrize(("role", "count"), [("middle", 1), ("input", 0), ("kernel", 0)])
def test_without_wires_a_line_leads_from_what_was_worked_out_alone(role: str, count: int) -> None:
    assert len(view(replace(pair((14, 12), role=role), wires=False), 0).links) == count


def under_a_kernel(kernel: Place, output: Place) -> Scene:
    """A window of 2 × 2 cells on a 3 × 4 input, one to the right, and a kernel of 2 × 3."""
    panels = [
        Panel("input", "input", "x", np.ones((3, 4))),
        Panel("kernel", "kernel", "w", np.ones((2, 3))),
        Panel("output", "output", "y", np.ones((1, 2))),
    ]
    terms = [(1, 12, 18), (2, 13, 18), (5, 12, 19)]
    frame = Window(0, 2, 2, np.array([0]), np.array([1]), kernel=1)
    return scene_of(panels, [(0, 1), kernel, output], terms, windows=(frame,))


def test_beside_each_other_lines_join_the_right_corners_with_the_left_ones() -> None:
    moment = view(under_a_kernel((8, 2), (15, 5)), 0)
    (window,) = moment.windows
    assert (window.x, window.y, window.width, window.height) == (1, 1, 2, 2)
    assert moment.links == ((3, 1, 8, 2), (3, 3, 8, 4), (11, 2, 15, 5), (11, 4, 15, 6))


def test_one_above_the_other_lines_join_the_lower_corners_with_the_upper_ones() -> None:
    moment = view(under_a_kernel((1, 8), (2, 14)), 0)
    assert moment.links == ((1, 3, 1, 8), (3, 3, 4, 8), (1, 10, 2, 14), (4, 10, 3, 14))


def test_of_several_cells_that_a_kernel_makes_the_line_leads_to_the_first() -> None:
    lines = view(under_a_kernel((8, 2), (15, 5)), 0).links
    assert {line[2:] for line in lines[2:]} == {(15, 5), (15, 6)}


def test_without_a_kernel_a_window_has_no_lines() -> None:
    scene = under_a_kernel((8, 2), (15, 5))
    alone = replace(scene.windows[0], kernel=-1)
    assert view(replace(scene, windows=(alone,)), 0).links == ()


def test_a_window_has_the_colour_of_its_own_group_before_that_of_its_panel() -> None:
    scene = under_a_kernel((8, 2), (15, 5))
    grouped = (replace(scene.panels[0], group=1), *scene.panels[1:])
    for panels, group, colour in (
        (scene.panels, -1, "kernel"),
        (scene.panels, 2, "group-2"),
        (grouped, -1, "group-1"),
        (grouped, 2, "group-2"),
    ):
        windows = (replace(scene.windows[0], group=group),)
        moment = view(replace(scene, panels=panels, windows=windows), 0)
        assert [window.role for window in moment.windows] == [colour]
        assert set(moment.tones) == {colour if colour != "kernel" else ""}


def test_a_block_is_joined_corner_by_corner() -> None:
    panels = [Panel("channel", "input", "x", np.ones((3, 4)), lead=(at,)) for at in (0, 1)]
    panels.append(Panel("output", "output", "y", ONE))
    row, column = np.array([1]), np.array([2])
    one, other = (Window(at, 2, 1, row, column, joined=at == 0) for at in (0, 1))
    scene = scene_of(panels, [(0, 0), (10, 20), (30, 0)], [(6, -1, 24)], windows=(one, other))
    assert view(scene, 0).links == (
        (2, 1, 12, 21),
        (3, 1, 13, 21),
        (2, 3, 12, 23),
        (3, 3, 13, 23),
    )


def test_of_a_stamp_lines_lead_to_the_kernel_and_on_to_where_it_lands() -> None:
    panels = [
        Panel("input", "input", "x", np.array([[1, 2]])),
        Panel("kernel", "kernel", "w", np.ones((2, 2))),
        Panel("output", "output", "y", np.ones((3, 4))),
    ]
    steps = Steps(panels, scatter=True)
    lands = (steps.cell(2, row, column) for row in (0, 1) for column in (2, 3))
    steps.step(1, [(1, 2 + at, cell) for at, cell in enumerate(lands)])
    patch = Window(2, 2, 2, np.array([0]), np.array([2]), kernel=1)
    layout = Layout(40, 40, ((0, 5), (6, 4), (12, 3)), ())
    scene = Scene(tuple(panels), {"wide": layout}, (patch,), ticks=(), **steps.columns())
    assert view(scene, 0).links == ((2, 5, 6, 4), (2, 6, 6, 6), (8, 4, 14, 3), (8, 6, 14, 5))


def titled(**options: Any) -> tuple[float, float, float]:
    """Where the title of a panel of 2 × 3 cells at (4, 5) stands, and how much room it has."""
    panel = Panel("input", "input", "x", np.ones((2, 3)), **options)
    output = Panel("output", "output", "y", ONE)
    (title, _) = view(scene_of([panel, output], [(4, 5), (20, 5)], [(0, -1, 6)]), 0).titles
    return title.x, title.y, title.width


def test_a_title_stands_on_its_panel_on_its_pegs_or_a_line_below() -> None:
    along = Pegs((0.5, 1.5), np.array([0]))
    assert titled() == (4, 5, 3)
    assert titled(pegs=(along,)) == pytest.approx((4, 5 - 0.8, 3))
    assert titled(pegs=(replace(along, across=False),)) == (4, 5, 3)
    assert titled(below=True) == (4, 5 + 2 + 0.75, 3)
    assert titled(below=True, pegs=(along,)) == (4, 5 + 2 + 0.75, 3)


def test_a_narrow_panels_title_has_the_room_that_a_panel_has_at_least() -> None:
    (title,) = view(pair((14, 12)), 0).titles[:1]
    assert (title.text.strip(), title.note, title.width) == ("Map", "1 × 1", 2.6)


def test_a_title_is_the_other_one_from_its_step_on() -> None:
    panels = [
        Panel("input", "input", "x", np.ones((2, 3)), renamed=(1, "output")),
        Panel("output", "output", "y", ONE),
    ]
    steps = Steps(panels)
    for _ in range(3):
        steps.step(6, [(0, -1, 6)])
    layout = Layout(40, 40, ((0, 1), (9, 1)), ())
    scene = Scene(tuple(panels), {"wide": layout}, (), ticks=(), **steps.columns())
    assert [view(scene, step).titles[0].text for step in range(3)] == ["Input", "Output", "Output"]
    assert view(scene, 0).titles[0].note == "2 × 3", "rows before columns"


def drawn(points: Array, spacing: float, **options: Any) -> list[list[list[float]]]:
    """The points of a curve step by step, in a plot at (3, 4)."""
    panels = [Panel("output", "output", "y", ONE)]
    steps = Steps(panels)
    for _ in range(3):
        steps.step()
    plan = Layout(40, 40, ((0, 1),), (), plots=((3, 4, 9, 2),), spacing=spacing)
    said = dict.fromkeys(range(3), (("·", "muted"),))
    curve = Curve(0, "output", "line", points, **options)
    columns: Any = steps.columns()
    scene = Scene(
        tuple(panels), {"wide": plan}, (), ticks=(), captions=said, curves=(curve,), **columns
    )
    return [view(scene, step).strokes[0].points.tolist() for step in range(3)]


def test_a_curve_has_come_as_far_as_its_step_and_no_further() -> None:
    points = np.array([[0, 1], [1, 2], [2, 0]])
    shown = drawn(points, 1, drawn=np.array([0, 1, 3]))
    assert shown == [[], [[3, 5]], [[3, 5], [4, 6], [5, 4]]]


def test_a_wider_unit_stretches_a_curve_across_and_not_down() -> None:
    (first, *_) = drawn(np.array([[0, 1], [1, 2]]), 2.5)
    assert first == [[3, 5], [5.5, 6]]


def test_spaced_cells_that_move_move_by_that_space_and_down_as_they_are() -> None:
    shifts = np.array([[[2, 0.5]]])
    panels = [
        Panel("input", "input", "x", np.ones((1, 3)), shifts=shifts),
        Panel("output", "output", "y", ONE),
    ]
    steps = Steps(panels)
    steps.step(3, [(0, -1, 3)])
    plan = Layout(40, 40, ((1, 2), (20, 2)), (), spacing=1.5)
    scene = Scene(tuple(panels), {"wide": plan}, (), ticks=(), **steps.columns())
    seen = [(cell.x, cell.y) for cell in view(scene, 0).cells[:3]]
    assert seen == [(4, 2.5), (5.5, 2.5), (7, 2.5)]
