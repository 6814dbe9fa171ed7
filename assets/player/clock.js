// Where the playhead stands and how it moves: pure functions of a small state.
//   state: { position, by, playing, speed, loop, predict, covered, sizeCovered }
// A position counts output values (by "value") or single multiplications (by "term"), from 0; a step
// that multiplies nothing counts as one. To predict, the size of what comes out is covered first, and then
// each result that the playhead comes to; both are uncovered on request.

import { madePanels, stepOfBeat } from "./scene.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
export const MILLISECONDS = 700;

/** How many positions there are. */
export function lengthOf(scene, by) {
  return by === "term" ? scene.beats[scene.steps] : scene.steps;
}

/** The step and the term (null: all at once) of a position. */
export function momentAt(scene, { by, position }) {
  if (by !== "term") return { step: position, term: null };
  const step = stepOfBeat(scene, position);
  return { step, term: scene.starts[step] < scene.starts[step + 1] ? position - scene.beats[step] : null };
}

/** The state with its playhead at a position, or as near as the scene has one. */
export function place(scene, state, position) {
  const last = lengthOf(scene, state.by) - 1;
  return { ...state, position: Math.max(0, Math.min(last, Math.round(position) || 0)) };
}

/** The state with its playhead moved; what lies ahead is covered. */
export function seek(scene, state, position) {
  const moved = place(scene, state, position);
  return { ...moved, covered: state.predict && moved.position > state.position };
}

/** The state one step on: first what is covered is uncovered. */
export function forward(scene, state) {
  return isOpen(state) ? seek(scene, state, state.position + 1) : uncover(state);
}

/** Whether nothing is covered at present. */
export function isOpen({ covered, sizeCovered }) {
  return !covered && !sizeCovered;
}

/** The state with what is asked for first uncovered: the size, then the result. */
export function uncover(state) {
  return state.sizeCovered ? { ...state, sizeCovered: false } : { ...state, covered: false };
}

/** The state with the rest of a row of results uncovered, or the next row where none is left; a row ends at a mark, too. */
export function uncoverRow(scene, state) {
  const rowOf = (step) => {
    const panel = scene.panels[scene.panelOf[scene.dst[step]]];
    return panel ? Math.floor((scene.dst[step] - panel.first) / panel.columns) : -1;
  };
  const marks = breaksOf(scene, "value");
  let { step } = momentAt(scene, state);
  if (!state.covered) step = Math.min(step + 1, scene.steps - 1);
  while (step + 1 < scene.steps && rowOf(step) < 0) step += 1; // what makes no number has no row
  while (step + 1 < scene.steps && rowOf(step + 1) === rowOf(step) && !marks.includes(step + 1)) step += 1;
  return { ...place(scene, state, state.by === "term" ? scene.beats[step + 1] - 1 : step), covered: false, playing: false };
}

/** The state one beat later: at the end it starts again, or stops. */
export function advance(scene, state) {
  const last = lengthOf(scene, state.by) - 1;
  if (!isOpen(state) || state.position < last) return forward(scene, state);
  return state.loop ? restart(state) : { ...state, playing: false };
}

function restart(state) {
  return { ...state, position: 0, covered: state.predict };
}

/** The state after play or pause; playing from the end starts again. */
export function toggle(scene, state) {
  return { ...(!state.playing && isAtEnd(scene, state) ? restart(state) : state), playing: !state.playing };
}

/** Whether there is nothing further to see. */
export function isAtEnd(scene, state) {
  return isOpen(state) && state.position >= lengthOf(scene, state.by) - 1;
}

/** The state with its size and its results covered from here on, or no longer. */
export function cover(scene, state, predict) {
  return { ...state, predict, covered: predict, sizeCovered: predict && hasSize(scene) };
}

/** Whether a scene makes anything whose size is said: it could be asked for. */
export function hasSize(scene) {
  return madePanels(scene).some(({ note }) => note.trim());
}

/** The state at the first step, for a scene that was chosen: it plays, where that is wanted and nothing is to be predicted. */
export function begun(scene, state, plays) {
  return { ...cover(scene, { ...state, position: 0 }, state.predict), playing: plays && !state.predict };
}

/** Where the timeline has its marks, as positions. */
export function breaksOf(scene, by) {
  return scene.ticks.map(([step]) => (by === "term" ? scene.beats[step] : step));
}

/** The position of the next mark (direction 1) or the one before (-1); the end or the start where there is none. */
export function nextBreak(scene, state, direction) {
  const marks = breaksOf(scene, state.by);
  if (direction > 0) return marks.find((mark) => mark > state.position) ?? lengthOf(scene, state.by) - 1;
  return marks.findLast((mark) => mark < state.position) ?? 0;
}

/** The state counted the other way, at the same place. */
export function countBy(scene, state, by) {
  if (by === state.by) return state;
  const { step } = momentAt(scene, state);
  return { ...state, by, position: by === "term" ? scene.beats[step] : step };
}

/** The state carried over to another scene: at the end stays at the end. */
export function carry(before, after, state) {
  const wasLast = state.position >= lengthOf(before, state.by) - 1;
  if (wasLast && !state.playing) return { ...state, position: lengthOf(after, state.by) - 1 };
  if (state.by === "value") return place(after, state, state.position);
  const { step, term } = momentAt(before, state);
  if (step >= after.steps) return place(after, state, after.beats[after.steps]);
  const terms = after.beats[step + 1] - after.beats[step];
  return { ...state, position: after.beats[step] + Math.min(term ?? 0, terms - 1) };
}

/** The next faster or slower speed. */
export function faster(speed, by) {
  const at = SPEEDS.indexOf(speed) + by;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))];
}

/** What a key does: the name of an action, or null. */
export function actionOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  if (altKey) return null;
  if (key === "Enter" && shiftKey) return "row";
  if (ctrlKey || metaKey) return { z: shiftKey ? "redo" : "undo", Z: "redo", y: "redo" }[key] ?? null;
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
    f: "present",
    p: "predict",
    c: "controls",
    Enter: "uncover",
    PageDown: "next",
    PageUp: "previous",
  };
  return actions[key] ?? null;
}
