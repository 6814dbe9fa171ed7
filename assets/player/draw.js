// Signals drawn by hand: a point of a curve that shows an array is dragged up and down, and its number follows.

/**
 * Attach it to a player. change(what, how) changes a number; laid() lays it out, which waits for a point in hand; now() gives its
 * present { scene, state, sends }.
 * The picture is built anew while a point is dragged, so that the pointer is held by the whole of it.
 */
export function attachDrawing({ svg, stage, act, change, laid, now }) {
  const away = new AbortController();
  const on = (type, listener) => svg.addEventListener(type, listener, { signal: away.signal });
  let held = null;
  let drags = 0;

  function take(event) {
    const { curve, point } = event.target.dataset ?? {};
    if (curve === undefined || !now().sends || !event.isPrimary || event.button > 0) return;
    const { scene, state } = now();
    const { array, scale } = scene.curves[curve];
    held = { pointer: event.pointerId, curve: Number(curve), point: Number(point), array, scale, of: `drag ${++drags}`, text: "" };
    event.preventDefault(); // no text is selected
    svg.setPointerCapture(event.pointerId);
    svg.dataset.drawing = "";
    if (state.playing) act("toggle");
  }

  function move(event) {
    if (event.pointerId !== held?.pointer) return;
    const { curve, point, array, scale, of } = held;
    const number = numberAt(stage.heightAt(curve, event.clientY), scale);
    const text = String(number);
    if (text === held.text) return;
    held.text = text;
    const { scene } = now();
    scene.curves.forEach((each, at) => each.array === array && stage.bend(at, point, heightOf(number, each.scale)));
    for (const panel of scene.panels) if (panel.array === array) stage.preview(panel.first + point, text);
    change({ act: "edit", array, index: [0, point], text }, { of, latest: of });
  }

  function release(event) {
    if (event.pointerId !== held?.pointer) return;
    const { text } = held;
    held = null;
    delete svg.dataset.drawing;
    if (text) laid();
  }

  /** A finger on a point doesn't scroll the page; Chromium heeds no touch-action within a picture. */
  function hold(event) {
    if (event.target.dataset?.curve !== undefined && now().sends) event.preventDefault();
  }

  svg.addEventListener("touchstart", hold, { passive: false, signal: away.signal });
  on("pointerdown", take);
  on("pointermove", move);
  on("pointerup", release);
  on("pointercancel", release);
  return { isHeld: () => held !== null, stop: () => away.abort() };
}

/** The number at a height below a plot's top, by the curve's scale: rounded, and within its bounds. */
export function numberAt(height, [zero, unit, step, low, high]) {
  const rounded = Math.round((zero - height) / unit / step) * step;
  return Number(Math.max(low, Math.min(high, rounded)).toFixed(6)) + 0; // never -0
}

function heightOf(number, [zero, unit]) {
  return zero - number * unit;
}
