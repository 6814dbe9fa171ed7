"""Lesson 5: the fibre by plain loops, and the curriculum's bottleneck by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import convlib
from convlib import ConvError, lesson, text
from convlib.edits import paste, set_cell
from convlib.layers.bottleneck import LONGEST, TALLEST, Plan
from convlib.lesson import Values
from convlib.ops import Array
from convlib.picture.view import view
from convlib.render.figure import figure
from convlib.render.film import Film
from convlib.render.payload import encode
from pages.parts.quiz import reply
from tests.lessons.checks import answers, said

LESSON = lesson("1x1")


def by_loops(values: Values) -> list[Any]:
    """Each pixel's fibre times each filter, in Python's own numbers."""
    x, weights, bias = (array.tolist() for array in LESSON.arrays(values).values())
    rows, columns = values["size"]
    cut = values["relu"] == "on"
    made = [
        [
            [sum(x[c][r][k] * w for c, w in enumerate(filter_)) + shift[0] for k in range(columns)]
            for r in range(rows)
        ]
        for filter_, shift in zip(weights, bias, strict=True)
    ]
    return [[[max(0, v) if cut else v for v in row] for row in plane] for plane in made]


def test_its_place_and_its_presets() -> None:
    assert LESSON.order == 5
    names = [preset.name.removeprefix("1x1-") for preset in LESSON.presets]
    assert names == ["reduce", "one-filter", "relu", "one-channel", "bottleneck"]


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"preset": "1x1-relu"},
        {"preset": "1x1-one-channel"},
        {"channels": 3, "filters": 4, "size": "2x5", "seed": 7, "relu": "on"},
        {"channels": 1, "filters": 3, "size": "6x1", "seed": 0},
    ],
    ids=str,
)
def test_every_output_is_a_filter_times_a_fibre(state: dict[str, Any]) -> None:
    values = LESSON.values(**state)
    scene = LESSON.stage(values)
    assert scene.output.tolist() == by_loops(values)
    assert scene.output.shape == (values["filters"], *values["size"])


def test_the_last_number_by_hand() -> None:
    scene = LESSON.build()
    # The fibre under the last pixel is 3, 0, 1, 0.
    assert scene.output[:, -1, -1].tolist() == [3 - 0 + 2 + 0 + 1, -3 + 0 + 1 - 0 - 2]
    assert said(scene, len(scene) - 1) == ("y[1, 3, 3] = 3·(−1) + 0·2 + 1·1 + 0·(−2) + (−2) = −4")
    assert answers(LESSON)["value"] == -4


def test_the_reason_for_it_has_the_last_filters_products_and_bias() -> None:
    reason, _ = reply(LESSON, "value", "99", LESSON.values(), "en")
    assert "3·(−1) + 1·1 + (−2)" in reason
    assert "makes −4" in reason


def test_a_pixel_after_the_other_and_there_filter_by_filter() -> None:
    scene = LESSON.build()
    assert [said(scene, step).partition(" ")[0] for step in (0, 1)] == ["y[0,", "y[1,"]
    fibre = [window for window in scene.windows if scene.panels[window.panel].role == "input"]
    assert len(fibre) == 4
    assert [window.joined for window in fibre] == [True, True, True, False]
    for window in fibre:
        assert (window.rows, window.columns) == (1, 1)
        assert window.row.tolist() == [row for row in range(4) for _ in range(8)]
        assert window.column.tolist() == [0, 0, 1, 1, 2, 2, 3, 3] * 4
    assert scene.windows[-1].row.tolist() == [0, 1] * 16
    assert (scene.windows[-1].rows, scene.windows[-1].columns) == (1, 4)
    assert [tick.step for tick in scene.ticks] == [0, 8, 16, 24]


@pytest.mark.parametrize(("size", "lines"), [(4, 1), (6, 2)])
def test_on_a_phone_channels_stand_in_reading_order(size: int, lines: int) -> None:
    scene = LESSON.build(size=size)
    corners = scene.layouts["tall"].places[:4]
    assert sorted(corners, key=lambda corner: corner[::-1]) == list(corners)
    assert len({y for _, y in corners}) == lines


def test_a_relu_follows_each_sum() -> None:
    scene = LESSON.build(preset="1x1-relu")
    plain = LESSON.build()
    assert len(scene) == 2 * len(plain)
    assert said(scene, 2) == "y[1, 0, 0] = 3·(−1) + 1·2 + 0·1 + 2·(−2) + (−2) = −7"
    assert said(scene, 3) == "z[1, 0, 0] = max(0, −7) = 0"
    assert scene.output.min() == 0
    assert np.array_equal(scene.output, np.maximum(plain.output, 0))
    middle = [panel.values for panel in scene.panels if panel.role == "middle"]
    assert np.array_equal(middle, plain.output)
    assert [panel.role for panel in plain.panels[-2:]] == ["output"] * 2


def test_on_one_channel_it_only_scales() -> None:
    scene = LESSON.build(preset="1x1-one-channel")
    assert np.array_equal(scene.output[0], 2 * scene.panels[0].values)


def test_numbers_typed_settle_the_sizes() -> None:
    scene = LESSON.build(input="1 2 3 | 4 5 6", weights="10 1; 0 -1; 1 1", bias="0;0;100")
    assert scene.output.tolist() == [[[14, 25, 36]], [[-4, -5, -6]], [[105, 107, 109]]]
    typed = LESSON.values(weights="1 2 3")
    assert (typed["filters"], typed["channels"]) == (1, 3)
    assert LESSON.values(weights="1 2 3", channels=2)["channels"] == 2
    assert LESSON.values(bias="1; 2; 3")["filters"] == 3


def test_every_number_can_be_changed_in_place() -> None:
    values = LESSON.values()
    before = LESSON.stage(values).output
    bias = LESSON.stage(set_cell(LESSON, values, "bias", (1, 0), "8")).output
    assert np.array_equal(bias[1] - before[1], np.full((4, 4), 10))
    weight = LESSON.stage(set_cell(LESSON, values, "weights", (0, 3), "1")).output
    assert np.array_equal(weight[0] - before[0], LESSON.arrays(values)["input"][3])
    pixel = LESSON.stage(set_cell(LESSON, values, "input", (2, 1, 1), "2")).output
    assert np.argwhere(pixel != before).tolist() == [[0, 1, 1], [1, 1, 1]]
    pasted = paste(LESSON, values, "weights", (1, 0), "7 7")
    assert LESSON.arrays(pasted)["weights"].tolist() == [[1, -1, 2, 0], [7, 7, 1, -2]]
    scene = LESSON.build()
    cells = [panel.name_of(1) for panel in scene.panels if panel.array]
    assert cells == [*(f"x[{c}, 0, 1]" for c in range(4)), "w[0, 1]", "b[1]"]


@pytest.mark.parametrize(
    ("state", "parameter", "words"),
    [
        ({"channels": 5}, "channels", "from 1 to 4"),
        ({"size": 7}, "size", "from 1 to 6"),
        ({"view": "cube"}, "view", "one of fibre, bottleneck"),
        ({"between": 0}, "between", "from 1 to 512"),
        ({"weights": "1 2 3 4 5"}, "weights", "at most 4"),
        ({"input": "1|2|3|4|5"}, "input", "takes 1 to 4"),
        ({"bias": "many"}, "bias", "no number"),
    ],
)
def test_what_is_refused(state: dict[str, Any], parameter: str, words: str) -> None:
    with pytest.raises(ConvError, match=words) as caught:
        LESSON.values(**state)
    assert caught.value.parameter == parameter


def test_the_curriculums_bottleneck() -> None:
    plan = Plan.of(LESSON.values())
    assert plan.macs == (120_422_400, 2_408_448, 10_035_200, 12_443_648)
    scene = LESSON.build(preset="1x1-bottleneck")
    assert [said(scene, step) for step in range(len(scene))] == [
        "28 · 28 · 32 · 5 · 5 · 192 = 120,422,400",
        "28 · 28 · 16 · 192 = 2,408,448",
        "28 · 28 · 32 · 5 · 5 · 16 = 10,035,200",
        "2,408,448 + 10,035,200 = 12,443,648",
        "120,422,400 ÷ 12,443,648 ≈ 9.7",
    ]
    assert "12,443,648" in text.prose("1x1")["why"]
    even = LESSON.build(view="bottleneck", depth_in=4, maps_out=4, between=1, wide=2, side=1)
    assert said(even, 4) == "64 ÷ 20 = 3.2"  # 4·4·4 beside 4 + 16


def test_each_number_is_known_from_its_step_on() -> None:
    scene = LESSON.build(preset="1x1-bottleneck")
    seen = [[cell.text for cell in view(scene, step).cells] for step in range(5)]
    assert seen[0] == ["120M", "", "", "", ""]
    assert seen[1] == ["120M", "2.4M", "", "", ""]
    assert seen[3] == ["120M", "2.4M", "10M", "12M", ""]
    assert seen[4] == ["120M", "2.4M", "10M", "12M", "9.7"]


def test_what_it_saves_stands_below_the_bottleneck() -> None:
    scene = LESSON.build(preset="1x1-bottleneck")
    plan = scene.layouts["wide"]
    times = next(at for at, each in enumerate(scene.panels) if each.name == "1x1-times")
    (left, top, wide, high), (x, y) = plan.plots[1], plan.places[times]
    assert x + 0.5 == pytest.approx(left + wide / 2), "under the middle, where it is narrowest"
    assert y >= top + high


def width(points: Array) -> float:
    """How long a bar is."""
    return float(np.ptp(points[:, 0]))


def test_bars_and_channels_are_to_scale() -> None:
    scene = LESSON.build(preset="1x1-bottleneck")
    bars = [curve for curve in scene.curves if curve.plot >= 2]
    ends = np.array([width(bar.at(4)) for bar in bars])
    wanted = np.array([120_422_400, 2_408_448, 10_035_200])
    assert ends / LONGEST == pytest.approx(wanted / 120_422_400)
    assert bars[2].at(4)[:, 0].min() == bars[1].at(4)[:, 0].max(), "behind each other"
    assert [[width(bar.at(step)) > 0 for bar in bars] for step in range(3)] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    lines = [np.ptp(c.at(0)[:, 1]) for c in scene.curves if c.style == "line"]
    assert np.array(lines) / TALLEST == pytest.approx(np.array([192, 32, 192, 16, 32]) / 192)


def test_nothing_is_drawn_larger_than_its_room() -> None:
    for state in ({"between": 512}, {"depth_in": 1, "maps_out": 512}, {"between": 1, "wide": 1}):
        scene = LESSON.build(view="bottleneck", **state)
        for layout in scene.layouts.values():
            for curve in scene.curves:
                x, y, across, down = layout.plots[curve.plot]
                assert 0 <= x < x + across <= layout.width + 1e-9
                assert 0 <= y < y + down <= layout.height + 1e-9
                for step in range(len(scene)):
                    points = curve.at(step)
                    assert points.min() >= 0
                    assert np.all(points.max(axis=0) <= (across + 1e-9, down + 1e-9))


def test_areas_have_the_colours_of_their_layers() -> None:
    painted = figure(LESSON.build(preset="1x1-bottleneck"), 4)
    areas = [patch for patch in painted.axes[0].patches if str(patch.get_gid()).startswith("str")]
    colours = [patch.get_facecolor() for patch in areas]
    direct, reduce, widen = colours[:3]
    assert direct == widen != reduce
    assert colours[3:] == [direct, reduce, direct]


def test_a_bar_that_has_not_begun_leaves_no_mark() -> None:
    film = Film(LESSON.build(preset="1x1-bottleneck"))
    before, after = film.frame(0).copy(), film.frame(1)
    x, y, width_, height = film.sheet.plan.plots[3]
    room = (
        slice(film.sheet.y(y), film.sheet.y(y + height)),
        slice(film.sheet.x(x) - 1, film.sheet.x(x + width_)),
    )
    assert len(np.unique(before[room])) == 1
    assert len(np.unique(after[room])) > 2


def test_costs_by_hand() -> None:
    own, standard, narrow, direct = LESSON.costs(LESSON.values())
    assert (own.cost.macs, own.cost.parameters) == (4 * 4 * 2 * 4, 2 * 4 + 2)
    assert (standard.cost.macs, standard.cost.parameters) == (4 * 4 * 2 * 4 * 9, 2 * 4 * 9 + 2)
    assert (narrow.cost.macs, direct.cost.macs) == (12_443_648, 120_422_400)
    assert (narrow.cost.parameters, direct.cost.parameters) == (15_872, 153_600)
    rows = LESSON.costs(LESSON.values(preset="1x1-bottleneck"))
    assert [(row.label, row.chart, row.cost.macs) for row in rows] == [
        ("1x1-own", "", 12_443_648),
        ("1x1-direct", "", 120_422_400),
    ]
    charts = [row.chart for row in (own, standard, narrow, direct)]
    assert charts == ["", "", *["1x1-bottleneck"] * 2], "millions are no bars beside 128"


def test_the_bottlenecks_code_is_its_two_layers() -> None:
    values = LESSON.values(view="bottleneck", depth_in=6, between=2, maps_out=3, side=5, wide=4)
    space: dict[str, Any] = {}
    exec(LESSON.code(values)["numpy"], space)
    reduce = space["pointwise_weight"][..., None, None]
    narrow = convlib.relu(convlib.pointwise(space["x"], reduce))
    wanted = convlib.conv(narrow, space["conv_weight"], padding="same")
    np.testing.assert_allclose(space["y"], wanted)
    assert space["x"].shape == (6, 5, 5)


@pytest.mark.parametrize("state", [{}, {"depth_in": 8, "maps_out": 2, "wide": 3}, {"wide": 1}])
def test_the_widest_bottleneck_that_pays(state: dict[str, Any]) -> None:
    values = LESSON.values(**state)
    (widest,) = (q.answer(values) for q in LESSON.questions if q.name == "widest")
    pays = [
        between
        for between in range(1, 513)
        if Plan.of(values | {"between": between}).together.macs < Plan.of(values).direct.macs
    ]
    assert widest == max(pays, default=0)


def test_answers_by_hand() -> None:
    fibre = answers(LESSON, preset="1x1-one-channel", filters=3, size="2x5")
    assert (fibre["parameters"], fibre["macs"], fibre["feeds"]) == (6, 30, 3)
    bottleneck = answers(LESSON, view="bottleneck")
    assert bottleneck["direct"] == 28 * 28 * 32 * 5 * 5 * 192
    assert bottleneck["together"] == 2_408_448 + 10_035_200
    assert bottleneck["widest"] == 154  # 153600 / 992 is 154.8


def test_each_view_asks_about_what_it_shows() -> None:
    asked = {
        view: [each.name for each in LESSON.questions if each.asked(LESSON.values(view=view))]
        for view in ("fibre", "bottleneck")
    }
    assert asked == {
        "fibre": ["value", "parameters", "macs", "feeds"],
        "bottleneck": ["direct", "together", "widest"],
    }


def test_the_largest_are_small_enough_to_send_and_to_read() -> None:
    for relu in ("off", "on"):
        scene = LESSON.build(size=6, channels=4, filters=4, relu=relu, seed=1)
        assert len(encode(scene).encode()) <= 60_000
        assert scene.layouts["wide"].width <= 40
        assert scene.layouts["tall"].width <= 14
