"""Before a class: the stage alone, breaks, results to predict, the link for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.stage import (
    AT_REST,
    address,
    caption,
    open_paused,
    open_stage,
    texts,
    tool,
    wait_for_step,
)

CLASSIC = convlib.lesson("single-channel").build()


def letters(stage: Locator) -> float:
    """The size of the input's first number on the screen, in pixels."""
    size: float = stage.locator(".number").first.evaluate(
        "text => parseFloat(text.getAttribute('font-size'))"
    )
    return size


# What is written in letters that are smaller than so many pixels.
SMALL_TEXTS = """(root, pixels) => [...root.querySelectorAll('*')].filter(each => {
  const { visibility, fontSize } = getComputedStyle(each);
  const writes = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const seen = each.getClientRects().length && visibility === 'visible' && !each.closest('.aloud');
  return writes && seen && parseFloat(fontSize) < pixels;
}).map(each => `${each.textContent} ${getComputedStyle(each).fontSize}`)"""
# Notes each size of the stage and its cells that is painted: the player, being first, sees to it.
NOTE_SIZES = """root => {
  window.sizes = [];
  new ResizeObserver(() => {
    const cell = root.querySelector('.picture svg').dataset.cell;
    const size = [root.clientWidth, root.clientHeight, cell].join();
    if (size !== window.sizes.at(-1)) window.sizes.push(size);
  }).observe(root);
}"""


def test_the_whole_screen_is_filled_and_left_in_one_go(bench: Bench) -> None:
    stage = bench.show(CLASSIC)
    stage.evaluate(NOTE_SIZES)
    bench.page.wait_for_function("sizes.length === 1")  # the one before is noted with a frame
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement !== null && sizes.length > 1")
    stage.locator(".picture svg").evaluate(AT_REST)
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement === null && sizes.length > 2")
    stage.locator(".picture svg").evaluate(AT_REST)
    small, large, *rest = bench.page.evaluate("sizes")
    assert large.startswith("1280,800,")
    assert rest == [small]


def test_the_whole_screen_called_off_at_once_is_left(bench: Bench) -> None:
    stage = bench.show(CLASSIC, serves=True, **options_of())
    slider = stage.get_by_role("slider", name="Kernel")
    for key in ("f", "f"):
        bench.page.keyboard.press(key)
    stage.locator(".picture svg").evaluate(AT_REST)
    expect(stage).not_to_have_attribute("data-presenting", "")
    bench.page.wait_for_function("document.fullscreenElement === null")
    expect(slider).to_be_visible()


