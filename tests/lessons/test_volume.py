"""Lesson 4: a cube that moves along three axes, and a 2-D filter that doesn't."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson, text
from convlib.cost import cost
from convlib.lessons.volume import last_place
from convlib.ops import Array
from convlib.picture.parts import UNVISITED, Window
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.code.running import as_array, by_each
from tests.lessons.checks import answers, by_loops, coded, panel, said, worked_out

LESSON = lesson("3d")
STATES: list[dict[str, Any]] = [
    {},
    {"view": "beside"},
    {"depth": 5, "size": (3, 4), "kernel_depth": 3, "kernel": (1, 2), "stride_depth": 2},
    {"seed": 3, "padding": "1:0x1", "padding_depth": 1, "stride": (2, 1)},
    {"padding": "same", "kernel": 3, "kernel_depth": 3, "size": 3, "view": "beside"},
]


def windows_over(scene: Scene, name: str) -> list[Window]:
    return [window for window in scene.windows if scene.panels[window.panel].name == name]


def looped(state: dict[str, Any]) -> Array:
    """The layer in plain loops."""
    values = LESSON.values(**state)
    x, weights, _ = LESSON.arrays(values).values()
    padding = values["padding"]
    if not isinstance(padding, str):
        padding = ((values["padding_depth"],) * 2, *padding)
    stride = (values["stride_depth"], *values["stride"])
    (plane,) = by_loops(x[None], weights[None, None], stride=stride, padding=padding)
    return np.asarray(plane)


def test_four_cubed_under_two_cubed_makes_three_cubed() -> None:
    scene = LESSON.build()
    assert LESSON.order == 4
    inputs = [panel for panel in scene.panels if panel.role == "input"]
    kernels = [panel for panel in scene.panels if panel.role == "kernel"]
    assert [panel.values.shape for panel in inputs] == [(4, 4)] * 4
    assert [panel.values.shape for panel in kernels] == [(2, 2)] * 2
    assert scene.output.shape == (3, 3, 3)
    assert len(scene) == 27
    assert [tick.step for tick in scene.ticks] == [0, 9, 18]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_as_in_plain_loops(state: dict[str, Any]) -> None:
    scene = LESSON.build(**state)
    assert scene.output.tolist() == looped(state).tolist()
    assert worked_out(scene).tolist() == scene.output.tolist()


@pytest.mark.parametrize("state", STATES, ids=str)
@by_each
def test_the_code_makes_what_is_shown(state: dict[str, Any], runner: str) -> None:
    made = as_array(coded(LESSON, runner, **state))
    output = LESSON.build(**state).output
    assert np.allclose(made.reshape(output.shape), output)


def test_the_cube_moves_along_all_three_axes() -> None:
    scene = LESSON.build()
    windows = windows_over(scene, "slice")
    there = np.array([window.row >= 0 for window in windows])
    assert there[:, 0].tolist() == [True, True, False, False]
    assert there[:, 9].tolist() == [False, True, True, False]
    assert there[:, 26].tolist() == [False, False, True, True]
    assert {(int(w.row[26]), int(w.column[26])) for w in windows[2:]} == {(2, 2)}
    assert said(scene, 0) == (
        "y[0, 0, 0] = 3·1 + 2·0 + 0·0 + 0·(−1) + 0·0 + 1·2 + 0·(−1) + 0·0 = 5"
    )
    assert all(len(view(scene, step).links) == 8 for step in range(len(scene)))


def test_the_flat_filter_takes_all_slices_and_makes_one_plane() -> None:
    scene = LESSON.build(view="beside")
    assert len(scene) == 27 + 9
    assert (scene.ticks[-1].step, scene.ticks[-1].key) == (27, "flat")
    windows = windows_over(scene, "slice")
    assert all((window.row[27:] >= 0).all() for window in windows)
    assert said(scene, 27).startswith("z[0, 0] = ")
    assert said(scene, 27).count("·") == 16
    x, _, flat = LESSON.arrays(LESSON.values()).values()
    plane = panel(scene, "3d-plane")
    still = by_loops(x, flat[None], stride=(1, 1), padding="valid")
    assert plane.values.tolist() == still[0].tolist()
    assert scene.output.tolist() == LESSON.build().output.tolist()


def test_hatched_is_what_neither_filter_visits() -> None:
    state = {"depth": 5, "stride_depth": 2}
    alone, beside = LESSON.build(**state), LESSON.build(**state, view="beside")
    hatched = [
        [bool((panel.kind_of_cells & UNVISITED).all()) for panel in scene.panels[:5]]
        for scene in (alone, beside)
    ]
    assert hatched == [[False] * 4 + [True], [False] * 5]


def test_slices_of_padding_stand_round_the_volume_and_cannot_be_changed() -> None:
    scene = LESSON.build(padding_depth=1, padding=1)
    first, second, *_ = scene.panels
    assert (first.name, first.array, first.lead) == ("3d-padding", "", (-1,))
    assert (second.name, second.array, second.plane, second.lead) == ("slice", "input", 0, (0,))
    assert second.origin == (-1, -1)
    assert scene.output.shape == (5, 5, 5)


def test_sizes_along_every_axis() -> None:
    slices, both = LESSON.derive(LESSON.values(depth=6, stride_depth=2))
    assert (slices.label, both.label) == ("slices", "both")
    assert r"\mathbf{3}" in slices.lines[-1]
    assert r"\mathbf{3}" in both.lines[-1]


def test_costs_beside_two_dimensions() -> None:
    cube, channels = LESSON.costs(LESSON.values())
    assert [row.cost.macs for row in (cube, channels)] == [27 * 8, 9 * 16]
    assert [row.cost.parameters for row in (cube, channels)] == [8, 16]


@pytest.mark.parametrize("deep", [1, 2, 3])
def test_at_equal_size_it_takes_as_many_times_the_products_as_the_cube_is_deep(deep: int) -> None:
    assert answers(LESSON, kernel_depth=deep, depth=5, size="5x6", kernel=3)["times"] == deep
    clip = cost("conv", (1, 16, 9, 9), filters=1, kernel=3, padding="same").macs
    assert clip == 3 * cost("conv", (16, 9, 9), filters=1, kernel=3, padding="same").macs
    assert "3 times the products" in text.prose("3d")["mistakes"]


def test_questions() -> None:
    values = LESSON.values()
    last = looped({})[-1, -1, -1]
    assert answers(LESSON) == {
        "slices": 3,
        "products": 8,
        "flat": 16,
        "value": last,
        "macs": 216,
        "times": 2,
    }
    words = text.questions("3d")
    for each in LESSON.questions:
        asked, why = words[each.name]
        details = dict(each.details(values))
        assert "{" not in text.filled(asked + why, text.DEFAULT, **{**details, "answer": 1})


@pytest.mark.parametrize(
    ("state", "parameter", "works"),
    [
        ({"depth": 2, "kernel_depth": 3}, "kernel_depth", "2 or less fits"),
        ({"size": 2, "kernel": 3}, "kernel", "2 or less fits"),
        ({"depth": 6, "padding_depth": 2, "padding": 0}, "padding_depth", "at most 8"),
        ({"size": 6, "padding": 2}, "padding", "at most 8"),
        ({"depth": 7}, "depth", "from 1 to 6"),
        ({"view": "cube"}, "view", "volume, beside"),
    ],
)
def test_refusals_say_what_works(state: dict[str, Any], parameter: str, works: str) -> None:
    with pytest.raises(ConvError, match=works) as caught:
        LESSON.build(**state)
    assert caught.value.parameter == parameter


def test_typed_slices_settle_the_sizes() -> None:
    values = LESSON.values(input="1 2 | 3 4 | 5 6", weights="1 | 1")
    assert (values["depth"], values["size"]) == (3, (1, 2))
    assert (values["kernel_depth"], values["kernel"]) == (2, (1, 1))
    assert LESSON.stage(values).output.tolist() == [[[4, 6]], [[8, 10]]]


def test_the_last_window_begins_where_strides_lead_less_the_zeros_before() -> None:
    """Of three places down and across each the last is 2 · 2 - 1; the slices have neither."""
    told = last_place(lesson("3d").values(stride=2, padding=1))
    assert (told["cell"], told["slice"], told["row"], told["column"]) == ("2, 2, 2", 2, 3, 3)
