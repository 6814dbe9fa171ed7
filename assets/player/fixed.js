// What stands still in the picture, or moves with its panel: plates, stripes, titles, signs, brackets and labels; and the layers that all is drawn in.

import { HALF_CAPITAL } from "./letters.js";
import { madePanels } from "./scene.js";
import { clamp, draw, own } from "./svg.js";

const TITLE = 0.75; // cells that a title has above its panel or below it, as in convlib/picture/parts.py
export const NARROWEST = 2.6; // cells that a title has at least, as in convlib/picture/parts.py
const BEYOND = 1.1; // how far a title may reach into the gap beside its panel, in cells, as in convlib/render/gaps.py
const STRIPE = 0.25; // what a stripe needs above its panel, in cells, as in convlib/picture/marks.py
const DESCENT = 0.21; // how far letters reach below the baseline, in ems, as in convlib/render/fonts.py
const AXIS = 0.285; // how high the middle of ∗ − + = is, in ems, as in convlib/render/fonts.py
const HALO = 0.15; // what stays free round a title, in ems, as in convlib/render/writing.py
const LABEL = [28, 80]; // the least and the largest labels, in pixels of one as large as a cell, as in convlib/render/sheet.py
const LEAST_TITLE = 1.15; // times the least size of any text
const LARGEST_TITLE = 24; // pixels
const EM = 100; // pixels in which texts are measured
const PENS = new Map();
const ANCHORS = { left: "start", center: "middle", right: "end" };

/** A group for each layer, from back to front; of(panel) are those of a panel, which has its own where it moves as a whole. */
export function createPanes(drawn, { layers, ofMovers }, { flights }) {
  const panes = panesIn(drawn, layers);
  const movers = new Map();
  for (const panel of Object.keys(flights)) {
    const group = draw(panes.movers, "g", { class: "mover", "data-mover": panel });
    movers.set(Number(panel), { group, ...panesIn(group, ofMovers) });
  }
  return Object.assign(panes, { of: (panel) => movers.get(panel) ?? panes, ofMovers: movers });
}

/** What measures texts of a weight; the pens are kept, and take the font that is there by now. */
function penOf(weight, font) {
  if (!PENS.has(weight)) PENS.set(weight, document.createElement("canvas").getContext("2d"));
  return Object.assign(PENS.get(weight), { font: `${weight} ${EM}px ${font}` });
}

function panesIn(parent, layers) {
  return Object.fromEntries(layers.map((name) => [name, draw(parent, "g", { class: name })]));
}

