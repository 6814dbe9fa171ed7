"""Two signals: ranges of plots, places of g, and each result under the place where it arises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.staging.signal_pair import FINE, PARTS, TURNS, Pair
from convlib.staging.signal_range import ABOVE, BELOW, Range, nice
from convlib.staging.sliding import SCREEN, STACKED, stage_line
from tests.cases import MINUS, fixed
from tests.staging.geometry import check, corner

F, G = np.array([1.0, -2, 3, 0.5]), np.array([2.0, 1, -1])


@fixed(100)
@given(st.floats(1e-6, 1e6))
def test_nice_numbers_are_round_and_not_much_larger(value: float) -> None:
    found = nice(value)
    assert value * (1 - 1e-9) <= found
    assert found == 1 or found <= value * 5 / 3 * (1 + 1e-9)
    digits = f"{found:e}".split("e")[0].rstrip("0").rstrip(".")
    assert digits in ("1", "1.5", "2", "3", "5", "7.5")


@pytest.mark.parametrize("values", [[1, 4], [-3, -1], [-2, 7], [0, 0]])
def test_a_plot_holds_its_numbers_and_0(values: list[float]) -> None:
    plot = Range.of(np.array(values, float), 5.0)
    heights = plot.y(np.array([*values, 0.0]))
    assert np.all((heights >= ABOVE - 1e-9) & (heights <= 5 - BELOW + 1e-9))
    assert plot.y(0) == plot.zero
    assert plot.y(1) < plot.zero
    zero, unit, step, least, most = plot.scale
    assert (zero, zero - unit) == pytest.approx((plot.zero, float(plot.y(1))), abs=1e-6)
    assert least <= plot.low <= 0 <= plot.high <= most
    assert step > 0


@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize("mode", ["full", "valid"])
def test_g_stands_wherever_it_meets_f(turned: bool, mode: str) -> None:
    pair = Pair(F, G, turned, mode, False)
    needed = 1 if mode == "full" else len(G)
    wanted = [
        t
        for t in range(-9, 10)
        if sum(0 <= (t - m if turned else t + m) < len(F) for m in range(len(G))) >= needed
    ]
    assert list(pair.places) == wanted
    smooth = Pair(F, G, turned, mode, True)
    assert smooth.times[::PARTS] == wanted
    assert len(smooth.curve[0]) == FINE * (len(wanted) - 1) + 1
    over = pair.stands(len(TURNS))[: len(TURNS)]
    assert over == [(0, width if turned else 1) for width in TURNS]


def middles(scene: Scene, at: int, layout: str = "wide") -> list[tuple[float, float]]:
    """Where a panel's cells stand at first, by their middles: across in units of its plots."""
    plan, (x, y) = scene.layouts[layout], corner(scene, at, layout)
    left = plan.plots[2 * (at // 3)][0]
    return [((x + 0.5 - left) / plan.spacing + n, y + 0.5) for n in range(scene.panels[at].columns)]


def points(scene_points: Array | tuple[Array, ...], step: int) -> Array:
    return scene_points[step] if isinstance(scene_points, tuple) else scene_points


@pytest.mark.parametrize("turned", [True, False])
@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("mode", ["full", "valid"])
def test_points_stand_over_their_cells_and_results_under_g(
    turned: bool, smooth: bool, mode: str
) -> None:
    scene = stage_line(F, G, [turned], mode=mode, smooth=smooth)
    check(scene)
    f, g, result = ([x for x, _ in middles(scene, at)] for at in range(3))
    side = 0 if smooth else 0.13
    drawn = {curve.array: curve for curve in scene.curves if curve.array}
    assert points(drawn["f"].points, 0)[:, 0] == pytest.approx([x - side for x in f], abs=1e-5)
    shifts = scene.panels[1].shifts
    assert shifts is not None
    turning = len(TURNS) if turned else 1
    first = len(scene) - (PARTS if smooth else 1) * (len(result) - 1) - 1
    for step in range(len(scene)):
        moved = [x + dx for x, (dx, _) in zip(g, shifts[step].tolist(), strict=True)]
        if step in (0, *range(turning - 1, len(scene))):  # else the curve is on its way
            there = [x + side for x in moved]
            assert points(drawn["g"].points, step)[:, 0] == pytest.approx(there, abs=1e-5)
        if step >= first and (step - first) % (PARTS if smooth else 1) == 0:
            at = (step - first) // (PARTS if smooth else 1)
            assert moved[0] == pytest.approx(result[at], abs=1e-5), "the first point of g"


@fixed(40)
@given(
    st.integers(2, 8),
    st.integers(2, 5),
    st.sampled_from(["full", "valid"]),
    st.booleans(),
    st.lists(st.booleans(), min_size=1, max_size=2),
)
def test_nothing_is_drawn_beyond_its_plot(
    n: int, m: int, mode: str, smooth: bool, reverse: list[bool]
) -> None:
    if mode == "valid" and m > n:
        return
    f, g = np.arange(n) - 1.0, np.cos(np.arange(m)) * 3
    scene = stage_line(f, g, reverse, mode=mode, smooth=smooth)
    check(scene)
    for layout in scene.layouts.values():
        for curve in scene.curves:
            _, _, width, height = layout.plots[curve.plot]
            for step in range(len(scene)):
                found = curve.at(step)
                found = found[~np.isnan(found).any(axis=1)]
                found = found * [layout.spacing, 1]
                assert np.all((found >= -1e-9) & (found <= [width + 1e-9, height + 1e-9]))


@pytest.mark.parametrize("smooth", [True, False])
def test_the_result_is_drawn_as_far_as_g_has_come(smooth: bool) -> None:
    scene = stage_line(F, G, [True], smooth=smooth)
    turns, first = len(TURNS), middles(scene, 2)[0][0]
    line, dots = scene.curves[-2:]
    assert not any(line.at(step).size or dots.at(step).size for step in range(turns))
    for step in range(turns, len(scene)):
        there = first + (step - turns) / (PARTS if smooth else 1)
        assert np.nanmax(line.at(step)[:, 0]) == pytest.approx(there, abs=1e-5)
        assert dots.at(step)[-1, 0] == pytest.approx(there, abs=1e-5)


def test_two_pictures_stand_apart() -> None:
    scene = stage_line(F, G, [True, False])
    one, other = (np.array([corner(scene, at, "tall") for at in range(n, n + 3)]) for n in (0, 3))
    below = other[:, 1] - one[:, 1]
    assert np.ptp(below) == pytest.approx(0)
    assert below[0] == pytest.approx(scene.layouts["tall"].height / 2 + STACKED / 2)


def test_each_result_stands_under_the_0_of_g_and_the_other_one_is_dashed_beside_it() -> None:
    """Where both are compared the 0 of g is its middle, so that both begin at one place."""
    g = np.array([0.0, 1, 2])
    scene = stage_line(np.ones(3), g, [True, False], smooth=True)
    for plot, own, other in ((1, 0, 1), (3, 1, 0)):
        lines = {
            curve.style: curve
            for curve in scene.curves
            if curve.plot == plot and curve.role == "output"
        }
        upright = next(c for c in scene.curves if c.plot == plot and c.role == "muted")
        zero = middles(scene, 3 * own)[0][0]
        for step in range(len(TURNS), len(scene)):
            t = -1 + (step - len(TURNS)) / PARTS
            assert lines["dot"].at(step)[0, 0] - zero == pytest.approx(t, abs=1e-5)
            assert upright.at(step)[:, 0] - zero == pytest.approx([t, t], abs=1e-5)
        solid, dashed = lines["line"].at(len(scene) - 1), lines["dashed"].at(len(scene) - 1)
        elsewhere = next(
            c
            for c in scene.curves
            if (c.plot, c.role, c.style) == (2 * other + 1, "output", "line")
        )
        assert np.array_equal(dashed, elsewhere.at(len(scene) - 1))
        assert not np.array_equal(dashed, solid)


def test_g_stays_as_a_ghost_while_it_turns() -> None:
    scene = stage_line(np.ones(3), np.array([0.0, 1, 2]), [True, False], smooth=True)
    (ghost,) = (c for c in scene.curves if (c.role, c.style) == ("kernel", "dashed"))
    (first,) = (c for c in scene.curves if (c.plot, c.role, c.style) == (0, "kernel", "line"))
    there = [bool(len(ghost.at(step))) for step in range(len(scene))]
    assert there == [False, True, True, True, *[False] * (len(scene) - len(TURNS))]
    assert np.array_equal(ghost.at(1), first.at(0))
    middle = [np.mean(first.at(step)[1:-1, 0]) for step in range(len(TURNS))]
    assert middle == pytest.approx([middle[0]] * len(TURNS)), "it turns about its 0"


def test_axes_have_their_numbers_where_these_are() -> None:
    scene = stage_line(F, G, [True], smooth=True)
    for layout in ("wide", "tall"):
        plan = scene.layouts[layout]
        x, y, _, height = plan.plots[0]
        zero = x + middles(scene, 0, layout)[0][0] * plan.spacing
        below = [label for label in plan.labels if y + height < label.y < y + height + 0.6]
        assert {label.number for label in below} >= {"−2", "0", "4"}
        for label in below:
            number = int(str(label.number).replace(MINUS, "-"))
            assert label.x == pytest.approx(zero + number * plan.spacing, abs=1e-3)
        shown = Range.of(np.concatenate([F, G, np.sign(np.outer(F, G).ravel())]), height)
        beside = [label for label in plan.labels if label.align == "right" and label.x < x]
        levels = {label.number: label.y - y for label in beside if label.role == "muted"}
        for text, level in levels.items():
            if level < height:
                at = float(str(text).replace(MINUS, "-"))
                assert level == pytest.approx(float(shown.y(at)), abs=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [
        (0, 2, [0, 1, 2]),
        (0, 1.5, [0, 0.5, 1, 1.5]),
        (0, 7.5, [0, 2.5, 5, 7.5]),
        (-3, 0, [0, -1, -2, -3]),
        (-1, 5, [0, -1, 5]),
    ],
)
def test_numbers_of_a_plot_are_round(low: float, high: float, numbers: list[float]) -> None:
    assert Range(low, high, 3.0).ticks == pytest.approx(numbers)


def test_pictures_fill_a_screen() -> None:
    for reverse in ([True], [True, False]):
        plan = stage_line(np.ones(3), np.array([0.0, 1, 2]), reverse, smooth=True).layouts["wide"]
        assert plan.stretches
        assert plan.width == pytest.approx(SCREEN, abs=0.1)


def test_functions_are_known_at_whole_numbers() -> None:
    scene = stage_line(F, G, [True, False], smooth=True)
    turns = len(TURNS)
    made = {step: [scene.locate(c) for c in cells] for step, cells in scene.made.items()}
    assert made == {turns + PARTS * at: [(2, at), (5, at)] for at in range(6)}
    assert sorted(scene.captions) == list(range(len(scene)))
    assert [(tick.step, tick.key) for tick in scene.ticks] == [(0, "turn"), (turns, "slide")]
    assert scene.results == (2, 5)
