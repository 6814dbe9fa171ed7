"""Points off the grid in the hand: dragged, moved by keys, chosen by a click."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import open_paused


def grip(stage: Locator, number: int) -> Locator:
    """What a point is taken hold of by; the first is 1."""
    return stage.get_by_role("button", name=f"Point {number}, moved")


def expect_moved(stage: Locator, number: int, down: str, right: str) -> None:
    """Wait until a point is moved so far."""
    said = f"Point {number}, moved {down} down and {right} right: arrow keys move it"
    expect(grip(stage, number)).to_have_attribute("aria-label", said)


def middle(place: Locator) -> tuple[float, float]:
    """The middle of an element on the screen."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_dragged_point_lies_where_it_is_let_go(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/deformable?preset=deformable-zero&step=5")
    size = float(stage.locator("svg[data-cell]").get_attribute("data-cell") or 0)
    x, y = middle(grip(stage, 5))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + size, y, steps=3)
    page.mouse.move(x + 1.02 * size, y - 0.48 * size, steps=3)
    page.mouse.up()
    expect_moved(stage, 5, "\N{MINUS SIGN}0.5", "1")
    moved = middle(grip(stage, 5))
    assert abs(moved[0] - x - size) < 1
    assert abs(moved[1] - y + size / 2) < 1
    expect(page.get_by_role("slider", name="Point")).to_have_attribute("aria-valuetext", "5")
    stage.locator("[data-act=undo]").click()  # one drag is one change
    expect_moved(stage, 5, "0", "0")


def test_arrows_move_a_point_and_a_click_chooses_one(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/deformable?preset=deformable-zero&step=5")
    grip(stage, 9).focus()
    page.keyboard.press("ArrowUp")
    expect_moved(stage, 9, "\N{MINUS SIGN}0.25", "0")
    page.keyboard.press("ArrowRight")
    expect_moved(stage, 9, "\N{MINUS SIGN}0.25", "0.25")
    grip(stage, 2).click()
    expect(page.get_by_role("slider", name="Point")).to_have_attribute("aria-valuetext", "2")


def test_points_on_a_line_follow_the_picture_alone(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/deformable?preset=deformable-line&step=5")
    expect(stage.locator(".discs .disc")).to_have_count(9)
    expect(stage.locator(".grips circle")).to_have_count(0)
    expect(stage.locator(".picture svg")).to_contain_text("Point 6 is moved by")


def test_points_that_a_layer_moves_are_not_in_the_hand(page: Page, app_url: str) -> None:
    stage = open_paused(page, f"{app_url}/deformable?preset=deformable-layer&step=5")
    expect(stage.locator(".discs .disc")).to_have_count(4)
    expect(stage.locator(".grips circle")).to_have_count(0)
