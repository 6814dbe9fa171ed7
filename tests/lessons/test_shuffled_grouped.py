"""Lesson 14: a hand of cards dealt out, in three moves; what reaches an output."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.ops import Array
from convlib.picture.reach import field
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.payload import payload
from tests.lessons.checks import coded, said, worked_out

LESSON = lesson("shuffled-grouped")
STATES: list[dict[str, Any]] = [
    {},
    {"shuffle": "straight"},
    {"channels": 6},
    {"channels": 8, "groups": 2, "cells": 2, "seed": 3},
    {"channels": 12, "groups": 6, "chosen": 11, "cells": 3},
    {"groups": 1},
    {"view": "nets"},
    {"view": "nets", "channels": 6, "cells": 2},
]


def dealt(channels: int, groups: int) -> list[int]:
    """The hands of all groups dealt out, a card of each in turn."""
    each = channels // groups
    hands = [list(range(at * each, (at + 1) * each)) for at in range(groups)]
    return [hand.pop(0) for _ in range(each) for hand in hands]


def layer(x: Array, weights: Array) -> Array:
    """In plain loops: each filter on the channels of its group."""
    each = weights.shape[1]
    return np.array(
        [
            sum(weight * x[at // each * each + inside] for inside, weight in enumerate(row))
            for at, row in enumerate(weights.tolist())
        ]
    )


def looped(state: dict[str, Any]) -> Array:
    """Both layers and the shuffle between."""
    values = LESSON.values(**state)
    x, first, second = LESSON.arrays(values).values()
    made = layer(x, first)
    if values["shuffle"] == "shuffled":
        made = made[dealt(values["channels"], values["groups"])]
    return layer(made, second)


def inputs(scene: Scene, cell: int) -> set[str]:
    """The names of the input cells that a cell comes from in the end."""
    found = (scene.locate(each) for each in field(scene, cell) if scene.role(each) == "input")
    return {scene.panels[panel].name_of(at) for panel, at in found}


@pytest.mark.parametrize("state", STATES, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    scene, wanted = LESSON.build(**state), looped(state)
    assert scene.output[:, 0].tolist() == wanted.tolist()
    assert worked_out(scene)[:, 0].tolist() == wanted.tolist()
    assert np.array_equal(coded(LESSON, **state)[:, 0], wanted)


def test_nine_channels_are_dealt_out_as_the_paper_has_it() -> None:
    assert LESSON.order == 14
    scene = LESSON.build()
    copies = scene.src[scene.starts[9] : scene.starts[10]].tolist()
    names = [scene.panels[panel].name_of(at) for panel, at in map(scene.locate, copies)]
    assert names == [f"m[{at}]" for at in (0, 3, 6, 1, 4, 7, 2, 5, 8)]


@pytest.mark.parametrize("layout", ["wide", "tall"])
@pytest.mark.parametrize("channels", [9, 6])
def test_the_shuffle_is_three_moves_of_the_same_channels(layout: str, channels: int) -> None:
    """Rows of a table, a group each; rows and columns exchanged; read out, row by row."""
    scene = LESSON.build(channels=channels)
    plan = scene.layouts[layout]
    by_channel = [panel for _, panel in sorted(zip(dealt(channels, 3), plan.flights, strict=True))]
    moves = [[plan.flights[panel][channels + move] for panel in by_channel] for move in range(3)]
    rows, turned, read = ([(y, x) for x, y in corners] for corners in moves)
    assert [at for _, at in sorted(zip(rows, range(channels), strict=True))] == [*range(channels)]
    order = [at for _, at in sorted(zip(turned, range(channels), strict=True))]
    assert order == dealt(channels, 3)
    assert [at for _, at in sorted(zip(read, range(channels), strict=True))] == order
    assert len({y for y, _ in rows}) == 3
    assert len({y for y, _ in turned}) == channels // 3
    made = [panel for panel, each in enumerate(scene.panels) if each.symbol == "m"]
    starts = [plan.routes[panel][channels][0] for panel in by_channel]
    left, top = plan.places[made[0]]
    assert {x for x, _ in starts} == {left}
    assert starts[0][1] == top


def test_channels_keep_colour_and_number_when_they_fly() -> None:
    scene = LESSON.build()
    wide = scene.layouts["wide"]
    moving = {label.panel: label for label in wide.labels if label.panel >= 0}
    assert list(moving) == list(wide.flights)
    for panel, channel in zip(wide.flights, dealt(9, 3), strict=True):
        label = moving[panel]
        assert (label.number, label.group, scene.panels[panel].group) == (
            channel,
            *[channel // 3] * 2,
        )
        for step in (3, 9, 10, 11, 21):
            x, y = wide.corners(step)[panel]
            seen = [
                (each.text, round(x - each.x, 2))
                for each in view(scene, step).labels
                if abs(each.y - y - 0.5) < 1e-6 and 0 < x - each.x < 0.5
            ]
            assert seen == [(str(channel), 0.42)]
    sent = payload(scene)["layouts"]["wide"]["labels"]
    assert [each["panel"] for each in sent if "panel" in each] == list(moving)


@pytest.mark.parametrize(
    ("state", "reach"),
    [
        ({}, 9),
        ({"shuffle": "straight"}, 3),
        ({"channels": 6}, 4),
        ({"channels": 6, "shuffle": "straight"}, 2),
        ({"channels": 8, "groups": 2}, 8),
        ({"channels": 12, "groups": 4}, 9),
    ],
)
def test_so_many_inputs_reach_an_output(state: dict[str, Any], reach: int) -> None:
    """By the terms of the scene, by the last step's caption, and by what is framed there."""
    for chosen in (0, 4, 5):
        scene = LESSON.build(**state, chosen=chosen)
        end = len(scene) - 1
        found = inputs(scene, scene.first_cells[scene.results[chosen]])
        assert len(found) == reach
        told = said(scene, end)
        assert set(told.split(": ")[0].split(" ")[2:]) == found
        assert told.endswith(f": {reach} / {LESSON.values(**state)['channels']}")
        framed = [w for w in scene.windows if w.row[end] >= 0]
        rows = sum(w.rows for w in framed if scene.panels[w.panel].role == "input")
        assert rows == reach


