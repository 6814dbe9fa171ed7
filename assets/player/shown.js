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
