"""The stage in the hand: numbers changed in place, taken back, copied; sliders followed live."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

import convlib
from convlib import text
from tests.browser.bench import Bench
from tests.browser.stage import address, open_paused, open_stage, texts, tool

CLASSIC = [["12", "12", "17"], ["10", "17", "19"], ["9", "6", "14"]]


def cell(stage: Locator, role: str, row: int, column: int) -> Locator:
    """A cell of the panel of a role."""
    line = stage.locator(f'.panel[data-role="{role}"] [role=row]').nth(row)
    return line.locator(".cell").nth(column)


def expect_texts(stage: Locator, role: str, expected: list[list[str]]) -> None:
    """Wait until a panel shows these numbers."""
    numbers = stage.locator(f'.panel[data-role="{role}"] .number')
    expect(numbers).to_have_text([text for row in expected for text in row])


def at_the_end(page: Page, url: str) -> Locator:
    """A stage that shows every output."""
    return open_paused(page, f"{url}{'&' if '?' in url else '?'}step=9")


def test_typing_into_a_cell_changes_all_that_follows(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    cell(stage, "input", 0, 0).click()
    page.keyboard.type("-2")
    page.keyboard.press("Enter")
    # Only y[0, 0] reads that cell, and its weight is 0; x[0, 1] has the weights 1 and 0 there.
    expect_texts(stage, "output", CLASSIC)
    expect(cell(stage, "input", 0, 0).locator(".number")).to_have_text("−2")
    cell(stage, "input", 0, 1).click()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect_texts(stage, "output", [["14", "12", "17"], *CLASSIC[1:]])
    expect(page).to_have_url(re.compile(r"input=-2%2C5%2C2|input=-2,5,2"))
    fresh = open_stage(page, address(page))
    assert texts(fresh, "output") == [["14", "12", "17"], *CLASSIC[1:]]


def test_arrows_go_on_as_in_a_spreadsheet(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    cell(stage, "kernel", 0, 0).click()
    for key in ("1", "ArrowRight", "0", "Tab", "0", "ArrowDown", "0", "ArrowLeft", "0", "Enter"):
        page.keyboard.press(key)
    expect_texts(stage, "kernel", [["1", "0", "0"], ["2", "0", "0"], ["0", "1", "2"]])
    focused = "document.querySelector('.convolution') ?? null"
    assert page.evaluate(f"{focused} === null")  # it lives in a shadow root
    expect(cell(stage, "kernel", 2, 1)).to_be_focused()


def test_escape_gives_the_old_number_back(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build(), position=8)
    target = cell(stage, "input", 0, 0)
    target.click()
    bench.page.keyboard.type("99")
    bench.page.keyboard.press("Escape")
    expect(stage.locator(".editor")).to_have_count(0)
    expect(target.locator(".number")).to_have_text("3")
    expect(target).to_be_focused()


def test_second_click_opens_the_number_to_be_changed(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    target = cell(stage, "kernel", 1, 1)
    target.click()
    target.click()
    field = stage.get_by_role("textbox", name="w[1, 1]: type a number")
    expect(field).to_have_value("2")
    field.fill("0.5")
    field.press("Enter")
    expect(target.locator(".number")).to_have_text("0.5")


def test_padding_and_outputs_cannot_be_typed_into(bench: Bench) -> None:
    stage = bench.show(convlib.lesson("single-channel").build(padding=1), position=8)
    for role in ("input", "output"):
        cell(stage, role, 0, 0).click()
        bench.page.keyboard.type("7")
        expect(stage.locator(".editor")).to_have_count(0)
        bench.page.keyboard.press("Escape")
    cell(stage, "input", 1, 1).click()
    bench.page.keyboard.type("7")
    expect(stage.locator(".editor")).to_have_value("7")


def test_a_wrong_number_gets_a_sentence_and_the_old_one_stays(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    target = cell(stage, "input", 0, 0)
    target.click()
    for typed in ("x1", "1e300", "--"):
        page.keyboard.press("F2")
        stage.locator(".editor").fill(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(f"“{typed}” is no number from −9999")
        expect(target.locator(".number")).to_have_text("3")


PASTE = """([cell, text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const options = { clipboardData: data, bubbles: true, composed: true, cancelable: true };
  cell.dispatchEvent(new ClipboardEvent('paste', options));
}"""


def paste(target: Locator, text: str) -> None:
    """Paste a text at a cell."""
    target.evaluate("(cell, text) => (" + PASTE + ")([cell, text])", text)


def test_a_pasted_block_is_laid_over_the_numbers(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    target = cell(stage, "kernel", 1, 1)
    target.click()
    blocks = "1\t2\n3\t4", "[[2, 3], [4, 5]]", "[[3 4]\n [5 6]]", "np.array([[4, 5],\n [6, 7]])"
    for block in blocks:
        paste(target, block)
        one, two, three, four = re.findall(r"\d", block)
        expect_texts(stage, "kernel", [["0", "1", "2"], ["2", one, two], ["0", three, four]])


def test_a_block_larger_than_the_input_makes_it_larger(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    target = cell(stage, "input", 4, 4)
    target.click()
    paste(target, "7\t8\n9\t6")
    expect(stage.get_by_role("grid", name="Input, 6 × 6")).to_be_visible()
    assert texts(stage, "input")[4][4:] == ["7", "8"]
    assert texts(stage, "input")[5][4:] == ["9", "6"]


def test_undo_redo_and_reset(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    for typed in ("4", "5"):
        cell(stage, "input", 0, 1).click()
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(cell(stage, "input", 0, 1).locator(".number")).to_have_text(typed)
        page.keyboard.press("Escape")
    number = cell(stage, "input", 0, 1).locator(".number")
    page.keyboard.press("Control+z")
    expect(number).to_have_text("4")
    page.keyboard.press("Control+Shift+Z")
    expect(number).to_have_text("5")
    tool(stage, "reset").click()
    expect(number).to_have_text("3")
    stage.locator("[data-act=undo]").click()
    expect(number).to_have_text("5")


def test_undo_takes_back_a_slider_too(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    slider = page.get_by_role("slider", name="Kernel")
    slider.press("ArrowLeft")
    expect(stage.get_by_role("grid", name="Kernel, 2 × 2")).to_be_visible()
    stage.locator("[data-act=undo]").click()
    expect(stage.get_by_role("grid", name="Kernel, 3 × 3")).to_be_visible()
    expect(page.get_by_role("slider", name="Kernel")).to_have_attribute("aria-valuetext", "3")


def test_a_kernel_by_its_name(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    tool(stage, "fill").select_option("weights|sobel-x")
    expect_texts(stage, "kernel", [["−1", "0", "1"], ["−2", "0", "2"], ["−1", "0", "1"]])
    expect(page).to_have_url(re.compile("weights=sobel-x"))


@pytest.mark.context(permissions=["clipboard-read", "clipboard-write"])
def test_copying_a_panel_out(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    tool(stage, "copy").select_option("2|list")
    expect(stage.locator(".aloud")).to_have_text("Copied")
    read = "navigator.clipboard.readText()"
    assert page.evaluate(read) == "[[12, 12, 17], [10, 17, 19], [9, 6, 14]]"
    cell(stage, "kernel", 0, 0).click()
    page.evaluate("navigator.clipboard.writeText('')")
    page.keyboard.press("Control+c")
    page.wait_for_function(f"{read}.then(text => text === '0\\t1\\t2\\n2\\t2\\t0\\n0\\t1\\t2')")


def test_the_picture_follows_a_slider_while_it_is_dragged(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/arithmetic?preset=default")
    slider = page.get_by_role("slider", name="Input size")
    box = slider.bounding_box()
    assert box is not None
    y, thumb = box["y"] + box["height"] / 2, 9  # half of how wide the thumb is, in pixels
    low, high = (int(slider.get_attribute(end) or 0) for end in ("min", "max"))
    page.mouse.move(box["x"] + thumb + (5 - low) / (high - low) * (box["width"] - 2 * thumb), y)
    page.mouse.down()
    for part in (0.5, 0.75, 1):
        page.mouse.move(box["x"] + box["width"] * part - thumb, y, steps=4)
        expect(slider).not_to_have_attribute("aria-valuetext", "5")
        size = slider.get_attribute("aria-valuetext")
        name = f"Input, {size} × {size}"
        expect(stage.get_by_role("grid", name=name)).to_be_visible()  # the button is still down
    page.mouse.up()
    expect(page).to_have_url(f"{app_url}/arithmetic?size=16&step=1")
    expect(slider).to_have_attribute("aria-valuetext", "16")
    stage.locator("[data-act=undo]").click()  # one drag is one change
    expect(stage.get_by_role("grid", name="Input, 5 × 5")).to_be_visible()


def test_numbers_are_typed_all_at_once(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    tool(stage, "numbers").click()
    dialog = stage.get_by_role("dialog", name="Type numbers…")
    weights = dialog.get_by_role("textbox", name="Kernel numbers")
    expect(weights).to_have_value("0 1 2\n2 2 0\n0 1 2")
    weights.fill("1 0\n0 x")
    weights.press("Control+Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("“x” is no number")
    expect(weights).to_have_value("1 0\n0 x")
    weights.fill("1 0\n0 1")
    weights.press("Control+Enter")
    expect_texts(stage, "kernel", [["1", "0"], ["0", "1"]])
    expect(dialog.get_by_role("alert")).to_have_count(0)
    expect(weights).to_be_focused()
    seed = dialog.get_by_role("spinbutton", name="Seed")
    dialog.get_by_role("button", name="At random").click()
    expect(seed).to_have_value("1")
    expect(weights).not_to_have_value("1 0\n0 1")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile("seed=1"))


@pytest.mark.expected_errors("500")
def test_where_the_server_can_not_do_it_that_is_said_and_the_state_stays(
    page: Page, app_url: str
) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    page.route("**/play/**", lambda route: route.fulfill(status=500))
    slider = page.get_by_role("slider", name="Stride")
    slider.press("ArrowRight")
    expect(stage.get_by_role("alert")).to_have_text(text.say("player.failed"))
    expect(slider).to_have_value("1")
    assert texts(stage, "output") == CLASSIC
    page.unroute("**/play/**")
    slider.press("ArrowRight")
    expect(stage.get_by_role("grid", name="Output, 2 × 2")).to_be_visible()
    expect(stage.get_by_role("alert")).to_have_count(0)


@pytest.mark.expected_errors("ERR_FAILED")
def test_where_the_server_is_gone_dialogs_say_so(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/single-channel")
    for path in ("play", "code"):
        page.route(re.compile(f"/{path}(/|$)"), lambda route: route.abort())
    dialog = page.get_by_role("dialog")
    for act in ("numbers", "link"):
        tool(stage, act).click()
        expect(dialog).to_contain_text("The server can't be reached")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_what_is_done_while_the_server_is_slow_is_all_done(page: Page, app_url: str) -> None:
    stage = at_the_end(page, f"{app_url}/arithmetic?preset=default")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/play/**", late)
    size, stride = (page.get_by_role("slider", name=name) for name in ("Input size", "Stride"))
    for _ in range(4):
        size.press("ArrowRight")
    stride.press("ArrowRight")
    for _ in range(2):
        size.press("ArrowRight")
    expect(stage.get_by_role("grid", name="Input, 11 × 11")).to_be_visible()
    expect(page).to_have_url(re.compile(r"size=11&stride=2"))
    expect(size).to_have_value("11")
    expect(stride).to_have_value("2")
