"""Home, and the way from lesson to lesson."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from convlib.path import after, path
from pages.parts.path import numbered
from tests.browser.stage import open_paused, open_stage

NAMES = [numbered(lesson, "en") for lessons in path().values() for lesson in lessons]
# What of a picture changes as it plays.
MOMENT = "root => [...root.querySelectorAll('.cell')].map(cell => cell.dataset.state).join()"


def miniature(page: Page, slug: str) -> Locator:
    """The picture on a lesson's card, once it is painted."""
    card = page.locator(f".st-key-{slug}-card")
    card.scroll_into_view_if_needed()
    card.locator(".miniature .cell").first.wait_for(state="attached")
    return card.locator(".miniature")


def test_cards_and_list_follow_the_path(page: Page, app_url: str) -> None:
    """As a screen reader and a phone come by them: in the order of the document."""
    open_stage(page, app_url)
    for place in (page.get_by_role("main"), page.get_by_test_id("stSidebar")):
        links = place.get_by_role("link").all_text_contents()
        assert [each for each in links if each in NAMES] == NAMES


@pytest.mark.parametrize("width", [360, 1280])
def test_cards_stand_within_the_page(page: Page, app_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_stage(page, app_url)
    for lessons in path().values():
        for lesson in lessons:
            box = miniature(page, lesson.slug).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
    written = ".miniature :is(.title, .note, .number, .label)"
    assert page.locator(written).count()
    expect(page.locator(f"{written}:visible")).to_have_count(0)  # nobody could read it


def test_a_miniature_plays_while_it_is_seen(browser: Browser, app_url: str) -> None:
    with browser.new_context(reduced_motion="no-preference") as context:
        page = context.new_page()
        open_stage(page, app_url)
        seen = miniature(page, "single-channel")
        first = seen.evaluate(MOMENT)
        page.wait_for_function(
            f"([root, first]) => ({MOMENT})(root) !== first", arg=[seen.element_handle(), first]
        )


def test_under_reduced_motion_it_stands_still_where_much_is_made(page: Page, app_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_stage(page, app_url)
    made = miniature(page, "single-channel").locator(".cell[data-state='current'] .number")
    expect(made).to_have_text("19")  # the sixth of the classic nine
    page.evaluate("() => new Promise(done => setTimeout(done, 3 * 900))")
    expect(made).to_have_text("19")


def test_a_card_leads_to_its_lesson_wherever_it_is_pressed(page: Page, app_url: str) -> None:
    open_stage(page, app_url)
    page.evaluate("() => { window.stays = true; }")
    miniature(page, "dilated").click()
    expect(page).to_have_url(re.compile("/dilated"))
    assert page.evaluate("window.stays"), "the app is not loaded again"


def test_a_lesson_says_what_it_builds_on_and_what_comes_next(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/arithmetic")
    main = page.get_by_role("main")
    following = after("arithmetic")
    assert following is not None
    expect(main.get_by_role("link", name="2 · Convolution, one channel")).to_be_visible()
    main.get_by_role("link", name=f"Next: {numbered(following, 'en')}").click()
    expect(page).to_have_url(re.compile(f"/{following.slug}"))
