// The line under the equation: the size worked out with the present numbers, what it costs beside it.

import { make } from "./transport.js";

/** The line in an element. */
export function createResult(parent) {
  const shown = make("div", { class: "outcome", role: "group" });
  parent.append(shown);
  let drawn = "";
  let held = "";
  let growing = [];

  /** Show a result, or nothing: { lines: [{ label, groups: [{ pieces, below, left, grows, first }] }], macs, parameters, units }. */
  function update(result, words) {
    const wanted = JSON.stringify([result, words.result]);
    if (wanted === drawn) return;
    drawn = wanted;
    growing = [];
    shown.hidden = !result || (!result.lines.length && result.macs === null);
    if (shown.hidden) return;
    shown.setAttribute("aria-label", words.result);
    const { lines } = result;
    shown.replaceChildren(make("div", { class: "sizes" }, ...lines.map((line, at) => sizeLine(line, lines.length > 1 ? at : 1))), costsOf(result));
    hold(held);
  }

  /** Say how many places were counted by now, along rows and along columns; null where nothing counts them. */
  function count(counts) {
    for (const { words, below, grows, first, axis } of growing) {
      const said = counts ? grows.replace("{count}", Math.max(0, counts[axis] - first)) : below;
      if (words.data !== said) words.data = said;
    }
  }

  /** Mark the numbers of the parameter whose control is held. */
  function hold(of) {
    held = of;
    for (const piece of shown.querySelectorAll("[data-of]")) piece.classList.toggle("held", piece.dataset.of === of);
  }

  function sizeLine({ label, groups }, axis) {
    const name = label ? [make("span", { class: "axis" }, label)] : [];
    return make("div", { class: "line" }, ...name, ...groups.map((group) => noteOf(group, axis)));
  }

  function noteOf({ pieces, below, left, grows, first }, axis) {
    const words = document.createTextNode(below);
    if (grows) growing.push({ words, below, grows, first, axis });
    const written = make("span", { class: "written" }, ...pieces.map(({ text, role, of }) => make("span", { class: `piece ${role}`, ...(of && { "data-of": of }) }, text)));
    // What is left over is hatched on the stage, and here.
    const note = below ? [make("small", /\d/.test(below) ? { class: "counted" } : {}, words, ...(left ? [make("i", { class: "hatch" })] : []))] : [];
    return make("span", { class: below ? "part noted" : "part" }, written, ...note);
  }

  return { update, hold, count };
}

function costsOf({ macs, parameters, units }) {
  const both = [["products", macs, units.macs], ["learned", parameters, units.parameters]].filter(([, number]) => number !== null);
  return make("div", { class: "costs" }, ...both.map(([kind, number, name]) => make("span", {}, make("b", { class: kind }, number.toLocaleString("en")), ` ${name}`)));
}
