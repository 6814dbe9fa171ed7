"""Lesson 1: by hand, against SciPy, and what its words say of convolution and correlation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import signal

from convlib import ConvError, lesson, view
from convlib.ops import Array, integral
from convlib.picture.view import View
from tests.code.running import by_each, run
from tests.lessons.checks import answers, clauses, said

LESSON = lesson("convolution-vs-correlation")


def output(**state: Any) -> list[Any]:
    rows: list[Any] = LESSON.build(**state).output.tolist()
    return rows


def test_its_place() -> None:
    assert LESSON.order == 1
    assert [preset.name for preset in LESSON.presets][:4] == ["sawtooth", "boxes", "decay", "echo"]


def test_two_boxes_make_a_triangle() -> None:
    assert output(preset="boxes") == [[0, 1, 2, 3, 4, 3, 2, 1, 0]]
    scene = LESSON.build(preset="boxes")
    assert said(scene, 0) == "g(τ)"
    assert said(scene, 1) == said(scene, 2) == "g(τ) → g(−τ)"
    assert said(scene, 3) == "g(−τ)"
    assert said(scene, 7) == "(f ∗ g)(1.5) = ∫ f(τ)·g(1.5 − τ) dτ = 1.5"
    assert said(scene, 20) == "(f ∗ g)(8) = ∫ f(τ)·g(8 − τ) dτ = 0"


def test_a_box_and_a_decaying_exponential_rise_and_fall_off() -> None:
    """A trapezium under 1, ½, ¼ … is ¾ of its left side wide; the pieces add up."""
    (row,) = output(preset="decay")
    rise = [0, 0.75, 1.125, 1.3125, 1.40625]
    assert row[:5] == rise
    assert row[5:] == [1.453125 - 0.75, 1.453125 - 1.125, 1.453125 - 1.3125, 0.046875, 0]


def test_it_opens_with_a_sawtooth_that_tells_the_two_apart() -> None:
    """Triangles under a slope of 1: half a square, and of the other one what is left of 2."""
    turned, straight = output()
    assert turned == [[0, 0.5, 2, 2 - 0.5, 0]]
    assert straight == [turned[0][::-1]]  # since f is a box
    assert clauses(LESSON.build(), 6) == [
        "(f ∗ g)(0) = ∫ f(τ)·g(−τ) dτ = 0.5",
        "(f ⋆ g)(0) = ∫ f(τ)·g(τ) dτ = 1.5",
    ]


def test_two_functions_are_compared_at_one_place_wherever_g_has_a_middle() -> None:
    for size in (2, 3, 4, 5):
        scene = LESSON.build(reverse="both", g="sawtooth", **{"g-size": size})
        places = [scene.panels[at].origin for at in (2, 5)]
        assert (places[0] == places[1]) == (size % 2 == 1)


def test_old_links_show_what_they_showed() -> None:
    """What an address leaves out is as it was, though the lesson opens with something else."""
    values = LESSON.values(g="exponential")
    assert (values["reverse"], values["f-size"], values["g-size"]) == ("on", 5, 5)
    assert LESSON.write(LESSON.values(preset="boxes")) == {"preset": "boxes"}
    assert LESSON.write(LESSON.values()) == {}


def test_an_echo_is_the_sound_once_more_late_and_half_as_loud() -> None:
    assert output(preset="echo") == [[1, 3, 2, 0, 0.5, 1.5, 1]]


def test_six_numbers_both_ways() -> None:
    """The first is the example of NumPy's manual for ``convolve``."""
    assert output(preset="numbers") == [[[0, 1, 2.5, 4, 1.5]], [[0.5, 2, 3.5, 3, 0]]]
    scene = LESSON.build(preset="numbers")
    assert said(scene, 0) == "g[i]"
    assert clauses(scene, 5) == [
        "(f ∗ g)[1] = 1·1 + 2·0 = 1",
        "(f ⋆ g)[−1] = 1·1 + 2·0.5 = 2",
    ]


def test_an_impulse_shows_the_kernel_and_turned_by_180_degrees() -> None:
    turned, straight = output(preset="impulse")
    assert turned == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert straight == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


def test_a_kernel_that_turns() -> None:
    scene = LESSON.build(preset="turn")
    assert said(scene, 1) == "g[i, j] → g[−i, −j]"
    assert said(scene, 4) == (
        "(f ∗ g)[2, 2] = 3·2 + 3·1 + 2·0 + 0·0 + 0·2 + 1·2 + 3·2 + 1·1 + 2·0 = 18"
    )


