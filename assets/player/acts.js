// What a button or a key makes of the player's state: pure, as the clock that it builds on.

import { countBy, cover, faster, forward, lengthOf, nextBreak, seek, toggle, uncover, uncoverRow } from "./clock.js";

/** The state after an act; what is no act of the player's own changes nothing. */
export function after(scene, state, name, value) {
  const still = { ...state, playing: false };
  const changes = {
    toggle: () => toggle(scene, state),
    loop: () => ({ ...state, loop: !state.loop }),
    speed: () => ({ ...state, speed: value }),
    faster: () => ({ ...state, speed: faster(state.speed, 1) }),
    slower: () => ({ ...state, speed: faster(state.speed, -1) }),
    by: () => countBy(scene, state, state.by === "term" ? "value" : "term"),
    show: () => ({ ...state, show: value }),
    hues: () => ({ ...state, hues: !state.hues }),
    predict: () => ({ ...cover(scene, state, !state.predict), playing: false }),
    uncover: () => uncover(state),
    row: () => (state.predict ? uncoverRow(scene, state) : state),
    first: () => seek(scene, still, 0),
    last: () => seek(scene, still, lengthOf(scene, state.by) - 1),
    back: () => seek(scene, still, state.position - 1),
    forward: () => forward(scene, still),
    seek: () => seek(scene, still, value),
    next: () => next(scene, state),
    previous: () => seek(scene, still, nextBreak(scene, state, -1)),
  };
  return changes[name]?.() ?? state;
}

/** A clicker's way on: play up to the next break; while that plays, be there; to predict, step by step. */
function next(scene, state) {
  if (state.predict) return forward(scene, { ...state, playing: false });
  if (state.playing) return { ...seek(scene, state, nextBreak(scene, state, 1)), playing: false };
  return state.position < lengthOf(scene, state.by) - 1 ? { ...state, playing: true } : state;
}
