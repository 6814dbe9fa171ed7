"""Each key does what the help says of it, once, and is a letter while something is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

import convlib
from tests.browser.desk import Desk
from tests.browser.test_doing import middle_of

LESSON = convlib.lesson("single-channel")
KEYS = [
    *(" ", "ArrowRight", "ArrowLeft", "Home", "End", "+", "=", "-", "f", "p", "c", "Enter"),
    *("Shift+Enter", "PageDown", "PageUp", "x", "F", "Control+f"),
]


TOLD = """(root, names) => ({
  speed: root.querySelector("select.speed").value,
  ...Object.fromEntries(names.map((name) => [name, root.getAttribute(name)])),
})"""


def told(stage: Locator) -> dict[str, Any]:
    """What keys can change, read at once: what plays goes on meanwhile."""
    names = ["data-step", "data-playing", "data-presenting", "data-covered", "data-controls"]
    found: dict[str, Any] = stage.evaluate(TOLD, names)
    return found


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        (" ", {"data-playing": "true"}),
        ("ArrowRight", {"data-step": "5"}),
        ("ArrowLeft", {"data-step": "3"}),
        ("Home", {"data-step": "0"}),
        ("End", {"data-step": "8"}),
        ("+", {"speed": "2"}),
        ("=", {"speed": "2"}),  # the same key without Shift
        ("-", {"speed": "0.5"}),
        ("f", {"data-presenting": ""}),
        ("p", {"data-covered": "true"}),
        # What only a stage that is alone, or something covered, has a use for.
        *((key, {}) for key in ("c", "Enter", "Shift+Enter", "PageDown", "PageUp")),
        *((key, {}) for key in ("x", "ArrowUp", "ArrowDown", "Control+f", "Alt+ArrowRight")),
    ],
)
def test_a_key_does_one_thing(desk: Desk, key: str, changes: dict[str, str]) -> None:
    stage = desk.open(LESSON, "step=5")
    before = told(stage)
    desk.page.keyboard.press(key)
    assert told(stage) == before | changes
    if key == "f":
        desk.page.wait_for_function("document.fullscreenElement !== null")
        desk.page.keyboard.press("f")
        desk.page.wait_for_function("document.fullscreenElement === null")
        assert told(stage) == before


def test_alone_on_the_screen_the_other_keys_work_too(desk: Desk) -> None:
    stage = desk.open(LESSON, "step=5")
    desk.page.keyboard.press("f")
    desk.page.wait_for_function("document.fullscreenElement !== null")
    for key, name, value in [
        ("c", "data-controls", ""),
        ("c", "data-controls", None),
        ("PageUp", "data-step", "3"),  # where its row begins
        ("PageDown", "data-playing", "true"),
        ("PageDown", "data-step", "6"),
        ("p", "data-covered", "true"),
        ("Enter", "data-size-covered", None),
        ("Enter", "data-covered", "false"),
        ("Shift+Enter", "data-step", "8"),
    ]:
        desk.page.keyboard.press(key)
        assert stage.get_attribute(name) == value, key
    desk.page.keyboard.press("f")
    desk.page.wait_for_function("document.fullscreenElement === null")


AT_ONCE = """keys => {
  for (const key of keys) {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
  }
}"""


def test_controls_that_go_take_no_key_with_them(desk: Desk) -> None:
    stage = desk.open(LESSON, "step=5")
    desk.page.keyboard.press("f")
    desk.page.wait_for_function("document.fullscreenElement !== null")
    desk.page.evaluate(AT_ONCE, ["c", "c", "PageUp"])  # before the browser paints what is hidden
    assert stage.get_attribute("data-step") == "3"
    desk.page.keyboard.press("f")
    desk.page.wait_for_function("document.fullscreenElement === null")


def editor(desk: Desk, stage: Locator) -> Locator:
    place = middle_of(stage, 12)
    assert place is not None
    for _ in range(2):
        desk.page.mouse.click(*place)
    return stage.locator(".editor")


def numbers(_: Desk, stage: Locator) -> Locator:
    stage.locator("[data-act=more]").click()
    stage.locator("[data-act=numbers]").click()
    return stage.get_by_role("textbox", name="Kernel numbers")


@pytest.mark.parametrize("opened", [editor, numbers], ids=lambda each: each.__name__)
def test_while_something_is_typed_every_key_is_a_letter(
    desk: Desk, opened: Callable[[Desk, Locator], Locator]
) -> None:
    stage = desk.open(LESSON, "step=5")
    field = opened(desk, stage)
    field.focus()
    before = told(stage)
    for key in KEYS:
        if not (opened is editor and "Enter" in key):  # which ends typing there
            field.press(key)
        assert told(stage) == before, key
    expect(field).to_be_focused()
    for letter in "fpcx+=-":
        assert letter in field.input_value()


def test_what_is_typed_wrongly_stays_beside_its_sentence(desk: Desk) -> None:
    """Also when the present numbers have come, which stand in the other fields."""
    stage = desk.open(LESSON)
    field = numbers(desk, stage)
    field.fill("1 0\n0 x")
    field.press("Control+Enter")
    desk.rest()
    expect(stage.get_by_role("dialog").get_by_role("alert")).to_contain_text("“x” is no number")
    assert field.input_value() == "1 0\n0 x"
