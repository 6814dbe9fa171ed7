"""Lesson 13: walls between channels, what they leave of the weights, and AlexNet's two halves."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.layers import two_gpus
from convlib.layers.grouped import dividing
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.cases import Case
from tests.lessons.checks import answers, coded, said, worked_out

LESSON = lesson("grouped")
STATES: list[dict[str, Any]] = [
    {},
    {"groups": 1, "kernel": 2},
    {"groups": 4, "size": (4, 3)},
    {"channels": 6, "filters": 9, "groups": 3, "size": 3},
    {"channels": 6, "filters": 2, "groups": 2, "kernel": (1, 2), "seed": 7},
    {"preset": "grouped-matrix"},
    {"preset": "grouped-matrix", "groups": 4, "size": (1, 4)},
    {"preset": "grouped-alexnet"},
]


def looped(state: dict[str, Any]) -> Array:
    """In plain loops: each filter on the channels of its group."""
    values = LESSON.values(**state)
    x, kernels = LESSON.arrays(values).values()
    weights = kernels.reshape(values["filters"], -1, *kernels.shape[1:])
    none = ((0, 0), (0, 0))
    return Case(x, weights, (1, 1), none, (1, 1), values["groups"]).convolved()


def prologue(scene: Scene) -> int:
    """How many steps come before the first product."""
    return int(np.flatnonzero(np.diff(scene.starts))[0])


def labels(scene: Scene, step: int) -> list[str]:
    """What is written beside the cells."""
    return [each.text for each in view(scene, step).labels]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    scene, wanted = LESSON.build(**state), looped(state)
    outputs = scene.output.reshape(wanted.shape)  # in the matrix each channel stands upright
    assert outputs.tolist() == wanted.tolist()
    assert worked_out(scene).reshape(wanted.shape).tolist() == wanted.tolist()
    assert np.array_equal(coded(LESSON, **state), wanted)


@pytest.mark.parametrize("state", STATES, ids=str)
def test_nothing_crosses_a_wall(state: dict[str, Any]) -> None:
    """Every term stays within a group: what it reads, what it multiplies by, and what it makes."""
    scene, values = LESSON.build(**state), LESSON.values(**state)
    groups = np.repeat([p.group for p in scene.panels], [p.values.size for p in scene.panels])
    assert set(groups[scene.out].tolist()) == set(range(values["groups"]))
    assert np.array_equal(groups[scene.src], groups[scene.out])
    weighted = scene.ker >= 0
    assert np.array_equal(groups[scene.ker[weighted]], groups[scene.out[weighted]])


def test_it_opens_with_144_72_and_36_weights_and_wires_that_disappear() -> None:
    scene = LESSON.build()
    assert LESSON.order == 13
    assert prologue(scene) == 3
    assert [said(scene, step) for step in range(3)] == [
        "g = 1: 4 · 4 · 3·3 = 144",
        "g = 2: 4 · 4/2 · 3·3 = 72",
        "g = 4: 4 · 4/4 · 3·3 = 36",
    ]
    for step, last in enumerate(("144 weights", "72 weights", "36 weights")):
        told = [text for text in labels(scene, step) if text.endswith("weights")]
        assert (len(told), told[-1]) == (step + 1, last)
    assert [wires(scene, step) for step in range(4)] == [16, 8, 8, 8]
    assert [dashed(scene, step) > 0 for step in range(3)] == [False, True, True]
    assert ["nothing crosses" in labels(scene, step) for step in range(3)] == [False, True, True]


def wires(scene: Scene, step: int) -> int:
    """How many lines lead from channels to outputs: those drawn thin over the first plot."""
    shown = [c.at(step) for c in scene.curves if c.plot == 0 and c.style == "thin"]
    return sum(1 + int(np.isnan(each[:, 0]).sum()) for each in shown if len(each))


def dashed(scene: Scene, step: int) -> int:
    """How many walls there are."""
    return sum(len(c.at(step)) > 0 for c in scene.curves if c.style == "dashed")


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_only_the_group_at_work_is_lit(groups: int) -> None:
    """One output value at a time, filter after filter, with the wires of its channels thick."""
    scene, start = LESSON.build(groups=groups), 3
    assert len(scene) == start + 4 * 3
    for step in range(start, len(scene)):
        filter_ = (step - start) // 3
        group = filter_ * groups // 4
        there = [window.panel for window in scene.windows if window.row[step] >= 0]
        assert {scene.panels[panel].group for panel in there} == {group}
        assert len(there) == 2 * 4 // groups, "a window on each channel, and round each kernel"
        thick = [c for c in scene.curves if c.plot == 0 and c.style == "line" and len(c.at(step))]
        assert [curve.role for curve in thick] == [f"group-{group}"]


def test_more_groups_only_take_kernels_away() -> None:
    """What is left of a filter's kernels are those that it had for its group's channels."""
    banks = {
        groups: LESSON.arrays(LESSON.values(groups=groups))["weights"].reshape(4, -1, 3, 3)
        for groups in (1, 2, 4)
    }
    for groups, filter_ in itertools.product((2, 4), range(4)):
        each = 4 // groups
        first = filter_ * groups // 4 * each
        left = banks[1][filter_, first : first + each]
        assert banks[groups][filter_].tolist() == left.tolist()


def test_costs_are_divided_by_the_groups() -> None:
    for groups in (1, 2, 4):
        own, none = LESSON.costs(LESSON.values(groups=groups))
        assert (own.cost.parameters, own.cost.macs) == (144 // groups, 432 // groups)
        assert (none.cost.parameters, none.cost.macs) == (144, 432)


def test_only_what_divides_both_is_offered() -> None:
    for channels, filters in itertools.product(range(1, 7), range(1, 10)):
        values = LESSON.values(channels=channels, filters=filters, groups=1)
        divide = [n for n in range(1, 7) if channels % n == 0 == filters % n]
        assert LESSON.offered(values, {n: n for n in range(1, 7)}, "groups") == divide
        assert dividing(channels, filters) == divide


def test_nine_filters_cannot_be_cut_in_two() -> None:
    with pytest.raises(ConvError) as caught:
        LESSON.values(channels=6, filters=9, groups=2)
    assert str(caught.value) == (
        "groups is 2, but it has to divide both 6 channels and 9 filters: 1, 3 would."
    )
    values = LESSON.values(channels=6, filters=9, groups=3, kernel=3, size=3)
    assert LESSON.costs(values)[0].cost.parameters == 162
    assert answers(LESSON)["three"] == 162
    assert answers(LESSON)["two"] == 2


def test_alexnets_second_layer_is_counted_in_full() -> None:
    """48 channels to 128 under 5×5 on each GPU, at 27×27 places."""
    half = 48 * 128 * 5 * 5
    assert (two_gpus.full().parameters, two_gpus.full().macs) == (2 * half, 2 * half * 27 * 27)
    assert two_gpus.full().shape == (256, 27, 27)
    assert (two_gpus.full(1).parameters, two_gpus.full(1).macs) == (4 * half, 4 * half * 27 * 27)
    scene = LESSON.build(preset="grouped-alexnet")
    told = labels(scene, len(scene) - 1)
    for text in ("GPU 0", "GPU 1", "307,200 weights", "614,400 weights", "223,948,800 products"):
        assert text in told
    *_, own, whole = LESSON.costs(LESSON.values(preset="grouped-alexnet"))
    assert (own.cost.parameters, whole.cost.parameters) == (307_200, 614_400)
    assert answers(LESSON, preset="grouped-alexnet")["alexnet"] == 307_200


def test_there_are_two_gpus() -> None:
    with pytest.raises(ConvError, match=r"^groups is 4, but there are 2 GPUs"):
        LESSON.values(view="gpus", groups=4)
    values = LESSON.values(groups=4)
    view_ = LESSON.params[0]
    assert LESSON.ways(values, view_)["gpus"]["groups"] == 2  # type: ignore[arg-type]


def test_the_matrix_fills_row_by_row_with_blocks_along_its_diagonal() -> None:
    scene = LESSON.build(preset="grouped-matrix")
    weights = LESSON.arrays(LESSON.values(preset="grouped-matrix"))["weights"].reshape(4, 2, 2)
    wanted = np.zeros((8, 12), int)
    for row, (filter_, place) in enumerate(itertools.product(range(4), range(2))):
        for inside, column in itertools.product(range(2), range(2)):
            channel = filter_ // 2 * 2 + inside
            wanted[row, channel * 3 + place + column] = weights[filter_, inside, column]
    blocks = [panel.values for panel in scene.panels if panel.name == "matrix-block"]
    rows = [np.hstack(blocks[at * 4 : at * 4 + 4]) for at in range(4)]
    assert np.vstack(rows).tolist() == wanted.tolist()
    parts = [at for at, panel in enumerate(scene.panels) if panel.name == "matrix-block"]
    written = scene.ker < 0
    rows_written = [
        {4 * (scene.locate(cell)[0] - parts[0]) // 16 * 2 + scene.locate(cell)[1] // 3}
        for cell in scene.out[written].tolist()
    ]
    steps = scene.step_of[written].tolist()
    assert [row for (row,) in rows_written] == steps, "a step writes its own row"


def test_a_large_matrix_is_refused_and_the_view_leads_to_one_that_fits() -> None:
    with pytest.raises(ConvError, match=r"^size makes a matrix of 12 rows and 60 columns"):
        LESSON.values(view="matrix")
    assert LESSON.ways(LESSON.values(), LESSON.params[0])["matrix"]["size"] == (1, 3)  # type: ignore[arg-type]


def test_an_edited_kernel_changes_its_own_channel_alone() -> None:
    kernels = LESSON.arrays(LESSON.values())["weights"].copy()
    before = LESSON.build().output
    kernels[2 * 2 + 1] += 1  # of filter 2 the second kernel, which reads channel 3
    after = LESSON.build(weights=kernels).output
    changed = [not np.array_equal(*pair) for pair in zip(before, after, strict=True)]
    assert changed == [False, False, True, False]


@pytest.mark.parametrize(
    ("preset", "shares"), [("grouped", [4, 2, 1]), ("grouped-alexnet", [2, 1])]
)
def test_bars_are_as_long_as_there_are_weights(preset: str, shares: list[int]) -> None:
    """To one scale, the rest hatched; one more of them in each of the first steps."""
    scene = LESSON.build(preset=preset)
    bars = [curve for curve in scene.curves if curve.style == "area"]
    assert [[len(bar.at(step)) > 0 for bar in bars].count(True) for step in (0, 1)] == [1, 2]
    end = len(scene) - 1
    lengths = [float(np.ptp(bar.at(end), axis=0)[0]) for bar in bars]
    assert lengths == pytest.approx([lengths[0] * share / shares[0] for share in shares])
    rests = [c for c in scene.curves if c.plot == 2 and (c.role, c.style) == ("line", "thin")]
    edges = [rest.at(end)[:, 0] for rest in rests]
    hatched = [float(np.nanmax(each) - np.nanmin(each)) for each in edges]
    assert hatched == pytest.approx([lengths[0] - length for length in lengths[1:]], abs=0.02)
