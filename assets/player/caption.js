// The equation under the stage: always the same room for it, so that nothing below it moves.

import { ABREAST } from "./scene.js";
import { make } from "./transport.js";

const LARGER_LETTERS = 1.35; // than the letters around it
const MOST_KNOWN = 200;
const LINE = 2.5; // how high a line is with the running sums below it, in letters
const BARE = 1.25; // and without them

/** The caption in an element; light(cells) is told which two cells a product under the pointer joins. */
export function createCaption(parent, light) {
  const shown = make("div", { class: "caption" });
  const measure = make("div", { class: "caption measure", "aria-hidden": "true" });
  parent.append(shown, measure);
  const known = new Map();
  let under = -1;

  /**
   * Make room for an equation, the longest one: where it takes more lines it is set smaller. What was found
   * for one of the same width, letters and text is kept.
   */
  function fit(longest, { lines, bare, smallest, ...where }) {
    const key = [Object.values(where), lines, bare, smallest, longest.map((group) => group.map(({ text }) => text).join("")).join("|")].join();
    if (!known.has(key)) known.set(key, fitted(longest, lines * (bare ? BARE : LINE), smallest));
    if (known.size > MOST_KNOWN) known.delete(known.keys().next().value);
    ({ fontSize: shown.style.fontSize, minHeight: shown.style.minHeight } = known.get(key));
  }

  function fitted(longest, high, smallest) {
    fillCaption(measure, longest);
    const usual = parseFloat(getComputedStyle(parent).fontSize) * LARGER_LETTERS;
    let size = usual;
    do measure.style.fontSize = `${size}px`;
    while (measure.offsetHeight > high * usual && (size -= 1) >= smallest);
    const found = { fontSize: measure.style.fontSize, minHeight: `${measure.offsetHeight}px` };
    measure.replaceChildren();
    return found;
  }

  /** Show an equation; returns the cells of the product under the pointer. */
  function fill(groups) {
    fillCaption(shown, groups);
    const lit = shown.querySelectorAll(".group")[under];
    const cells = lit ? cellsOfProduct(lit) : [];
    lit?.classList.toggle("lit", cells.length > 0);
    return cells;
  }

  function point(group) {
    const at = group ? [...shown.querySelectorAll(".group")].indexOf(group) : -1;
    const next = at >= 0 && cellsOfProduct(group).length ? at : -1;
    if (next === under) return;
    under = next;
    light(under >= 0);
  }

  shown.addEventListener("pointerover", (event) => point(event.target.closest(".group")));
  shown.addEventListener("pointerleave", () => point(null));
  return { fit, fill, forget: () => known.clear() };
}

/** The input and the weight of a product, or nothing for the other parts of an equation. */
function cellsOfProduct(group) {
  const factors = [".input", ".kernel"].map((role) => group.querySelector(role));
  return factors.every(Boolean) ? factors.map((factor) => Number(factor.dataset.cell)) : [];
}

/** Write an equation, or several beside each other: a group never breaks over two lines, an equation only where it is longer than one. */
function fillCaption(parent, groups) {
  const between = groups.flatMap(([{ text }], at) => (text === ABREAST ? [at] : []));
  if (!between.length) return parent.replaceChildren(...groups.map(groupOf));
  const starts = [-1, ...between];
  parent.replaceChildren(...starts.map((start, at) => make("span", { class: "clause" }, ...groups.slice(start + 1, between[at]).map(groupOf))));
}

/** A group of tokens; the running sum stands under a product. */
function groupOf(tokens) {
  const group = make("span", { class: "group" });
  const below = tokens.find((token) => token.below)?.below;
  for (const { text, role, cell } of tokens) group.append(make("span", { class: role, "data-cell": cell ?? -1 }, text));
  if (below !== undefined) group.append(make("small", { "aria-hidden": "true" }, below));
  return group;
}
