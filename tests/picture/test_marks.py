"""Marks stand where they should: points and their weights, brackets, stripes, panels that move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from math import hypot

import numpy as np
import pytest

from convlib.picture.marked import Block, bracketed, stripe
from convlib.picture.marks import GROUPS, Bracket, colour_of, pattern_of
from convlib.picture.parts import TITLE, Panel
from convlib.picture.scene import Scene
from convlib.picture.spread import shares_of
from convlib.picture.view import View, view
from convlib.staging.arrange import Row, arrange
from tests import marked
from tests.marked import MAKERS

SLACK = 1e-9


def span(blocks: list[Block]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all of them."""
    return (
        min(block.x for block in blocks),
        min(block.y for block in blocks),
        max(block.x + block.width for block in blocks),
        max(block.y + block.height for block in blocks),
    )


def corner_of(scene: Scene, panel: int) -> tuple[float, float]:
    return scene.layouts["wide"].places[panel]


def test_no_two_of_sixteen_groups_share_colour_and_pattern() -> None:
    looks = [(colour_of("input", group), pattern_of(group)) for group in range(16)]
    assert len(set(looks)) == 16
    assert len({colour for colour, _ in looks[:GROUPS]}) == GROUPS
    assert len({pattern for _, pattern in looks[:GROUPS]}) == GROUPS


def test_the_weights_of_a_point_are_bilinear() -> None:
    """From the middles of four cells, which hold 0 and 1: the plane through them, read back."""
    rng = np.random.default_rng(0)
    places = rng.uniform(0, 5, (40, 2))
    shares = shares_of(places)
    corners = np.array(list(product((0, 1), repeat=2)))
    back = (shares[:, :, None] * (np.floor(places)[:, None] + corners)).sum(axis=1)
    assert back == pytest.approx(places)
    assert shares.sum(axis=1) == pytest.approx(np.ones(40))
    assert (shares >= 0).all()


def test_points_stand_between_cells_and_carry_the_kernel() -> None:
    scene = marked.pointed()
    x, y = corner_of(scene, 0)
    drawn = view(scene, 0).spread
    discs = {disc.text: disc for disc in drawn.discs if not disc.hollow}
    assert list(discs) == ["2", "−.5", "10", "1"], "the joined one lies in front"
    assert (discs["1"].x - x, discs["1"].y - y) == pytest.approx((2, 0.75)), "half a cell further"
    homes = {(round(disc.x - x, 6), round(disc.y - y, 6)) for disc in drawn.discs if disc.hollow}
    assert homes == {(1.5, 1.5), (2.5, 1.5), (1.5, 2.5), (2.5, 2.5)}


def test_the_joined_point_has_four_lines_and_four_weights() -> None:
    scene = marked.pointed()
    x, y = corner_of(scene, 0)
    drawn = view(scene, 0).spread
    assert [share.text for share in drawn.shares] == ["×.375", "×.375", "×.125", "×.125"]
    columns = [int(share.x - x) for share in drawn.shares]
    rows = [int(share.y - y) for share in drawn.shares]
    assert (rows, columns) == ([0, 0, 1, 1], [1, 2, 1, 2])
    middle = next(disc for disc in drawn.discs if disc.text == "1")
    for line in drawn.threads:
        away = min(hypot(line.x1 - disc.x, line.y1 - disc.y) for disc in drawn.discs)
        assert away == pytest.approx(middle.radius), "a line begins at the edge of a disc"


def test_a_single_term_joins_the_point_that_it_reads_at() -> None:
    scene = marked.pointed()
    fronts = [view(scene, 0, term).spread.discs[-1].text for term in range(4)]
    assert fronts == ["1", "1", "2", "−.5"]
    assert view(scene, 2).spread.shares == [], "none is joined in the last step"
    assert [share.text for share in view(scene, 2, 0).spread.shares] == ["×1"]


