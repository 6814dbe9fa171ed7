"""Lesson 17: points off the grid, what they read by hand, and what moves them."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.edits import set_planes
from convlib.ops import Array
from convlib.picture.view import view
from pages.parts.quiz import questions
from tests.lessons.checks import coded, panel, said, worked_out

LESSON = lesson("deformable")
STATES: list[dict[str, Any]] = [
    *({"preset": preset.name} for preset in LESSON.presets),
    {"kernel": (2, 3), "size": (4, 6), "modulation": "on"},
    {"view": "offset-layer", "kernel": 3, "modulation": "on"},
    {"offsets": "arc", "strength": 2, "seed": 3},
    {"offsets": "line", "strength": 3, "size": (6, 5), "kernel": (2, 3), "seed": 3},
    {"offsets": "line", "modulation": "on", "input": [[0, 9, 0, 9], [5, 0, 0, 0], [0, 2, 7, 8]]},
    {"offsets": [[[1.5]], [[-1.0]]], "kernel": 1, "size": 3},
]


def between(x: Array, down: float, across: float) -> float:
    """What is read at a place: of each cell as much as a square about the place covers of it."""
    total = 0.0
    for (row, column), number in np.ndenumerate(x):
        near = max(0.0, 1 - abs(down - row)) * max(0.0, 1 - abs(across - column))
        total += near * float(number)
    return total


def towards_line(x: Array, row: int, column: int, kernel: tuple[int, int]) -> Array:
    """How far each point of one window is moved, row by row: to the cells that are bright."""
    bright = (x > x.max() / 2).tolist()
    down = sum(map(any, bright)) >= sum(map(any, zip(*bright, strict=True)))
    if not down:
        turned = towards_line(x.T, column, row, kernel[::-1])
        return np.stack([turned[1].T, turned[0].T])
    moves, middle = np.zeros((2, *kernel)), column + (kernel[1] - 1) / 2
    for i in range(kernel[0]):
        groups = groupby(enumerate(bright[row + i]), key=lambda each: each[1])
        runs = [[at for at, _ in run] for is_bright, run in groups if is_bright]
        ends = [(run[0] + run[-1]) / 2 for run in runs if len(run) < x.shape[1]]
        near = [end for end in ends if abs(end - middle) <= 2]
        if near:
            aim = min(near, key=lambda end: (abs(end - middle), end))
            for j in range(kernel[1]):
                moves[1, i, j] = aim + (column + j - middle) / 2 - (column + j)
    return moves


def looped(state: dict[str, Any]) -> Array:
    """In plain loops: each place, each point, each cell of the input."""
    values = LESSON.values(**state)
    x, weights, offsets, mask, layer = LESSON.arrays(values).values()
    rows, columns = weights.shape
    made = np.zeros((x.shape[0] - rows + 1, x.shape[1] - columns + 1))
    for row, column in np.ndindex(made.shape):
        window = x[row : row + rows, column : column + columns]
        bent = None
        if isinstance(values["offsets"], str) and values["offsets"] == "line":
            bent = towards_line(x, row, column, (rows, columns)) * values["strength"]
            bent = np.rint(bent) / 4  # a strength of 4 is all of it, in quarters of a cell
        for at, (i, j) in enumerate(np.ndindex(rows, columns)):
            if values["view"] == "offset-layer":
                down, across = ((window * layer[2 * at + axis]).sum() for axis in range(2))
            else:
                down, across = (bent if bent is not None else offsets)[:, i, j]
            gain = mask[i, j] if values["modulation"] == "on" else 1
            read = between(x, row + i + down, column + j + across)
            made[row, column] += weights[i, j] * read * gain
    return made


@pytest.mark.parametrize("state", STATES, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    scene, wanted = LESSON.build(**state), looped(state)
    assert scene.output[0] == pytest.approx(wanted)
    assert worked_out(scene)[0] == pytest.approx(wanted)
    assert coded(LESSON, **state)[0] == pytest.approx(wanted)


def test_offsets_of_zero_are_lesson_two_to_the_digit() -> None:
    scene, plain = LESSON.build(preset="deformable-zero"), lesson("single-channel").build()
    assert scene.output[0].tolist() == plain.output.tolist()
    assert scene.output[0].tolist() == [[12, 12, 17], [10, 17, 19], [9, 6, 14]]


def test_scaled_offsets_are_a_dilation_of_two_one_place_further_in() -> None:
    scene = LESSON.build(preset="deformable-scale", size=7, seed=5)
    dilated = lesson("dilated").build(
        view="layer",
        size=7,
        dilation=2,
        input=panel(scene, "input").unpadded.tolist(),
        weights=panel(scene, "kernel").values.tolist(),
    )
    assert scene.output[0][1:-1, 1:-1].tolist() == dilated.output.tolist()


def test_half_as_strong_moves_half_as_far() -> None:
    full = LESSON.arrays(LESSON.values(offsets="scale"))["offsets"]
    half = LESSON.arrays(LESSON.values(offsets="scale", strength=2))["offsets"]
    none = LESSON.arrays(LESSON.values(offsets="rotate", strength=0))["offsets"]
    assert full[:, 0, 0].tolist() == [-1, -1]
    assert half[:, 0, 0].tolist() == [-0.5, -0.5]
    assert not none.any()


def test_a_turn_keeps_the_middle_and_leads_corners_towards_edges() -> None:
    moves = LESSON.arrays(LESSON.values(offsets="rotate"))["offsets"]
    corner = np.array([-1, -1]) + moves[:, 0, 0]
    assert moves[:, 1, 1].tolist() == [0, 0]
    assert np.abs(corner - [-math.sqrt(2), 0]).max() <= 1 / 8, "in quarters of a cell"


def test_its_equation_has_the_point_that_is_looked_at_in_full() -> None:
    scene = LESSON.build()
    assert said(scene, 0) == (
        "y[0, 0] = 4·0 + 8·1 + 4·2 + 4·1 + 8·2"
        " + (0.375·8 + 0.375·0 + 0.125·8 + 0.125·0)·2 + 4·0 + 8·1 + 4·2 = 60"
    )
    assert said(LESSON.build(point=3), 0).count("(") == 1
    assert "(0.5·8 + 0.5·0 + 0·0 + 0·8)·2" in said(LESSON.build(point=3), 0)
    ends = [term for term in scene.reads if scene.step_of[term] == 0]
    assert "(0.5·0 + 0.5·8 + 0·0 + 0·0)·0 = 0" in said(scene, 0, ends[0])
    assert "= 4·0" not in said(scene, 0, ends[0])


def test_four_weights_stand_beside_the_neighbours() -> None:
    drawn = view(LESSON.build(), 0).spread
    assert [share.text for share in drawn.shares] == ["×.375", "×.375", "×.125", "×.125"]
    carried = [disc.text for disc in drawn.discs if not disc.hollow]
    assert sorted(carried) == sorted("012122012")
    assert sum(disc.hollow for disc in drawn.discs) == 9


def test_it_opens_with_a_point_at_one_and_a_quarter_two_and_a_half() -> None:
    scene = LESSON.build()
    assert (scene.points[0].places[0, 5] - 1).tolist() == [1.25, 2.5], "a ring stands around"
    shown = [text for text in scene.short_values if text]
    assert max(map(len, [*shown, *scene.short_sums])) <= 3, "so that they can be large"
    asked = dict(questions(LESSON, LESSON.values(), "en"))
    assert "point 6 reads at row 1.25, column 2.5" in asked["share"]


def test_on_a_line_every_window_reads_the_same() -> None:
    scene = LESSON.build(preset="deformable-line")
    assert scene.output[0].tolist() == [[8 * (1 + 2 + 1) + 8 / 2 * (1 + 2 + 2 + 2)] * 3] * 3
    places, regular = scene.points[0].places, scene.points[0].regular
    assert regular is not None
    assert np.ptp(regular[:3, :, 1], axis=0).tolist() == [2] * 9
    assert np.ptp(places[:3, :, 1], axis=0).tolist() == [0] * 9, "from column to column"
    assert scene.points[0].array == "", "no point can be moved at all places alike"


def test_a_line_says_how_far_its_point_is_moved_at_each_place() -> None:
    scene = LESSON.build(preset="deformable-line", point=4)
    said_there = [[each.text for each in view(scene, step).labels] for step in (3, 5)]
    assert {"Point 4 is moved by", "Δy, down: 0", "Δx, right: 1.5"} <= set(said_there[0])
    assert "Δx, right: \N{MINUS SIGN}0.5" in said_there[1]


def test_a_picture_that_is_edited_takes_the_window_along() -> None:
    start = LESSON.values(preset="deformable-line")
    picture = LESSON.arrays(start)["input"].copy()
    picture[2, 2:4] = 0, 9
    before, after = (
        LESSON.stage(start).points[0],
        LESSON.stage(start | {"input": picture}).points[0],
    )
    moved = (after.places - before.places)[0].reshape(3, 3, 2)
    assert moved[..., 0].tolist() == [[0] * 3] * 3
    assert moved[..., 1].tolist() == [[0] * 3, [0] * 3, [1] * 3]


def test_points_outside_are_counted_and_read_zeros() -> None:
    scene = LESSON.build(offsets=[[[-2.0]], [[0.0]]], kernel=1)
    texts = [[each.text for each in view(scene, step).labels] for step in range(len(scene))]
    assert "1 point outside: 0" in texts[0]
    assert not any("outside" in text for text in texts[-1])
    assert scene.output[0][:2].tolist() == [[0] * 5] * 2


def test_a_layer_moves_the_points_when_the_picture_changes() -> None:
    start = LESSON.values(preset="deformable-layer")
    picture = LESSON.arrays(start)["input"].copy()
    picture[1, 2] += 4
    before, after = LESSON.stage(start), LESSON.stage(start | {"input": picture})
    moved = before.points[0].places != after.points[0].places
    assert moved[1].any()
    assert not moved[-1].any(), "where the window doesn't see the change"
    assert len([p for p in before.panels if p.name == "offset-kernel"]) == 2 * 4


def test_a_point_is_moved_along_both_axes_at_once() -> None:
    moved = set_planes(LESSON, LESSON.values(), "offsets", (1, 2), ["-1.25", "2"])
    assert LESSON.arrays(moved)["offsets"][:, 1, 2].tolist() == [-1.25, 2]
    rest = np.ones((3, 3), bool)
    rest[1, 2] = False
    before = LESSON.arrays(LESSON.values())["offsets"]
    assert (LESSON.arrays(moved)["offsets"][:, rest] == before[:, rest]).all()
    assert "strength" in LESSON.idle(moved)


def test_a_point_that_would_be_lost_is_refused() -> None:
    with pytest.raises(ConvError, match=r"^offsets moves a point as far as 4"):
        set_planes(LESSON, LESSON.values(), "offsets", (0, 0), ["4", "0"])


def test_costs_are_those_of_both_layers() -> None:
    own, plain = LESSON.costs(LESSON.values())
    assert (plain.cost.parameters, plain.cost.macs) == (9, 81)
    assert (own.cost.parameters, own.cost.macs) == (9 + 18 * 9, 81 + 18 * 81)
    masked = LESSON.costs(LESSON.values(modulation="on"))[0].cost
    assert masked.parameters == 9 + 27 * 9


def test_up_to_a_term_the_points_before_it_stand_as_what_they_read() -> None:
    """Of nine points of the middle output the third is read: the first read 4, the second 8."""
    assert said(LESSON.build(), 4, 9) == "y[1, 1] = 4·0 + 8·1 + (0.5·8 + 0.5·0)·2 = 16"
