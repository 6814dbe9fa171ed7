"""Brackets, pegs, labels and points at places worked out by hand; what is outlined when asked."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any

import numpy as np
import pytest

from convlib.picture.marked import Block, bracketed, letterings, stripe
from convlib.picture.marks import Bracket, Label, Pegs, Points, Side
from convlib.picture.parts import Layout, Panel
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.staging.arrange import Column, Row, arrange
from convlib.staging.steps import Steps
from tests import marked
from tests.staging.rules import squeezed
from tests.staging.test_steps import stamped

FIELD = np.ones((4, 6))


def quiet(panels: list[Panel], plan: Layout, steps: int, points: tuple[Points, ...] = ()) -> Scene:
    """So many steps in which nothing is worked out."""
    written = Steps(panels)
    for _ in range(steps):
        written.step()
    said = dict.fromkeys(range(steps), (("·", "muted"),))
    columns = written.columns()
    return Scene(
        tuple(panels), {"wide": plan}, (), ticks=(), captions=said, points=points, **columns
    )


def told(thing: Any) -> tuple[str | float, ...]:
    """All that is said of something, its numbers without their last digits."""
    return tuple(each if isinstance(each, str) else round(each, 6) for each in astuple(thing))


def box(block: Block) -> tuple[float, ...]:
    """Left, top, right and bottom of a piece."""
    found = block.x, block.y, block.x + block.width, block.y + block.height
    return tuple(round(edge, 6) for edge in found)


@pytest.mark.parametrize(
    ("side", "line", "ends", "label"),
    [
        (
            *("left", (9.5, 5, 9.6, 9)),
            {(9.6, 5, 9.7, 5.1), (9.6, 8.9, 9.7, 9)},
            (9.35, 7, "right"),
        ),
        (
            *("right", (16.4, 5, 16.5, 9)),
            {(16.3, 5, 16.4, 5.1), (16.3, 8.9, 16.4, 9)},
            (16.65, 7, "left"),
        ),
        (
            *("above", (10, 4.5, 16, 4.6)),
            {(10, 4.6, 10.1, 4.7), (15.9, 4.6, 16, 4.7)},
            (13, 4.18, "center"),
        ),
        (
            *("below", (10, 9.4, 16, 9.5)),
            {(10, 9.3, 10.1, 9.4), (15.9, 9.3, 16, 9.4)},
            (13, 9.82, "center"),
        ),
    ],
)
def test_the_ends_of_a_bracket_reach_towards_its_panel_and_its_label_stands_outside(
    side: Side,
    line: tuple[float, ...],
    ends: set[tuple[float, ...]],
    label: tuple[float, float, str],
) -> None:
    """Of 4 × 6 cells from (10, 5) on: the line's outer edge is half a cell away, and 0.1 wide."""
    panels = [Panel("input", "input", "x", FIELD, titled=False)]
    plan = Layout(40, 40, ((10, 5),), (), brackets=(Bracket((0,), side, 7),))
    first, *others = bracketed(panels, plan)
    assert box(first) == line
    assert {box(block) for block in others} == ends
    (said,) = letterings(panels, plan, 0)
    assert (round(said.x, 6), round(said.y, 6), said.align, said.text) == (*label, "7")


@pytest.mark.parametrize(("below", "top"), [(False, -0.22), (True, 4.12)])
def test_a_stripe_lies_on_the_side_of_the_title(below: bool, top: float) -> None:
    (bar,) = stripe(Panel("input", "input", "x", FIELD, group=0, below=below))
    assert box(bar) == pytest.approx((0, top, 6, top + 0.1))


def test_a_double_stripe_is_two_lines_with_room_between() -> None:
    """Each is a third of what a single one is wide."""
    upper, lower = map(box, stripe(Panel("input", "input", "x", FIELD, group=2)))
    assert (upper[1], lower[3]) == pytest.approx((-0.22, -0.12))
    assert upper[3] - upper[1] == lower[3] - lower[1] == pytest.approx(0.034)


def test_pegs_count_places_and_say_which_is_now_and_which_were_reached() -> None:
    """Above a panel at (0.8, 2.05) pegs stand at 1.63, on its left at 0.38."""
    moments = [view(marked.pegged(), step).pegged for step in range(4)]
    first = moments[2]
    assert [*map(told, first.pegs[:5])] == [
        ("1", 0.38, 2.55, "input", "now"),
        ("2", 0.38, 3.55, "input", "open"),
        ("1", 2.3, 1.63, "kernel", "reached"),
        ("2", 4.3, 1.63, "kernel", "open"),
        ("3", 6.3, 1.63, "kernel", "now"),
    ]
    arrows = [(2.3, 1.63, 4.3, 1.63, "+2"), (4.3, 1.63, 6.3, 1.63, "+2")]
    assert [*map(told, first.arrows)] == arrows
    assert [*map(told, first.remarks)] == [("left over", 8.8, 1.63, 2.5)]
    states = [[peg.state for peg in moment.pegs[2:5]] for moment in moments]
    assert states == [
        ["open", "open", "open"],
        ["now", "open", "open"],
        ["reached", "open", "now"],
        ["reached", "now", "reached"],
    ]


def test_a_place_that_was_passed_over_is_still_open() -> None:
    pegs = Pegs((0.5, 1.5, 2.5), np.array([2, 0]))
    panel = Panel("input", "input", "x", FIELD, pegs=(pegs,))
    scene = quiet([panel], Layout(40, 40, ((10, 5),), ()), 2)
    states = [peg.state for peg in view(scene, 1).pegged.pegs]
    assert states == ["now", "open", "reached"]


