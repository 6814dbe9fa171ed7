"""A screenshot of the stage is, roughly, the picture in a file: nothing is covered or cut off."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import convlib
from convlib.ops import Array
from tests.browser.bench import Bench
from tests.browser.widened import MARGIN, as_large, as_shown
from tests.render.drawn import pixels

PARTS = 2  # tiles along a cell
# Of 255: what is smoothed otherwise, or written a little smaller, makes so much of a tile.
SAME = 36
STATES = [
    ("arithmetic", "padding_strides_odd", "light", 4),
    ("deformable", "deformable", "dark", 4),
    ("grouped", "grouped-matrix", "light", 3),
    ("transposed", "checkerboard", "dark", 9),
    ("convolution-vs-correlation", "turn", "light", 2),
    ("shuffled-grouped", "shuffle", "light", 12),
]


def tiles(picture: Array, cell: int) -> Array:
    """The mean colour of each of the tiles that cells are cut into."""
    rows, columns = (round(side / cell * PARTS) for side in picture.shape[:2])
    edges = [
        np.linspace(0, side, count + 1).round().astype(int)
        for side, count in zip(picture.shape[:2], (rows, columns), strict=True)
    ]
    sums = np.add.reduceat(
        np.add.reduceat(picture.astype(float), edges[0][:-1], 0), edges[1][:-1], 1
    )
    found: Array = sums / np.diff(edges[0])[:, None, None] / np.diff(edges[1])[None, :, None]
    return found


@pytest.mark.parametrize(("slug", "preset", "theme", "step"), STATES)
def test_a_page_shows_what_a_file_shows(
    bench: Bench, slug: str, preset: str, theme: str, step: int
) -> None:
    scene = convlib.lesson(slug).build(preset=preset)
    stage = bench.show(scene, position=step, theme=theme)
    svg = stage.locator(".picture svg")
    layout, cell = svg.evaluate("svg => [svg.dataset.layout, Number(svg.dataset.cell)]")
    shown = as_shown(scene, layout, cell, stage.evaluate("root => root.clientWidth"))
    painted = as_large(shown, layout, cell, step=step, theme=theme)
    plan, sheet = shown.layouts[layout], painted.sheet
    wide, high = int(plan.width * cell), int(plan.height * cell)
    with Image.open(io.BytesIO(svg.screenshot())) as image:
        seen = np.asarray(image.convert("RGB"))[MARGIN : MARGIN + high, MARGIN : MARGIN + wide]
    drawn = pixels(painted)[sheet.top : sheet.top + high, sheet.left : sheet.left + wide]
    away = np.abs(tiles(seen, cell) - tiles(drawn, cell)).max(axis=2)
    row, column = (int(at) / PARTS for at in np.unravel_index(away.argmax(), away.shape))
    assert away.max() <= SAME, f"{away.max():.0f} apart, {column} cells from the left, {row} down"
