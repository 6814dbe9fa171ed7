// Streamlit's sliders tell the server their value only when they are let go: while one is dragged, this
// reads it off the page.

const SLOT = "[class*='st-key-']";

/** move(control, text) is called with every value that a dragged slider passes, done() at its release. */
export function watchDrags(move, done) {
  const away = new AbortController();
  const options = { signal: away.signal, capture: true };
  let names = [];
  const observer = new MutationObserver(([{ target }]) => {
    const control = controlOf(target);
    if (control) move(control, target.getAttribute("aria-valuetext"));
  });

  function controlOf(element) {
    const classes = element.closest?.(SLOT)?.classList ?? [];
    return [...classes].find((name) => names.includes(name));
  }

  document.addEventListener("pointerdown", ({ target }) => {
    if (!controlOf(target)) return;
    observer.observe(target.closest(SLOT), { subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] });
  }, options);
  for (const type of ["pointerup", "pointercancel"]) {
    document.addEventListener(type, () => {
      observer.disconnect();
      done();
    }, options);
  }

  return {
    watch: (sliders) => (names = sliders),
    stop() {
      away.abort();
      observer.disconnect();
    },
  };
}
