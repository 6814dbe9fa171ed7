// The equation under the stage, as tokens with roles. The twin of convlib/picture/equation.py.

import { ABREAST, exactOf, gainOf, nameOf, roleOf, termsIn, termsTo } from "./scene.js";

const MINUS = "\u2212";
const MANY = 2; // brackets of neighbours that stand in full, as in convlib/picture/equation.py

/** The step's equation up to a term, as groups of tokens that stay together on a line. */
export function equation(scene, step, term) {
  const start = scene.starts[step];
  const last = term === null ? scene.starts[step + 1] - 1 : start + term;
  if (start === scene.starts[step + 1]) return (scene.captions[step] ?? []).map(([text, role]) => [{ text, role }]);
  if (scene.lists[step] && term === null) return stampOf(scene, step);
  if (scene.abreast[step] && term === null) return abreastOf(scene, step);
  const cell = term === null ? scene.dst[step] : scene.outs[last];
  return madeOf(scene, step, cell, termsTo(scene, step, cell).filter((at) => at <= last), term !== null);
}

/** Which of a maximum's terms is the largest; of several, and of those written alike, the first. */
export function winner(scene, terms) {
  return terms.find((term) => scene.sums[term] === scene.sums[terms.at(-1)]);
}

/** The equations of all cells that a step makes, of the role of the one that it is about and of the output's. */
function abreastOf(scene, step) {
  const made = new Set(scene.outs.slice(scene.starts[step], scene.starts[step + 1]));
  const alike = [...made].filter((cell) => [roleOf(scene, scene.dst[step]), "output"].includes(roleOf(scene, cell)));
  return alike.flatMap((cell, at) => [...(at ? [[{ text: ABREAST, role: "muted" }]] : []), ...madeOf(scene, step, cell, termsTo(scene, step, cell))]);
}

/** A cell's name, what goes to it, and what that comes to; isNow: its last term is the present one; of a cell that is added to step by step, terms of several steps. */
export function madeOf(scene, step, cell, terms, isNow = false) {
  const groups = [[{ text: nameOf(scene, cell), role: roleOf(scene, cell), cell }, { text: " =", role: "muted" }]];
  const before = scene.stamped[terms[0]] ? scene.writersOf.get(cell).findLast((term) => term < terms[0] && scene.stamped[term]) : undefined;
  if (before !== undefined) groups.push([{ text: ` ${factor(scene.sums[before])} +`, role: "muted" }]);
  const rule = scene.rules[terms[0]];
  const asItIs = scene.ker[terms[0]] === -1 && gainOf(scene, terms[0]) === "1";
  const isCopied = rule === "copy" || (["sum", "mean", "max"].includes(rule) && groups.length === 1 && terms.length === 1 && asItIs);
  if (!isCopied) groups.push(...worked(scene, step, cell, terms, rule, isNow));
  groups.push([{ text: isCopied ? " " : " = ", role: "muted" }, { text: scene.sums[terms.at(-1)], role: "result", cell }]);
  return groups;
}

/**
 * What is done with a cell's terms, by its rule. A mean says what it has added up while its terms come, and is divided
 * with the last one. Of a maximum all but the largest stand back; was: their role where that would give the answer away.
 */
function worked(scene, step, cell, terms, rule, isNow) {
  if (rule === "mean") {
    const isLast = termsTo(scene, step, cell).at(-1) === terms.at(-1);
    return isLast ? around(products(scene, terms), " (", `) / ${terms.length}`) : products(scene, terms);
  }
  if (rule === "max") {
    const best = winner(scene, terms);
    const back = (token) => ({ ...token, role: "muted", was: token.role });
    return around(listed(products(scene, terms, "", true)).map((group, at) => (terms[at] === best ? group : group.map(back))), " max(", ")");
  }
  if (rule === "relu") return around(products(scene, terms, " +", true), " max(0, ", ")");
  if (rule === "sigmoid") return around(products(scene, terms, " +", true), " \u03c3(", ")");
  return products(scene, terms, " +", false, shutIn(scene, step, terms, isNow));
}

/**
 * The last terms of the brackets whose sum stands in their place, where there are many. In full stands the one of the
 * present term; of a whole step that of the point that is joined.
 */
function shutIn(scene, step, terms, isNow) {
  const ofStep = termsIn(scene, step).filter((term) => term in scene.reads);
  if (ofStep.length <= MANY) return new Set();
  const ends = terms.filter((term) => term in scene.reads);
  const present = Math.min(...ofStep.filter((end) => end >= terms.at(-1)));
  const isJoined = (end) => scene.points.some(({ joined, terms: pointOf }) => joined && pointOf && pointOf[end] === joined[step]);
  return new Set(ends.filter((end) => (isNow ? end !== present : !isJoined(end))));
}

