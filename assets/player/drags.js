// Streamlit's sliders tell the server their value only when they are let go: while one is dragged, this
// reads it off the page.

const LAST = 50; // milliseconds
const SLOT = ".stElementContainer[class*='st-key-']";

/** move(control, text) is called with every value that a dragged slider passes, its last one included. */
export function watchDrags(move) {
  const away = new AbortController();
  const options = { signal: away.signal, capture: true };
  let passed = null;
  const observer = new MutationObserver((records) => {
    const { target } = records.at(-1);
    const text = target.getAttribute("aria-valuetext");
    if (text === passed) return; // only written again
    passed = text;
    move(controlOf(target), text);
  });

  /** The class that Streamlit makes of a widget's key. */
  function controlOf(element) {
    return [...element.closest(SLOT).classList].find((name) => name.startsWith("st-key-"));
  }

  document.addEventListener("pointerdown", ({ target }) => {
    const slot = target.closest?.(SLOT);
    passed = null;
    if (slot?.querySelector("[data-testid='stSlider']")) observer.observe(slot, { subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] });
  }, options);
  for (const type of ["pointerup", "pointercancel"]) {
    // A moment later: the last value may still be on its way to the page.
    document.addEventListener(type, () => setTimeout(() => observer.disconnect(), LAST), options);
  }

  return function stop() {
    away.abort();
    observer.disconnect();
  };
}
