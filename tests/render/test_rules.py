"""Both painters paint every rule, gains, steps that differ, and what lies behind other layers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from convlib.picture.equation import equation
from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.figure import SceneFigure, figure
from convlib.render.film import Film
from convlib.render.painted import painted
from convlib.render.theme import theme
from tests.render.drawn import pixels, rgb
from tests.staging.rules import MAKERS, in_turn, pooled, sampled, squeezed

COLOURS = theme("light").colours

each_scene = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


class Asking(Film):
    """A film in which a cell is asked about."""

    asked = -1

    def moment(self, number: int) -> View:
        return view(self.scene, number, asked=self.asked)


def tokens(shown: SceneFigure) -> list[tuple[str, str]]:
    """The equation's texts and the names of their colours."""
    return [(mark.text, mark.role) for mark in painted(shown) if mark.name.startswith("token-")]


def check_alike(film: Film, number: int, shown: SceneFigure) -> None:
    """A frame and a figure show the same, but for how their edges are smoothed."""
    frame = film.palette.colours[film.frame(number)].astype(int)
    away = np.abs(frame - pixels(shown).astype(int)).max(axis=2)
    assert away.mean() < 1.5
    assert (away > 100).mean() < 1e-3


@each_scene
def test_the_figure_writes_what_the_equation_says(make: Callable[[], Scene]) -> None:
    scene = make()
    for step in range(len(scene)):
        said = [token for group in equation(scene, step) for token in group if token.text.strip()]
        colours = ["output" if token.role == "result" else token.role for token in said]
        texts = [token.text.strip() for token in said]
        assert tokens(figure(scene, step)) == list(zip(texts, colours, strict=True))


@each_scene
def test_the_film_shows_what_the_figure_shows(make: Callable[[], Scene]) -> None:
    scene = make()
    for by, film in ((by, Film(scene, by=by)) for by in ("value", "term")):
        for number in (0, len(film) // 2, len(film) - 1):
            step, term = number, None
            if by == "term":
                step = int(scene.step_of[number])
                term = number - scene.terms(step).start
            check_alike(film, number, figure(scene, step, term))


def test_gains_have_their_own_colour_in_both() -> None:
    scene = sampled()
    found = dict(tokens(figure(scene, 2)))
    assert (found["0.5"], found["16"], found["·"]) == ("gain", "input", "muted")
    film = Film(scene)
    shown = film.palette.colours[film.frame(2)]
    assert (shown == rgb(COLOURS["gain"])).all(axis=2).any()
    plain = Film(pooled())
    assert rgb(COLOURS["gain"]) not in plain.palette.colours.tolist()


def test_the_winner_of_a_maximum_has_a_ring() -> None:
    shown = figure(pooled(), 0)
    places = {mark.name: (mark.role, mark.x, mark.y) for mark in painted(shown)}
    role, *place = places["ring-3"]
    assert role == "input"
    assert place == pytest.approx(places["cell-2"][1:])


def test_lines_are_stronger_in_the_steps_that_join_cell_by_cell() -> None:
    scene = in_turn()
    for step, name in ((0, "line"), (3, "line"), (4, "edge")):
        lines = figure(scene, step).axes[0].lines
        assert {each.get_color() for each in lines} == {COLOURS[name]}
    film = Film(scene)
    strong = [
        (film.palette.colours[film.frame(step)] == rgb(COLOURS["edge"])).all(axis=2).sum()
        for step in (3, 4)
    ]
    assert strong[0] == 0
    assert strong[1] > 0


def test_what_lies_behind_other_layers_is_outlined_in_both() -> None:
    scene = squeezed()
    last, asked = len(scene) - 1, scene.first_cells[6]
    far = [cell.cell for cell in view(scene, last, asked=asked).cells if cell.state == "far"]
    assert len(far) == 5
    shown = figure(scene, last, asked=asked)
    (borders,) = (each for each in shown.axes[0].collections if each.get_gid() == "borders")
    outlines = np.rint(np.asarray(borders.get_edgecolor())[:, :3] * 255).tolist()
    assert outlines == [rgb(COLOURS["edge"])] * len(far)
    film = Asking(scene)
    film.asked = asked
    check_alike(film, last, shown)
    cell = next(each for each in film.moment(last).cells if each.cell == far[0])
    x, y = film.sheet.corner(cell)
    frame = film.palette.colours[film.frame(last)]
    assert frame[y + film.sheet.cell // 2, x + film.sheet.inset].tolist() == rgb(COLOURS["edge"])
