// The equation under the stage, as tokens with roles. The twin of convlib/picture/equation.py.

import { ABREAST, exactOf, LESS, nameOf, roleOf, termsTo } from "./scene.js";

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

/** The equations of all outputs that a step makes; where it makes none, of all cells. */
function abreastOf(scene, step) {
  const made = [...new Set(scene.outs.slice(scene.starts[step], scene.starts[step + 1]))];
  const outputs = made.filter((cell) => roleOf(scene, cell) === "output");
  return (outputs.length ? outputs : made).flatMap((cell, at) => [...(at ? [[{ text: ABREAST, role: "muted" }]] : []), ...sumOf(scene, cell, termsTo(scene, step, cell), scene.rules[step])]);
}

/** A cell's name, what goes to it, and what that comes to. */
export function sumOf(scene, cell, terms, rule = "sum") {
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

/** An equation whose result is still to come, for the reader to say; isOpen(cell) tells what else isn't known yet. */
export function unanswered(groups, isOpen) {
  const open = ({ below, ...token }) => (token.role === "result" || (isOpen(token.cell ?? -1) && !isName(token)) ? { ...token, text: "?" } : token);
  const isName = (token) => token === groups[0][0];
  return groups.map((tokens) => tokens.map(open));
}
