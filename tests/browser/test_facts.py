"""What stands below the stage: it follows where it is in sight, and can be read and printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, expect

import convlib
from convlib import text
from convlib.controls.shown import text_of
from convlib.lesson import Lesson
from convlib.render.theme import theme
from pages.parts.files import path_of
from pages.parts.player import place_of
from tests.browser.stage import open_paused

TELL = "async ([path, place, state]) => (await import(path)).tell(place, state)"


def tell(page: Page, slug: str, **given: Any) -> None:
    """Have a lesson's player say that it shows another state."""
    lesson = convlib.lesson(slug)
    state = text_of(lesson, lesson.values(**given))
    page.evaluate(TELL, [f"/{path_of('player.js')}", place_of(lesson), state])


def open_facts(page: Page, url: str) -> Locator:
    """Open a lesson's page; its code, which is the last to be drawn."""
    open_paused(page, url)
    listing = page.locator(".listing")
    expect(listing).to_be_visible()
    return listing


def question(page: Page, name: str) -> Locator:
    """The form of one question."""
    return page.locator(f".question:has(#answer-{name})")


def check(form: Locator, typed: str) -> None:
    """Answer a question."""
    form.get_by_role("textbox").fill(typed)
    form.get_by_role("button", name="Check").click()


def test_sections_in_sight_follow_the_player(page: Page, app_url: str) -> None:
    open_facts(page, f"{app_url}/multi-channel")
    page.locator(".work").scroll_into_view_if_needed()
    expect(page.locator(".work b", has_text="243")).to_be_visible()
    answer = question(page, "planes")
    check(answer, "1")
    expect(answer).to_contain_text("Right.")
    tell(page, "multi-channel", filters=2)
    expect(page.locator(".work b", has_text="486")).to_be_visible()
    expect(page.locator(".work b", has_text="243")).to_have_count(0)
    expect(answer).not_to_contain_text("Right.")
    expect(answer.get_by_role("textbox")).to_have_value("1")
    tell(page, "multi-channel")
    expect(answer).to_contain_text("Right.")  # it was said of this state


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
    answer = question(page, "planes")
    check(answer, "2")
    expect(answer).to_contain_text("Right.")


def test_a_change_is_one_small_ask_and_no_run_of_the_page(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 4000})
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    open_facts(page, f"{app_url}/multi-channel")
    runs, asked = len(sent), list[Request]()
    assert runs
    page.on("request", lambda request: asked.append(request))
    with page.expect_response("**/facts/multi-channel") as response:
        tell(page, "multi-channel", stride=2)
    expect(page.locator(".listing")).to_contain_text("stride=2")
    assert asked[0].post_data_json == {
        **{"state": "stride=2", "sections": ["work", "questions", "code"], "lang": "en"}
    }
    assert len(asked) == 1
    assert response.value.request.sizes()["responseBodySize"] < 3000
    check(question(page, "planes"), "1")
    expect(question(page, "planes")).to_contain_text("Right.")
    assert [request.url.rpartition("/")[0] for request in asked[1:]] == [f"{app_url}/reply"]
    assert len(sent) == runs


