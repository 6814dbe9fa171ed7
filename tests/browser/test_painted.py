"""What the browser paints at a step is what matplotlib paints: texts, colours, places."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from matplotlib.colors import to_rgb
from playwright.sync_api import Page

import convlib
from convlib.picture.look import Look
from convlib.render.figure import SceneFigure, figure
from tests.browser.stage import open_stage

READ = """root => {
  const svg = root.querySelector('.picture svg'), size = Number(svg.dataset.cell);
  const colour = (element, kind) => getComputedStyle(element)[kind].match(/[0-9.]+/g).map(Number);
  const cells = [...svg.querySelectorAll('.cell')].map(cell => {
    const { e, f } = new DOMMatrix(getComputedStyle(cell).transform);
    const number = cell.querySelector('.number'), aside = cell.querySelector('.aside');
    return { middle: [(e + size / 2) / size, (f + size / 2) / size],
      fill: colour(cell.querySelector('.tile'), 'fill'),
      text: number.textContent, ink: colour(number, 'fill'),
      at: [(e + Number(number.getAttribute('x'))) / size,
           (f + Number(number.getAttribute('y'))) / size],
      aside: aside.textContent, asideInk: colour(aside, 'fill') };
  });
  const boxes = (name) => [...svg.querySelectorAll(name)].map(box =>
    ({ box: ['x', 'y', 'width', 'height'].map(side => Number(box.getAttribute(side)) / size),
       stroke: colour(box, 'stroke') }));
  const tokens = [...root.querySelectorAll('.caption:not(.measure) span span')].map(token =>
    ({ text: token.textContent.trim(), ink: colour(token, 'color') }));
  const sums = [...root.querySelectorAll('.caption:not(.measure) small')].map(s => s.textContent);
  return { cells, windows: boxes('.windows rect'), rings: boxes('.rings rect'), tokens, sums };
}"""


def in_bytes(colour: Any) -> list[int]:
    """A matplotlib colour as the browser gives it."""
    return [round(part * 255) for part in to_rgb(colour)]


class Painted:
    """What a figure shows, read back from its artists, in cells from the picture's corner."""

    def __init__(self, painted: SceneFigure) -> None:
        self.sheet = painted.sheet
        (axes,) = painted.axes
        self.artists = {artist.get_gid(): artist for artist in axes.get_children()}

    def across(self, pixels: float) -> float:
        """A place from the left in cells."""
        return (pixels - self.sheet.x(0)) / self.sheet.cell

    def down(self, pixels: float) -> float:
        """A place from the top in cells."""
        return (pixels - self.sheet.y(0)) / self.sheet.cell

    def tile(self, number: int) -> tuple[list[float], list[int]]:
        """The middle of a cell and its colour."""
        cells: Any = self.artists["cells"]
        x, y = cells.get_paths()[number].vertices.T
        middle = [self.across((x.min() + x.max()) / 2), self.down((y.min() + y.max()) / 2)]
        return middle, in_bytes(cells.get_facecolors()[number])

    def text(self, name: str) -> tuple[str, list[int], list[float]] | None:
        """A text, its colour and its anchor; None where there is none."""
        artist: Any = self.artists.get(name)
        if artist is None:
            return None
        x, y = artist.get_position()
        return artist.get_text(), in_bytes(artist.get_color()), [self.across(x), self.down(y)]

    def tokens(self, name: str) -> list[tuple[str, list[int]]]:
        """The texts of the equation or its running sums, in order, with their colours."""
        named: list[Any] = [self.artists[gid] for gid in self.artists if gid and name in gid]
        return [(each.get_text().strip(), in_bytes(each.get_color())) for each in named]


def close(seen: list[float], expected: list[float], within: float = 0.06) -> bool:
    """Whether two places are the same but for the rounding to whole pixels."""
    return all(abs(a - b) <= within for a, b in zip(seen, expected, strict=True))


@pytest.mark.context(color_scheme="light")
@pytest.mark.parametrize(
    ("query", "state", "step", "term"),
    [
        ("step=5", {}, 4, None),
        ("stride=2&padding=1&step=2", {"stride": 2, "padding": 1}, 1, None),
        ("by=term&step=14", {}, 1, 4),
        ("preset=padding_strides_odd&step=9", {"preset": "padding_strides_odd"}, 8, None),
        (
            "preset=no_padding_strides_transposed&step=2",
            {"preset": "no_padding_strides_transposed"},
            1,
            None,
        ),
        ("step=5&show=both", {}, 4, None),
        ("step=9&show=heat&seed=3&padding=1", {"seed": 3, "padding": 1}, 8, None),
        ("step=5&hues=1&padding=1", {"padding": 1}, 4, None),
        ("by=term&step=14&hues=1&show=both", {}, 1, 4),
        ("seed=3&size=6x5&kernel=2x3&step=4", {"seed": 3, "size": "6x5", "kernel": "2x3"}, 3, None),
    ],
)
def test_browser_and_matplotlib_paint_the_same(
    page: Page, app_url: str, query: str, state: dict[str, Any], step: int, term: int | None
) -> None:
    stage = open_stage(page, f"{app_url}/arithmetic?{query}")
    seen = stage.evaluate(READ)
    scene = convlib.lesson("arithmetic").build(**state)
    shown = dict(parse_qsl(query))
    look = Look(shown.get("show", "numbers"), "hues" in shown)
    painted = Painted(figure(scene, step, term, look=look))
    for number, cell in enumerate(seen["cells"]):
        middle, fill = painted.tile(number)
        assert close(cell["middle"], middle)
        assert cell["fill"] == fill
        assert compare(painted.text(f"text-{number}"), cell["text"], cell["ink"], cell["at"])
        assert compare(painted.text(f"aside-{number}"), cell["aside"], cell["asideInk"])
    for kind in ("window", "ring"):
        for number, box in enumerate(seen[f"{kind}s"]):
            outline: Any = painted.artists[f"{kind}-{number}"]
            (left, top), (right, bottom) = (
                outline.get_xy().min(axis=0),
                outline.get_xy().max(axis=0),
            )
            corner = [painted.across(left), painted.down(top)]
            size = [painted.across(right) - corner[0], painted.down(bottom) - corner[1]]
            assert close(box["box"], [*corner, *size], within=0.1)
            assert box["stroke"] == in_bytes(outline.get_edgecolor())
    tokens = [(token["text"], token["ink"]) for token in seen["tokens"] if token["text"]]
    assert tokens == painted.tokens("token-")
    assert seen["sums"] == [text for text, _ in painted.tokens("below-")]


def compare(
    expected: tuple[str, list[int], list[float]] | None,
    text: str,
    ink: list[int],
    at: list[float] | None = None,
) -> bool:
    """Whether the browser's text is matplotlib's, in the same colour at the same place."""
    if expected is None:
        return text == ""
    return (text, ink) == expected[:2] and (at is None or close(at, expected[2]))
