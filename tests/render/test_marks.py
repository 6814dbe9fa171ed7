"""Marks as figures and films paint them: in one order, alike, and clear of what is written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex

from convlib import lesson
from convlib.ops import Array
from convlib.picture.order import LAYERS
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render import figure as figures
from convlib.render.figure import SceneFigure, figure
from convlib.render.film import Film
from convlib.render.sheet import Sheet
from convlib.render.theme import theme
from convlib.render.writing import Writing, around, in_cell, labels, on_disc, shares
from tests.marked import MAKERS, bracketed, flown, grouped, heaped, pointed
from tests.render.drawn import pixels, rgb
from tests.render.test_sheet import box, check_titles

each_maker = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
CLEARLY = 100  # of 255: more than edges smoothed in other ways are off
# What a figure of the heap consists of, from back to front, by how its artists' names begin.
ORDER = [
    *("picture", "stroke", "link", "plate", "stripe"),
    *("cells", "hatching", "borders", "dashes", "text"),
    *("title", "note", "title", "note", "symbol", "stroke", "window", "ring"),
    *(
        "plate",
        "stripe",
        "cells",
        "hatching",
        "borders",
        "dashes",
        "text",
        "title",
        "note",
        "window",
    ),
    *("bracket", "disc", "point", "label", "peg", "token", "below", "token"),
]


def film_of(scene: Scene, step: int, name: str = "light") -> Array:
    """A step's frame as red, green and blue."""
    film = Film(scene, theme=name)
    colours: Array = film.palette.colours[film.frame(step)].astype(int)
    return colours


def apart(one: Array, other: Array) -> float:
    """Which part of two pictures is clearly not the same."""
    return float((np.abs(one - other).max(axis=2) > CLEARLY).mean())


def names(shown: SceneFigure) -> list[str]:
    """The names of a figure's artists from back to front; those alike that follow stand once."""
    artists = sorted(shown.axes[0].get_children(), key=lambda artist: artist.get_zorder())
    kinds = [str(artist.get_gid()).split("-")[0] for artist in artists if artist.get_gid()]
    return [kind for kind, _ in groupby(kinds)]


def test_a_figure_paints_in_the_order_of_the_layers() -> None:
    found = names(figure(heaped(), 0))
    assert [kind for kind, _ in groupby(kind for kind in found if kind != "below")] == [
        kind for kind, _ in groupby(kind for kind in ORDER if kind != "below")
    ]


def test_a_film_pastes_in_the_same_order() -> None:
    assert apart(film_of(heaped(), 0), pixels(figure(heaped(), 0)).astype(int)) < 1e-3


@pytest.mark.parametrize("pair", list(pairwise(LAYERS)), ids="-".join)
def test_the_heap_shows_what_lies_over_what(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str]
) -> None:
    """With two layers in the other order it looks otherwise, so that the film's order is seen."""
    usual = pixels(figure(heaped(), 0)).astype(int)
    one, other = (figures.DEPTHS[layer] for layer in pair)
    monkeypatch.setitem(figures.DEPTHS, pair[0], other)
    monkeypatch.setitem(figures.DEPTHS, pair[1], one)
    assert (np.abs(pixels(figure(heaped(), 0)).astype(int) - usual).max(axis=2) > 20).sum() > 3


@each_maker
@pytest.mark.parametrize("name", ["light", "dark-contrast"])
def test_a_film_shows_what_the_figure_shows(make: Callable[[], Scene], name: str) -> None:
    scene = make()
    film = Film(scene, theme=name)
    for step in range(len(scene)):
        painted = film.palette.colours[film.frame(step)].astype(int)
        drawn = pixels(figure(scene, step, theme=name)).astype(int)
        assert np.abs(painted - drawn).max(axis=2).mean() < 1.5
        assert apart(painted, drawn) < 1e-3


def test_frames_of_panels_that_move_do_not_depend_on_those_before() -> None:
    scene = flown()
    film = Film(scene)
    there = [film.frame(number) for number in (0, 2, 1, 3)]
    assert np.array_equal(there, [Film(scene).frame(number) for number in (0, 2, 1, 3)])


@pytest.mark.parametrize("name", ["light", "dark"])
def test_groups_have_their_colours(name: str) -> None:
    shown = figure(grouped(), 0, theme=name)
    colours = theme(name).colours
    found = {str(artist.get_gid()): artist for artist in shown.axes[0].get_children()}
    for panel in range(6):
        own = colours[f"group-{panel % 4}"]
        assert to_hex(found[f"stripe-{panel}-0"].get_facecolor()) == own  # type: ignore[attr-defined]
    titles = [text for text in shown.axes[0].texts if str(text.get_gid()).startswith("title-")]
    wanted = {"Channel 1": "group-1", "Channel 4": "group-0", "Map 2": "group-2"}
    seen = {text.get_text(): to_hex(text.get_color()) for text in titles}
    assert {key: seen[key] for key in wanted} == {k: colours[v] for k, v in wanted.items()}
    film = Film(grouped(), theme=name)
    flat = {tuple(each) for each in film.palette.colours[film.frame(0)].reshape(-1, 3).tolist()}
    assert {tuple(rgb(colours[f"group-{at}"])) for at in range(4)} <= flat
    assert len(flat) <= 255


