"""An SVG file looks in a browser as the PNG of the same step, in an element that runs no script."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

import convlib
from convlib.export.save import encoded
from convlib.ops import Array
from tests.browser.test_whole import tiles

TILE = 20  # pixels
SAME = 12  # of 255: so much does another way to smooth edges make of a tile
STATES = [
    ("single-channel", "classic", "light", 5),
    ("deformable", "deformable", "dark", 5),
    ("shuffled-grouped", "shuffle", "light-contrast", 12),
    ("transposed", "checkerboards", "dark-contrast", 1),
]
SHOW = """address => new Promise((shown, fail) => {
  const image = new Image();
  Object.assign(image, { onload: shown, onerror: () => fail(new Error("no picture")) });
  image.src = address;
  document.body.replaceChildren(image);
})"""


def screenshot(page: Page, file: bytes) -> Array:
    """An SVG as the browser shows it as a picture, ``(height, width, 3)``."""
    page.set_content("<body style='margin: 0'></body>")
    page.evaluate(SHOW, "data:image/svg+xml;base64," + base64.b64encode(file).decode())
    with Image.open(io.BytesIO(page.locator("img").screenshot())) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize(("slug", "preset", "theme", "step"), STATES)
def test_an_svg_looks_as_the_png(page: Page, slug: str, preset: str, theme: str, step: int) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    shown = screenshot(page, encoded(scene, "svg", theme=theme, steps=step))
    with Image.open(io.BytesIO(encoded(scene, "png", theme=theme, steps=step))) as image:
        painted = np.asarray(image.convert("RGB"))
    assert shown.shape == painted.shape
    away = np.abs(tiles(shown, TILE) - tiles(painted, TILE)).max(axis=2)
    assert away.max() <= SAME, f"{away.max():.0f} apart at {np.argwhere(away > SAME)[:5].tolist()}"
