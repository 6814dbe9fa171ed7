// The player as a Streamlit component (Components v2): one player for each place on the page.

import { createPlayer } from "./player.js";

const players = new WeakMap();

/** Called with every change of the data or the theme; the clean-up only when the place goes. */
export default function ({ data, parentElement, setStateValue }) {
  let player = players.get(parentElement);
  if (!player) {
    const host = document.createElement("div");
    parentElement.append(host);
    player = createPlayer(host, data.geometry, (name, value) => keep(name, value, data.options, setStateValue));
    players.set(parentElement, player);
  }
  player.update(data.scene, { ...data.options, theme: themeOf(parentElement) });
  return () => {
    player.destroy();
    players.delete(parentElement);
  };
}

/** What belongs into the link: the place goes straight into the address, without the server. */
function keep(name, value, options, setStateValue) {
  if (!options.address) return;
  if (name !== "position") return setStateValue(name, value);
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete("step");
  else url.searchParams.set("step", value + 1);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
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
