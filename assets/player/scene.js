// A scene as it was sent, and the look-ups that every question about it needs.

export const PADDING = 1;
export const UNVISITED = 2;
export const HOLE = 4;
export const ABREAST = "\u2003\u2003"; // between two equations, as in convlib/picture/scene.py

// What panels and all else have unless they say otherwise: the same as in convlib/render/payload.py.
const USUAL_PANEL = {
  ...{ renamed: null, titled: true, below: false, stripe: [], origin: [0, 0], every: [1, 1], lead: [], axes: 2 },
  ...{ array: "", plane: -1, shifts: null, anew: false, running: null, raised: 0, beside: 0, pegs: [] },
};
const USUAL_WINDOW = { kernel: -1, joined: false };
const USUAL_CURVE = { array: "", scale: [], drawn: null, moves: [], aims: false };
const USUAL_LABEL = { colour: "muted", align: "center", since: 0, until: -1, panel: -1 };
const ROUNDED = 1000; // parts of a cell to which points are sent
const MATCHED = new WeakMap(); // per scene the one that it was compared with last, and that one's panels

/** The scene with the look-ups that every question needs: which terms a cell takes part in, which write it. */
export function prepare(sent) {
  const inFull = (given) => (given?.runs ? unrolled(given.runs, sent.dst.length) : given);
  const payload = {
    ...sent,
    panels: sent.panels.map((panel) => ({ ...USUAL_PANEL, colour: panel.role, note: `${panel.rows} × ${panel.columns}`, ...panel })),
    windows: sent.windows.map((each) => ({ ...USUAL_WINDOW, ...each, row: inFull(each.row), column: inFull(each.column) })),
    curves: sent.curves.map((each) => ({ ...USUAL_CURVE, ...each, drawn: inFull(each.drawn) ?? null, points: movedPoints(each) })),
    layouts: Object.fromEntries(Object.entries(sent.layouts).map(([name, layout]) => [name, { ...layout, labels: layout.labels.map((label) => ({ ...USUAL_LABEL, ...label })) }])),
  };
  const cellCount = payload.cells.text.length;
  const steps = payload.dst.length;
  const panelOf = new Array(cellCount);
  payload.panels.forEach((panel, at) => panelOf.fill(at, panel.first, panel.first + panel.rows * panel.columns));
  const stepAt = payload.dst.flatMap((_, step) => new Array(payload.starts[step + 1] - payload.starts[step]).fill(step));
  const outs = payload.outs ?? stepAt.map((step) => payload.dst[step]);
  const [termsOf, writersOf] = [new Map(), new Map()];
  const add = (table) => (cell, term) => (table.has(cell) ? table.get(cell).push(term) : table.set(cell, [term]));
  payload.src.forEach(add(termsOf));
  payload.ker.forEach(add(termsOf));
  outs.forEach(add(writersOf));
  const beats = [0];
  for (let step = 0; step < steps; step++) beats.push(beats[step] + Math.max(1, payload.starts[step + 1] - payload.starts[step]));
  const [scatter, goesOn, wires, abreast] = [payload.scatter, payload.goesOn, payload.wires, payload.abreast].map((flag) => unrolled(flag, steps));
  return {
    ...{ ...payload, several: payload.outs !== null, outs, cellCount, panelOf, termsOf, writersOf, steps, beats, stepAt },
    ...{ scatter, wires, abreast, stamped: stepAt.map((step) => scatter[step] || goesOn[step]), lists: listsOf(payload, scatter) },
    rules: payload.rules.length ? unrolled(payload.rules, outs.length) : new Array(outs.length).fill("sum"),
    points: payload.points.map((points) => ({ ...points, terms: points.terms && unrolled(points.terms, outs.length) })),
    // Per term the cell that it is multiplied by where that is no weight; -1 for none.
    factors: payload.ker.map((cell) => (cell >= 0 && payload.panels[panelOf[cell]].role !== "kernel" ? cell : -1)),
  };
}

/** A curve's points per step: of one that only moves, those of the first step moved. */
function movedPoints({ points, moves = [] }) {
  const round = (number) => Math.round(number * ROUNDED) / ROUNDED;
  return moves.length ? moves.map((move) => points[0].map((number, at) => number === null ? null : round(number + move[at % 2]))) : points;
}

/** Per step whether it is about a cell that it reads, and lists all that this makes. */
function listsOf({ dst, src, starts }, scatter) {
  return dst.map((cell, step) => scatter[step] || src.slice(starts[step], starts[step + 1]).includes(cell));
}

/** Whether a step makes what the next one stamps: both are about the same number. */
export function prepares({ scatter, lists, dst }, step) {
  return !scatter[step] && Boolean(scatter[step + 1]) && lists[step] && dst[step] === dst[step + 1];
}

/** What each of so many things has, from what all have, or from runs: where each run begins, and what it has. */
function unrolled(given, count) {
  const runs = Array.isArray(given) ? given : [[0, given]];
  return runs.flatMap(([start, value], at) => new Array((runs[at + 1]?.[0] ?? count) - start).fill(value));
}

