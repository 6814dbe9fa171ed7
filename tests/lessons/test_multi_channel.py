"""Lesson 3: channels are summed, filter by filter; the same numbers in all three views."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson, text
from convlib.ops import Array
from convlib.picture.view import view
from tests.code.running import as_array, by_each_framework
from tests.lessons.checks import answers, by_loops, coded, said, worked_out

LESSON = lesson("multi-channel")
# The sums of the three channels in the middle of the 5×5×3 input, and the bias.
MIDDLE = (-3, 8, -4, 1)
OUTPUT = [[8, 4, 3], [-6, 2, 2], [1, -2, 8]]
STATES: list[dict[str, Any]] = [
    {},
    {"filters": 3, "channels": 4},
    {"size": (6, 4), "kernel": (3, 2), "stride": (2, 1), "padding": "1:0x2", "filters": 2},
    {"seed": 4, "channels": 1, "kernel": 1, "filters": 4},
]


def looped(state: dict[str, Any]) -> Array:
    """The layer in plain loops."""
    values = LESSON.values(**state)
    x, weights, bias = LESSON.arrays(values).values()
    kernels = weights.reshape(len(weights) // len(x), *x.shape[:1], *weights.shape[1:])
    made = by_loops(x, kernels, stride=values["stride"], padding=values["padding"])
    return np.asarray(made + bias[0][:, None, None])


def test_five_by_five_by_three_under_one_filter() -> None:
    scene = LESSON.build()
    assert LESSON.order == 3
    assert [panel.values.shape for panel in scene.panels if panel.role == "input"] == [(5, 5)] * 3
    assert scene.output.tolist() == [OUTPUT]
    maps = [panel.values for panel in scene.panels if panel.name == "map"]
    assert [int(each[1, 1]) for each in maps] == list(MIDDLE[:3])
    assert sum(MIDDLE) == OUTPUT[1][1]


def test_equations_of_the_three_views() -> None:
    assert said(LESSON.build(), 4) == "y[0, 1, 1] = (−3) + 8 + (−4) + 1 = 2"
    assert said(LESSON.build(), 4, 8) == (
        "m[0, 0, 1, 1] = 3·(−1) + 0·0 + 0·1 + 3·0 + 3·(−1) + 0·0 + 0·(−1) + 3·1 + 0·1 = −3"
    )
    block = said(LESSON.build(view="block"), 4)
    assert block.count("·") == 27
    assert block.startswith("y[0, 1, 1] = 3·(−1) + 0·0")
    assert block.endswith(" + 1 = 2")
    window = LESSON.build(view="window")
    assert said(window, 0) == "p[0, 0, 0] = 3·(−1) = −3"
    assert said(window, 9) == "s[0] = (−3) + 0 + 0 + 0 + (−3) + 0 + 0 + 3 + 0 = −3"
    assert said(window, len(window) - 1) == "y[0, 1, 1] = (−3) + 8 + (−4) + 1 = 2"


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.parametrize("shown", ["maps", "block", "window"])
def test_every_view_has_the_layers_result(state: dict[str, Any], shown: str) -> None:
    scene = LESSON.build(**state, view=shown, place=0)
    assert scene.output.tolist() == looped(state).tolist()
    assert worked_out(scene).tolist() == scene.output.tolist()


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_code_makes_what_is_shown(state: dict[str, Any]) -> None:
    assert np.array_equal(coded(LESSON, **state), LESSON.build(**state).output)


@by_each_framework
@pytest.mark.parametrize("state", STATES, ids=str)
def test_as_in_the_frameworks(state: dict[str, Any], runner: str) -> None:
    output = LESSON.build(**state).output
    made = as_array(coded(LESSON, runner, **state))
    if runner == "keras":
        made = np.moveaxis(made[0], -1, 0)
    assert np.allclose(made.reshape(output.shape), output)


def test_a_map_for_each_kernel_and_a_sum_for_each_filter() -> None:
    scene = LESSON.build(filters=2)
    titles = {t.text for t in view(scene, 0).titles}
    assert {"Kernel 0, 2", "Kernel 1, 2", "Map 1, 0", "Output 0", "Output 1"} <= titles
    assert scene.output.shape == (2, 3, 3)
    assert [(tick.step, tick.key, tick.number) for tick in scene.ticks] == [
        (0, "filter", 0),
        (9, "filter", 1),
    ]
    assert said(scene, 9).startswith("y[1, 0, 0] = ")


def test_the_block_reaches_through_all_channels_and_moves_in_two_directions() -> None:
    scene = LESSON.build(view="block", filters=2)
    over = scene.windows[:3]
    assert [window.panel for window in over] == [0, 1, 2]
    assert [window.joined for window in over] == [True, True, False]
    for window in over:
        assert (window.row.tolist(), window.column.tolist()) == (
            [0, 0, 0, 1, 1, 1, 2, 2, 2] * 2,
            [0, 1, 2] * 6,
        )
    assert [(w.row >= 0).tolist() for w in (scene.windows[3], scene.windows[6])] == [
        [True] * 9 + [False] * 9,
        [False] * 9 + [True] * 9,
    ]
    assert len(view(scene, 0).links) == 16  # four from each window to the next, in input and filter


def test_inside_a_window_all_other_outputs_are_known() -> None:
    scene = LESSON.build(view="window", filters=2, filter=1, place="2x0")
    first = view(scene, 0)
    outputs = [cell for cell in first.cells if cell.role == "output"]
    assert [cell.state for cell in outputs].count("empty") == 1
    assert outputs[9 + 6].state == "empty"
    assert said(scene, len(scene) - 1).startswith("y[1, 2, 0] = ")
    assert [tick.step for tick in scene.ticks] == [0, 10, 20, 30]


def test_each_bias_is_the_cell_of_its_filter() -> None:
    scene = LESSON.build(filters=3, bias=[[5, 6, 7]])
    cells = [panel for panel in scene.panels if panel.name == "bias"]
    assert [(p.name_of(0), p.index(0), int(p.values[0, 0]), p.array) for p in cells] == [
        ("b[0]", (0,), 5, "bias"),
        ("b[1]", (1,), 6, "bias"),
        ("b[2]", (2,), 7, "bias"),
    ]
    assert [panel.origin for panel in cells] == [(0, 0), (0, 1), (0, 2)]


def test_costs_are_those_of_the_layer_which_is_the_standard_one() -> None:
    (own,) = LESSON.costs(LESSON.values())
    assert (own.cost.macs, own.cost.parameters) == (3 * 3 * 27, 27 + 1)


def test_sizes_say_that_filters_make_channels() -> None:
    *_, planes = LESSON.derive(LESSON.values(filters=4))
    assert planes.label == "planes"
    assert r"\mathbf{4}" in planes.lines[1]
    assert planes.lines[2].endswith(r"3 \times 3 \times 4")


def test_questions() -> None:
    values = LESSON.values(filters=2)
    assert answers(LESSON, filters=2) == {
        "planes": 2,
        "sixteen": 48,
        "products": 27,
        "value": 8,
        "parameters": 56,
        "many": 2430,
    }
    words = text.questions("multi-channel")
    for each in LESSON.questions:
        asked, why = words[each.name]
        details = dict(each.details(values))
        assert "{" not in text.filled(asked + why, text.DEFAULT, **{**details, "answer": 1})
    (value,) = (each for each in LESSON.questions if each.name == "value")
    assert value.details(values)["sums"] == "1 + 3 + 3"


@pytest.mark.parametrize(
    ("state", "parameter", "works"),
    [
        ({"view": "window", "filter": 1}, "filter", "up to 0 works"),
        ({"view": "window", "place": "3x0"}, "place", "ends at 2×2"),
        ({"size": 3, "kernel": 4}, "kernel", "3 or less fits"),
        ({"size": 8, "padding": 2}, "padding", "at most 10"),
        ({"channels": 5}, "channels", "from 1 to 4"),
        ({"weights": "1 2; 3 4", "channels": "many"}, "channels", "whole number"),
    ],
)
def test_refusals_say_what_works(state: dict[str, Any], parameter: str, works: str) -> None:
    with pytest.raises(ConvError, match=works) as caught:
        LESSON.build(**state)
    assert caught.value.parameter == parameter


def test_typed_planes_settle_channels_and_filters() -> None:
    values = LESSON.values(input="1 2 | 3 4", weights="1 | 2 | 3 | 4 | 5 | 6")
    assert [values[name] for name in ("channels", "filters", "size", "kernel")] == [
        2,
        3,
        (1, 2),
        (1, 1),
    ]
    scene = LESSON.stage(values | {"bias": np.zeros((1, 3))})
    assert scene.output.tolist() == [[[7, 10]], [[15, 22]], [[23, 34]]]
