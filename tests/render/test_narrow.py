"""Narrow sheets: titles, signs and labels meet nothing, and nothing leaves the sheet."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PIL import ImageFont

import convlib
from convlib.export.outcome import outcome_of
from convlib.picture.parts import HOLE
from convlib.picture.view import View, view
from convlib.render.figure import figure
from convlib.render.film import Film
from convlib.render.fitting import sheet_of
from convlib.render.fonts import file
from convlib.render.options import Options
from convlib.render.sheet import Sheet
from convlib.render.told import told
from convlib.render.writing import Writing, labels, signs, titles
from tests.render.drawn import pixels

NEAR = 0.5  # pixels that smoothed edges share
LEAST = 7  # pixels: the smallest letters of titles
CROWDED = [
    ("1x1", "1x1-reduce", "wide", 360),  # titles one behind the other
    ("3d", "3d-beside", "wide", 480),
    ("dilated", "dilated-stack", "wide", 240),  # a title below its panel
    ("dilated", "dilated-pair", "wide", 480),  # a label beside a title
    ("pointwise-grouped", "pointwise-grouped", "wide", 360),  # stripes between rows
    ("pointwise-grouped", "pointwise-grouped-one", "wide", 360),
    ("deformable", "deformable", "wide", 240),  # a sign behind a title
    ("multi-channel", "multi-channel-window", "tall", 300),  # a long sign before a cell
    ("multi-channel", "multi-channel-two-maps", "wide", 640),
]
Box = tuple[float, float, float, float]


def sheet_for(slug: str, preset: str, layout: str, width: int) -> Sheet:
    scene = convlib.lesson(slug).build(preset=preset)
    options = Options(layout=layout, width=width, result=True)
    return sheet_of(scene, options, outcome_of(scene))


def box(writing: Writing) -> Box:
    """Left, top, right and bottom of the letters, as the font has them."""
    font = ImageFont.truetype(file(writing.weight), 1000)
    sides = font.getbbox(writing.text, anchor="ls")
    left, top, right, bottom = (side / 1000 * writing.size for side in sides)
    x, y = writing.start, writing.y
    return x + left, y + top, x + right, y + bottom


def meet(one: Box, other: Box) -> bool:
    overlaps = (
        min(one[axis + 2], other[axis + 2]) - max(one[axis], other[axis]) for axis in (0, 1)
    )
    return all(overlap > NEAR for overlap in overlaps)


def cells(moment: View, sheet: Sheet) -> list[Box]:
    """All that is drawn of cells."""
    seen = (sheet.corner(cell) for cell in moment.cells if not cell.kind & HOLE)
    near, far = sheet.inset, sheet.cell - sheet.inset
    return [(x + near, y + near, x + far, y + far) for x, y in seen]


@pytest.mark.parametrize(("slug", "preset", "layout", "width"), CROWDED)
def test_no_text_meets_another_or_a_cell(slug: str, preset: str, layout: str, width: int) -> None:
    sheet = sheet_for(slug, preset, layout, width)
    for step in {0, len(sheet.scene) - 1}:
        moment = view(sheet.scene, step, layout=layout)
        named = [writing for _, writing in titles(moment, sheet)]
        texts = [*named, *signs(moment, sheet), *labels(moment, sheet)]
        assert min(each.size for each in named if each.name.startswith("title")) >= LEAST
        boxes = [box(each) for each in texts]
        for (one, left), (other, right) in combinations(zip(texts, boxes, strict=True), 2):
            assert not meet(left, right), f"{one.text} meets {other.text}"
        for text, place in zip(texts, boxes, strict=True):
            assert not any(meet(place, cell) for cell in cells(moment, sheet)), text.text
            assert min(place[:2]) >= -NEAR
            assert place[2] <= sheet.width + NEAR
            assert place[3] <= sheet.height + NEAR


@pytest.mark.parametrize(
    ("slug", "preset"), [("dilated", "dilated-wavenet"), ("1x1", "1x1-bottleneck")]
)
def test_a_long_result_ends_on_the_sheet(slug: str, preset: str) -> None:
    sheet = sheet_for(slug, preset, "wide", 240)
    written = [*told(view(sheet.scene, len(sheet.scene) - 1), sheet)]
    assert written
    for each in written:
        left, _, right, bottom = box(each)
        assert left >= sheet.margin - 1
        assert right <= sheet.width - sheet.margin + 1
        assert bottom <= sheet.height


def test_a_short_title_still_says_which_of_several_it_is() -> None:
    sheet = sheet_for("1x1", "1x1-reduce", "wide", 240)
    said = [writing.text for _, writing in titles(view(sheet.scene, 0), sheet)]
    assert any("…" in each for each in said)
    assert [each[-1] for each in said if each.startswith("C")] == ["0", "1", "2", "3"]


def test_rows_are_moved_apart_where_their_titles_have_no_room() -> None:
    """Alike in both painters: all titles are there, and each panel keeps its cells together."""
    scene = convlib.lesson("pointwise-grouped").build(preset="pointwise-grouped")
    film = Film(scene, layout="wide", width=300)
    sheet, last = film.sheet, len(scene) - 1
    moment = film.moment(last)
    named = [each for _, each in titles(moment, sheet) if each.name.startswith("title")]
    assert len(named) == sum(panel.titled for panel in scene.panels)
    assert min(each.size for each in named) == pytest.approx(9)
    for cell in moment.cells:
        _, y = moment.corners[cell.panel]
        assert sheet.y(cell.y) - sheet.y(y) == round((cell.y - y) * sheet.cell)
    drawn = pixels(figure(scene, last, layout="wide", width=300)).astype(int)
    painted = film.palette.colours[film.frame(last)].astype(int)
    assert (np.abs(drawn - painted).max(axis=2) > 100).mean() < 1e-3
