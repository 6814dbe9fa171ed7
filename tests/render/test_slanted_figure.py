"""The guide's look as lines and letters: what the film shows, and where that stands by hand."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text

from convlib import lesson
from convlib.export.easel import Easel
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.render.options import Options
from convlib.render.slanted import SlantedFilm

COLUMN, ROW = np.array([0.95, 0.26]), np.array([-0.52, 0.46])  # in sides of a cell


def shown(scene: Scene, step: int, **options: Any) -> tuple[Easel, dict[str, Any]]:
    """What draws a scene, and the artists of a step by name."""
    easel = Easel(scene, Options(slanted=True, **options))
    return easel, {str(each.get_gid()): each for each in easel.pieces(step)}


@pytest.mark.parametrize(
    ("preset", "step", "options"),
    [
        ("padding_strides", 4, {"width": 400, "numbers": False}),
        ("same_padding_no_strides", 8, {"theme": "dark", "width": 640, "covered": True}),
        ("dilation", 3, {"cell": 30, "scale": 2, "large": True}),
        ("full_padding_no_strides", 0, {"aspect": (16, 9), "width": 640, "theme": "dark-contrast"}),
    ],
)
def test_it_is_what_the_film_shows(preset: str, step: int, options: dict[str, Any]) -> None:
    scene = lesson("arithmetic").build(preset=preset)
    film = SlantedFilm(scene, Options(slanted=True, **options))
    frame, file = film.palette.colours[film.frame(step)], io.BytesIO()
    easel, _ = shown(scene, step, **options)
    easel.show(step).savefig(file, format="rgba")
    drawn = np.frombuffer(file.getvalue(), np.uint8).reshape(film.height, film.width, 4)[..., :3]
    away = np.abs(drawn.astype(int) - frame)
    assert away.mean() < 2.3
    assert (away.max(axis=2) > 100).mean() < 0.006


def test_cells_lines_and_numbers_stand_where_they_are_by_hand() -> None:
    """A 2 × 2 kernel on 3 × 4 inputs; in the fifth of its 2 × 3 steps it lies in the middle."""
    scene = lesson("arithmetic").build(size="3x4", kernel=2)
    easel, artists = shown(scene, 4, width=800)
    side, corners = easel.sheet.cell, {}
    for panel, columns in ((0, 4), (2, 3)):
        tiles = np.array([path.vertices[:4] for path in artists[f"cells-{panel}"].get_paths()])
        corners[panel] = origin = tiles[0, 0]
        for at, tile in enumerate(tiles):
            row, column = divmod(at, columns)
            corner = origin + side * (column * COLUMN + row * ROW)
            around = [0 * ROW, COLUMN, COLUMN + ROW, ROW]
            assert np.allclose(tile, corner + side * np.array(around))
        edges = artists[f"edges-{panel}"].get_path().vertices.reshape(-1, 2, 2)
        rows, across, down = len(tiles) // columns, np.hypot(*COLUMN), np.hypot(*ROW)
        assert len(edges) == rows + 1 + columns + 1, "each goes from one side to the other"
        long = (rows + 1) * columns * across + (columns + 1) * rows * down
        assert np.hypot(*(edges[:, 1] - edges[:, 0]).T).sum() == pytest.approx(long * side)
    window = corners[0] + side * np.array([COLUMN + ROW, 3 * COLUMN + ROW])
    assert np.allclose(artists["window-0"].get_xy()[:2], window)
    texts = [each for each in artists.values() if isinstance(each, Text)]
    middles = corners[2] + side * np.array([(c + 0.5) * COLUMN + 0.5 * ROW for c in range(3)])
    made = [np.array(each.get_position()) for each in texts[12:]]
    assert len(made) == 5
    assert np.allclose([each[0] for each in made[:3]], middles[:, 0])
    height = np.array([each[1] for each in made[:3]]) - middles[:, 1]
    assert np.allclose(height, 0.36 * side * 0.364, atol=0.6), "digits are 0.727 em high"
    read = [to_hex(each) for each in artists["cells-0"].get_facecolor()]
    assert [at for at, each in enumerate(read) if read.count(each) == 4] == [5, 6, 9, 10]


def crossing(start: Array, end: Array, one: Array, other: Array) -> tuple[float, float]:
    """How far on two lines their crossing is, in lengths of each."""
    ways = np.stack([end - start, one - other], axis=1)
    first, second = np.linalg.solve(ways, one - start).tolist()
    return first, second


def test_lines_end_where_the_upper_plane_begins() -> None:
    """Each is the first part of that from a corner of the window to one of what it makes."""
    scene = lesson("arithmetic").build(size="3x4", kernel=2)
    _, artists = shown(scene, 4, width=800)
    tiles = [path.vertices[:4] for path in artists["cells-2"].get_paths()]
    outline = [tiles[0][0], tiles[2][1], tiles[5][2], tiles[3][3]]
    lines = [each for each in artists.values() if isinstance(each, Line2D)]
    window = artists["window-0"].get_xy()[:4]
    for number, at in enumerate((0, 1, 3, 2)):  # row by row
        start, target = window[at], tiles[4][at]
        x, y = (np.asarray(each, float) for each in lines[number].get_data())
        ways = [
            crossing(start, target, *pair)
            for pair in zip(outline, np.roll(outline, -1, axis=0), strict=True)
        ]
        parts = [part for part, along in ways if -1e-9 <= along <= 1 + 1e-9]
        end = start + min(parts) * (target - start)
        assert np.allclose([x[0], y[0]], start)
        assert np.allclose([x[1], y[1]], end)
    assert len(lines) == 4