@pytest.mark.parametrize("below", [False, True])
def test_pegs_have_room_between_a_panel_and_what_is_above_and_before_it(below: bool) -> None:
    at = np.array([0])
    both = (Pegs((0.5,), at), Pegs((0.5,), at, across=False))
    panels = [Panel("input", "input", "x", FIELD, pegs=both, below=below)]
    plan = arrange(Row(0), panels)
    title = 0 if below else 0.75
    assert plan.places == ((0.8, title + 0.8),)
    assert (plan.width, plan.height) == pytest.approx((0.8 + 6, 0.75 + 0.8 + 4))


def test_pegs_on_the_left_alone_take_no_room_above() -> None:
    pegs = (Pegs((0.5,), np.array([0]), across=False),)
    panels = [Panel("input", "input", "x", FIELD, pegs=pegs) for _ in range(2)]
    plan = arrange(Column(0, 1, apart=1), panels)
    assert plan.places == ((0.8, 0.75), (0.8, 0.75 + 4 + 1 + 0.75))


def test_a_label_is_there_from_its_first_step_to_the_one_before_its_last() -> None:
    plan = Layout(40, 40, ((0, 1),), (), labels=(Label(1, 2, "×3", since=1, until=3),))
    scene = quiet([Panel("output", "output", "y", np.ones((1, 1)))], plan, 5)
    assert [len(view(scene, step).labels) for step in range(5)] == [0, 1, 1, 0, 0]


def points_on(place: tuple[float, float], *others: tuple[float, float]) -> Scene:
    """Points on a field of cells that begins at (10, 5), the first of them joined; y before x."""
    points = Points(0, np.array([[place, *others]]), joined=np.array([0]))
    panel = Panel("input", "input", "x", FIELD)
    return quiet([panel], Layout(40, 40, ((10, 5),), ()), 1, (points,))


def test_a_points_line_ends_short_of_the_middle_of_a_cell() -> None:
    """Half way between two cells: 0.5 to each middle, of which 0.11 is disc and 0.24 stays free.

    The weights stand 0.34 above the middles.
    """
    drawn = view(points_on((1, 2.5)), 0).spread
    ends = [(line.x1, line.y1, line.x2, line.y2) for line in drawn.threads]
    assert ends == [
        pytest.approx((13 - 0.11, 6.5, 12.5 + 0.24, 6.5)),
        pytest.approx((13 + 0.11, 6.5, 13.5 - 0.24, 6.5)),
    ]
    shares = [("×.5", 12.5, 6.16), ("×.5", 13.5, 6.16)]
    assert [*map(told, drawn.shares)] == shares


def test_a_weight_stands_off_its_point_unless_another_is_there() -> None:
    """Of a point between four cells the weights stand above the upper and below the lower ones."""
    free = view(points_on((1.5, 2.5)), 0).spread.shares
    assert [round(share.y - 6.5, 2) for share in free] == [-0.34, -0.34, 1.34, 1.34]
    taken = view(points_on((1.5, 2.5), (0.7, 2)), 0).spread.shares
    assert [round(share.y - 6.5, 2) for share in taken] == [0.34, -0.34, 1.34, 1.34]


def test_a_point_of_a_group_and_its_regular_place_have_its_colour() -> None:
    scene = points_on((1.5, 2.5))
    moved = replace(scene.points[0], regular=np.array([[[1, 2]]]), group=3)
    drawn = view(replace(scene, points=(moved,)), 0).spread.discs
    assert [told(disc) for disc in drawn] == [
        ("group-3", 12.5, 6.5, 0.08, "", True),
        ("group-3", 13, 7, 0.11, "", False),
    ]


@pytest.mark.parametrize("place", [(1, -0.75), (1, 6), (-0.75, 2), (4, 2)])
def test_a_point_beside_the_panel_is_in_no_numbers_way(place: tuple[float, float]) -> None:
    """On the left, on the right, above and below it."""
    assert not any(any(cell.spot) for cell in view(points_on(place), 0).cells)
    inside = view(points_on((1, 2)), 0).cells
    assert [cell.cell for cell in inside if any(cell.spot)] == [6 + 2]


def test_a_number_steps_aside_to_the_corner_where_nothing_is() -> None:
    """Left and below of the middle lies a disc: the number goes up and to the right."""
    moment = view(points_on((3, 5), (1.1, 1.9)), 0)
    assert moment.cells[6 + 2].spot == (0.29, -0.29)


def test_of_what_is_asked_about_all_that_it_comes_from_is_outlined() -> None:
    """The first of two scaled numbers: its input, the mean of both, and what is made of that."""
    scene = squeezed()
    first = [scene.first_cells[panel] for panel in range(8)]
    moment = view(scene, 8, asked=first[5])
    far = {cell.cell for cell in moment.cells if cell.state == "far"}
    assert far == {0, 1, first[2], first[3], first[4]}


def test_of_a_given_cell_all_that_it_reaches_is_outlined_be_it_the_first() -> None:
    """Stamped on the first two of three: in the end these come from it."""
    scene = stamped()
    seen = [cell.state for cell in view(scene, 1, asked=0).cells[-3:]]
    assert seen == ["far", "current", "current"]
    without = [cell.state for cell in view(scene, 1).cells[-3:]]
    assert without == ["", "current", "current"]


def test_names_of_cells_that_stand_one_below_the_other() -> None:
    upright = Panel("bias", "kernel", "b", np.ones((2, 1)), axes=1)
    assert [upright.name_of(cell) for cell in (0, 1)] == ["b[0]", "b[1]"]
    shifted = replace(upright, values=np.ones((2, 3)), axes=2, origin=(-1, -2))
    assert shifted.name_of(5) == "b[0, 0]"
    assert shifted.name_of(0) == "b[−1, −2]"
