// The row of tools: undo, named numbers, copying, ways of looking, the link and the whole screen.

import { FORMATS } from "./clip.js";
import { make } from "./transport.js";

const SIGNS = {
  undo: "M12.5 8c-2.65 0-5.05 1-6.9 2.6L2 7v9h9l-3.62-3.62A7.96 7.96 0 0 1 12.5 10.5c3.54 0 6.55 2.31 7.6 5.5l2.37-.78A10.5 10.5 0 0 0 12.5 8z",
  redo: "M11.5 8c2.65 0 5.05 1 6.9 2.6L22 7v9h-9l3.62-3.62a7.96 7.96 0 0 0-5.12-1.88c-3.54 0-6.55 2.31-7.6 5.5l-2.37-.78A10.5 10.5 0 0 1 11.5 8z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  contrast: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.2v15.6a7.8 7.8 0 0 1 0-15.6z",
  link: "M3.9 12A3.1 3.1 0 0 1 7 8.9h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10z",
  present: "M7 14H5v5h5v-2H7zM5 10h2V7h3V5H5zm12 7h-3v2h5v-5h-2zM14 5v2h3v3h2V5z",
};
const CHANGES = ["undo", "redo", "reset"];
export const SHOWN = ["numbers", "both", "heat"];

/** The tools; act(name, value) is called with what a person asks for. */
export function createTools(parent, act) {
  const buttons = {};
  const button = (name, ...children) => {
    buttons[name] = make("button", { type: "button", "data-act": name }, ...children);
    if (SIGNS[name]) buttons[name].innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SIGNS[name]}"/></svg>`;
    buttons[name].addEventListener("click", () => act(name));
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
  parent.append(
    make("div", { class: "changes" }, ...CHANGES.map((name) => button(name)), fill, copy),
    make("div", { class: "looks" }, show, button("hues"), button("predict"), button("contrast"), button("link"), button("present")),
  );
  let drawn = "";

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
    const panelsOf = (array) => scene.panels.filter((panel) => panel.array === array);
    const titleOf = (array) => (panelsOf(array).length > 1 ? arrays[array] : panelsOf(array)[0].title);
    const shown = Object.entries(names).filter(([array]) => scene.panels.some((panel) => panel.array === array));
    options(fill, words.fill, shown.map(([array, entries]) => [titleOf(array), entries.map(([name, said]) => [`${array}|${name}`, said])]));
    options(copy, words.copy, titles.map((title, at) => [title, FORMATS.map((format) => [`${at}|${format}`, words[`copy-${format}`]])]));
    show.replaceChildren(...SHOWN.map((each) => make("option", { value: each }, words[`show-${each}`])));
    show.setAttribute("aria-label", words.show);
  }

  /** Show a state: { scene, names, arrays, history, show, hues, predict, contrast, words }. */
  function update({ scene, names = {}, arrays = {}, history, show: shown, hues, predict, contrast, words }) {
    drawMenus(scene, names, arrays, words);
    for (const [name, element] of Object.entries(buttons)) {
      if (!SIGNS[name]) element.textContent = words[name];
      else element.setAttribute("aria-label", words[name]);
      element.title = words[`${name}-help`] ?? words[name];
    }
    for (const name of CHANGES) {
      buttons[name].hidden = !history;
      buttons[name].setAttribute("aria-disabled", !history?.[name]);
    }
    show.value = shown;
    buttons.hues.setAttribute("aria-pressed", hues);
    buttons.predict.setAttribute("aria-pressed", predict);
    buttons.contrast.setAttribute("aria-pressed", contrast);
  }

  return { update };
}
