"""The player under a person's hands: keys, pointer, timeline; and what a page makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

import convlib
from tests.browser.bench import Bench
from tests.browser.stage import (
    caption,
    open_paused,
    open_stage,
    states,
    step_of,
    texts,
    tool,
    wait_for_step,
)

CLASSIC = [["12", "12", "17"], ["10", "17", "19"], ["9", "6", "14"]]


def shown(bench: Bench, state: Mapping[str, Any] = MappingProxyType({}), **options: Any) -> Locator:
    """The lesson of the classic figure, in a player by itself."""
    return bench.show(convlib.lesson("single-channel").build(**state), **options)


def test_a_page_opens_playing_the_classic_figure(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel")
    expect(stage).to_have_attribute("data-playing", "true")
    assert texts(stage, "input")[0] == ["3", "3", "2", "1", "0"]
    expect(stage).to_have_attribute("data-step", "2")
    assert page.url == f"{app_url}/single-channel"


@pytest.mark.context
def test_what_opens_playing_fills_the_output(bench: Bench) -> None:
    stop_the_clock(bench.page)
    stage = shown(bench, autoplay=True, position=None, speed=4)
    expect(stage).to_have_attribute("data-playing", "true")
    bench.page.clock.run_for(800 + 8 * 175)  # the first step has a breath
    expect(stage).to_have_attribute("data-playing", "false")
    assert texts(stage, "output") == CLASSIC


def test_no_output_is_shown_before_its_step(bench: Bench) -> None:
    stage = shown(bench)
    assert texts(stage, "output") == [["12", "", ""], ["", "", ""], ["", "", ""]]
    assert states(stage, "output") == ["current", *["empty"] * 8]


def test_weights_stand_small_inside_the_window(bench: Bench) -> None:
    stage = shown(bench)
    asides = stage.locator('.panel[data-role="input"] .aside').all_text_contents()
    rows = [asides[at : at + 5] for at in range(0, 25, 5)]
    assert rows[:3] == [
        ["×0", "×1", "×2", "", ""],
        ["×2", "×2", "×0", "", ""],
        ["×0", "×1", "×2", "", ""],
    ]
    assert rows[3:] == [[""] * 5] * 2


def test_equation_is_coloured_by_role_and_carries_the_running_sum(bench: Bench) -> None:
    stage = shown(bench)
    assert caption(stage) == "y[0, 0] = 3·0 + 3·1 + 2·2 + 0·2 + 0·2 + 1·0 + 3·0 + 1·1 + 2·2 = 12"
    sums = stage.locator(".caption:not(.measure) small").all_text_contents()
    assert sums == ["0", "3", "7", "7", "7", "7", "7", "8", "12"]
    colours = {
        role: stage.locator(f".caption .{role}").first.evaluate("e => getComputedStyle(e).color")
        for role in ("input", "kernel", "output", "muted")
    }
    assert len(set(colours.values())) == 4


def test_keys_step_jump_play_and_change_the_speed(bench: Bench) -> None:
    stage = shown(bench)
    for key, step in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 8)]:
        bench.page.keyboard.press(key)
        wait_for_step(stage, step)
    bench.page.keyboard.press("Home")
    wait_for_step(stage, 0)
    speed = stage.get_by_role("combobox", name="Speed")
    for key, value in [("+", "2"), ("+", "4"), ("+", "4"), ("-", "2"), ("-", "1"), ("-", "0.5")]:
        bench.page.keyboard.press(key)
        expect(speed).to_have_value(value)
    bench.page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-playing", "true")
    bench.page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-playing", "false")


@pytest.mark.context
def test_play_from_the_end_starts_again_and_loop_goes_round(bench: Bench) -> None:
    stage = shown(bench, {"size": "3x4"}, position=1)
    stop_the_clock(bench.page)

    def steps(count: int) -> list[int]:
        seen = []
        for _ in range(count):
            bench.page.clock.run_for(700)
            seen.append(step_of(stage))
        return seen

    bench.page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-step", "0")
    assert steps(2) == [1, 1]
    expect(stage).to_have_attribute("data-playing", "false")
    tool(stage, "loop").click()
    assert ["loop", True] in bench.told()
    bench.page.keyboard.press("Space")
    assert steps(3) == [1, 0, 1]
    expect(stage).to_have_attribute("data-playing", "true")


def test_timeline_seeks_with_ticks_at_the_rows(bench: Bench) -> None:
    stage = shown(bench)
    line = stage.get_by_role("slider", name="Timeline")
    line.fill("5")
    wait_for_step(stage, 5)
    expect(line).to_have_attribute("aria-valuetext", "Step 6 of 9: y[1, 2] is 19")
    assert stage.locator(".ticks span").all_text_contents() == ["row 0", "row 1", "row 2"]


def test_term_by_term_shows_one_product_at_a_time(bench: Bench) -> None:
    stage = shown(bench)
    tool(stage, "by").click()
    assert stage.locator(".counter").text_content() == "1 / 81"
    for _ in range(2):
        bench.page.keyboard.press("ArrowRight")
    assert caption(stage) == "y[0, 0] = 3·0 + 3·1 + 2·2 = 7"
    assert texts(stage, "output")[0] == ["7", "", ""]
    assert states(stage, "output")[0] == "partial"
    assert states(stage, "kernel").index("now") == 2
    for _ in range(6):
        bench.page.keyboard.press("ArrowRight")
    assert states(stage, "output")[0] == "current"


def test_output_under_the_pointer_shows_its_field_and_equation(bench: Bench) -> None:
    stage = shown(bench, position=8)
    stage.locator('.panel[data-role="output"] .cell').nth(1).hover()
    lit = [at for at, state in enumerate(states(stage, "input")) if state == "lit"]
    assert lit == [1, 2, 3, 6, 7, 8, 11, 12, 13]
    assert caption(stage).startswith("y[0, 1] = 3·0 + 2·1")
    assert step_of(stage) == 8


def test_weight_under_the_pointer_shows_every_input_it_touches(bench: Bench) -> None:
    stage = shown(bench, {"stride": "2"})
    stage.locator('.panel[data-role="kernel"] .cell').nth(8).hover()
    lit = [at for at, state in enumerate(states(stage, "input")) if state == "lit"]
    assert lit == [12, 14, 22, 24]
    assert caption(stage) == "w[2, 2] = 2 multiplies 4 numbers"


def test_input_under_the_pointer_shows_every_output_it_feeds(bench: Bench) -> None:
    stage = shown(bench)
    stage.locator('.panel[data-role="input"] .cell').nth(6).hover()
    fed = [at for at, state in enumerate(states(stage, "output")) if state == "fed"]
    assert fed == [0, 1, 3, 4]
    assert caption(stage) == "x[1, 1] = 0 feeds 4 outputs"


def test_click_pins_and_escape_lets_go(bench: Bench) -> None:
    stage = shown(bench)
    stage.locator('.panel[data-role="kernel"] .cell').nth(4).click()
    bench.page.mouse.move(2, 2)
    expect(stage).to_have_attribute("data-focus", "29")
    bench.page.keyboard.press("Escape")
    expect(stage).to_have_attribute("data-focus", "-1")


def test_playing_and_stepping_let_a_pin_go(bench: Bench) -> None:
    stage = shown(bench)
    for act in ("forward", "toggle"):
        stage.locator('.panel[data-role="kernel"] .cell').nth(4).click()
        bench.page.mouse.move(2, 2)
        expect(stage).to_have_attribute("data-focus", "29")
        stage.locator(f"button.{act}").click()
        expect(stage).to_have_attribute("data-focus", "-1")
    expect(stage).to_have_attribute("data-step", "3")


def test_pin_and_keyboard_focus_outlast_another_scene(bench: Bench) -> None:
    stage = shown(bench, {"padding": "same"}, position=24)
    output = stage.get_by_role("grid", name="Output, 5 × 5")
    output.get_by_role("gridcell").nth(6).click()
    bench.page.mouse.move(2, 2)
    bench.change(convlib.lesson("single-channel").build(padding="same", stride=2))
    cell = stage.get_by_role("grid", name="Output, 3 × 3").get_by_role("gridcell").nth(4)
    cell.wait_for()
    expect(cell).to_have_attribute("data-cell", stage.get_attribute("data-focus") or "")
    cell.focus()
    bench.page.set_viewport_size({"width": 900, "height": 800})
    expect(stage.locator(".cell:focus")).to_have_attribute("aria-label", "row 1, column 1, 17")


def test_output_to_come_is_asked_for_without_being_told(bench: Bench) -> None:
    stage = shown(bench)
    stage.locator('.panel[data-role="output"] .cell').nth(8).hover()
    assert caption(stage).endswith("0·0 + 0·1 + 1·2 = ?")
    assert stage.locator(".caption:not(.measure) small").count() == 0
    assert texts(stage, "output")[2] == ["", "", ""]


def test_each_product_is_told_to_those_who_listen(bench: Bench) -> None:
    stage = shown(bench, by="term")
    bench.page.keyboard.press("ArrowRight")
    expect(stage.locator("[aria-live]")).to_have_text(
        "Step 1 of 9, product 2 of 9: y[0, 0] is 3 so far"
    )


def test_cells_are_reached_by_keyboard_with_names(bench: Bench) -> None:
    stage = shown(bench, {"padding": "same"}, position=24)
    grid = stage.get_by_role("grid", name="Output, 5 × 5")
    grid.get_by_role("gridcell").first.focus()
    bench.page.keyboard.press("ArrowRight")
    bench.page.keyboard.press("ArrowDown")
    focused = stage.locator(".cell:focus")
    expect(focused).to_have_attribute("aria-label", "row 1, column 1, 12")
    assert step_of(stage) == 24
    bench.page.keyboard.press("Enter")
    expect(stage).to_have_attribute("data-focus", focused.get_attribute("data-cell") or "")
    padding = stage.get_by_role("grid", name="Input, 5 × 5").get_by_role("gridcell").first
    expect(padding).to_have_attribute("aria-label", "row -1, column -1, 0, padding")


def test_play_through_with_hovering_and_seeking_sends_nothing(page: Page, app_url: str) -> None:
    sent: list[object] = []
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    stage = open_paused(page, f"{app_url}/single-channel?speed=4")
    expect(page.get_by_role("heading", name="What people get wrong")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda asked: sent.extend([asked] * (asked.resource_type == "fetch")))
    assert sockets, "the page talks to its server over a socket"
    for socket in sockets:
        socket.on("framesent", lambda frame: sent.append(frame))
        socket.on("framereceived", lambda frame: sent.append(frame))
    page.keyboard.press("Space")
    wait_for_step(stage, 8)
    expect(stage).to_have_attribute("data-playing", "false")
    for role in ("input", "kernel", "output"):
        for cell in stage.locator(f'.panel[data-role="{role}"] .cell').all()[:3]:
            cell.hover()
    page.mouse.move(2, 2)
    stage.get_by_role("slider", name="Timeline").fill("4")
    for key in ("Home", "End", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    wait_for_step(stage, 8)
    assert sent == []


def stop_the_clock(page: Page) -> None:
    """Let the page's time go on only where a test says so."""
    page.clock.install(time=datetime(2030, 1, 1, tzinfo=UTC))
    page.clock.pause_at(datetime(2030, 1, 1, 1, tzinfo=UTC))


