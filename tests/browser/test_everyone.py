"""For everyone: colours that say the same everywhere, keys, fingers, those who listen, frames."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

import convlib
from convlib import text
from convlib.render.theme import theme
from tests.browser.bench import Bench
from tests.browser.stage import open_stage


@pytest.mark.context(color_scheme="light")
def test_prose_has_the_colour_of_what_it_names(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    colours = theme("light").colours
    idea = page.locator(".idea")
    for word, role in (("kernel", "kernel"), ("input", "input"), ("output", "output")):
        span = idea.get_by_text(word, exact=True).first
        expect(span).to_have_css("color", css(colours[role]))


def css(colour: str) -> str:
    """A colour as the browser tells it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


@pytest.mark.parametrize("path", ["", "single-channel", "arithmetic?size=16&padding=2"])
@pytest.mark.viewport(360, 740)
@pytest.mark.context(has_touch=True, is_mobile=True)
def test_a_phone_needs_no_sideways_scrolling(page: Page, app_url: str, path: str) -> None:
    open_stage(page, f"{app_url}/{path}")
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 360


@pytest.mark.viewport(360, 740)
@pytest.mark.context(has_touch=True, is_mobile=True)
def test_a_finger_can_ask_and_change_a_number(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?step=9")
    cell = stage.locator('.panel[data-role="kernel"] .cell').first
    cell.tap()
    expect(stage).to_have_attribute("data-focus", "25")
    cell.tap()
    stage.locator(".editor").fill("1")
    page.keyboard.press("Enter")
    expect(cell.locator(".number")).to_have_text("1")
    small = stage.locator("button:visible, select:visible").evaluate_all(
        "all => all.map(each => [each.ariaLabel ?? each.textContent, each.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"
    )
    assert small == []  # success criterion 2.5.8


def test_every_control_is_reached_by_the_tabulator_and_shows_it(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?step=1")
    wanted = set(
        stage.locator("button:visible, select:visible").evaluate_all(
            "all => all.map(each => each.ariaLabel ?? each.textContent)"
        )
    )
    reached: set[str] = set()
    stage.locator("select, button").first.focus()
    page.keyboard.press("Shift+Tab")
    for _ in range(60):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(FOCUSED)
        if not name:
            continue
        reached.add(name)
        assert ring, f"{name} doesn't show its focus"
        if wanted | {"Input size", "Kernel", "Stride", "Dilation"} <= reached:
            break
    assert wanted | {"Input size", "Kernel", "Stride", "Dilation"} <= reached


# The name of what has the focus, and whether it or something around it looks different without.
FOCUSED = """async () => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return ['', true];
  const near = [at];
  while (near.length < 7 && near.at(-1).parentElement) near.push(near.at(-1).parentElement);
  if (at.matches('.cell')) near.push(at.querySelector('.tile'));
  const looks = () => near.map((each) => {
    const { outline, boxShadow, borderColor, stroke, backgroundColor } = getComputedStyle(each);
    return [outline, boxShadow, borderColor, stroke, backgroundColor].join();
  }).join();
  const focused = looks();
  at.blur();
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const without = looks();
  at.focus();
  return [at.ariaLabel ?? at.textContent, focused !== without];
}"""


def test_the_stage_is_a_figure_that_tells_its_state(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build())
    figure = stage.get_by_role("figure")
    expect(figure).to_have_attribute("aria-label", "Step 1 of 9: y[0, 0] is 12")
    bench.page.keyboard.press("ArrowRight")
    expect(figure).to_have_attribute("aria-label", "Step 2 of 9: y[0, 1] is 12")
    expect(stage.locator("[aria-live=polite]")).to_have_text("Step 2 of 9: y[0, 1] is 12")


@pytest.mark.viewport(800, 620)
def test_a_frame_shows_the_stage_alone(page: Page, app_url: str) -> None:
    page.goto(f"{app_url.replace('127.0.0.1', 'localhost')}/_stcore/health")  # another origin
    page.set_content(
        f'<iframe src="{app_url}/single-channel?stride=2&embed=true&step=1" width=780 height=600>'
        "</iframe>"
    )
    frame = page.frame_locator("iframe")
    stage = frame.locator(".convolution")
    expect(stage.get_by_role("grid", name="Output, 2 × 2")).to_be_visible()
    title = text.prose("single-channel")["title"]
    expect(frame.get_by_role("heading")).to_have_count(1)
    expect(stage.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(stage.locator(".outcome")).to_be_visible()
    expect(frame.get_by_test_id("stSidebar")).to_have_count(0)
    stride = stage.get_by_role("slider", name="Stride")
    expect(stride).to_be_hidden()
    stage.locator("[data-act=controls]").click()
    expect(stride).to_be_visible()
    stage.locator("[data-act=controls]").click()
    expect(stride).to_be_hidden()
    stage.locator(".last").click()
    expect(stage).to_have_attribute("data-step", "3")
    page.frames[1].wait_for_function("location.search.includes('step=4')")
    assert "embed=true" in stage.evaluate("() => location.search")
