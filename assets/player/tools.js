// The tools: a few at hand beside the transport, all others in a panel that opens from there.

import { FORMATS } from "./clip.js";
import { make } from "./transport.js";

const SIGNS = {
  undo: "M12.5 8c-2.65 0-5.05 1-6.9 2.6L2 7v9h9l-3.62-3.62A7.96 7.96 0 0 1 12.5 10.5c3.54 0 6.55 2.31 7.6 5.5l2.37-.78A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.65 0 5.05 1 6.9 2.6L22 7v9h-9l3.62-3.62a7.96 7.96 0 0 0-5.12-1.88c-3.54 0-6.55 2.31-7.6 5.5l-2.37-.78A10.5 10.5 0 0 1 11.5 8z",
  controls: "M3 17v2h6v-2zM3 5v2h10V5zm10 16v-2h8v-2h-8v-2h-2v6zM7 9v2H3v2h4v2h2V9zm14 4v-2H11v2zm-6-4h2V7h4V5h-4V3h-2z",
  more: "M6 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm12 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm-6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  present: "M7 14H5v5h5v-2H7zM5 10h2V7h3V5H5zm12 7h-3v2h5v-5h-2zM14 5v2h3v3h2V5z",
};
const QUICK = ["predict", "undo", "redo", "controls", "more", "present"];
const HISTORY = ["undo", "redo", "reset"];
const PRESSED = ["predict", "controls", "by", "loop", "hues", "contrast"];
export const SHOWN = ["numbers", "both", "heat"];

/** The tools in the row of the transport, and their panel; act(name, value) is called with what a person asks for; speed has its place among them. */
export function createTools(row, parent, act, speed) {
  const buttons = {};
  const button = (name) => {
    buttons[name] = make("button", { type: "button", "data-act": name });
    if (SIGNS[name]) buttons[name].innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SIGNS[name]}"/></svg>`;
    buttons[name].addEventListener("click", () => (name === "more" ? open(panel.hidden) : act(name)));
    return buttons[name];
  };
  const pick = (name) => {
    const select = make("select", { "data-act": name });
    select.addEventListener("change", () => choose(select, name));
    return select;
  };
  const [fill, copy] = [pick("fill"), pick("copy")];
  const show = make("select", { "data-act": "show" });
  show.addEventListener("change", () => act("show", show.value));
  const panel = make("div", { class: "panel-of-tools", role: "group", hidden: "" });
  const quick = make("div", { class: "quick" }, ...QUICK.map(button));
  const settings = speed.parentElement;
  const groups = [[], ["reset", "numbers"], [fill, copy], ["by", "loop", "row"], [show, "hues", "contrast"], ["link", "export"]];
  panel.append(...groups.map((group) => make("div", {}, ...group.map((each) => (typeof each === "string" ? button(each) : each)))));
  row.append(quick, panel);
  const busyWith = new Map();
  let [drawn, named] = ["", {}];

  /** On a phone there is room for the fewest in the row; the others are in the panel. */
  function seat(tall) {
    if (row.dataset.seat === String(tall)) return;
    row.dataset.seat = tall;
    (tall ? panel.firstChild : settings).append(speed);
    if (tall) panel.firstChild.prepend(buttons.predict, buttons.present);
    else quick.replaceChildren(...QUICK.map((name) => buttons[name]));
  }

  /** Open the panel, or close it; the focus goes with it. */
  function open(wanted, focus = true) {
    if (panel.hidden !== wanted) return;
    panel.hidden = !wanted;
    parent.toggleAttribute("data-tools", wanted);
    buttons.more.setAttribute("aria-expanded", wanted);
    if (wanted && focus) panel.querySelector("button:not([hidden]), select:not([hidden])").focus({ preventScroll: true });
    else if (focus) buttons.more.focus({ preventScroll: true });
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
  });
  // Whatever is done elsewhere closes it; what a menu of it does, too.
  for (const target of [row, parent]) target.addEventListener("pointerdown", ({ target: at }) => !panel.contains(at) && !buttons.more.contains(at) && open(false, false));
  panel.addEventListener("focusout", ({ relatedTarget: to }) => to && to !== parent && !panel.contains(to) && !buttons.more.contains(to) && open(false, false));

  /** A menu that does something has nothing chosen afterwards. */
  function choose(select, name) {
    const value = select.value;
    select.value = "";
    if (value) act(name, value.split("|"));
  }

  function options(select, label, groups) {
    const nothing = make("option", { value: "" }, label);
    const grouped = groups.map(([title, entries]) => make("optgroup", { label: title }, ...entries.map(([value, words]) => make("option", { value }, words))));
    select.replaceChildren(nothing, ...grouped);
    select.setAttribute("aria-label", label);
    select.hidden = grouped.length === 0;
  }

  /** The menus follow the scene and the language; drawn anew only when they change. */
  function drawMenus(scene, names, arrays, words) {
    const titles = scene.panels.map(({ title }) => title);
    const wanted = JSON.stringify([scene.panels.map(({ title, array }) => [title, array]), names, words.copy]);
    if (wanted === drawn) return;
    drawn = wanted;
    // What is shown by several panels is filled as a whole.
    const panelsOf = (array) => scene.panels.filter((each) => each.array === array);
    const titleOf = (array) => (panelsOf(array).length > 1 ? arrays[array] : panelsOf(array)[0].title);
    const shown = Object.entries(names).filter(([array]) => scene.panels.some((each) => each.array === array));
    options(fill, words.fill, shown.map(([array, entries]) => [titleOf(array), entries.map(([name, said]) => [`${array}|${name}`, said])]));
    options(copy, words.copy, titles.map((title, at) => [title, FORMATS.map((format) => [`${at}|${format}`, words[`copy-${format}`]])]));
    show.replaceChildren(...SHOWN.map((each) => make("option", { value: each }, words[`show-${each}`])));
    show.setAttribute("aria-label", words.show);
  }

  /** Show a state: { scene, names, arrays, history, pressed, show, without, words }. */
  function update({ scene, names = {}, arrays = {}, history, pressed, show: shown, without, words }) {
    drawMenus(scene, names, arrays, words);
    named = words;
    for (const [name, element] of Object.entries(buttons)) {
      if (!SIGNS[name]) element.textContent = busyWith.get(name) || words[name];
      else element.setAttribute("aria-label", words[name]);
      element.title = words[`${name}-help`] ?? words[name];
      element.hidden = without.includes(name);
    }
    for (const name of HISTORY) buttons[name].setAttribute("aria-disabled", !history?.[name]);
    for (const name of PRESSED) buttons[name].setAttribute("aria-pressed", Boolean(pressed[name]));
    show.value = shown;
  }

  /** Let a tool say how far it is; "" where it isn't at work any more. */
  function busy(name, said) {
    busyWith.set(name, said);
    buttons[name].textContent = said || named[name];
  }

  return { update, seat, busy, close: () => open(false, false) };
}
