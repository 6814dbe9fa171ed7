"""The chart of all types: price to the right, reach as lanes, names that don't cover each other."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

import convlib
from convlib.compare import Sizes, compare
from convlib.picture.scene import ABREAST
from convlib.staging.compared import stage_compared
from convlib.staging.compared_names import _box, marks
from convlib.staging.compared_plot import MARK, Scale

ROWS = sorted((row for row in compare(Sizes()) if row.refused is None), key=lambda row: row.macs)
LESSON = convlib.lesson("compare")


@pytest.mark.parametrize("narrow", [False, True])
def test_dearer_is_further_right_and_wider_is_higher(narrow: bool) -> None:
    placed = marks(Scale(ROWS, narrow=narrow))
    for one, other in pairwise(placed):
        assert one.x <= other.x
    for one, other in combinations(placed, 2):
        if one.row.reach[0] > other.row.reach[0]:
            assert one.y < other.y


def test_a_tenth_of_the_price_is_equally_far_everywhere() -> None:
    scale = Scale(ROWS)
    assert np.allclose(np.diff([scale.across(10.0**power) for power in range(3, 9)], 2), 0)


@pytest.mark.parametrize("preset", [preset.name for preset in LESSON.presets])
def test_names_and_marks_do_not_cover_each_other(preset: str) -> None:
    values = LESSON.values(preset=preset)
    rows = [row for row in LESSON.compared(values) if row.refused is None]
    scale = Scale(sorted(rows, key=lambda row: row.macs))
    placed = marks(scale)
    boxes = [_box(mark, scale.text) for mark in placed if mark.is_free]
    assert len(boxes) >= len(placed) - 3
    boxes += [(mark.x, mark.y, mark.x, mark.y) for mark in placed]
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_each_step_lights_one_mark_and_says_its_products() -> None:
    scene = stage_compared(compare(Sizes()))
    assert len(scene) == len(ROWS)
    for step, row in enumerate(ROWS):
        caption = "".join(text for text, _ in scene.captions[step])
        products, reach = caption.split(ABREAST)
        assert products.endswith(f" = {row.macs:,}")
        assert reach.startswith("R = ")
        assert reach.endswith(f" {row.reach[0]}")
        lit = [
            label.key
            for label in scene.layouts["wide"].labels
            if label.is_there(step) and label.role == "output"
        ]
        assert lit == [f"type-{row.name}"]


def test_a_layout_draws_its_own_plot() -> None:
    scene = stage_compared(compare(Sizes()))
    for name, there in (("wide", 0), ("tall", 1)):
        found = convlib.view(scene, 3, layout=name).strokes
        own = {
            len(stroke.points) > 0
            for stroke, curve in zip(found, scene.curves, strict=True)
            if curve.plot != there
        }
        assert own == {False}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("sizes", [{}, {"kernel": 1}, {"groups": 1, "dilation": 1}])
def test_marks_of_one_place_stay_in_their_lane(sizes: dict[str, int], narrow: bool) -> None:
    rows = [row for row in compare(Sizes(**sizes)) if row.refused is None]
    scale = Scale(sorted(rows, key=lambda row: row.macs), narrow=narrow)
    placed = marks(scale)
    for mark in placed:
        lane = scale.reaches.index((mark.row.whole, mark.row.reach))
        assert scale.edges[lane] <= mark.y - MARK
        assert mark.y + MARK <= scale.edges[lane + 1]
    for one, other in combinations(placed, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= 2 * MARK


def test_on_a_phone_words_stand_clear_of_marks_and_numbers() -> None:
    letter = 0.6 * 12 / 24  # of 12 pixels where a cell has 24, in cells: letters are rarely wider
    for preset in LESSON.presets:
        rows = LESSON.compared(LESSON.values(preset=preset.name))
        shown = [row for row in rows if row.refused is None]
        scale = Scale(sorted(shown, key=lambda row: row.macs), narrow=True)
        first = min(x for _, _, x, _ in scale.legend())
        assert len("Reach R") * letter < first - MARK
        leftmost = min(scale.across(price) for price in scale.prices())
        assert len("Products") * letter <= leftmost - len("500 k") * letter / 2


def test_no_name_lies_across_the_arrow() -> None:
    scale = Scale(ROWS)
    placed = {mark.row.name: mark for mark in marks(scale)}
    start, end = placed["standard"], placed["dilated"]
    for mark in placed.values():
        left, top, right, bottom = _box(mark, scale.text)
        assert not (left < start.x < right and end.y < bottom and top < start.y), mark.row.name
