"""With motion on: what is seen from frame to frame while pages open and all on them changes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from convlib.render.theme import theme
from tests.browser.stage import open_paused

Colour = tuple[float, ...]
Frame = dict[str, Any]
TOLERANCE = 1.5  # of 255, or of a pixel: what rounding may do

# Reads the stage after every frame, from before the page opens: each tile's colour and where it is
# going, its place if it can move, what fades, and what is as black as SVG paints by itself.
RECORD = r"""(() => {
  const roots = [], numbers = new WeakMap(), attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    roots.push(root);
    return root;
  };
  let count = 0, last = '';
  const numberOf = (element) => {
    if (!numbers.has(element)) numbers.set(element, count++);
    return numbers.get(element);
  };
  const placeOf = (cell) => [...new DOMMatrix(getComputedStyle(cell).transform).toFloat32Array()]
    .slice(12, 14);
  const tileOf = (tile) => {
    const cell = tile.parentElement, grid = tile.closest('[role=grid]');
    const title = grid.getAttribute('aria-label').replace(/, [^,]*$/, '');
    const index = cell.getAttribute('aria-label').match(/row \S+, column [^,]+/)?.[0];
    const moves = cell.matches('.moves');
    return { number: numberOf(tile), name: index ? `${title}: ${index}` : null,
      colour: getComputedStyle(tile).fill, fill: cell.dataset.fill,
      place: moves ? placeOf(cell) : [],
      goal: moves ? cell.style.transform.match(/-?[0-9.]+(?=px)/g).map(Number) : [] };
  };
  const read = (stage) => ({
    palette: stage.dataset.theme,
    ground: getComputedStyle(stage).backgroundColor,
    page: getComputedStyle(document.querySelector('.stApp')).backgroundColor,
    size: [stage.clientWidth, stage.clientHeight, stage.querySelector('svg').dataset.cell].join(),
    tiles: [...stage.querySelectorAll('.tile')].map(tileOf),
    fades: stage.getAnimations({ subtree: true })
      .filter((motion) => motion.transitionProperty === 'fill').length,
    black: [...stage.querySelectorAll('svg :is(rect, path, circle, text)')]
      .filter((mark) => getComputedStyle(mark).fill === 'rgb(0, 0, 0)').length,
  });
  window.seen = [];
  const look = () => {
    for (const root of roots) for (const stage of root.querySelectorAll('.convolution')) {
      const frame = read(stage), now = JSON.stringify(frame);
      if (frame.tiles.length && now !== last) window.seen.push(frame);
      last = now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""

# Until a frame has been seen, and nothing moves any more.
SETTLE = """async (stage) => {
  const frame = () => new Promise(requestAnimationFrame);
  const moves = () => stage.getAnimations({ subtree: true }).length
    || stage.querySelector('.picture svg').dataset.moving !== undefined;
  do { await frame(); await frame(); } while (moves());
}"""


def seen_since(stage: Locator) -> list[Frame]:
    """The frames that differ, up to the one in which all is at rest, since this was asked last."""
    stage.evaluate(SETTLE)
    frames: list[Frame] = stage.evaluate("() => window.seen.splice(0, window.seen.length - 1)")
    return [*frames, stage.evaluate("() => window.seen[0]")]


def numbers_of(colour: str) -> Colour:
    """The channels of a colour as the browser or the theme writes it."""
    if colour.startswith("#"):
        return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return tuple(float(part) for part in re.findall(r"[0-9.]+", colour))


def is_within(value: Iterable[float], ends: list[Colour]) -> bool:
    """Whether every part of a colour or a place lies in the span of some others."""
    spans = zip(value, *ends, strict=True)
    return all(min(rest) - TOLERANCE <= part <= max(rest) + TOLERANCE for part, *rest in spans)


def strays(earlier: Frame | None, now: Frame) -> list[str]:
    """What of a frame lies on no way from the frame before to where it is going.

    A tile that is new may begin with what its cell showed in the picture before; where another
    palette comes, each has its colour at once.
    """
    palette = theme(now["palette"]).colours
    alike = earlier and earlier["palette"] == now["palette"]
    colours: dict[int | str, list[Colour]] = defaultdict(list)
    places: dict[int, list[Colour]] = defaultdict(list)
    for tile in earlier["tiles"] if earlier else []:
        for key in (tile["number"], tile["name"]):
            if alike and key is not None:
                colours[key].append(numbers_of(tile["colour"]))
        places[tile["number"]].append(tile["place"])
    found = [] if now["ground"] == now["page"] else [f"{now['ground']} on {now['page']}"]
    found += [f"{now['black']} black marks"] if now["black"] else []
    for tile in now["tiles"]:
        number, name, colour = tile["number"], tile["name"], numbers_of(tile["colour"])
        ends = [numbers_of(palette[tile["fill"]]), *(colours[number] or colours[name])]
        if not is_within(colour, ends):
            found.append(f"{name} is {colour} on the way through {ends}")
        if not is_within(tile["place"], [tile["goal"], *places[number]]):
            found.append(f"{name} is at {tile['place']} on the way to {tile['goal']}")
    return found


def check(frames: list[Frame], before: Frame | None = None) -> None:
    """Every frame leads from the one before to where all is going, and the last one is there."""
    for earlier, now in pairwise([before, *frames]):
        assert now is not None
        assert strays(earlier, now) == []
    assert strays(None, frames[-1]) == []


class Visitor:
    """Somebody who changes things, and sees every frame of what comes of it."""

    def __init__(self, page: Page, url: str) -> None:
        page.add_init_script(RECORD)
        self.page = page
        self.stage = open_paused(page, url)
        opening = seen_since(self.stage)
        check(opening)
        assert most_fades(opening) == 0
        self.last = opening[-1]

    def see(self) -> list[Frame]:
        """Check the frames since the last time, and give them."""
        frames = seen_since(self.stage)
        check(frames, self.last)
        self.last = frames[-1]
        return frames

    def change(self, what: str, to: str) -> list[Frame]:
        """Change something whose answer is another picture, and see it come."""
        svg = self.stage.locator(".picture svg").element_handle()
        picture = svg.evaluate_handle("svg => svg.firstElementChild")
        if what == "cell":
            self.stage.locator(".cell").first.click()
            self.page.keyboard.type(to)
            self.page.keyboard.press("Enter")
        elif to.startswith("Arrow"):
            self.page.get_by_role("slider", name=what, exact=True).press(to)
        elif self.page.get_by_role("combobox", name=what).count():
            menu = self.page.get_by_role("combobox", name=what)
            menu.select_option(menu.locator("option", has_text=to).first.get_attribute("value"))
        else:
            self.page.get_by_role("radiogroup", name=what).get_by_role("radio", name=to).check()
        self.page.wait_for_function("picture => !picture.isConnected", arg=picture)
        if self.stage.get_attribute("data-playing") == "true":  # what is chosen plays
            self.stage.locator("[data-act=toggle]").dispatch_event("click")
        return self.see()

    def step(self) -> list[Frame]:
        """Go on by a step."""
        self.stage.locator("[data-act=forward]").dispatch_event("click")
        return self.see()

    def turn(self, scheme: Literal["light", "dark"]) -> list[Frame]:
        """Change the page's theme."""
        self.page.emulate_media(color_scheme=scheme)
        expect(self.stage).to_have_attribute("data-theme", scheme)
        return self.see()


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("single-channel?step=3", [("Stride", "ArrowRight"), ("Input size", "ArrowRight")]),
        ("multi-channel?step=4", [("Preset", "Two filters"), ("cell", "7")]),
        ("transposed?step=2", [("Preset", "Three in step"), ("Stride", "ArrowRight")]),
        ("1x1?step=3", [("Preset", "Through a bottleneck"), ("Bottleneck: in", "ArrowLeft")]),
    ],
)
@pytest.mark.context(color_scheme="light")
def test_nothing_comes_in_a_colour_or_at_a_place_that_is_not_its_own(
    page: Page, app_url: str, path: str, changes: list[tuple[str, str]]
) -> None:
    look_through(page, f"{app_url}/{path}", changes, "dark")


@pytest.mark.context(color_scheme="dark")
def test_nor_does_it_where_a_page_opens_in_dark(page: Page, app_url: str) -> None:
    changes = [("View", "Numbers"), ("Points of f", "ArrowRight")]
    look_through(page, f"{app_url}/convolution-vs-correlation?step=4", changes, "light")


def look_through(
    page: Page, url: str, changes: list[tuple[str, str]], other: Literal["light", "dark"]
) -> None:
    """Open a page, change something, go on; the same once more in the other theme."""
    visitor = Visitor(page, url)
    visitor.change(*changes[0])
    visitor.step()
    visitor.turn(other)
    visitor.change(*changes[1])
    visitor.step()


@pytest.mark.context(color_scheme="light")
def test_a_cell_that_stays_fades_and_another_palette_comes_at_once(
    page: Page, app_url: str
) -> None:
    visitor = Visitor(page, f"{app_url}/single-channel?step=3")
    assert most_fades(visitor.step()) > 0
    assert most_fades(visitor.change("Stride", "ArrowRight")) > 0
    assert most_fades(visitor.turn("dark")) == 0


def most_fades(frames: list[Frame]) -> int:
    """How many tiles fade at once."""
    return max(int(frame["fades"]) for frame in frames)
