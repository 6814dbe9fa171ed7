"""An animated SVG shows, at each step's time, what the film shows; and moves on the way there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

import convlib
from convlib.export.save import encoded
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.render.film import Film
from tests.browser.conftest import watched
from tests.browser.test_drawn_file import SAME, TILE, screenshot
from tests.browser.test_whole import tiles
from tests.render.drawn import build

SECONDS = 0.7  # a step, as usual
MOVED = 0.5  # when all has come where it belongs
HALFWAY = 0.05
PATIENCE = 50  # screenshots
AT = """(svg, seconds) => {
  svg.pauseAnimations();
  svg.setCurrentTime(seconds);
}"""
WINDOW = """svg => [...svg.querySelectorAll("use")]
  .filter((each) => each.getBoundingClientRect().width)
  .filter((each) => each.getAttribute("stroke") === "#9c3d00")
  .map((each) => each.x.animVal.value)"""


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Iterator[Page]:
    """A page for the files of this module."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    problems = watched(page)
    yield page
    page.close()
    assert problems == []


def laid(page: Page, file: bytes) -> Locator:
    """A file as a part of a page."""
    page.set_content("<body style='margin: 0'>" + file.decode().partition("?>")[2])
    return page.locator("svg")


STATES: list[tuple[str, str, dict[str, Any]]] = [
    ("single-channel", "classic", {"steps": (2, 6)}),
    ("deformable", "deformable", {"theme": "dark", "steps": (4, 5)}),
    ("convolution-vs-correlation", "turn", {"by": "term", "steps": (3, 3)}),
    ("shuffled-grouped", "shuffle", {"theme": "light-contrast", "steps": (10, 12)}),
]


@pytest.mark.parametrize(("slug", "preset", "options"), STATES)
def test_each_frame_looks_as_the_film(
    paper: Page, slug: str, preset: str, options: dict[str, Any]
) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    svg = laid(paper, encoded(scene, "animated-svg", **options))
    frames = list(filmed(scene, **options))
    assert frames
    for number, painted in enumerate(frames):
        svg.evaluate(AT, number * SECONDS + MOVED)
        with Image.open(io.BytesIO(svg.screenshot())) as image:
            seen = np.asarray(image.convert("RGB"))
        away = np.abs(tiles(seen, TILE) - tiles(painted, TILE)).max(axis=2)
        assert away.max() <= SAME, f"frame {number}: {np.argwhere(away > SAME)[:5].tolist()}"


def filmed(scene: Scene, **options: Any) -> Iterator[Array]:
    """The frames of some steps of a film."""
    first, last = options.pop("steps", (1, len(scene)))
    film = Film(scene, **options)
    starts = scene.beats.tolist() if options.get("by") == "term" else range(len(scene) + 1)
    for number in range(starts[first - 1], starts[last]):
        yield film.palette.colours[film.frame(number)]


def test_a_window_glides_and_comes_to_rest(paper: Page) -> None:
    """Cells are 50 pixels wide; the outline's first point is the middle of its upper edge."""
    svg = laid(paper, encoded(build({}), "animated-svg"))
    places = []
    for seconds in (0.0, SECONDS - 0.01, SECONDS + HALFWAY, SECONDS + MOVED, 2 * SECONDS - 0.01):
        svg.evaluate(AT, seconds)
        [place] = svg.evaluate(WINDOW)
        places.append(place)
    first, before, between, after, end = places
    assert (first, before, after, end) == (105, 105, 155, 155)
    assert 115 < between < 150


def test_without_motion_a_window_jumps(paper: Page) -> None:
    svg = laid(paper, encoded(build({}), "animated-svg"))
    paper.emulate_media(reduced_motion="reduce")
    try:
        svg.evaluate(AT, SECONDS - 0.01)
        assert svg.evaluate(WINDOW) == [105]
        svg.evaluate(AT, SECONDS + 0.001)
        assert svg.evaluate(WINDOW) == [155]
    finally:
        paper.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize(("loop", "step"), [(True, 1), (False, 9)])
def test_it_begins_again_or_stops_at_its_end(paper: Page, loop: bool, step: int) -> None:
    scene = build({})
    svg = laid(paper, encoded(scene, "animated-svg", loop=loop, hold=1))
    svg.evaluate(AT, 8 * SECONDS + 1 + MOVED)
    [painted] = filmed(scene, steps=(step, step))
    with Image.open(io.BytesIO(svg.screenshot())) as image:
        seen = np.asarray(image.convert("RGB"))
    assert np.abs(tiles(seen, TILE) - tiles(painted, TILE)).max() <= SAME


def test_it_plays_as_a_picture_where_no_script_runs(page: Page) -> None:
    """Its nine steps take 0.18 s, and then it stays with the last."""
    scene = build({})
    file = encoded(scene, "animated-svg", seconds=0.02, hold=0.02, loop=False)
    [painted] = filmed(scene, steps=(9, 9))
    seen = screenshot(page, file)
    for _ in range(PATIENCE):
        if np.abs(tiles(seen, TILE) - tiles(painted, TILE)).max() <= SAME:
            return
        with Image.open(io.BytesIO(page.locator("img").screenshot())) as image:
            seen = np.asarray(image.convert("RGB"))
    pytest.fail("it never comes to its last step")
