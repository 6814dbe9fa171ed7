"""A page may be left at any moment: the next one comes whole, and what was done last counts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import ROOT, open_paused, open_stage

# In one go, faster than any hand: what comes of the slider is not yet there at the click.
SLIDE_AND_GO = """([slider, link]) => {
  slider.value = Number(slider.value) + 1;
  slider.dispatchEvent(new Event('input'));
  link.click();
}"""
ARITHMETIC, CHANNEL = "Convolution arithmetic", "Convolution, one channel"


def link_to(page: Page, name: str) -> Locator:
    """A link of the sidebar."""
    return page.get_by_test_id("stSidebar").get_by_role("link", name=name)


def expect_whole(page: Page, url: str) -> None:
    """Wait until a lesson is there with its stage, and can be used."""
    expect(page).to_have_url(re.compile(re.escape(url)))
    expect(page.get_by_test_id("stMain")).not_to_have_attribute("inert", "")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(f"{ROOT} .picture svg")).to_be_visible()
    expect(page.get_by_role("slider", name="Stride")).to_be_visible()


def test_page_is_left_right_after_a_slider_was_moved(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/single-channel")
    for name, slug in ((ARITHMETIC, "arithmetic"), (CHANNEL, "single-channel")) * 3:
        slider = page.get_by_role("slider", name="Stride").element_handle()
        page.evaluate(SLIDE_AND_GO, [slider, link_to(page, name).element_handle()])
        expect_whole(page, f"{app_url}/{slug}")
    # Three times one more on each page: nothing that was done is lost.
    expect(page.get_by_role("slider", name="Stride")).to_have_attribute("aria-valuetext", "4")


def test_page_is_left_right_after_an_edit(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    stage.locator('.panel[data-role="input"] .cell').first.click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    link_to(page, ARITHMETIC).click()
    expect_whole(page, f"{app_url}/arithmetic")
    link_to(page, CHANNEL).click()
    expect_whole(page, f"{app_url}/single-channel")
    expect(stage.locator('.panel[data-role="input"] .cell .number').first).to_have_text("7")


def test_nothing_of_a_page_that_is_being_left_can_be_touched(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    page.get_by_role("slider", name="Stride").focus()
    is_inert = link_to(page, ARITHMETIC).evaluate(
        """link => { link.click(); return document.querySelector('[data-testid=stMain]').inert
          && document.activeElement === document.body; }"""
    )
    assert is_inert
    expect_whole(page, f"{app_url}/arithmetic")


def test_last_link_clicked_counts(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    page.evaluate(
        "links => links.forEach(link => link.click())",
        [link_to(page, name).element_handle() for name in (ARITHMETIC, CHANNEL, ARITHMETIC)],
    )
    expect_whole(page, f"{app_url}/arithmetic")


def test_way_back_right_after_a_slider_was_moved(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    link_to(page, ARITHMETIC).click()
    expect_whole(page, f"{app_url}/arithmetic")
    page.get_by_role("slider", name="Stride").press("ArrowRight")
    page.evaluate("history.back()")
    page.keyboard.press("ArrowRight")
    expect_whole(page, f"{app_url}/single-channel")


def test_way_back_writes_nothing_of_the_page_into_the_address(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    link_to(page, ARITHMETIC).click()
    expect_whole(page, f"{app_url}/arithmetic")
    page.get_by_role("slider", name="Stride").press("ArrowRight")
    stage.locator("[data-act=last]").evaluate(
        """button => {
          addEventListener('popstate', () => button.click(), { once: true });
          history.back();
        }"""
    )
    expect_whole(page, f"{app_url}/single-channel")
    expect(page).to_have_url(f"{app_url}/single-channel?step=1")
    page.evaluate("history.forward()")
    expect_whole(page, f"{app_url}/arithmetic")
    expect(page.get_by_role("slider", name="Stride")).to_have_attribute("aria-valuetext", "3")


def test_link_clicked_while_the_way_back_is_held_counts(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/single-channel")
    link_to(page, ARITHMETIC).click()
    expect_whole(page, f"{app_url}/arithmetic")
    page.get_by_role("slider", name="Stride").press("ArrowRight")
    page.evaluate(
        """link => new Promise(done => {
          const held = (_, watcher) => { watcher.disconnect(); link.click(); done(); };
          const main = document.querySelector('[data-testid=stMain]');
          new MutationObserver(held).observe(main, { attributeFilter: ['inert'] });
          history.back();
        })""",
        link_to(page, "Convolution, many channels").element_handle(),
    )
    expect_whole(page, f"{app_url}/multi-channel")
    page.evaluate("history.back()")
    expect_whole(page, f"{app_url}/arithmetic")


def test_two_pages_asked_for_in_a_breath_come_one_after_the_other(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    first, then = (link_to(page, name).element_handle() for name in (ARITHMETIC, CHANNEL))
    page.evaluate(
        """([first, then]) => new Promise(done => {
          first.click();
          first.addEventListener('click', () => { then.click(); done(); }, { once: true });
        })""",
        [first, then],
    )
    expect_whole(page, f"{app_url}/single-channel")


def test_run_that_does_not_end_holds_nobody_back(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/single-channel")
    app = page.get_by_test_id("stApp")
    app.evaluate("app => app.setAttribute('data-test-script-state', 'running')")
    link_to(page, ARITHMETIC).click()
    expect(page).to_have_url(re.compile("/arithmetic"))
    # Streamlit writes its state only where it takes it for another one: this one is ended by hand.
    app.evaluate("app => app.setAttribute('data-test-script-state', 'notRunning')")
    expect_whole(page, f"{app_url}/arithmetic")
