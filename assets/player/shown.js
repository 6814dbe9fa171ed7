// Which state the player of each place shows: what else is on the page follows it.

const shown = new Map();

/** Let those know who follow a player that it shows a state. */
export function tell(place, state) {
  if (shown.get(place) === state) return;
  shown.set(place, state);
  document.dispatchEvent(new CustomEvent("convolution-shown", { detail: { place, state } }));
}

/** The state that the player of a place showed last. */
export function shownAt(place) {
  return shown.get(place);
}

const lit = new Map();

/** Let those know who follow a player that it shows a step, of its own or because somebody points at something. */
export function tellLit(place, step) {
  if (lit.get(place) === step) return;
  lit.set(place, step);
  document.dispatchEvent(new CustomEvent("convolution-lit", { detail: { place, step } }));
}

/** The step that the player of a place shows. */
export function litAt(place) {
  return lit.get(place);
}

/** Have the player of a place show a step as long as somebody points at what belongs to it, until null; or from now on, where it stays. */
export function pointTo(place, step, stays = false) {
  document.dispatchEvent(new CustomEvent("convolution-point", { detail: { place, step, stays } }));
}
