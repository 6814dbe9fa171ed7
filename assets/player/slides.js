// What slides over the picture from moment to moment: windows, lines, curves, points, panels that move as wholes.

import { movedBy } from "./grips.js";
import { createMarks, NO_POINTS } from "./marks.js";
import { boxOf, cornerOf, liftedAt, routesAt, strokesOf } from "./places.js";
import { clamp, own, reuse, setAll } from "./svg.js";
import { between, sameCount } from "./ways.js";

const MOVE_MILLISECONDS = 240; // a way, or each part of a route
const HANDLE = 0.4; // how near to a point it can be taken hold of, in cells and at least in pixels
const HANDLE_PIXELS = 11;
/** Whether nothing moves: unwanted, or each picture gives way to the next one at once. */
export const isStill = (svg) => svg.dataset.still !== undefined || matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What slides over the picture of a scene: drawn into its panes, and as handles and grips, which outlast it. */
export function createSlides(svg, { handles, grips }, panes, scene, layout, cell, geometry, letters) {
  const marks = createMarks(panes.points, geometry, cell, letters);
  const radius = (geometry.radius + 0.03) * cell;
  let placed = null;
  let frame = 0;
  let shown = null;

  /**
   * Go to a moment: within a quarter of a second, unless motion is unwanted or nothing leads there. A panel with a route takes
   * longer where the moment follows the one before; reached() is called as soon as what the step makes is to be seen.
   */
  function show(moment, reached) {
    const follows = shown && moment.step === shown.step + 1;
    shown = moment;
    const target = {
      windows: moment.windows,
      links: moment.links,
      strokes: strokesOf(scene, layout, moment.step, moment.known),
      spread: moment.spread ?? NO_POINTS,
      corners: layout.places.map((_, at) => cornerOf(layout, at, moment.step)),
      movers: liftedAt(layout, moment.step),
    };
    const alike = placed && (target.strokes.length || target.movers.length || target.spread.discs.length || sameCount(placed, target));
    stop();
    const moves = alike && !isStill(svg);
    const routes = moves && follows ? routesAt(layout, moment.step) : [];
    if (routes.length) travel(placed, target, routes, reached);
    else {
      reached();
      if (moves) glide(placed, target);
      else settle(target);
    }
    paintRings(moment.rings, moment.step);
  }

  /** Let panels with routes pass the corners of these, one way after the other; all else goes its way meanwhile. */
  function travel(start, target, routes, reached) {
    const last = Math.max(...routes.map(([, corners]) => corners.length)) - 1;
    const on = (at) => target.corners.map((corner, panel) => routes.find(([each]) => each === panel)?.[1][at] ?? corner);
    const waiting = target.windows.map((box, at) => ({ ...box, dashed: start.windows[at]?.dashed }));
    const stops = Array.from({ length: last + 1 }, (_, at) => ({ ...target, windows: waiting, corners: on(at) }));
    const follow = (at) => {
      if (at === last) reached();
      glide(stops[at], stops[at + 1] ?? target, at < last ? () => follow(at + 1) : undefined);
    };
    const first = { ...start, corners: start.corners.map((corner, panel) => (routes.some(([each]) => each === panel) ? stops[0].corners[panel] : corner)) };
    stops[0] = first;
    paint(first);
    follow(0);
  }

  function stop() {
    cancelAnimationFrame(frame);
  }

  function glide(start, target, then = () => settle(target)) {
    const flies = (panel) => `${start.corners[panel]}` !== `${target.corners[panel]}`;
    raise([...target.movers].sort((one, other) => flies(one) - flies(other)));
    const begin = performance.now();
    svg.dataset.moving = "";
    frame = requestAnimationFrame(function tick(time) {
      const part = clamp(0, (time - begin) / MOVE_MILLISECONDS, 1);
      if (part === 1) return then();
      paint(between(start, target, 1 - (1 - part) ** 3));
      frame = requestAnimationFrame(tick);
    });
  }

  function settle(target) {
    delete svg.dataset.moving;
    raise(target.movers);
    paint(target);
  }

  /** Let panels that move as wholes lie over each other in an order, from back to front; the one with the focus stays in the picture. */
  function raise(order) {
    const groups = order.map((panel) => panes.of(panel).group);
    if (groups.every((group, at) => group === panes.movers.children[at])) return;
    const held = groups.findIndex((group) => group.querySelector(":focus"));
    for (const group of groups.slice(0, Math.max(0, held))) panes.movers.insertBefore(group, groups[held]);
    panes.movers.append(...groups.slice(held + 1));
  }

  function paint(target) {
    placed = target;
    paintStrokes(target.strokes);
    for (const [panel, { group }] of panes.ofMovers) {
      const [right, down] = target.corners[panel].map((edge, axis) => (edge - layout.places[panel][axis]) * cell);
      group.setAttribute("transform", `translate(${right} ${down})`);
    }
    paintOutlines("windows", target.windows.map((box) => ({ ...box, corner: target.corners[box.panel] })));
    marks.paint(target.spread);
    paintGrips(target.spread.discs);
    reuse(panes.links, "line", target.links.length).forEach((line, at) => {
      const [x1, y1, x2, y2] = target.links[at].map((edge) => edge * cell);
      setAll(line, { x1, y1, x2, y2, style: target.links[at].tone ? own(target.links[at].tone) : "" });
    });
  }

  function paintStrokes(strokes) {
    for (const layer of ["areas", "lines"]) {
      const listed = strokes.filter(({ style }) => (style === "area") === (layer === "areas"));
      reuse(panes[layer], "path", listed.length).forEach((path, at) => setAll(path, markOf(listed[at])));
    }
    const points = strokes.flatMap(({ array, points: dots }, curve) => (array ? dots.map(([x, y], point) => ({ x, y, curve, point })) : []));
    reuse(handles, "circle", points.length).forEach((circle, at) => {
      const { x, y, curve, point } = points[at];
      setAll(circle, { cx: x * cell, cy: y * cell, r: Math.max(HANDLE_PIXELS, HANDLE * cell), "data-curve": curve, "data-point": point });
    });
  }

  /** What points that can be moved are taken hold of by: an element for each, whatever lies in front. */
  function paintGrips(discs) {
    const movable = scene.points.flatMap(({ array, texts }, mark) => (array ? texts.map((_, at) => [mark, at]) : []));
    reuse(grips, "circle", movable.length).forEach((circle, number) => {
      const [mark, at] = movable[number];
      const disc = discs.find(({ key }) => key === `${mark},${at}`);
      const r = Math.max(HANDLE_PIXELS, HANDLE * 0.75 * cell);
      const [down, right] = movedBy(scene, mark, at);
      const label = scene.words.point.replace("{number}", at + 1).replace("{down}", down).replace("{right}", right);
      const place = disc ? { cx: disc.x * cell, cy: disc.y * cell, r, tabindex: svg.hasAttribute("data-draws") ? 0 : -1 } : { cx: 0, cy: 0, r: 0, tabindex: -1 };
      setAll(circle, { ...place, "data-mark": mark, "data-at": at, "data-step": shown?.step ?? 0, role: "button", "aria-label": label });
    });
  }

  /** A curve as a path: a line that is lifted between its parts, an area, or dots. */
  function markOf({ plot, role, style, points }) {
    const pixels = points.map((point) => point?.map((edge) => Math.round(edge * cell * 10) / 10).join(" "));
    const path = pixels.map((pixel, at) => (pixel ? `${style === "dot" || !at || !pixels[at - 1] ? "M" : "L"}${pixel}${style === "dot" ? "h0" : ""}` : ""));
    return { "data-role": role, "data-style": style, "data-plot": plot, style: own(style === "area" ? `${role}-full-8` : role), d: path.join("") + (style === "area" && points.length ? "Z" : "") };
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
    for (const pane of [panes, ...panes.ofMovers.values()]) {
      const listed = boxes.filter(({ panel }) => panes.of(panel) === pane);
      reuse(pane[layer], "rect", listed.length).forEach((rect, at) => {
        const { x, y, width, height, role, panel, corner, dashed, ...data } = listed[at];
        const [left, top] = [x, y].map((edge, axis) => (edge - corner[axis] + layout.places[panel][axis]) * cell);
        setAll(rect, { x: left, y: top, width: width * cell, height: height * cell, rx: radius, style: own(role), class: dashed ? "dashed" : "", "data-role": role, ...data });
      });
    }
  }

  /** Show the curves anew, at once: a point of one stands at another height. */
  function redraw() {
    stop();
    settle({ ...placed, strokes: strokesOf(scene, layout, shown.step, shown.known) });
  }

  return { show, stop, redraw };
}