@pytest.mark.viewport(1920, 1080)
def test_one_key_gives_the_stage_alone_with_large_letters(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    number = stage.locator(".number").first
    size = number.get_attribute("font-size") or ""
    page.keyboard.press("f")
    expect(stage).to_have_attribute("data-presenting", "")
    page.wait_for_function("document.fullscreenElement !== null")
    expect(page.get_by_role("slider", name="Kernel")).to_be_hidden()
    assert stage.bounding_box() == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    expect(number).not_to_have_attribute("font-size", size)
    assert letters(stage) >= 1080 / 32  # read from eight times the picture's height away
    assert stage.evaluate(SMALL_TEXTS, 22) == []
    page.keyboard.press("f")
    expect(stage).not_to_have_attribute("data-presenting", "")
    page.wait_for_function("document.fullscreenElement === null")
    expect(number).to_have_attribute("font-size", size)


def test_the_whole_screen_has_the_title_the_result_and_on_a_key_the_controls(
    bench: Bench,
) -> None:
    stage = bench.show(CLASSIC, serves=True, title="One channel", **options_of())
    bench.page.keyboard.press("c")
    expect(stage).not_to_have_attribute("data-controls", "")
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement !== null")
    expect(stage.get_by_role("heading", name="One channel")).to_be_visible()
    expect(stage.locator(".outcome")).to_be_visible()
    slider, button = (
        stage.get_by_role("slider", name="Kernel"),
        stage.locator("[data-act=controls]"),
    )
    expect(slider).to_be_hidden()
    stage.locator(".picture svg").evaluate(AT_REST)
    before = stage.locator(".picture svg").bounding_box()
    for visible in (True, False):
        bench.page.keyboard.press("c")
        expect(slider).to_be_visible(visible=visible)
        expect(button).to_have_attribute("aria-pressed", str(visible).lower())
        assert stage.locator(".picture svg").bounding_box() == before
    button.click()
    expect(slider).to_be_visible()
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement === null")
    expect(slider).to_be_visible()
    expect(button).to_be_hidden()


def test_where_the_screen_is_refused_the_window_serves(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    stage.evaluate("root => { root.requestFullscreen = () => Promise.reject(new Error('no')); }")
    page.keyboard.press("f")
    expect(stage).to_have_class(re.compile("whole-window"))
    box = stage.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 800}
    page.keyboard.press("Escape")
    expect(stage).not_to_have_class(re.compile("whole-window"))


def test_a_clicker_goes_from_break_to_break(bench: Bench) -> None:
    stage = bench.show(CLASSIC, speed=4)
    bench.page.keyboard.press("f")
    bench.page.keyboard.press("PageDown")
    expect(stage).to_have_attribute("data-playing", "true")
    wait_for_step(stage, 3)
    expect(stage).to_have_attribute("data-playing", "false")
    assert bench.told()[-1] == ["position", 3], "a break is a place to link to"
    bench.page.keyboard.press("PageDown")
    bench.page.keyboard.press("PageDown")  # without the waiting
    wait_for_step(stage, 6)
    expect(stage).to_have_attribute("data-playing", "false")
    bench.page.keyboard.press("PageUp")
    wait_for_step(stage, 3)


def test_paging_keys_scroll_where_the_stage_is_not_alone(bench: Bench) -> None:
    stage = bench.show(CLASSIC)
    bench.page.keyboard.press("PageDown")
    expect(stage).to_have_attribute("data-step", "0")
    expect(stage).to_have_attribute("data-playing", "false")


# All that a panel shows or tells those who listen.
SAID = """panel => [...panel.querySelectorAll('*')].flatMap(
  each => [each.ariaLabel, each.children.length ? null : each.textContent]).filter(Boolean)"""


def test_results_are_covered_until_they_are_asked_for(bench: Bench) -> None:
    stage = bench.show(CLASSIC)
    bench.page.keyboard.press("p")
    expect(stage).to_have_attribute("data-covered", "true")
    assert texts(stage, "output")[0][0] == "?"
    assert caption(stage).endswith("= ?")
    bench.page.keyboard.press("Enter")  # first the size
    expect(stage.get_by_role("figure")).to_have_attribute(
        "aria-label", "Step 1 of 9: what is y[0, 0]?"
    )
    said = stage.locator('.panel[data-role="output"]').evaluate(SAID)
    assert len(said) >= 9
    assert not any("12" in each for each in said)
    bench.page.keyboard.press("Enter")
    expect(stage).to_have_attribute("data-covered", "false")
    assert texts(stage, "output")[0][0] == "12"
    bench.page.keyboard.press("ArrowRight")
    assert texts(stage, "output")[0] == ["12", "?", ""]
    bench.page.keyboard.press("f")
    bench.page.keyboard.press("PageDown")
    assert texts(stage, "output")[0] == ["12", "12", ""]
    bench.page.keyboard.press("PageDown")
    assert texts(stage, "output")[0] == ["12", "12", "?"]


def test_a_link_covers_the_results_for_the_class_too(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("predict=1"))
    stage = open_stage(page, address(page))
    assert texts(stage, "output")[0][0] == "?"


def test_a_product_under_the_pointer_is_lit_in_the_drawing(bench: Bench) -> None:
    stage = bench.show(CLASSIC)
    product = stage.locator(".caption:not(.measure) .group").nth(3)
    product.hover()
    expect(product).to_have_class(re.compile("lit"))
    rings = stage.locator(".rings rect").evaluate_all("all => all.map(ring => ring.dataset.ring)")
    assert rings == ["34", "2", "27"]  # y[0, 0], x[0, 2] and w[0, 2]


@pytest.mark.context(permissions=["clipboard-read", "clipboard-write"])
def test_the_link_is_copied_with_its_step(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?stride=2&step=3")
    tool(stage, "link").click()
    dialog = stage.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    link = f"{app_url}/single-channel?stride=2&step=3&embed_options=light_theme"
    assert copied == link
    frame = dialog.get_by_label("Frame for a course page").input_value()
    assert f'src="{link}&embed=true"' in frame
    expect(dialog.get_by_role("img", name="The link as a QR code")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_keys_are_the_links_while_it_is_shown(page: Page, app_url: str) -> None:
    """Also once nothing has the focus: no key goes to the player behind, and Escape closes it."""
    stage = open_paused(page, f"{app_url}/single-channel")
    tool(stage, "link").click()
    dialog = stage.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    stage.evaluate("root => root.getRootNode().activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(stage).to_have_attribute("data-step", "0")


@pytest.mark.context(color_scheme="dark")
def test_high_contrast_is_kept_for_the_next_visit(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    tool(stage, "contrast").click()
    expect(stage).to_have_attribute("data-theme", "dark-contrast")
    stage = open_paused(page, f"{app_url}/arithmetic")
    expect(stage).to_have_attribute("data-theme", "dark-contrast")


@pytest.mark.context(contrast="more", color_scheme="light")
def test_the_systems_wish_for_contrast_is_heard(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    expect(stage).to_have_attribute("data-theme", "light-contrast")