/** Groups with a sign in place of the space before them, and one after them. */
function around([[first, ...others], ...groups], before, after) {
  const all = [[{ ...first, text: before + first.text.trimStart() }, ...others], ...groups];
  return [...all.slice(0, -1), [...all.at(-1), { text: after, role: "muted" }]];
}

/** Groups with commas between them. */
function listed(groups) {
  return groups.map((each, at) => (at < groups.length - 1 ? [...each, { text: ",", role: "muted" }] : each));
}

/** An input value, and what it makes or adds; under each product what stands there then. */
function stampOf(scene, step) {
  const cell = scene.dst[step];
  return [[{ text: nameOf(scene, cell), role: roleOf(scene, cell) }, { text: ":", role: "muted", below: scene.words[scene.scatter[step] ? "totals" : "made"] }], ...listed(products(scene, termsIn(scene, step), ""))];
}

/**
 * What each term multiplies, a group each, and under a weight what stands in its cell then. Terms of one cell that follow
 * each other, share a weight and have gains stand in brackets before it, such as the neighbours of a point between cells.
 * sign joins them, "" where they are a list; isPlain: a negative number multiplied by nothing stands without brackets.
 * shut: the last terms of brackets in whose place their sum stands.
 */
function products(scene, terms, sign = " +", isPlain = false, shut = new Set()) {
  const places = brackets(scene, terms);
  const hidden = new Set([...shut].flatMap((end) => Array.from({ length: scene.reads[end][0] - 1 }, (_, at) => end - 1 - at)));
  return terms.flatMap((term, at) => {
    if (hidden.has(term)) return [];
    if (shut.has(term)) {
      const read = { text: factor(scene.reads[term][1]), role: roleOf(scene, scene.src[term]) };
      const isFirst = terms.slice(0, at).every((each) => hidden.has(each));
      return [[{ text: isFirst ? " " : `${sign} `, role: "muted" }, read, { text: "·", role: "muted" }, { ...factorOf(scene, scene.ker[term]), below: scene.sums[term] }]];
    }
    const [gain, weight, bracket] = [gainOf(scene, term), scene.ker[term], places[at]];
    const isTaken = gain === `${MINUS}1` && !bracket;
    const joint = isTaken ? (at && sign ? ` ${MINUS} ` : ` ${MINUS}`) : at ? `${sign} ` : " ";
    const tokens = [{ text: joint + (bracket?.opens ? "(" : ""), role: "muted" }];
    if (bracket || (gain !== "1" && !isTaken)) tokens.push({ text: factor(gain), role: "gain" }, { text: "·", role: "muted" });
    const value = factorOf(scene, scene.src[term]);
    const isAlone = isPlain && weight < 0 && tokens.length === 1 && !isTaken;
    tokens.push(isAlone ? { ...value, text: exactOf(scene, scene.src[term]) } : value);
    if (weight >= 0 && (bracket?.closes ?? true)) tokens.push({ text: bracket ? ")·" : "·", role: "muted" }, { ...factorOf(scene, weight), below: scene.sums[term] });
    return [tokens];
  });
}

/** Per term whether a bracket opens before it and closes behind it; null outside of brackets. */
function brackets(scene, terms) {
  const share = (one, other) => other !== undefined && scene.ker[one] === scene.ker[other] && scene.outs[one] === scene.outs[other];
  const runs = [];
  for (const term of terms) {
    if (share(term, runs.at(-1)?.at(-1))) runs.at(-1).push(term);
    else runs.push([term]);
  }
  return runs.flatMap((run) => {
    const isBracket = scene.ker[run[0]] >= 0 && run.length > 1 && run.some((term) => gainOf(scene, term) !== "1");
    return run.map((_, at) => (isBracket ? { opens: at === 0, closes: at === run.length - 1 } : null));
  });
}

function factorOf(scene, cell) {
  return { text: factor(exactOf(scene, cell)), role: roleOf(scene, cell), cell };
}

/** A number as it stands in a product: a negative one in brackets. */
function factor(text) {
  return text.startsWith(MINUS) ? `(${text})` : text;
}

/** An equation whose result is still to come, for the reader to say; isOpen(cell) tells what else isn't known yet. */
export function unanswered(groups, isOpen) {
  const name = groups[0][0];
  const open = ({ below, was, ...token }) => ({ ...token, text: token.role === "result" || isOpen(token.cell ?? -1) ? "?" : token.text, role: was ?? token.role });
  return groups.map((tokens) => tokens.map((token) => (token === name ? token : open(token))));
}
