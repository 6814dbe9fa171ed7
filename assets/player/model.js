// What stands on the stage at one moment: a pure function of the scene, the step, the term and the
// cell under the pointer. The twin of convlib/picture/view.py; a browser test compares the two.

import { equation, madeOf, unanswered, winner } from "./equation.js";
import { linksOf, windowsOf } from "./places.js";
import { fieldOf, reachOf } from "./reach.js";
import { exactOf, gainOf, HOLE, isAnew, isPutIn, madePanels, nameOf, PADDING, prepares, roleOf, stepOf, stepOfTerm, termsIn, termsTo, UNVISITED } from "./scene.js";
import { spreadOf } from "./spread.js";

const HOLE_TEXT = "·";
const LEVELS = 4;
const HEAT_LEVELS = 8;
const WHEEL = 49; // hues, as in convlib/picture/look.py

/**
 * The moment at a step, or at one term of it (null: the whole step at once).
 * asked: the cell that is asked about, or -1; look.covered: whether the step's result is covered, look.sizeCovered: whether
 * the size of what comes out is, and so what no window reaches.
 */
export function view(scene, step, term, layoutName, asked = -1, look = { show: "numbers" }) {
  const layout = scene.layouts[layoutName];
  const focus = scene.panels[scene.panelOf[asked]]?.running ? -1 : asked;
  const known = look.covered ? step - 1 : step;
  if (focus >= 0 && stepOf(scene, focus) < 0) return related(scene, known, layout, focus, look);
  if (isGathered(scene, focus)) return gathered(scene, step, layout, focus, look);
  const shown = focus >= 0 ? stepOf(scene, focus, known) : step;
  const shownTerm = focus >= 0 && shown !== step ? null : term;
  const silent = scene.starts[shown] === scene.starts[shown + 1];
  const only = focus >= 0 && focus !== scene.dst[shown] && !silent ? focus : -1;
  const parts = partsOf(scene, shown, shownTerm, step, only);
  const caption = only >= 0 ? madeOf(scene, shown, only, termsTo(scene, shown, only)) : equation(scene, shown, shownTerm);
  const open = shown > step || (shown === step && look.covered && only < 0);
  if (shown > step) parts.states.set(focus, "empty");
  else if (open) leaveOpen(scene, step, parts);
  const isAhead = (cell) => cell >= 0 && (shown > step ? stepOf(scene, cell, step) : scene.cells.since[cell]) > step;
  const through = throughLayers(scene, focus, parts, shown > step ? known : step);
  const spread = spreadOf(scene, layout, shown, shownTerm);
  return {
    cells: cellsOf(scene, parts, look, spread),
    spread,
    windows: windowsOf(scene, shown, layout, only),
    rings: [...new Set([...(only >= 0 ? [only] : parts.rings), ...(open ? [] : parts.best)])],
    caption: [...(open ? unanswered(caption, isAhead) : caption), ...through],
    links: linksOf(scene, shown, layout, only),
    step: shown,
    known: Math.min(shown, known),
  };
}

/** Light, in a weaker way, what a cell comes from through earlier layers; says how many inputs that are, where there are any. */
function throughLayers(scene, focus, parts, known) {
  if (focus < 0) return [];
  const through = fieldOf(scene, focus);
  parts.unknown = new Set([...through].filter((cell) => scene.cells.since[cell] > known));
  const near = new Set((scene.writersOf.get(focus) ?? []).flatMap((term) => [scene.src[term], scene.factors[term]]));
  const far = [...through].filter((cell) => !near.has(cell));
  lightFar(scene, far, parts.states);
  const count = [...through].filter((cell) => roleOf(scene, cell) === "input" && scene.cells.since[cell] < 0 && !(scene.cells.kind[cell] & PADDING)).length;
  return far.length && count ? [wordsThrough(scene, count)] : [];
}

/** The words about so many inputs that reach a cell through several layers. */
export function wordsThrough(scene, count) {
  const words = scene.words[count === 1 ? "field-one" : "field-other"].replace("{count}", count);
  return [{ text: ` (${words})`, role: "muted" }];
}

/** Outline the cells of other layers that play no other part; padding is no cell of a layer. */
function lightFar(scene, cells, states) {
  for (const cell of cells) if (["", "empty"].includes(states.get(cell) ?? "") && !(scene.cells.kind[cell] & PADDING)) states.set(cell, "far");
}

