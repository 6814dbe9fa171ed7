// Numbers on their way out: a panel as text in the ways that spreadsheets, Python and NumPy write it.

import { exactOf, HOLE, PADDING } from "./scene.js";

export const FORMATS = ["table", "list", "numpy"];

/** A panel's numbers row by row, without its padding and holes; null for what nobody may know yet. */
export function numbersOf(scene, at, known = () => true) {
  const { first, rows, columns } = scene.panels[at];
  const lines = [];
  for (let row = 0; row < rows; row++) {
    const cells = [];
    for (let column = 0; column < columns; column++) {
      const cell = first + row * columns + column;
      if (scene.cells.kind[cell] & (PADDING | HOLE)) continue;
      cells.push(known(cell) ? exactOf(scene, cell).replace("\u2212", "-") : null);
    }
    if (cells.length) lines.push(cells);
  }
  return lines;
}

/** Rows of numbers as text: "table" (tabs, for a spreadsheet), "list" (Python) or "numpy". */
export function written(rows, format) {
  if (format === "table") return rows.map((row) => row.map((number) => number ?? "").join("\t")).join("\n");
  const nothing = format === "numpy" ? "np.nan" : "None";
  const lines = rows.map((row) => `[${row.map((number) => number ?? nothing).join(", ")}]`);
  if (format === "list") return `[${lines.join(", ")}]`;
  return `np.array([${lines.join(",\n          ")}])`;
}

/** Put a text on the clipboard; where the browser keeps that for secure pages, by a field's own copying. */
export async function copyText(text, parent) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    parent.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
