// The picture: an SVG built once per scene and size; playing changes attributes only.

import { between, boxOf, sameCount, strokesOf } from "./places.js";
import { HOLE, indexOf, isPutIn, PADDING, sameCell, UNVISITED } from "./scene.js";

const SVG = "http://www.w3.org/2000/svg";
const LARGEST_CELL = 96;
const COMFORTABLE_CELL = 44;
export const NARROW = 560; // pixels: a phone's stage
const READABLE_CELL = 24; // the stage grows higher rather than have smaller cells
const FIGURE = 0.65; // how wide a figure is, in ems
const EDGE = 0.06; // what stays free at the edge of a cell, in cells
const MARGIN = 6;
const TITLE = 0.9; // cells that a title has above its panel or below it, as in convlib/picture/parts.py
const NARROWEST = 2.6; // cells that a title has at least, as in convlib/picture/parts.py
const BEYOND = 1.5; // how far a title may reach into the gap beside its panel, in cells, as in convlib/render/sheet.py
const MOVE_MILLISECONDS = 240;
const HANDLE = 0.4; // how near to a point it can be taken hold of, in cells and at least in pixels
const HANDLE_PIXELS = 11;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const clamp = (low, value, high) => Math.max(low, Math.min(high, value));

/** An SVG element with attributes, put into a parent. */
export function draw(parent, name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  setAll(element, attributes);
  parent.append(element);
  return element;
}

/** The first layout whose cells are large enough in this room, else that with the largest, and their size in whole pixels. */
export function fit(layouts, width, height, largest = LARGEST_CELL, least = READABLE_CELL) {
  const sizes = Object.entries(layouts).map(([name, layout]) => {
    const across = (width - 2 * MARGIN) / layout.width;
    const down = (height - 2 * MARGIN) / layout.height;
    const cell = Math.min(across, Math.max(down, least), largest);
    // On a phone one scrolls down anyway; elsewhere all of it should be in view.
    return { name, cell, fitting: width < NARROW ? cell : Math.min(across, down, largest) };
  });
  const comfortable = sizes.find(({ fitting }) => fitting >= COMFORTABLE_CELL);
  const { name, cell } = comfortable ?? sizes.reduce((best, each) => (each.fitting > best.fitting ? each : best));
  return { name, cell: Math.floor(Math.max(8, cell)) };
}

