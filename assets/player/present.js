// The stage alone on the whole screen, with letters for the back row.

const STAGE_LETTERS = 0.024; // of the screen's width
const LARGEST_LETTERS = 44;
const LARGER = 1.7; // how many times larger than usual cells and titles may be

/** Presents an element; laid() is called when the room has changed. */
export function createPresenter(root, laid) {
  const away = new AbortController();

  // A frame without leave for the full screen, and some phones, get the whole window instead.
  async function enter() {
    root.dataset.presenting = "";
    try {
      await root.requestFullscreen();
    } catch {
      root.classList.add("whole-window");
    }
    root.focus({ preventScroll: true });
    laid();
  }

  function leave() {
    if (root.matches(":fullscreen")) document.exitFullscreen();
    end();
  }

  function end() {
    if (!on()) return;
    delete root.dataset.presenting;
    root.classList.remove("whole-window");
    laid();
  }

  function on() {
    return root.dataset.presenting !== undefined;
  }

  /** How high the picture may be beside all else on the screen, or undefined where it isn't alone. */
  function room(picture, tall) {
    if (!on()) return undefined;
    const others = [...root.children].filter((child) => !child.contains(picture)).reduce((sum, child) => sum + child.offsetHeight, 0);
    const caption = picture.parentElement.offsetHeight - picture.offsetHeight;
    return Math.max(200, innerHeight - others - caption - (tall ? 16 : 48));
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && !root.classList.contains("whole-window")) end();
  }, { signal: away.signal });

  return {
    toggle: () => (on() ? leave() : enter()),
    leave,
    on,
    room,
    letters: (width) => (on() ? Math.max(16, Math.min(LARGEST_LETTERS, width * STAGE_LETTERS)) : undefined),
    scale: () => (on() ? LARGER : 1),
    stop: () => away.abort(),
  };
}
