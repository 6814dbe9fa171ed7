"""What a stage in the browser paints: every box, line, disc and text of it, from back to front."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from convlib.render.theme import theme
from tests.things import Thing

READ = r"""root => {
  const svg = root.querySelector('.picture svg'), size = Number(svg.dataset.cell);
  const remembered = (work, known = new Map()) => key => {
    if (!known.has(key)) known.set(key, work(key));
    return known.get(key);
  };
  const back = svg.getScreenCTM().inverse();
  const wayOf = remembered(group => back.multiply(group.getScreenCTM()));
  const at = (element, x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(wayOf(element.parentElement));
    return [point.x / size, point.y / size];
  };
  const numbers = (each, ...names) => names.map(name => Number(each.getAttribute(name) ?? 0));
  const lengths = (each, ...names) => numbers(each, ...names).map(length => length / size);
  const point = (each, x, y) => at(each, ...numbers(each, x, y));
  const box = each => [...point(each, 'x', 'y'), ...lengths(each, 'width', 'height')];
  const places = {
    rect: box,
    image: box,
    line: each => [...point(each, 'x1', 'y1'), ...point(each, 'x2', 'y2')],
    circle: each => [...point(each, 'cx', 'cy'), ...lengths(each, 'r')],
    path: each => (each.getAttribute('d').match(/-?[\d.]+ -?[\d.]+/g) ?? [])
      .flatMap(pair => at(each, ...pair.split(' ').map(Number))),
  };
  const layerOf = remembered(group => {
    const path = [];
    for (let g = group; g !== svg; g = g.parentElement) path.unshift(g);
    const [, layer] = path;
    const name = layer?.getAttribute('class') ?? '';
    const own = () => `movers ${path[2].dataset.mover} ${path[3].getAttribute('class')}`;
    return name === 'movers' ? own() : name;
  });
  const isAround = each => each !== svg && each.contains(svg);
  const veilOf = remembered(each => {
    const style = getComputedStyle(each), { opacity, overflow, mixBlendMode } = style;
    const cut = ['clipPath', 'maskImage', 'filter'].some(name => style[name] !== 'none');
    const hides = cut || mixBlendMode !== 'normal' || (isAround(each) && overflow !== 'visible');
    return opacity !== '1' || hides || (each !== root && veilOf(each.parentElement));
  });
  const lookOf = style => ({ fill: style.fill, stroke: style.stroke,
    width: parseFloat(style.strokeWidth), dash: style.strokeDasharray,
    ends: `${style.strokeLinecap} ${style.strokeLinejoin}`,
    solid: `${style.fillOpacity} ${style.strokeOpacity}` });
  const seen = [];
  for (const element of svg.querySelectorAll('rect, line, path, circle, image, text')) {
    if (element.closest('defs') || !element.checkVisibility({ visibilityProperty: true })) continue;
    const cell = Number(element.closest('.cell')?.dataset.cell ?? -1);
    const kind = element.tagName;
    const own = { kind, layer: layerOf(element.parentElement), cell, veiled: veilOf(element) };
    if (kind !== 'text') {
      const pen = (element.getAttribute('d') ?? '').replace(/[-\d. ]+/g, '');
      const [radius] = lengths(element, 'rx');
      const shape = { place: places[kind](element), radius, pen };
      seen.push({ ...own, ...lookOf(getComputedStyle(element)), ...shape });
      continue;
    }
    let first = 0;
    for (const node of [...element.childNodes].map(each => each.firstChild ?? each)) {
      const style = getComputedStyle(node.parentElement);
      if (!node.data.trim() || style.display === 'none') continue;
      const { x, y } = element.getStartPositionOfChar(first);
      const wide = element.getSubStringLength(first, node.data.trimEnd().length) / size;
      first += node.data.length;
      seen.push({ ...own, ...lookOf(style), text: node.data, place: [...at(element, x, y), wide],
        size: parseFloat(style.fontSize), weight: Number(style.fontWeight), font: style.fontFamily,
        order: style.paintOrder });
    }
  }
  const { layout } = svg.dataset;
  return JSON.stringify({ cell: size, layout, room: root.clientWidth, seen }); // quicker as a text
}"""


@dataclass(frozen=True)
class Seen:
    """A stage as it is painted.

    Attributes:
        things: All that is painted, from back to front.
        cell: The side of a cell, in pixels.
        layout: The name of the layout that the stage has taken.
        room: The width in pixels that it has.
    """

    things: list[Thing]
    cell: int
    layout: str
    room: float


def seen(stage: Locator, palette: str) -> Seen:
    """Read a stage; colours are named as the theme of that name names them.

    What can't be seen through, and isn't cut off, is all that may be there.
    """
    read: dict[str, Any] = json.loads(stage.evaluate(READ))
    names = _names(palette)
    for each in read["seen"]:
        assert not each["veiled"], f"seen through, or cut off: {each}"
        assert each["solid"] == "1 1", f"seen through: {each}"
    things = [_thing(each, names) for each in read["seen"]]
    return Seen([each for each in things if each], read["cell"], read["layout"], read["room"])


def _names(palette: str) -> dict[str, str]:
    """The theme's names of colours, by how the browser writes these; equal ones share the first."""
    names = {"none": "none", 'url("#hatch")': "hatch", "rgba(0, 0, 0, 0)": "none"}
    for name, colour in theme(palette).colours.items():
        names.setdefault(f"rgb({', '.join(map(str, bytes.fromhex(colour[1:])))})", name)
    return names


def _thing(read: dict[str, Any], names: dict[str, str]) -> Thing | None:
    """One of the things that were read; None for what leaves no trace."""
    fill, stroke = (names.get(read[part], read[part]) for part in ("fill", "stroke"))
    fill = {"image": "picture", "line": "none"}.get(read["kind"], fill)  # a line has no inside
    if stroke == "none" or not read["width"]:
        stroke, line = "none", {}
    else:
        dash = tuple(map(float, re.findall(r"[\d.]+", read["dash"])))
        line = {"width": read["width"], "dash": dash, "ends": read["ends"]}
    place = tuple(read["place"])
    if fill == stroke == "none" or not place or (read["kind"] == "circle" and not place[2]):
        return None
    look = {name: read[name] for name in ("layer", "kind", "cell")}
    if read["kind"] != "text":
        shape = {name: read[name] for name in ("radius", "pen")}
        return Thing(**look, place=place, fill=fill, stroke=stroke, **shape, **line)
    assert read["font"].startswith('"Inter Tabular"'), read
    assert stroke == "none" or read["order"] == "stroke", "a halo lies behind the letters"
    letters = {name: read[name] for name in ("text", "size", "weight")}
    return Thing(**look, place=place, fill=fill, stroke=stroke, **line, **letters)
