// How a lesson comes to play without being told to: once by itself, until somebody touches it; and where its reader
// has chosen another way of showing it, or another preset.

export const BREATH = 800; // milliseconds in which a reader sees what is there before it moves
const STOPPING = ["undo", "redo", "reset", "fill", "apart", "numbers"]; // acts that take the stage in hand; others say themselves whether it plays
const CHOSEN = ["choice", "preset"]; // kinds of controls that lead to another picture

/** Keeps in mind whether the stage plays by itself still, and what was chosen last. */
export function createOpening() {
  let isByItself = false;
  let breath = 0;
  let chosen = null;

  return {
    /** Whether motion is wanted at all. */
    moves: () => !matchMedia("(prefers-reduced-motion: reduce)").matches,
    /** A picture is seen from now on that plays after a breath, by itself or because it was chosen. */
    begin(plays, byItself) {
      isByItself = plays && byItself;
      breath = plays ? BREATH : 0;
    },
    /** How long the present step stays at least. */
    breath: () => breath,
    breathed: () => (breath = 0),
    /** Somebody does something: whether what plays by itself stops there. Once touched, it never plays so again. */
    touch(act) {
      const stops = isByItself && (!act || STOPPING.includes(act));
      isByItself = false;
      return stops;
    },
    isByItself: () => isByItself,
    /** A control is set: whether that begins anew is seen when the answer comes; from says where, "first" or "last". */
    choose({ control, value }, from) {
      chosen = { control, value: String(value), from };
    },
    /** Where an answer begins if it is the one that was chosen, else "". */
    answered(controls) {
      const found = controls.find(({ kind, id, value }) => CHOSEN.includes(kind) && id === chosen?.control && String(value) === chosen.value);
      const from = found ? chosen.from : "";
      if (found) chosen = null;
      return from;
    },
  };
}

/** The preset after the present one (way 1) or before it (-1); of a state that is none of them, of the last one. Undefined where there is none. */
export function presetBeside(controls, last, way) {
  const { value, options } = controls.find(({ kind }) => kind === "preset") ?? { options: [] };
  const at = options.findIndex(([name]) => name === (value ?? last));
  return at < 0 ? undefined : options[at + way]?.[0];
}
