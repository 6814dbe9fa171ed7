// Where windows, cells, lines and curves stand at a step, in cells. The twin of convlib/picture/places.py.

import { prepares, roleOf, termsIn } from "./scene.js";

/** Lines from windows to kernels, from kernels to what they make, and from there to the sum; of a stamp the other way. */
export function linksOf(scene, step, layout, only = -1) {
  const terms = termsIn(scene, step).filter((at) => only < 0 || scene.outs[at] === only);
  const box = (cell) => boxOf(scene, layout, cell, step);
  if (scene.wires[step]) {
    const both = terms.flatMap((at) => [scene.src[at], scene.factors[at]].map((cell) => [cell, scene.outs[at]]));
    const pairs = new Map(both.filter(([cell]) => cell >= 0).map((pair) => [`${pair}`, pair]));
    return [...pairs.values()].map((pair) => wired(scene, layout, step, ...pair));
  }
  const lines = [];
  const boxes = windowsOf(scene, step, layout);
  visible(scene, step).forEach((window, number) => {
    if (window.kernel < 0) return;
    const { first, rows, columns } = scene.panels[window.kernel];
    const [x, y] = cornerOf(layout, window.kernel, step);
    const kernel = { x, y, width: columns, height: rows };
    const made = terms.find((at) => scene.ker[at] >= first && scene.ker[at] < first + rows * columns);
    if (only >= 0 && made === undefined) return;
    const { role } = boxes[number];
    if (scene.lists[step]) return lines.push(...toned([...funnel(box(scene.dst[step]), kernel), ...funnel(kernel, boxes[number])], role));
    lines.push(...toned(funnel(boxes[number], kernel), role));
    if (made !== undefined) lines.push(...toned(funnel(kernel, box(scene.outs[made])), role));
  });
  visible(scene, step).forEach(({ joined }, number) => {
    const [one, next] = [boxes[number], boxes[number + 1]];
    if (!joined || !next || only >= 0) return;
    for (const [right, down] of [[0, 0], [1, 0], [0, 1], [1, 1]]) lines.push(...toned([[one.x + right * one.width, one.y + down * one.height, next.x + right * next.width, next.y + down * next.height]], one.role));
  });
  for (const at of terms) if (scene.ker[at] < 0 && roleOf(scene, scene.src[at]) === "middle") lines.push(wired(scene, layout, step, scene.src[at], scene.outs[at]));
  return lines;
}

/** Lines that have the colour of a group, if this is one's: its name is their tone. */
function toned(lines, colour) {
  return lines.map((line) => Object.assign(line, { tone: colour.startsWith("group-") ? colour : "" }));
}

/** The line that joins two cells, in the colour of a group that one of them belongs to. */
function wired(scene, layout, step, start, end) {
  const colours = [start, end].map((cell) => scene.panels[scene.panelOf[cell]].colour);
  const grouped = colours.find((colour) => colour.startsWith("group-")) ?? "";
  return toned([lineBetween(scene, layout, step, start, end)], grouped)[0];
}

/** The line that joins two cells: from side to side, or where their panels stand above each other, from bottom to top. */
function lineBetween(scene, layout, step, start, end) {
  const [one, other] = [start, end].map((cell) => boxOf(scene, layout, cell, step));
  const [[left, right], [first, last]] = [start, end].map((cell) => {
    const at = scene.panelOf[cell];
    const [edge] = cornerOf(layout, at, step);
    return [edge, edge + scene.panels[at].columns];
  });
  if (right <= first) return [one.x + 1, one.y + 0.5, other.x, other.y + 0.5];
  if (last <= left) return [one.x, one.y + 0.5, other.x + 1, other.y + 0.5];
  const down = one.y < other.y ? 1 : 0;
  return [one.x + 0.5, one.y + down, other.x + 0.5, other.y + 1 - down];
}

/** Where a panel's first cell stands at a step: of one that moves as a whole, where it is by then. */
export function cornerOf(layout, panel, step) {
  return layout.flights[panel]?.[step] ?? layout.places[panel];
}