/** The stage in an <svg>; geometry holds the proportions of a cell. */
export function createStage(svg, geometry) {
  const pen = document.createElement("canvas").getContext("2d");
  const typed = new Map();
  let drawn = draw(svg, "g");
  const handles = draw(svg, "g", { class: "handles", "aria-hidden": "true" }); // stay while they are held
  let scene, layout, cell, cells, panes, shown, placed, frame, larger, titles, past;

  /**
   * Draw a scene anew for a room in pixels; scale lets cells and titles be larger than usual; cells are no smaller than least, if that fits across.
   * It is seen as soon as it is painted.
   */
  function build(nextScene, width, height, scale = 1, least = READABLE_CELL) {
    past = { scene, cells, drawn };
    scene = nextScene;
    larger = scale;
    typed.clear();
    const fitted = fit(scene.layouts, width, height, LARGEST_CELL * scale, least);
    layout = { ...scene.layouts[fitted.name], name: fitted.name };
    cell = fitted.cell;
    drawn = document.createElementNS(SVG, "g");
    const pixels = [layout.width, layout.height].map((size) => Math.ceil(size * cell) + 2 * MARGIN);
    svg.setAttribute("width", pixels[0]);
    svg.setAttribute("height", pixels[1]);
    svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${pixels[0]} ${pixels[1]}`);
    svg.dataset.layout = layout.name;
    svg.dataset.cell = cell;
    drawHatch();
    titles = titleSize();
    panes = { curves: draw(drawn, "g", { class: "curves" }), links: draw(drawn, "g", { class: "links" }), plates: draw(drawn, "g") };
    scene.panels.forEach(drawPlate);
    cells = [];
    scene.panels.forEach(drawPanel);
    layout.symbols.forEach(drawSymbol);
    panes.windows = draw(drawn, "g", { class: "windows" });
    panes.rings = draw(drawn, "g", { class: "rings" });
    cancelAnimationFrame(frame);
    shown = placed = null;
    return layout.name;
  }

  function drawHatch() {
    const step = Math.max(4, Math.round(geometry.hatch * cell));
    const pattern = draw(draw(drawn, "defs"), "pattern", { id: "hatch", width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    draw(pattern, "rect", { width: 1.25, height: step, class: "hatch-line" });
  }

  function drawPlate(panel, at) {
    const [x, y] = layout.places[at].map((edge) => edge * cell);
    draw(panes.plates, "rect", { x, y, width: panel.columns * cell, height: panel.rows * cell, class: "plate" });
  }

  function drawSymbol([text, x, y]) {
    const size = clamp(14, geometry.symbol * cell, 40 * larger);
    const attributes = { x: x * cell, y: y * cell + size * 0.36, "font-size": size, class: "symbol", "aria-hidden": "true" };
    draw(drawn, "text", attributes).textContent = text;
  }

  function drawPanel(panel, at) {
    const [x, y] = layout.places[at].map((edge) => edge * cell);
    const group = draw(drawn, "g", { class: "panel", "data-role": panel.role });
    if (panel.titled) drawTitle(group, panel, x, panel.below ? y + (panel.rows + TITLE) * cell : y);
    const grid = draw(group, "g", { role: "grid", "aria-label": `${panel.title}, ${panel.note}`, "data-panel": at });
    for (let row = 0; row < panel.rows; row++) {
      const line = draw(grid, "g", { role: "row" });
      for (let column = 0; column < panel.columns; column++) {
        cells.push(drawCell(line, cells.length, x + column * cell, y + row * cell));
      }
    }
    cells[panel.first].group.setAttribute("tabindex", "0");
  }

  /** Titles are of one size; where a long one stands in a narrow place all are smaller, as in files. */
  function titleSize() {
    const usual = clamp(12, geometry.title * cell, 20 * larger);
    const fitting = scene.panels.filter(({ titled }) => titled).map(({ title, columns }) => ((Math.max(columns, NARROWEST) + BEYOND) * cell * usual) / widthOf(title, 600, usual));
    return Math.min(usual, ...fitting);
  }

  function drawTitle(group, panel, x, y) {
    const size = titles;
    const title = draw(group, "text", { x: x + 1, y: y - clamp(4, geometry.titleAbove * cell, 0.7 * size), "font-size": size, class: "title", "aria-hidden": "true" });
    title.textContent = panel.title;
    const room = Math.max(panel.columns, NARROWEST) * cell;
    const wanted = widthOf(panel.title, 600, size) + size * 0.5 + widthOf(panel.note, 400, size * 0.9);
    if (wanted > room) return;
    const note = draw(title, "tspan", { dx: size * 0.5, "font-size": size * 0.9, class: "note" });
    note.textContent = panel.note;
  }

  /** How wide a text is, without asking for a layout of the page. */
  function widthOf(text, weight, size) {
    pen.font = `${weight} ${size}px ${getComputedStyle(svg).fontFamily}`;
    return pen.measureText(text).width;
  }

  function drawCell(line, id, x, y) {
    const inset = geometry.inset * cell;
    const group = draw(line, "g", { role: "gridcell", tabindex: "-1", class: "cell", "data-cell": id, transform: `translate(${x} ${y})` });
    if (scene.panels[scene.panelOf[id]].shifts) group.classList.add("moves");
    const size = { x: inset, y: inset, width: cell - 2 * inset, height: cell - 2 * inset, rx: geometry.radius * cell };
    const parts = { group, rect: draw(group, "rect", { ...size, class: "tile" }) };
    if (scene.cells.kind[id] & UNVISITED) draw(group, "rect", { ...size, fill: "url(#hatch)", class: "hatched" });
    parts.text = draw(group, "text", { class: "number", x: cell / 2 });
    parts.aside = draw(group, "text", { class: "aside", x: geometry.asideAt[0] * cell, y: geometry.asideAt[1] * cell });
    return parts;
  }

  function paintCell(id, next) {
    const before = shown?.cells[id];
    if (before && ["state", "fill", "text", "aside"].every((key) => before[key] === next[key])) return;
    const { group, rect, text, aside } = cells[id];
    const role = scene.panels[scene.panelOf[id]].role;
    group.dataset.state = next.state;
    group.dataset.kind = next.kind;
    group.dataset.fill = next.fill;
    rect.style.fill = `var(--${next.fill})`;
    // On its role's tint the weight has its own colour; what the other fills are for is not spoiled.
    aside.style.fill = next.fill === "ground" || next.fill.startsWith(role) ? "" : "var(--ink)";
    const beside = next.aside && cell >= geometry.asidesFrom;
    const [across, down] = beside ? geometry.lifted : [0.5, 0.5];
    const size = geometry.text[Math.max(0, next.text.length - 1)];
    text.textContent = cell >= geometry.numbersFrom ? (typed.get(id) ?? next.text) : "";
    text.setAttribute("x", Math.max(across, EDGE + (size * FIGURE * next.text.length) / 2) * cell);
    text.setAttribute("y", (down + size * 0.364) * cell);
    text.setAttribute("font-size", size * cell);
    aside.textContent = beside ? next.aside : "";
    if (beside) aside.setAttribute("font-size", geometry.aside[Math.max(0, next.aside.length - 2)] * cell);
    group.setAttribute("aria-label", nameAloud(id, next));
  }

  function nameAloud(id, { text, aside, kind, state }) {
    if (kind & HOLE) return scene.words.hole;
    if (isPutIn(scene, id)) return [text, scene.words.padding].join(", ");
    const [row, column] = indexOf(scene, id);
    const words = [scene.words.cell.replace("{row}", row).replace("{column}", column)];
    const exact = state === "partial" ? text : (scene.cells.exact[id] ?? text);
    words.push(text ? exact : scene.words.empty);
    if (aside && text) words[1] += ` ${aside}`;
    if (kind & PADDING) words.push(scene.words.padding);
    if (kind & UNVISITED) words.push(scene.words.unvisited);
    return words.join(", ");
  }

  /** Paint a moment; what slides does so within a quarter of a second, unless motion is unwanted. */
  function paint(moment) {
    svg.dataset.wires = scene.wires[moment.step];
    moment.cells.forEach((next, id) => paintCell(id, next));
    shown = { ...moment, cells: [...moment.cells] };
    if (scene.panels.some(({ shifts }) => shifts)) move(moment.step);
    paintRings(moment.rings, moment.step);
    const target = { windows: moment.windows, links: moment.links, strokes: strokesOf(scene, layout, moment.step, moment.known) };
    const alike = placed && (target.strokes.length || sameCount(placed, target));
    cancelAnimationFrame(frame);
    if (alike && !still()) glide(placed, target);
    else settle(target);
    if (past) appear();
  }

  /** Put the new picture in place of the old one: a tile comes in its colour, or fades to it from the one that its cell had in the old picture. */
  function appear() {
    const fading = still() || !past.scene ? [] : cells.flatMap(({ rect }, id) => {
      const before = sameCell(scene, past.scene, id);
      if (before < 0 || !isNumber(scene, id) || !isNumber(past.scene, before)) return [];
      return [{ rect, from: getComputedStyle(past.cells[before].rect).fill, to: rect.style.fill }];
    });
    for (const { rect, from } of fading) rect.style.fill = from;
    svg.prepend(drawn);
    svg.getBoundingClientRect(); // now the browser knows where a fade begins
    for (const { rect, to } of fading) rect.style.fill = to;
    const old = past.drawn;
    past = null;
    old.remove(); // at last, since whatever in it had the focus tells of its loss
  }

  /** Make a change that gives names other colours, such as that of the palette: at once, as the ground changes. */
  function recolour(change) {
    svg.dataset.still = "";
    change();
    svg.getBoundingClientRect(); // now the browser knows them
    delete svg.dataset.still;
  }

  /** Put the cells of panels that move where they stand at a step; the style sheet lets them glide. */
  function move(step) {
    for (const { first, rows, columns, shifts } of scene.panels) {
      for (let id = first; shifts && id < first + rows * columns; id++) {
        const { x, y } = boxOf(scene, layout, id, step);
        cells[id].group.style.transform = `translate(${x * cell}px, ${y * cell}px)`;
      }
    }
  }

  /** A curve as a path: a line that is lifted between its parts, an area, or dots. */
  function markOf({ plot, role, style, points }) {
    const pixels = points.map((point) => point?.map((edge) => Math.round(edge * cell * 10) / 10).join(" "));
    const path = pixels.map((pixel, at) => (pixel ? `${style === "dot" || !at || !pixels[at - 1] ? "M" : "L"}${pixel}${style === "dot" ? "h0" : ""}` : ""));
    return { "data-role": role, "data-style": style, "data-plot": plot, d: path.join("") + (style === "area" && points.length ? "Z" : "") };
  }

  function glide(start, target) {
    const begin = performance.now();
    svg.dataset.moving = "";
    frame = requestAnimationFrame(function tick(time) {
      const part = clamp(0, (time - begin) / MOVE_MILLISECONDS, 1);
      if (part === 1) return settle(target);
      paintMoving(between(start, target, 1 - (1 - part) ** 3));
      frame = requestAnimationFrame(tick);
    });
  }

  function settle(target) {
    delete svg.dataset.moving;
    paintMoving(target);
  }

  function paintMoving(target) {
    placed = target;
    const { windows, links: lines, strokes } = target;
    reuse(panes.curves, "path", strokes.length).forEach((path, at) => setAll(path, markOf(strokes[at])));
    const points = strokes.flatMap(({ array, points: dots }, curve) => (array ? dots.map(([x, y], point) => ({ x, y, curve, point })) : []));
    reuse(handles, "circle", points.length).forEach((circle, at) => {
      const { x, y, curve, point } = points[at];
      setAll(circle, { cx: x * cell, cy: y * cell, r: Math.max(HANDLE_PIXELS, HANDLE * cell), "data-curve": curve, "data-point": point });
    });
    reuse(panes.windows, "rect", windows.length).forEach((rect, at) => {
      const { x, y, width, height, role } = windows[at];
      rect.dataset.role = role;
      const radius = (geometry.radius + 0.03) * cell;
      setAll(rect, { x: x * cell, y: y * cell, width: width * cell, height: height * cell, rx: radius });
    });
    reuse(panes.links, "line", lines.length).forEach((line, at) => {
      const [x1, y1, x2, y2] = lines[at].map((edge) => edge * cell);
      setAll(line, { x1, y1, x2, y2 });
    });
  }

  function paintRings(ids, step) {
    reuse(panes.rings, "rect", ids.length).forEach((rect, at) => {
      const { x, y } = boxOf(scene, layout, ids[at], step);
      const role = scene.panels[scene.panelOf[ids[at]]].role;
      setAll(rect, { x: x * cell, y: y * cell, width: cell, height: cell, rx: (geometry.radius + 0.03) * cell, "data-role": role, "data-ring": ids[at] });
    });
  }

  /** Move the keyboard's focus to a cell; its grid is entered there from now on. */
  function focus(id) {
    const grid = cells[id].group.closest("[role=grid]");
    grid.querySelector("[tabindex='0']").setAttribute("tabindex", "-1");
    cells[id].group.setAttribute("tabindex", "0");
    cells[id].group.focus({ preventScroll: true });
  }

  /** Where a cell stands, in pixels within the element around the picture. */
  function pixelsOf(id) {
    const [inner, outer] = [cells[id].rect, svg.parentElement].map((element) => element.getBoundingClientRect());
    return { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
  }

  /** Show what was typed into a cell until the scene that has it comes. */
  function preview(id, text) {
    typed.set(id, text.replace("-", "\u2212"));
    cells[id].text.textContent = typed.get(id);
  }

  /** Show a point of a curve at another height until the scene that has it comes. */
  function bend(curve, point, height) {
    for (const each of scene.curves[curve].points) each[2 * point + 1] = height;
    cancelAnimationFrame(frame);
    settle({ ...placed, strokes: strokesOf(scene, layout, shown.step, shown.known) });
  }

  /** How far below the top of a curve's plot a place on the screen is, in cells. */
  function heightAt(curve, y) {
    const { f, d } = svg.getScreenCTM();
    return (y - f) / d / cell - layout.plots[scene.curves[curve].plot][1];
  }

  /** Nothing is being typed any more. */
  function forget() {
    for (const id of typed.keys()) shown.cells[id] = undefined;
    typed.clear();
  }

  return { build, paint, focus, pixelsOf, preview, bend, heightAt, forget, recolour };
}

/** Whether a cell is more than a zero or a hole between numbers. */
function isNumber(scene, id) {
  return !isPutIn(scene, id) && !(scene.cells.kind[id] & HOLE);
}

function setAll(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}

/** As many children of this kind as wanted, those that are there first. */
function reuse(parent, name, count) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) draw(parent, name);
  return [...parent.children];
}