NAMED = ["triangle", "exponential", "gaussian", "impulse", "ramp", "sawtooth", "noise", "echo"]


@pytest.mark.parametrize("mode", ["full", "valid"])
@pytest.mark.parametrize("name", NAMED)
def test_numbers_in_a_row_are_what_scipy_computes(name: str, mode: str) -> None:
    state = {"view": "discrete", "mode": mode, "f": "3 -1 2 0.5 4 1", "g": name, "g-size": 4}
    f = np.array([3, -1, 2, 0.5, 4, 1])
    (g,) = LESSON.arrays(LESSON.values(**state))["g"]
    (turned,) = output(**state)
    (straight,) = output(reverse="off", **state)
    assert np.allclose(turned, signal.convolve(f, g, mode))
    assert np.allclose(straight, signal.correlate(f, g, mode))


@pytest.mark.parametrize("mode", ["full", "valid"])
@pytest.mark.parametrize(("size", "kernel"), [("5", "3"), ("4x6", "2x3"), ("3", "3"), ("1x5", "1")])
def test_the_plane_is_what_scipy_computes(size: str, kernel: str, mode: str) -> None:
    state = {"view": "plane", "size": size, "kernel": kernel, "seed": 4, "mode": mode}
    arrays = LESSON.arrays(LESSON.values(**state))
    x, weights = arrays["input"], arrays["weights"]
    both = np.array(output(reverse="both", **state))
    assert np.array_equal(both[0], signal.convolve2d(x, weights, mode))
    assert np.array_equal(both[1], signal.correlate2d(x, weights, mode))


def test_functions_are_their_integrals_at_whole_numbers() -> None:
    state = {"f": "gaussian", "g": "noise", "g-size": 4}
    f, g = (LESSON.arrays(LESSON.values(**state))[name][0] for name in "fg")
    assert output(**state)[0] == [integral(f, g, t) for t in range(8)]
    inside = output(mode="valid", reverse="off", **state)[0]
    assert inside == [integral(f, g, t, turned=False) for t in range(2)]


@pytest.mark.parametrize("view", ["continuous", "discrete"])
@pytest.mark.parametrize("g", ["boxcar", "triangle", "gaussian"])
def test_a_symmetric_g_gives_the_same_both_ways(view: str, g: str) -> None:
    state = {"view": view, "f": "noise", "g": g}
    turned, straight = output(reverse="both", **state)
    assert turned == pytest.approx(np.array(straight), abs=1e-12)
    assert answers(LESSON, **state)["differ"] == 0


def test_convolution_is_commutative_and_correlation_comes_out_reversed() -> None:
    one = {"view": "discrete", "f": "1 2 3", "g": "0 1 0.5"}
    other = {"view": "discrete", "f": "0 1 0.5", "g": "1 2 3"}
    assert output(**one) == output(**other)
    (first,), (second,) = output(reverse="off", **one), output(reverse="off", **other)
    assert first == second[::-1]
    assert first != second


def test_questions() -> None:
    assert answers(LESSON) == {"length": 5, "area": 2, "other": 2, "differ": 2}
    assert answers(LESSON, preset="boxes") == {"length": 9, "area": 4, "other": 4, "differ": 0}
    assert answers(LESSON, preset="numbers") == {
        "length": 5,
        "value": 2.5,
        "other": 3.5,
        "differ": 5,
    }
    assert answers(LESSON, preset="impulse") == {"inside": 9, "value": 5, "other": 5, "differ": 8}
    details = dict(LESSON.questions[2].details(LESSON.values(preset="numbers")))
    assert details["convolution"] == "(f ∗ g)[2]"
    assert details["products"] == "1·0.5 + 2·1"
    assert details["straight"] == "2·1 + 3·0.5"
    assert details["sizes"] == "3 + 3 − 1"


def test_the_size_worked_out() -> None:
    (full,) = LESSON.derive(LESSON.values(preset="decay"))
    assert full.lines == ("o &= n + m - 1", r"o &= 5 + 6 - 1 = \mathbf{10}")
    rows, columns = LESSON.derive(LESSON.values(view="plane", mode="valid", size="4x6"))
    assert rows.lines[1] == r"o &= 4 - 3 + 1 = \mathbf{2}"
    assert columns.lines == ("o &= i - k + 1", r"o &= 6 - 3 + 1 = \mathbf{4}")


