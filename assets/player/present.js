// The stage alone on the whole screen, with letters for the back row.

import { FROM_AFAR } from "./letters.js";
import { clamp } from "./svg.js";

const STAGE_LETTERS = 0.0135; // of the screen's width
const LARGEST_LETTERS = 40;
const LARGE_SCREEN = 1920; // pixels across

/**
 * Presents an element. laid() is called when the room has changed; keeps() tells whether something is kept that Escape lets
 * go of first, and letGo() does that.
 */
export function createPresenter(root, { laid, keeps, letGo }) {
  const away = new AbortController();
  const wanted = () => root.dataset.presenting !== undefined;
  const alone = () => root.matches(":fullscreen, .whole-window"); // a moment later, as the browser takes its time

  // A frame without leave for the full screen, and some phones, get the whole window instead.
  async function enter() {
    root.dataset.presenting = "";
    try {
      await root.requestFullscreen();
      await keepEscape();
    } catch {
      root.classList.toggle("whole-window", wanted());
    }
    if (!wanted()) return leave(); // called off meanwhile
    root.focus({ preventScroll: true });
    laid();
  }

  /** Have Escape come here as any other key, where a browser lets a page have it: as long as it isn't held down. */
  async function keepEscape() {
    try {
      await navigator.keyboard?.lock(["Escape"]);
    } catch {
      // Not in another site's frame: see left().
    }
  }

  /** The browser has left the whole screen by itself, as most do at Escape: if that was to let go of something, the stage stays alone in the window. */
  function left() {
    if (document.fullscreenElement || !wanted() || alone()) return;
    if (!keeps()) return leave();
    root.classList.add("whole-window");
    letGo();
    laid();
  }

  function leave() {
    delete root.dataset.presenting;
    root.classList.remove("whole-window");
    navigator.keyboard?.unlock?.();
    if (root.matches(":fullscreen")) document.exitFullscreen();
    else laid();
  }

  /** How large letters are, in the browser's own size: they follow the width, and are largest for the back row. */
  function letters(width) {
    const pixels = alone() ? clamp(16, width * STAGE_LETTERS, LARGEST_LETTERS) : clamp(15, 15 + (width - 960) / 110, 21);
    return `${pixels / 16}rem`;
  }

  document.addEventListener("fullscreenchange", left, { signal: away.signal });

  return {
    toggle: () => (wanted() ? leave() : enter()),
    on: alone,
    letters,
    scale: () => (alone() ? clamp(1, (FROM_AFAR * innerWidth) / LARGE_SCREEN, FROM_AFAR) : 1),
    stop: () => away.abort(),
  };
}
