"""How a stage comes to play without being told to: once by itself, and where one was chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.stage import open_stage, step_of, tool, wait_for_caption

LESSON = convlib.lesson("single-channel")
BEAT = 700  # milliseconds
STRIDED = "classic_strided"


def stop_the_clock(page: Page) -> None:
    """Let the page's time go on only where a test says so."""
    page.clock.install(time=datetime(2030, 1, 1, tzinfo=UTC))
    page.clock.pause_at(datetime(2030, 1, 1, 1, tzinfo=UTC))


def opened(bench: Bench, **options: Any) -> Locator:
    """The lesson as its page opens, in a time that stands still."""
    stop_the_clock(bench.page)
    given = {"autoplay": True, "position": None, **options_of(), **options}
    return bench.show(LESSON.build(), serves=True, **given)


def chosen(bench: Bench, **state: Any) -> None:
    """The server's answer: the lesson in a state."""
    bench.change(LESSON.build(**state), autoplay=True, **options_of(**state))


def plays(stage: Locator) -> bool:
    return stage.get_attribute("data-playing") == "true"


@pytest.mark.context
@pytest.mark.parametrize("speed", [1, 4])
def test_the_first_step_stays_for_a_breath(bench: Bench, speed: float) -> None:
    stage = opened(bench, speed=speed)
    assert plays(stage)
    bench.page.clock.run_for(780)
    assert step_of(stage) == 0
    bench.page.clock.run_for(40)
    assert step_of(stage) == 1
    bench.page.clock.run_for(round(BEAT / speed))
    assert step_of(stage) == 2


TOUCHES: dict[str, Callable[[Locator], None]] = {
    "a key": lambda stage: stage.page.keyboard.press("End"),
    "the pointer on a cell": lambda stage: stage.locator(".cell").nth(7).hover(),
    "a press on the stage": lambda stage: stage.page.mouse.click(640, 240),
    "a slider": lambda stage: stage.get_by_role("slider", name="Stride").press("ArrowRight"),
    "a step": lambda stage: stage.locator("[data-act=forward]").click(),
    "taking back": lambda stage: stage.page.keyboard.press("Control+z"),
}


@pytest.mark.context
@pytest.mark.parametrize("touch", TOUCHES.values(), ids=TOUCHES)
def test_whoever_touches_it_has_it_from_then_on(
    bench: Bench, touch: Callable[[Locator], None]
) -> None:
    stage = opened(bench)
    bench.page.clock.run_for(800)
    touch(stage)
    bench.page.mouse.move(2, 2)
    where = step_of(stage)
    bench.page.clock.run_for(10 * BEAT)
    assert (plays(stage), step_of(stage)) == (False, where)
    chosen(bench, stride=2)
    bench.page.clock.run_for(10 * BEAT)
    assert not plays(stage)


@pytest.mark.context
def test_how_it_is_looked_at_leaves_it_playing(bench: Bench) -> None:
    stage = opened(bench)
    bench.page.keyboard.press("+")
    tool(stage, "show").select_option("both")
    assert plays(stage)
    stage.locator("[data-act=toggle]").click()
    assert not plays(stage)


@pytest.mark.context
def test_a_pointer_that_rests_where_the_stage_comes_to_lie_is_no_touch(bench: Bench) -> None:
    bench.show(LESSON.build())
    box = bench.page.locator(".cell").nth(7).bounding_box()
    assert box is not None
    bench.page.mouse.move(box["x"] + 20, box["y"] + 20)
    stage = opened(bench)
    bench.page.clock.run_for(800 + BEAT)
    expect(stage).to_have_attribute("data-focus", "-1")
    assert (plays(stage), step_of(stage)) == (True, 2)


@pytest.mark.parametrize("options", [{"position": 2}, {"predict": True}], ids=str)
def test_a_link_with_a_step_or_to_predict_rests(bench: Bench, options: dict[str, Any]) -> None:
    stage = bench.show(LESSON.build(), **{"autoplay": True, "position": None, **options})
    assert not plays(stage)


@pytest.mark.context
@pytest.mark.parametrize(("before", "wanted"), [("classic", STRIDED), (STRIDED, "classic")])
def test_a_chosen_preset_is_seen_from_its_first_step(
    bench: Bench, before: str, wanted: str
) -> None:
    stage = opened(bench)
    bench.page.keyboard.press("End")
    chosen(bench, preset=before)
    stage.locator(".menu.preset select").select_option(wanted)
    chosen(bench, preset=wanted)
    assert (plays(stage), step_of(stage)) == (True, 0)
    assert bench.told()[-1] == ["position", None]
    bench.page.clock.run_for(800 + BEAT)
    assert step_of(stage) == 2
    for state in ({"size": 6}, {"preset": wanted}):  # an edit that is taken back is no choice
        bench.page.keyboard.press("End")
        chosen(bench, **state)
    assert (plays(stage), step_of(stage)) == (False, len(LESSON.build(preset=wanted)) - 1)


@pytest.mark.context
def test_what_follows_from_a_slider_or_an_edit_carries_the_playhead(bench: Bench) -> None:
    """Even where it comes to the numbers of a preset."""
    stage = opened(bench)
    for _ in range(4):
        bench.page.keyboard.press("ArrowRight")
    stage.get_by_role("slider", name="Stride").press("ArrowRight")
    chosen(bench, preset=STRIDED)
    assert (plays(stage), step_of(stage)) == (False, 4)


@pytest.mark.context(reduced_motion="reduce")
def test_without_motion_a_chosen_preset_rests_on_its_first_step(bench: Bench) -> None:
    stage = opened(bench)
    assert not plays(stage)
    bench.page.keyboard.press("End")
    stage.locator(".menu.preset select").select_option(STRIDED)
    chosen(bench, preset=STRIDED)
    assert (plays(stage), step_of(stage)) == (False, 0)


def test_a_view_that_is_chosen_on_the_page_begins_and_plays(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/multi-channel?step=9")
    menu = stage.locator(".control.choice")
    menu.locator("input:not(:checked), option:not(:checked)").first.evaluate(
        "way => way.tagName === 'INPUT' ? way.click() : (way.parentElement.value = way.value,"
        " way.parentElement.dispatchEvent(new Event('change')))"
    )
    expect(stage).to_have_attribute("data-playing", "true")
    assert step_of(stage) < 8
    expect(stage).to_have_attribute("data-step", "2")


def test_after_an_edit_the_window_and_the_equation_stay(page: Page, app_url: str) -> None:
    """Whether by the mouse, which still rests on the cell, or by keys alone."""
    stage = open_stage(page, f"{app_url}/single-channel?step=1")
    cell = stage.locator(".cell").first
    for _ in range(2):
        cell.click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(cell.locator(".number")).to_have_text("7")
    wait_for_caption(stage, "y[0, 0] = 7·0 + 3·1")
    assert stage.locator(".windows rect").count() == 1
    page.keyboard.type("5")  # the cell below has the focus
    page.keyboard.press("Enter")
    expect(stage.locator(".cell").nth(5).locator(".number")).to_have_text("5")
    wait_for_caption(stage, "+ 5·2 +")
    expect(stage).to_have_attribute("data-focus", "-1")
    page.keyboard.press("ArrowRight")  # to go on asks again
    expect(stage).to_have_attribute("data-focus", "11")
