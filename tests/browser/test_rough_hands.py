"""Clicks, keys, drags, pastes, page changes in any order: nothing breaks, the link tells all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.conftest import free_port, start_server, wait_until_healthy
from tests.browser.stage import ROOT, address, box_in_cells, caption, open_stage
from tests.browser.test_hands import PASTE

ACTIONS = 200  # for each seed
PATIENCE = 300  # milliseconds that an action waits for what it needs; else it is no action
KEYS = [
    *("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End", "Space", "Enter", "Tab"),
    *("Escape", "Delete", "F2", "PageDown", "PageUp", "f", "p", "+", "-", "1", "7", ".", "x"),
    *("Control+z", "Control+z", "Control+Shift+Z", "Shift+Tab"),
]
BLOCKS = ["1\t2\n3\t4", "[[1, -1]]", "5", "nonsense", "1 2; 3", "1e300", "\n", "0.5, 0.25"]
AT_REST = """() => document.querySelector('[data-testid="stApp"]').dataset.testScriptState
  === 'notRunning'"""

# The middle of any part of the stage that can be seen there and is not covered; null for none.
MIDDLE = """(root, [what, part]) => {
  const all = [...root.querySelectorAll(what)].filter((each) => each.checkVisibility());
  const chosen = all[Math.floor(part * all.length)];
  chosen?.scrollIntoView({ block: 'nearest' });
  const { x, y, width, height } = (chosen ?? root).getBoundingClientRect();
  const middle = [x + width / 2, y + height / 2];
  const hit = root.getRootNode().elementFromPoint(...middle);
  const bare = root.contains(hit) && (chosen?.contains(hit) || hit.contains(chosen));
  return chosen && bare ? middle : null;
}"""


class Hands:
    """Somebody who does anything, in the order of a seed."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page = page
        self.dice = Random(seed)
        self.stage = page.locator(ROOT)
        self.done: list[str] = []

    def act(self) -> None:
        """Do one thing; what isn't there or is covered can't be done."""
        often: dict[Callable[[], None], int] = {
            self.press: 40,
            self.click_cell: 20,
            self.click_tool: 12,
            self.choose: 6,
            self.paste: 6,
            self.move_slider: 8,
            self.drag_slider: 4,
            self.hover: 6,
            self.change_page: 2,
            self.go_back: 1,
        }
        action = self.dice.choices([*often], [*often.values()])[0]
        self.done.append(action.__name__)
        # What has just been drawn anew, or lies behind a dialog, nobody can touch either.
        with contextlib.suppress(Error):
            action()

    def press(self) -> None:
        self.page.keyboard.press(self.dice.choice(KEYS))

    def any_of(self, found: Locator) -> Locator:
        count = found.count()
        return found.nth(self.dice.randrange(count)) if count else found

    def point_at(self, what: str, then: Callable[[float, float], None]) -> None:
        """Do something at the middle of any such part of the stage, as fast as a mouse can."""
        at = self.stage.evaluate(MIDDLE, [what, self.dice.random()], timeout=PATIENCE)
        if at:
            then(*at)

    def click_cell(self) -> None:
        self.point_at(".cell", self.page.mouse.click)

    def click_tool(self) -> None:
        self.point_at("button", self.page.mouse.click)

    def hover(self) -> None:
        self.point_at(".cell, .group", self.page.mouse.move)

    def choose(self) -> None:
        menu = self.any_of(self.stage.locator("select:visible"))
        values = menu.evaluate("menu => [...menu.options].map(option => option.value)")
        menu.select_option(self.dice.choice(values), timeout=PATIENCE)

    def paste(self) -> None:
        target = self.any_of(self.stage.locator(".cell"))
        block = self.dice.choice(BLOCKS)
        target.evaluate(f"(cell, text) => ({PASTE})([cell, text])", block, timeout=PATIENCE)

    def slider(self) -> Locator:
        return self.any_of(self.page.get_by_test_id("stMain").get_by_role("slider"))

    def move_slider(self) -> None:
        self.slider().press(self.dice.choice(KEYS[:6]), timeout=PATIENCE)

    def drag_slider(self) -> None:
        box = self.slider().bounding_box(timeout=PATIENCE)
        if not box:
            return
        x, y = box["x"] + box["width"] * self.dice.random(), box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for _ in range(self.dice.randrange(1, 6)):
            self.page.mouse.move(x + self.dice.uniform(-120, 120), y)
        self.page.mouse.up()

    def change_page(self) -> None:
        links = self.page.get_by_test_id("stSidebar").get_by_role("link")
        links = links.filter(has_not_text="Home")  # its stage has no tools
        self.any_of(links).click(timeout=PATIENCE)

    def go_back(self) -> None:
        self.page.evaluate("navigation.canGoBack && history.back()")  # not out of the app


