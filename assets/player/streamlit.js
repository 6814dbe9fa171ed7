// The player as a Streamlit component (Components v2): one player for each place on the page. Streamlit mounts it
// and says how it opens; from then on it asks the server by itself.

import { createAddress, stateIn } from "./address.js";
import { createContact } from "./contact.js";
import { createLeaving } from "./leaving.js";
import { createPlayer, KEPT } from "./player.js";
import { createSession } from "./session.js";
import { tell, tellLit } from "./shown.js";
import { showTicks } from "./ticks.js";

const players = new WeakMap();
const left = new Map();
export const leaving = createLeaving();
const CONTRAST = "convolution.contrast";
let keptContrast = contrastKept();
showTicks();
createContact();
let isContrastChosen = false; // since the app was opened
let isContrastAsked = false; // by the link that was opened

/**
 * Called with every change of the data or the theme; the clean-up only when the place goes. data.place
 * names the place: Streamlit's own key is another one each time.
 */
export default function ({ data, parentElement, serverAt }) {
  let place = players.get(parentElement);
  if (!place) {
    place = mount(parentElement, data, serverAt);
    players.set(parentElement, place);
  }
  place.show();
  return () => {
    // Its reader may come back, or Streamlit builds a place anew under load: it then goes on as it was left.
    left.set(data.place, place.destroy());
    players.delete(parentElement);
  };
}

function mount(parentElement, data, serverAt) {
  const host = document.createElement("div");
  parentElement.append(host);
  const { place, about, options, lost } = data;
  isContrastAsked = Boolean(options.contrast);
  document.dispatchEvent(new CustomEvent("convolution-contrast"));
  const memory = goesOn(left.get(place));
  const looks = { ...options, ...memory?.player };
  const settings = { ...Object.fromEntries(KEPT.map((name) => [name, looks[name]])), contrast: hasContrast() };
  const address = createAddress(leaving, { lost, settings });
  const player = about ? createSession(host, data, { memory, serverAt, report, shown }) : alone();
  let theme = "";

  // Streamlit calls again for another theme, but only when the page around has been painted in it already.
  const themed = new MutationObserver(() => theme !== themeOf(parentElement) && show());
  themed.observe(document.querySelector("[data-testid='stApp']"), { attributeFilter: ["class"] });
  const away = new AbortController();
  window.addEventListener("popstate", turned, { signal: away.signal });
  document.addEventListener("convolution-point", ({ detail }) => detail.place === place && player.point?.(detail.step, detail.stays), { signal: away.signal });
  const path = location.pathname;

  /** A stage that nothing is changed of. */
  function alone() {
    const plain = createPlayer(host, data.geometry, {});
    return { set: (given) => plain.update(data.scene, { ...options, stamp: place, ...given }), destroy: () => plain.destroy() };
  }

  /** What was left goes on where the address is the one it had, or says nothing. */
  function goesOn(stood) {
    const asked = stateIn(location.href);
    return stood?.states && (asked === "" || asked === stateIn(stood.written)) ? stood : null;
  }

  function report(name, value) {
    if (name === "contrast") return setContrast(value);
    if (name === "lit") return tellLit(place, value);
    if (name === "position") return address.step(value);
    if (name === "link") return address.now();
    if (name in settings) address.set(name, value);
  }

  function shown(state, opens) {
    address.write(state, opens);
    tell(place, state);
  }

  /** The way back or forth led to another state of the same page. */
  function turned() {
    if (about && location.pathname === path && stateIn(location.href) !== stateIn(address.written())) player.visit(stateIn(location.href));
  }

  function show() {
    const contrast = hasContrast();
    theme = themeOf(parentElement);
    address.theme(theme);
    address.set("contrast", contrast);
    player.set({ theme: theme + (contrast ? "-contrast" : ""), contrast });
  }

  function setContrast(wanted) {
    keptContrast = wanted;
    isContrastChosen = true;
    try {
      localStorage.setItem(CONTRAST, wanted ? "more" : "less");
    } catch {
      // In another site's frame a browser may keep nothing: it then holds as long as the page does.
    }
    show();
    document.dispatchEvent(new CustomEvent("convolution-contrast"));
  }

  function destroy() {
    address.stop();
    const stood = player.destroy();
    themed.disconnect();
    away.abort();
    host.remove();
    leaving.arrived();
    return { ...stood, written: address.written() };
  }

  return { show, destroy };
}

/** Whether there is to be more contrast: as chosen here, as a link asks for, as chosen before, as the system says. */
export function hasContrast() {
  return (isContrastAsked && !isContrastChosen) || (keptContrast ?? matchMedia("(prefers-contrast: more)").matches);
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

/** Which of the two palettes stands on Streamlit's present ground. */
export function themeOf(element) {
  const host = element.host ?? element;
  const ground = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = ground || "#ffffff";
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
}
