// The row under the stage: buttons, the timeline with its ticks, the counter, the speed.

import { SPEEDS } from "./clock.js";
import { clamp } from "./svg.js";

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M7 5h2.4v14H7zM19 5v14l-8.6-7z",
  play: "M8 5v14l11-7z",
  pause: "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z",
  forward: "M5 5l8.6 7L5 19zM14.6 5H17v14h-2.4z",
  last: "M4 5l11 7-11 7zM16 5h2v14h-2z",
};
const BUTTONS = ["first", "back", "toggle", "forward", "last"];
const BETWEEN = 12; // pixels between two labels of the timeline
const BEYOND_END = [14, 20]; // pixels that a label may reach beyond it, on a phone and elsewhere
const PHONE_ROOM = 560;

/** An HTML element with attributes and children. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The transport; act(name, value) is called with what a person asks for. */
export function createTransport(parent, act) {
  const buttons = {};
  for (const name of BUTTONS) {
    buttons[name] = make("button", { type: "button", class: name, "data-act": name });
    buttons[name].addEventListener("click", () => act(name));
  }
  const range = make("input", { type: "range", min: 0, step: 1, value: 0 });
  range.addEventListener("input", () => act("seek", Number(range.value)));
  const ticks = make("div", { class: "ticks", "aria-hidden": "true" });
  const counter = make("span", { class: "counter", "aria-hidden": "true" });
  const speed = make("select", { class: "speed" });
  for (const each of SPEEDS) speed.append(make("option", { value: each }, `${each}×`));
  speed.addEventListener("change", () => act("speed", Number(speed.value)));
  const left = make("div", { class: "buttons" }, ...BUTTONS.map((name) => buttons[name]));
  const middle = make("div", { class: "timeline" }, range, ticks);
  const right = make("div", { class: "settings" }, counter, speed);
  parent.append(left, middle, right);
  const pen = document.createElement("canvas").getContext("2d");
  let [drawn, measured, width] = ["", null, 1];

  function name(element, label) {
    element.setAttribute("aria-label", label);
    element.title = label;
  }

  function measure(room) {
    const { fontSize, fontFamily } = getComputedStyle(ticks);
    [measured, width, pen.font] = [room, ticks.clientWidth || 1, `${fontSize} ${fontFamily}`];
  }

  /** The marks under the timeline; labels only where there is room for them. To measure that takes a while: room stands for it. */
  function drawTicks(room, marks, length) {
    const wanted = JSON.stringify([room, marks, length]);
    if (wanted === drawn) return;
    if (room !== measured) measure(room);
    drawn = wanted;
    let free = -Infinity;
    const beyond = BEYOND_END[room < PHONE_ROOM ? 0 : 1];
    ticks.replaceChildren();
    for (const [position, label] of marks) {
      const part = length > 1 ? position / (length - 1) : 0;
      const tick = make("i", { style: `left:${part * 100}%` });
      const [long, at] = [pen.measureText(label).width, part * width];
      const left = clamp(-beyond, at - long / 2, width - long + beyond);
      if (left >= free) {
        tick.append(make("span", { style: `left:${left - at}px` }, label));
        free = left + long + BETWEEN;
      }
      ticks.append(tick);
    }
  }

  /** Show a state: { position, length, playing, sizeCovered, speed, words, aloud }. */
  function show({ position, length, playing, sizeCovered, speed: pace, words, aloud }) {
    for (const each of BUTTONS) name(buttons[each], words[each === "toggle" ? (playing ? "pause" : "play") : each]);
    for (const each of BUTTONS) setIcon(buttons[each], each === "toggle" ? (playing ? "pause" : "play") : each);
    range.max = length - 1;
    range.value = position;
    range.style.setProperty("--part", length > 1 ? position / (length - 1) : 1);
    range.setAttribute("aria-label", words.timeline);
    range.setAttribute("aria-valuetext", aloud);
    counter.textContent = `${position + 1} / ${sizeCovered ? "?" : length}`;
    speed.setAttribute("aria-label", words.speed);
    speed.title = words.speed;
    speed.value = pace;
  }

  return { show, drawTicks, speed };
}

function icon(name) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

function setIcon(button, name) {
  if (button.dataset.icon === name) return;
  button.dataset.icon = name;
  button.innerHTML = icon(name);
}
