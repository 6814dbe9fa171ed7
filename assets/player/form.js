// The form on which a file is chosen: a few fields, the others in a fold; how it will look, and how far it is.

import { createFields, menuField, numberField } from "./fields.js";
import { createPacking } from "./packing.js";
import { fillIn } from "./spoken.js";
import { make } from "./transport.js";

const SECONDS_A_STEP = 0.7; // at the speed 1
const THOUSAND = 1000;
const SIZED = ["animation", "still"]; // a sheet has a size of paper, a page that of its window
const STEPPED = ["animation", "sheet"];
const DONE = { page: "done-states", sheet: "done-pictures" }; // how far it is, in words

/**
 * The form of what the server offers, in a language; does: changed(), make() and stop() are called when somebody
 * changes something, wants the file, and doesn't any more.
 */
export function createForm({ words, formats, sizes, width: [narrowest, widest], ...listed }, language, does) {
  const change = () => (arrange(), does.changed());
  const fields = createFields({ words, ...listed }, change);
  const packing = createPacking(words, change);
  const format = menuField("format", words.format, formats.map(({ name, label }) => [name, label]), change);
  const size = menuField("size", words.size, [...Object.keys(sizes), "own"].map((name) => [name, words[`size-${name}`]]), () => (choose(), change()));
  const width = numberField("width", words.width, { min: narrowest, max: widest, step: 1 }, change);
  const steps = menuField("steps", words.steps, ["all", "one", "some"].map((name) => [name, words[`steps-${name}`]]), change);
  const [step, first, last] = ["step", "first", "last"].map((name) => numberField(name, words[name], { min: 1, step: 1 }, change));
  const image = make("img", { alt: "" });
  const sight = make("div", { class: "sight" }, image);
  const facts = make("p", { class: "facts" });
  const alert = make("p", { class: "wrong", role: "alert" });
  const bar = make("progress", { "aria-label": words.making });
  const status = make("p", { class: "status", role: "status" });
  const [go, stop] = [make("button", { class: "go" }), make("button", { type: "button", class: "stop" }, words.stop)];
  stop.addEventListener("click", does.stop);
  const more = make("details", {}, make("summary", {}, words.more), ...fields.groups);
  const few = make("div", { class: "few" }, ...[format, steps, step, first, last, size, width].map(({ element }) => element));
  const element = make("form", { novalidate: "" }, make("div", { class: "looks" }, sight, facts), make("div", { class: "chosen" }, few, packing.element, more), make("div", { class: "foot" }, alert, status, bar, stop, go));
  element.addEventListener("submit", (event) => (event.preventDefault(), does.make()));
  let [seen, known] = [{}, {}];
  width.set(sizes[size.read()].width);

  const chosen = () => formats.find(({ name }) => name === format.read());

  /** A size by name sets what it comes to. */
  function choose() {
    const named = sizes[size.read()];
    if (named) fields.set({ aspect: "", large: false, ...named });
    if (named) width.set(named.width);
  }

  function arrange() {
    const { kind, label } = chosen();
    fields.follow(chosen(), seen.layouts);
    packing.element.hidden = kind !== "page" || packing.isEmpty();
    size.element.hidden = !SIZED.includes(kind);
    width.element.hidden = !SIZED.includes(kind) || size.read() !== "own";
    steps.element.hidden = !STEPPED.includes(kind);
    step.element.hidden = kind !== "still";
    first.element.hidden = last.element.hidden = !STEPPED.includes(kind) || steps.read() !== "some";
    go.textContent = fillIn(words.save, { format: label });
  }

  /** The choices follow what is on the stage, and the lesson's controls beside it. */
  function follow(what, controls) {
    seen = what;
    packing.follow(controls);
    const { by, theme, show, hues, predict: covered, layout, speed } = seen;
    fields.set({ by, theme, show, hues, covered, layout: layout === "tall" ? layout : "", seconds: secondsAt(speed) });
    for (const each of [step, first, last]) each.input.max = seen.steps;
    step.set(seen.step + 1);
    if (!first.read() || last.read() > seen.steps) (first.set(1), last.set(seen.steps));
    arrange();
  }

  function read() {
    const { kind, form } = chosen();
    const some = { all: "", one: seen.step + 1, some: `${first.read()}-${last.read()}` }[steps.read()];
    const listed = fields.read(chosen()).only; // which says it itself
    const own = { ...(SIZED.includes(kind) && { width: width.read() }), ...(STEPPED.includes(kind) && !listed && { steps: some }), ...(kind === "still" && !listed && { steps: step.read(), ...midStep() }) };
    const page = kind === "page" && { by: seen.by, loop: seen.loop, seconds: secondsAt(seen.speed), packed: packing.read() };
    return { form, options: { ...fields.read(chosen()), ...own, ...page } };
  }

  /** Term by term, a picture of the step on the stage ends with the product that is seen there. */
  const midStep = () => seen.by === "term" && seen.term !== null && Number(step.read()) === seen.step + 1 && { term: seen.term + 1 };

  function lookAgain() {
    known = {};
    alert.textContent = "";
    if (!("making" in element.dataset)) status.textContent = ""; // what was saved was another file
    sight.setAttribute("aria-busy", "true");
  }

  /** Show how the file will look, and what is known of it. */
  function show(what) {
    known = { ...known, ...what };
    const { picture, width: across, height, frames, seconds, states, bytes } = known;
    if (what.note) alert.textContent = what.note;
    if (what.picture) Object.assign(image, { src: picture, alt: fillIn(words.preview, { step: seen.step + 1 }) });
    sight.removeAttribute("aria-busy");
    const counted = frames && fillIn(words[frames === 1 ? "frames-one" : "frames-other"], { count: frames });
    const lasts = seconds && fillIn(words.lasts, { seconds: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(seconds) });
    const held = states > 1 && fillIn(words.states, { count: states });
    const large = bytes && fillIn(words.about, { size: sizeIn(bytes, words, language) });
    facts.textContent = [across && fillIn(words.pixels, { width: across, height }), counted, lasts, held, large].filter(Boolean).join(" · ");
  }

  function begin() {
    alert.textContent = "";
    element.dataset.making = "";
    bar.removeAttribute("value");
    status.textContent = words.making;
    stop.focus();
  }

  function tellHowFar({ waits, done, total }) {
    if (waits) status.textContent = fillIn(words[waits === 1 ? "waits-one" : "waits-other"], { count: waits });
    if (total) Object.assign(bar, { max: total, value: done });
    if (total) status.textContent = fillIn(words[DONE[chosen().kind] ?? "done"], { done, total });
  }

  /** Nothing is being made any more. */
  function rest(said) {
    const isFocused = element.getRootNode().activeElement === stop;
    delete element.dataset.making;
    status.textContent = said;
    if (isFocused) go.focus();
  }

  function wrong(said) {
    sight.removeAttribute("aria-busy");
    alert.textContent = said;
  }

  return { element, format: format.input, follow, read, look: lookAgain, show, begin, tell: tellHowFar, rest, wrong };
}

const secondsAt = (speed) => Number((SECONDS_A_STEP / speed).toFixed(3));

/** How large something is, told as far as it matters. */
export function sizeIn(bytes, words, language) {
  const kilobytes = bytes / THOUSAND;
  const [key, number] = kilobytes < THOUSAND ? ["kilobytes", kilobytes] : ["megabytes", kilobytes / THOUSAND];
  return fillIn(words[key], { number: new Intl.NumberFormat(language, { maximumSignificantDigits: number < 100 ? 2 : 3 }).format(number) });
}
