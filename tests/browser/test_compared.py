"""Below the comparison: the table sorts and can be taken away, the map lights up what is joined."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import open_paused

# The cells that reach out of the table, or whose content reaches out of them.
CUT = """table => {
  const { left, right } = table.getBoundingClientRect();
  const isCut = (cell) => {
    const box = cell.getBoundingClientRect();
    const isOut = box.left < left - 1 || box.right > right + 1;
    return box.width && (isOut || cell.scrollWidth > Math.ceil(box.width));
  };
  return [...table.querySelectorAll('th, td')].filter(isCut).map((cell) => cell.textContent);
}"""


def types(page: Page) -> list[str]:
    """The names of the rows, in their order."""
    names: list[str] = page.locator(".compared tbody tr:not(.refused) th").evaluate_all(
        "all => all.map((each) => each.firstChild.textContent)"
    )
    return names


def test_a_heading_sorts_by_click_and_by_key_and_says_so(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare")
    heading = page.locator(".compared thead th").nth(1)
    expect(heading).to_have_attribute("aria-sort", "ascending")
    rising = types(page)
    assert (rising[0], rising[-1]) == ("Depthwise", "Deformable")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert types(page)[0] == "Deformable"
    first = page.locator(".compared thead th").first
    first.get_by_role("button").press("Enter")
    expect(first).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".compared [aria-sort]")).to_have_count(1)
    assert types(page) == sorted(types(page), key=str.lower)


def test_it_is_taken_away_in_the_order_shown(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare")
    page.locator(".compared thead th").nth(1).get_by_role("button").click()
    with page.expect_download() as waiting:
        page.locator(".files button").first.click()
    assert waiting.value.suggested_filename == "convolutions.csv"
    lines = list(csv.DictReader(waiting.value.path().open(encoding="utf-8")))
    assert lines[0]["Products"] == "148119552"
    assert lines[-1]["Type"] == "3-D"


def test_a_row_leads_to_its_lesson(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare")
    page.locator(".compared").get_by_role("link", name="Grouped", exact=True).click()
    expect(page).to_have_url(re.compile(r"/grouped\?"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grouped")


def test_the_table_follows_the_sliders(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare?dout=60")
    expect(page.locator(".compared .refused")).to_have_count(4)


@pytest.mark.viewport(1280, 900)
def test_the_map_lights_what_is_joined(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare")
    page.locator(".map").get_by_role("button", name="Depthwise separable").press("Enter")
    lit = page.locator(".map .network[data-lit] span").all_text_contents()
    assert lit == ["Xception", "MobileNet", "ShuffleNet"]
    expect(page.locator(".map path[data-lit]")).to_have_count(3)
    expect(page.locator(".told")).to_contain_text("Xception")


@pytest.mark.viewport(360, 740)
def test_a_phone_has_a_list(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare")
    expect(page.locator(".map")).to_be_hidden()
    expect(page.locator(".map-list li")).to_have_count(13)
    expect(page.locator(".map-list")).to_be_visible()


def lit(page: Page) -> Locator:
    """The row of the type that is lit on the stage."""
    return page.locator(".compared tr[aria-current=true] th a")


def row_of(page: Page, name: str) -> Locator:
    """The row of a type."""
    link = page.get_by_role("link", name=name, exact=True)
    return page.locator(".compared tbody tr").filter(has=link)


def stage_of(page: Page) -> Locator:
    """The player, which says which step it shows."""
    return page.locator(".convolution")


def test_the_type_that_is_lit_on_the_stage_lights_its_row(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare?step=3")
    expect(lit(page)).to_have_text(["1×1"])
    page.keyboard.press("ArrowRight")
    expect(lit(page)).to_have_text(["Flattened"])
    page.locator(".compared thead").get_by_role("button", name="Type").click()
    expect(lit(page)).to_have_text(["Flattened"])
    colours = page.locator(".compared tbody tr").evaluate_all(
        "rows => rows.map((row) => [row.ariaCurrent, getComputedStyle(row).backgroundColor])"
    )
    (of_lit,) = {colour for current, colour in colours if current}
    assert of_lit not in {colour for current, colour in colours if not current}


@pytest.mark.viewport(1920, 1080)
def test_a_row_lights_its_type_as_long_as_it_is_pointed_at(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare?step=3")
    row_of(page, "Dilated").locator("td").first.hover()
    expect(lit(page)).to_have_text(["Dilated"])
    expect(stage_of(page)).to_have_attribute("data-step", "11")
    page.mouse.move(2, 2)
    expect(stage_of(page)).to_have_attribute("data-step", "2")
    page.get_by_role("link", name="Standard", exact=True).focus()
    page.keyboard.press("Tab")
    expect(lit(page)).to_have_text(["Transposed"])
    expect(stage_of(page)).to_have_attribute("data-step", "10")


def test_a_click_on_a_row_goes_to_its_type(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/compare?step=3")
    row_of(page, "Grouped").locator("td").first.click()
    page.mouse.move(2, 2)
    expect(stage_of(page)).to_have_attribute("data-step", "5")
    expect(lit(page)).to_have_text(["Grouped"])
    expect(page).to_have_url(re.compile("step=6"))


def test_a_mark_of_the_chart_can_be_pointed_at_and_clicked(page: Page, app_url: str) -> None:
    """A cell that was clicked before is kept no longer than that."""
    open_paused(page, f"{app_url}/compare?step=3")
    box = page.locator(".picture .areas path").last.bounding_box()
    assert box  # the dearest type's mark comes last among those that are drawn
    drawn = page.locator(".picture .areas path").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect()).filter(({ width }) => width)"
        ".map(({ x, y, width, height }) => [x + width / 2, y + height / 2])"
    )
    x, y = drawn[-1]
    page.mouse.move(x, y)
    expect(lit(page)).to_have_text(["Deformable"])
    page.mouse.click(x, y)
    page.mouse.move(2, 2)
    expect(stage_of(page)).to_have_attribute("data-step", "13")
    page.locator(".picture .cell").first.click()
    expect(stage_of(page)).not_to_have_attribute("data-step", "13")
    page.mouse.click(x, y)
    page.mouse.move(2, 2)
    expect(stage_of(page)).to_have_attribute("data-step", "13")


@pytest.mark.viewport(1280, 720)
def test_the_table_fits_beside_the_list_of_lessons(page: Page, app_url: str) -> None:
    check_fits(page, app_url)


@pytest.mark.viewport(1920, 1080)
def test_the_table_fits_on_a_projector(page: Page, app_url: str) -> None:
    check_fits(page, app_url)


@pytest.mark.viewport(360, 740)
def test_the_table_fits_a_phone_and_sorts_there(page: Page, app_url: str) -> None:
    check_fits(page, app_url)
    page.get_by_label("Sorted by").select_option("type")
    page.get_by_label("From the largest").check()
    assert types(page) == sorted(types(page), key=str.lower, reverse=True)


def check_fits(page: Page, app_url: str) -> None:
    """No cell reaches out of the table, and none is cut, with the longest numbers too."""
    largest = "height=224&width=224&din=512&dout=512&kernel=11&groups=64"
    for state in ("", f"?{largest}"):
        open_paused(page, f"{app_url}/compare{state}")
        expect(page.locator(".compared tbody tr").first).to_be_visible()
        assert page.locator(".compared").evaluate(CUT) == []
