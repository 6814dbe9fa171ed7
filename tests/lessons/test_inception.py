"""Lesson 16: branches side by side, stacked; with and without 1×1 first; large kernels in two."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from convlib import lesson
from convlib.layers.inception import large, small
from convlib.layers.inception_full import in_full
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.options import USUAL
from convlib.render.payload import payload
from convlib.render.sheet import Sheet
from tests.lessons.checks import answers, by_loops, clauses, coded, worked_out

LESSON = lesson("inception")
BLOCKS: list[dict[str, Any]] = [
    {},
    {"form": "naive"},
    {"form": "v2", "size": (4, 5)},
    {"form": "v3", "seed": 3},
    {"view": "turns", "size": (2, 4), "seed": 5},
    {"form": "naive", "seed": 7, "size": 5},
]
FIELDS: list[dict[str, Any]] = [{"view": "five"}, {"view": "seven"}, {"view": "five", "seed": 2}]


def same(x: Array, *kernels: Array) -> Array:
    """Channels under one filter, as many places as cells."""
    return by_loops(x, np.stack(kernels)[None], stride=(1, 1), padding="same")


def pooled(x: Array) -> Array:
    """The largest within one cell of each, channel by channel."""
    rows, columns = x.shape[1:]
    return np.array(
        [
            [
                [plane[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2].max() for c in range(columns)]
                for r in range(rows)
            ]
            for plane in x
        ]
    )


def looped(state: dict[str, Any]) -> Array:
    """All branches by plain loops, stacked."""
    values = LESSON.values(**state)
    given = LESSON.arrays(values)
    x, ones = given["input"], given["pointwise"][..., None]  # each 1×1
    if values["form"] == "naive":
        threes, fives = same(x, *given["three"]), same(x, *given["five"])
        return np.concatenate([same(x, *ones[0]), threes, fives, pooled(x)])
    third = same(x, *ones[2])
    kernels: dict[str, Sequence[Array]] = {
        "v1": [*given["five"]],
        "v2": [*given["twice"]],
        "v3": (given["across"], given["down"]),
    }
    for kernel in kernels[values["form"]]:
        third = same(third, kernel)
    second = same(same(x, *ones[1]), given["three"][0])
    return np.concatenate([same(x, *ones[0]), second, third, same(pooled(x), *ones[3])])


@pytest.mark.parametrize("state", BLOCKS, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    scene, wanted = LESSON.build(**state), looped(state)
    assert scene.output.tolist() == wanted.tolist()
    assert worked_out(scene).tolist() == wanted.tolist()
    assert np.array_equal(coded(LESSON, **state), wanted)


@pytest.mark.parametrize("state", FIELDS, ids=str)
def test_two_small_kernels_make_what_the_large_one_makes(state: dict[str, Any]) -> None:
    scene, values = LESSON.build(**state), LESSON.values(**state)
    patch, (first, second) = LESSON.arrays(values)["patch"], small(values)
    side = len(patch)
    spread = np.zeros((side, side), int)
    for (row, column), weight in np.ndenumerate(second):
        down, across = first.shape
        spread[row : row + down, column : column + across] += weight * first
    assert large(values).tolist() == spread.tolist()
    wanted = float(np.sum(patch * spread))
    at_once = next(each for each in scene.panels if each.name == "inception-at-once")
    assert (at_once.values.item(), scene.output.item()) == (wanted, wanted)
    assert np.array_equal(np.squeeze(coded(LESSON, **state)), wanted)


@pytest.mark.parametrize(("state", "weights"), [("five", (18, 25)), ("seven", (14, 49))])
def test_two_small_kernels_have_fewer_weights(state: str, weights: tuple[int, int]) -> None:
    own, one = LESSON.costs(LESSON.values(view=state))
    assert (own.cost.parameters, one.cost.parameters) == weights
    told = labels(LESSON.build(view=state), 0)
    assert f"{weights[1]} weights" in told
    assert any(text.endswith(f"= {weights[0]} weights") for text in told)


def labels(scene: Scene, step: int) -> list[str]:
    """What is written beside the cells."""
    return [each.text for each in view(scene, step).labels]


def test_block_3a_is_counted_in_full() -> None:
    """128,049,152 products and 256 channels; 303,464,448 and 416 without the 1×1 first."""
    places, depth = 28 * 28, 192
    wide = depth * 64 + depth * 128 * 9 + depth * 32 * 25
    narrow = depth * (64 + 96 + 16 + 32) + 96 * 128 * 9 + 16 * 32 * 25
    direct, own = in_full().blocks
    assert (direct.products, own.products) == (places * wide, places * narrow)
    assert (direct.products, own.products) == (303_464_448, 128_049_152)
    assert (direct.channels, own.channels) == ((64, 128, 32, 192), (64, 128, 32, 32))
    *_, with_them, without = LESSON.costs(LESSON.values())
    assert (with_them.cost.macs, with_them.cost.shape) == (128_049_152, (256, 28, 28))
    assert (without.cost.macs, without.cost.shape) == (303_464_448, (416, 28, 28))
    assert with_them.cost.parameters == narrow


def test_the_dear_bar_is_there_first_and_then_the_one_that_has_shrunk() -> None:
    scene = LESSON.build()
    assert "without 1×1 first: 303,464,448 products" in labels(scene, 0)
    assert not any("128,049,152" in text for text in labels(scene, 0))
    told = labels(scene, 1)
    assert "with 1×1 first: 128,049,152 products" in told
    assert {"416 channels", "64 + 128 + 32 + 32 = 256 channels"} <= set(told)
    ends = [
        max(np.nanmax(curve.at(1)[:, 0]) for curve in scene.curves if curve.plot == plot)
        for plot in (0, 1)
    ]
    assert ends[1] / ends[0] == pytest.approx(128_049_152 / 303_464_448, abs=0.01)


def test_branches_look_in_step_and_each_has_its_colour() -> None:
    scene = LESSON.build()
    assert len(scene) == 2 * 9, "what narrows and pools first, and then all four"
    groups = np.repeat([p.group for p in scene.panels], [p.values.size for p in scene.panels])
    for step in range(len(scene)):
        made = set(groups[scene.out[scene.terms(step)]].tolist())
        assert made == ({1, 2, 3} if step < 9 else {0, 1, 2, 3})
    weighted = scene.src[np.isin(scene.out, outputs(scene))]
    assert set(groups[weighted].tolist()) == {-1, 1, 2, 3}, "the first one reads the input itself"
    assert [scene.panels[at].group for at in scene.results] == [0, 1, 2, 3]
    assert len(clauses(scene, 9)) == 4


def outputs(scene: Scene) -> Array:
    """The cells of what comes out."""
    cells = [
        scene.first_cells[at] + np.arange(scene.panels[at].values.size) for at in scene.results
    ]
    return np.concatenate(cells)


def test_one_branch_after_another() -> None:
    scene = LESSON.build(view="turns")
    groups = np.repeat([p.group for p in scene.panels], [p.values.size for p in scene.panels])
    made = [set(groups[scene.out[scene.terms(step)]].tolist()) for step in range(len(scene))]
    assert made == [{0}] * 9 + [{1}] * 18 + [{2}] * 18 + [{3}] * 18
    assert [tick.number for tick in scene.ticks] == [1, 2, 3, 4]
    assert LESSON.build().output.tolist() == scene.output.tolist()


def test_pooling_shows_which_number_wins() -> None:
    scene = LESSON.build(form="naive")
    said = clauses(scene, 0)[-2:]
    assert said == ["y[3, 0, 0] = max(1, 0, 2, 1) = 2", "y[4, 0, 0] = max(0, 1, 1, 3) = 3"]


def test_windows_end_where_the_input_does() -> None:
    """In the corner a 3×3 window covers 2×2, and in the middle all of its nine cells."""
    scene = LESSON.build(view="turns", form="naive")
    sizes = {
        step: [(w.rows, w.columns) for w in scene.windows if w.row[step] >= 0] for step in (9, 13)
    }
    assert sizes == {9: [(2, 2)] * 2, 13: [(3, 3)] * 2}


def test_channels_are_stacked_and_pooling_alone_keeps_them_all() -> None:
    assert answers(LESSON)["channels"] == 4
    assert answers(LESSON, form="naive")["channels"] == 5
    found = answers(LESSON)
    assert (found["growing"], found["reduced"], found["direct"]) == (416, 12_443_648, 120_422_400)
    assert (found["five"], found["seven"]) == (18, 14)


def test_an_edited_kernel_changes_its_own_branch_alone() -> None:
    kernel = LESSON.arrays(LESSON.values())["three"].copy()
    kernel[0, 1, 1] += 1
    before, after = LESSON.build().output, LESSON.build(three=kernel).output
    changed = [not np.array_equal(*pair) for pair in zip(before, after, strict=True)]
    assert changed == [False, True, False, False]


WIRED = [(state, name) for state in BLOCKS for name in ("wide", "tall", "square")]
PLOTS = {"wide": 2, "tall": 3, "square": 4}  # of the wires, behind those of both bars


def wires(scene: Scene, name: str) -> list[list[Array]]:
    """Per branch the wire to it and that from it, as lines of points."""
    thin = [c.at(0) for c in scene.curves if (c.plot, c.style) == (PLOTS[name], "thin")]
    return [thin[at : at + 2] for at in range(0, len(thin), 2)]


def lines(points: Array) -> list[Array]:
    """The lines between which the pen is lifted, with points close to each other."""
    lifted = np.flatnonzero(np.isnan(points[:, 0]))
    pieces = [part[~np.isnan(part[:, 0])] for part in np.split(points, lifted)]
    return [
        np.concatenate([np.linspace(*ends, 30) for ends in itertools.pairwise(piece)])
        for piece in pieces
    ]


def boxes(scene: Scene, name: str) -> Array:
    """Where panels stand: left, top, right, bottom."""
    places = zip(scene.panels, scene.layouts[name].places, strict=True)
    return np.array([(x, y, x + panel.columns, y + panel.rows) for panel, (x, y) in places])


@pytest.mark.parametrize(("state", "name"), WIRED)
def test_wires_lead_from_the_one_input_to_each_branch_and_on_to_what_it_makes(
    state: dict[str, Any], name: str
) -> None:
    scene = LESSON.build(**state)
    places, near = boxes(scene, name), 1.0
    sources = places[[panel.role == "input" for panel in scene.panels]]
    around = [*sources[:, :2].min(axis=0) - near, *sources[:, 2:].max(axis=0) + near]
    starts = [lines(into)[0][0] for into, _ in wires(scene, name)]
    assert len(starts) == 4
    for x, y in starts:
        assert around[0] <= x <= around[2]
        assert around[1] <= y <= around[3]
    for branch, (_, out) in enumerate(wires(scene, name)):
        made = [at for at in scene.results if scene.panels[at].group == branch]
        ends = [line[-1] for line in lines(out)][-len(made) :]
        for at, (x, y) in zip(made, ends, strict=True):
            left, top, right, bottom = places[at]
            across, down = max(left - x, x - right, 0), max(top - y, y - bottom, 0)
            assert across + down <= 0.3


@pytest.mark.parametrize(("state", "name"), WIRED)
def test_wires_cross_neither_numbers_nor_each_other(state: dict[str, Any], name: str) -> None:
    scene = LESSON.build(**state)
    places = boxes(scene, name)
    signs = np.array([(x, y) for _, x, y in scene.layouts[name].symbols])
    each = [
        np.concatenate([line for wire in branch for line in lines(wire)])
        for branch in wires(scene, name)
    ]
    for points in each:
        x, y = points[:, :1], points[:, 1:]
        inside = (x > places[:, 0]) & (x < places[:, 2]) & (y > places[:, 1]) & (y < places[:, 3])
        assert not inside.any()
        assert np.abs(points[:, None] - signs[None]).max(axis=2).min() > 0.2
    for at, points in enumerate(each):
        for other in each[at + 1 :]:
            apart = np.abs(points[:, None] - other[None]).max(axis=2)
            begins = np.hypot(*(points - points[0]).T) < 1.8  # where they leave one place
            assert apart[~begins if name == "square" else slice(None)].min() > 0.1


def test_a_wire_is_thick_while_something_goes_along_it() -> None:
    """Of the two layers in step, the first one reads the input; the 1×1 alone waits."""
    scene = LESSON.build()
    thick = [c for c in scene.curves if (c.plot, c.style) == (PLOTS["wide"], "line")]
    when = [[len(curve.at(step)) > 0 for step in (0, 8, 9, 17)] for curve in thick]
    late, early = [False, False, True, True], [True, True, False, False]
    assert when == [late, late, early, late, early, late, early, late]
    assert [curve.role for curve in thick] == [f"group-{at}" for at in range(4) for _ in "io"]


@pytest.mark.parametrize("preset", [preset.name for preset in LESSON.presets])
def test_all_numbers_can_be_read_in_a_file(preset: str) -> None:
    scene = LESSON.build(preset=preset)
    sheet = Sheet(scene, scene.in_file, USUAL)
    texts = {text for panel in scene.panels for text in map(str, panel.values.ravel().tolist())}
    assert all(sheet.letters.written(text) == text for text in texts)
    assert set(payload(scene)["layouts"]) == {"wide", "tall"}, "pages have no need of it"
