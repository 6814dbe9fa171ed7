// The line under the equation: the size worked out with the present numbers, what it costs beside it.

import { make } from "./transport.js";

/** The line in an element. */
export function createResult(parent) {
  const shown = make("div", { class: "outcome", role: "group" });
  parent.append(shown);
  let drawn = "";
  let held = "";

  /** Show a result, or nothing: { lines: [{ label, groups: [{ pieces, below, left }] }], macs, parameters, units }. */
  function update(result, words) {
    const wanted = JSON.stringify([result, words.result]);
    if (wanted === drawn) return;
    drawn = wanted;
    shown.hidden = !result || (!result.lines.length && result.macs === null);
    if (shown.hidden) return;
    shown.setAttribute("aria-label", words.result);
    shown.replaceChildren(make("div", { class: "sizes" }, ...result.lines.map(sizeLine)), costsOf(result));
    hold(held);
  }

  /** Mark the numbers of the parameter whose control is held. */
  function hold(of) {
    held = of;
    for (const piece of shown.querySelectorAll("[data-of]")) piece.classList.toggle("held", piece.dataset.of === of);
  }

  return { update, hold };
}

function sizeLine({ label, groups }) {
  const name = label ? [make("span", { class: "axis" }, label)] : [];
  return make("div", { class: "line" }, ...name, ...groups.map(noteOf));
}

function noteOf({ pieces, below, left }) {
  const written = make("span", { class: "written" }, ...pieces.map(({ text, role, of }) => make("span", { class: `piece ${role}`, ...(of && { "data-of": of }) }, text)));
  // What is left over is hatched on the stage, and here.
  const note = below ? [make("small", /\d/.test(below) ? { class: "counted" } : {}, below, ...(left ? [make("i", { class: "hatch" })] : []))] : [];
  return make("span", { class: below ? "part noted" : "part" }, written, ...note);
}

function costsOf({ macs, parameters, units }) {
  const both = [["products", macs, units.macs], ["learned", parameters, units.parameters]].filter(([, number]) => number !== null);
  return make("div", { class: "costs" }, ...both.map(([kind, number, name]) => make("span", {}, make("b", { class: kind }, number.toLocaleString("en")), ` ${name}`)));
}
