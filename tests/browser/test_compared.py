"""Below the comparison: the table sorts and can be taken away, the map lights up what is joined."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import open_paused


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