@pytest.mark.viewport(1280, 500)
@pytest.mark.context
def test_pauses_off_screen_and_goes_on_in_view(bench: Bench) -> None:
    stage = shown(bench, {"size": 16}, speed=4)
    stop_the_clock(bench.page)
    bench.page.keyboard.press("Space")
    bench.page.clock.run_for(200)
    expect(stage).to_have_attribute("data-step", "1")
    bench.page.evaluate("document.body.style.paddingBottom = '3000px'; scrollTo(0, 3000)")
    expect(stage).to_have_attribute("data-visible", "false")
    before = step_of(stage)
    bench.page.clock.run_for(5_000)
    assert step_of(stage) == before
    stage.scroll_into_view_if_needed()
    expect(stage).to_have_attribute("data-visible", "true")
    bench.page.clock.run_for(200)
    assert step_of(stage) > before


@pytest.mark.context
def test_pauses_while_the_tab_is_hidden(bench: Bench) -> None:
    stage = shown(bench, {"size": 16}, speed=4)
    stop_the_clock(bench.page)
    hide = """hidden => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    bench.page.keyboard.press("Space")
    bench.page.evaluate(hide, True)
    bench.page.clock.run_for(5_000)
    assert step_of(stage) == 0
    bench.page.evaluate(hide, False)
    bench.page.clock.run_for(200)
    expect(stage).to_have_attribute("data-step", "1")


@pytest.mark.context
@pytest.mark.parametrize(("speed", "heard"), [(0.25, "Step 2 of 9: y[0, 1] is 12"), (1, "")])
def test_a_step_is_read_out_where_there_is_time_for_it(
    bench: Bench, speed: float, heard: str
) -> None:
    stage = shown(bench, speed=speed)
    stop_the_clock(bench.page)
    stage.locator("[data-act=toggle]").click()
    bench.page.clock.run_for(round(720 / speed))
    expect(stage).to_have_attribute("data-step", "1")
    expect(stage.locator("[aria-live=polite]")).to_have_text(heard)


@pytest.mark.context(reduced_motion="reduce")
def test_reduced_motion_neither_plays_by_itself_nor_slides(bench: Bench) -> None:
    stage = shown(bench, autoplay=True, position=None)
    expect(stage).to_have_attribute("data-playing", "false")
    bench.page.keyboard.press("ArrowRight")
    window = stage.locator(".windows rect")
    cell = float(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    assert float(window.get_attribute("x") or -1) == cell
    assert stage.evaluate("root => root.getAnimations({ subtree: true }).length") == 0
