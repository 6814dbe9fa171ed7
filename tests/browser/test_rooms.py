"""Every preset in the rooms that a stage has: all of it can be read, and no width lies idle."""

from __future__ import annotations

from typing import Any

import pytest

from convlib import Lesson, all_lessons
from convlib.numerals import CELL_CHARACTERS, texts
from convlib.picture.scene import Scene
from convlib.render.payload import encode
from convlib.render.theme import contents
from tests.browser.bench import Bench

# Width and height in pixels, how much larger than usual cells may be, and the least cells; none
# for those in which numbers can be read.
ROOMS: dict[str, tuple[int, int, float, int | None]] = {
    "page with the list": (960, 370, 1, None),
    "page": (1200, 370, 1, None),
    "large page": (1560, 640, 1, None),
    "whole screen": (1780, 640, 1.7, 0),
    "phone": (328, 280, 1, None),
}
LEAST = {"whole screen": 22}
ASIDE, PAGE = 10, 12
PLAIN = {"page with the list": 14, "page": 14, "large page": 14, "whole screen": 22, "phone": 12}
SHORT = 2  # characters of a number that is in no need to be small
USED = 0.85
# Pixels: of 18 on two figures can be read, of 20 on 0.5, and of 28 on 0.25.
SMALLEST_CELL = {True: 20, False: 28}

# The least size of each kind of text, of short numbers by themselves, at some moments of a scene.
READ = """([payload, geometry, [width, height, scale, least]]) => {
  const root = document.createElement('div');
  root.className = 'convolution';
  root.style.width = `${width}px`;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  root.append(svg);
  document.querySelector('main').append(root);
  const scene = prepare(JSON.parse(payload)), stage = createStage(svg, geometry);
  const layout = stage.build(scene, width, height, scale, least ?? undefined);
  const cell = Number(svg.dataset.cell), sizes = {}, problems = [];
  const note = (kind, element) => {
    const size = parseFloat(getComputedStyle(element).fontSize);
    sizes[kind] = Math.min(size, sizes[kind] ?? Infinity);
  };
  for (const step of new Set([0, scene.steps >> 1, scene.steps - 1])) {
    stage.paint(view(scene, step, null, layout));
    for (const text of svg.querySelectorAll('text')) {
      if (!text.textContent || text.style.display === 'none') continue;
      const kind = text.getAttribute('class');
      note(kind === 'number' && text.textContent.length <= 2 ? 'short' : kind, text);
      for (const part of text.querySelectorAll('tspan')) note('note', part);
      const { x, width: wide } = text.getBBox();
      const picture = [-3, Number(svg.getAttribute('width'))];
      const [inner, outer] = kind === 'number' ? [0, cell] : picture;
      if (kind !== 'title' && kind !== 'number' && kind !== 'label') continue;
      if (x < inner - 0.5 || x + wide > outer + 0.5) problems.push(`${kind} ${text.textContent}`);
    }
  }
  root.remove();
  const { height: high } = scene.layouts[layout];
  return { sizes, problems, cell, width: Number(svg.getAttribute('width')),
    height: Number(svg.getAttribute('height')), next: (cell + 1) * high };
}"""

PRESETS = [(lesson, preset.name) for lesson in all_lessons() for preset in lesson.presets]


def seen(bench: Bench, lesson: Lesson, preset: str, room: str) -> dict[str, Any]:
    """What stands on a stage in a room."""
    sent = encode(lesson.build(preset=preset))
    given = [sent, contents()["geometry"], list(ROOMS[room])]
    found: dict[str, Any] = bench.page.evaluate(READ, given)
    return found


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(
    ("lesson", "preset"), PRESETS, ids=lambda part: getattr(part, "slug", part)
)
def test_all_can_be_read_and_no_width_lies_idle(
    bench: Bench, lesson: Lesson, preset: str, room: str
) -> None:
    found = seen(bench, lesson, preset, room)
    least = dict.fromkeys(found["sizes"], LEAST.get(room, PAGE))
    least |= {"aside": LEAST.get(room, ASIDE), "short": PLAIN[room]}
    if preset == lesson.presets[0].name:
        least["number"] = least["short"]
    small = {kind: size for kind, size in found["sizes"].items() if size < least[kind] - 0.01}
    assert small == {}
    assert found["problems"] == []
    width, height, *_ = ROOMS[room]
    is_full = found["width"] >= USED * width
    assert is_full or found["next"] > height - 4, "all of the width, unless the height is used up"


@pytest.mark.parametrize("room", ["page with the list", "page", "large page", "whole screen"])
@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_what_a_lesson_opens_with_is_seen_without_scrolling(
    bench: Bench, lesson: Lesson, room: str
) -> None:
    found = seen(bench, lesson, lesson.presets[0].name, room)
    width, height, *_ = ROOMS[room]
    assert found["width"] <= width
    assert found["height"] <= height


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.slug)
def test_a_phone_shows_it_as_low_as_it_can_be_read(bench: Bench, lesson: Lesson) -> None:
    """It stays in sight while the page scrolls: where it is high, its cells are the least."""
    found = seen(bench, lesson, lesson.presets[0].name, "phone")
    assert found["width"] <= ROOMS["phone"][0]
    is_short = max(map(len, short_texts(lesson.build()))) < CELL_CHARACTERS
    assert found["height"] <= ROOMS["phone"][1] or found["cell"] <= SMALLEST_CELL[is_short]


def short_texts(scene: Scene) -> list[str]:
    """What stands in the cells."""
    return [text for panel in scene.panels for text in texts(panel.values, "short")]
