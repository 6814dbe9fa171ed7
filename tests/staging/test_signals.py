"""Two signals: ranges of plots, places of g, and each result under the place where it arises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.ops import Array
from convlib.staging.signal_pair import FINE, PARTS, TURNS, Pair
from convlib.staging.signal_range import ABOVE, BELOW, Range, nice
from convlib.staging.sliding import BLOCKS, stage_line
from tests.cases import fixed
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
    f, g, result = (
        [corner(scene, at)[0] + 0.5 + n for n in range(scene.panels[at].columns)] for at in range(3)
    )
    side = 0 if smooth else 0.13
    drawn = {curve.array: curve for curve in scene.curves if curve.array}
    assert points(drawn["f"].points, 0)[:, 0] == pytest.approx([x - side for x in f])
    shifts = scene.panels[1].shifts
    assert shifts is not None
    first = len(scene) - (PARTS if smooth else 1) * (len(result) - 1) - 1
    for step in range(len(scene)):
        moved = [x + dx for x, (dx, _) in zip(g, shifts[step].tolist(), strict=True)]
        assert points(drawn["g"].points, step)[:, 0] == pytest.approx([x + side for x in moved])
        if step >= first and (step - first) % (PARTS if smooth else 1) == 0:
            at = (step - first) // (PARTS if smooth else 1)
            assert moved[0] == pytest.approx(result[at]), "the first point of g"


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
                assert np.all((found >= -1e-9) & (found <= [width + 1e-9, height + 1e-9]))


@pytest.mark.parametrize("smooth", [True, False])
def test_the_result_is_drawn_as_far_as_g_has_come(smooth: bool) -> None:
    scene = stage_line(F, G, [True], smooth=smooth)
    turns, first = len(TURNS), corner(scene, 2)[0] + 0.5
    line, dots = scene.curves[-2:]
    assert not any(line.at(step).size or dots.at(step).size for step in range(turns))
    for step in range(turns, len(scene)):
        there = first + (step - turns) / (PARTS if smooth else 1)
        assert np.nanmax(line.at(step)[:, 0]) == pytest.approx(there)
        assert dots.at(step)[-1, 0] == pytest.approx(there)


def test_two_pictures_stand_apart() -> None:
    scene = stage_line(F, G, [True, False])
    one, other = (np.array([corner(scene, at, "tall") for at in range(n, n + 3)]) for n in (0, 3))
    below = other[:, 1] - one[:, 1]
    assert np.ptp(below) == pytest.approx(0)
    assert below[0] == pytest.approx(scene.layouts["tall"].height / 2 + BLOCKS / 2)


def test_two_short_signals_have_room_for_the_results_title() -> None:
    check(stage_line(np.ones(2), np.ones(2), [True], mode="valid"))


def test_functions_are_known_at_whole_numbers() -> None:
    scene = stage_line(F, G, [True, False], smooth=True)
    turns = len(TURNS)
    made = {step: [scene.locate(c) for c in cells] for step, cells in scene.made.items()}
    assert made == {turns + PARTS * at: [(2, at), (5, at)] for at in range(6)}
    assert sorted(scene.captions) == list(range(len(scene)))
    assert [(tick.step, tick.key) for tick in scene.ticks] == [(0, "turn"), (turns, "slide")]
    assert scene.results == (2, 5)
