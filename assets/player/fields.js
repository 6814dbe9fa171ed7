// The fields of a file's options: a switch, a menu or a number for each, as the server lists them.

import { make } from "./transport.js";

const GROUPS_OF_FIELDS = ["look", "time", "parts"];
const ALWAYS_ON = ["loop", "titles", "equation", "numbers", "weights", "kernel"]; // unless somebody leaves it out

/** Fields by their groups; changed() is called when somebody changes one. */
export function createFields({ fields, words }, changed) {
  const controls = new Map(fields.map((field) => [field.name, controlOf(field, words, changed)]));
  const groups = GROUPS_OF_FIELDS.map((group) => {
    const own = fields.filter((field) => field.group === group).map(({ name }) => controls.get(name).element);
    return make("fieldset", { class: group }, make("legend", {}, words[group]), ...own);
  });

  const fits = (format, { kinds }) => kinds.includes(format.kind) || kinds.includes(format.name);
  const isChosen = (format, field) => fits(format, field) && Boolean(controls.get(field.name).read());

  /** Whether a field has an effect in a format, beside what is chosen in the others. */
  const has = (format, field) => fits(format, field) && !fields.some((other) => field.without.includes(other.name) && isChosen(format, other));

  /** Show the fields that a format has, with the layouts that the scene has. */
  function follow(format, layouts) {
    for (const field of fields) controls.get(field.name).element.hidden = !has(format, field);
    for (const group of groups) group.hidden = ![...group.children].some((each) => each.tagName === "LABEL" && !each.hidden);
    for (const option of controls.get("layout").input.options) option.hidden = Boolean(option.value) && !layouts.includes(option.value);
  }

  /** Set some of them. */
  function set(values) {
    for (const [name, value] of Object.entries(values)) controls.get(name)?.set(value);
  }

  /** The options of a format. */
  function read(format) {
    return Object.fromEntries(fields.filter((field) => has(format, field)).map(({ name }) => [name, controls.get(name).read()]));
  }

  return { groups, follow, set, read };
}

function controlOf({ name, choices, bounds, step, typed, switch: ways }, words, changed) {
  const label = words[name];
  if (typed) return textField(name, label, { placeholder: words[`${name}-usual`] }, changed);
  if (choices) return menuField(name, label, choices, changed);
  if (bounds) return numberField(name, label, { min: bounds[0], max: bounds[1], step, placeholder: words[`${name}-usual`] ?? "" }, changed);
  const input = make("input", { type: "checkbox", name });
  input.checked = ALWAYS_ON.includes(name);
  input.addEventListener("change", changed);
  return { element: make("label", { class: "switch" }, input, make("span", {}, label)), input, set: (value) => (input.checked = ways ? value === ways[1] : value), read: () => (ways ? ways[Number(input.checked)] : input.checked) };
}

/** A menu of choices, each a value and its words. */
export function menuField(name, label, choices, changed) {
  const input = make("select", { name }, ...choices.map(([value, said]) => make("option", { value }, said)));
  input.addEventListener("change", changed);
  return { element: make("label", {}, make("span", {}, label), input), input, set: (value) => (input.value = value), read: () => input.value };
}

/** A number, or nothing where a placeholder says what that stands for. */
export function numberField(name, label, attributes, changed) {
  return textField(name, label, { type: "number", inputmode: "decimal", ...attributes }, changed);
}

function textField(name, label, attributes, changed) {
  const input = make("input", { type: "text", name, autocomplete: "off", ...attributes });
  input.addEventListener("input", changed);
  return { element: make("label", {}, make("span", {}, label), input), input, set: (value) => (input.value = value), read: () => input.value };
}
