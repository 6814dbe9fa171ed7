"""Marks in the player: it paints what Python's view says, in the scene's layers, and it glides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from convlib.picture.marked import Block
from convlib.picture.order import CELL, LAYERS, MOVER
from convlib.picture.scene import Scene
from convlib.picture.view import View, view
from convlib.render.payload import payload
from convlib.render.player import script, style
from convlib.render.theme import contents, theme
from tests.browser.bench import LOAD
from tests.browser.widened import as_shown
from tests.marked import MAKERS, flown, heaped, pictured, pointed, stamped

PLAY = """([scene, geometry, style, theme, step]) => {
  document.head.append(Object.assign(document.createElement('style'), { textContent: style }));
  window.player = createPlayer(document.body, geometry);
  player.update(scene, { stamp: 1, theme, position: step });
}"""
NEAR = 0.06  # cells: blocks have sharp edges, so that they stand up to half a pixel off
# Where everything stands, in cells from the picture's corner: boxes as they are on the screen.
READ = """root => {
  const svg = root.querySelector('.picture svg'), size = Number(svg.dataset.cell);
  const corner = new DOMPoint(0, 0).matrixTransform(svg.getScreenCTM());
  const colour = (element, kind) => getComputedStyle(element)[kind];
  const all = name => [...svg.querySelectorAll(name)].filter(each => each.style.display !== 'none');
  const place = (element, x, y) => {
    const { x: right, y: down } = new DOMPoint(x, y).matrixTransform(element.getScreenCTM());
    return [(right - corner.x) / size, (down - corner.y) / size];
  };
  const numbers = (element, names) => names.map(name => Number(element.getAttribute(name)));
  const box = element => {
    const [x, y, width, height] = numbers(element, ['x', 'y', 'width', 'height']);
    return [...place(element, x, y), width / size, height / size];
  };
  const text = element => ({ text: element.textContent, colour: colour(element, 'fill'),
    place: place(element, ...numbers(element, ['x', 'y'])) });
  const dot = group => {
    const [, circle, number] = group.children;
    const hollow = group.matches('.home');
    return { hollow, place: place(circle, ...numbers(circle, ['cx', 'cy'])),
      radius: numbers(circle, ['r'])[0] / size, text: number.textContent,
      colour: colour(circle, hollow ? 'stroke' : 'fill') };
  };
  const line = element => [...place(element, ...numbers(element, ['x1', 'y1'])),
    ...place(element, ...numbers(element, ['x2', 'y2']))];
  return {
    layout: svg.dataset.layout, size, room: root.clientWidth,
    blocks: all('.block').map(each => ({ box: box(each), colour: colour(each, 'fill') })),
    outlines: all('.windows rect, .rings rect').map(each =>
      ({ box: box(each), colour: colour(each, 'stroke') })),
    labels: all('.label').map(text),
    titles: all('.title').map(each => ({ ...text(each), text: each.firstChild.textContent })),
    discs: all('.points .disc, .points .home').map(dot),
    shares: all('.shares text').map(text),
    pegs: all('.peg').map(group => {
      const [circle, number] = group.children;
      return { state: group.dataset.state, text: number.textContent,
        place: place(circle, ...numbers(circle, ['cx', 'cy'])), radius: circle.r.baseVal.value,
        fill: colour(circle, 'fill'), edge: colour(circle, 'stroke'), ink: colour(number, 'fill') };
    }),
    words: all('.pegs .words text').map(text),
    shafts: all('.shafts path').length,
    threads: all('.threads line').map(line),
    links: all('.links line').map(each => ({ line: line(each), colour: colour(each, 'stroke') })),
    areas: all('.areas path').map(each => colour(each, 'fill')),
    numbers: [...all('.cell')].sort((a, b) => a.dataset.cell - b.dataset.cell).map(each => {
      const number = each.querySelector('.number');
      return { text: number.textContent, place: place(number, ...numbers(number, ['x', 'y'])) };
    }),
  };
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

each_maker = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
still = pytest.mark.context(reduced_motion="reduce")


def played(page: Page, scene: Scene, step: int = 0, name: str = "light") -> Locator:
    """A player that stands at a step of a scene, with no server behind it."""
    page.evaluate(LOAD, script())
    page.evaluate(PLAY, [payload(scene), contents()["geometry"], style(), name, step])
    return page.locator(".convolution")


def rgb(name: str, palette: str) -> str:
    """One of the theme's colours as the browser says it."""
    colour = theme(palette).colours[name]
    return f"rgb({', '.join(map(str, bytes.fromhex(colour[1:])))})"


def close(seen: list[float], wanted: list[float], within: float = 1e-3) -> bool:
    return seen == [pytest.approx(each, abs=within) for each in wanted]


@still
@each_maker
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_player_paints_the_marks_of_the_view(
    page: Page, make: Callable[[], Scene], palette: str
) -> None:
    scene = make()
    stage = played(page, scene, name=palette)
    for step in range(len(scene)):
        page.evaluate("step => player.act('seek', step)", step)
        seen = stage.evaluate(READ)
        layout = seen["layout"]
        shown = as_shown(scene, layout, seen["size"], seen["room"])
        check_marks(seen, view(shown, step, layout=layout), palette)


def check_marks(seen: dict[str, Any], moment: View, palette: str) -> None:
    """All that is painted stands where the view says it, in the theme's colours."""
    stripes = [block for blocks in moment.stripes for block in blocks]
    check_blocks(seen["blocks"], [*stripes, *moment.brackets], palette)
    outlines = [(box.x, box.y, box.width, box.height) for box in (*moment.windows, *moment.rings)]
    colours = [rgb(box.role, palette) for box in (*moment.windows, *moment.rings)]
    pairs = sorted(zip(outlines, colours, strict=True))
    found = sorted((tuple(each["box"]), each["colour"]) for each in seen["outlines"])
    for (one, colour), (other, wanted) in zip(found, pairs, strict=True):
        assert close(list(one), list(other))
        assert colour == wanted
    for text, label in zip(seen["labels"], moment.labels, strict=True):
        assert (text["text"], text["colour"]) == (label.text, rgb(label.colour, palette))
        assert close(text["place"], [label.x, text["place"][1]])
        assert label.y < text["place"][1] < label.y + 0.5 * label.size
    titles = {(text["text"], text["colour"]) for text in seen["titles"]}
    assert titles == {(title.text, rgb(title.colour, palette)) for title in moment.titles}
    for text in seen["titles"]:
        title = next(each for each in moment.titles if each.text == text["text"])
        assert close(text["place"], [title.x, title.y - 0.32], within=0.2)
    check_points(seen, moment, palette)
    check_pegs(seen, moment, palette)
    for link, line, tone in zip(seen["links"], moment.links, moment.tones, strict=True):
        assert close(link["line"], list(line))
        if tone:
            assert link["colour"] == rgb(tone, palette)
    areas = [stroke for stroke in moment.strokes if stroke.style == "area"]
    assert seen["areas"] == [rgb(f"{area.role}-full-8", palette) for area in areas]


def check_blocks(seen: list[dict[str, Any]], wanted: list[Block], palette: str) -> None:
    """Stripes and brackets, in whatever order."""
    boxes = [(block.x, block.y, block.width, block.height) for block in wanted]
    colours = [rgb(block.colour, palette) for block in wanted]
    for block in seen:
        matching = [
            colour
            for box, colour in zip(boxes, colours, strict=True)
            if close(block["box"], list(box), NEAR)
        ]
        assert block["colour"] in matching
    assert len(seen) == len(wanted)


def check_points(seen: dict[str, Any], moment: View, palette: str) -> None:
    """Discs with what they carry, lines, weights, and the numbers that step aside."""
    spread = moment.spread
    for dot, disc in zip(seen["discs"], spread.discs, strict=True):
        assert (dot["hollow"], dot["text"]) == (disc.hollow, disc.text)
        assert dot["colour"] == rgb(disc.colour, palette)
        assert close([*dot["place"], dot["radius"]], [disc.x, disc.y, disc.radius], 0.03)
    assert [share["text"] for share in seen["shares"]] == [share.text for share in spread.shares]
    for text, share in zip(seen["shares"], spread.shares, strict=True):
        assert close(text["place"], [share.x, share.y + 0.07], within=0.03)
    for line, thread in zip(seen["threads"], spread.threads, strict=True):
        assert close(line, [thread.x1, thread.y1, thread.x2, thread.y2])
    for number, cell in zip(seen["numbers"], moment.cells, strict=True):
        if any(cell.spot) and len(cell.text) == 1:
            assert number["text"] == cell.text
            x, y = cell.x + 0.5 + cell.spot[0], cell.y + 0.5 + cell.spot[1]
            assert close(number["place"], [x, y + 0.11], within=0.03)


def check_pegs(seen: dict[str, Any], moment: View, palette: str) -> None:
    """Numbered pegs in the colours of their states, apart from each other, and what they say."""
    for peg, wanted in zip(seen["pegs"], moment.pegged.pegs, strict=True):
        assert (peg["state"], peg["text"]) == (wanted.state, wanted.text)
        assert close(peg["place"], [wanted.x, wanted.y])
        assert 0.2 < peg["radius"] / seen["size"] < 0.5
        role = wanted.role
        looks = {"now": (role, role, "ground"), "reached": (f"{role}-full-6", role, role)}
        names = looks.get(wanted.state, ("ground", "edge", "muted"))
        colours = [rgb(name, palette) for name in names]
        assert [peg["fill"], peg["edge"], peg["ink"]] == colours
    strides = [(arrow.text, (arrow.x1 + arrow.x2) / 2) for arrow in moment.pegged.arrows]
    remarks = [(remark.text, remark.x) for remark in moment.pegged.remarks]
    assert [each["text"] for each in seen["words"]] == [text for text, _ in strides + remarks]
    for text, (_, x) in zip(seen["words"], strides + remarks, strict=True):
        assert close(text["place"][:1], [x])
    assert seen["shafts"] == 3 * len(strides), "in two parts, and a head"


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
