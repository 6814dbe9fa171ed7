// What stands on the stage at one moment: a pure function of the scene, the step, the term and the
// cell under the pointer. The twin of convlib/view.py; a browser test compares the two.

export const PADDING = 1;
export const UNVISITED = 2;
const LEVELS = 4;
const HEAT_LEVELS = 8;
const WHEEL = 49; // hues, as in convlib/look.py

/** The scene with the look-ups that every question needs: which terms a cell takes part in. */
export function prepare(payload) {
  const cellCount = payload.cells.text.length;
  const panelOf = new Array(cellCount);
  payload.panels.forEach((panel, at) => panelOf.fill(at, panel.first, panel.first + panel.rows * panel.columns));
  const stepOf = new Map(payload.dst.map((cell, step) => [cell, step]));
  const termsOf = new Map();
  const add = (cell, term) => (termsOf.has(cell) ? termsOf.get(cell).push(term) : termsOf.set(cell, [term]));
  payload.src.forEach(add);
  payload.ker.forEach(add);
  return { ...payload, cellCount, panelOf, stepOf, termsOf, steps: payload.dst.length };
}

/** A cell's name in equations, "x[1, 2]", counted from its panel's origin. */
export function nameOf(scene, cell) {
  const panel = scene.panels[scene.panelOf[cell]];
  const [row, column] = indexOf(scene, cell);
  return `${panel.symbol}[${row}, ${column}]`;
}

/** A cell's row and column, counted from its panel's origin. */
export function indexOf(scene, cell) {
  const panel = scene.panels[scene.panelOf[cell]];
  const number = cell - panel.first;
  return [Math.floor(number / panel.columns) + panel.origin[0], (number % panel.columns) + panel.origin[1]];
}

/** A cell's number in full. */
export function exactOf(scene, cell) {
  return scene.cells.exact[cell] ?? scene.cells.text[cell];
}

/** The cell of another scene that stands where this one stood in its panel, or -1. */
export function sameCell(before, after, cell) {
  const at = before.panelOf[cell];
  if (at === undefined) return -1;
  const panel = after.panels[at];
  const [row, column] = indexOf(before, cell);
  const [down, across] = [row - panel.origin[0], column - panel.origin[1]];
  const inside = down >= 0 && across >= 0 && down < panel.rows && across < panel.columns;
  return inside ? panel.first + down * panel.columns + across : -1;
}

/** The step that a term belongs to. */
export function stepOfTerm(scene, term) {
  let low = 0;
  let high = scene.steps - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scene.starts[middle] <= term) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The moment at a step, or at one term of it (null: the whole step at once).
 * focus: the cell that is asked about, or -1; look.covered: whether the step's result is covered.
 */
export function view(scene, step, term, layoutName, focus = -1, look = { show: "numbers" }) {
  const layout = scene.layouts[layoutName];
  const asked = focus < 0 ? null : roleOf(scene, focus);
  if (asked === "kernel" || asked === "input") return related(scene, look.covered ? step - 1 : step, layout, focus, asked, look);
  const shown = asked === "output" ? scene.stepOf.get(focus) : step;
  const shownTerm = asked === "output" && shown !== step ? null : term;
  const parts = partsOf(scene, shown, shownTerm);
  const caption = equation(scene, shown, shownTerm);
  const open = shown > step || (shown === step && look.covered);
  if (shown > step) parts.states.set(focus, "empty");
  else if (open) leaveOpen(scene, step, parts);
  return {
    cells: cellsOf(scene, step, parts, look),
    windows: windowsOf(scene, shown, layout),
    rings: parts.rings,
    caption: open ? unanswered(caption) : caption,
  };
}

/** Leave the result of a step open. */
function leaveOpen(scene, step, { states, shown }) {
  states.set(scene.dst[step], "partial");
  shown.set(scene.dst[step], "?");
}

/** An equation whose result is still to come: what comes next is for the reader to say. */
function unanswered(groups) {
  const open = ({ below, ...token }) => (token.role === "result" ? { ...token, text: "?" } : token);
  return groups.map((tokens) => tokens.map(open));
}

function roleOf(scene, cell) {
  return scene.panels[scene.panelOf[cell]].role;
}

/** Which cells play a part in a step, which show another text, the weights beside, the rings. */
function partsOf(scene, step, term) {
  const states = new Map();
  const shown = new Map();
  const asides = new Map();
  const hues = new Map();
  const [start, end] = [scene.starts[step], scene.starts[step + 1]];
  const out = scene.dst[step];
  const now = term === null ? end : start + term;
  for (let at = start; at < end; at++) {
    asides.set(scene.src[at], `×${scene.cells.text[scene.ker[at]]}`);
    states.set(scene.src[at], at < now ? "lit" : "wait");
    hues.set(scene.src[at], hueOf(scene, scene.ker[at]));
  }
  const rings = [out];
  states.set(out, "current");
  if (term !== null) {
    states.set(scene.src[now], "now").set(scene.ker[now], "now");
    rings.push(scene.src[now], scene.ker[now]);
    if (now < end - 1) {
      states.set(out, "partial");
      shown.set(out, scene.shortSums[now] ?? scene.sums[now]);
    }
  }
  return { states, shown, asides, hues, rings };
}

/** The place on the wheel of a weight's hue: each weight of a kernel has its own. */
function hueOf(scene, cell) {
  const { first, rows, columns } = scene.panels[scene.panelOf[cell]];
  return Math.floor(((cell - first) * WHEEL) / (rows * columns));
}