/** Draw all that stands still; larger lets texts be larger than usual, least is their least size. Shows the labels of a step when it is called with one. */
export function drawFixed(panes, scene, layout, cell, { geometry, larger, least, font }) {
  const pens = { 600: penOf(600, font), 400: penOf(400, font) };
  const titles = titleSize();
  const renamed = [];
  scene.panels.forEach((panel, at) => {
    const [x, y] = layout.places[at].map((edge) => edge * cell);
    draw(panes.of(at).plates, "rect", { x, y, width: panel.columns * cell, height: panel.rows * cell, class: "plate" });
    for (const box of panel.stripe) drawBlock(panes.of(at).stripes, layout.places[at], { colour: panel.colour, box });
    if (panel.titled) drawTitle(panes.of(at), panel, x, y);
    if (panel.titled && panel.renamed) renamed.push(drawLater(panes.of(at), panel, x, y));
  });
  layout.symbols.forEach(drawSymbol);
  scene.pictures.forEach(drawPicture);
  for (const block of layout.brackets) drawBlock(panes.brackets, [0, 0], block);
  const labels = layout.labels.map(drawLabel);
  return (step) => {
    labels.forEach((label, at) => show(label, step >= layout.labels[at].since && (layout.labels[at].until < 0 || step < layout.labels[at].until)));
    for (const { since, before, after } of renamed) show(before, step < since), show(after, step >= since);
  };

  function show(element, isThere) {
    element.style.display = isThere ? "" : "none";
  }

  /** The other title of a panel that is called otherwise from a step on. */
  function drawLater(pane, panel, x, y) {
    const before = pane.titles.lastChild;
    const [since, title] = panel.renamed;
    drawTitle(pane, { ...panel, title }, x, y);
    return { since, before, after: pane.titles.lastChild };
  }

  /** Titles are of one size; where a long one stands in a narrow place all are smaller, as in files. */
  function titleSize() {
    const usual = clamp(LEAST_TITLE * least, geometry.title * cell, LARGEST_TITLE * larger);
    const said = scene.panels.filter(({ titled }) => titled).flatMap(({ title, renamed, columns }) => [title, renamed?.[1] ?? title].map((each) => [each, columns]));
    const fitting = said.map(([title, columns]) => ((Math.max(columns, NARROWEST) + BEYOND) * cell * usual) / widthOfWords(title, 600, usual));
    return Math.max(least, Math.min(usual, ...fitting));
  }

  /** How far above its panel a title stands: over its group's stripe, where there is one. */
  function lift({ stripe }, size) {
    const usual = clamp(3, geometry.titleAbove * cell, Math.min(0.7 * size, TITLE * cell - 2 * HALF_CAPITAL * size));
    return stripe.length ? Math.max(usual, STRIPE * cell + DESCENT * size) : usual;
  }

  function drawTitle({ titles: pane, plates, group }, panel, x, y) {
    const size = titles;
    const bottom = y + panel.rows * cell;
    const baseline = panel.below ? bottom + Math.max(TITLE * cell - lift(panel, size), 2 * HALF_CAPITAL * size + 3) : y - panel.raised * cell - lift(panel, size);
    const alone = widthOfWords(panel.title, 600, size);
    const left = Math.max(0, Math.min(x + 1, layout.width * cell - alone)); // no title reaches beyond the picture
    const title = draw(pane, "text", { x: left, y: baseline, "font-size": size, class: "title", style: own(panel.colour), "aria-hidden": "true" });
    title.textContent = panel.title;
    const room = Math.max(panel.columns, NARROWEST) * cell;
    const note = Math.max(least, size * 0.9);
    const wanted = alone + size * 0.5 + widthOfWords(panel.note, 400, note);
    if (wanted <= room) drawNote(title, panel, { dx: size * 0.5, "font-size": note });
    // One that moves comes to lie over other cells; the halo of its letters is not enough there.
    const width = (wanted <= room ? wanted : alone) + 2 * HALO * size;
    if (!group) return;
    draw(plates, "rect", { x: left - HALO * size, y: baseline - (2 * HALF_CAPITAL + HALO) * size, width, height: (2 * HALF_CAPITAL + HALO + DESCENT) * size, class: "plate" });
    draw(plates, "rect", { x, y: Math.min(y, baseline), width: panel.columns * cell, height: Math.max(bottom, baseline) - Math.min(y, baseline), class: "plate" });
  }

  /** A panel's size behind its title; what stands there while that is to be predicted. */
  function drawNote(title, panel, attributes) {
    const isMade = madePanels(scene).includes(panel) && panel.note.trim();
    draw(title, "tspan", { ...attributes, class: isMade ? "note size" : "note" }).textContent = panel.note;
    if (isMade) draw(title, "tspan", { ...attributes, class: "note asked" }).textContent = "?";
  }

  /** How wide a text is, without asking for a layout of the page. */
  function widthOfWords(text, weight, size) {
    return (pens[weight].measureText(text).width * size) / EM;
  }

  /** A picture fills its plot's place; its pixels stay squares. */
  function drawPicture({ plot, source }) {
    const [x, y, width, height] = layout.plots[plot].map((edge) => edge * cell);
    draw(panes.pictures, "image", { x, y, width, height, href: source, preserveAspectRatio: "none", class: "shades", "aria-hidden": "true" });
  }

  function drawSymbol([text, x, y]) {
    const size = clamp(Math.max(14, least), geometry.symbol * cell, 40 * larger);
    const attributes = { x: x * cell, y: y * cell + size * AXIS, "font-size": size, class: "symbol", "aria-hidden": "true" };
    draw(panes.signs, "text", attributes).textContent = text;
  }

  /** A piece of a stripe or a bracket, with sharp edges. */
  function drawBlock(pane, [left, top], { colour, box: [x, y, width, height] }) {
    const [first, last] = [left + x, top + y].map((edge) => Math.round(edge * cell));
    const sides = [width, height].map((side) => Math.max(1, Math.round(side * cell)));
    draw(pane, "rect", { x: first, y: last, width: sides[0], height: sides[1], class: "block", style: own(colour) });
  }

  function drawLabel({ text, colour, x, y, size: cells, align, panel }) {
    const [small, most] = LABEL.map((bound) => bound * cells);
    const size = clamp(Math.max(least, small), cells * cell, most * larger);
    const label = draw(panes.ofMovers.get(panel)?.titles ?? panes.labels, "text", { x: x * cell, y: y * cell + HALF_CAPITAL * size, "font-size": size, "text-anchor": ANCHORS[align], "data-colour": colour, class: "label", style: own(colour) });
    label.textContent = text;
    return label;
  }
}
