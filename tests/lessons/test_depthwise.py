"""Lesson 10: each channel under its own kernel, nothing summed; and what a sum would add."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.ops import Array
from tests.lessons.checks import answers, by_loops, clauses

LESSON = lesson("depthwise")
STATES: list[dict[str, Any]] = [
    {},
    {"multiplier": 2, "size": 5},
    {"channels": 4, "size": (6, 4), "kernel": (3, 2), "stride": (2, 1), "padding": "1:0x2"},
    {"seed": 5, "channels": 1, "multiplier": 2, "kernel": 1},
]


def looped(state: dict[str, Any]) -> Array:
    """Channel by channel in plain loops: each kernel on the channel that it belongs to."""
    values = LESSON.values(**state)
    x, kernels = LESSON.arrays(values).values()
    how = {name: values[name] for name in ("stride", "padding")}
    channels = np.repeat(x, values["multiplier"], axis=0)
    planes = zip(channels[:, None], kernels[:, None, None], strict=True)
    return np.concatenate([by_loops(*plane, **how) for plane in planes])


def test_seven_by_seven_by_three() -> None:
    scene = LESSON.build()
    assert LESSON.order == 10
    assert scene.output.shape == (3, 5, 5)
    assert (len(scene), len(scene.src)) == (25, 675)
    own, standard = LESSON.costs(LESSON.values())
    assert (own.cost.macs, standard.cost.macs) == (675, 2025)
    assert (own.cost.parameters, standard.cost.parameters) == (27, 81)


def test_multiplier_two_on_three_channels() -> None:
    values = LESSON.values(multiplier=2)
    found = answers(LESSON, multiplier=2)
    own = LESSON.costs(values)[0].cost
    assert (found["planes"], own.parameters, own.macs) == (6, 54, 1350)
    assert (found["weights"], found["products"], found["standard"]) == (54, 1350, 4050)
    assert found["reads"] == 1


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.parametrize("shown", ["all", "apart"])
def test_planes_are_those_of_loops(state: dict[str, Any], shown: str) -> None:
    scene = LESSON.build(**state, view=shown)
    assert scene.output.tolist() == looped(state).tolist()


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_sum_adds_the_planes_of_all_channels(state: dict[str, Any]) -> None:
    scene = LESSON.build(**state, view="summed")
    multiplier = state.get("multiplier", 1)
    planes = looped(state)
    sums = [planes[at::multiplier].sum(axis=0).tolist() for at in range(multiplier)]
    assert scene.output.tolist() == sums
    found = answers(LESSON, **state, view="summed")
    assert found["total"] == sums[0][0][0]
    assert found["same"] == np.count_nonzero(scene.ker >= 0)


def test_in_step_a_window_stands_on_every_channel_at_once() -> None:
    scene = LESSON.build()
    over, frames = scene.windows[::2], scene.windows[1::2]
    places = [(window.panel, int(window.row[7]), int(window.column[7])) for window in over]
    assert places == [(0, 1, 2), (1, 1, 2), (2, 1, 2)]
    assert [window.kernel for window in over] == [frame.panel for frame in frames] == [3, 4, 5]
    assert [window.group for window in scene.windows] == [0, 0, 1, 1, 2, 2], "a channel, a colour"
    made = dict.fromkeys(scene.out[scene.terms(7)].tolist())
    assert [scene.locate(cell) for cell in made] == [(6, 7), (7, 7), (8, 7)]
    apart = LESSON.build(view="apart")
    there = [[int(window.row[step]) >= 0 for window in apart.windows[::2]] for step in (0, 25, 74)]
    assert there == [[True, False, False], [False, True, False], [False, False, True]]


def test_the_equations_of_all_planes_stand_abreast() -> None:
    first, second, third = clauses(LESSON.build(), 0)
    planes = looped({})
    for name, text in enumerate((first, second, third)):
        minus = str(planes[name, 0, 0]).replace("-", "\N{MINUS SIGN}")
        assert text.startswith(f"y[{name}, 0, 0] = ")
        assert text.endswith(f" = {minus}")
        assert text.count("·") == 9


def test_an_edited_kernel_changes_its_own_plane_alone() -> None:
    values = LESSON.values()
    kernels = LESSON.arrays(values)["weights"].copy()
    before = LESSON.build().output
    kernels[1] += 1
    after = LESSON.build(weights=kernels).output
    changed = [not np.array_equal(*pair) for pair in zip(before, after, strict=True)]
    assert changed == [False, True, False]


def test_typed_kernels_settle_the_multiplier() -> None:
    ones = np.ones((6, 2, 2), int)
    values = LESSON.values(weights=ones)
    assert (values["channels"], values["multiplier"], values["kernel"]) == (3, 2, (2, 2))
    with pytest.raises(ConvError, match="weights"):
        LESSON.values(weights=np.ones((30, 2, 2), int))
