"""Curves, areas, dots and cells that move: a figure and a film show them where they belong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from PIL import Image

from convlib import lesson
from convlib.export.save import save
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.figure import SceneFigure, figure
from convlib.render.film import Film
from convlib.render.painted import painted
from convlib.render.sheet import AREAS
from tests.render.drawn import pixels

# Two boxes, 1 at τ = 0 … 4; what comes out is a triangle up to 4 and back. g turns in the
# first steps and then goes half a unit a step.
LAST, TURNS = 4, 4
NEAR = 0.02  # cells
WIDTH = 640
CLEARLY = 64  # of 255: more than a film's edges, smoothed in fewer shades, are off
SAME = 0.01


def boxes() -> Scene:
    """The first lesson's two boxes."""
    return lesson("convolution-vs-correlation").build(preset="boxes")


def places(scene: Scene, points: Array) -> Array:
    """Where points are across, in units of τ."""
    found: Array = (points[:, 0] - zero_of(scene)) / scene.layouts["wide"].spacing
    return found


def step_at(place: float) -> int:
    """The step at which g's first point stands at a place."""
    return TURNS + round(2 * place)


def strokes(
    shown: SceneFigure, role: str, *, area: bool = False, dots: bool = False
) -> list[Array]:
    """The points of the curves of a role, each ``(points, 2)`` in cells from the corner."""

    def is_asked_for(artist: Artist) -> bool:
        if not str(artist.get_gid()).startswith("stroke-"):
            return False
        if isinstance(artist, Polygon):
            return area and to_hex(artist.get_facecolor()) == shown.theme.colours[AREAS[role]]
        assert isinstance(artist, Line2D)
        wanted = not area and (artist.get_marker() == "o") == dots
        return wanted and to_hex(artist.get_color()) == shown.theme.colours[role]

    found = filter(is_asked_for, shown.axes[0].get_children())
    return [in_cells(shown, artist) for artist in found]


def in_cells(shown: SceneFigure, artist: Artist) -> Array:
    """An artist's points, those left out where the pen is lifted."""
    drawn = artist.get_xy() if isinstance(artist, Polygon) else artist.get_xydata()  # type: ignore[attr-defined]
    points = (np.asarray(drawn, float) - [shown.sheet.x(0), shown.sheet.y(0)]) / shown.sheet.cell
    return np.asarray(points[~np.isnan(points).any(axis=1)])


def zero_of(scene: Scene) -> float:
    """How far right τ = 0 is: the middle of f's first cell."""
    return scene.layouts["wide"].places[0][0] + 0.5


@pytest.mark.parametrize("place", [0.5, 2.5, 4.0, 6.5])
def test_functions_stand_at_their_places(place: float) -> None:
    scene = boxes()
    shown = figure(scene, step_at(place))
    (f,), (g,) = (strokes(shown, role, dots=True) for role in ("input", "kernel"))
    assert places(scene, f) == pytest.approx([0, 1, 2, 3, 4], abs=NEAR)
    turned = [place - n for n in range(LAST + 1)]
    assert places(scene, g) == pytest.approx(turned, abs=NEAR)
    assert f[:, 1] == pytest.approx(g[:, 1], abs=NEAR), "all their numbers are 1"


@pytest.mark.parametrize("place", [0.5, 2.5, 4.0, 6.5])
def test_the_area_is_as_wide_as_the_overlap_and_the_result_as_high(place: float) -> None:
    scene = boxes()
    shown = figure(scene, step_at(place))
    (area,) = strokes(shown, "output", area=True)
    left, right = max(0, place - LAST), min(LAST, place)
    assert places(scene, area).min() == pytest.approx(left, abs=NEAR)
    assert places(scene, area).max() == pytest.approx(right, abs=NEAR)
    (result,), (now,) = strokes(shown, "output"), strokes(shown, "output", dots=True)
    assert result[-1] == pytest.approx(now[0], abs=NEAR), "it is drawn up to the present place"
    assert places(scene, now) == pytest.approx([place], abs=NEAR)
    heights = result[0, 1] - result[:, 1]  # it begins with 0
    along = places(scene, result)
    triangle = np.minimum(along, 2 * LAST - along)
    assert heights == pytest.approx(triangle * heights.max() / triangle.max(), abs=NEAR)


def test_nothing_is_drawn_of_a_result_while_g_turns() -> None:
    shown = figure(boxes(), 0)
    assert [len(each) for each in strokes(shown, "output")] == [0]
    assert [len(each) for each in strokes(shown, "output", dots=True)] == [0]
    (area,) = strokes(shown, "output", area=True)
    assert np.ptp(area[:, 1]) == 0


@pytest.mark.parametrize("place", [0.0, 3.5, 8.0])
def test_cells_of_what_slides_move_with_it(place: float) -> None:
    scene = boxes()
    marks = {mark.name: mark for mark in painted(figure(scene, step_at(place)))}
    first = scene.first_cells[1]
    left = [marks[f"cell-{first + n}"].x for n in range(LAST + 1)]
    assert left == pytest.approx(
        [
            zero_of(scene) - 0.5 + (place - n) * scene.layouts["wide"].spacing
            for n in range(LAST + 1)
        ],
        abs=NEAR,
    )


@pytest.mark.parametrize("step", [0, 2, step_at(2.5), step_at(8)])
def test_a_film_shows_what_the_figure_shows(tmp_path: Path, step: int) -> None:
    scene = boxes()
    file = tmp_path / "boxes.gif"
    save(file, scene, width=WIDTH)
    with Image.open(file) as film:
        film.seek(step)
        frame = np.asarray(film.convert("RGB"), int)
    still, other = (figure(scene, at, width=WIDTH) for at in (step, step - 1 if step else 2))
    for place in (scene.layouts["wide"].plots[0], row_of_g(scene)):
        assert apart(frame, still, place) < SAME, "edges are smoothed a little otherwise"
        assert apart(frame, other, place) > SAME, "so that another step is told apart"


def test_dashes_grow_with_a_sheet_for_a_projector_in_both() -> None:
    scene = lesson("convolution-vs-correlation").build(preset="decay")
    step, width = len(scene) - 1, 1600
    film = Film(scene, width=width)
    frame = film.palette.colours[film.frame(step)].astype(int)
    shown = figure(scene, step, width=width)
    dashed = [each for each in view(scene, step).strokes if each.style == "dashed"]
    (x, top), (_, bottom) = next(each.points for each in dashed[::-1] if len(each.points))
    assert apart(frame, shown, (x - 0.1, top, 0.2, bottom - top)) < 6 * SAME


def row_of_g(scene: Scene) -> tuple[float, float, float, float]:
    """All across the picture, where the cells of g move."""
    layout = scene.layouts["wide"]
    return 0, layout.places[1][1], layout.width, 1


def apart(frame: Array, still: SceneFigure, place: tuple[float, float, float, float]) -> float:
    """Which part of a place, in cells, differs clearly from a figure's."""
    x, y, width, height = place
    across, down = still.sheet.x, still.sheet.y
    part = slice(down(y), down(y + height)), slice(across(x), across(x + width))
    drawn = pixels(still).astype(int)
    assert frame.shape == drawn.shape
    return float((np.abs(frame[part] - drawn[part]).max(axis=2) > CLEARLY).mean())