def test_what_is_away_or_outside_is_left_out() -> None:
    scene = marked.pointed()
    assert [disc.text for disc in view(scene, 1).spread.discs if not disc.hollow] == [
        "1",
        "2",
        "−.5",
    ]
    outside = replace(scene.points[0], joined=np.zeros(3, int))
    shares = view(replace(scene, points=(outside,)), 2).spread.shares
    assert [share.text for share in shares] == ["×.25"], "three quarters lie outside the panel"


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize("term", [None, 1])
def test_no_disc_lies_on_a_number(step: int, term: int | None) -> None:
    moment = view(marked.pointed(), step, term)
    discs = moment.spread.discs
    assert any(any(cell.spot) for cell in moment.cells)
    for cell in moment.cells:
        x, y = cell.x + 0.5 + cell.spot[0], cell.y + 0.5 + cell.spot[1]
        if cell.text and cell.panel == 0:
            assert min(hypot(disc.x - x, disc.y - y) for disc in discs) > 0.24
            assert cell.aside == "", "the points carry the weights"


def test_brackets_span_their_panels_on_their_side() -> None:
    scene = marked.bracketed()
    plan = scene.layouts["wide"]
    left, right, above, below = (
        span(list(bracketed(scene.panels, replace(plan, brackets=(each,)))))
        for each in plan.brackets
    )
    (x, top), (_, lower), (out, y) = plan.places
    assert (left[1], left[3]) == pytest.approx((top, lower + 2))
    assert left[2] == pytest.approx(x - 0.3)
    assert (right[1], right[3]) == pytest.approx((lower, lower + 2))
    assert right[0] == pytest.approx(x + 3 + 0.3)
    assert (above[0], above[2]) == (below[0], below[2]) == pytest.approx((out, out + 3))
    assert above[3] == pytest.approx(y - 0.3)
    assert below[1] == pytest.approx(y + 2 + TITLE + 0.3), "under the title"


def test_a_bracket_beside_a_titled_panel_stays_off_its_title() -> None:
    panels = [Panel("channel", "input", "x", np.zeros((1, 1)))]
    plan = replace(arrange(Row(0), panels), brackets=(Bracket((0,), "right"),))
    assert min(block.x for block in bracketed(panels, plan)) > 2.6


@pytest.mark.parametrize(
    ("group", "pieces", "covered"), [(0, 1, 1), (1, 5, 0.7), (2, 2, 2), (3, 16, 0.5), (4, 5, 0.7)]
)
def test_a_stripe_is_as_long_as_its_panel(group: int, pieces: int, covered: float) -> None:
    blocks = list(stripe(Panel("channel", "input", "x", np.zeros((2, 3)), group=group)))
    left, top, right, bottom = span(blocks)
    assert (left, right) == pytest.approx((0, 3))
    assert -0.25 < top < bottom < 0
    assert len(blocks) == pieces
    assert sum(block.width for block in blocks) == pytest.approx(3 * covered, abs=0.1)


def test_a_panel_without_a_stripe_takes_no_room_for_one() -> None:
    panel = Panel("channel", "input", "x", np.zeros((2, 3)), group=1, titled=False)
    assert panel.headroom == (0.25, 0)
    plain = replace(panel, striped=False)
    assert (stripe(plain), plain.headroom, plain.colour) == ((), (0, 0), "group-1")


def test_labels_come_with_their_step() -> None:
    scene = marked.bracketed()
    texts = [[label.text for label in view(scene, step).labels] for step in range(3)]
    named = ["Branch 1", "GPU 5", "Stage 3", "Group 4"]
    assert texts == [["192", *named], ["192", "×.67", *named], ["192", "×.67", "Stage 7", *named]]
    colours = {label.text: label.colour for label in view(scene, 2).labels}
    assert colours == {
        **{"192": "input", "×.67": "group-3", "Stage 7": "muted"},
        **{"Branch 1": "group-1", "GPU 5": "kernel", "Stage 3": "group-2", "Group 4": "group-3"},
    }