/** Leave the result of a step open; of a stamp, all that it makes. */
function leaveOpen(scene, step, { states, shown, asides, parts }) {
  for (const small of scene.lists[step] ? [asides, parts] : []) small.clear(); // they would give it away
  const several = scene.lists[step] || scene.abreast[step];
  const silent = scene.starts[step] === scene.starts[step + 1];
  const outs = scene.outs.slice(scene.starts[step], scene.starts[step + 1]);
  const made = silent ? (scene.made[step] ?? []) : several ? outs : [scene.dst[step], ...outs.filter((cell) => roleOf(scene, cell) === "output")];
  for (const cell of made) {
    states.set(cell, "partial");
    shown.set(cell, "?");
  }
}

/** Which cells play a part in a step, which show another text, the weights beside, the rings; only: of one cell that it makes. */
function partsOf(scene, step, term, known = step, only = -1) {
  const [states, shown, asides, hues, parts, made] = Array.from({ length: 6 }, () => new Map());
  const small = { shown, asides, hues, parts, made };
  const [start, end] = [scene.starts[step], scene.starts[step + 1]];
  const lists = scene.lists[step];
  const now = term === null ? end - 1 : start + term;
  scene.cells.since.forEach((since, cell) => since > known && states.set(cell, "empty"));
  if (scene.several) asOf(scene, known === step ? now + 1 : scene.starts[known + 1], states, shown, made);
  runningNumbers(scene, known === step ? now : scene.starts[known + 1] - 1, shown);
  const terms = termsIn(scene, step).filter((at) => only < 0 || scene.outs[at] === only);
  if (!lists && !scene.wires[step]) weigh(scene, term === null ? terms : terms.filter((at) => scene.outs[at] === scene.outs[now]), asides, hues);
  for (const at of terms) {
    const [src, factor] = [scene.src[at], scene.factors[at]];
    if (term === null || at < now) states.set(src, "lit");
    if (term === null && factor >= 0) states.set(factor, "lit");
  }
  if (known === step && only < 0) stampedIn(scene, step, term, asides, parts);
  if (term === null) {
    const outs = [...(scene.dst[step] >= 0 && !lists ? [scene.dst[step]] : []), ...terms.map((at) => scene.outs[at]), ...(scene.made[step] ?? [])];
    for (const cell of only < 0 ? outs : [only]) if (states.get(cell) !== "partial") states.set(cell, "current");
    if (lists && terms.length) states.set(scene.src[start], "now");
    const ringed = [...(scene.dst[step] >= 0 ? [scene.dst[step]] : []), ...(lists ? (scene.made[step] ?? []) : outs)];
    return { states, ...small, rings: [...new Set(ringed)], best: largest(scene, terms) };
  }
  const before = new Set(scene.src.slice(start, now));
  for (let at = now; at < end; at++) if (!before.has(scene.src[at]) && states.get(scene.src[at]) !== "empty") states.set(scene.src[at], "wait");
  for (const cell of [scene.src[now], scene.ker[now]]) if (cell >= 0) states.set(cell, "now");
  for (let at = now + 1; at < end; at++) if (isAnew(scene, scene.outs[at])) states.set(scene.outs[at], "empty");
  const out = scene.outs[now];
  const later = scene.writersOf.get(out).some((at) => at > now && (scene.stamped[at] || at < end));
  states.set(out, later ? "partial" : "current");
  shown.set(out, scene.shortSums[now] ?? scene.sums[now]);
  return { states, ...small, rings: [out, scene.src[now], scene.ker[now]].filter((cell) => cell >= 0), best: [] };
}

/** The weight that stands for a number which terms read, and its hue: where it takes no other one. */
function weigh(scene, terms, asides, hues) {
  const weighted = terms.filter((at) => scene.ker[at] >= 0);
  const weights = new Map();
  for (const at of weighted) weights.set(scene.src[at], (weights.get(scene.src[at]) ?? new Set()).add(scene.ker[at]));
  const mixed = new Set(weighted.filter((at) => isMixed(scene, at)).map((at) => scene.src[at]));
  for (const at of weighted) {
    const src = scene.src[at];
    if (weights.get(src).size > 1) continue;
    if (!mixed.has(src)) asides.set(src, `×${scene.cells.text[scene.ker[at]]}`);
    if (scene.factors[at] < 0) hues.set(src, hueOf(scene, scene.ker[at]));
  }
}

/** Whether a term has a gain besides its weight, which then is not all that multiplies its number. */
function isMixed(scene, term) {
  return scene.ker[term] >= 0 && gainOf(scene, term) !== "1";
}

/** Of each maximum that these terms make the number that is the largest. */
function largest(scene, terms) {
  const compared = terms.filter((term) => scene.rules[term] === "max");
  const made = [...new Set(compared.map((term) => scene.outs[term]))];
  return made.map((cell) => scene.src[winner(scene, compared.filter((term) => scene.outs[term] === cell))]);
}

