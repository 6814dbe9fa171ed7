// The picture: an SVG built once per scene and size; playing changes attributes only.

import { createPanes, drawFixed } from "./fixed.js";
import { createMarks, NO_POINTS } from "./marks.js";
import { boxOf, cornerOf, liftedAt, strokesOf } from "./places.js";
import { HOLE, indexOf, isPutIn, PADDING, sameCell, UNVISITED } from "./scene.js";
import { clamp, draw, own, reuse, setAll, SVG } from "./svg.js";
import { between, sameCount } from "./ways.js";

const LARGEST_CELL = 96;
const COMFORTABLE_CELL = 44;
export const NARROW = 560; // pixels: a phone's stage
const READABLE_CELL = 24; // the stage grows higher rather than have smaller cells
const FIGURE = 0.65; // how wide a figure is, in ems
const EDGE = 0.06; // what stays free at the edge of a cell, in cells
const MARGIN = 6;
const SMALLER = 0.75; // a number that steps aside, as in convlib/render/writing.py
const MOVE_MILLISECONDS = 240;
const HANDLE = 0.4; // how near to a point it can be taken hold of, in cells and at least in pixels
const HANDLE_PIXELS = 11;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

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
  const typed = new Map();
  let drawn = draw(svg, "g");
  const handles = draw(svg, "g", { class: "handles", "aria-hidden": "true" }); // stay while they are held
  let scene, layout, cell, cells, panes, marks, labelsAt, shown, placed, frame, past;

  /**
   * Draw a scene anew for a room in pixels; scale lets cells and titles be larger than usual; cells are no smaller than least, if that fits across.
   * It is seen as soon as it is painted.
   */
  function build(nextScene, width, height, scale = 1, least = READABLE_CELL) {
    past = { scene, cells, drawn };
    scene = nextScene;
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
    panes = createPanes(drawn, scene, layout);
    labelsAt = drawFixed(panes, scene, layout, cell, { geometry, larger: scale, font: getComputedStyle(svg).fontFamily });
    marks = createMarks(panes.points, geometry, cell);
    cells = [];
    scene.panels.forEach(drawPanel);
    cancelAnimationFrame(frame);
    shown = placed = null;
    return layout.name;
  }

  function drawHatch() {
    const step = Math.max(4, Math.round(geometry.hatch * cell));
    const pattern = draw(draw(drawn, "defs"), "pattern", { id: "hatch", width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    draw(pattern, "rect", { width: 1.25, height: step, class: "hatch-line" });
  }

  function drawPanel(panel, at) {
    const [x, y] = layout.places[at].map((edge) => edge * cell);
    const group = draw(panes.of(at).cells, "g", { class: "panel", "data-role": panel.role, style: own(panel.colour) });
    const grid = draw(group, "g", { role: "grid", "aria-label": `${panel.title}, ${panel.note}`, "data-panel": at });
    for (let row = 0; row < panel.rows; row++) {
      const line = draw(grid, "g", { role: "row" });
      for (let column = 0; column < panel.columns; column++) {
        cells.push(drawCell(line, cells.length, x + column * cell, y + row * cell));
      }
    }
    cells[panel.first].group.setAttribute("tabindex", "0");
  }

  function drawCell(line, id, x, y) {
    const inset = geometry.inset * cell;
    const group = draw(line, "g", { role: "gridcell", tabindex: "-1", class: "cell", "data-cell": id, transform: `translate(${x} ${y})` });
    if (scene.panels[scene.panelOf[id]].shifts) group.classList.add("moves");
    const size = { x: inset, y: inset, width: cell - 2 * inset, height: cell - 2 * inset, rx: geometry.radius * cell };
    const parts = { group, rect: draw(group, "rect", { ...size, class: "tile" }) };
    if (scene.cells.kind[id] & UNVISITED) draw(group, "rect", { ...within(size, scene.cells.kind[id] & PADDING ? 1 : 0), fill: "url(#hatch)", class: "hatched" });
    parts.text = draw(group, "text", { class: "number", x: cell / 2 });
    parts.aside = draw(group, "text", { class: "aside", x: geometry.asideAt[0] * cell, y: geometry.asideAt[1] * cell });
    return parts;
  }

  function paintCell(id, next) {
    const before = shown?.cells[id];
    if (before && ["state", "fill", "text", "aside"].every((key) => before[key] === next[key]) && `${before.spot}` === `${next.spot}`) return;
    const { group, rect, text, aside } = cells[id];
    const role = scene.panels[scene.panelOf[id]].role;
    group.dataset.state = next.state;
    group.dataset.kind = next.kind;
    group.dataset.fill = next.fill;
    rect.style.fill = `var(--${next.fill})`;
    // On its role's tint the weight has its own colour; what the other fills are for is not spoiled.
    aside.style.fill = next.fill === "ground" || next.fill.startsWith(role) ? "" : "var(--ink)";
    const beside = next.aside && cell >= geometry.asidesFrom;
    const covered = next.spot.some(Boolean);
    const [across, down] = covered ? next.spot.map((away) => 0.5 + away) : beside ? geometry.lifted : [0.5, 0.5];
    const size = geometry.text[Math.max(0, next.text.length - 1)] * (covered ? SMALLER : 1);
    const half = EDGE + (size * FIGURE * next.text.length) / 2;
    text.textContent = cell >= geometry.numbersFrom ? (typed.get(id) ?? next.text) : "";
    text.setAttribute("x", (across > 0.5 ? Math.min(across, 1 - half) : Math.max(across, half)) * cell);
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
    labelsAt(moment.step);
    const target = {
      windows: moment.windows,
      links: moment.links,
      strokes: strokesOf(scene, layout, moment.step, moment.known),
      spread: moment.spread ?? NO_POINTS,
      corners: layout.places.map((_, at) => cornerOf(layout, at, moment.step)),
      movers: liftedAt(layout, moment.step),
    };
    const alike = placed && (target.strokes.length || target.movers.length || target.spread.discs.length || sameCount(placed, target));
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
    return { "data-role": role, "data-style": style, "data-plot": plot, style: own(style === "area" ? `${role}-full-8` : role), d: path.join("") + (style === "area" && points.length ? "Z" : "") };
  }

  /** Let panels that move as wholes lie over each other in an order, from back to front; the one with the focus stays in the picture. */
  function raise(order) {
    const groups = order.map((panel) => panes.of(panel).group);
    if (groups.every((group, at) => group === panes.movers.children[at])) return;
    const held = groups.findIndex((group) => group.querySelector(":focus"));
    for (const group of groups.slice(0, Math.max(0, held))) panes.movers.insertBefore(group, groups[held]);
    panes.movers.append(...groups.slice(held + 1));
  }

  function glide(start, target) {
    const flies = (panel) => `${start.corners[panel]}` !== `${target.corners[panel]}`;
    raise([...target.movers].sort((one, other) => flies(one) - flies(other)));
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
    raise(target.movers);
    paintMoving(target);
  }

  function paintMoving(target) {
    placed = target;
    const { windows, links: lines, strokes } = target;
    for (const layer of ["areas", "lines"]) {
      const listed = strokes.filter(({ style }) => (style === "area") === (layer === "areas"));
      reuse(panes[layer], "path", listed.length).forEach((path, at) => setAll(path, markOf(listed[at])));
    }
    const points = strokes.flatMap(({ array, points: dots }, curve) => (array ? dots.map(([x, y], point) => ({ x, y, curve, point })) : []));
    reuse(handles, "circle", points.length).forEach((circle, at) => {
      const { x, y, curve, point } = points[at];
      setAll(circle, { cx: x * cell, cy: y * cell, r: Math.max(HANDLE_PIXELS, HANDLE * cell), "data-curve": curve, "data-point": point });
    });
    for (const [panel, { group }] of panes.ofMovers) {
      const [right, down] = target.corners[panel].map((edge, axis) => (edge - layout.places[panel][axis]) * cell);
      group.setAttribute("transform", `translate(${right} ${down})`);
    }
    paintOutlines("windows", windows.map((box) => ({ ...box, corner: target.corners[box.panel] })));
    marks.paint(target.spread);
    reuse(panes.links, "line", lines.length).forEach((line, at) => {
      const [x1, y1, x2, y2] = lines[at].map((edge) => edge * cell);
      setAll(line, { x1, y1, x2, y2, style: lines[at].tone ? own(lines[at].tone) : "" });
    });
  }

  function paintRings(ids, step) {
    const rings = ids.map((id) => {
      const panel = scene.panelOf[id];
      return { ...boxOf(scene, layout, id, step), role: scene.panels[panel].role, panel, corner: cornerOf(layout, panel, step), "data-ring": id };
    });
    paintOutlines("rings", rings);
  }

  /** Outlines on panels; those on one that moves as a whole move with it: they are given with its corner. */
  function paintOutlines(layer, boxes) {
    const radius = (geometry.radius + 0.03) * cell;
    for (const pane of [panes, ...panes.ofMovers.values()]) {
      const listed = boxes.filter(({ panel }) => panes.of(panel) === pane);
      reuse(pane[layer], "rect", listed.length).forEach((rect, at) => {
        const { x, y, width, height, role, panel, corner, ...data } = listed[at];
        const [left, top] = [x, y].map((edge, axis) => (edge - corner[axis] + layout.places[panel][axis]) * cell);
        setAll(rect, { x: left, y: top, width: width * cell, height: height * cell, rx: radius, style: own(role), "data-role": role, ...data });
      });
    }
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

/** A box so far within another. */
function within({ x, y, width, height, rx }, edge) {
  return { x: x + edge, y: y + edge, width: width - 2 * edge, height: height - 2 * edge, rx: Math.max(0, rx - edge) };
}

/** Whether a cell is more than a zero or a hole between numbers. */
function isNumber(scene, id) {
  return !isPutIn(scene, id) && !(scene.cells.kind[id] & HOLE);
}
