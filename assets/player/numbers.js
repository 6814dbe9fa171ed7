// The numbers of all arrays, to type or paste as a whole, and the seed that they are drawn from.

import { make } from "./transport.js";

/** The dialog; change(ask) does something to the state, look() asks for the present numbers. */
export function createNumbers(parent, { change, look }) {
  const dialog = make("dialog", { class: "dialog numbers" });
  parent.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  for (const type of ["keydown", "keyup", "paste", "copy"]) dialog.addEventListener(type, (event) => event.stopPropagation());
  const problem = make("p", { class: "wrong", role: "alert" });
  let typed = ""; // in which field something was typed that hasn't been taken over

  async function open(words) {
    const close = make("button", { type: "button", class: "close", "aria-label": words.close, title: words.close }, "×");
    close.addEventListener("click", () => dialog.close());
    dialog.setAttribute("aria-label", words.numbers);
    dialog.replaceChildren(make("h2", {}, words.numbers), close, problem, make("div", { class: "fields" }));
    dialog.showModal();
    await refresh(words);
  }

  /** Show the present numbers; what couldn't be read stays as it was typed, beside its sentence. */
  async function refresh(words, wrong = "") {
    if (!dialog.open) return;
    problem.textContent = wrong;
    const { seed, grids } = await look();
    const kept = wrong ? typed : "";
    const before = new Map([...dialog.querySelectorAll("textarea")].map((area) => [area.dataset.array, area.value]));
    const held = dialog.getRootNode().activeElement?.dataset.array;
    const fields = grids.map((grid) => areaOf({ ...grid, text: grid.array === kept ? before.get(kept) : grid.text }));
    dialog.lastChild.replaceChildren(...(seed ? [seedOf(seed, words)] : []), ...fields);
    if (held) dialog.querySelector(`[data-array="${held}"]`)?.focus();
  }

  function areaOf({ array, label, help, text }) {
    const rows = Math.min(14, text.split("\n").length + 1);
    const area = make("textarea", { rows, "aria-label": label, "data-array": array, spellcheck: "false", autocomplete: "off" });
    area.value = text;
    const take = () => {
      if (area.value === text) return;
      typed = array;
      change({ act: "type", array, text: area.value });
    };
    area.addEventListener("change", take);
    area.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && take());
    return make("label", { class: "area" }, make("span", {}, label), area, make("small", {}, help));
  }

  function seedOf({ control, label, none, value, high }, words) {
    const input = make("input", { type: "number", min: 0, max: high, step: 1, "aria-label": label, placeholder: none });
    input.value = value ?? "";
    const draw = (seed) => change({ act: "set", control, value: seed });
    input.addEventListener("change", () => draw(input.value === "" ? "" : input.value));
    const random = make("button", { type: "button" }, words.random);
    random.addEventListener("click", () => draw(value === null ? 1 : (value % high) + 1));
    return make("label", { class: "seed" }, make("span", {}, label), input, random);
  }

  return { open, refresh, isOpen: () => dialog.open };
}