/** What is still to be stamped on cells, as asides, and what the sums of those cells add up that it was stamped on now. */
function stampedIn(scene, step, term, asides, parts) {
  const ahead = prepares(scene, step) ? step + 1 : step;
  if (!scene.scatter[ahead]) return;
  const [start, end] = [scene.starts[ahead], scene.starts[ahead + 1]];
  const done = ahead > step ? start : term === null ? end : start + term + 1;
  for (let at = done; at < end; at++) asides.set(scene.outs[at], scene.adds[at]);
  for (let at = term === null ? start : done - 1; at < done; at++) {
    const before = scene.writersOf.get(scene.outs[at]).findLast((each) => each < (term === null ? start : done - 1));
    if (before !== undefined && scene.stamped[before]) parts.set(scene.outs[at], (scene.shortSums[before] ?? scene.sums[before]) + scene.adds[at]);
  }
}

/** What cells show after so many terms, where several steps or terms make one cell; made: the terms that made those last that are made anew. */
function asOf(scene, end, states, shown, made) {
  for (const [cell, writers] of scene.writersOf) {
    const last = writers.findLast((term) => term < end);
    if (last === undefined) states.set(cell, "empty");
    else shown.set(cell, scene.shortSums[last] ?? scene.sums[last]);
    if (last !== undefined && isAnew(scene, cell)) made.set(cell, last);
    if (last !== undefined && writers.findLast((term) => scene.stamped[term]) >= end) states.set(cell, "partial");
  }
}

/** What cells show after a term that follow running numbers of their own. */
function runningNumbers(scene, term, shown) {
  for (const { running, first } of scene.panels) running?.[Math.max(term, 0)].forEach((text, at) => shown.set(first + at, text));
}

/** The place on the wheel of a weight's hue: each weight of a kernel has its own. */
function hueOf(scene, cell) {
  const { first, rows, columns } = scene.panels[scene.panelOf[cell]];
  return Math.floor(((cell - first) * WHEEL) / (rows * columns));
}

/** The name of the colour behind a cell's number. */
function fillOf(role, { kind, state, level }, heat, hue, { show, hues }, colour) {
  if (kind & HOLE) return "ground";
  if (hues && hue >= 0) return `hue-${hue}`;
  if (kind & PADDING || state === "empty" || state === "partial") return "ground";
  if (show !== "numbers") return `${role === "kernel" ? "weights" : "activations"}-${heat + HEAT_LEVELS}`;
  const dim = role === "input" && ["", "wait", "far"].includes(state);
  return `${colour}-${dim ? "dim" : "full"}-${level + LEVELS}`;
}

/** Every cell with its state, its number, its colour and the weight beside it. */
function cellsOf(scene, { states, shown, asides, hues, parts = new Map(), made = new Map(), unknown = new Set() }, look, spread = null) {
  const pointed = new Set(spread ? scene.points.map(({ panel }) => panel) : []); // there, points carry the weights
  const numbers = look.show !== "heat";
  const sized = new Set(look.sizeCovered ? madePanels(scene).map((panel) => scene.panels.indexOf(panel)) : []); // where places that are still empty would tell how many there are
  const cells = new Array(scene.cellCount);
  for (let cell = 0; cell < scene.cellCount; cell++) {
    const state = states.get(cell) ?? "";
    const kind = scene.cells.kind[cell] & (look.sizeCovered ? ~UNVISITED : ~0);
    const role = roleOf(scene, cell);
    const blank = state === "empty" || unknown.has(cell);
    const [levels, heats] = made.has(cell) ? [scene.levelsAfter, scene.heatAfter] : [scene.cells.level, scene.cells.heat];
    const at = made.get(cell) ?? cell;
    const text = kind & HOLE ? (kind & UNVISITED ? "" : HOLE_TEXT) : blank ? "" : (shown.get(cell) ?? scene.cells.text[cell]);
    const next = {
      state: look.sizeCovered && state === "empty" && sized.has(scene.panelOf[cell]) ? "unseen" : state,
      kind,
      level: blank || state === "partial" ? 0 : levels[at],
      text: numbers || text === "?" ? text : "",
      aside: numbers && !pointed.has(scene.panelOf[cell]) ? (asides.get(cell) ?? "") : "",
      spot: spread?.aside.get(cell) ?? [0, 0],
      parts: numbers && !pointed.has(scene.panelOf[cell]) ? (parts.get(cell) ?? "") : "",
    };
    const hue = role === "kernel" ? hueOf(scene, cell) : (hues.get(cell) ?? -1);
    cells[cell] = { ...next, fill: blank ? "ground" : fillOf(role, next, heats[at], hue, look, scene.panels[scene.panelOf[cell]].colour) };
  }
  return cells;
}

