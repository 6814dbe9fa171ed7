"""Questions that were answered rightly are ticked, and stay so in this browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from tests.browser.stage import open_paused, open_stage

LESSON = convlib.lesson("single-channel")
TICK = "link => getComputedStyle(link, '::after').content"


def answer(page: Page, number: int, given: object) -> Locator:
    """Answer one of the page's questions."""
    form = page.locator("form.question").nth(number)
    form.get_by_role("textbox").fill(str(given))
    form.get_by_role("button").click()
    expect(form.get_by_role("status")).not_to_be_empty()
    return form


def ticks(page: Page, title: str) -> str:
    """What stands behind a lesson's link in the list."""
    sidebar = page.get_by_test_id("stSidebar")
    found: str = sidebar.get_by_role("link", name=title).first.evaluate(TICK)
    return found


def test_right_answers_are_counted_and_kept(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/single-channel")
    values = LESSON.values()
    asked = [question for question in LESSON.questions if question.asked(values)]
    wrong = answer(page, 1, asked[1].answer(values) + 1)
    expect(wrong).not_to_have_attribute("data-right", "")
    assert ticks(page, "one channel") == "none"
    for _ in range(2):  # the same question counts once
        form = answer(page, 0, asked[0].answer(values))
    expect(form).to_have_attribute("data-right", "")
    assert ticks(page, "one channel") == '"✓\u00a01"'
    answer(page, 1, asked[1].answer(values))
    assert ticks(page, "one channel") == '"✓\u00a02"'
    open_stage(page, app_url)
    assert ticks(page, "one channel") == '"✓\u00a02"'
    assert ticks(page, "many channels") == "none"


@pytest.mark.parametrize("kept", ["{", "null", "[1]", '{"a": 1}', '{"single-channel": [1, null]}'])
def test_what_is_kept_may_be_anything(page: Page, app_url: str, kept: str) -> None:
    """Another page, or a hand, may have written there."""
    page.add_init_script(f"localStorage.setItem('convolution.answered', {kept!r})")
    open_paused(page, f"{app_url}/single-channel")
    expect(page.locator("form.question").first).not_to_have_attribute("data-right", "")
