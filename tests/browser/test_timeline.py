"""The labels under the timeline: as many as there is room for, each clear of its neighbours."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Locator

import convlib
from tests.browser.bench import Bench
from tests.browser.stage import tool

PRESETS = [
    *[("transposed", "2x2-to-5x5"), ("transposed", "round-trip"), ("3d", "3d-beside")],
    *[("spatially-separable", "not-separable"), ("multi-channel", "multi-channel-window")],
    *[("arithmetic", "full_padding_no_strides"), ("single-channel", "classic")],
]
Label = tuple[str, float, float, float]


def labels(stage: Locator) -> list[Label]:
    """What each label says, its tick's place, and its ends, from the timeline's left end."""
    found: list[Label] = stage.locator(".ticks").evaluate(
        """ticks => { const left = ticks.getBoundingClientRect().left;
          return [...ticks.querySelectorAll('span')].map(label => {
            const box = label.getBoundingClientRect();
            const at = label.parentElement.getBoundingClientRect().left;
            return [label.textContent, at - left, box.left - left, box.right - left]; }); }"""
    )
    return found


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize(("slug", "preset"), PRESETS)
def test_no_label_touches_another(bench: Bench, slug: str, preset: str, width: int) -> None:
    bench.page.set_viewport_size({"width": width, "height": 800})
    lesson = convlib.lesson(slug)
    stage = bench.show(lesson.build(preset=preset), title=slug)
    found = labels(stage)
    room = stage.locator(".ticks").evaluate("ticks => ticks.clientWidth")
    assert found
    for (_, _, _, end), (_, _, start, _) in pairwise(found):
        assert start - end >= 11
    for said, at, start, end in found:
        assert start >= -21, said
        assert end <= room + 21, said
        assert start - 1 <= at <= end + 1, said


def test_the_labels_of_rows_stand_under_their_ticks(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build())
    found = labels(stage)
    assert [said for said, *_ in found] == ["row 0", "row 1", "row 2"]
    for _, at, start, end in found:
        assert (start + end) / 2 == pytest.approx(at, abs=1.5)


@pytest.mark.parametrize(("by", "beats"), [("value", 1), ("term", 9)])
def test_a_tick_is_where_the_slider_is_as_its_row_begins(bench: Bench, by: str, beats: int) -> None:
    """The slider's middle goes from one end of the ticks to the other, in equal steps."""
    stage = bench.show(convlib.lesson("single-channel").build(), by=by)
    room = stage.locator(".ticks").evaluate("ticks => ticks.clientWidth")
    timeline, ticks = (stage.locator(name).bounding_box() for name in (".timeline input", ".ticks"))
    assert timeline
    assert ticks
    assert ticks["x"] - timeline["x"] == pytest.approx(10, abs=0.6), "half of the slider's knob"
    assert ticks["width"] == pytest.approx(timeline["width"] - 20, abs=0.6)
    last = 9 * beats - 1
    wanted = [room * row * 3 * beats / last for row in range(3)]
    assert [at for _, at, _, _ in labels(stage)] == pytest.approx(wanted, abs=1)


def test_on_the_whole_screen_their_letters_are_larger_and_they_stay_apart(bench: Bench) -> None:
    bench.page.set_viewport_size({"width": 1920, "height": 1080})
    stage = bench.show(convlib.lesson("transposed").build(preset="2x2-to-5x5"))
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement !== null")
    bench.page.wait_for_function(
        "parseFloat(getComputedStyle(document.querySelector('.ticks span')).fontSize) >= 22"
    )
    for (_, _, _, end), (_, _, start, _) in pairwise(labels(stage)):
        assert start - end >= 11
    bench.page.keyboard.press("f")


def test_term_by_term_a_tick_stands_at_the_first_product_of_its_row(bench: Bench) -> None:
    """Of 81 products 27 make a row."""
    stage = bench.show(convlib.lesson("single-channel").build())
    tool(stage, "by").click()
    ticks = stage.locator(".ticks i").evaluate_all("all => all.map(each => each.style.left)")
    assert [float(left.rstrip("%")) for left in ticks] == pytest.approx([0, 33.75, 67.5])