def test_both_nets_are_shown_in_step() -> None:
    scene = LESSON.build(view="nets")
    assert len(scene) == 9
    for step in range(9):
        made = {int(cell) for cell in scene.out[scene.terms(step)]}
        outputs = [cell for cell in sorted(made) if scene.role(cell) == "output"]
        assert [len(inputs(scene, cell)) for cell in outputs] == [9, 3]
    told = [label.text for label in view(scene, 0).labels]
    assert "9 / 9 inputs reach each output" in told
    assert "3 / 9 inputs reach each output" in told


@pytest.mark.parametrize("shuffle", ["shuffled", "straight"])
def test_the_matrix_has_a_single_1_in_each_row_and_column(shuffle: str) -> None:
    scene = LESSON.build(view="permutation", shuffle=shuffle)
    matrix = np.vstack([p.values for p in scene.panels if p.name == "permutation"])
    order = dealt(9, 3) if shuffle == "shuffled" else list(range(9))
    assert [row.index(1) for row in matrix.tolist()] == order
    assert matrix.sum(axis=0).tolist() == matrix.sum(axis=1).tolist() == [1] * 9
    made = [p.values.item() for p in scene.panels if p.symbol == "m"]
    assert scene.output.ravel().tolist() == [made[at] for at in order]


def test_groups_divide_the_channels_and_an_output_has_to_be_there() -> None:
    with pytest.raises(ConvError, match=r"^groups is for|^groups is 2"):
        LESSON.values(groups=2)
    with pytest.raises(ConvError, match=r"^chosen is 9"):
        LESSON.values(chosen=9)


def test_an_edited_weight_changes_one_output_alone() -> None:
    weights = LESSON.arrays(LESSON.values())["layer2"].copy()
    weights[4, 1] += 1
    changed = LESSON.build(layer2=weights).output != LESSON.build().output
    assert np.flatnonzero(changed.ravel()).tolist() == [4]
