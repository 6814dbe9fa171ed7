"""Sheets of a shape, of a scale, with cells of a side, for a projector: what is asked for holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import convlib
from convlib import ConvError, view
from convlib.export.outcome import outcome_of
from convlib.picture.scene import Scene
from convlib.picture.view import View
from convlib.render.film import Film
from convlib.render.fitting import sheet_of
from convlib.render.options import Options
from convlib.render.pegging import Pegging
from convlib.render.sheet import Sheet
from convlib.render.told import told
from convlib.render.writing import Writing, around, below, in_cell, labels, on_disc, shares
from tests.render.references import averages

LESSONS = [each.slug for each in convlib.all_lessons()]
SHAPES = [((16, 9), 1280), ((4, 3), 641), ((1, 1), 500), ((9, 16), 360), ((3, 1), 900)]


def asked(scene: Scene, **options: Any) -> Sheet:
    return sheet_of(scene, Options(**options), outcome_of(scene))


def writings(moment: View, sheet: Sheet) -> Iterator[Writing]:
    """All that is written."""
    yield from (*around(moment, sheet), *labels(moment, sheet), *below(moment, sheet))
    yield from (*told(moment, sheet), *Pegging(sheet, moment.pegged).writings())
    yield from shares(moment.spread, sheet)
    for disc in moment.spread.discs:
        yield from on_disc(0, disc, sheet)
    for cell in moment.cells:
        yield from in_cell(cell, sheet)


@pytest.mark.parametrize(("aspect", "width"), SHAPES)
def test_a_sheet_has_exactly_its_shape_and_as_large_a_picture_as_fits(
    aspect: tuple[int, int], width: int
) -> None:
    scene = convlib.lesson("single-channel").build()
    sheet = asked(scene, aspect=aspect, width=width, result=True, show="both")
    assert sheet.width == width
    assert abs(sheet.height - width * aspect[1] / aspect[0]) <= 1
    larger = replace(sheet, side=sheet.cell + 1)
    too_wide = larger.plan.width * larger.cell > width - 2 * sheet.margin
    assert too_wide or larger.natural > sheet.height
    moment = view(sheet.scene, 4, look=sheet.options.look)
    texts = [each for each in writings(moment, sheet) if each.text]
    high = min(each.y - each.size for each in texts), max(each.y for each in texts)
    assert high[0] >= 0
    assert high[1] < sheet.height
    assert abs(high[0] - (sheet.height - high[1])) < sheet.margin + 2 * sheet.caption


def test_a_set_with_cells_of_a_side_has_them_whatever_its_sizes() -> None:
    for slug in ("single-channel", "multi-channel", "dilated", "deformable"):
        sheet = asked(convlib.lesson(slug).build(), cell=26)
        assert sheet.cell == 26
        assert sheet.width % 2 == 0
        free = sheet.width - sheet.plan.width * 26
        assert free >= 2 * sheet.margin - 2
        assert sheet.width == 240 or free <= 2 * sheet.margin + 4


def test_cells_of_a_side_in_a_shape_have_both() -> None:
    sheet = asked(convlib.lesson("single-channel").build(), cell=30, aspect=(4, 3), result=True)
    assert sheet.cell == 30
    assert abs(sheet.height - sheet.width * 3 / 4) <= 1
    assert sheet.natural <= sheet.height


@pytest.mark.parametrize("show", ["numbers", "both"])
def test_a_scale_makes_of_each_pixel_as_many(show: str) -> None:
    """The mean of each 2 by 2 pixels is about what the sheet has there that isn't scaled."""
    scene = convlib.lesson("arithmetic").build(preset="padding_strides_odd")
    once, twice = (Film(scene, width=400, scale=scale, show=show) for scale in (1, 2))
    assert twice.sheet.width == 2 * once.sheet.width
    assert abs(twice.sheet.height - 2 * once.sheet.height) <= 2  # both are even
    assert twice.sheet.cell == 2 * once.sheet.cell
    small, large = (film.palette.colours[film.frame(4)].astype(float) for film in (once, twice))
    rows = min(len(small), len(large) // 2)
    halved = large[: 2 * rows].reshape(rows, 2, 400, 2, 3).mean(axis=(1, 3))
    away = np.abs(averages(halved) - averages(small[:rows]))
    assert away.mean() < 3
    assert away.max() < 60


@pytest.mark.parametrize("slug", LESSONS)
def test_nothing_is_too_small_for_the_back_row(slug: str) -> None:
    """At 1280 pixels 18, whatever is written, in every preset; and nothing leaves the sheet."""
    for preset in convlib.lesson(slug).presets:
        scene = convlib.lesson(slug).build(preset=preset.name)
        sheet = asked(scene, large=True, width=1280, aspect=(16, 9), result=True, show="both")
        step = len(scene) // 2
        term = 0 if scene.starts[step] < scene.starts[step + 1] else None
        moment = view(sheet.scene, step, term, layout=sheet.layout, look=sheet.options.look)
        for each in writings(moment, sheet):
            assert not each.text or each.size >= 18 - 1e-9, each
            assert not each.text or -0.5 <= each.start <= 1280.5 - each.width, each
            assert each.y <= sheet.height


LINED = [
    *(("transposed", "sliding"), ("convolution-vs-correlation", "turn"), ("grouped", "grouped")),
    *(("arithmetic", "padding_strides_transposed"), ("multi-channel", "multi-channel-two-maps")),
    *(("inception", "inception"), ("spatially-separable", "sobel-race")),
]


@pytest.mark.parametrize(("slug", "preset"), LINED)
def test_titles_keep_clear_of_lines_in_films(slug: str, preset: str) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    check_clear(scene, 2 * len(scene) // 3)


def test_a_title_that_comes_later_keeps_clear_too() -> None:
    """From a kernel of one cell a line leads up to the output's first row, through its title."""
    scene = convlib.lesson("single-channel").build(size=6, kernel=1)
    kernel = replace(scene.panels[1], name="signal-g", note=" ", renamed=(1, "signal-g-turned"))
    check_clear(replace(scene, panels=(scene.panels[0], kernel, scene.panels[2])), 2)


def check_clear(scene: Scene, step: int) -> None:
    """With lines and without them what is seen of titles is the same."""
    film, bare = Film(scene, width=400), Bare(scene, width=400)
    frame, plain = film.frame(step), bare.frame(step)
    assert not np.array_equal(frame, plain) or not film.moment(step).links
    for title in around(film.moment(step), film.sheet):
        x, y, width, height = title.plate
        box = np.s_[max(0, y) : y + height, max(0, x) : x + width]
        assert np.array_equal(frame[box], plain[box]), title


class Bare(Film):
    """A film without lines from panel to panel."""

    def moment(self, number: int) -> View:
        return replace(super().moment(number), links=(), tones=())


@pytest.mark.parametrize(
    ("options", "named", "limit"),
    [
        ({"cell": 190, "layout": "wide"}, "cell", "high"),
        ({"aspect": (4, 1), "width": 240}, "width", "least"),
        ({"aspect": (4, 1), "width": 240, "scale": 2}, "width", "least"),
    ],
)
def test_what_has_no_room_is_refused_with_what_works(
    options: dict[str, Any], named: str, limit: str
) -> None:
    scene = convlib.lesson("multi-channel").build(preset="multi-channel-two-maps")
    with pytest.raises(ConvError) as refused:
        asked(scene, **options)
    assert refused.value.parameter == named
    works: Any = refused.value.details[limit]
    assert asked(scene, **{**options, named: works}).cell >= 6
    if "scale" in options:  # and not much less does
        with pytest.raises(ConvError):
            asked(scene, **{**options, named: works - 50})
