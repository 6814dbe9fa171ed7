"""Lesson 11: look with a kernel for each channel, then mix by 1×1 filters; and what that saves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.ops import Array
from tests.lessons.checks import answers, by_loops, clauses, said

LESSON = lesson("depthwise-separable")
STATES: list[dict[str, Any]] = [
    {},
    {"filters": 4, "padding": "same"},
    {"channels": 4, "size": (6, 4), "kernel": (3, 2), "stride": (2, 1), "padding": "1:0x2"},
    {"seed": 2, "channels": 1, "filters": 1, "kernel": 1},
]


def looped(state: dict[str, Any]) -> tuple[Array, Array]:
    """The maps and the output, in plain loops."""
    values = LESSON.values(**state)
    arrays = LESSON.arrays(values)
    how = {name: values[name] for name in ("stride", "padding")}
    planes = zip(arrays["input"][:, None], arrays["weights"][:, None, None], strict=True)
    maps = np.concatenate([by_loops(*plane, **how) for plane in planes])
    output = [
        sum(weight * plane for weight, plane in zip(row, maps, strict=True))
        for row in arrays["mix"].tolist()
    ]
    return maps, np.array(output)


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.parametrize("shown", ["pixel", "stages"])
def test_maps_and_output_are_those_of_loops(state: dict[str, Any], shown: str) -> None:
    scene = LESSON.build(**state, view=shown)
    maps, output = looped(state)
    drawn = [panel.values.tolist() for panel in scene.panels if panel.name == "map"]
    assert drawn == maps.tolist()
    assert scene.output.tolist() == output.tolist()


def test_counted_in_full() -> None:
    costs = LESSON.costs(LESSON.values())
    assert [row.chart for row in costs] == ["", "", *["separable-counted"] * 2]
    rows = {row.label: row.cost for row in costs}
    assert rows["separable-full"].macs == 675 + 9_600 == 10_275
    assert rows["separable-full-standard"].macs == 86_400
    assert [part.macs for _, part in rows["separable-full"].parts] == [675, 9_600]
    found = answers(LESSON)
    assert (found["full"], found["standard"], found["share"]) == (10_275, 86_400, 93)
    labels = [(each.key, each.number) for each in LESSON.build().layouts["wide"].labels]
    assert labels == [
        ("drawn-small", ""),
        ("in-full", "7×7×3 → 5×5×128"),
        ("standard-products", "86,400"),
        ("look-products", "675"),
        ("mix-products", "9,600 (93 %)"),
        ("both-products", "10,275"),
        ("times-fewer", "8.4"),
    ]
    dear = LESSON.build(full_kernel=1, full_filters=1).layouts["wide"].labels
    assert ("times-more", "2.0") in [(each.key, each.number) for each in dear]


def test_the_bar_splits_as_the_layers_work() -> None:
    scene = LESSON.build()
    whole, look, mix, frame = scene.curves
    lengths = [
        [float(np.ptp(curve.at(step)[:, 0])) for curve in (whole, look, mix)] for step in (0, 17)
    ]
    total, first, _ = lengths[0]
    assert first == pytest.approx(total * 675 / 86_400 / 9)
    assert lengths[0][2] == 0
    assert lengths[1][1:] == pytest.approx([total * 675 / 86_400, total * 9_600 / 86_400])
    assert look.at(17)[:, 0].max() == pytest.approx(mix.at(17)[:, 0].min())
    assert np.ptp(frame.at(0)[:, 0]) == pytest.approx(total * 10_275 / 86_400), "to be filled"
    (left, top, *_), (beside, below, *_) = scene.layouts["wide"].plots
    assert left == beside, "under each other, from one line on"
    assert below > top


def test_looking_and_mixing_take_turns_or_come_one_after_the_other() -> None:
    look, mix = 27, 9
    turns, stages = (
        np.diff(LESSON.build(view=shown).starts).tolist() for shown in ("pixel", "stages")
    )
    assert turns == [look, mix] * 9
    assert stages == [look] * 9 + [mix] * 9
    assert [tick.step for tick in LESSON.build(view="stages").ticks] == [0, 9]
    assert [tick.step for tick in LESSON.build().ticks] == [0, 6, 12]


def test_equations_first_of_the_maps_then_of_the_planes() -> None:
    maps, output = looped({})
    scene = LESSON.build()
    first, second = clauses(scene, 0), clauses(scene, 1)
    assert [text.split(" = ")[0] for text in first] == [f"m[{at}, 0, 0]" for at in range(3)]
    assert [text.split(" = ")[0] for text in second] == [f"y[{at}, 0, 0]" for at in range(3)]
    ends = [text.rpartition(" = ")[2].replace("\N{MINUS SIGN}", "-") for text in (*first, *second)]
    assert list(map(int, ends)) == [*maps[:, 0, 0].tolist(), *output[:, 0, 0].tolist()]


@pytest.mark.parametrize("kernel", [3, 5, 8])
def test_from_how_many_filters_on_it_is_eight_times_cheaper(kernel: int) -> None:
    least = int(answers(LESSON, full_kernel=kernel, full_side=9)["eight"])
    share = [Fraction(1, count) + Fraction(1, kernel**2) for count in (least, least - 1)]
    assert share[0] < Fraction(1, 8) <= share[1]
    assert kernel != 3 or least == 73


def test_what_comes_out_even_is_said_to_be_equal() -> None:
    scene = LESSON.build(view="ratio", full_kernel=1, full_filters=1)
    assert said(scene, 0) == "1/1 + 1/1² = 2.000 = 1/0.5"


def test_small_kernels_are_never_eight_times_cheaper() -> None:
    assert "eight" not in answers(LESSON, full_kernel=2)


def test_the_ratio_is_walked_along_to_the_present_layer() -> None:
    scene = LESSON.build(view="ratio")
    assert float(scene.output[0, 0]) == pytest.approx(86_400 / 10_275)
    assert said(scene, len(scene) - 1) == "1/128 + 1/3² ≈ 0.119 ≈ 1/8.4"
    assert [tick.number for tick in scene.ticks] == [1, 2, 4, 8, 16, 32, 64, 128]
    dot = scene.curves[-1]
    across = [float(dot.at(step)[0, 0]) for step in range(len(scene))]
    assert np.allclose(np.diff(across), across[1] - across[0])
    # Both axes double from mark to mark: what is half as much lies a mark lower.
    (_, high), (_, low) = (
        LESSON.build(view="ratio", full_kernel=k, full_filters=1024).curves[-1].at(10)[0]
        for k in (2, 4)
    )
    marks = np.log2((1 / 1024 + 1 / 4) / (1 / 1024 + 1 / 16))
    (_, first), (_, last) = (scene.curves[0].points[at] for at in (0, 1))
    assert (low - high) / marks == pytest.approx((last - first) / 7)


def test_a_kernel_larger_than_what_is_counted_is_refused_by_its_name() -> None:
    with pytest.raises(ConvError, match=r"^full_kernel 5 spans 5 cells") as refused:
        LESSON.values(full_kernel=5, full_side=4)
    assert refused.value.parameter == "full_kernel"


def test_over_all_kernels_there_is_no_size() -> None:
    assert LESSON.derive(LESSON.values(view="ratio")) == []
