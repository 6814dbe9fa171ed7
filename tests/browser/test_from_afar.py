"""The whole screen of a projector, as it is: all can be read from the back row."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, ViewportSize

from convlib import Lesson, all_lessons, text
from convlib.controls.about import names_of, pieces
from tests.browser.bench import Bench
from tests.browser.controlled import options_of
from tests.browser.stage import AT_REST

LEAST = 22  # pixels of any text on the large screen
FRAMES = 4  # in which nothing moves: there is no page around that could move it later
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
def test_all_can_be_read_from_the_back_row(bench: Bench, lesson: Lesson) -> None:
    """On the large screen in every preset; on a smaller one texts are smaller in proportion."""
    first, *others = [preset.name for preset in lesson.presets]
    bench.page.set_viewport_size(sized(SCREENS[0]))
    stage = bench.show(lesson.build(preset=first), serves=True, **opened(lesson, first))
    bench.page.keyboard.press("f")
    bench.page.wait_for_function("document.fullscreenElement !== null")
    for screen in SCREENS:  # it is not left and asked for again: what leaves it may come late
        bench.page.set_viewport_size(sized(screen))
        *_, least, numbers = screen
        assert too_small(stage, numbers, least) == {}
        assert stage.locator(".picture svg .number:not(:empty)").count()
    for preset in others:
        bench.change(lesson.build(preset=preset), **opened(lesson, preset))
        assert too_small(stage, LEAST, LEAST) == {}, preset


def sized(screen: tuple[float, ...]) -> ViewportSize:
    """The size of a screen as a page takes it."""
    return {"width": int(screen[0]), "height": int(screen[1])}


def opened(lesson: Lesson, preset: str) -> dict[str, Any]:
    """All that the lesson's page tells its player beside the scene, which takes room from it."""
    prose = text.prose(lesson.slug, text.DEFAULT)
    head = {"title": prose["title"], "idea": pieces(prose["idea"])}
    names = {
        "names": names_of(lesson, text.DEFAULT),
        "opens": dict(lesson.opens(lesson.values(preset=preset))),
    }
    return {**options_of(lesson.slug, preset=preset), **head, **names}


def too_small(stage: Locator, numbers: float, least: float) -> dict[str, float]:
    """The sizes of texts that are smaller than these, by kind."""
    picture = stage.locator(".picture svg")
    picture.evaluate(AT_REST, FRAMES)
    sizes = picture.evaluate(SIZES).items()
    wanted = {"number": numbers}
    return {kind: size for kind, size in sizes if size < wanted.get(kind, least) - 0.01}
