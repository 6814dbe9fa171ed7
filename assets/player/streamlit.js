// The player as a Streamlit component (Components v2): one player for each place on the page.

import { createPlayer } from "./player.js";

const players = new WeakMap();
const left = new Map();
const shown = new Map();

/** Called with every change of the data or the theme; the clean-up only when the place goes. */
export default function ({ data, key, parentElement, setStateValue }) {
  let player = players.get(parentElement);
  if (!player) {
    player = mount(parentElement, data, setStateValue, left.get(key));
    players.set(parentElement, player);
  }
  const theme = themeOf(parentElement);
  player.update(data.scene, { ...data.options, theme });
  tell(key, data.options.stamp);
  if (data.options.query !== undefined) {
    player.address.write(data.options.query);
    if (theme !== data.options.theme) setStateValue("theme", theme);
  }
  return () => {
    // Under load Streamlit may build a place anew: its player then goes on where this one stood.
    left.set(key, player.destroy());
    players.delete(parentElement);
  };
}

/** Let those know who follow a player that it shows another state than before. */
function tell(key, stamp) {
  const isNews = shown.has(key) && shown.get(key) !== stamp;
  shown.set(key, stamp);
  if (isNews) document.dispatchEvent(new CustomEvent("convolution-shown", { detail: { key, stamp } }));
}

function mount(parentElement, data, setStateValue, before) {
  const host = document.createElement("div");
  parentElement.append(host);
  const address = keepAddress();
  const player = createPlayer(host, data.geometry, (name, value) => {
    if (data.options.query === undefined) return;
    if (name === "position") address.step(value);
    else setStateValue(name, value);
  }, before);
  const destroy = () => {
    const stood = player.destroy();
    host.remove();
    return stood;
  };
  return { ...player, address, destroy };
}

/**
 * Keeps the page's address in step with its state: a link to exactly what is seen. It replaces the
 * history's entry, so that going back leaves the page, not through every place of a slider. The
 * state's part comes from the server (null: leave what stands there), the step from the player.
 */
function keepAddress() {
  let position = null;
  const rewrite = (change) => {
    const url = new URL(location.href);
    change(url);
    if (position === null) url.searchParams.delete("step");
    else url.searchParams.set("step", position + 1);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };
  return {
    step(value) {
      position = value;
      rewrite(() => {});
    },
    write(query) {
      if (query !== null) rewrite((url) => (url.search = query));
    },
  };
}

/** Which of the two palettes stands on Streamlit's present ground. */
function themeOf(element) {
  const host = element.host ?? element;
  const ground = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = ground || "#ffffff";
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
}