/** The name of the colour behind a cell's number. */
function fillOf(role, { kind, state, level }, heat, hue, { show, hues }) {
  if (hues && hue >= 0) return `hue-${hue}`;
  if (kind & PADDING || state === "empty" || state === "partial") return "ground";
  if (show !== "numbers") return `${role === "kernel" ? "weights" : "activations"}-${heat + HEAT_LEVELS}`;
  const dim = role === "input" && (state === "" || state === "wait");
  return `${role}-${dim ? "dim" : "full"}-${level + LEVELS}`;
}

/** Every cell with its state, its number, its colour and the weight beside it. */
function cellsOf(scene, step, { states, shown, asides, hues }, look) {
  const numbers = look.show !== "heat";
  const cells = new Array(scene.cellCount);
  for (let cell = 0; cell < scene.cellCount; cell++) {
    const known = scene.cells.since[cell] <= step;
    const state = states.get(cell) ?? (known ? "" : "empty");
    const blank = !known && state !== "current" && state !== "partial";
    const role = roleOf(scene, cell);
    const text = blank ? "" : (shown.get(cell) ?? scene.cells.text[cell]);
    const next = {
      state,
      kind: scene.cells.kind[cell],
      level: blank || state === "partial" ? 0 : scene.cells.level[cell],
      text: numbers || text === "?" ? text : "",
      aside: numbers ? (asides.get(cell) ?? "") : "",
    };
    const hue = role === "kernel" ? hueOf(scene, cell) : (hues.get(cell) ?? -1);
    cells[cell] = { ...next, fill: blank ? "ground" : fillOf(role, next, scene.cells.heat[cell], hue, look) };
  }
  return cells;
}

function windowsOf(scene, step, layout) {
  return scene.windows.map((window) => {
    const [x, y] = layout.places[window.panel];
    return { x: x + window.column[step], y: y + window.row[step], width: window.columns, height: window.rows };
  });
}

/** What an input feeds or a weight touches, over all steps. */
function related(scene, step, layout, focus, role, look) {
  const terms = scene.termsOf.get(focus) ?? [];
  const states = new Map();
  const asides = new Map();
  const hues = new Map();
  for (const term of terms) {
    const out = scene.dst[stepOfTerm(scene, term)];
    const far = role === "kernel" ? scene.src[term] : out;
    states.set(far, role === "kernel" ? "lit" : "fed");
    asides.set(far, `×${scene.cells.text[scene.ker[term]]}`);
    hues.set(far, hueOf(scene, scene.ker[term]));
    if (role === "input") states.set(scene.ker[term], "lit");
  }
  states.set(focus, "now");
  return {
    cells: cellsOf(scene, step, { states, shown: new Map(), asides, hues }, look),
    windows: [],
    rings: [focus],
    caption: relation(scene, focus, role, new Set(terms.map((t) => (role === "kernel" ? scene.src[t] : scene.dst[stepOfTerm(scene, t)]))).size),
  };
}

/** The sentence about an input or a weight: its name, its number, and how many cells it reaches. */
function relation(scene, focus, role, count) {
  const plural = count === 0 ? "none" : count === 1 ? "one" : "other";
  const words = scene.words[`${role}-${plural}`].replace("{count}", count);
  return [
    [{ text: `${nameOf(scene, focus)}`, role, cell: focus }, { text: " = ", role: "muted" }, { text: exactOf(scene, focus), role, cell: focus }],
    [{ text: ` ${words}`, role: "muted" }],
  ];
}

/** The step's equation up to a term, as groups of tokens that stay together on a line. */
export function equation(scene, step, term) {
  const start = scene.starts[step];
  const end = term === null ? scene.starts[step + 1] : start + term + 1;
  const out = scene.dst[step];
  const groups = [[{ text: nameOf(scene, out), role: "output", cell: out }, { text: " =", role: "muted" }]];
  for (let at = start; at < end; at++) {
    const [src, ker] = [scene.src[at], scene.ker[at]];
    groups.push([
      { text: at > start ? " + " : " ", role: "muted" },
      { text: factor(exactOf(scene, src)), role: "input", cell: src },
      { text: "·", role: "muted" },
      { text: factor(exactOf(scene, ker)), role: "kernel", cell: ker, below: scene.sums[at] },
    ]);
  }
  groups.push([{ text: " = ", role: "muted" }, { text: scene.sums[end - 1], role: "result", cell: out }]);
  return groups;
}

/** A number as it stands in a product: a negative one in brackets. */
function factor(text) {
  return text.startsWith("\u2212") ? `(${text})` : text;
}

/** Lines from each window to its kernel, and from the kernel to the current output. */
export function links(scene, layout, windows, ringCell) {
  const kernels = scene.panels.flatMap((panel, at) => {
    const [x, y] = layout.places[at];
    return panel.role === "kernel" ? [{ x, y, width: panel.columns, height: panel.rows }] : [];
  });
  const ring = boxOf(scene, layout, ringCell);
  return windows.flatMap((window, at) => [...funnel(window, kernels[at]), ...funnel(kernels[at], ring)]);
}

/** Where a cell stands, in cells from the top left corner. */
export function boxOf(scene, layout, cell) {
  const at = scene.panelOf[cell];
  const { first, columns } = scene.panels[at];
  const [x, y] = layout.places[at];
  const number = cell - first;
  return { x: x + (number % columns), y: y + Math.floor(number / columns), width: 1, height: 1 };
}

/** The two lines that join facing edges: beside each other, or one above the other. */
function funnel(start, end) {
  const right = start.x + start.width;
  const bottom = start.y + start.height;
  if (right <= end.x) return [[right, start.y, end.x, end.y], [right, bottom, end.x, end.y + end.height]];
  return [[start.x, bottom, end.x, end.y], [right, bottom, end.x + end.width, end.y]];
}
