"""An animated SVG: each thing once, and when it is there and how it looks, by the times it says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from bisect import bisect_right
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from convlib import ConvError
from convlib.export.painted import MAX_FRAMES
from convlib.export.save import encoded, save
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.film import Film
from convlib.render.writing import below
from tests.render.drawn import STATES, build

SVG = "{http://www.w3.org/2000/svg}"


def root_of(scene: Scene, **options: Any) -> ET.Element:
    return ET.fromstring(encoded(scene, "animated-svg", **options))


def texts_at(element: ET.Element, seconds: float, seen: bool = True) -> list[str]:
    """What is written at a time: worked out from the keys, as a browser does."""
    for animate in element.findall(f"{SVG}animate"):
        if animate.get("attributeName") == "visibility":
            seen = value_at(animate, seconds) == "visible"
    if element.tag == f"{SVG}text":
        return ["".join(element.itertext())] if seen else []
    inner = (each for each in element if each.get("class") != "jumps")
    return [text for each in inner for text in texts_at(each, seconds, seen)]


def value_at(animate: ET.Element, seconds: float) -> str:
    assert animate.get("calcMode") == "discrete"
    keys, values, length = keyed(animate)
    return values[bisect_right(keys, seconds / length) - 1]


def keyed(animate: ET.Element) -> tuple[list[float], list[str], float]:
    keys = [float(key) for key in animate.get("keyTimes", "").split(";")]
    values = animate.get("values", "").split(";")
    return keys, values, float(animate.get("dur", "").removesuffix("s"))


def wanted(film: Film, step: int, term: int | None = None) -> set[str]:
    """Every text of a moment as the view has it."""
    moment, sheet = view(film.scene, step, term), film.sheet
    found = {each for cell in moment.cells for each in (cell.text, cell.aside)}
    found |= {each for title in moment.titles for each in (title.text, title.note)}
    found |= {sign for sign, _, _ in moment.symbols}
    for name in ("token", "below"):
        found.add("".join(w.text for w in below(moment, sheet) if w.name.startswith(name)))
    return found - {""}


@pytest.mark.parametrize("state", ["classic", "strided"])
def test_at_each_step_all_its_texts_are_seen_and_no_others(state: str) -> None:
    scene = build(STATES[state])
    root, film = root_of(scene), Film(scene)
    for step in range(len(scene)):
        seen = texts_at(root, step * 0.7 + 0.35)
        assert set(seen) == wanted(film, step), step


def test_term_by_term_each_term_has_its_time() -> None:
    scene = build({})
    root, film = root_of(scene, by="term", steps="2-3", seconds=0.1), Film(scene)
    for number in range(0, 18, 2):
        step, term = divmod(number, 9)
        seen = texts_at(root, number * 0.1 + 0.05)
        assert set(seen) == wanted(film, step + 1, term)


@pytest.mark.parametrize("options", [{}, {"by": "term", "steps": "2"}])
def test_every_animation_is_as_the_standard_has_it(options: dict[str, Any]) -> None:
    """Keys from 0, never back; as many values; to 1 and with splines where it glides."""
    animates = list(root_of(build({}), **options).iter(f"{SVG}animate"))
    assert len({each.get("dur") for each in animates}) == 1
    for animate in animates:
        keys, values, _ = keyed(animate)
        assert keys[0] == 0
        assert len(keys) == len(values)
        assert all(one <= other for one, other in pairwise(keys))
        assert animate.get("repeatCount") == "indefinite"
        if animate.get("calcMode") == "spline":
            assert keys[-1] == 1
            assert len(str(animate.get("keySplines")).split(";")) == len(keys) - 1
        else:
            assert keys[-1] < 1
            assert all(one != other for one, other in pairwise(values))


def test_it_lasts_as_long_as_it_is_told_and_stops_if_it_is_told() -> None:
    scene = build({})
    first = next(root_of(scene, seconds=0.5, hold=2, steps="1-4").iter(f"{SVG}animate"))
    assert keyed(first)[2] == 3.5
    once = next(root_of(scene, loop=False, steps="1-3").iter(f"{SVG}animate"))
    assert (once.get("fill"), once.get("repeatCount")) == ("freeze", None)
    assert keyed(once)[2] == pytest.approx(2 * 0.7 + 2.1)


def test_each_cell_is_drawn_once() -> None:
    """25 cells and 9 weights and 9 results; tiles are the shape that 43 things have in common."""
    shapes = [each.get("href") for each in root_of(build({})).iter(f"{SVG}use")]
    assert max(map(shapes.count, shapes)) == 25 + 9 + 9


def test_it_says_what_it_is() -> None:
    root = root_of(build({}), steps="1-3")
    assert root.findtext(f"{SVG}title") == "Convolution, one channel"
    assert root.findtext(f"{SVG}desc") == ("An animation of 3 steps. Step 3 of 9: y[0, 2] is 17")
    assert not list(root.iter(f"{SVG}script"))
    said = root_of(build({}), by="term", steps="2-3", covered=True).findtext(f"{SVG}desc")
    assert said == "An animation of 2 steps. Step 3 of 9: what is y[0, 2]?"


def test_progress_is_told_after_every_frame() -> None:
    told: list[tuple[int, int]] = []
    encoded(build({}), "animated-svg", progress=lambda *how: told.append(how))
    assert told == [(done, 9) for done in range(1, 10)]


def test_its_name_has_two_endings(tmp_path: Path) -> None:
    scene = build({})
    for name, form in (("a.Animated.SVG", "animated-svg"), ("animated.svg", "svg")):
        save(tmp_path / name, scene)
        assert (tmp_path / name).read_bytes() == encoded(scene, form)


def test_what_cannot_be_is_refused() -> None:
    scene = build({"size": 16})
    assert len(scene.src) == 1764 > MAX_FRAMES
    with pytest.raises(ConvError, match="1764 frames"):
        encoded(scene, "animated-svg", by="term")
    with pytest.raises(ConvError, match="steps is 10, but this scene has 9 steps"):
        encoded(build({}), "animated-svg", steps="10")
