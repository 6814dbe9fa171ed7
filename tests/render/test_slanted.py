"""The guide's look: two planes, what is read is darker, and lines lead from it to what it makes."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from convlib import ConvError, lesson
from convlib.export.save import encoded
from convlib.ops import Array
from convlib.render.options import Options
from convlib.render.slanted import SlantedFilm
from convlib.render.slanted_sheet import LESSONS
from convlib.render.theme import theme
from tests.render.drawn import rgb

ARITHMETIC = lesson("arithmetic")
GUIDE = [preset.name for preset in ARITHMETIC.presets if preset.known]


def shown(preset: str, step: int, **options: Any) -> tuple[SlantedFilm, Array]:
    """A film, and a frame of it in colours."""
    film = SlantedFilm(ARITHMETIC.build(preset=preset), Options(slanted=True, **options))
    return film, film.palette.colours[film.frame(step)]


def middles(film: SlantedFilm, frame: Array, plane: int) -> Array:
    """What colour the cells of a plane have, ``(rows, columns, 3)``, beside their middles.

    Cells are found by hand: a column is 0.95 to the right and 0.26 down, a row 0.52 to the left and
    0.46 down, in sides of a cell.
    """
    grid = film.sheet.planes[plane]
    row, column = np.indices((grid.rows, grid.columns)) + 0.4
    x = grid.x + grid.side * (0.95 * column - 0.52 * row)
    y = grid.y + grid.side * (0.26 * column + 0.46 * row)
    found: Array = frame[y.astype(int), x.astype(int)]
    return found


def light(colours: Array) -> Array:
    summed: Array = colours.astype(int).sum(axis=-1)
    return summed


def test_what_is_read_is_darker_and_so_is_what_it_makes() -> None:
    """A 5 × 5 input in a border of zeros; in its step 13 a 3 × 3 window lies in the middle."""
    film, frame = shown("same_padding_no_strides", 12, numbers=False, width=800)
    below, above = light(middles(film, frame, 0)), light(middles(film, frame, 1))
    plain, white = light(np.array(rgb(theme().colours["input-full-8"]))), 3 * 255
    wanted = np.full((7, 7), white)
    wanted[1:6, 1:6] = plain
    wanted[2:5, 2:5] = below[3, 3]
    wanted[3, 1] = light(np.array(rgb(theme().colours["kernel"])))  # a line upwards passes there
    assert below[3, 3] < plain
    assert np.array_equal(below, wanted)
    made = light(np.array(rgb(theme().colours["output-full-8"])))
    assert above.ravel().tolist() == [made] * 12 + [above[2, 2]] + [white] * 12
    assert above[2, 2] < made


def test_the_lines_from_the_window_grow_with_the_picture() -> None:
    """Half-way between the planes its four lines take up more pixels the larger the cells are."""
    counts = []
    for width in (240, 1600):
        film, frame = shown("no_padding_no_strides", 3, numbers=False, width=width)
        below, above = film.sheet.planes
        between = round((above.outline[:, 1].max() + below.outline[:, 1].min()) / 2)
        ground = rgb(theme().colours["ground"])
        counts.append(np.count_nonzero((frame[between] != ground).any(axis=1)))
    assert counts == [4, 13]


def test_only_the_cells_that_a_dilated_kernel_reads_are_darker() -> None:
    film, frame = shown("dilation", 0, numbers=False, width=800)
    below = light(middles(film, frame, 0))
    dark = below < light(np.array(rgb(theme().colours["input-full-8"])))
    assert np.argwhere(dark).tolist() == [
        [row, column] for row in (0, 2, 4) for column in (0, 2, 4)
    ]


def test_a_line_leads_from_each_corner_of_the_window_to_the_output() -> None:
    """Half-way between the planes all four are met, from left to right."""
    film, frame = shown("no_padding_no_strides", 3, numbers=False, width=240)
    kernel = (frame == rgb(theme().colours["kernel"])).all(axis=2)
    below, above = film.sheet.planes
    between = round((above.outline[:, 1].max() + below.outline[:, 1].min()) / 2)
    corners = [(1, 1), (4, 1), (1, 4), (4, 4)]
    starts = below.at(np.array(corners))
    ends = above.at(np.array([(1, 1), (2, 1), (1, 2), (2, 2)]))
    at = starts + (ends - starts) * ((between - starts[:, 1:]) / (ends - starts)[:, 1:])
    found = np.flatnonzero(kernel[between])
    assert np.allclose(sorted(at[:, 0]), found, atol=1.5)
    rows, columns, _ = above.pixels
    assert not kernel[rows, columns].any(), "they end behind the output"


@pytest.mark.parametrize("options", [{}, {"aspect": (16, 9)}, {"scale": 1.5, "numbers": False}])
def test_both_planes_are_on_the_sheet_and_apart(options: dict[str, Any]) -> None:
    for preset in GUIDE:
        made = Options(slanted=True, width=400, **options)
        film = SlantedFilm(ARITHMETIC.build(preset=preset), made)
        assert film.width == (600 if "scale" in options else 400)
        assert film.height % 2 == 0
        if "aspect" in options:
            assert film.height in (224, 226)
        low, high = (plane.pixels for plane in film.sheet.planes)
        assert not set(zip(low[0], low[1], strict=True)) & set(zip(high[0], high[1], strict=True))
        for rows, columns, _ in (low, high):
            assert 0 < rows.min() < rows.max() < film.height - 1
            assert 0 < columns.min() < columns.max() < film.width - 1


def test_the_fifteen_of_the_guide_are_small() -> None:
    """All of their steps, as many as in the other look, in less than a megabyte."""
    files = []
    for preset in GUIDE:
        scene = ARITHMETIC.build(preset=preset)
        files.append(encoded(scene, "gif", slanted=True))
        with Image.open(io.BytesIO(files[-1])) as image:
            frames = [np.asarray(each.convert("RGB")) for each in ImageSequence.Iterator(image)]
        assert len(frames) == len(scene)
        film = SlantedFilm(scene, Options(slanted=True, numbers=False, width=400))
        last = film.palette.colours[film.frame(len(scene) - 1)]
        assert np.array_equal(frames[-1], last)
    assert len(files) == 15
    assert sum(map(len, files)) < 1_000_000


def test_numbers_are_there_where_they_are_asked_for() -> None:
    scene = ARITHMETIC.build()
    ways: list[dict[str, Any]] = [{"numbers": False}, {}, {"numbers": True}]
    without, plain, numbered = (
        encoded(scene, "apng", slanted=True, steps="1", **way) for way in ways
    )
    assert without == plain != numbered


@pytest.mark.parametrize("options", [{"by": "term"}, {"between": 2, "transparent": True}])
def test_terms_and_ways_between_are_seen_slanted_too(options: dict[str, Any]) -> None:
    scene = ARITHMETIC.build(preset="no_padding_no_strides")
    with Image.open(io.BytesIO(encoded(scene, "gif", slanted=True, **options))) as image:
        frames = {
            np.asarray(each.convert("RGBA")).tobytes() for each in ImageSequence.Iterator(image)
        }
    assert len(frames) == (36 if "by" in options else 10)


def test_each_number_stands_in_its_cell() -> None:
    """Also where there are more columns than rows: 3 × 5 inputs, and 2 × 4 outputs in the end."""
    scene = ARITHMETIC.build(size="3x5", kernel=2)
    film = SlantedFilm(scene, Options(slanted=True, width=800))
    frame = light(film.palette.colours[film.frame(len(scene) - 1)])
    for grid, shape in zip(film.sheet.planes, ((3, 5), (2, 4)), strict=True):
        row, column = np.indices(shape) + 0.5
        x = (grid.x + grid.side * (0.95 * column - 0.52 * row)).astype(int)
        y = (grid.y + grid.side * (0.26 * column + 0.46 * row)).astype(int)
        near = np.arange(-7, 8)
        seen = frame[y[..., None, None] + near[:, None], x[..., None, None] + near]
        assert seen.min(axis=(2, 3)).max() < 200, "each has ink in its middle"


def test_padding_is_dashed_and_the_input_is_not() -> None:
    """At a thousand places along the upper edge of each: between dashes ground is seen."""
    film, frame = shown("same_padding_no_strides", 24, numbers=False, width=800)
    below = film.sheet.planes[0]
    ground = []
    for row, columns in ((0, (0, 7)), (1, (1, 6))):
        along = np.linspace(*columns, 1000)
        x, y = below.at(np.stack([along, np.full(1000, row)], axis=1)).T
        around = [light(frame[(y + off).astype(int), x.astype(int)]) for off in (-1, 0, 1)]
        ground.append((np.min(around, axis=0) == 765).mean())
    assert 0.2 < ground[0] < 0.6
    assert ground[1] == 0


def test_other_scenes_are_refused_and_it_is_said_where_it_works() -> None:
    for slug in ("multi-channel", "transposed", "deformable"):
        with pytest.raises(ConvError, match="the lessons single-channel, arithmetic, dilated"):
            encoded(lesson(slug).build(), "gif", slanted=True)
    for slug in LESSONS:
        scenes = [lesson(slug).build(preset=each.name) for each in lesson(slug).presets]
        refused = 0
        for scene in scenes:
            try:
                SlantedFilm(scene, Options(slanted=True))
            except ConvError:
                refused += 1
        assert refused < len(scenes)


def test_cells_of_a_side_have_it_whatever_the_sizes_and_fit_the_shape() -> None:
    for preset in ("no_padding_no_strides", "full_padding_no_strides"):
        for shape in (None, (16, 9)):
            film, _ = shown(preset, 0, cell=30, aspect=shape, scale=2)
            assert {plane.side for plane in film.sheet.planes} == {60}
            corners = np.concatenate([plane.outline for plane in film.sheet.planes])
            assert corners.min() > 0
            assert (corners.max(axis=0) < [film.width, film.height]).all()
            if shape:
                assert abs(film.height - film.width * 9 / 16) <= 2


def test_cells_that_need_too_wide_a_sheet_are_refused() -> None:
    with pytest.raises(ConvError) as caught:
        shown("full_padding_no_strides", 0, cell=200, aspect=(4, 1))
    most = caught.value.details["high"]
    assert isinstance(most, int)
    film, _ = shown("full_padding_no_strides", 0, cell=most, aspect=(4, 1), numbers=False)
    assert 3500 < film.width <= 3840


def test_for_a_projector_numbers_are_as_large_as_everywhere() -> None:
    """18 of 1280 pixels: in 400 that is 5.6, and cells of a narrow sheet have less."""
    usual, large = (shown("padding_strides_odd", 4, width=800, large=on)[1] for on in (False, True))
    ink = np.array(rgb(theme().colours["ink"]))
    dark = [(np.abs(frame.astype(int) - ink) < 60).all(axis=2).sum() for frame in (usual, large)]
    assert dark[1] >= dark[0] > 0


def test_what_is_to_be_predicted_is_no_number_yet() -> None:
    film = SlantedFilm(ARITHMETIC.build(), Options(slanted=True, covered=True))
    cells = [cell for cell in film.moment(1).cells if cell.role == "output"]
    assert [cell.text for cell in cells if cell.text][1] == "?"
