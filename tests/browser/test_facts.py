"""What stands below the stage: it follows where it is in sight, and can be read and printed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib.render.theme import theme
from pages.parts.files import path_of
from pages.parts.play import text_of
from pages.parts.sight import place_of
from tests.browser.stage import open_paused

TELL = "async ([path, place, state]) => (await import(path)).tell(place, state)"


def tell(page: Page, slug: str, **given: Any) -> None:
    """Have a lesson's player say that it shows another state."""
    lesson = convlib.lesson(slug)
    state = text_of(lesson, lesson.values(**given))
    page.evaluate(TELL, [f"/{path_of('js')}", place_of(lesson), state])


def open_facts(page: Page, url: str) -> Locator:
    """Open a lesson's page; its code, which is the last to be drawn."""
    open_paused(page, url)
    listing = page.locator(".listing")
    expect(listing).to_be_visible()
    return listing


def question(page: Page, key: str) -> Locator:
    """The form of one question."""
    return page.locator(f".stForm:has(.st-key-{key})")


def test_sections_in_sight_follow_the_player(page: Page, app_url: str) -> None:
    open_facts(page, f"{app_url}/multi-channel")
    page.locator(".work").scroll_into_view_if_needed()
    expect(page.locator(".work strong", has_text="243")).to_be_visible()
    answer = question(page, "multi-channel-quiz-planes")
    answer.get_by_role("textbox").fill("1")
    answer.get_by_role("button").click()
    expect(answer).to_contain_text("Right.")
    tell(page, "multi-channel", filters=2)
    expect(page.locator(".work strong", has_text="486")).to_be_visible()
    expect(page.locator(".work strong", has_text="243")).to_have_count(0)
    expect(answer).not_to_contain_text("Right.")


@pytest.mark.viewport(1280, 400)
def test_a_section_out_of_sight_is_drawn_when_it_comes_into_sight(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/multi-channel")
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    tell(page, "multi-channel", stride=2)
    page.wait_for_timeout(1000)
    expect(listing).not_to_contain_text("stride=2")
    listing.scroll_into_view_if_needed()
    expect(listing).to_contain_text("stride=2")


def test_every_section_in_sight_is_drawn_for_the_last_state(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 4000})
    listing = open_facts(page, f"{app_url}/multi-channel")
    for stride in (2, 1, 2):
        tell(page, "multi-channel", stride=stride, filters=2)
    expect(listing).to_contain_text("stride=2")
    expect(page.locator(".work")).to_contain_text("2 \\cdot 2 \\cdot 2 \\cdot 3 \\cdot 3 \\cdot 3")
    value = question(page, "multi-channel-quiz-planes")
    value.get_by_role("textbox").fill("2")
    value.get_by_role("button").click()
    expect(value).to_contain_text("Right.")


@pytest.mark.context(permissions=["clipboard-read", "clipboard-write"])
def test_what_is_copied_has_all_numbers(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/single-channel")
    lesson = convlib.lesson("single-channel")
    full = lesson.code(lesson.values())["pytorch"]
    listing.get_by_role("button", name="Copy all").click()
    expect(listing.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == full
    select(page, listing.get_by_role("region", name="PyTorch code"))
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()").strip() == full.strip()


def select(page: Page, region: Locator) -> None:
    """Select all text of a region with the mouse."""
    region.scroll_into_view_if_needed()
    box = region.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 16, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 8, steps=4)
    page.mouse.up()


def test_an_array_unfolds_by_its_button_and_stays_so(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/single-channel")
    fold = listing.get_by_role("button", name="1 × 5 × 5: all of x")
    region = listing.get_by_role("region")
    height = region.evaluate("region => region.clientHeight")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    unfolded = region.evaluate("region => region.clientHeight")
    assert unfolded > height + 4 * 15
    tell(page, "single-channel", stride=2)
    expect(listing).to_contain_text("stride=2")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.press("Enter")
    assert region.evaluate("region => region.clientHeight") == height


def test_another_framework_comes_with_its_tab(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/single-channel")
    page.get_by_role("tab", name="NumPy").click()
    expect(listing.get_by_role("region", name="NumPy code")).to_contain_text("np.ndindex")
    tell(page, "single-channel", stride=2)
    expect(listing.get_by_role("region", name="NumPy code")).to_contain_text("2 * row")


@pytest.mark.parametrize(
    ("width", "are_beside"), [(1920, True), (1280, True), (900, False), (360, False)]
)
def test_sizes_and_costs_stand_beside_each_other_where_there_is_room(
    page: Page, app_url: str, width: int, are_beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_facts(page, f"{app_url}/depthwise-separable")
    page.locator(".work").scroll_into_view_if_needed()
    sizes, costs = (each.bounding_box() for each in page.locator(".work section").all())
    assert sizes is not None
    assert costs is not None
    assert (costs["x"] >= sizes["x"] + sizes["width"]) == are_beside
    assert (costs["y"] >= sizes["y"] + sizes["height"]) != are_beside
    assert page.locator(".work .sizes").evaluate("sizes => sizes.scrollWidth <= sizes.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


SHOWN = """() => [...document.querySelectorAll('button, input, select, textarea, [role=tab], nav')]
  .filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 80))"""
COLOURS = """names => names.map(name => {
  const { color, backgroundColor } = getComputedStyle(document.querySelector(name));
  return /body| i$/.test(name) ? backgroundColor : color; })"""
PAINTED = {
    "body": "ground",
    "main li": "ink",
    ".work h2": "ink",
    ".stMarkdownColoredText": "output",
    ".work .own i": "output",
}


@pytest.mark.context(color_scheme="dark")
def test_paper_is_light_and_has_nothing_to_press(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/dilated")
    answer = question(page, "dilated-quiz-span")
    answer.get_by_role("textbox").fill("1")
    answer.get_by_role("button").click()
    expect(answer.get_by_text("Show why")).to_be_visible()
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == []
    for hidden in (
        page.get_by_test_id("stSidebar"),
        page.get_by_test_id("stMainMenu"),
        listing.get_by_role("button", name="Copy all"),
        answer.get_by_text("Show why"),
    ):
        expect(hidden).to_be_hidden()
    for shown in (page.locator(".work"), listing, answer, page.get_by_text("Sharp and wide at")):
        expect(shown).to_be_visible()
    light = theme("light").colours
    found = page.evaluate(COLOURS, list(PAINTED))
    assert found == [rgb(light[role]) for role in PAINTED.values()]


def rgb(colour: str) -> str:
    """A colour as browsers say it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
