"""How a stage looks goes with its link: theme, contrast, and all that a player shows and counts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import open_paused, open_stage, tool


@pytest.mark.context(color_scheme="light")
def test_a_link_opens_the_page_as_it_was_seen(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    tool(stage, "contrast").click()
    tool(stage, "hues").click()
    tool(stage, "show").select_option("both")
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="dark")
    expect(stage).to_have_attribute("data-theme", "dark-contrast")
    tool(stage, "link").click()
    link = stage.get_by_role("dialog").get_by_label("Link", exact=True).input_value()
    page.evaluate("localStorage.clear()")
    page.emulate_media(color_scheme="light")
    page.goto("about:blank")
    stage = open_stage(page, link)
    expect(stage).to_have_attribute("data-theme", "dark-contrast")
    expect(page.locator(".stApp")).to_have_css("color-scheme", "dark")
    expect(tool(stage, "hues")).to_have_attribute("aria-pressed", "true")
    expect(stage.locator("[data-act=show]")).to_have_value("both")
    expect(page).to_have_url(link)


@pytest.mark.context(color_scheme="dark")
def test_an_address_says_no_theme_where_it_is_the_systems(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?embed_options=light_theme")
    expect(stage).to_have_attribute("data-theme", "light")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=2&embed_options=light_theme$"))
    page.emulate_media(color_scheme="light")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"step=3$"))


def test_a_readers_own_contrast_goes_before_that_of_a_link(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel?contrast=1")
    expect(stage).to_have_attribute("data-theme", "light-contrast")
    tool(stage, "contrast").click()
    expect(stage).to_have_attribute("data-theme", "light")
    expect(page).not_to_have_url(re.compile("contrast"))


def test_a_contrast_that_is_none_is_told(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?contrast=high")
    expect(stage.get_by_role("alert")).to_have_text(
        "contrast is “high”, but it has to be one of 0, 1."
    )
