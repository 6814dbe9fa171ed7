"""The page at every size and in both themes: nothing overflows, everything can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import open_paused, open_stage, texts

MINUS = "\N{MINUS SIGN}"
SIZES = [(360, 740), (768, 1024), (1280, 800), (1920, 1080)]
NAMES = "grids => grids.map(grid => grid.getAttribute('aria-label'))"
LARGE = "arithmetic?size=16&padding=same"
LONG = "single-channel?input=-9999,1234.5,0.125;-0.001,7,-88;9999,-9999,3&weights=-999.5,12;3,4"


@pytest.mark.parametrize("path", ["", "single-channel", LARGE, LONG])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_wider_than_the_page(
    page: Page, app_url: str, path: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    stage = open_paused(page, f"{app_url}/{path}") if path else open_stage(page, app_url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = stage.locator(".picture svg").bounding_box()
    frame = stage.bounding_box()
    assert box is not None
    assert frame is not None
    assert box["x"] >= frame["x"] - 1
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert frame["x"] + frame["width"] <= size[0]


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)], ids=str)
@pytest.mark.parametrize("by", ["value", "term"])
def test_numbers_stay_in_their_cells(
    page: Page, app_url: str, size: tuple[int, int], by: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    stage = open_paused(page, f"{app_url}/{LONG}&by={by}&step=3")
    outside = stage.evaluate(
        """root => [...root.querySelectorAll('.cell')].flatMap(cell => {
          const frame = cell.querySelector('.tile').getBoundingClientRect();
          return [...cell.querySelectorAll('text')].filter(text => text.textContent).map(text => {
            const box = text.getBoundingClientRect();
            return { text: text.textContent, left: box.left - frame.left,
              right: frame.right - box.right };
          }); }).filter(each => each.left < -0.5 || each.right < -0.5)"""
    )
    assert outside == []
    assert all(len(text) <= 4 for row in texts(stage, "output") for text in row)


def test_rounded_number_is_told_in_full_on_its_cell(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/{LONG}")
    cell = stage.get_by_role("grid", name="Input, 3 × 3").get_by_role("gridcell").nth(1)
    assert cell.locator(".number").text_content() == "1234"
    expect(cell).to_have_attribute("aria-label", "row 0, column 1, 1234.5 ×12")
    cell.hover()
    assert "1234.5" in (stage.locator(".caption:not(.measure)").text_content() or "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_stage_follows_the_theme(page: Page, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    stage = open_paused(page, f"{app_url}/single-channel")
    expect(stage).to_have_attribute("data-theme", scheme)
    ground = stage.evaluate("root => getComputedStyle(root).backgroundColor")
    assert ground == page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    )


@pytest.mark.parametrize("name", ["Stride", "Kernel", "Input size"])
def test_moving_a_slider_moves_nothing_below_the_stage(page: Page, app_url: str, name: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?size=7&kernel=4")
    resting = page.get_by_role("slider", name="Dilation")
    before = resting.bounding_box()
    grids = stage.get_by_role("grid").evaluate_all(NAMES)
    page.get_by_role("slider", name=name).press("ArrowRight")
    expect(stage.get_by_role("grid", name=grids[2])).to_have_count(0)
    assert resting.bounding_box() == before


def test_home_shows_it_moving_and_leads_to_the_lessons(page: Page, app_url: str) -> None:
    stage = open_stage(page, app_url)
    expect(stage).to_have_attribute("data-playing", "true")
    expect(stage).to_have_attribute("data-step", "1")
    page.get_by_role("main").get_by_role("link", name="Convolution arithmetic").click()
    expect(page.get_by_role("heading", name="Convolution arithmetic")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/arithmetic")


def test_a_heat_map_says_what_its_colours_mean(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?weights=-4,1;0,2")
    legend = stage.locator(".legend")
    expect(legend).to_be_hidden()
    stage.get_by_role("combobox", name="Cells show").select_option("both")
    expect(legend).to_be_visible()
    stage.get_by_role("slider", name="Timeline").press("End")
    shown = [abs(int(n.replace(MINUS, "-"))) for row in texts(stage, "output") for n in row]
    assert legend.inner_text().split() == ["Values", *ends(max(*shown, 3)), "Weights", *ends(4)]


def ends(top: int) -> list[str]:
    """How a scale's ends are written."""
    return [f"{MINUS}{top}", str(top)]
