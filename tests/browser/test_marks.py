"""Marks in the player: they lie in the scene's layers, and they glide."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from convlib.picture.order import CELL, LAYERS, MOVER
from convlib.picture.scene import Scene
from convlib.picture.view import view
from convlib.render.payload import payload
from convlib.render.player import script, style
from convlib.render.theme import contents
from tests.browser.bench import LOAD
from tests.marked import flown, heaped, pictured, pointed, stamped

PLAY = """([scene, geometry, style, theme, step]) => {
  document.head.append(Object.assign(document.createElement('style'), { textContent: style }));
  window.player = createPlayer(document.body, geometry);
  player.update(scene, { stamp: 1, theme, position: step });
}"""
# Every frame on the way to a step: when it was, where the panels that move stood, in which order.
FRAMES = """([svg, step]) => new Promise(done => {
  const frames = [], begin = performance.now();
  const look = () => {
    const movers = [...svg.querySelectorAll('.mover')];
    frames.push({ time: performance.now() - begin, order: movers.map(g => Number(g.dataset.mover)),
      places: Object.fromEntries(movers.map(group => {
        const [x, y] = ['.tile', '.title'].map(name => {
          const { x, y } = group.querySelector(name).getBoundingClientRect();
          return [x, y];
        });
        return [group.dataset.mover, [...x, ...y]];
      })) });
    if (svg.dataset.moving === undefined) done(frames);
    else requestAnimationFrame(look);
  };
  player.act('seek', step);
  look();
})"""

still = pytest.mark.context(reduced_motion="reduce")


def played(page: Page, scene: Scene, step: int = 0, name: str = "light") -> Locator:
    """A player that stands at a step of a scene, with no server behind it."""
    page.evaluate(LOAD, script())
    page.evaluate(PLAY, [payload(scene), contents()["geometry"], style(), name, step])
    return page.locator(".convolution")


@still
def test_layers_are_in_the_picture_in_their_order(page: Page) -> None:
    stage = played(page, heaped())
    picture = stage.locator(".picture svg > g").first
    layers = picture.evaluate("g => [...g.children].map(each => each.getAttribute('class'))")
    assert [name for name in layers if name] == list(LAYERS)
    mover = picture.locator(".mover")
    assert mover.evaluate("g => [...g.children].map(c => c.getAttribute('class'))") == list(MOVER)
    cell = picture.locator(".cell").first
    parts = cell.evaluate("g => [...g.children].map(each => each.getAttribute('class'))")
    # The tile's own border lies under the hatching, which keeps clear of it.
    assert parts == ["tile", "hatched", "number", "aside", "above"]
    assert CELL == ("tile", "hatching", "border", "number")
    tile, hatched = (cell.locator(f".{name}").bounding_box() for name in ("tile", "hatched"))
    assert tile is not None
    assert hatched is not None
    assert hatched["x"] - tile["x"] == pytest.approx(1, abs=0.5)
    points = picture.locator(".points")
    kinds = points.evaluate("g => [...g.children].map(each => each.getAttribute('class'))")
    assert kinds == ["threads", "discs", "shares"]


def frames(page: Page, step: int) -> list[dict[str, Any]]:
    """What is seen on the way to a step."""
    svg = page.locator(".picture svg").element_handle()
    seen: list[dict[str, Any]] = page.evaluate(FRAMES, [svg, step])
    return seen


def test_a_panel_glides_with_its_title_in_front_of_what_stands(page: Page) -> None:
    scene = flown()
    stage = played(page, scene)
    cell = int(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    (before, after) = (view(scene, step).corners[0] for step in (0, 1))
    seen = frames(page, 1)
    assert len(seen) > 3
    assert seen[-1]["time"] >= 200
    first, *_, last = (frame["places"]["0"] for frame in seen)
    moved = [(after[axis] - before[axis]) * cell for axis in (0, 1)]
    assert [last[at] - first[at] for at in range(4)] == pytest.approx(moved * 2, abs=0.5)
    for frame in seen[:-1]:
        tile, title = frame["places"]["0"][:2], frame["places"]["0"][2:]
        way = [title[axis] - tile[axis] for axis in (0, 1)]
        assert way == pytest.approx([first[2 + axis] - first[axis] for axis in (0, 1)], abs=0.1)
        assert frame["order"][-1] == 0
    downs = [frame["places"]["0"][1] for frame in seen]
    assert downs == sorted(downs), "straight there"
    assert any(first[1] < down < last[1] for down in downs), "and on the way in between"


def test_what_flies_back_lies_in_front_on_its_way(page: Page) -> None:
    played(page, flown(), step=2)
    assert {frame["order"][-1] for frame in frames(page, 3)[:-1]} == {1}
    assert {frozenset(frame["order"][-2:]) for frame in frames(page, 1)[:-1]} == {frozenset((0, 1))}


# Every frame on the way to a step: where a panel's first tile stands, and what cells show.
FLIGHT = """([svg, panel, cells, step]) => new Promise(done => {
  const frames = [];
  const look = () => {
    const { x, y } = svg.querySelector(`[data-mover="${panel}"] .tile`).getBoundingClientRect();
    const shown = cells.map(cell =>
      svg.querySelector(`[data-cell="${cell}"] .number`).textContent);
    frames.push({ x, y, shown, dashed: svg.querySelector('.windows .dashed') !== null });
    if (svg.dataset.moving === undefined) done(frames);
    else requestAnimationFrame(look);
  };
  player.act('seek', step);
  look();
})"""


def flight(page: Page, step: int) -> list[dict[str, Any]]:
    """The frames on the way to a step of the stamps, with what their output shows."""
    svg = page.locator(".picture svg").element_handle()
    scene = stamped()
    cells = list(range(scene.first_cells[3], scene.first_cells[3] + 4))
    seen: list[dict[str, Any]] = page.evaluate(FLIGHT, [svg, 2, cells, step])
    return seen


def test_a_stamp_comes_out_of_the_kernel_and_what_it_adds_is_seen_once_it_lands(page: Page) -> None:
    stage = played(page, stamped(), step=1)
    left = {
        panel: stage.locator(f"[data-panel='{panel}'] .tile").first.evaluate(
            "tile => tile.getBoundingClientRect().x"
        )
        for panel in (1, 2, 3)
    }
    size = int(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    comes = flight(page, 2)
    assert comes[0]["x"] == pytest.approx(left[1], abs=size)
    assert comes[-1]["x"] == pytest.approx(left[2], abs=0.5)
    assert [frame["x"] for frame in comes] == sorted(frame["x"] for frame in comes)
    goes = flight(page, 3)
    assert goes[-1]["x"] == pytest.approx(left[2], abs=0.5), "it is back at its place"
    assert max(frame["x"] for frame in goes) == pytest.approx(left[3] + size, abs=size / 4)
    before, after = ["2", "1", "\u22128", ""], ["2", "\u22122", "\u22129.5", "12"]
    changed = next(at for at, frame in enumerate(goes) if frame["shown"] == after)
    assert all(frame["shown"] == before and frame["dashed"] for frame in goes[:changed])
    assert all(frame["shown"] == after for frame in goes[changed:])
    assert goes[changed]["x"] > left[3], "it has landed by then"
    assert not goes[-1]["dashed"]


def test_backwards_a_stamp_stays(page: Page) -> None:
    played(page, stamped(), step=3)
    assert len({round(frame["x"]) for frame in flight(page, 2)}) == 1


@still
def test_a_stamp_is_at_its_place_at_once_where_motion_is_unwanted(page: Page) -> None:
    played(page, stamped(), step=1)
    assert [len(flight(page, step)) for step in (2, 3)] == [1, 1]


@still
def test_a_picture_fills_its_place(page: Page) -> None:
    scene = pictured()
    stage = played(page, scene)
    size = int(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    image = stage.locator("image")
    _, y, width, height = scene.layouts["wide"].plots[0]
    found = image.evaluate("e => ['x', 'y', 'width', 'height'].map(n => +e.getAttribute(n))")
    assert found[1:] == pytest.approx([y * size, width * size, height * size])
    drawn = image.evaluate(
        """async image => {
          const picture = new Image();
          picture.src = image.getAttribute('href');
          await picture.decode();
          const pen = Object.assign(document.createElement('canvas'),
            { width: picture.width, height: picture.height }).getContext('2d');
          pen.drawImage(picture, 0, 0);
          const { data } = pen.getImageData(0, 0, picture.width, picture.height);
          return [picture.width, picture.height, [...data].filter((_, at) => at % 4 === 0)];
        }"""
    )
    levels = np.clip(np.linspace(-0.2, 1.2, 35), 0, 1) * 255
    assert drawn[:2] == [7, 5]
    assert drawn[2] == pytest.approx(levels, abs=255 / 31 / 2 + 1)


@still
def test_nothing_glides_where_motion_is_unwanted(page: Page) -> None:
    played(page, flown())
    assert len(frames(page, 1)) == 1


def test_the_focus_stays_where_a_panel_flies(page: Page) -> None:
    """Its cells stay in the picture while panels change their order."""
    stage = played(page, flown())
    for panel, first in ((0, 0), (2, 8)):
        page.evaluate("player.act('first')")
        cell = stage.locator(f'.cell[data-cell="{first}"]')
        cell.focus()
        for step in (1, 2, 3):
            page.evaluate("step => player.act('seek', step)", step)
            expect(stage.locator(".picture svg")).not_to_have_attribute("data-moving", "")
            expect(cell).to_be_focused()
        order = stage.locator(".mover").evaluate_all("all => all.map(g => Number(g.dataset.mover))")
        assert order == list(view(flown(), 3).movers), panel


def test_points_glide_from_place_to_place(page: Page) -> None:
    scene = pointed()
    stage = played(page, scene)
    size = int(stage.locator(".picture svg").get_attribute("data-cell") or 0)
    places = stage.evaluate(
        """root => new Promise(done => {
          const svg = root.querySelector('.picture svg'), seen = [];
          const disc = () => [...svg.querySelectorAll('.disc')].find(each =>
            each.querySelector('text').textContent === '1').children[1];
          const look = () => {
            seen.push(Number(disc().getAttribute('cx')));
            if (svg.dataset.moving === undefined) done(seen);
            else requestAnimationFrame(look);
          };
          seen.push(Number(disc().getAttribute('cx')));
          player.act('seek', 1);
          look();
        })"""
    )
    ends = [
        next(disc.x for disc in view(scene, step).spread.discs if disc.text == "1") * size
        for step in (0, 1)
    ]
    assert [places[0], places[-1]] == pytest.approx(ends)
    assert any(ends[0] < place < ends[1] for place in places)


@still
def test_points_are_gone_while_an_input_is_asked_about(page: Page) -> None:
    stage = played(page, pointed())
    expect(stage.locator(".disc")).to_have_count(4)
    stage.locator('.cell[data-cell="19"]').hover()
    expect(stage.locator(".disc")).to_have_count(0)
