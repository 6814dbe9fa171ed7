// The numbers of all arrays, to type or paste as a whole, and the seed that they are drawn from.

import { createDialog } from "./dialog.js";
import { make } from "./transport.js";

/** The dialog; change(ask) does something to the state, look() asks for the present numbers. */
export function createNumbers(parent, { change, look }) {
  const dialog = createDialog(parent, "numbers");
  const list = make("div", { class: "fields" });
  const problem = make("p", { class: "wrong", role: "alert" });
  let typed = ""; // in which field something was typed last
  let [fields, drawing, drawn] = [new Map(), null, ""];

  async function open(words) {
    drawn = "";
    list.replaceChildren();
    dialog.show(words.numbers, words, problem, list);
    await refresh(words);
  }

  /** Show the present numbers; what couldn't be read stays as it was typed, beside its sentence. */
  async function refresh(words, wrong = "") {
    if (!dialog.element.open) return;
    problem.textContent = wrong;
    const found = await look().catch(() => null);
    if (!found) {
      problem.textContent = words.offline;
      return;
    }
    const { seed, grids } = found;
    const wanted = JSON.stringify([Boolean(seed), grids.map(({ array }) => array)]);
    if (wanted !== drawn) {
      drawn = wanted;
      fields = new Map(grids.map((grid) => [grid.array, areaOf(grid)]));
      drawing = seed && seedOf(seed, words);
      list.replaceChildren(...(seed ? [drawing.element] : []), ...[...fields.values()].map(({ element }) => element));
    }
    drawing?.update(seed);
    for (const { array, text } of grids) fields.get(array).update(text, wrong && array === typed);
  }

  function areaOf({ array, label, help, text: first }) {
    const area = make("textarea", { rows: Math.min(14, first.split("\n").length + 1), "aria-label": label, spellcheck: "false", autocomplete: "off" });
    let shown = null;
    const take = () => {
      if (area.value === shown) return;
      typed = array;
      shown = area.value;
      change({ act: "type", array, text: area.value });
    };
    area.addEventListener("change", take);
    area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && take());

    /** Show other numbers, but not over what is being typed, or is wrong. */
    function update(text, isWrong) {
      if (isWrong || (shown !== null && area.value !== shown)) return;
      area.value = shown = text;
    }

    return { element: make("label", { class: "area" }, make("span", {}, label), area, make("small", {}, help)), update };
  }

  function seedOf({ control, label, none, high }, words) {
    const input = make("input", { type: "number", min: 0, max: high, step: 1, "aria-label": label, placeholder: none });
    const draw = (seed) => change({ act: "set", control, value: seed });
    let present = null;
    input.addEventListener("change", () => draw(input.value));
    const random = make("button", { type: "button" }, words.random);
    random.addEventListener("click", () => draw(present === null ? 1 : (present % high) + 1));

    function update({ value }) {
      present = value;
      input.value = value ?? "";
    }

    return { element: make("label", { class: "seed" }, make("span", {}, label), input, random), update };
  }

  return { open, refresh, isOpen: () => dialog.element.open };
}
