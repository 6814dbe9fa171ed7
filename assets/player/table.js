// A table that sorts by a click on a heading, and that can be taken away as CSV and as Markdown, in the order shown.

import { make } from "./transport.js";

const FILES = { csv: { type: "text/csv", ending: "csv", before: 1 }, markdown: { type: "text/markdown", ending: "md", before: 2 } };
const FIRST = { name: "products", falls: false };

/** A table in an element. words: { csv, markdown, wide } and what stands above it. show([table], state) as pages/parts/table.py gives it. */
export function createTable(parent, words) {
  const files = make("p", { class: "files" });
  const frame = make("div", { class: "compared", tabindex: "0", role: "region", "aria-label": words.wide });
  const head = make("tr");
  const body = make("tbody");
  frame.append(make("table", {}, make("thead", {}, head), body));
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
    if (!name) return;
    sorted = { name, falls: sorted.name === name && !sorted.falls };
    drawRows();
  });

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
        const heading = make("th", { scope: "col", class: number ? "number" : "" }, make("button", { type: "button", "data-column": name }, title));
        return heading;
      }),
    );
  }

  function drawRows() {
    [...head.children].forEach((heading) => {
      const isSorted = heading.firstChild.dataset.column === sorted.name;
      if (isSorted) heading.ariaSort = sorted.falls ? "descending" : "ascending";
      else heading.removeAttribute("aria-sort");
    });
    const rows = order().map((at) => rowOf(shown.rows[at]));
    const refused = shown.refused.map(({ name, reason, link }) => {
      const cell = make("td", { colspan: shown.columns.length - 1 }, reason);
      return make("tr", { class: "refused" }, leading(name, "", link), cell);
    });
    body.replaceChildren(...rows, ...refused);
  }

  function rowOf({ cells, mark, link }) {
    const [name, ...rest] = cells;
    return make("tr", {}, leading(name, mark, link), ...rest.map((said, at) => make("td", { class: shown.columns[at + 1].number ? "number" : "" }, said || "\u2013")));
  }

  /** A type's name, which leads to its lesson where there is one, and what that shows in place of sizes that are too large. */
  function leading(name, mark, link) {
    const cell = make("th", { scope: "row", "data-mark": mark });
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

  return { show };
}
