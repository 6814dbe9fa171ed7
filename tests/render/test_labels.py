"""Labels of the lessons' bars and charts: whole on every sheet that they are drawn on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from convlib import Lesson, all_lessons, view
from convlib.picture.scene import Scene
from convlib.render.options import USUAL
from convlib.render.sheet import Sheet
from convlib.render.writing import labels

PHONE = 328  # pixels that a stage has on a page of 360
LARGEST: dict[str, object] = {"full_side": 64, "full_channels": 512, "full_filters": 1024}


def labelled() -> Iterator[tuple[Lesson, dict[str, object]]]:
    """The states that have labels, and the one with the longest numbers."""
    for lesson in all_lessons():
        for preset in lesson.presets:
            state: dict[str, object] = {"preset": preset.name}
            if any(plan.labels for plan in lesson.build(**state).layouts.values()):
                yield lesson, state
        if lesson.slug == "depthwise-separable":
            yield lesson, LARGEST


@pytest.mark.parametrize(
    ("lesson", "state"), [*labelled()], ids=lambda part: getattr(part, "slug", str(part))
)
@pytest.mark.parametrize(("layout", "width"), [("wide", USUAL), ("tall", USUAL), ("tall", PHONE)])
def test_labels_lie_on_the_sheet(
    lesson: Lesson, state: dict[str, object], layout: str, width: int
) -> None:
    scene: Scene = lesson.build(**state)
    sheet = Sheet(scene, layout, width)
    last = len(scene) - 1
    for writing in labels(view(scene, last, layout=layout), sheet):
        assert writing.start >= 0, writing.text
        assert writing.start + writing.width <= width, writing.text
