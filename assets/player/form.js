// The form on which a file is chosen: a few fields, the others in a fold; how it will look, and how far it is.

import { createFields, menuField, numberField } from "./fields.js";
import { fillIn } from "./spoken.js";
import { make } from "./transport.js";

const SECONDS_A_STEP = 0.7; // at the speed 1
const THOUSAND = 1000;

/**
 * The form of what the server offers, in a language; does: changed(), make() and stop() are called when somebody
 * changes something, wants the file, and doesn't any more.
 */
export function createForm({ words, formats, sizes, width: [narrowest, widest], ...listed }, language, does) {
  const change = () => (arrange(), does.changed());
  const fields = createFields({ words, ...listed }, change);
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
  const element = make("form", { novalidate: "" }, make("div", { class: "looks" }, sight, facts), make("div", { class: "chosen" }, few, more), make("div", { class: "foot" }, alert, status, bar, stop, go));
  element.addEventListener("submit", (event) => (event.preventDefault(), does.make()));
  let [seen, known] = [{}, {}];
  width.set(sizes[size.read()].width);

  const kind = () => formats.find(({ name }) => name === format.read()).kind;

  /** A size by name sets what it comes to. */
  function choose() {
    const chosen = sizes[size.read()];
    if (chosen) fields.set({ aspect: "", large: false, ...chosen });
    if (chosen) width.set(chosen.width);
  }

  function arrange() {
    const [now, which] = [kind(), steps.read()];
    fields.follow(now, seen.layouts);
    size.element.hidden = now === "page";
    width.element.hidden = now === "page" || size.read() !== "own";
    steps.element.hidden = now !== "animation";
    step.element.hidden = now !== "still";
    first.element.hidden = last.element.hidden = now !== "animation" || which !== "some";
    go.textContent = fillIn(words.save, { format: formats.find(({ name }) => name === format.read()).label });
  }

  /** The choices follow what is on the stage. */
  function follow(what) {
    seen = what;
    const { by, theme, show, hues, predict: covered, layout, speed } = seen;
    fields.set({ by, theme, show, hues, covered, layout: layout === "tall" ? layout : "", seconds: Number((SECONDS_A_STEP / speed).toFixed(3)) });
    for (const each of [step, first, last]) each.input.max = seen.steps;
    step.set(seen.step + 1);
    if (!first.read() || last.read() > seen.steps) (first.set(1), last.set(seen.steps));
    arrange();
  }

  function read() {
    const now = kind();
    const range = now === "still" ? step.read() : { all: "", one: seen.step + 1, some: `${first.read()}-${last.read()}` }[steps.read()];
    const options = { ...fields.read(now), ...(now === "page" ? {} : { width: width.read(), steps: range }) };
    return { form: format.read(), options };
  }

  function lookAgain() {
    known = {};
    alert.textContent = "";
    sight.setAttribute("aria-busy", "true");
  }

  /** Show how the file will look, and what is known of it. */
  function show(what) {
    known = { ...known, ...what };
    const { picture, width: across, height, frames, seconds, bytes } = known;
    if (what.picture) Object.assign(image, { src: picture, width: across, height, alt: fillIn(words.preview, { step: seen.step + 1 }) });
    sight.removeAttribute("aria-busy");
    const counted = frames && fillIn(words[frames === 1 ? "frames-one" : "frames-other"], { count: frames });
    const lasts = seconds && fillIn(words.lasts, { seconds: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(seconds) });
    const large = bytes && fillIn(words.about, { size: sizeIn(bytes, words, language) });
    facts.textContent = [fillIn(words.pixels, { width: across, height }), counted, lasts, large].filter(Boolean).join(" · ");
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
    if (total) status.textContent = fillIn(words.done, { done, total });
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

/** How large something is, told as far as it matters. */
export function sizeIn(bytes, words, language) {
  const kilobytes = bytes / THOUSAND;
  const [key, number] = kilobytes < THOUSAND ? ["kilobytes", kilobytes] : ["megabytes", kilobytes / THOUSAND];
  return fillIn(words[key], { number: new Intl.NumberFormat(language, { maximumSignificantDigits: number < 100 ? 2 : 3 }).format(number) });
}
