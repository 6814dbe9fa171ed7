// The player as a Streamlit component (Components v2): one player for each place on the page.

import { createPlayer } from "./player.js";

const ADDRESS_MILLISECONDS = 600;
const players = new WeakMap();

/** Called with every change of the data or the theme; the clean-up only when the place goes. */
export default function ({ data, parentElement, setStateValue }) {
  let player = players.get(parentElement);
  if (!player) {
    player = mount(parentElement, data, setStateValue);
    players.set(parentElement, player);
  }
  player.update(data.scene, { ...data.options, theme: themeOf(parentElement) });
  return () => {
    player.destroy();
    players.delete(parentElement);
  };
}

function mount(parentElement, data, setStateValue) {
  const host = document.createElement("div");
  parentElement.append(host);
  const address = stepInAddress();
  const player = createPlayer(host, data.geometry, (name, value) => {
    if (!data.options.address) return;
    if (name === "position") address.keep(value);
    else setStateValue(name, value);
  });
  const destroy = () => {
    address.leave();
    player.destroy();
    host.remove();
  };
  return { ...player, destroy };
}

/** Keeps the step in the address without the server: the link is to this very place. */
function stepInAddress() {
  let timer;
  const write = (position) => {
    const url = new URL(location.href);
    if (position === null) url.searchParams.delete("step");
    else url.searchParams.set("step", position + 1);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };
  return {
    keep(position) {
      write(position);
      // After a change of state Streamlit writes the address, a moment later and without the step.
      clearTimeout(timer);
      timer = setTimeout(write, ADDRESS_MILLISECONDS, position);
    },
    leave: () => clearTimeout(timer),
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