/** The panels that steps make, of outputs and of what lies between: their sizes follow from what is given. */
export function madePanels(scene) {
  return scene.panels.filter(({ role, first }) => ["output", "middle"].includes(role) && scene.cells.since[first] >= 0);
}

/** A term's gain, as it is written. */
export function gainOf(scene, term) {
  return scene.gain?.[term] ?? "1";
}

/** The terms of a step. */
export function termsIn(scene, step) {
  const start = scene.starts[step];
  return Array.from({ length: scene.starts[step + 1] - start }, (_, at) => start + at);
}

/** A cell's name in equations, "x[1, 2]", counted from its panel's origin. */
export function nameOf(scene, cell) {
  const { symbol, lead, axes, rows, columns } = scene.panels[scene.panelOf[cell]];
  const own = indexOf(scene, cell);
  const upright = axes === 1 && columns === 1 && rows > 1;
  const index = [...lead, ...(upright ? own.slice(0, 1) : own.slice(2 - axes))].join(", ").replaceAll("-", "\u2212");
  return index ? `${symbol}[${index}]` : symbol;
}

/** A cell's row and column, counted from its panel's origin. */
export function indexOf(scene, cell) {
  const panel = scene.panels[scene.panelOf[cell]];
  const number = cell - panel.first;
  const at = [Math.floor(number / panel.columns), number % panel.columns];
  return at.map((place, axis) => Math.floor((place + panel.origin[axis]) / panel.every[axis]));
}

/** Whether a cell is a zero put in between numbers or around them: it has no place among them, and no name. */
export function isPutIn(scene, cell) {
  const { every } = scene.panels[scene.panelOf[cell]];
  return Boolean(scene.cells.kind[cell] & PADDING) && every.some((step) => step > 1);
}

/** A cell's number in full. */
export function exactOf(scene, cell) {
  return scene.cells.exact[cell] ?? scene.cells.text[cell];
}

export function roleOf(scene, cell) {
  return scene.panels[scene.panelOf[cell]].role;
}

/** The cell of another scene that stands where this one stood in its panel, or -1: another view may not have that panel. */
export function sameCell(before, after, cell) {
  const at = before.panelOf[cell];
  if (at === undefined) return -1;
  if (before === after) return cell;
  const panel = samePanels(before, after)[at];
  if (!panel) return -1;
  const [down, across] = indexOf(before, cell).map((index, axis) => index * panel.every[axis] - panel.origin[axis]);
  const inside = down >= 0 && across >= 0 && down < panel.rows && across < panel.columns;
  return inside ? panel.first + down * panel.columns + across : -1;
}

/** Per panel the one of another scene: of several that are called alike each its own, as far as there are as many. */
function samePanels(before, after) {
  if (MATCHED.get(before)?.after !== after) {
    const named = ({ name, lead }) => `${name} ${lead}`;
    const written = (panel) => `${named(panel)} ${panel.symbol}`;
    const [exactly, nearly] = [written, named].map((called) => inTurn(before.panels, after.panels, called));
    const first = new Map([...after.panels].reverse().map((panel) => [named(panel), panel]));
    MATCHED.set(before, { after, panels: before.panels.map((panel, at) => exactly[at] ?? nearly[at] ?? first.get(named(panel))) });
  }
  return MATCHED.get(before).panels;
}

/** Per panel one of others that is called alike: the first has the first of them, and so on. */
function inTurn(panels, others, called) {
  const left = new Map();
  for (const other of others) left.set(called(other), [...(left.get(called(other)) ?? []), other]);
  return panels.map((panel) => left.get(called(panel))?.shift());
}

/** The step that a term belongs to. */
export function stepOfTerm(scene, term) {
  return lastUpTo(scene.starts, term, scene.steps);
}

/** The step that a beat belongs to: each term is one, and a step without terms. */
export function stepOfBeat(scene, beat) {
  return lastUpTo(scene.beats, beat, scene.steps);
}

/** Which of so many numbers that never fall is the last one up to a limit. */
function lastUpTo(numbers, limit, count) {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle] <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The step that makes a cell known, or -1 for a cell that is given; of one that is made anew from time to time, the last such step up to one. */
export function stepOf(scene, cell, upTo = scene.steps) {
  const writers = scene.writersOf.get(cell);
  const last = isAnew(scene, cell) ? writers?.findLast((term) => term < scene.starts[Math.min(upTo + 1, scene.steps)]) : undefined;
  return writers ? stepOfTerm(scene, last ?? writers.at(-1)) : scene.cells.since[cell];
}

/** Whether a cell is made anew from time to time. */
export function isAnew(scene, cell) {
  return Boolean(scene.panels[scene.panelOf[cell]]?.anew);
}

/** The terms of a step that go to a cell. */
export function termsTo(scene, step, cell) {
  return scene.writersOf.get(cell).filter((term) => term >= scene.starts[step] && term < scene.starts[step + 1]);
}