def moved(scene: Scene, step: int, panel: int) -> tuple[float, float]:
    """How far a panel has come from its place."""
    (x, y), (left, top) = view(scene, step).corners[panel], corner_of(scene, panel)
    return x - left, y - top


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_all_of_a_panel_moves(step: int) -> None:
    scene = marked.flown()
    still = replace(scene, layouts={"wide": replace(scene.layouts["wide"], flights={})})
    here, there = view(scene, step), view(still, step)
    found = {panel: set[tuple[float, float]]() for panel in range(4)}
    for kind in ("cells", "titles", "windows", "rings"):
        for one, other in zip(getattr(here, kind), getattr(there, kind), strict=True):
            found[one.panel].add((round(one.x - other.x, 6), round(one.y - other.y, 6)))
    for panel, stripes in enumerate(zip(here.stripes, there.stripes, strict=True)):
        for one, other in zip(*stripes, strict=True):
            found[panel].add((round(one.x - other.x, 6), round(one.y - other.y, 6)))
    for panel, ways in found.items():
        assert [*ways] == [pytest.approx(moved(scene, step, panel))]


@pytest.mark.parametrize("step", range(4))
def test_a_label_goes_with_its_panel(step: int) -> None:
    scene = marked.flown()
    (label,) = view(scene, step).labels
    (home,) = scene.layouts["wide"].labels
    gone = round(label.x - home.x, 6), round(label.y - home.y, 6)
    assert gone == pytest.approx(moved(scene, step, 0))


def test_what_moves_with_a_step_lies_in_front() -> None:
    assert [view(marked.flown(), step).movers for step in range(4)] == [
        *((0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1))
    ]


def test_lines_follow_a_panel_that_moves() -> None:
    scene = marked.flown()
    kernel = replace(scene.windows[0], kernel=2)
    linked = replace(scene, windows=(kernel,))
    for step in range(4):
        moment = view(linked, step)
        (box,) = moment.windows
        ends = [line[:2] for line in moment.links]
        assert any(end in ((box.x, box.y + 1), (box.x + 2, box.y)) for end in ends)


def test_a_panel_in_a_group_has_its_colour() -> None:
    moment = view(marked.grouped(), 0)
    fills = {cell.panel: set[str]() for cell in moment.cells}
    for cell in moment.cells:
        if cell.fill != "ground":
            fills[cell.panel].add(cell.fill.rsplit("-", 2)[0])
    assert fills == {at: {f"group-{at % 4}"} for at in range(6)} | {6: {"group-2"}, 7: {"kernel"}}
    assert {title.panel: title.colour for title in moment.titles} == {
        **{at: f"group-{at % 4}" for at in range(1, 6)},
        **{6: "group-2", 7: "kernel"},
    }
    assert [box.role for box in moment.windows] == ["group-2", "group-0"]
    assert set(moment.tones) == {"group-2"}
    assert [box.role for box in moment.rings] == ["middle"], "what is current has its role's ring"


def test_panels_that_share_a_scale_can_fade() -> None:
    """9, −4.5, 3 and 0 in quarters of 9; a tenth of them on the same scale, and on its own."""
    levels = marked.shared().levels.reshape(3, 4).tolist()
    assert levels == [[4, -2, 2, 0], [1, -1, 1, 0], [4, -2, 2, 0]]


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_marks_lie_inside_the_picture(make: Callable[[], Scene]) -> None:
    scene = make()
    for step in range(len(scene)):
        moment = view(scene, step)
        for left, top, right, bottom in boxes(moment):
            assert -SLACK <= left <= right <= moment.width + SLACK
            assert -SLACK <= top <= bottom <= moment.height + SLACK


def boxes(moment: View) -> list[tuple[float, float, float, float]]:
    """What marks and cells take up: left, top, right and bottom."""
    blocks = [*moment.brackets, *(block for blocks in moment.stripes for block in blocks)]
    found = [(each.x, each.y, each.x + each.width, each.y + each.height) for each in blocks]
    found += [(cell.x, cell.y, cell.x + 1, cell.y + 1) for cell in moment.cells]
    for disc in moment.spread.discs:
        x, y, radius = disc.x, disc.y, disc.radius
        found.append((x - radius, y - radius, x + radius, y + radius))
    return found
