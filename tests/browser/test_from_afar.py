"""The whole screen of a projector, as it is: all can be read from the back row."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from convlib import Lesson, all_lessons
from tests.browser.stage import AT_REST, open_paused

LEAST = 22  # pixels of any text on the large screen
# In pixels: width and height, the least size of any text, and of numbers that a lesson opens with.
SCREENS = ((1280, 720, 14.6, 18), (1920, 1080, LEAST, 30))

# The least size of each kind of text that is seen.
SIZES = """svg => {
  const sizes = {};
  for (const text of svg.querySelectorAll('text')) {
    if (!text.textContent.trim() || !text.checkVisibility()) continue;
    const kind = text.getAttribute('class');
    sizes[kind] = Math.min(sizes[kind] ?? Infinity, parseFloat(getComputedStyle(text).fontSize));
  }
  return sizes;
}"""


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_all_can_be_read_from_the_back_row(page: Page, app_url: str, lesson: Lesson) -> None:
    """On the large screen in every preset; on a smaller one texts are smaller in proportion."""
    stage = open_paused(page, f"{app_url}/{lesson.slug}")
    _, *others = [preset.name for preset in lesson.presets]
    for width, height, least, numbers in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("f")
        page.wait_for_function("document.fullscreenElement !== null")
        assert too_small(stage, numbers, least) == {}
        assert stage.locator(".picture svg .number:not(:empty)").count()
        if width < 1920:
            page.keyboard.press("f")
            page.wait_for_function("document.fullscreenElement === null")
    menu = stage.get_by_role("combobox", name="Preset")
    for preset in others:
        menu.select_option(preset)
        page.wait_for_function("name => location.search.includes(name)", arg=preset)
        assert too_small(stage, LEAST, LEAST) == {}, preset


def too_small(stage: Locator, numbers: float, least: float) -> dict[str, float]:
    """The sizes of texts that are smaller than these, by kind."""
    picture = stage.locator(".picture svg")
    picture.evaluate(AT_REST)
    sizes = picture.evaluate(SIZES).items()
    wanted = {"number": numbers}
    return {kind: size for kind, size in sizes if size < wanted.get(kind, least) - 0.01}
