// Typing a number into a cell, as in a spreadsheet: typing replaces, Enter and F2 change, arrows go on.

import { make } from "./transport.js";

const STARTS = /^[-\u2212.,\d]$/;
const MOVES = { Enter: [1, 0], Tab: [0, 1], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** What a key on a selected cell means for its number: the text to begin with, null to keep it, or undefined. */
export function beginningOf({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "F2" || key === "Enter") return null;
  if (key === "Delete" || key === "Backspace") return "";
  return STARTS.test(key) ? key : undefined;
}

/**
 * The field over a cell. take(cell, text) gets what was typed, leave(cell, [down, across]) where to go
 * then, and paste(cell, text) a block pasted into the field.
 */
export function createEditor(parent, { take, leave, paste }) {
  let field = null;
  let cell = -1;

  /** Open the field over a cell: box in pixels within the parent; text is selected where it was there before. */
  function open(over, box, text, label, typed) {
    finish();
    cell = over;
    field = make("input", { class: "editor", "aria-label": label, autocomplete: "off", enterkeyhint: "next", spellcheck: "false" });
    Object.assign(field.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px`, fontSize: `${Math.max(16, box.height * 0.36)}px` });
    field.value = text;
    field.addEventListener("keydown", (event) => onKey(event, typed));
    field.addEventListener("blur", finish);
    field.addEventListener("paste", onPaste);
    parent.append(field);
    field.focus({ preventScroll: true });
    if (!typed) field.select();
  }

  function onKey(event, typed) {
    event.stopPropagation();
    if (event.key === "Escape") {
      close();
      return leave(cell, [0, 0]);
    }
    // A field opened to change its number keeps the arrows for its own caret.
    const own = !typed && /^Arrow(Left|Right)$/.test(event.key);
    const move = MOVES[event.key];
    if (!move || own || event.isComposing) return;
    event.preventDefault();
    finish();
    leave(cell, event.shiftKey ? move.map((part) => -part) : move);
  }

  function onPaste(event) {
    const text = event.clipboardData.getData("text/plain").trim();
    if (!/[\s,;[\]]/.test(text)) return;
    event.preventDefault();
    close();
    paste(cell, text);
    leave(cell, [0, 0]);
  }

  function finish() {
    const text = field?.value.trim();
    if (close()) take(cell, text);
  }

  /** The scene has changed: the field stays over the same number, or goes with it. */
  function carry(moved) {
    cell = moved(cell);
    if (cell < 0) close();
  }

  /** Take the field away; tells whether there was one. */
  function close() {
    const open = field;
    field = null; // before it goes, since going takes its focus and that would end the typing once more
    open?.remove();
    return Boolean(open);
  }

  return { open, close, carry, isOpen: () => field !== null };
}
