// A map of networks on a time line, joined to the types of convolution that they brought or used: drawn where there is
// room, else a list. What is chosen lights up with all that it is joined to, and says why below.

import { make } from "./transport.js";

const SHEET = { width: 980, height: 372, top: 142, bottom: 222, corner: 12 };
const ROWS = { "-2": 36, "-1": 94, 1: 276, 2: 334 }; // the middles of types, in pixels from the map's upper edge
const BOX = 32; // how high a type is

/** The map in an element; { types, networks, words } as pages/parts/networks.py gives them. */
export function createNetworks(parent, { types, networks, words }) {
  const named = new Map(types.map((each) => [each.name, each]));
  const joints = networks.flatMap((network) => ["first", "used"].flatMap((kind) => network[kind].map((name) => ({ network, type: named.get(name), kind }))));
  const map = make("div", { class: "map", role: "group", "aria-label": words.map });
  const told = make("p", { class: "told", role: "status" });
  const buttons = new Map();

  function draw() {
    const paths = joints.map(({ network, type, kind }) => `<path d="${wayOf(network, type)}" data-kind="${kind}" data-of="${network.name} ${type.name}"/>`);
    map.innerHTML = `<svg viewBox="0 0 ${SHEET.width} ${SHEET.height}" aria-hidden="true">${paths.join("")}</svg>`;
    for (const { name, title, year, x } of networks) add(name, title, { x, y: (SHEET.top + SHEET.bottom) / 2, width: 68, height: SHEET.bottom - SHEET.top }, "network", make("small", {}, String(year)));
    for (const { name, title, x, width, row, mark } of types) add(`type ${name}`, title, { x, y: ROWS[row], width, height: BOX }, "type").dataset.mark = mark;
  }

  function add(name, title, { x, y, width, height }, kind, ...rest) {
    const across = (length) => `${(100 * length) / SHEET.width}%`;
    const down = (length) => `${(100 * length) / SHEET.height}%`;
    const style = `left: ${across(x - width / 2)}; width: ${across(width)}; top: ${down(y - height / 2)}; height: ${down(height)}`;
    const button = make("button", { type: "button", class: kind, style, "aria-pressed": "false" }, make("span", {}, title), ...rest);
    button.addEventListener("click", () => choose(name));
    buttons.set(name, button);
    map.append(button);
    return button;
  }

  /** Light a network or a type with all that it is joined to. */
  function choose(name) {
    const lit = joints.filter(({ network, type }) => network.name === name || `type ${type.name}` === name);
    const joined = new Set([name, ...lit.flatMap(({ network, type }) => [network.name, `type ${type.name}`])]);
    for (const [each, button] of buttons) {
      button.ariaPressed = String(each === name);
      button.toggleAttribute("data-lit", joined.has(each));
    }
    map.querySelectorAll("path").forEach((path, at) => path.toggleAttribute("data-lit", lit.includes(joints[at])));
    const network = networks.find((each) => each.name === name);
    told.replaceChildren(...(network ? sentenceOf(network) : lit.flatMap(({ network: each }, at) => [...(at ? [make("br")] : []), ...sentenceOf(each)])));
  }

  /** A network's name and year, why, its paper, and the lessons of its types. */
  function sentenceOf({ title, year, why, paper, first, used }) {
    const lessons = [...first, ...used].map((name) => named.get(name)).filter(({ link }) => link);
    const links = lessons.map(({ title: type, link }) => make("a", { href: link[0], target: "_self" }, `${type}: ${link[1]}`));
    const outside = make("a", { href: paper, target: "_blank", rel: "noopener" }, `${words.paper} \u2197`);
    return [make("b", {}, title), " ", make("small", {}, String(year)), ` ${why} `, ...[outside, ...links].flatMap((each) => [each, " "])];
  }

  function legend() {
    const marks = Object.entries(words.marks).map(([mark, said]) => make("span", { "data-mark": mark }, said));
    const lines = ["first", "used"].map((kind) => make("span", { "data-kind": kind }, words[kind]));
    return make("p", { class: "map-legend", "aria-hidden": "true" }, ...marks, ...lines);
  }

  const list = make("ol", { class: "map-list" }, ...networks.map((each) => make("li", {}, ...sentenceOf(each))));
  parent.append(make("div", { class: "networks" }, make("p", { class: "map-help" }, words.help), legend(), map, told, list));
  draw();
  choose("deeplab");
}

/** The line from a network to a type: straight into it, or up or down and then sideways, round the corner. */
function wayOf(network, { name, x, width, row }) {
  const start = network.x + (network.ports[name] ?? 0);
  const from = row < 0 ? SHEET.top : SHEET.bottom;
  const to = ROWS[row];
  const side = Math.sign(from - to); // 1 upwards
  if (Math.abs(start - x) < width / 2) return `M${start} ${from}V${to + (side * BOX) / 2}`;
  const turn = Math.sign(x - start);
  const corner = Math.min(SHEET.corner, Math.abs(x - start) - width / 2);
  return `M${start} ${from}V${to + side * corner}Q${start} ${to} ${start + turn * corner} ${to}H${x - (turn * width) / 2}`;
}
