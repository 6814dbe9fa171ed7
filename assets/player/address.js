// The page's address: a link to exactly what is seen. It replaces the history's entry, so that going back leaves
// the page, not through every place of a slider.

import { openIn } from "./share.js";

const DEFAULTS = { by: "value", speed: 1, show: "numbers", loop: false, hues: false, predict: false, contrast: false };
const ADDRESS_RESTS = 150; // milliseconds: to write an address takes a browser longer than to draw a picture
const OF_THE_PAGE = ["lang", "embed", "embed_options"]; // Streamlit's, which it doesn't tell scripts, and the language

/** The part of an address that says what state a lesson is in, as the server writes it. */
export function stateIn(href) {
  const { searchParams } = new URL(href, location.href);
  for (const name of [...Object.keys(DEFAULTS), ...OF_THE_PAGE, "step"]) searchParams.delete(name);
  return searchParams.toString();
}

/**
 * The address of a lesson's page; lost: one stands there that made no sense, and its reader may want to mend it;
 * settings: how the player looks and counts at first.
 */
export function createAddress(leaving, { lost, settings }) {
  const shown = { ...settings };
  let position = null;
  let theme = "";
  let state = null;
  let isLost = lost;
  let usual = {};
  let last = location.href;
  let timer;
  const away = new AbortController();
  document.addEventListener("convolution-leaving", rewrite, { signal: away.signal });
  window.addEventListener("pagehide", rewrite, { signal: away.signal });

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(rewrite, ADDRESS_RESTS);
  }

  function rewrite() {
    clearTimeout(timer);
    if (state === null || isLost || leaving.isLeaving()) return; // on the way back the address is the other page's already
    const url = new URL(location.href);
    const kept = OF_THE_PAGE.flatMap((name) => url.searchParams.getAll(name).map((value) => [name, value]));
    const query = new URLSearchParams(state);
    for (const [name, value] of Object.entries(shown)) if (value !== DEFAULTS[name] || name in usual) query.set(name, value === true ? "1" : value);
    for (const [name, value] of kept) query.append(name, value);
    if (position !== null) query.set("step", position + 1);
    url.search = query;
    openIn(theme === systemsTheme() ? "" : theme, url);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
    last = url.href;
  }

  return {
    /** Where the playhead rests, counted from 0 as in Python (a link's step counts from 1), or null while it plays. */
    step(value) {
      position = value;
      soon();
    },
    /** Another state, or the one at the opening; opens says how it is shown at first: of that nothing is left out. */
    write(value, opens = {}) {
      usual = opens;
      if (state !== null && value !== state) isLost = false;
      state = value;
      soon();
    },
    /** The page's theme: what its reader's system has goes without saying. */
    theme(value) {
      theme = value;
      soon();
    },
    /** How the player looks and counts. */
    set(name, value) {
      shown[name] = value;
      soon();
    },
    written: () => last,
    now: rewrite,
    stop() {
      rewrite();
      away.abort();
    },
  };
}

/** The theme that a page opens in if nothing is said. */
function systemsTheme() {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
