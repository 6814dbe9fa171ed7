"""A lesson's page: controls, address and player agree, and nothing typed can break them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import convlib
from convlib.export.save import encoded
from tests.browser.conftest import (
    HOST,
    Log,
    check_log,
    free_port,
    start_server,
    wait_until_healthy,
)
from tests.browser.stage import address, open_paused, open_stage, step_of, texts, wait_for_step

STRIDED = [["6", "17", "3"], ["8", "17", "13"], ["6", "4", "4"]]


def slider(page: Page, label: str) -> Locator:
    """One of the page's sliders."""
    return page.get_by_role("slider", name=label, exact=True)


def press(page: Page, label: str, key: str) -> None:
    """Move one of the page's sliders by a key."""
    slider(page, label).press(key)


def test_link_restores_the_whole_state(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?stride=2&padding=1&by=term&speed=2&step=80")
    assert texts(stage, "output") == [*STRIDED[:2], ["6", "4", "4"]]
    assert stage.locator(".counter").text_content() == "80 / 81"
    expect(stage.get_by_role("combobox", name="Speed")).to_have_value("2")
    expect(slider(page, "Stride")).to_have_attribute("aria-valuetext", "2")


def test_controls_write_the_link_and_the_player_its_step(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    press(page, "Stride", "ArrowRight")
    expect(page).to_have_url(f"{app_url}/single-channel?stride=2&step=1")
    page.locator(".convolution .last").click()
    expect(page).to_have_url(f"{app_url}/single-channel?stride=2&step=4")
    press(page, "Stride", "ArrowLeft")
    wait_for_step(stage, 8)
    expect(page).to_have_url(f"{app_url}/single-channel?step=9")


def test_what_is_changed_and_at_once_changed_back_is_in_the_link_as_it_is(
    page: Page, app_url: str
) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    stage.evaluate(
        """root => [...'-+'].forEach(key => root.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, composed: true })))"""
    )
    expect(stage.get_by_role("combobox", name="Speed")).to_have_value("1")
    page.keyboard.press("p")
    expect(page).to_have_url(f"{app_url}/single-channel?predict=1&step=1")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page).to_have_url(f"{app_url}/single-channel?predict=1&step=1")


def test_player_stays_mounted_and_plays_on_while_a_slider_moves(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?size=12")
    stage.evaluate("root => { root.seen = 'the same element'; }")
    stage.locator("[data-act=toggle]").click()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        before = step_of(stage)
        press(page, "Input size", key)
        expect(stage).not_to_have_attribute("data-step", str(before))
        expect(stage).to_have_attribute("data-playing", "true")
    assert stage.evaluate("root => root.seen") == "the same element"


def test_changes_in_quick_succession_all_count(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    size = slider(page, "Input size")
    size.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(stage.get_by_role("grid", name="Input, 9 × 9")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/single-channel?size=9&step=1")


def test_preset_fills_the_controls_and_names_the_link(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic")
    presets = page.get_by_role("combobox", name="Preset")
    presets.select_option("dilation")
    # It plays, and then rests on its last step.
    expect(page).to_have_url(re.compile(r"/arithmetic\?preset=dilation(&step=9)?$"))
    expect(stage.get_by_role("grid", name="Input, 7 × 7")).to_be_visible()
    expect(slider(page, "Dilation")).to_have_value("2")
    presets.select_option("padding_strides_odd")
    expect(page).to_have_url(re.compile(r"/arithmetic(\?step=9)?$"))
    expect(stage.get_by_role("grid", name="Input, 6 × 6")).to_be_visible()
    hatched = stage.locator(".cell .hatched")
    expect(hatched).to_have_count(15)
    presets.select_option("padding_strides")
    # It plays from its first step, and then rests on its last one.
    expect(page).to_have_url(re.compile(r"/arithmetic\?preset=padding_strides(&step=\d)?$"))
    expect(stage.get_by_role("grid", name="Input, 5 × 5")).to_be_visible()
    expect(hatched).to_have_count(0)
    texts = presets.locator("option").all_text_contents()
    assert "The odd case · padding_strides_odd" in texts, "the guide's name stands behind"
    assert "Padding and strides" in texts, "but not where the closed list shows it"


def test_a_wished_size_is_chosen_with_its_settings(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?size=14")
    wish = page.get_by_role("combobox", name="I want o = …")
    half = wish.locator("optgroup[label='o = 7'] option")
    assert half.all_text_contents()[:2] == ["s 2, p 0 + 1", "s 2, p 1, 1 left over"]
    wish.select_option(label="s 2, p 1, 1 left over")
    expect(stage.get_by_role("grid", name="Output, 7 × 7")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/arithmetic?size=14&stride=2&padding=1&step=1")
    expect(wish).to_have_value("")


def test_back_leaves_the_page_and_forward_returns_to_its_state(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/arithmetic")
    page.goto(f"{app_url}/single-channel?step=5")
    stage = open_stage(page, address(page))
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        press(page, "Stride", key)
    expect(page).to_have_url(f"{app_url}/single-channel?stride=2&step=4")
    page.go_back()
    expect(page).to_have_url(f"{app_url}/arithmetic?step=1")
    page.go_forward()
    expect(stage.get_by_role("grid", name="Output, 2 × 2")).to_be_visible()
    wait_for_step(stage, 3)


def test_lesson_is_as_it_was_left_when_its_reader_comes_back(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?size=7&stride=2")
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Convolution, one channel").click()
    expect(stage.get_by_role("grid", name="Input, 5 × 5")).to_be_visible()
    sidebar.get_by_role("link", name="Convolution arithmetic").click()
    expect(stage.get_by_role("grid", name="Input, 7 × 7")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/arithmetic\?size=7&stride=2"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("size=2&kernel=3", "Kernel 3 spans 3 cells, but the padded input has only 2"),
        ("speed=9", "speed is “9”, but it has to be one of 0.25, 0.5, 1, 2, 4."),
    ],
)
def test_nonsense_link_gets_a_sentence_and_the_lesson_stays(
    page: Page, app_url: str, query: str, sentence: str
) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?{query}")
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    assert texts(stage, "input")[0] == ["3", "3", "2", "1", "0"]


@pytest.mark.context(bypass_csp=False)
@pytest.mark.parametrize("path", ["", "single-channel?step=2", "compare", "transposed?embed=true"])
def test_the_policy_lets_the_page_be(page: Page, app_url: str, path: str) -> None:
    """What it forbids would be a complaint in the console."""
    page.goto(f"{app_url}/{path}")
    expect(page.locator(".convolution:not(.miniature) svg .cell").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@pytest.mark.parametrize(
    "path",
    ["!%5B%5D(%26%2347%3B%26%2347%3Ba.evil.example)", "www.evil.example", "%5Ba%5D(%2F%2Fb)"],
)
def test_what_an_address_says_is_text(page: Page, app_url: str, path: str) -> None:
    """Neither Markdown nor HTML: no picture is fetched, and nothing is a link."""
    page.goto(f"{app_url}/{path}")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("which does not exist: there are")
    assert alert.locator("a, img").count() == 0


def test_unknown_lesson_gets_a_sentence(page: Page, app_url: str) -> None:
    open_stage(page, f"{app_url}/quantum")
    expect(page.get_by_text("lesson is “quantum”, which does not exist")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="Convolution arithmetic").click()
    expect(page.get_by_role("heading", name="Convolution arithmetic")).to_be_visible()


def open_tool(page: Page, name: str) -> None:
    """Use one of the tools in the panel behind the button with the dots."""
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name=name).click()


def open_numbers(page: Page) -> tuple[Locator, Locator]:
    """Open the dialog where numbers are typed: its fields for the input and the kernel."""
    open_tool(page, "Type numbers")
    field = partial(page.get_by_role, "textbox")
    return field(name="Input numbers"), field(name="Kernel numbers")


def type_into(field: Locator, numbers: str) -> None:
    """Type numbers and confirm them."""
    field.fill(numbers)
    field.press("Control+Enter")


def test_typed_numbers_are_played_and_kept_in_the_link(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    grid, _ = open_numbers(page)
    type_into(grid, "[[1, 2, 3], [4, 5, 6], [7, 8, 9.5]]")
    expect(stage.get_by_role("grid", name="Output, 1 × 1")).to_be_visible()
    # 2·1 + 3·2 + 4·2 + 5·2 + 8·1 + 9.5·2, by hand
    assert texts(stage, "output") == [["53"]]
    expect(page).to_have_url(
        f"{app_url}/single-channel?size=3&input=1%2C2%2C3%3B4%2C5%2C6%3B7%2C8%2C9.5&step=1"
    )


def test_wrong_numbers_get_a_sentence_and_nothing_is_lost(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    grid, _ = open_numbers(page)
    for wrong, row in (("1 2\n3 x", 2), ("1 nan\n2 3", 1), ("1 2\n3", 2), ("1e300", 1)):
        type_into(grid, wrong)
        alert = page.get_by_role("dialog").get_by_role("alert")
        expect(alert).to_contain_text(f"Input numbers, row {row}")
        expect(grid).to_have_value(wrong)
        assert texts(stage, "input")[0] == ["3", "3", "2", "1", "0"]


def test_numbers_at_random_show_their_seed(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    before = texts(stage, "input")
    open_tool(page, "Type numbers")
    page.get_by_role("button", name="At random").click()
    expect(page).to_have_url(f"{app_url}/single-channel?seed=1&step=1")
    expect(page.get_by_role("spinbutton", name="Seed")).to_have_value("1")
    expect(stage.locator(".number").first).not_to_have_text(before[0][0])


def test_rows_and_columns_have_controls_of_their_own_on_request(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/single-channel")
    page.get_by_role("button", name="Rows = columns").click()
    press(page, "Kernel, columns", "ArrowLeft")
    expect(stage.get_by_role("grid", name="Output, 3 × 4")).to_be_visible()
    expect(page).to_have_url(f"{app_url}/single-channel?kernel=3x2&step=1")


def test_controls_offer_only_what_is_valid(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/single-channel?dilation=2")
    kernel = slider(page, "Kernel")
    kernel.press("End")
    expect(kernel).to_have_attribute("aria-valuetext", "3")
    press(page, "Input size", "Home")
    expect(slider(page, "Input size")).to_have_attribute("aria-valuetext", "5")


@pytest.mark.context(color_scheme="light")
def test_gif_holds_the_state_and_the_theme_on_screen(page: Page, app_url: str) -> None:
    open_paused(page, f"{app_url}/single-channel?stride=2&speed=2")
    first = save_gif(page)
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    dark = page.get_by_role("menuitemradio", name="Dark")
    said = page.get_by_text("Dark", exact=True).locator("visible=true")
    dark.or_(said).first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".convolution")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    second = save_gif(page)
    scene = convlib.lesson("single-channel").build(stride=2)
    assert first == encoded(scene, "gif", seconds=0.35)
    assert second == encoded(scene, "gif", seconds=0.35, theme="dark")


def save_gif(page: Page) -> bytes:
    """What the panel for a file gives."""
    open_tool(page, "Export…")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save GIF").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert re.fullmatch(r"single-channel-stride2(-dark)?\.gif", waiting.value.suggested_filename)
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def fresh_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A server that nobody has visited yet, below a path of its own."""
    port, log = free_port(), tmp_path / "log.txt"
    url = f"http://{HOST}:{port}/lectures"
    with (
        log.open("w") as output,
        start_server(port, output.fileno(), baseUrlPath="lectures") as server,
    ):
        try:
            wait_until_healthy(server, url, log)
            yield url
        finally:
            server.terminate()
    check_log(request.node, Log(log))


def test_first_visitor_of_a_deep_link_finds_the_lesson(page: Page, fresh_server: str) -> None:
    open_stage(page, f"{fresh_server}/arithmetic")
    expect(page.get_by_role("heading", name="Convolution arithmetic")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.viewport(1280, 720)
def test_a_refused_number_gets_its_sentence_in_sight(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/multi-channel")
    stage.locator('.panel[data-role="input"] .cell').first.click()
    page.keyboard.press("F2")
    stage.locator(".editor").fill("abc")
    page.keyboard.press("Enter")
    sentence = page.get_by_role("alert")
    expect(sentence).to_contain_text("“abc” is no number")
    expect(sentence).to_be_in_viewport(ratio=1)
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(sentence).to_be_hidden()
