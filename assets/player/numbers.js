// The numbers of all arrays, to type or paste as a whole, and the seed that they are drawn from.

import { make } from "./transport.js";

/** The dialog; change(ask) does something to the state, look() asks for the present numbers. */
export function createNumbers(parent, { change, look }) {
  const dialog = make("dialog", { class: "dialog numbers" });
  parent.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  for (const type of ["keydown", "keyup", "paste", "copy"]) dialog.addEventListener(type, (event) => event.stopPropagation());
  const problem = make("p", { class: "wrong", role: "alert" });
  let typed = ""; // in which field something was typed last
  let [fields, drawing, drawn] = [new Map(), null, ""];

  async function open(words) {
    const close = make("button", { type: "button", class: "close", "aria-label": words.close, title: words.close }, "×");
    close.addEventListener("click", () => dialog.close());
    dialog.setAttribute("aria-label", words.numbers);
    dialog.replaceChildren(make("h2", {}, words.numbers), close, problem, make("div", { class: "fields" }));
    drawn = "";
    dialog.showModal();
    await refresh(words);
  }

  /** Show the present numbers; what couldn't be read stays as it was typed, beside its sentence. */
  async function refresh(words, wrong = "") {
    if (!dialog.open) return;
    problem.textContent = wrong;
    const { seed, grids } = await look();
    const wanted = JSON.stringify([Boolean(seed), grids.map(({ array }) => array)]);
    if (wanted !== drawn) {
      drawn = wanted;
      fields = new Map(grids.map((grid) => [grid.array, areaOf(grid)]));
      drawing = seed && seedOf(seed, words);
      dialog.lastChild.replaceChildren(...(seed ? [drawing.element] : []), ...[...fields.values()].map(({ element }) => element));
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

  return { open, refresh, isOpen: () => dialog.open };
}
