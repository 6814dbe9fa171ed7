"""Below the equation: the heat-map's legend, and the result, as the page has them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import convlib
from convlib import view
from convlib.export.outcome import outcome_of
from convlib.picture.scene import Scene
from convlib.render.film import Film
from convlib.render.fitting import sheet_of
from convlib.render.options import Options
from convlib.render.sheet import Sheet
from convlib.render.told import bars, told
from convlib.render.writing import below

SCENE = convlib.lesson("single-channel").build()


def sheet(scene: Scene = SCENE, **options: Any) -> Sheet:
    return sheet_of(scene, Options(**options), outcome_of(scene))


def words(scene: Scene = SCENE, step: int = 4, **options: Any) -> list[str]:
    """What is written there, from left to right."""
    laid = sheet(scene, **options)
    moment = view(laid.scene, step, layout=laid.layout, look=laid.options.look)
    return [each.text for each in told(moment, laid)]


@pytest.mark.parametrize("show", ["both", "heat"])
def test_a_heat_map_says_what_its_colours_mean(show: str) -> None:
    """The classic's largest output is 19, its largest weight 2."""
    assert np.abs(SCENE.output).max() == 19
    assert words(show=show) == ["Values", "−19", "19", "Weights", "−2", "2"]
    assert words() == []


@pytest.mark.parametrize("theme", ["light", "dark-contrast"])
def test_the_scale_has_the_colours_of_the_cells_in_order(theme: str) -> None:
    film = Film(SCENE, show="heat", theme=theme, width=640)
    moment, frame = film.moment(4), film.palette.colours[film.frame(4)]
    found = [bar for bar in bars(moment, film.sheet) if bar.colour.startswith("activations")]
    assert [bar.colour for bar in found] == [f"activations-{at}" for at in range(17)]
    for bar in found:
        x, y, width, height = bar.box
        colour = film.theme.colours[bar.colour]
        assert bytes(frame[y + height // 2, x + width // 2].tolist()).hex() == colour[1:]
    assert all(a.box[0] + a.box[2] == b.box[0] for a, b in pairwise(found))


def test_a_kernel_that_is_not_there_has_no_scale() -> None:
    assert words(show="heat", kernel=False) == ["Values", "−19", "19"]


def test_the_result_is_the_pages() -> None:
    """5 cells, 3 in a window: 5 + 0 − 3 over 1, and 1, are 3; 9 times 9 products."""
    said = words(result=True)
    assert "".join(said).replace(" ", "").startswith("o=⌊(5+2·0−3)/1⌋")
    assert said[-4:] == ["81", "products", "9", "parameters"]
    assert {"2 steps", "first", "places", "3"} <= set(said)


def test_the_result_counts_as_the_pegs_do_and_nothing_moves() -> None:
    """Three places along a row; the first of them is no step."""
    scene = convlib.lesson("arithmetic").build(size=5, kernel=3)
    laid = sheet(scene, result=True)
    shown = [list(told(view(laid.scene, step), laid)) for step in (0, 1, 2, 3)]
    steps = ["0 of 2 steps", "1 of 2 steps", "2 of 2 steps", "2 of 2 steps"]
    places = ["1 of 3 places", "2 of 3 places", "3 of 3 places", "3 of 3 places"]
    for texts, step, place in zip(shown, steps, places, strict=True):
        assert {step, place} <= {each.text for each in texts}
    standing = [[(w.text, w.x, w.y) for w in texts if " of " not in w.text] for texts in shown]
    assert all(each == standing[0] for each in standing)
    covered = view(laid.scene, 2, look=Options(covered=True).look)
    assert "1 of 2 steps" in {each.text for each in told(covered, laid)}


def test_a_result_that_is_to_be_predicted_is_covered_at_first() -> None:
    first, then = (words(step=step, result=True, covered=True) for step in (0, 1))
    assert "?" in first
    assert "81" not in first
    assert not any("steps" in each for each in first)
    assert "81" in then
    assert "?" not in then


def test_a_scene_that_says_not_whose_it_is_has_no_result() -> None:
    bare = convlib.lesson("single-channel").stage(convlib.lesson("single-channel").values())
    assert outcome_of(bare) is None
    assert words(bare, result=True) == []


def test_it_stands_below_the_equation_and_above_the_margin() -> None:
    laid = sheet(result=True, show="both", width=480)
    moment = view(SCENE, 4, look=laid.options.look)
    lowest = max(each.y for each in below(moment, laid))
    placed = list(told(moment, laid))
    assert min(each.y - each.size for each in placed) > lowest
    assert max(each.y for each in placed) <= laid.height - laid.margin
    assert all(0 <= each.start <= 480 - each.width for each in placed)
    for row in {each.y for each in placed if each.size == laid.foot}:
        own = [each for each in placed if each.y == row]
        left, right = own[0].start, own[-1].start + own[-1].width
        assert left == pytest.approx(480 - right, abs=3), own


def test_without_the_equation_the_sheet_is_lower() -> None:
    usual, bare = sheet(), sheet(equation=False)
    assert usual.height - bare.height > 2 * usual.caption
    assert list(below(view(SCENE, 4), bare)) == []