/** Whether a cell is what stamps add up to, or takes several steps. */
function isGathered(scene, cell) {
  const writers = scene.writersOf.get(cell);
  if (!writers || !scene.stamped[writers.at(-1)]) return false;
  return scene.scatter[stepOf(scene, cell)] || stepOfTerm(scene, writers[0]) !== stepOf(scene, cell);
}

/** Of a cell that several steps add to: all that they have added so far. */
function gathered(scene, step, layout, focus, look) {
  const parts = partsOf(scene, step, null);
  for (const small of [parts.asides, parts.parts]) small.clear();
  const terms = scene.writersOf.get(focus).filter((term) => term < scene.starts[step + 1]);
  for (const [cell, state] of parts.states) if (["lit", "now", "current"].includes(state)) parts.states.set(cell, "");
  for (const term of terms) {
    parts.states.set(scene.src[term], "lit");
    parts.states.set(scene.ker[term], "now");
  }
  const caption = terms.length ? madeOf(scene, stepOf(scene, focus), focus, terms) : [[{ text: nameOf(scene, focus), role: "output", cell: focus }, { text: ` ${scene.words.empty}`, role: "muted" }]];
  const through = throughLayers(scene, focus, parts, step);
  return { cells: cellsOf(scene, parts, look), windows: [], rings: [focus], caption: [...caption, ...through], links: [], step, known: step, isRelation: true };
}

/** What an input feeds, through all layers, or a weight touches, over all steps. */
function related(scene, step, layout, focus, look) {
  const terms = scene.termsOf.get(focus) ?? [];
  const { states, shown, made } = partsOf(scene, Math.max(step, 0), null, step);
  for (const [cell, state] of states) if (state !== "empty" && state !== "partial") states.delete(cell);
  const unknown = new Set([...states.keys()].filter((cell) => states.get(cell) === "empty"));
  const [asides, hues, reached] = [new Map(), new Map(), new Set()];
  const isWeight = terms.some((term) => scene.ker[term] === focus);
  const mixed = new Set(terms.filter((term) => isMixed(scene, term)).flatMap((term) => [scene.src[term], scene.outs[term]]));
  for (const term of terms) {
    const [src, ker, out] = [scene.src[term], scene.ker[term], scene.outs[term]];
    if (isWeight && ker !== focus) continue; // what it is compared with or added to is no product of it
    if (isAnew(scene, out) && made.get(out) !== term) continue; // something else stands there now
    const far = ker === focus ? src : out;
    reached.add(far);
    const isOpen = ker === focus && unknown.has(far); // a number that isn't there yet is not multiplied yet
    if (!isOpen) states.set(far, ker === focus ? "lit" : "fed");
    if (ker < 0 || isOpen) continue;
    if (!mixed.has(far)) asides.set(far, `×${scene.cells.text[ker]}`);
    if (scene.factors[term] < 0) hues.set(far, hueOf(scene, ker));
    if (src === focus) states.set(ker, "lit");
  }
  const through = isWeight ? [] : [...reachOf(scene, focus)].filter((cell) => !isAnew(scene, cell));
  lightFar(scene, through, states);
  const isDeep = through.some((cell) => !reached.has(cell));
  const outputs = through.filter((cell) => roleOf(scene, cell) === "output");
  states.set(focus, "now");
  return {
    cells: cellsOf(scene, { states, shown, asides, hues, made, unknown }, look),
    windows: [],
    rings: [focus],
    caption: relation(scene, focus, roleOf(scene, focus), isDeep && outputs.length ? outputs.length : counted(scene, reached)),
    links: [],
    step: Math.max(step, 0),
    known: step,
    isRelation: true,
  };
}

/** How many cells are fed at once; those that are made anew on the way to others don't count. */
function counted(scene, reached) {
  return [...reached].filter((cell) => !isAnew(scene, cell)).length;
}

/** The sentence about an input or a weight: its name, its number, and how many cells it reaches; of a measure, its number. */
function relation(scene, focus, role, count) {
  const plural = count === 0 ? "none" : count === 1 ? "one" : "other";
  const feeds = role === "kernel" && (count === 0 || scene.ker.includes(focus)) ? "kernel" : "input";
  const words = scene.words[`${feeds}-${plural}`].replace("{count}", count);
  const number = { text: exactOf(scene, focus), role, cell: focus };
  const named = isPutIn(scene, focus) ? [number] : [{ text: `${nameOf(scene, focus)}`, role, cell: focus }, { text: " = ", role: "muted" }, number];
  const measured = count === 0 && role !== "input" && role !== "kernel";
  return scene.src.length && !measured ? [named, [{ text: ` ${words}`, role: "muted" }]] : [named];
}

