// The stage alone on the whole screen, with letters for the back row.

const STAGE_LETTERS = 0.024; // of the screen's width
const LARGEST_LETTERS = 44;
const LARGER = 1.7; // how many times larger than usual cells and titles may be

/** Presents an element; laid() is called when the room has changed. */
export function createPresenter(root, laid) {
  const away = new AbortController();
  const wanted = () => root.dataset.presenting !== undefined;
  const alone = () => root.matches(":fullscreen, .whole-window"); // a moment later, as the browser takes its time

  // A frame without leave for the full screen, and some phones, get the whole window instead.
  async function enter() {
    root.dataset.presenting = "";
    try {
      await root.requestFullscreen();
    } catch {
      root.classList.toggle("whole-window", wanted());
    }
    if (!wanted()) return leave(); // called off meanwhile
    root.focus({ preventScroll: true });
    laid();
  }

  function leave() {
    delete root.dataset.presenting;
    root.classList.remove("whole-window");
    if (root.matches(":fullscreen")) document.exitFullscreen();
    else laid();
  }

  /** How high the picture may be beside all else on the screen, or undefined where it isn't alone. */
  function room(picture, tall) {
    if (!alone()) return undefined;
    const others = [...root.children].filter((child) => !child.contains(picture)).reduce((sum, child) => sum + child.offsetHeight, 0);
    const caption = picture.parentElement.offsetHeight - picture.offsetHeight;
    return Math.max(200, innerHeight - others - caption - (tall ? 16 : 48));
  }

  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && wanted() && !alone()) leave();
  }, { signal: away.signal });

  return {
    toggle: () => (wanted() ? leave() : enter()),
    leave,
    on: alone,
    room,
    letters: (width) => (alone() ? Math.max(16, Math.min(LARGEST_LETTERS, width * STAGE_LETTERS)) : undefined),
    scale: () => (alone() ? LARGER : 1),
    stop: () => away.abort(),
  };
}
