// A slider: its name, its number, and a rail that is dashed where no number can be chosen at present.

import { make } from "./transport.js";

const MOST_GAPS = 16; // numbers whose places are seen on the rail
const RESTS = 60; // milliseconds for which a pointer stays where it may be pressed

/**
 * One slider; move(value, of) is told of every number it is moved to, where `of` is the same as long as it
 * is held; stop(reason) why it goes no further; near(values) which numbers may be next; hold(isHeld) and
 * drag(isDragged) whether it is in hand, and whether it passes one number after the other.
 */
export function createSlider(first, { move, stop, near, hold, drag }) {
  const input = make("input", { type: "range", step: 1 });
  const number = make("output", { "aria-hidden": "true" });
  const name = make("span", { class: "name" });
  const rail = make("span", { class: "rail", "aria-hidden": "true" });
  const [low, high] = [make("small", { "aria-hidden": "true" }), make("small", { "aria-hidden": "true" })];
  const element = make("div", { class: "control slider" }, make("span", { class: "above" }, name, number), make("span", { class: "track" }, low, make("span", { class: "way" }, rail, input), high));
  let control = first;
  let held = false;
  let holds = 0;
  let moves = 0; // since it was taken hold of
  let sign = 1;
  let byKey = false;
  let hovering;

  /** The nearest number on offer to one; a key goes on over what is not offered, if there is more behind it. */
  function offered(wanted, at) {
    const numbers = control.offered.map(([from, to]) => Math.max(from, Math.min(to, wanted)));
    const onward = byKey ? numbers.filter((each) => Math.sign(each - at) === Math.sign(wanted - at)) : [];
    const away = (each) => Math.abs(each - wanted);
    const candidates = onward.length ? onward : numbers;
    return candidates.reduce((best, each) => (away(each) < away(best) ? each : best), candidates[0] ?? control.value);
  }

  function moved() {
    moves += 1;
    const wanted = Number(input.value);
    const at = control.value ?? control.low;
    const next = offered(wanted, at);
    sign = Math.sign(wanted - at) || sign;
    if (next !== wanted) stop(wanted > next ? control.stops.above : control.stops.below);
    else stop("");
    input.value = next;
    place(next);
    if (next === control.value) return;
    control = { ...control, value: next };
    drag(held && moves > 1);
    move(next, held ? `hold ${control.id} ${holds}` : "");
    foresee();
  }

  /** While it is dragged, all numbers may be next, the nearest first; else those beside the present one. */
  function foresee() {
    const at = control.value ?? control.low;
    const all = control.offered.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, step) => from + step));
    const steps = (each) => Math.abs(each - at) - (Math.sign(each - at) === sign ? 0.5 : 0);
    const sorted = all.filter((each) => each !== control.value).sort((one, other) => steps(one) - steps(other));
    near(held && moves > 1 ? sorted : sorted.slice(0, 2));
  }

  /** A pointer that is pressed where it rests leads to the number there; on the thumb it begins a drag. */
  function hover({ clientX, pointerType }) {
    clearTimeout(hovering);
    if (held || pointerType === "touch") return;
    hovering = setTimeout(() => {
      const there = under(clientX);
      if (there === control.value) foresee();
      else near([there]);
    }, RESTS);
  }

  /** The number on offer that is nearest to a place on the rail. */
  function under(x) {
    const { left, width } = rail.getBoundingClientRect();
    const part = Math.max(0, Math.min(1, (x - left) / width));
    const wanted = Math.round(control.low + part * (control.high - control.low));
    return offered(wanted, control.value ?? control.low);
  }

  function grip(start) {
    clearTimeout(hovering);
    if (start && !held) [holds, moves] = [holds + 1, 0];
    const isOver = held && !start;
    if (isOver) drag(false);
    held = start;
    element.classList.toggle("held", start);
    hold(start || input.matches(":focus-visible"));
    if (isOver) foresee(); // what was to be fetched for a drag is no longer
  }

  input.addEventListener("input", moved);
  input.addEventListener("pointerdown", () => grip(true));
  for (const type of ["keydown", "pointerdown"]) input.addEventListener(type, () => (byKey = type === "keydown"));
  for (const type of ["pointerup", "pointercancel"]) input.addEventListener(type, () => grip(false));
  input.addEventListener("keydown", ({ key, repeat }) => repeat && /^(Arrow|Page)/.test(key) && !held && grip(true));
  input.addEventListener("keyup", () => held && grip(false));
  input.addEventListener("focus", () => {
    hold(true);
    if (!held) foresee(); // a press leads to another number, which comes first
  });
  input.addEventListener("blur", () => {
    grip(false);
    stop("");
  });
  input.addEventListener("pointermove", hover);
  input.addEventListener("pointerleave", () => clearTimeout(hovering));

  /** Put thumb and number where a value is, without asking for it. */
  function place(value) {
    const span = Math.max(1, control.high - control.low);
    const shown = value ?? control.low;
    element.style.setProperty("--part", (shown - control.low) / span);
    element.classList.toggle("unset", value === null);
    number.textContent = value ?? "";
    input.setAttribute("aria-valuetext", value ?? control.rule ?? "");
  }

  /** Where no number can be chosen: stretches of the rail. */
  function closed() {
    const span = Math.max(1, control.high - control.low);
    const edges = [control.low, ...control.offered.flat(), control.high];
    const pairs = Array.from({ length: edges.length / 2 }, (_, at) => edges.slice(2 * at, 2 * at + 2));
    return pairs.filter(([from, to]) => to > from).map(([from, to]) => make("i", { style: `--from:${(from - control.low) / span};--to:${(to - control.low) / span}` }));
  }

  function update(next) {
    // Of a slider that has been moved on since, this is what it offers, and not where it stands.
    control = next.moving ? { ...next, value: control.value } : next;
    const { label, letter, role, id, of } = control;
    name.replaceChildren(label, ...(letter ? [make("i", {}, letter)] : []));
    Object.assign(element.dataset, { control: id, of, role });
    input.setAttribute("aria-label", label);
    input.min = control.low;
    input.max = control.high;
    [low.textContent, high.textContent] = [control.low, control.high];
    const isWhole = control.offered.length === 1 && control.offered[0][0] === control.low && control.offered[0][1] === control.high;
    const says = isWhole ? "" : control.offered.map(([from, to]) => (from === to ? `${from}` : `${from} \u2013 ${to}`)).join(", ");
    input.title = [says, ...Object.values(control.stops)].filter(Boolean).join(" \u00b7 ");
    input.setAttribute("aria-disabled", control.offered.flat().every((each) => each === control.value));
    const steps = control.high - control.low;
    rail.replaceChildren(make("b"), ...closed());
    rail.style.setProperty("--steps", steps);
    rail.toggleAttribute("data-stepped", steps <= MOST_GAPS);
    if (!held || Number(input.value) !== control.value) input.value = control.value ?? control.low;
    place(control.value);
  }

  update(first);
  return { element, name, update };
}