/** The panels that move as wholes, from back to front: those last that moved with this step. */
export function liftedAt({ flights }, step) {
  const moved = (panel) => `${flights[panel][step]}` !== `${flights[panel][Math.max(step - 1, 0)]}`;
  return Object.keys(flights).map(Number).sort((one, other) => moved(one) - moved(other));
}

/** The panels that pass corners on their way into a step, each with these. */
export function routesAt({ routes }, step) {
  return Object.entries(routes).map(([panel, steps]) => [Number(panel), steps[step]]).filter(([, corners]) => corners.length);
}

/** Where a cell stands at a step, in cells from the top left corner. */
export function boxOf(scene, layout, cell, step = 0) {
  const at = scene.panelOf[cell];
  const { first, columns } = scene.panels[at];
  const [x, y] = cornerOf(layout, at, step);
  const number = cell - first;
  const [right, down] = shiftOf(scene, cell, step);
  return { x: x + ((number % columns) + right) * layout.spacing, y: y + Math.floor(number / columns) + down, width: 1, height: 1 };
}

/** How far a cell stands from its place at a step. */
export function shiftOf(scene, cell, step) {
  const { shifts, first } = scene.panels[scene.panelOf[cell]];
  if (!shifts) return [0, 0];
  return shifts[step].length > 1 ? shifts[step][cell - first] : shifts[step][0];
}

/** The two lines that join facing edges: beside each other, or one above the other. */
function funnel(start, end) {
  const right = start.x + start.width;
  const bottom = start.y + start.height;
  if (right <= end.x) return [[right, start.y, end.x, end.y], [right, bottom, end.x, end.y + end.height]];
  return [[start.x, bottom, end.x, end.y], [right, bottom, end.x + end.width, end.y]];
}

/** The curves at a step, as points from the picture's corner; known: up to which step the output is. null lifts the pen. */
export function strokesOf(scene, layout, step, known = step) {
  return scene.curves.map(({ plot, role, style, points, drawn, array }) => {
    const at = role === "output" && style !== "area" ? known : step;
    const [left, top, wide] = layout.plots[plot];
    const flat = at < 0 || !wide ? [] : points.length > 1 ? points[at] : points[0];
    const count = Math.min(flat.length / 2, drawn ? (drawn[at] ?? 0) : Infinity);
    return { plot, role, style, array, grows: drawn !== null, points: Array.from({ length: count }, (_, number) => (flat[2 * number] === null ? null : [left + flat[2 * number] * layout.spacing, top + flat[2 * number + 1]])) };
  });
}

/** Where the middle of a curve is in each step, in cells; nothing where its plot isn't drawn. */
export function centresOf({ plot, points }, layout) {
  const [left, top, wide] = layout.plots[plot];
  const middle = (numbers) => (Math.min(...numbers) + Math.max(...numbers)) / 2;
  const along = (flat, axis) => middle(flat.filter((number, at) => at % 2 === axis && number !== null));
  return wide ? points.map((flat) => [left + along(flat, 0) * layout.spacing, top + along(flat, 1)]) : [];
}

/** The windows at a step; only: those that have to do with one cell that it makes. */
export function windowsOf(scene, step, layout, only = -1) {
  const panelsOf = (terms) => new Set(terms.flatMap((at) => [scene.src[at], scene.ker[at]]).map((cell) => scene.panelOf[cell]));
  const terms = termsIn(scene, step);
  const [all, own] = [panelsOf(terms), panelsOf(terms.filter((at) => scene.outs[at] === only))];
  const shown = visible(scene, step).filter(({ panel }) => only < 0 || own.has(panel) || !all.has(panel));
  return shown.map((window) => {
    const [x, y] = cornerOf(layout, window.panel, step);
    return { x: x + window.column[step], y: y + window.row[step], width: window.columns, height: window.rows, role: window.role, panel: window.panel, dashed: prepares(scene, step) };
  });
}

function visible(scene, step) {
  return scene.windows.filter((window) => window.row[step] >= 0);
}
