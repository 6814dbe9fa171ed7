// The player as a Streamlit component (Components v2): one player for each place on the page.

import { watchDrags } from "./drags.js";
import { createLeaving } from "./leaving.js";
import { createPlayer } from "./player.js";

const players = new WeakMap();
const left = new Map();
const shown = new Map();
const leaving = createLeaving();
const CONTRAST = "convolution.contrast";
let keptContrast = contrastKept();

/**
 * Called with every change of the data or the theme; the clean-up only when the place goes. data.place
 * names the place: Streamlit's own key is another one each time.
 */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let place = players.get(parentElement);
  if (!place) {
    place = mount(parentElement, data, { setStateValue, setTriggerValue });
    players.set(parentElement, place);
  }
  place.show(data);
  return () => {
    // Under load Streamlit may build a place anew: its player then goes on where this one stood.
    left.set(data.place, place.destroy());
    players.delete(parentElement);
  };
}

function mount(parentElement, first, { setStateValue, setTriggerValue }) {
  const host = document.createElement("div");
  parentElement.append(host);
  const isPage = first.options.query !== undefined;
  const address = keepAddress();
  const told = new Map(); // what the page was told and hasn't answered yet, by name
  let data = first;
  let theme = "";
  const player = createPlayer(host, first.geometry, {
    report,
    send: isPage ? (message) => leaving.ask(() => setTriggerValue("asked", message)) : null,
    before: left.get(first.place),
  });
  const stopWatching = watchDrags((control, text) => player.asks.askLatest({ act: "move", control, text }));

  // Streamlit calls again for another theme, but only when the page around has been painted in it already.
  const themed = new MutationObserver(() => theme !== themeOf(parentElement) && show(data));
  themed.observe(document.querySelector("[data-testid='stApp']"), { attributeFilter: ["class"] });

  /** Tell the page what it keeps, where it doesn't know; what it was told a moment ago, it does. */
  function report(name, value) {
    if (name === "contrast") return setContrast(value);
    if (!isPage) return;
    if (name === "position") return address.step(value);
    if ((told.has(name) ? told.get(name) : data.options[name]) === value) return;
    told.set(name, value);
    leaving.ask(() => setStateValue(name, value));
  }

  function show(next) {
    if (next.options.visit !== data.options.visit) told.clear();
    for (const [name, value] of told) if (next.options[name] === value) told.delete(name);
    data = next;
    const contrast = hasContrast();
    theme = themeOf(parentElement);
    const palette = theme + (contrast ? "-contrast" : "");
    player.update(data.scene, { tools: isPage, ...data.options, theme: palette, contrast });
    tell(first.place, data.options.stamp);
    if (!isPage) return;
    address.write(data.options.query);
    report("theme", palette);
  }

  function setContrast(wanted) {
    keptContrast = wanted;
    try {
      localStorage.setItem(CONTRAST, wanted ? "more" : "less");
    } catch {
      // In another site's frame a browser may keep nothing: it then holds as long as the page does.
    }
    show(data);
  }

  function destroy() {
    const stood = player.destroy();
    stopWatching();
    themed.disconnect();
    host.remove();
    leaving.arrived();
    return stood;
  }

  return { show, destroy };
}

/** Whether the reader wants more contrast: as chosen here, else as the system says. */
function hasContrast() {
  return keptContrast ?? matchMedia("(prefers-contrast: more)").matches;
}

/** What was chosen here before: true, false, or null where nothing was, or nothing may be kept. */
function contrastKept() {
  try {
    const chosen = localStorage.getItem(CONTRAST);
    return chosen && chosen === "more";
  } catch {
    return null;
  }
}

/** Let those know who follow a player that it shows another state than before. */
function tell(place, stamp) {
  const isNews = shown.has(place) && shown.get(place) !== stamp;
  shown.set(place, stamp);
  if (isNews) document.dispatchEvent(new CustomEvent("convolution-shown", { detail: { place, stamp } }));
}

/**
 * Keeps the page's address in step with its state: a link to exactly what is seen. It replaces the
 * history's entry, so that going back leaves the page, not through every place of a slider. The
 * state's part comes from the server (null: leave what stands there), the step from the player.
 */
function keepAddress() {
  let position = null;
  const rewrite = (change) => {
    if (leaving.isLeaving()) return; // on the way back the address is the other page's already
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
      if (query === null) return;
      rewrite((url) => {
        const embed = url.searchParams.get("embed"); // Streamlit's own, which it doesn't tell scripts
        url.search = query;
        if (embed) url.searchParams.set("embed", embed);
      });
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
