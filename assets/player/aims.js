// Marks of a chart, each of which belongs to a step: who points at one is shown that step, a click or a tap goes there.

/** Attach them to a player; point(step, stays) shows a step, null no longer. */
export function attachAims({ svg, stage, point }) {
  const away = new AbortController();
  const on = (type, listener) => svg.addEventListener(type, listener, { signal: away.signal });
  let aimed = null;

  /** The step of the mark that an event is at, or null. */
  function aimOf({ clientX, clientY, target }) {
    const step = target.closest?.(".cell") ? -1 : stage.aimAt(clientX, clientY);
    return step < 0 ? null : step;
  }

  function aim(step) {
    if (step === aimed) return;
    aimed = step;
    svg.style.cursor = step === null ? "" : "pointer";
    point(step);
  }

  on("pointermove", (event) => event.pointerType !== "touch" && aim(aimOf(event)));
  on("pointerleave", () => aim(null));
  on("click", (event) => {
    const step = aimOf(event);
    if (step === null) return;
    point(step, true);
  });
  return { stop: () => away.abort() };
}