def rest(page: Page) -> None:
    """Wait until nothing is under way between the page and its server."""
    page.wait_for_function(AT_REST)
    page.wait_for_timeout(900)  # longer than the page waits before what follows the sliders follows
    page.wait_for_function(AT_REST)


def calm(page: Page, stage: Locator) -> None:
    """Let go of everything, and wait until nothing is under way."""
    rest(page)  # what was asked for last may open something still
    for _ in range(4):
        page.keyboard.press("Escape")
    page.mouse.move(2, 2)
    page.wait_for_function("document.fullscreenElement === null")
    stage.wait_for()
    if stage.get_attribute("data-playing") == "true":
        stage.locator("[data-act=toggle]").click()
    if stage.get_attribute("data-covered") == "true":
        stage.locator("[data-act=forward]").click()
    stage.locator("[data-act=back]").click()
    stage.locator("[data-act=forward]").click()
    apart = stage.locator("[data-act=apart]")
    if apart.is_visible() and apart.get_attribute("aria-pressed") == "false":
        apart.click()  # which is not in the link
    if stage.get_attribute("data-covered") == "true":
        stage.locator("[data-act=forward]").click()
    rest(page)


def seen(stage: Locator) -> tuple[object, ...]:
    """All that the stage and its transport show.

    Cells are where they are in their panel: what once gave way to a larger picture, such as sums
    under the products, stays away so that nothing jumps, and gaps are as wide as room is left.
    """
    cells = box_in_cells(stage)
    corners = {cell["role"]: (cell["x"], cell["y"]) for cell in reversed(cells)}
    for cell in cells:
        x, y = corners[cell["role"]]
        cell |= {"x": round(cell["x"] - x, 6), "y": round(cell["y"] - y, 6)}
    return (
        cells,
        caption(stage),
        stage.locator(".counter").text_content(),
        stage.get_by_role("combobox", name="Speed").input_value(),
        stage.locator("select[data-act=show]").input_value(),
        stage.locator(".outcome").inner_text(),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_leaves_a_picture_that_equals_its_link(
    page: Page, tmp_path: Path, seed: int
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = tmp_path / "log.txt"
    with log.open("w") as output, start_server(port, output.fileno()) as server:
        try:
            wait_until_healthy(server, url, log)
            stage = open_stage(page, f"{url}/single-channel")
            hands = Hands(page, seed)
            for _ in range(ACTIONS):
                hands.act()
            calm(page, stage)
            left, link = seen(stage), address(page)
            sliders = page.get_by_role("slider").evaluate_all(
                "all => all.map(each => [each.ariaLabel, each.getAttribute('aria-valuetext')])"
            )
            fresh = open_stage(page, link)
            for _ in range(2):  # what is covered on the way in, and what is then
                rest(page)
                if fresh.get_attribute("data-covered") == "true":
                    fresh.locator("[data-act=forward]").click()
            expect(fresh).to_have_attribute("data-covered", "false")
            assert seen(fresh) == left, link
            again = page.get_by_role("slider").evaluate_all(
                "all => all.map(each => [each.ariaLabel, each.getAttribute('aria-valuetext')])"
            )
            assert again == sliders
        finally:
            server.terminate()
    assert "Traceback" not in log.read_text()