@pytest.mark.expected_errors("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
def test_without_a_connection_all_of_it_stays(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 4000})
    listing = open_facts(page, f"{app_url}/multi-channel")
    shown = page.locator(".facts").inner_text()
    page.route("**/facts/*", lambda route: route.abort())
    page.route("**/reply/*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        tell(page, "multi-channel", stride=2)
    assert page.locator(".facts").inner_text() == shown
    answer = question(page, "planes")
    check(answer, "1")
    expect(answer.get_by_role("status")).to_have_text(text.say("player.offline"))
    page.unroute("**/facts/*")
    expect(listing).to_contain_text("stride=2")


def test_formulas_are_set_in_fonts_that_are_here(page: Page, app_url: str) -> None:
    """Seen as KaTeX's, and read as MathML; each letter's font is one of those that are served."""
    open_facts(page, f"{app_url}/depthwise-separable")
    size = page.locator(".sizes .tex").first
    size.scroll_into_view_if_needed()
    expect(size.locator("math")).to_contain_text("K")
    wide = size.locator(".katex-html").bounding_box()
    assert wide is not None
    assert 200 < wide["width"] < 400
    lessons = convlib.all_lessons()
    derived = {line for one in lessons for each in one.presets for line in formulas(one, each.name)}
    assert len(derived) > 100
    page.evaluate("document.fonts.ready")
    used = {
        tuple(font) for font in page.evaluate(USED, [f"/{path_of('katex.js')}", sorted(derived)])
    }
    served = {tuple(font) for font in page.evaluate(FACES, f"/{path_of('katex.js')}")}
    assert used <= served
    assert ("KaTeX_Main", "700", "normal") in used


# The fonts of all letters in formulas: family, weight, style.
USED = """async ([path, formulas]) => {
  const { default: katex } = await import(path);
  const trees = [...document.querySelectorAll('*')].map(each => each.shadowRoot).filter(Boolean);
  const place = trees.map(tree => tree.querySelector('.sizes:has(.katex)')).find(Boolean);
  const found = new Map();
  for (const formula of formulas) {
    katex.render(formula, place);
    const isLetter = node => node.nodeType === 3 && node.data.replace(/\u200b/g, '').trim();
    const letters = [...place.querySelectorAll('.katex-html *')]
      .filter(each => [...each.childNodes].some(isLetter));
    for (const each of letters) {
      const { fontFamily, fontWeight, fontStyle } = getComputedStyle(each);
      const font = [fontFamily.split(',')[0].replaceAll('"', ''), fontWeight, fontStyle];
      found.set(font.join(), font);
    }
  }
  return [...found.values()];
}"""
FACES = """async path => {
  const { faces } = await import(path);
  return faces.map(([family, , style, weight]) => [family, weight, style]);
}"""


def formulas(lesson: Lesson, preset: str) -> list[str]:
    """All TeX that follows from a preset."""
    values = lesson.values(preset=preset)
    sizes = [line.replace("&", "") for each in lesson.derive(values) for line in each.lines]
    costs = [tex for row in lesson.costs(values) for tex in (row.macs, row.parameters)]
    return [rf"\displaystyle {line}" for line in sizes] + costs


def test_a_link_leads_to_a_heading(page: Page, app_url: str) -> None:
    open_facts(page, f"{app_url}/dilated?step=1#check-yourself")
    expect(page.get_by_role("heading", name="Check yourself")).to_be_in_viewport()


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


def test_another_framework_comes_with_its_tab_and_stays(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/single-channel")
    expect(page.get_by_role("tab", selected=True)).to_have_text("PyTorch")
    page.get_by_role("tab", name="NumPy").click()
    expect(listing.get_by_role("region", name="NumPy code")).to_contain_text("np.ndindex")
    tell(page, "single-channel", stride=2)
    expect(listing.get_by_role("region", name="NumPy code")).to_contain_text("2 * row")
    page.get_by_test_id("stSidebar").get_by_role("link", name="Dilated convolution").click()
    expect(page).to_have_url(re.compile("/dilated"))
    expect(page.get_by_role("tab", selected=True)).to_have_text("NumPy")


def test_tabs_are_one_stop_of_the_tabulator_and_arrows_go_on(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/single-channel")
    assert page.get_by_role("tablist").get_by_role("tab").all_inner_texts() == TITLES
    page.get_by_role("tab", name="PyTorch").focus()
    for key, title in (
        *(("ArrowRight", "Keras"), ("ArrowRight", "NumPy"), ("ArrowRight", "PyTorch")),
        *(("ArrowLeft", "NumPy"), ("Home", "PyTorch"), ("End", "NumPy")),
    ):
        page.keyboard.press(key)
        tab = page.get_by_role("tab", selected=True)
        expect(tab).to_have_text(title)
        expect(tab).to_be_focused()
        expect(listing.get_by_role("region")).to_have_attribute("aria-label", f"{title} code")
        expect(page.get_by_role("tabpanel")).to_have_accessible_name(title)
    page.keyboard.press("Tab")
    expect(listing.get_by_role("region")).to_be_focused()


TITLES = ["PyTorch", "Keras", "NumPy"]


def test_enter_checks_and_the_verdict_is_said_aloud(page: Page, app_url: str) -> None:
    open_facts(page, f"{app_url}/single-channel")
    field = page.get_by_role("textbox", name="1. How many numbers does the output have at present?")
    field.fill("8")
    field.press("Enter")
    answer = question(page, "size")
    expect(answer.get_by_role("status")).to_contain_text("it is more than 8")
    reason = answer.get_by_text("3 · 3 = 9")
    expect(reason).to_be_hidden()
    answer.get_by_text("Show why").click()
    expect(reason).to_be_visible()
    field.press("Control+a")
    page.keyboard.type("p")  # which is a key of the player's elsewhere
    expect(field).to_have_value("p")
    expect(page.locator(".convolution")).not_to_have_attribute("data-covered", "")


@pytest.mark.parametrize(
    ("width", "are_beside"), [(1920, True), (1280, True), (900, False), (360, False)]
)
def test_sizes_and_costs_stand_beside_each_other_where_there_is_room(
    page: Page, app_url: str, width: int, are_beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_facts(page, f"{app_url}/depthwise-separable")
    page.locator(".work").scroll_into_view_if_needed()
    expect(page.locator(".work .tex:not([data-set])")).to_have_count(0)
    sizes, costs = (each.bounding_box() for each in page.locator(".work section").all())
    assert sizes is not None
    assert costs is not None
    assert (costs["x"] >= sizes["x"] + sizes["width"]) == are_beside
    assert (costs["y"] >= sizes["y"] + sizes["height"]) != are_beside
    assert page.locator(".work .sizes").evaluate("sizes => sizes.scrollWidth <= sizes.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


TREES = """const all = [...document.querySelectorAll('*')];
  const trees = [document, ...all.map(each => each.shadowRoot).filter(Boolean)];"""
SHOWN = f"""() => {{ {TREES}
  return trees.flatMap(tree => [...tree.querySelectorAll('button, input, select, textarea, nav')])
    .filter(each => !each.matches('.fold') && each.checkVisibility())
    .map(each => each.outerHTML.slice(0, 80)); }}"""
COLOURS = f"""names => {{ {TREES}
  return names.map(name => {{
    const found = trees.map(tree => tree.querySelector(name)).find(Boolean);
    const {{ color, backgroundColor }} = getComputedStyle(found);
    return /body| i$/.test(name) ? backgroundColor : color; }}); }}"""
PAINTED = {
    "body": "ground",
    "main li": "ink",
    ".work h2": "ink",
    ".stMarkdownColoredText": "input",
    ".question [data-role=output]": "output",
    ".work .own i": "output",
}


@pytest.mark.context(color_scheme="dark")
def test_paper_is_light_and_has_nothing_to_press(page: Page, app_url: str) -> None:
    listing = open_facts(page, f"{app_url}/depthwise")
    answer = question(page, "planes")
    check(answer, "1")
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
    for shown in (page.locator(".work"), listing, answer, page.get_by_text("Small networks are")):
        expect(shown).to_be_visible()
    light = theme("light").colours
    found = page.evaluate(COLOURS, list(PAINTED))
    assert found == [rgb(light[role]) for role in PAINTED.values()]


def rgb(colour: str) -> str:
    """A colour as browsers say it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
