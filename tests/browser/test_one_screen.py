"""All that one operates is on one screen with the stage: laptop, phone, projector, frame."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from tests.browser.stage import AT_REST, ROOT, address, open_paused, wait_for_step

LESSONS = [lesson.slug for lesson in convlib.all_lessons()]
PARTS = "h1, .idea, .picture svg, .caption:not(.measure), .outcome, .transport, .control"
# The parts of a player that can be seen, as they lie in the window.
BOXES = """(root, parts) => [...root.querySelectorAll(parts)]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.hidden)
  .map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    const { className, tagName, dataset } = each;
    const what = dataset.control ?? (className.baseVal ?? className) + tagName;
    return { what, left, top, right, bottom };
  })"""


def boxes(stage: Locator, parts: str = PARTS) -> list[dict[str, Any]]:
    """The parts that can be seen, with their edges."""
    found: list[dict[str, Any]] = stage.evaluate(BOXES, parts)
    return found


def outside(stage: Locator, width: int, height: int) -> list[Any]:
    """What reaches beyond the window."""
    return [
        each
        for each in boxes(stage)
        if each["top"] < 0
        or each["left"] < 0
        or each["bottom"] > height + 0.5
        or each["right"] > width + 0.5
    ]


@pytest.mark.viewport(1280, 720)
@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_and_all_its_controls_are_on_one_screen_and_on_a_phone_within_its_edges(
    page: Page, app_url: str, slug: str
) -> None:
    stage = open_paused(page, f"{app_url}/{slug}")
    expect(page.get_by_test_id("stSidebar")).to_be_in_viewport()
    assert outside(stage, 1280, 720) == []
    shown = {each["what"] for each in boxes(stage)}
    assert {"H1", "ideaP"} <= shown
    assert {"captionDIV", "transportDIV"} <= shown
    result = convlib.lesson(slug).result(convlib.lesson(slug).values())
    assert ("outcomeDIV" in shown) == (result.macs is not None or bool(result.lines))
    assert len(shown) > 6
    page.set_viewport_size({"width": 360, "height": 740})
    stage.locator(".picture svg").evaluate(AT_REST)
    parts = boxes(stage, f"{PARTS}, .pills :is(select, span, button)")
    assert max(each["right"] for each in parts) > 300, "it is not as wide as the phone"
    assert [each for each in parts if each["left"] < 0 or each["right"] > 360.5] == []


@pytest.mark.viewport(1920, 1080)
def test_on_a_larger_screen_all_is_larger(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic")
    assert outside(stage, 1920, 1080) == []
    large = sizes(stage)
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(stage.locator(".picture svg")).not_to_have_attribute("data-cell", str(large["cell"]))
    small = sizes(stage)
    assert all(large[name] >= 1.25 * small[name] for name in small)


def sizes(stage: Locator) -> dict[str, float]:
    """How large a cell, the letters of the equation, and those of a control are."""
    found: dict[str, float] = stage.evaluate(
        """root => {
        const of = (what) => parseFloat(getComputedStyle(root.querySelector(what)).fontSize);
        return { cell: Number(root.querySelector('.picture svg').dataset.cell),
          caption: of('.caption'), name: of('.control .name'), title: of('h1') }; }"""
    )
    return found


@pytest.mark.viewport(360, 740)
@pytest.mark.context(has_touch=True)
@pytest.mark.parametrize(("slug", "part"), [("arithmetic", 1), ("multi-channel", 0.6)])
def test_on_a_phone_the_stage_stays_in_sight_while_a_control_is_moved(
    page: Page, app_url: str, slug: str, part: float
) -> None:
    stage = open_paused(page, f"{app_url}/{slug}")
    slider = page.get_by_role("slider", name="Stride")
    slider.focus()
    expect(stage.locator(".picture svg")).to_be_in_viewport(ratio=part)
    expect(stage.locator('.panel[data-role="output"]').first).to_be_in_viewport(ratio=1)
    expect(stage.locator(".outcome")).to_be_in_viewport(ratio=1)
    expect(slider).to_be_in_viewport(ratio=1)
    expect(stage.locator("[data-act=toggle]")).to_be_in_viewport(ratio=1)
    tops = stage.evaluate(
        """root => ['.seen', '.slider:has(:focus)', '.transport'].map((part) => {
          const { top, bottom } = root.querySelector(part).getBoundingClientRect();
          return [top, bottom]; })"""
    )
    (_, seen), (top, bottom), (dock, _) = tops
    assert seen <= top < bottom <= dock  # nothing covers the slider
    before = stage.locator(".outcome").inner_text()
    slider.press("ArrowRight")
    expect(stage.locator(".outcome")).not_to_have_text(before, use_inner_text=True)
    expect(stage.locator(".picture svg")).to_be_in_viewport(ratio=part)


@pytest.mark.viewport(1920, 1080)
def test_the_whole_screen_has_the_formula_and_on_a_key_the_controls(
    page: Page, app_url: str
) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    expect(stage.locator("h1")).to_be_visible()
    expect(stage.locator(".outcome")).to_be_visible()
    slider = stage.get_by_role("slider", name="Stride")
    expect(slider).to_be_hidden()
    place = stage.locator(".picture svg").bounding_box()
    page.keyboard.press("c")
    expect(slider).to_be_visible()
    assert outside(stage, 1920, 1080) == []
    assert stage.locator(".picture svg").bounding_box() == place  # nothing jumps
    slider.press("ArrowRight")
    expect(stage.get_by_role("grid", name="Output, 2 × 2")).to_be_visible()
    page.keyboard.press("c")
    expect(slider).to_be_hidden()
    wait_for_step(stage, 0)


@pytest.mark.viewport(1000, 620)
def test_a_frame_has_the_formula_and_on_a_key_the_controls(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?embed=true")
    assert outside(stage, 1000, 620) == []
    expect(stage.locator("h1")).to_have_text("Convolution arithmetic")
    expect(stage.locator(".outcome")).to_contain_text("81 products")
    slider = stage.get_by_role("slider", name="Stride")
    expect(slider).to_be_hidden()
    page.keyboard.press("c")
    slider.press("ArrowRight")
    expect(stage.locator(".outcome")).to_contain_text("36 products")
    page.wait_for_url("**stride=3**")
    assert "embed=true" in address(page)


@pytest.mark.viewport(1280, 720)
def test_twice_the_letters_cut_nothing_off(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic")
    letters = sizes(stage)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect(stage.locator(".caption:not(.measure)")).to_be_attached()
    page.wait_for_function(
        "([title, least]) => parseFloat(getComputedStyle(title).fontSize) > least",
        arg=[stage.locator("h1").element_handle(), 1.8 * letters["title"]],
    )
    cut = stage.evaluate(
        """root => [...root.querySelectorAll('h1, .idea, .outcome, .control, .transport, button')]
          .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
          .map((each) => each.className || each.tagName)"""
    )
    assert cut == []
    assert all(each["right"] <= 1280.5 for each in boxes(stage))
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


@pytest.mark.context(forced_colors="active")
def test_forced_colours_leave_the_rails_to_be_seen(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    colours = stage.evaluate(
        """root => {
          const of = (what, part) =>
            getComputedStyle(root.querySelector(what), part).backgroundColor;
          return { ground: getComputedStyle(root).backgroundColor,
            rail: of('.rail', '::before'), done: of('.rail b') }; }"""
    )
    assert len(set(colours.values())) == 3


def test_on_paper_there_is_the_stage_and_no_control(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?step=5")
    page.emulate_media(media="print")
    for part in ("h1", ".idea", ".picture svg", ".caption:not(.measure)", ".outcome"):
        expect(stage.locator(part)).to_be_visible()
    for part in (".transport", ".control", ".pills"):
        expect(stage.locator(part).first).to_be_hidden()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    assert page.locator(ROOT).get_attribute("data-step") == "4"