def test_costs_count_what_is_multiplied() -> None:
    (own,) = LESSON.costs(LESSON.values(view="discrete", **{"f-size": 4, "g-size": 3}))
    scene = LESSON.build(view="discrete", **{"f-size": 4, "g-size": 3})
    assert own.cost.macs == len(scene.src) == 12
    assert own.macs == r"n\, m = 4 \cdot 3"
    assert own.cost.parameters == 3
    assert LESSON.costs(LESSON.values(preset="numbers"))[0].cost.macs == 18
    assert LESSON.costs(LESSON.values()) == [], "an integral has no products to be counted"


def test_titles_say_turned_only_once_g_is() -> None:
    states: list[dict[str, Any]] = [{}, {"preset": "numbers"}, {"preset": "turn"}]
    for state in states:
        scene = LESSON.build(**state)
        told = [_words_of(view(scene, step)) for step in range(5)]
        assert [any("turned" in each for each in words) for words in told] == [
            *[False] * 3,
            *[True] * 2,
        ]
        alone = LESSON.build(reverse="off", **state)
        assert not any("turn" in each for each in _words_of(view(alone, len(alone) - 1)))


def _words_of(moment: View) -> list[str]:
    """All that is written about the pictures."""
    return [*(title.text for title in moment.titles), *(label.text for label in moment.labels)]


def test_what_lies_on_f_is_multiplied_as_it_lies() -> None:
    """The sign between f and a kernel that was turned is that of correlation, as is its rule."""
    scene = LESSON.build(preset="impulse")
    assert [sign for sign, _, _ in scene.layouts["wide"].symbols] == ["⋆", "=", "⋆", "="]
    f, g = (scene.panels[at].values for at in (0, 1))
    assert np.array_equal(signal.correlate2d(f, g[::-1, ::-1], "valid"), scene.panels[2].values)


def test_the_code_is_a_sampled_integral() -> None:
    written = LESSON.code(LESSON.values())["numpy"]
    assert "y = np.convolve(sampled(f), sampled(g)) * dt" in written
    assert 'y = np.correlate(sampled(f), sampled(g), "full") * dt' in written
    assert written.count("def sampled") == 1


STATES: list[dict[str, Any]] = [
    {},
    {"preset": "boxes"},
    {"preset": "decay"},
    {"reverse": "off", "g": "sawtooth", "mode": "valid"},
    {"preset": "numbers"},
    {"view": "discrete", "reverse": "off", "f": "1 2 3 4", "g": "1 -1", "mode": "valid"},
    {"preset": "impulse"},
    {"view": "plane", "reverse": "both", "size": "4x5", "kernel": "2x3"},
]


@by_each
@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_code_gives_what_is_shown(runner: str, state: dict[str, Any]) -> None:
    values = LESSON.values(**state)
    result: Array = np.asarray(run(runner, LESSON.code(values)))
    shown = LESSON.stage(values).output
    assert result.reshape(shown.shape) == pytest.approx(shown, abs=1e-5)
    if runner == "numpy" and values["view"] != "continuous":
        assert np.array_equal(result.reshape(shown.shape), shown)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"mode": "valid", "g-size": 6}, "g-size is 6, but it lies wholly on f only if it is 5"),
        (
            {"view": "plane", "mode": "valid", "size": "2x7"},
            "kernel is 3×3, but it lies wholly on f only if it is 2×7 or less",
        ),
        ({"f": "1 2; 3 4"}, "f has 2 rows, but it is one row of numbers such as 1 2 3."),
        ({"f": "7"}, "f-size is 1, but it has to be a whole number from 2 to 12."),
        ({"view": "volume"}, "view is “volume”, but it has to be one of continuous, discrete"),
    ],
)
def test_what_does_not_fit_is_refused(state: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConvError) as refused:
        LESSON.values(**state)
    assert str(refused.value).startswith(sentence)


def test_typed_numbers_settle_how_many_there_are() -> None:
    values = LESSON.values(f="1, 2, 3", weights="1 2")
    assert (values["f-size"], values["g-size"], values["kernel"]) == (3, 5, (1, 2))
    assert LESSON.values(f="1 2 3", **{"f-size": 2})["f-size"] == 2


def test_signals_at_random_stay_when_more_are_asked_for() -> None:
    few, more = (
        LESSON.arrays(LESSON.values(seed=3, **{"f-size": size}))["f"][0].tolist() for size in (4, 9)
    )
    assert more[:4] == few
    assert len(set(more)) > 1
