"""Labels of the lessons' bars and charts: whole on every sheet that they are drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

import convlib
from convlib import Lesson, all_lessons, view
from convlib.picture.scene import Scene
from convlib.picture.view import View
from convlib.render.film import Film
from convlib.render.fitting import sheet_of
from convlib.render.fonts import CAP
from convlib.render.lettering import Writing
from convlib.render.options import USUAL, Options
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


NARROW: list[tuple[str, dict[str, Any]]] = [
    ("grouped", {"width": 1280, "large": True, "aspect": (16, 9)}),
    ("grouped", {"width": 400}),
    ("inception", {"width": 400, "large": True}),
    ("inception", {"width": 1280, "large": True, "aspect": (16, 9), "layout": "wide"}),
    ("depthwise-separable", {"width": 240}),
    ("squeeze-excitation", {"width": 320}),
    ("dilated", {"width": 400}),
]
Box = tuple[float, float, float, float]


def box(writing: Writing) -> Box:
    top = writing.y - CAP * writing.size
    return writing.start, top, writing.start + writing.width, writing.y


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def cells(moment: View, sheet: Sheet) -> list[Box]:
    corners = [sheet.corner(cell) for cell in moment.cells]
    return [(x, y, x + sheet.cell, y + sheet.cell) for x, y in corners]


@pytest.mark.parametrize(("slug", "options"), NARROW)
def test_labels_give_way_to_cells_and_to_each_other(slug: str, options: dict[str, Any]) -> None:
    sheet = sheet_of(convlib.lesson(slug).build(), Options(**options))
    for step in {0, len(sheet.scene) // 2, len(sheet.scene) - 1}:
        moment = view(sheet.scene, step, layout=sheet.layout)
        written = labels(moment, sheet)
        assert written
        boxes = [box(each) for each in written]
        assert not any(meet(*pair) for pair in combinations(boxes, 2))
        assert not any(meet(each, cell) for each in boxes for cell in cells(moment, sheet))
        for left, top, right, bottom in boxes:
            assert min(left, top) >= 0
            assert right <= sheet.width
            assert bottom <= sheet.height


def test_what_has_room_is_said_in_full() -> None:
    sheet = sheet_of(convlib.lesson("grouped").build(), Options(width=1280, large=True))
    moment = view(sheet.scene, len(sheet.scene) - 1, layout=sheet.layout)
    said = {each.text for each in labels(moment, sheet)}
    assert {"nothing crosses", "Group 0", "to 3", "from 3", "144 weights"} <= said
    assert not any("…" in each for each in said)


def test_no_line_runs_through_a_label() -> None:
    """“Depthwise” stands on the line of the fields that are 3 × 3."""
    film = Film(convlib.lesson("compare").build(), width=800)
    moment = film.moment(0)
    (label,) = (each for each in labels(moment, film.sheet) if each.text == "Depthwise")
    bare = film.frame(0) == film.clear
    left, top, right, bottom = (round(edge) for edge in box(label))
    beside = ~bare[top:bottom, right + 6 : right + 60]
    crossing = np.flatnonzero(beside.all(axis=1)) + top
    assert crossing.size
    between = bare[crossing, left:right].mean(axis=1)
    assert (between > 0.2).all()  # as much ground as there is between letters
    assert bare[crossing][:, [left - 1, right]].all()
