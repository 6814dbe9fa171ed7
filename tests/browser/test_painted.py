"""What the browser paints at a step is what matplotlib paints: texts, colours, places."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from playwright.sync_api import Locator, Page

import convlib
from convlib.picture.look import Look
from convlib.picture.scene import Scene
from convlib.render.figure import SceneFigure
from tests import marked
from tests.browser.bench import Bench
from tests.browser.stage import open_stage
from tests.browser.widened import as_large, as_shown
from tests.chosen import chosen
from tests.staging import rules
from tests.staging.test_steps import MAKERS

LOOKS = [Look(), Look("both"), Look("heat"), Look(hues=True), Look("both", hues=True)]

READ = """root => {
  const svg = root.querySelector('.picture svg'), size = Number(svg.dataset.cell);
  const colour = (element, kind) => getComputedStyle(element)[kind].match(/[0-9.]+/g).map(Number);
  const placeOf = (drawn) => svg.getScreenCTM().inverse().multiply(drawn.getScreenCTM());
  const cells = [...svg.querySelectorAll('.cell')].map(cell => {
    const { e, f } = placeOf(cell);
    const number = cell.querySelector('.number'), aside = cell.querySelector('.aside');
    return { cell: Number(cell.dataset.cell),
      middle: [(e + size / 2) / size, (f + size / 2) / size],
      fill: colour(cell.querySelector('.tile'), 'fill'),
      text: number.textContent, ink: colour(number, 'fill'),
      at: [(e + Number(number.getAttribute('x'))) / size,
           (f + Number(number.getAttribute('y'))) / size],
      aside: aside.textContent, asideInk: colour(aside, 'fill') };
  });
  const boxes = (name) => [...svg.querySelectorAll(name)].map(box => {
    const [x, y, ...sides] = ['x', 'y', 'width', 'height'].map(side => box[side].baseVal.value);
    const { e, f } = placeOf(box), stroke = colour(box, 'stroke');
    return { box: [e + x, f + y, ...sides].map(side => side / size), stroke };
  });
  const tokens = [...root.querySelectorAll('.caption:not(.measure) .group > span')].map(token =>
    ({ text: token.textContent.trim(), ink: colour(token, 'color') }));
  const sums = [...root.querySelectorAll('.caption:not(.measure) small')].map(s => s.textContent);
  const [windows, rings] = ['.windows rect', '.rings rect'].map(boxes);
  const room = root.clientWidth, { layout } = svg.dataset;
  return JSON.stringify({ size, room, layout, cells, windows, rings, tokens, sums }); // quicker
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
        self.tiles = {
            cell.cell: (name, at)
            for name, cells in painted.cells.items()
            for at, cell in enumerate(cells)
        }

    def across(self, pixels: float) -> float:
        """A place from the left in cells."""
        return (pixels - self.sheet.x(0)) / self.sheet.cell

    def down(self, pixels: float) -> float:
        """A place from the top in cells."""
        return (pixels - self.sheet.y(0)) / self.sheet.cell

    def tile(self, number: int) -> tuple[list[float], list[int]]:
        """The middle of a cell and its colour."""
        name, at = self.tiles[number]
        cells: Any = self.artists[name]
        x, y = cells.get_paths()[at].vertices.T
        middle = [self.across((x.min() + x.max()) / 2), self.down((y.min() + y.max()) / 2)]
        return middle, in_bytes(cells.get_facecolors()[at])

    def boxes(self, kind: str) -> Iterator[tuple[float, ...]]:
        """The windows or the rings: each one's place, its size and its colour."""
        for name, artist in self.artists.items():
            if name and name.startswith(f"{kind}-"):
                outline: Any = artist
                (left, top), (right, bottom) = (
                    end(outline.get_xy(), axis=0) for end in (np.min, np.max)
                )
                x, y = self.across(left), self.down(top)
                yield (
                    x,
                    y,
                    self.across(right) - x,
                    self.down(bottom) - y,
                    *in_bytes(outline.get_edgecolor()),
                )

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


def close(seen: Sequence[float], expected: Sequence[float], within: float = 0.06) -> bool:
    """Whether two places are the same but for the rounding to whole pixels."""
    return all(abs(a - b) <= within for a, b in zip(seen, expected, strict=True))


STATES: list[tuple[str, dict[str, Any]]] = [
    ("arithmetic", {"stride": 2, "padding": 1}),
    ("arithmetic", {"seed": 3, "padding": 1}),
    ("arithmetic", {"seed": 3, "size": "6x5", "kernel": "2x3"}),
    ("transposed", {"size": 3, "stride": 2, "padding": 1}),  # stamps on a border that is cut off
]


@pytest.mark.parametrize(("slug", "state"), STATES, ids=str)
def test_browser_and_matplotlib_paint_the_same_in_every_look(
    bench: Bench, slug: str, state: dict[str, Any]
) -> None:
    scene = convlib.lesson(slug).build(**state)
    for look in LOOKS:
        check_painted(bench, scene, 3, None, look)
        check_painted(bench, scene, 1, 4, look)


def check_moments(bench: Bench, scene: Scene) -> None:
    """The first step, the middle of one between, and the last one, each seen in another way."""
    steps = len(scene)
    for at, step in enumerate(sorted({0, steps // 2, steps - 1})):
        rows = scene.terms(step)
        term = (rows.stop - rows.start) // 2 if rows.stop > rows.start and at == 1 else None
        check_painted(bench, scene, step, term, LOOKS[at % len(LOOKS)])


@pytest.mark.parametrize(("slug", "preset"), chosen())
def test_browser_and_matplotlib_paint_every_feature_the_same(
    bench: Bench, slug: str, preset: str
) -> None:
    check_moments(bench, convlib.lesson(slug).build(preset=preset))


@pytest.mark.parametrize(
    "make", [*MAKERS, *rules.MAKERS, *marked.MAKERS], ids=lambda make: make.__name__
)
def test_browser_and_matplotlib_paint_what_no_lesson_shows_yet_the_same(
    bench: Bench, make: Callable[[], Scene]
) -> None:
    check_moments(bench, make())


def check_painted(bench: Bench, scene: Scene, step: int, term: int | None, look: Look) -> None:
    """The player by itself paints a moment as matplotlib does."""
    by, position = ("value", step) if term is None else ("term", int(scene.beats[step]) + term)
    stage = bench.show(scene, by=by, position=position, show=look.show, hues=look.hues)
    check_stage(stage, scene, step=step, term=term, show=look.show, hues=look.hues)


@pytest.mark.context(color_scheme="light")
def test_a_page_paints_it_so_too(page: Page, app_url: str) -> None:
    stage = open_stage(page, f"{app_url}/single-channel?by=term&step=14&hues=1&show=both")
    scene = convlib.lesson("single-channel").build()
    check_stage(stage, scene, step=1, term=4, show="both", hues=True)


@pytest.mark.parametrize(
    ("slug", "preset"),
    [
        ("arithmetic", "padding_strides_odd"),
        ("transposed", "2x2-to-5x5"),
        ("multi-channel", "multi-channel-two"),
        ("inception", "inception-turns"),
    ],
)
def test_a_file_covers_what_is_to_be_predicted(bench: Bench, slug: str, preset: str) -> None:
    """At first the size too, and then the result of each step that comes."""
    scene = convlib.lesson(slug).build(preset=preset)
    stage = bench.show(scene, predict=True)
    check_stage(stage, scene, step=0, covered=True)
    stage = bench.show(scene, predict=True, position=1)
    bench.page.keyboard.press("Enter")  # the size is known by then
    check_stage(stage, scene, step=1, covered=True)


def check_stage(stage: Locator, scene: Scene, **moment: Any) -> None:
    """What stands on a stage is what matplotlib paints of a moment."""
    seen = json.loads(stage.evaluate(READ))
    shown = as_shown(scene, seen["layout"], seen["size"], seen["room"])
    painted = Painted(as_large(shown, seen["layout"], seen["size"], **moment))
    assert {cell["cell"] for cell in seen["cells"]} == painted.tiles.keys()
    for cell in seen["cells"]:
        number = cell["cell"]
        middle, fill = painted.tile(number)
        assert close(cell["middle"], middle)
        assert cell["fill"] == fill
        assert compare(painted.text(f"text-{number}"), cell["text"], cell["ink"], cell["at"])
        assert compare(painted.text(f"aside-{number}"), cell["aside"], cell["asideInk"])
    for kind in ("window", "ring"):
        boxes = sorted((*box["box"], *box["stroke"]) for box in seen[f"{kind}s"])
        for box, outline in zip(boxes, sorted(painted.boxes(kind)), strict=True):
            assert close(box[:4], outline[:4], within=0.12)  # half a line more on each side
            assert box[4:] == outline[4:]
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
