// What stands on the stage at one moment: a pure function of the scene, the step, the term and the
// cell under the pointer. The twin of convlib/view.py; a browser test compares the two.

export const PADDING = 1;
export const UNVISITED = 2;
export const HOLE = 4;
const LESS = -2; // in place of a weight where a term takes its value away, as in convlib/scene.py
const HOLE_TEXT = "·";
export const ABREAST = "\u2003\u2003"; // between two equations, as in convlib/scene.py
const LEVELS = 4;
const HEAT_LEVELS = 8;
const WHEEL = 49; // hues, as in convlib/look.py

/** The scene with the look-ups that every question needs: which terms a cell takes part in, which write it. */
export function prepare(payload) {
  const cellCount = payload.cells.text.length;
  const steps = payload.dst.length;
  const panelOf = new Array(cellCount);
  payload.panels.forEach((panel, at) => panelOf.fill(at, panel.first, panel.first + panel.rows * panel.columns));
  const outs = payload.outs ?? payload.dst.flatMap((cell, step) => new Array(payload.starts[step + 1] - payload.starts[step]).fill(cell));
  const [termsOf, writersOf] = [new Map(), new Map()];
  const add = (table) => (cell, term) => (table.has(cell) ? table.get(cell).push(term) : table.set(cell, [term]));
  payload.src.forEach(add(termsOf));
  payload.ker.forEach(add(termsOf));
  outs.forEach(add(writersOf));
  const beats = [0];
  for (let step = 0; step < steps; step++) beats.push(beats[step] + Math.max(1, payload.starts[step + 1] - payload.starts[step]));
  return { ...payload, several: payload.outs !== null, outs, cellCount, panelOf, termsOf, writersOf, steps, beats };
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

/** A cell's number in full. */
export function exactOf(scene, cell) {
  return scene.cells.exact[cell] ?? scene.cells.text[cell];
}

/** The cell of another scene that stands where this one stood in its panel, or -1: another view may not have that panel. */
export function sameCell(before, after, cell) {
  const at = before.panelOf[cell];
  if (at === undefined) return -1;
  const { name, lead } = before.panels[at];
  const panel = after.panels.find((other) => other.name === name && String(other.lead) === String(lead));
  if (!panel) return -1;
  const [down, across] = indexOf(before, cell).map((index, axis) => index * panel.every[axis] - panel.origin[axis]);
  const inside = down >= 0 && across >= 0 && down < panel.rows && across < panel.columns;
  return inside ? panel.first + down * panel.columns + across : -1;
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

/** The step that makes a cell known, or -1 for a cell that is given. */
function stepOf(scene, cell) {
  const writers = scene.writersOf.get(cell);
  return writers ? stepOfTerm(scene, writers.at(-1)) : scene.cells.since[cell];
}

/**
 * The moment at a step, or at one term of it (null: the whole step at once).
 * asked: the cell that is asked about, or -1; look.covered: whether the step's result is covered.
 */
export function view(scene, step, term, layoutName, asked = -1, look = { show: "numbers" }) {
  const layout = scene.layouts[layoutName];
  const focus = scene.panels[scene.panelOf[asked]]?.course ? -1 : asked;
  const known = look.covered ? step - 1 : step;
  if (focus >= 0 && stepOf(scene, focus) < 0) return related(scene, known, layout, focus, look);
  if (focus >= 0 && scene.scatter) return gathered(scene, step, layout, focus, look);
  const shown = focus >= 0 ? stepOf(scene, focus) : step;
  const shownTerm = focus >= 0 && shown !== step ? null : term;
  const silent = scene.starts[shown] === scene.starts[shown + 1];
  const only = focus >= 0 && focus !== scene.dst[shown] && !silent ? focus : -1;
  const parts = partsOf(scene, shown, shownTerm, step, only);
  const caption = only >= 0 ? sumOf(scene, only, termsTo(scene, shown, only), scene.rules[shown]) : equation(scene, shown, shownTerm);
  const open = shown > step || (shown === step && look.covered && only < 0);
  if (shown > step) parts.states.set(focus, "empty");
  else if (open) leaveOpen(scene, step, parts);
  return {
    cells: cellsOf(scene, parts, look),
    windows: windowsOf(scene, shown, layout),
    rings: only >= 0 ? [only] : parts.rings,
    caption: open ? unanswered(caption) : caption,
    links: linksOf(scene, shown, layout, only),
    step: shown,
    known: Math.min(shown, known),
  };
}

/** The terms of a step that go to a cell. */
function termsTo(scene, step, cell) {
  return scene.writersOf.get(cell).filter((term) => term >= scene.starts[step] && term < scene.starts[step + 1]);
}

/** Leave the result of a step open; of a stamp, all that it makes. */
function leaveOpen(scene, step, { states, shown }) {
  const several = scene.scatter || scene.abreast;
  const silent = scene.starts[step] === scene.starts[step + 1];
  const made = silent ? (scene.made[step] ?? []) : several ? scene.outs.slice(scene.starts[step], scene.starts[step + 1]) : [scene.dst[step]];
  for (const cell of made) {
    states.set(cell, "partial");
    shown.set(cell, "?");
  }
}

/** An equation whose result is still to come: what comes next is for the reader to say. */
function unanswered(groups) {
  const open = ({ below, ...token }) => (token.role === "result" ? { ...token, text: "?" } : token);
  return groups.map((tokens) => tokens.map(open));
}

function roleOf(scene, cell) {
  return scene.panels[scene.panelOf[cell]].role;
}

/** Which cells play a part in a step, which show another text, the weights beside, the rings; only: of one cell that it makes. */
function partsOf(scene, step, term, known = step, only = -1) {
  const [states, shown, asides, hues] = [new Map(), new Map(), new Map(), new Map()];
  const [start, end] = [scene.starts[step], scene.starts[step + 1]];
  const now = term === null ? end - 1 : start + term;
  scene.cells.since.forEach((since, cell) => since > known && states.set(cell, "empty"));
  if (scene.several) asOf(scene, known === step ? now + 1 : scene.starts[known + 1], states, shown);
  onCourse(scene, known === step ? now : scene.starts[known + 1] - 1, shown);
  const terms = Array.from({ length: end - start }, (_, at) => start + at).filter((at) => only < 0 || scene.outs[at] === only);
  for (const at of terms) {
    const src = scene.src[at];
    if (scene.ker[at] >= 0 && !scene.scatter && !scene.wires) {
      asides.set(src, `×${scene.cells.text[scene.ker[at]]}`);
      hues.set(src, hueOf(scene, scene.ker[at]));
    }
    if (term === null || at < now) states.set(src, "lit");
  }
  if (term === null) {
    const made = [...(scene.dst[step] >= 0 && !scene.scatter ? [scene.dst[step]] : []), ...terms.map((at) => scene.outs[at]), ...(scene.made[step] ?? [])];
    for (const cell of only < 0 ? made : [only]) if (states.get(cell) !== "partial") states.set(cell, "current");
    if (scene.scatter && terms.length) states.set(scene.src[start], "now");
    const ringed = scene.scatter ? [] : made;
    return { states, shown, asides, hues, rings: [...new Set([...(scene.dst[step] >= 0 ? [scene.dst[step]] : []), ...ringed])] };
  }
  const before = new Set(scene.src.slice(start, now));
  for (let at = now; at < end; at++) if (!before.has(scene.src[at]) && states.get(scene.src[at]) !== "empty") states.set(scene.src[at], "wait");
  for (const cell of [scene.src[now], scene.ker[now]]) if (cell >= 0) states.set(cell, "now");
  const out = scene.outs[now];
  const later = scene.writersOf.get(out).some((at) => at > now && (scene.scatter || at < end));
  states.set(out, later ? "partial" : "current");
  shown.set(out, scene.shortSums[now] ?? scene.sums[now]);
  return { states, shown, asides, hues, rings: [out, scene.src[now], scene.ker[now]].filter((cell) => cell >= 0) };
}

/** What cells show after so many terms, where several steps or terms make one cell. */
function asOf(scene, end, states, shown) {
  for (const [cell, writers] of scene.writersOf) {
    const last = writers.findLast((term) => term < end);
    if (last === undefined) states.set(cell, "empty");
    else shown.set(cell, scene.shortSums[last] ?? scene.sums[last]);
    if (scene.scatter && last !== undefined && last !== writers.at(-1)) states.set(cell, "partial");
  }
}

/** What cells show after a term that follow a course of their own. */
function onCourse(scene, term, shown) {
  for (const { course, first } of scene.panels) course?.[Math.max(term, 0)].forEach((text, at) => shown.set(first + at, text));
}

/** The place on the wheel of a weight's hue: each weight of a kernel has its own. */
function hueOf(scene, cell) {
  const { first, rows, columns } = scene.panels[scene.panelOf[cell]];
  return Math.floor(((cell - first) * WHEEL) / (rows * columns));
}

/** The name of the colour behind a cell's number. */
function fillOf(role, { kind, state, level }, heat, hue, { show, hues }) {
  if (kind & HOLE) return "ground";
  if (hues && hue >= 0) return `hue-${hue}`;
  if (kind & PADDING || state === "empty" || state === "partial") return "ground";
  if (show !== "numbers") return `${role === "kernel" ? "weights" : "activations"}-${heat + HEAT_LEVELS}`;
  const dim = role === "input" && (state === "" || state === "wait");
  return `${role}-${dim ? "dim" : "full"}-${level + LEVELS}`;
}

/** Every cell with its state, its number, its colour and the weight beside it. */
function cellsOf(scene, { states, shown, asides, hues, unknown = new Set() }, look) {
  const numbers = look.show !== "heat";
  const cells = new Array(scene.cellCount);
  for (let cell = 0; cell < scene.cellCount; cell++) {
    const state = states.get(cell) ?? "";
    const kind = scene.cells.kind[cell];
    const role = roleOf(scene, cell);
    const blank = state === "empty" || unknown.has(cell);
    const text = kind & HOLE ? HOLE_TEXT : blank ? "" : (shown.get(cell) ?? scene.cells.text[cell]);
    const next = {
      state,
      kind,
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
  return visible(scene, step).map((window) => {
    const [x, y] = layout.places[window.panel];
    return { x: x + window.column[step], y: y + window.row[step], width: window.columns, height: window.rows, role: window.role };
  });
}

function visible(scene, step) {
  return scene.windows.filter((window) => window.row[step] >= 0);
}

/** Of a scatter scene: all that was stamped on a cell so far. */
function gathered(scene, step, layout, focus, look) {
  const parts = partsOf(scene, step, null);
  const terms = scene.writersOf.get(focus).filter((term) => term < scene.starts[step + 1]);
  for (const [cell, state] of parts.states) if (state === "now" || state === "current") parts.states.set(cell, "");
  for (const term of terms) {
    parts.states.set(scene.src[term], "lit");
    parts.states.set(scene.ker[term], "now");
  }
  const caption = terms.length ? sumOf(scene, focus, terms, "sum") : [[{ text: nameOf(scene, focus), role: "output", cell: focus }, { text: ` ${scene.words.empty}`, role: "muted" }]];
  return { cells: cellsOf(scene, parts, look), windows: [], rings: [focus], caption, links: [], step, known: step };
}

/** What an input feeds or a weight touches, over all steps. */
function related(scene, step, layout, focus, look) {
  const terms = scene.termsOf.get(focus) ?? [];
  const { states, shown } = partsOf(scene, Math.max(step, 0), null, step);
  for (const [cell, state] of states) if (state !== "empty" && state !== "partial") states.delete(cell);
  const unknown = new Set([...states.keys()].filter((cell) => states.get(cell) === "empty"));
  const [asides, hues, reached] = [new Map(), new Map(), new Set()];
  for (const term of terms) {
    const [src, ker, out] = [scene.src[term], scene.ker[term], scene.outs[term]];
    const far = ker === focus ? src : out;
    reached.add(far);
    states.set(far, ker === focus ? "lit" : "fed");
    if (ker < 0) continue;
    asides.set(far, `×${scene.cells.text[ker]}`);
    hues.set(far, hueOf(scene, ker));
    if (src === focus) states.set(ker, "lit");
  }
  states.set(focus, "now");
  return {
    cells: cellsOf(scene, { states, shown, asides, hues, unknown }, look),
    windows: [],
    rings: [focus],
    caption: relation(scene, focus, roleOf(scene, focus), reached.size),
    links: [],
    step: Math.max(step, 0),
    known: step,
  };
}

/** The sentence about an input or a weight: its name, its number, and how many cells it reaches; of a measure, its number. */
function relation(scene, focus, role, count) {
  const plural = count === 0 ? "none" : count === 1 ? "one" : "other";
  const feeds = role === "kernel" && scene.ker.includes(focus) ? "kernel" : "input";
  const words = scene.words[`${feeds}-${plural}`].replace("{count}", count);
  const named = [{ text: `${nameOf(scene, focus)}`, role, cell: focus }, { text: " = ", role: "muted" }, { text: exactOf(scene, focus), role, cell: focus }];
  const measured = count === 0 && role !== "input" && role !== "kernel";
  return scene.src.length && !measured ? [named, [{ text: ` ${words}`, role: "muted" }]] : [named];
}

/** The step's equation up to a term, as groups of tokens that stay together on a line. */
export function equation(scene, step, term) {
  const start = scene.starts[step];
  const last = term === null ? scene.starts[step + 1] - 1 : start + term;
  if (start === scene.starts[step + 1]) return (scene.captions[step] ?? []).map(([text, role]) => [{ text, role }]);
  if (scene.scatter && term === null) return stampOf(scene, step);
  if (scene.abreast && term === null) return abreastOf(scene, step);
  const cell = term === null ? scene.dst[step] : scene.outs[last];
  return sumOf(scene, cell, termsTo(scene, step, cell).filter((at) => at <= last), scene.rules[step]);
}

/** The equations of all outputs that a step makes. */
function abreastOf(scene, step) {
  const made = new Set(scene.outs.slice(scene.starts[step], scene.starts[step + 1]));
  const outputs = [...made].filter((cell) => roleOf(scene, cell) === "output");
  return outputs.flatMap((cell, at) => [...(at ? [[{ text: ABREAST, role: "muted" }]] : []), ...sumOf(scene, cell, termsTo(scene, step, cell), scene.rules[step])]);
}

/** A cell's name, what goes to it, and what that comes to. */
function sumOf(scene, cell, terms, rule = "sum") {
  const groups = [[{ text: nameOf(scene, cell), role: roleOf(scene, cell), cell }, { text: " =", role: "muted" }]];
  const before = scene.scatter ? scene.writersOf.get(cell).findLast((term) => term < terms[0]) : undefined;
  if (before !== undefined) groups.push([{ text: ` ${factor(scene.sums[before])} +`, role: "muted" }]);
  const isCopied = rule === "copy" || (rule === "sum" && groups.length === 1 && terms.length === 1 && scene.ker[terms[0]] === -1);
  if (rule === "relu") groups.push([{ text: " max(0, ", role: "muted" }, { ...factorOf(scene, scene.src[terms[0]]), text: exactOf(scene, scene.src[terms[0]]) }, { text: ")", role: "muted" }]);
  else if (!isCopied) groups.push(...products(scene, terms, " + "));
  groups.push([{ text: isCopied ? " " : " = ", role: "muted" }, { text: scene.sums[terms.at(-1)], role: "result", cell }]);
  return groups;
}

/** An input value, and what it adds where; under each product what stands there then. */
function stampOf(scene, step) {
  const terms = Array.from({ length: scene.starts[step + 1] - scene.starts[step] }, (_, at) => scene.starts[step] + at);
  const cell = scene.dst[step];
  return [[{ text: nameOf(scene, cell), role: roleOf(scene, cell) }, { text: ":", role: "muted" }], ...products(scene, terms, " ").map((each, at) => (at < terms.length - 1 ? [...each, { text: ",", role: "muted" }] : each))];
}

function products(scene, terms, sign) {
  return terms.map((term, at) => {
    const weight = scene.ker[term];
    const product = [{ text: at === 0 ? " " : weight === LESS ? " \u2212 " : sign, role: "muted" }, factorOf(scene, scene.src[term])];
    if (weight >= 0) product.push({ text: "·", role: "muted" }, { ...factorOf(scene, weight), below: scene.sums[term] });
    return product;
  });
}

function factorOf(scene, cell) {
  return { text: factor(exactOf(scene, cell)), role: roleOf(scene, cell), cell };
}

/** A number as it stands in a product: a negative one in brackets. */
function factor(text) {
  return text.startsWith("\u2212") ? `(${text})` : text;
}

/** Lines from windows to kernels, from kernels to what they make, and from there to the sum; of a stamp the other way. */
function linksOf(scene, step, layout, only = -1) {
  const [start, end] = [scene.starts[step], scene.starts[step + 1]];
  const terms = Array.from({ length: end - start }, (_, at) => start + at).filter((at) => only < 0 || scene.outs[at] === only);
  const box = (cell) => boxOf(scene, layout, cell, step);
  if (scene.wires) {
    const pairs = new Map(terms.map((at) => [`${scene.src[at]},${scene.outs[at]}`, at]));
    return [...pairs.values()].map((at) => wired(scene, layout, step, scene.src[at], scene.outs[at]));
  }
  const lines = [];
  const boxes = windowsOf(scene, step, layout);
  visible(scene, step).forEach((window, number) => {
    if (window.kernel < 0) return;
    const { first, rows, columns } = scene.panels[window.kernel];
    const [x, y] = layout.places[window.kernel];
    const kernel = { x, y, width: columns, height: rows };
    const made = terms.find((at) => scene.ker[at] >= first && scene.ker[at] < first + rows * columns);
    if (only >= 0 && made === undefined) return;
    if (scene.scatter) return lines.push(...funnel(box(scene.dst[step]), kernel), ...funnel(kernel, boxes[number]));
    lines.push(...funnel(boxes[number], kernel));
    if (made !== undefined) lines.push(...funnel(kernel, box(scene.outs[made])));
  });
  visible(scene, step).forEach(({ joined }, number) => {
    const [one, next] = [boxes[number], boxes[number + 1]];
    if (!joined || !next || only >= 0) return;
    for (const [right, down] of [[0, 0], [1, 0], [0, 1], [1, 1]]) lines.push([one.x + right * one.width, one.y + down * one.height, next.x + right * next.width, next.y + down * next.height]);
  });
  for (const at of terms) if (scene.ker[at] < 0 && roleOf(scene, scene.src[at]) === "middle") lines.push(wired(scene, layout, step, scene.src[at], scene.outs[at]));
  return lines;
}

/** The line that joins two cells: from side to side, or where their panels stand above each other, from bottom to top. */
function wired(scene, layout, step, start, end) {
  const [one, other] = [start, end].map((cell) => boxOf(scene, layout, cell, step));
  const [[left, right], [first, last]] = [start, end].map((cell) => {
    const at = scene.panelOf[cell];
    return [layout.places[at][0], layout.places[at][0] + scene.panels[at].columns];
  });
  if (right <= first) return [one.x + 1, one.y + 0.5, other.x, other.y + 0.5];
  if (last <= left) return [one.x, one.y + 0.5, other.x + 1, other.y + 0.5];
  const down = one.y < other.y ? 1 : 0;
  return [one.x + 0.5, one.y + down, other.x + 0.5, other.y + 1 - down];
}

/** Where a cell stands at a step, in cells from the top left corner. */
export function boxOf(scene, layout, cell, step = 0) {
  const at = scene.panelOf[cell];
  const { first, columns } = scene.panels[at];
  const [x, y] = layout.places[at];
  const number = cell - first;
  const [right, down] = shiftOf(scene, cell, step);
  return { x: x + (number % columns) + right, y: y + Math.floor(number / columns) + down, width: 1, height: 1 };
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
    const [left, top] = layout.plots[plot];
    const flat = at < 0 ? [] : points.length > 1 ? points[at] : points[0];
    const count = Math.min(flat.length / 2, drawn ? (drawn[at] ?? 0) : Infinity);
    return { plot, role, style, array, grows: drawn !== null, points: Array.from({ length: count }, (_, number) => (flat[2 * number] === null ? null : [left + flat[2 * number], top + flat[2 * number + 1]])) };
  });
}