def words(scene: Scene, sheet: Sheet, step: int) -> list[Writing]:
    """The texts of a moment outside of cells and equations."""
    moment = view(scene, step, layout=sheet.layout)
    carried = [
        text
        for number, disc in enumerate(moment.spread.discs)
        for text in on_disc(number, disc, sheet)
    ]
    return [
        *(*around(moment, sheet), *labels(moment, sheet)),
        *(*shares(moment.spread, sheet), *carried),
    ]


@pytest.mark.parametrize("width", [640, 800, 1600])
@each_maker
def test_texts_stay_apart_and_on_the_sheet(make: Callable[[], Scene], width: int) -> None:
    scene = make()
    sheet = Sheet(scene, "wide", width)
    for step in range(len(scene)):
        texts = [box(writing) for writing in words(scene, sheet, step)]
        for at, (left, top, right, bottom) in enumerate(texts):
            assert 0 <= left <= right <= width
            assert 0 <= top <= bottom <= sheet.height
            for other in texts[at + 1 :]:
                across = other[0] < right and left < other[2]
                assert not (across and other[1] < bottom and top < other[3])


@pytest.mark.parametrize("make", [pointed, bracketed, grouped, flown], ids=lambda m: m.__name__)
@pytest.mark.parametrize(("layout", "width"), [("wide", 800), ("tall", 640), ("wide", 1600)])
def test_titles_stand_clear(make: Callable[[], Scene], layout: str, width: int) -> None:
    check_titles(make(), layout, width)


@pytest.mark.parametrize("make", [bracketed, grouped, flown], ids=lambda m: m.__name__)
@pytest.mark.parametrize("width", [500, 800, 1600])
def test_no_stripe_and_no_bracket_touches_a_title(make: Callable[[], Scene], width: int) -> None:
    scene = make()
    sheet = Sheet(scene, "wide", width)
    moment = view(scene, 0)
    titles = [box(writing) for writing in around(moment, sheet) if "symbol" not in writing.name]
    blocks = [*moment.brackets, *(block for blocks in moment.stripes for block in blocks)]
    for block in blocks:
        x, y, across, down = sheet.box(block.x, block.y, block.width, block.height)
        for left, top, right, bottom in titles:
            assert not (x < right and left < x + across and y < bottom and top < y + down)


def test_numbers_step_out_of_the_way_of_points() -> None:
    scene = pointed()
    sheet = Sheet(scene, "wide", 800)
    moment = view(scene, 0)
    discs = [
        (sheet.x(disc.x), sheet.y(disc.y), disc.radius * sheet.cell) for disc in moment.spread.discs
    ]
    for cell in moment.cells:
        for text in in_cell(cell, sheet):
            left, top, right, bottom = box(text)
            for x, y, radius in discs:
                nearest = np.clip(x, left, right) - x, np.clip(y, top, bottom) - y
                assert np.hypot(*nearest) > radius


def test_what_a_point_carries_stays_on_its_disc() -> None:
    scene = pointed()
    sheet = Sheet(scene, "wide", 800)
    for number, disc in enumerate(view(scene, 0).spread.discs):
        for text in on_disc(number, disc, sheet):
            left, top, right, bottom = box(text)
            x, y, radius = sheet.x(disc.x), sheet.y(disc.y), disc.radius * sheet.cell
            assert x - radius < left < right < x + radius
            assert y - radius < top < bottom < y + radius


def test_small_cells_have_points_without_numbers() -> None:
    scene = pointed()
    sheet = Sheet(scene, "wide", 300)
    assert sheet.cell < sheet.geometry["pointsFrom"]
    kinds = {writing.name.split("-")[0] for writing in words(scene, sheet, 0)}
    assert kinds == {"title", "note", "symbol"}


def test_cells_that_turn_lie_over_each_other_in_the_film_as_in_the_figure() -> None:
    """Half way round, neighbours lie over each other: one after the other, each with its number."""
    scene = lesson("convolution-vs-correlation").build(preset="turn")
    drawn = pixels(figure(scene, 2)).astype(int)
    assert apart(film_of(scene, 2), drawn) < 1e-3


@pytest.mark.parametrize("width", [240, 300])
def test_a_ring_that_its_line_fills_is_a_dot(width: int) -> None:
    """In cells so small that nothing is left of its middle."""
    scene = lesson("deformable").build()
    film = Film(scene, width=width)
    painted = film.palette.colours[film.frame(0)]
    rings = [disc for disc in film.moment(0).spread.discs if disc.hollow]
    assert rings
    ground = theme("light").colours["ground"]
    for ring in rings:
        x, y = film.sheet.points(np.array([ring.x, ring.y]))[0].tolist()
        near = painted[round(y) - 1 : round(y) + 1, round(x) - 1 : round(x) + 1].reshape(-1, 3)
        assert any("#{:02x}{:02x}{:02x}".format(*pixel) != ground for pixel in near.tolist())
