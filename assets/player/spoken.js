// What is said of a moment, and how long the longest equation is that has to find room.

import { equation } from "./equation.js";
import { wordsThrough } from "./model.js";
import { nameOf } from "./scene.js";

/** The moment in one sentence, for those who listen. */
export function sentence(scene, state, step, term) {
  const [start, end] = [scene.starts[step], scene.starts[step + 1]];
  const at = term === null ? end - 1 : start + term;
  const steps = state.sizeCovered ? "?" : scene.steps; // they are as many as what is asked for
  const said = (scene.captions[step] ?? []).map(([text, role]) => (state.covered && role === "result" ? "?" : text)).join("").trim();
  if (start === end) return fillIn(scene.words.said, { step: step + 1, steps, said });
  const parts = { step: step + 1, steps, name: nameOf(scene, scene.dst[step]), value: scene.sums[at], term: at - start + 1, terms: end - start };
  const words = state.covered ? scene.words.covered : at < end - 1 ? scene.words.term : scene.words.step;
  return fillIn(words, parts);
}

/** The longest equation of the step with the most terms, its own or that of a cell which it makes; or the longest caption. */
export function longestEquation(scene) {
  const terms = scene.dst.map((_, step) => scene.starts[step + 1] - scene.starts[step]);
  const step = terms.indexOf(Math.max(...terms));
  const last = new Map(scene.several ? scene.outs.slice(scene.starts[step], scene.starts[step + 1]).map((cell, term) => [cell, term]) : []);
  const captions = Object.keys(scene.captions).map((silent) => equation(scene, Number(silent), null));
  const equations = [...[null, ...last.values()].map((each) => equation(scene, step, each)), ...captions];
  const longest = equations.reduce((most, each) => (textOf(each).length > textOf(most).length ? each : most));
  const layered = scene.src.some((cell) => scene.writersOf.has(cell));
  return layered ? [...longest, wordsThrough(scene, scene.cellCount)] : longest;
}

/** How an equation reads. */
export function textOf(groups) {
  return groups.flat().map(({ text }) => text).join("");
}

/** A sentence with the values put in. */
export function fillIn(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
