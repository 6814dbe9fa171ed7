// Which of a lesson's controls work in a file that holds further states: a switch for each, and of a slider its values.

import { fillIn } from "./spoken.js";
import { make } from "./transport.js";

const MOST_PACKED = 32; // values of a slider in a file
const LISTED_LETTERS = 40; // of ways that are named; more are counted
const PACKED_KINDS = ["preset", "choice", "rule", "slider"];

/** A switch for each control; changed() is called when somebody changes what is packed. */
export function createPacking(words, changed) {
  const element = make("fieldset", { class: "packing" });
  let rows = [];

  /** Show those that a lesson's controls have now; what was on stays on, with the values that were typed. */
  function follow(controls) {
    const before = new Map(rows.map((row) => [row.key, row]));
    rows = controls.filter(isPackable).map((control) => rowOf(control, words, changed, before));
    element.replaceChildren(make("legend", {}, words.packing), ...rows.map((row) => row.element));
  }

  /** The values of those that are on, by what they set. */
  function read() {
    const packed = {};
    for (const { of, isOn, values } of rows) if (isOn()) packed[of] = [packed[of], values()].filter(Boolean).join(",");
    return packed;
  }

  return { element, follow, read, isEmpty: () => !rows.length };
}

function isPackable({ kind, offered, options }) {
  if (!PACKED_KINDS.includes(kind)) return false;
  return kind === "slider" ? new Set(offered.flat()).size > 1 : waysIn(options).length > 1;
}

/** What of a list can be chosen at present; the amount of a rule is its slider's. */
const waysIn = (options) => options.filter(([way, , why]) => !why && way !== "amount");

function rowOf({ id, of, kind, label, offered, value, options }, words, changed, before) {
  const key = `${kind} ${id}`;
  const known = before.get(key);
  const isSlider = kind === "slider";
  const usual = isSlider ? runsIn(nearIn(offered, value), "..") : waysIn(options).map(([way]) => way).join(",");
  const name = kind === "rule" ? fillIn(words["packing-rule"], { control: label }) : label;
  const input = make("input", { type: "checkbox", "data-packs": id });
  const shown = make("span", { class: "values" }, isSlider ? runsIn(nearIn(offered, value), "\u2013") : listOf(waysIn(options)));
  const typed = make("input", { type: "text", autocomplete: "off", spellcheck: "false", "aria-label": fillIn(words["packing-values"], { control: name }) });
  input.checked = known?.isOn() ?? false;
  typed.value = known?.typed() ?? usual;
  const arrangeRow = () => ((shown.hidden = isSlider && input.checked), (typed.hidden = !shown.hidden));
  arrangeRow();
  input.addEventListener("change", () => (arrangeRow(), changed()));
  typed.addEventListener("input", changed);
  const element = make("div", { class: "packs" }, make("label", { class: "switch" }, input, make("span", {}, name, " ", shown)), typed);
  const values = () => (isSlider && typed.value.trim() ? typed.value : usual);
  // What was typed stays as long as the slider; what nobody typed follows what the slider offers.
  return { key, of: id.replace(/\.amount$/, ""), element, isOn: () => input.checked, values, typed: () => (typed.value === usual ? undefined : typed.value) };
}

/** Ways by their words, or how many there are. */
function listOf(ways) {
  const said = ways.map(([, words]) => words).join(", ");
  return said.length > LISTED_LETTERS ? String(ways.length) : said;
}

/** What a slider offers; of very many values those around the present one. */
function nearIn(offered, value) {
  const every = offered.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
  const start = Math.max(0, Math.min(every.indexOf(value) - MOST_PACKED / 2, every.length - MOST_PACKED));
  const near = every.slice(start, start + MOST_PACKED);
  return offered.map(([first, last]) => [Math.max(first, near[0]), Math.min(last, near.at(-1))]).filter(([first, last]) => first <= last);
}

/** What a slider offers, such as 0..2,4. */
function runsIn(offered, to) {
  return offered.map(([first, last]) => (first === last ? first : `${first}${to}${last}`)).join(",");
}
