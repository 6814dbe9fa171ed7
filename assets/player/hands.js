// What pointer and keys do on the stage: ask by pointing, keep by clicking, type into a cell, move on.

import { actionOf } from "./clock.js";
import { beginningOf, createEditor } from "./editor.js";
import { exactOf, HOLE, indexOf, nameOf, PADDING, sameCell } from "./scene.js";

const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const ONLY_PRESENTING = ["next", "previous", "controls"];

/** Attach them to a player; now() gives its present { scene, state, options, visible }. */
export function attachHands({ root, svg, bar, picture, stage, act, refresh, change, touch, now }) {
  const away = new AbortController();
  const on = (target, type, listener, capture = false) => target.addEventListener(type, listener, { signal: away.signal, capture });
  const editor = createEditor(picture, { take, leave, paste });
  let hovered = -1;
  let pinned = -1;
  let isQuiet = true; // nothing is asked by where pointer and focus happen to be: at first, and after a change of a number

  /** The cell of an event, or -1; a hole between weights is none. */
  function cellOf(event) {
    const cell = Number(event.target.closest?.(".cell")?.dataset.cell ?? -1);
    return cell >= 0 && now().scene.cells.kind[cell] & HOLE ? -1 : cell;
  }

  function hover(cell) {
    if (cell === hovered) return;
    hovered = cell;
    if (cell >= 0) touch();
    refresh();
  }

  /** The pointer is moved: only now does it ask, wherever it has rested. */
  function move(event) {
    isQuiet = false;
    if (event.pointerType !== "touch") hover(cellOf(event));
  }

  function pin(cell) {
    pinned = pinned === cell ? -1 : cell;
    hovered = -1;
    refresh();
  }

  /** A click keeps what is asked; a second one opens a cell that can be changed, and lets go of others. */
  function click(cell) {
    if (cell < 0) return editor.isOpen() || pinned < 0 ? undefined : pin(-1);
    if (!editable(cell)) return pin(cell);
    if (pinned === cell) return edit(cell, null);
    pin(cell);
    stage.focus(cell);
  }

  function panelOf(cell) {
    const { scene } = now();
    return scene.panels[scene.panelOf[cell]];
  }

  function editable(cell) {
    const { scene } = now();
    return cell >= 0 && Boolean(panelOf(cell).array) && !(scene.cells.kind[cell] & (PADDING | HOLE));
  }

  function edit(cell, typed) {
    const { scene } = now();
    const text = typed ?? exactOf(scene, cell);
    editor.open(cell, stage.pixelsOf(cell), text, scene.words.edit.replace("{name}", nameOf(scene, cell)), typed !== null);
  }

  /** An array's name and the index of a cell within it: padding is no part of an array. */
  function placeOf(cell) {
    const { array, plane } = panelOf(cell);
    const { scene } = now();
    return { array, index: plane < 0 ? indexOf(scene, cell) : [plane, ...indexOf(scene, cell)] };
  }

  function take(cell, text) {
    const { scene } = now();
    if (!editable(cell)) return;
    beQuiet();
    if (text === exactOf(scene, cell)) return;
    stage.preview(cell, text || "0");
    change({ act: "edit", ...placeOf(cell), text });
  }

  /** Go on to the cell beside, if there is one that can be changed; else stay. What the step makes is seen there, not what the cell feeds. */
  function leave(cell, [down, across]) {
    const next = neighbour(cell, down, across);
    beQuiet();
    stage.focus(next >= 0 && editable(next) ? next : cell);
    refresh();
  }

  function paste(cell, text) {
    if (!editable(cell)) return;
    beQuiet();
    change({ act: "paste", ...placeOf(cell), text });
  }

  /** After a change the window and the equation of the step stay. */
  function beQuiet() {
    isQuiet = true;
    pinned = hovered = -1;
  }

  function neighbour(cell, down, across) {
    const { first, rows, columns, every } = panelOf(cell);
    const [row, column] = [Math.floor((cell - first) / columns) + down * every[0], ((cell - first) % columns) + across * every[1]];
    return row < 0 || column < 0 || row >= rows || column >= columns ? -1 : first + row * columns + column;
  }

  /** Keys on a cell: arrows go from cell to cell, typing changes it, Enter keeps what is asked. */
  function onCellKey(event, cell) {
    if (editable(cell)) {
      const beginning = beginningOf(event);
      if (beginning === "") return take(cell, "0"), true;
      if (beginning !== undefined) return edit(cell, beginning), true;
    }
    if (event.key === "Enter") return pin(cell), true;
    const [down, across] = STEPS[event.key] ?? [0, 0];
    if (!down && !across) return false;
    isQuiet = false;
    const next = neighbour(cell, down, across);
    if (pinned >= 0 && next >= 0) pinned = next;
    if (next >= 0) stage.focus(next);
    return true;
  }

  function onKey(event) {
    const cell = cellOf(event);
    if (cell >= 0 && !event.ctrlKey && !event.metaKey && !(event.shiftKey && event.key === "Enter") && onCellKey(event, cell)) return stop(event);
    const own = event.target;
    if (isForItself(own, event)) return event.stopPropagation();
    if (own.matches?.("input[type=range]") && /^Arrow(Up|Down)$/.test(event.key)) return;
    if (own.matches?.("select") && /^(Arrow(Up|Down)|[^ +\-=]$)/.test(event.key) && !event.ctrlKey && !event.metaKey) return;
    if (own.matches?.("button") && [" ", "Enter"].includes(event.key)) return event.stopPropagation();
    const action = actionOf(event);
    if (!action || (own.matches?.("select") && !event.ctrlKey && !event.metaKey)) return;
    if (ONLY_PRESENTING.includes(action) && !presents()) return;
    const { predict, covered, sizeCovered } = now().state;
    if ((action === "uncover" && !covered && !sizeCovered) || (action === "row" && !predict)) return;
    stop(event);
    if (action === "unpin" && root.dataset.tools !== undefined) return act("close");
    if (action === "unpin" && root.dataset.presenting !== undefined && pinned < 0) return act("present");
    act(action);
  }

  /** Whether a key is for the control that has the focus: it moves there, chooses or is typed. */
  function isForItself(own, { key, ctrlKey, metaKey }) {
    if (ctrlKey || metaKey) return own.matches?.("input:not([type=range], [type=radio])");
    if (own.matches?.(".slider input, .segments input")) return /^(Arrow|Page|Home$|End$)/.test(key);
    return own.matches?.(".field input");
  }

  /** Whether the paging keys are the player's: it has the screen, or the frame, to itself. */
  function presents() {
    return root.dataset.presenting !== undefined || Boolean(now().options.alone);
  }

  function stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  function onPaste(event) {
    const cell = cellOf(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!editable(cell) || !text.trim()) return;
    stop(event);
    paste(cell, text);
  }

  function onCopy(event) {
    const cell = cellOf(event);
    if (cell < 0) return;
    const { scene } = now();
    stop(event);
    act("copy", [scene.panelOf[cell], "table"]);
  }

  // Where a picture comes to lie under a pointer at rest, browsers say that it is over it, but not that it moves.
  on(svg, "pointerover", (event) => isQuiet || event.pointerType === "touch" || hover(cellOf(event)));
  on(svg, "pointermove", move);
  on(svg, "pointerdown", () => touch());
  on(svg, "pointerleave", () => hover(-1));
  on(svg, "click", (event) => click(cellOf(event)));
  on(svg, "focusin", (event) => !isQuiet && event.target.matches(":focus-visible") && hover(cellOf(event)));
  on(svg, "focusout", () => hover(-1));
  on(root, "keydown", onKey);
  on(root, "paste", onPaste);
  on(root, "copy", onCopy);
  on(root, "click", (event) => event.detail > 0 && event.target.closest(".transport button:not([data-act=more])") && root.focus({ preventScroll: true }));
  on(document, "keydown", ({ key }) => key === "Tab" && (isQuiet = false), true); // the focus is moved: it asks where it comes to
  on(document, "keydown", (event) => {
    const { options, visible } = now();
    if (root.querySelector("dialog[open]")) return; // what lies behind it hears no key
    if (options?.keys && visible && !takesKeys(document.activeElement)) onKey(event);
  });

  return {
    /** The cell that is asked about, or -1. */
    asked: () => (hovered >= 0 ? hovered : pinned),
    letGo() {
      pinned = hovered = -1;
      editor.close();
    },
    /** Whether Escape has something to let go of. */
    keeps: () => pinned >= 0 || editor.isOpen(),
    /** What was asked of another scene is asked of this one. */
    carry(earlier) {
      hovered = -1;
      if (!earlier) return;
      const moved = (cell) => sameCell(earlier, now().scene, cell);
      pinned = moved(pinned);
      editor.carry(moved);
    },
    /** The cell that has the keyboard's focus, or -1. */
    focusedCell: () => Number(root.getRootNode().activeElement?.closest(".cell")?.dataset.cell ?? -1),
    stop: () => away.abort(),
  };
}

/** Whether an element has a use for keys of its own; where none has the focus, they are the player's. */
function takesKeys(element) {
  const own = "a, button, input, textarea, select, summary, iframe, [contenteditable], [role]";
  return Boolean(element && element !== document.body && (element.shadowRoot || element.matches(own)));
}
