"""The whole screen of a projector, as it is: all can be read from the back row."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from convlib import Lesson, all_lessons
from tests.browser.stage import AT_REST, open_paused

LEAST = 22  # pixels of any text
NUMBERS = 30  # pixels of any number that a lesson opens with

# The least size of each kind of text that is seen, of numbers by their length.
SIZES = """svg => {
  const sizes = {};
  for (const text of svg.querySelectorAll('text')) {
    if (!text.textContent.trim() || !text.checkVisibility()) continue;
    const kind = text.getAttribute('class');
    const name = kind === 'number' ? `${kind} ${text.textContent.length}` : kind;
    sizes[name] = Math.min(sizes[name] ?? Infinity, parseFloat(getComputedStyle(text).fontSize));
  }
  return sizes;
}"""


@pytest.mark.viewport(1920, 1080)
@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_all_can_be_read_from_the_back_row(page: Page, app_url: str, lesson: Lesson) -> None:
    stage = open_paused(page, f"{app_url}/{lesson.slug}")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    picture = stage.locator(".picture svg")
    menu = stage.get_by_role("combobox", name="Preset")
    small = {}
    for preset in lesson.presets:
        if preset != lesson.presets[0]:
            menu.select_option(preset.name)
            expect(menu).to_have_value(preset.name)
            page.wait_for_function("name => location.search.includes(name)", arg=preset.name)
        picture.evaluate(AT_REST)
        for kind, size in picture.evaluate(SIZES).items():
            opens = preset == lesson.presets[0] and kind.startswith("number")
            if size < (NUMBERS if opens else LEAST) - 0.01:
                small[preset.name, kind] = size
    assert small == {}
