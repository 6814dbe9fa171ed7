"""Lesson 18: averages, two small layers, gains, and channels on one common scale."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from convlib import ConvError, lesson
from convlib.edits import set_cell
from convlib.picture.scene import Scene
from convlib.picture.view import view
from tests.lessons.checks import coded, said, worked_out

LESSON = lesson("squeeze-excitation")
STATES: list[dict[str, Any]] = [
    {},
    {"preset": "se-zero"},
    {"preset": "se-two"},
    {"preset": "se-large"},
    {"channels": 3, "reduction": 1, "size": (1, 4), "seed": 7},
    {"channels": 1, "reduction": 1, "size": (2, 1)},
]


def by_loops(state: dict[str, Any]) -> list[list[float]]:
    """Per channel what comes out, in a row, in plain Python."""
    x, first, second = (each.tolist() for each in LESSON.arrays(LESSON.values(**state)).values())
    planes = [[float(n) for row in plane for n in row] for plane in x]
    means = [sum(plane) / len(plane) for plane in planes]
    hidden = list[float]()
    for unit in range(len(first[0])):
        total = sum(mean * row[unit] for mean, row in zip(means, first, strict=True))
        hidden.append(total if total > 0 else 0.0)
    made = list[list[float]]()
    for plane, row in zip(planes, second, strict=True):
        score = sum(h * w for h, w in zip(hidden, row, strict=True))
        made.append([number / (1 + math.exp(-score)) for number in plane])
    return made


def texts(scene: Scene, name: str, step: int) -> list[str]:
    """What the cells of all panels of a name show."""
    cells = view(scene, step).cells
    return [cell.text for cell in cells if scene.panels[cell.panel].name == name]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_outputs_are_those_of_loops_and_of_the_code(state: dict[str, Any]) -> None:
    scene, wanted = LESSON.build(**state), np.array(by_loops(state))
    for found in (scene.output, worked_out(scene), coded(LESSON, **state)):
        assert np.reshape(found, wanted.shape) == pytest.approx(wanted, abs=1e-12)


def test_it_opens_with_eight_channels_and_32_weights() -> None:
    scene = LESSON.build()
    assert (LESSON.order, LESSON.group) == (18, "beyond")
    assert sum(panel.values.size for panel in scene.panels if panel.role == "kernel") == 32
    assert len(scene) == 8 + 2 + 2 + 8 + 8 + 8
    assert [tick.step for tick in scene.ticks] == [0, 8, 12, 20, 28]
    assert said(scene, 2) == "a[2] = (7 + 9 + 8 + 9 + 8 + 7 + 8 + 7 + 9) / 9 = 8"
    assert said(scene, 9).endswith(" = 3")
    assert said(scene, 11) == "h[1] = max(0, 3) = 3"
    assert said(scene, 14) == "z[2] = 2·0.5 + 3·(−1) = −2"
    assert said(scene, 22) == "g[2] = σ(−2) = 0.119202922"
    last = len(scene) - 1
    assert texts(scene, "se-average", last) == ["4", "2", "8", "1", "3", "5", "3", "4"]
    assert texts(scene, "se-score", last) == ["−1", "2", "−2", "5", "−3", "0", "1", "3"]
    assert texts(scene, "se-gain", last) == [".27", ".88", ".12", ".99", ".05", "0.5", ".73", ".95"]


def test_no_number_has_more_than_three_characters() -> None:
    scene = LESSON.build()
    assert max(map(len, scene.short_values)) == max(map(len, scene.short_sums)) == 3


def test_the_myths_are_refuted_by_the_numbers_on_the_stage() -> None:
    chain = LESSON.build()
    means = [p.values.item() for p in chain.panels if p.name == "se-average"]
    gains = [p.values.item() for p in chain.panels if p.name == "se-gain"]
    assert int(np.argmax(means)) == 2
    assert gains[2] < 0.15
    assert int(np.argmin(means)) == 3
    assert gains[3] > 0.99
    assert sum(gains) == pytest.approx(4.5, abs=0.02)
    assert max(gains) < 1


def test_input_and_output_have_one_scale() -> None:
    """As large a number has as strong a tint, wherever it stands."""
    scene = LESSON.build()
    shown = [p.name in ("channel", "output-of") for p in scene.panels]
    cells = np.repeat(shown, [p.values.size for p in scene.panels])
    order = np.argsort(scene.values[cells], kind="stable")
    for tints in (scene.levels[cells][order], scene.heat[cells][order]):
        assert (np.diff(tints) >= 0).all()
    bright = np.repeat([p.name == "channel" for p in scene.panels], cell_counts(scene))
    assert scene.levels[bright].max() == 4


def cell_counts(scene: Scene) -> list[int]:
    """How many cells each panel has."""
    return [panel.values.size for panel in scene.panels]


def test_a_last_layer_of_zeros_halves_everything() -> None:
    x = LESSON.arrays(LESSON.values())["input"]
    scene = LESSON.build(preset="se-zero")
    assert scene.output.tolist() == (x / 2).tolist()
    assert set(texts(scene, "se-gain", len(scene) - 1)) == {"0.5"}


def test_every_bar_is_as_high_as_its_gain_and_comes_with_it() -> None:
    scene = LESSON.build()
    gains = [p.values.item() for p in scene.panels if p.name == "se-gain"]
    bars = [curve for curve in scene.curves if curve.style == "area"]
    high = scene.layouts["wide"].plots[0][3]
    for at, (bar, gain) in enumerate(zip(bars, gains, strict=True)):
        assert len(bar.at(19 + at)) == 0 < len(bar.at(20 + at))
        top, bottom = bar.at(20 + at)[:, 1].min(), bar.at(20 + at)[:, 1].max()
        assert (bottom - top) / high == pytest.approx(gain, abs=0.002)


def test_wires_belong_to_the_wide_layout_alone() -> None:
    scene = LESSON.build()
    for name, there in (("wide", True), ("tall", False)):
        drawn = view(scene, 8, layout=name).strokes
        thick = [each for each in drawn if each.style == "line" and each.role == "middle"]
        assert any(len(each.points) for each in thick) == there
        assert sum(len(each.points) > 0 for each in drawn if each.style == "thin") >= 8


def test_each_weight_is_changed_where_it_stands() -> None:
    values = LESSON.values()
    scene = LESSON.stage(values)
    rows = [p for p in scene.panels if p.array == "reduce"]
    assert [p.index(1) for p in rows] == [(channel, 1) for channel in range(8)]
    changed = set_cell(LESSON, values, "reduce", rows[3].index(1), "2.5")
    panels = [p for p in LESSON.stage(changed).panels if p.array == "reduce"]
    assert panels[3].values.tolist() == [[0.5, 2.5]]


@pytest.mark.parametrize(("channels", "reduction"), [(8, 3), (6, 4), (8, 1), (5, 1)])
def test_what_does_not_divide_or_is_too_wide_is_refused(channels: int, reduction: int) -> None:
    with pytest.raises(ConvError, match="reduction"):
        LESSON.values(channels=channels, reduction=reduction)


def test_256_channels_are_counted_in_full() -> None:
    values = LESSON.values(preset="se-counted")
    own, standard = LESSON.costs(values)
    assert (own.cost.parameters, standard.cost.parameters) == (8192, 589824)
    assert LESSON.result(values).parameters == 2 * 256**2 // 16
    scene = LESSON.stage(values)
    assert said(scene, 0) == "3 · 3 · 256 · 256 = 589,824"
    assert said(scene, 4) == "8,192 ÷ 589,824 ≈ 1.4 %"
    written = [label.text for label in view(scene, 4).labels]
    assert {"589,824 weights", "8,192 weights"} <= set(written)


def test_both_networks_lead_through_the_same_block() -> None:
    scene = LESSON.build(preset="se-wiring")
    assert [panel.values.item() for panel in scene.panels] == [256, 16, 256] * 2
    thick = [
        {curve.plot for curve in scene.curves if curve.style == "line" and len(curve.at(step))}
        for step in range(len(scene))
    ]
    assert thick == [{0, 1}] * 7
    signs = [label.text for label in view(scene, 0).labels]
    assert (signs.count("×"), signs.count("+"), signs.count("shortcut")) == (2, 1, 1)
    assert said(scene, 6).split("     ") == ["y = x + g · u", "y = g · u"]
