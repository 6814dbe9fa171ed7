// All controls of a lesson, as the server says what they are and what they offer: ways and presets above the
// stage, sliders and fields below it.

import { createSlider } from "./slider.js";
import { make } from "./transport.js";

const MOST_SEGMENTS = 4; // ways that stand beside each other
const LONGEST_SEGMENTS = 44; // letters of them together

/**
 * The controls in two elements.
 *   change(ask, how) does something to the state; wish(control, values) says what may be next;
 *   hint(text) says why a control goes no further; hold(of) which parameter is in hand, or "";
 *   drag(isDragged) whether a slider is being dragged.
 */
export function createControls(above, below, { change, wish, hint, hold, drag }) {
  const made = new Map();

  const set = (control, value, how = {}) => change({ act: "set", control, value }, { latest: control, ...how });

  /**
   * Show what the server says; what is the same control stays the same element, so that it keeps the focus.
   * isWrong: what was typed last couldn't be taken over, and stays to be mended.
   */
  function update(controls, words, isWrong = false) {
    const rules = new Map(controls.filter(({ kind }) => kind === "rule").map((each) => [each.of, each]));
    const wanted = controls.map((each) => ({ ...each, words, isWrong, rule: wordsOf(rules.get(each.of)) }));
    const seen = new Set(wanted.map(keyOf));
    for (const [key, { element }] of made) if (!seen.has(key)) element.remove(), made.delete(key);
    for (const each of wanted) {
      const key = keyOf(each);
      if (made.has(key)) made.get(key).update(each);
      else made.set(key, MAKERS[each.kind](each));
    }
    arrange(above, wanted.filter(({ kind }) => ["choice", "preset", "wish"].includes(kind)));
    arrange(below, wanted.filter(({ kind }) => kind === "slider" || kind === "several"));
    for (const rule of wanted.filter(({ kind }) => kind === "rule")) seat(made.get(keyOf(rule)).element, wanted.find(({ kind, of }) => kind === "slider" && of === rule.of));
  }

  /** A rule that settles an amount stands beside that amount's name. */
  function seat(element, slider) {
    const { name } = made.get(keyOf(slider));
    if (name.nextElementSibling !== element) name.after(element);
  }

  /** Put them in order without moving one that stands where it should: that would take its focus. */
  function arrange(parent, controls) {
    controls.forEach((each, at) => {
      const { element } = made.get(keyOf(each));
      if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
    });
  }

  const MAKERS = { choice: choiceOf, preset: menuOf, wish: menuOf, rule: menuOf, slider: sliderOf, several: fieldOf };

  function sliderOf(first) {
    const { id, of } = first;
    return createSlider(first, {
      move: (value, how) => set(id, value, { of: how }),
      stop: (reason) => hint(reason ?? ""),
      near: (values) => wish(id, values),
      hold: (isHeld) => hold(isHeld ? of : ""),
      drag,
    });
  }

  function choiceOf(first) {
    return isFew(first) ? segmentsOf(first) : menuOf(first);
  }

  /** Ways beside each other. */
  function segmentsOf(first) {
    const group = make("div", { class: "segments", role: "radiogroup" });
    const element = make("div", { class: "control choice", "data-control": first.id }, group);
    const name = `${first.id}-${Math.random().toString(36).slice(2)}`;
    let drawn = "";
    const radios = () => [...group.querySelectorAll("input")];
    group.addEventListener("change", ({ target }) => set(first.id, target.value));
    group.addEventListener("click", ({ target }) => hint(target.closest("[data-why]")?.dataset.why ?? ""));
    foreseeOn(element, first.id, () => radios().filter(({ checked, disabled }) => !checked && !disabled).map(({ value }) => value));

    function update({ label, value, options }) {
      group.setAttribute("aria-label", label);
      const wanted = JSON.stringify(options.map(([way, said]) => [way, said]));
      if (wanted !== drawn) {
        drawn = wanted;
        group.replaceChildren(...options.map(([way, said]) => make("label", {}, make("input", { type: "radio", name, value: way }), make("span", {}, said))));
      }
      radios().forEach((radio, at) => {
        const why = options[at][2];
        radio.checked = radio.value === value;
        radio.disabled = Boolean(why);
        radio.parentElement.title = why;
        radio.parentElement.toggleAttribute("data-why", Boolean(why));
        if (why) radio.parentElement.dataset.why = why;
      });
    }

    update(first);
    return { element, update };
  }

  /**
   * Ways in a list; what doesn't go with the rest is greyed, and says so in short and, pointed at, in full. known: by way, the name that the field knows it by, which stands
   * behind all but the present one; groups: [name, how many ways are in it].
   */
  function menuOf(first) {
    const select = make("select");
    const element = make("label", { class: `control menu ${first.kind}`, "data-control": first.id, "data-of": first.of }, select);
    select.addEventListener("change", () => {
      set(first.id, select.value);
      hint("");
    });
    foreseeOn(element, first.id, () => [...select.options].filter(({ selected, disabled, value }) => value && !selected && !disabled).map(({ value }) => value).slice(0, 8));
    let drawn = "";

    function update({ label, value, options, none, known = {}, groups = [], help = "", words }) {
      select.setAttribute("aria-label", label);
      const wanted = JSON.stringify([options, none, known, groups, known[value]]);
      if (wanted !== drawn) {
        drawn = wanted;
        const behind = (way, why, short = words.refused) => (why ? short : way === value ? "" : known[way]);
        const listed = options.map(([way, said, why, short]) => make("option", { value: way, title: why, ...(why && { disabled: "" }) }, [said, behind(way, why, short)].filter(Boolean).join(" \u00b7 ")));
        const grouped = groups.map(([name, count]) => make("optgroup", { label: name }, ...listed.splice(0, count)));
        select.replaceChildren(...(none ? [make("option", { value: "", hidden: "" }, none)] : []), ...grouped, ...listed);
      }
      select.value = value ?? "";
      element.title = [help, known[value], ...options.map(([, said, why]) => why && `${said}: ${why}`)].filter(Boolean).join("\n") || label;
    }

    update(first);
    return { element, update };
  }

  /** Numbers in a row, typed. */
  function fieldOf(first) {
    const input = make("input", { type: "text", autocomplete: "off", spellcheck: "false", inputmode: "numeric" });
    const name = make("span", { class: "name" });
    const element = make("label", { class: "control field", "data-control": first.id, "data-of": first.of }, name, input);
    input.addEventListener("change", () => set(first.id, input.value));
    input.addEventListener("focus", () => hold(first.of));
    input.addEventListener("blur", () => hold(""));
    let before = null;

    function update({ label, value, help, isWrong }) {
      name.textContent = label;
      element.title = help;
      if (value !== before || !isWrong) input.value = value;
      before = value;
    }

    update(first);
    return { element, update };
  }

  /** While a list is pointed at or has the focus, what can be chosen of it is fetched. */
  function foreseeOn(element, control, values) {
    for (const type of ["pointerenter", "focusin"]) element.addEventListener(type, () => wish(control, values()));
  }

  return { update };
}

function keyOf(control) {
  return `${control.kind} ${control.id} ${control.kind === "choice" ? isFew(control) : ""}`;
}

function isFew({ options }) {
  return options.length <= MOST_SEGMENTS && options.map(([, said]) => said).join("").length <= LONGEST_SEGMENTS;
}

/** What a rule is called that stands in place of a number. */
function wordsOf(rule) {
  return rule?.options.find(([way]) => way === rule.value)?.[1] ?? "";
}
