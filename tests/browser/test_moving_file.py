"""An animated SVG shows, at each step's time, what the film shows; and moves on the way there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

import convlib
from convlib.export.save import encoded
from convlib.ops import Array
from convlib.picture.scene import Scene
from convlib.render.film import Film
from tests.browser.conftest import watched
from tests.browser.test_drawn_file import SAME, TILE
from tests.browser.test_whole import tiles

SECONDS = 0.7  # a step, as usual
MOVED = 0.5  # when all has come where it belongs
STILL = """(svg, seconds) => {
  svg.pauseAnimations();
  svg.setCurrentTime(seconds);
  return document.fonts.ready.then(() => null);
}"""
SEEN = """svg => [...svg.querySelectorAll("text")]
  .filter((text) => getComputedStyle(text).visibility === "visible")
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => text.textContent)"""
WINDOW = """svg => [...svg.querySelectorAll("use")]
  .filter((use) => use.getBoundingClientRect().width)
  .filter((use) => getComputedStyle(use).stroke === "rgb(147, 66, 8)")
  .map((use) => use.x.animVal.value)"""


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """A page for files of this module."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    problems = watched(page)
    yield page
    page.close()
    assert problems == []


def shown(page: Page, file: bytes) -> Any:
    page.set_content("<body style='margin: 0'>" + file.decode().partition("?>")[2])
    return page.locator("svg")


def pixels(shot: bytes) -> Array:
    with Image.open(io.BytesIO(shot)) as image:
        return np.asarray(image.convert("RGB"))


STATES: list[tuple[str, str, dict[str, Any]]] = [
    ("single-channel", "classic", {}),
    ("deformable", "deformable", {"theme": "dark", "steps": (3, 5)}),
    ("convolution-vs-correlation", "turn", {"by": "term", "steps": (1, 2)}),
    ("shuffled-grouped", "shuffle", {"theme": "light-contrast", "steps": (9, 14)}),
]


@pytest.mark.parametrize(("slug", "preset", "options"), STATES)
def test_each_step_looks_as_the_film(
    sheet: Page, slug: str, preset: str, options: dict[str, Any]
) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    svg = shown(sheet, encoded(scene, "animated-svg", **options))
    film, frames = filmed(scene, **options)
    for at, frame in enumerate(frames):
        svg.evaluate(STILL, at * SECONDS + MOVED)
        seen, painted = pixels(svg.screenshot()), film.palette.colours[film.frame(frame)]
        away = np.abs(tiles(seen, TILE) - tiles(painted, TILE)).max(axis=2)
        assert away.max() <= SAME, f"frame {at}: {np.argwhere(away > SAME)[:5].tolist()}"


def filmed(scene: Scene, **options: Any) -> tuple[Film, list[int]]:
    """A film, and which of its frames are shown."""
    first, last = options.pop("steps", (1, len(scene)))
    film = Film(scene, **options)
    ends = [0, len(scene)] if options.get("by") != "term" else None
    starts = range(len(scene) + 1) if ends else scene.beats.tolist()
    return film, list(range(starts[first - 1], starts[last]))
