// Where the playhead stands and how it moves: pure functions of a small state.
//   state: { position, by, playing, speed, loop }
// A position counts output values (by "value") or single multiplications (by "term"), from 0.

import { stepOfTerm } from "./model.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
export const MILLISECONDS = 700;

/** How many positions there are. */
export function lengthOf(scene, by) {
  return by === "term" ? scene.src.length : scene.steps;
}

/** The step and the term (null: all at once) of a position. */
export function momentAt(scene, { by, position }) {
  if (by !== "term") return { step: position, term: null };
  const step = stepOfTerm(scene, position);
  return { step, term: position - scene.starts[step] };
}

/** The state with its playhead moved, kept within the scene. */
export function seek(scene, state, position) {
  const last = lengthOf(scene, state.by) - 1;
  return { ...state, position: Math.max(0, Math.min(last, Math.round(position) || 0)) };
}

/** The state one beat later: at the end it starts again, or stops. */
export function advance(scene, state) {
  const last = lengthOf(scene, state.by) - 1;
  if (state.position < last) return { ...state, position: state.position + 1 };
  return state.loop ? { ...state, position: 0 } : { ...state, playing: false };
}

/** The state after play or pause; playing from the end starts again. */
export function toggle(scene, state) {
  const atEnd = state.position >= lengthOf(scene, state.by) - 1;
  return { ...state, playing: !state.playing, position: !state.playing && atEnd ? 0 : state.position };
}

/** The state counted the other way, at the same place. */
export function countBy(scene, state, by) {
  if (by === state.by) return state;
  const { step } = momentAt(scene, state);
  return { ...state, by, position: by === "term" ? scene.starts[step] : step };
}

/** The state carried over to another scene: at the end stays at the end. */
export function carry(before, after, state) {
  const wasLast = state.position >= lengthOf(before, state.by) - 1;
  if (wasLast && !state.playing) return { ...state, position: lengthOf(after, state.by) - 1 };
  if (state.by === "value") return seek(after, state, state.position);
  const { step, term } = momentAt(before, state);
  if (step >= after.steps) return seek(after, state, after.src.length);
  const terms = after.starts[step + 1] - after.starts[step];
  return { ...state, position: after.starts[step] + Math.min(term, terms - 1) };
}

/** The next faster or slower speed. */
export function faster(speed, by) {
  const at = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))];
}

/** What a key does: the name of an action, or null. */
export function actionOf({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  const actions = {
    " ": "toggle",
    ArrowRight: "forward",
    ArrowLeft: "back",
    Home: "first",
    End: "last",
    "+": "faster",
    "=": "faster",
    "-": "slower",
    Escape: "unpin",
  };
  return actions[key] ?? null;
}
