"""Sizes that are written on a stage have rows first: seen where rows and columns differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from convlib import ConvError, Lesson
from convlib.picture.marked import lettering
from convlib.picture.scene import Scene
from tests.contract.states import each_lesson

PAIR = re.compile(r"(\d+) ?[×x] ?(\d+)")
SIZES = ((4, 5), (3, 5), (6, 5))  # inputs, of which most views take the first


def scenes(lesson: Lesson) -> Iterator[tuple[str, Scene]]:
    """Each preset's scene with an input that has other rows than columns."""
    sized = any(param.name == "size" for param in lesson.params)
    for preset in lesson.presets if sized else ():
        for size in SIZES:
            with suppress(ConvError):  # which says that this doesn't go together
                yield preset.name, lesson.stage(lesson.values(preset=preset.name, size=size))
                break


def said(scene: Scene) -> Iterator[str]:
    """All that is written in a scene but numbers in cells."""
    for layout in scene.layouts.values():
        yield from (lettering(label).text for label in layout.labels)
    yield from (str(panel.note) for panel in scene.panels)
    yield from ("".join(part for part, _ in words) for words in scene.captions.values())


@each_lesson
def test_no_size_is_that_of_an_array_on_its_side(lesson: Lesson) -> None:
    for name, scene in scenes(lesson):
        panels = scene.panels
        known = {(p.rows, p.columns) for p in panels} | {(*map(int, p.inner),) for p in panels}
        for words in said(scene):
            for rows, columns in ((int(a), int(b)) for a, b in PAIR.findall(words)):
                lies = (columns, rows) in known and (rows, columns) not in known
                assert not lies, f"{name}: {words}"
