"""In a class: on from preset to preset, Escape on the whole screen, a link that others can open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib import text
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.stage import wait_for_step


def on_the_whole_screen(bench: Bench, preset: str = "classic", **options: Any) -> Locator:
    """The lesson in a preset, alone on the whole screen."""
    given = {**options_of(preset=preset), **options}
    stage = bench.show(convlib.lesson("single-channel").build(preset=preset), serves=True, **given)
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement !== null")
    return stage


def turned(bench: Bench) -> list[str]:
    """The presets that the server was asked for."""
    changes = [asked[1] for asked in bench.asked() if asked[0] == "change"]
    return [each["value"] for each in changes if each["control"] == "preset"]


def test_after_the_last_break_a_clicker_goes_on_to_the_next_preset(bench: Bench) -> None:
    stage = on_the_whole_screen(bench, speed=4)
    bench.page.keyboard.press("End")
    bench.page.keyboard.press("PageDown")
    assert turned(bench) == ["classic_strided"]
    strided: dict[str, Any] = {"preset": "classic_strided"}
    bench.change(convlib.lesson("single-channel").build(**strided), **options_of(**strided))
    expect(stage).to_have_attribute("data-playing", "true")
    wait_for_step(stage, 3)  # the first break
    expect(stage).to_have_attribute("data-playing", "false")
    bench.page.keyboard.press("End")
    bench.page.keyboard.press("PageDown")
    assert turned(bench) == ["classic_strided", "edges"]
    edges: dict[str, Any] = {"preset": "edges"}
    bench.change(convlib.lesson("single-channel").build(**edges), **options_of(**edges))
    bench.page.keyboard.press("End")
    bench.page.keyboard.press("PageDown")  # there is no other preset
    assert turned(bench) == ["classic_strided", "edges"]


def test_before_the_first_break_it_goes_back_to_the_end_of_the_preset_before(bench: Bench) -> None:
    stage = on_the_whole_screen(bench, "classic_strided", position=3)
    bench.page.keyboard.press("PageUp")
    assert turned(bench) == []
    bench.page.keyboard.press("PageUp")
    assert turned(bench) == ["classic"]
    bench.change(convlib.lesson("single-channel").build(), **options_of())
    expect(stage).to_have_attribute("data-step", "8")
    expect(stage).to_have_attribute("data-playing", "false")


def test_of_a_state_of_ones_own_it_goes_on_from_the_preset_it_came_from(bench: Bench) -> None:
    on_the_whole_screen(bench)
    own: dict[str, Any] = {"seed": 3}
    bench.change(convlib.lesson("single-channel").build(**own), **options_of(**own))
    bench.page.keyboard.press("End")
    bench.page.keyboard.press("PageDown")
    assert turned(bench) == ["classic_strided"]


def test_escape_lets_go_of_what_is_kept_before_it_leaves_the_whole_screen(bench: Bench) -> None:
    stage = on_the_whole_screen(bench)
    stage.locator(".cell").nth(40).click()
    bench.page.mouse.move(2, 2)
    expect(stage).to_have_attribute("data-focus", "40")
    bench.page.keyboard.press("Escape")
    expect(stage).to_have_attribute("data-focus", "-1")
    assert bench.page.evaluate("document.fullscreenElement !== null")
    bench.page.keyboard.press("Escape")
    bench.page.wait_for_function("document.fullscreenElement === null")
    expect(stage).not_to_have_attribute("data-presenting", "")


# A browser that lets a page have Escape, and notes what it is asked for.
LOCKS = """() => {
  window.locks = [];
  const keyboard = { lock: async keys => locks.push(keys), unlock: () => locks.push('all') };
  Object.defineProperty(navigator, 'keyboard', { value: keyboard, configurable: true });
}"""


@pytest.mark.context
def test_where_a_browser_lets_it_the_stage_has_escape(bench: Bench) -> None:
    bench.page.evaluate(LOCKS)
    on_the_whole_screen(bench)
    bench.page.wait_for_function("locks.length === 1")
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement === null")
    assert bench.page.evaluate("locks") == [["Escape"], "all"]


def test_where_escape_is_the_browsers_the_stage_stays_alone_in_the_window(bench: Bench) -> None:
    stage = on_the_whole_screen(bench)
    stage.locator(".cell").nth(40).click()
    bench.page.mouse.move(2, 2)
    bench.page.evaluate("document.exitFullscreen()")  # as a browser does at Escape
    expect(stage).to_have_class(re.compile("whole-window"))
    expect(stage).to_have_attribute("data-focus", "-1")
    expect(stage).to_have_attribute("data-presenting", "")
    bench.page.keyboard.press("Escape")
    expect(stage).not_to_have_class(re.compile("whole-window"))
    expect(stage).not_to_have_attribute("data-presenting", "")


def test_where_nothing_is_kept_the_browsers_escape_leaves(bench: Bench) -> None:
    stage = on_the_whole_screen(bench)
    bench.page.evaluate("document.exitFullscreen()")
    expect(stage).not_to_have_attribute("data-presenting", "")
    expect(stage).not_to_have_class(re.compile("whole-window"))


HERE = {"own": True, "network": "http://192.0.2.7:8501/single-channel", "served": True}


@pytest.mark.parametrize(
    ("named", "said", "offered"),
    [
        ({"own": False, "network": None, "served": True}, "", []),
        (HERE, "opens for others in your network", [HERE["network"]]),
        (HERE | {"served": False}, "--server.address=0.0.0.0", [HERE["network"]]),
        (HERE | {"network": None}, "in no network", []),
    ],
    ids=["named for all", "in a network", "for this computer alone", "in no network"],
)
def test_a_link_that_names_this_computer_alone_says_so(
    functions: Page, named: dict[str, Any], said: str, offered: list[str]
) -> None:
    """By what the server tells of it."""
    words = text.section("player", "en")
    functions.evaluate(
        """([named, words]) => {
          const code = async url => ({ url, size: 1, path: 'M0 0h1', ...named });
          const place = document.querySelector('main');
          createShare(place, { say() {}, code }).open(2, 'light', words);
        }""",
        [named, words],
    )
    dialog = functions.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="The link as a QR code")).to_be_visible()
    notice = dialog.locator(".notice")
    assert said in (notice.text_content() or "")
    assert bool(said) == named["own"]
    field = notice.get_by_label("For others in your network")
    assert [each.input_value() for each in field.all()] == offered
    functions.evaluate("document.querySelector('main').replaceChildren()")
