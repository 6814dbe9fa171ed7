// A table that sorts by a click on a heading, and that can be taken away as CSV and as Markdown, in the order shown. Its
// rows light their types on the stage, and the type that is lit there lights its row. Where there is little room it
// stands in two lines a row, and on a phone as cards, which CSS alone sees to: hence the roles.

import { litAt, pointTo } from "./shown.js";
import { make } from "./transport.js";

const FILES = { csv: { type: "text/csv", ending: "csv", before: 1 }, markdown: { type: "text/markdown", ending: "md", before: 2 } };
const FIRST = { name: "products", falls: false };

/** A table in an element. words: { csv, markdown, … } and what stands above it; place: of the player. show([table], state) as pages/parts/table.py gives it. */
export function createTable(parent, words, place) {
  const away = new AbortController();
  const files = make("p", { class: "files" });
  const frame = make("div", { class: "compared" });
  const head = make("tr", { role: "row" });
  const body = make("tbody", { role: "rowgroup" });
  const { block: sorting, choice, falling } = createSorting(words, sortBy);
  frame.append(sorting, make("table", { role: "table", "aria-label": words.wide }, make("thead", { role: "rowgroup" }, head), body));
  parent.append(make("p", {}, words.tableHelp), frame, files);
  let sorted = { ...FIRST };
  let shown;

  for (const name of Object.keys(FILES)) {
    const button = make("button", { type: "button" }, words[name]);
    button.addEventListener("click", () => save(name));
    files.append(button);
  }

  head.addEventListener("click", ({ target }) => {
    const name = target.closest("button")?.dataset.column;
    if (name) sortBy(name, sorted.name === name && !sorted.falls);
  });

  function sortBy(name, falls) {
    sorted = { name, falls };
    drawRows();
  }

  /** The step of the row that an event is in, or null: none in what can't have these sizes. */
  function stepOf({ target }) {
    const row = target.closest("tr")?.dataset.step;
    return row === undefined ? null : Number(row);
  }

  const point = (step, stays = false) => pointTo(place, step, stays);
  body.addEventListener("pointerover", (event) => event.pointerType !== "touch" && point(stepOf(event)));
  body.addEventListener("pointerleave", () => point(null));
  body.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && point(stepOf(event)));
  body.addEventListener("focusout", () => point(null));
  body.addEventListener("click", (event) => stepOf(event) !== null && !event.target.closest("a") && point(stepOf(event), true));
  document.addEventListener("convolution-lit", ({ detail }) => detail.place === place && light(), { signal: away.signal });

  /** Mark the row of the type that is lit on the stage. */
  function light() {
    const step = String(litAt(place));
    for (const row of body.children) {
      if (row.dataset.step === step) row.ariaCurrent = "true";
      else row.removeAttribute("aria-current");
    }
  }

  /** The rows' numbers in the order of the column that is sorted by; equal ones stay as they came. */
  function order() {
    const at = shown.columns.findIndex(({ name }) => name === sorted.name);
    const sign = sorted.falls ? -1 : 1;
    const compare = (one, other) => (typeof one === "number" ? one - other : one.localeCompare(other));
    return shown.rows.map((_, row) => row).sort((one, other) => sign * compare(shown.rows[one].keys[at], shown.rows[other].keys[at]));
  }

  function drawHead() {
    head.replaceChildren(
      ...shown.columns.map(({ name, title, number }) => {
        const button = make("button", { type: "button", "data-column": name }, title);
        return make("th", { scope: "col", role: "columnheader", "data-column": name, class: number ? "number" : "" }, button);
      }),
    );
    choice.replaceChildren(...shown.columns.map(({ name, title }) => make("option", { value: name }, title)));
  }

  function drawRows() {
    [...head.children].forEach((heading) => {
      const isSorted = heading.dataset.column === sorted.name;
      if (isSorted) heading.ariaSort = sorted.falls ? "descending" : "ascending";
      else heading.removeAttribute("aria-sort");
    });
    choice.value = sorted.name;
    falling.checked = sorted.falls;
    const rows = order().map((at) => rowOf(shown.rows[at]));
    const refused = shown.refused.map(({ name, reason, link }) => {
      const cell = make("td", { role: "cell", class: "reason", "aria-colspan": shown.columns.length - 1, colspan: shown.columns.length - 1 }, reason);
      return make("tr", { class: "refused", role: "row" }, leading(name, "", link), cell);
    });
    body.replaceChildren(...rows, ...refused);
    light();
  }

  function rowOf({ cells, notes, exact, mark, link, step }) {
    const rest = shown.columns.slice(1).map(({ name, title, number }, at) => {
      const cell = make("td", { role: "cell", "data-column": name, "data-title": title, class: number ? "number" : "" });
      cell.append(said(cells[at + 1], exact[name]));
      if (notes[name]) cell.append(" ", make("small", {}, notes[name]));
      cell.toggleAttribute("data-none", !cells[at + 1]);
      return cell;
    });
    return make("tr", { role: "row", "data-step": step }, leading(cells[0], mark, link), ...rest);
  }

  /** What a cell says; of a number that is rounded, in full where one points at it, and aloud. */
  function said(text, exact) {
    return exact ? make("abbr", { title: exact, "aria-label": exact }, text) : document.createTextNode(text || "\u2013");
  }

  /** A type's name, which leads to its lesson where there is one, and what that shows in place of sizes that are too large. */
  function leading(name, mark, link) {
    const cell = make("th", { scope: "row", role: "rowheader", "data-column": "type", "data-mark": mark });
    cell.append(link ? make("a", { href: link[0], target: "_self" }, name) : name);
    if (link?.[1]) cell.append(make("small", {}, link[1]));
    return cell;
  }

  function save(name) {
    const { type, ending, before } = FILES[name];
    const lines = shown[name];
    const rows = order().map((row) => lines[before + row]);
    const text = [...lines.slice(0, before), ...rows, ...lines.slice(before + rows.length), ""].join("\n");
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: `${words.file}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function show([table]) {
    if (!table) return;
    const titles = (each) => each?.columns.map(({ title }) => title).join();
    const isNew = titles(shown) !== titles(table);
    shown = table;
    if (isNew) drawHead();
    drawRows();
  }

  return { show, destroy: () => away.abort() };
}

/** What sorts where the headings have no room; sort(name, falls) is called with what is chosen. */
function createSorting(words, sort) {
  const choice = make("select");
  const falling = make("input", { type: "checkbox" });
  const block = make("p", { class: "sorting" }, make("label", {}, `${words.sorted} `, choice), make("label", {}, falling, ` ${words.falls}`));
  block.addEventListener("change", () => sort(choice.value, falling.checked));
  return { block, choice, falling };
}
