// Points off the grid, moved by hand: dragged, or by arrow keys; the numbers of their array follow.

import { exactOf } from "./scene.js";

const PARTS = 4; // of a cell in which a point comes to lie
const FURTHEST = 3; // cells that it can be moved along an axis
const KEYS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** How far a point is moved, as written: down and right. */
export function movedBy(scene, mark, at) {
  return planesOf(scene, mark).map(({ first }) => exactOf(scene, first + at));
}

/** The panels of the array that moves points. */
function planesOf(scene, mark) {
  return scene.panels.filter(({ array }) => array === scene.points[mark].array);
}

/** To the nearest part of a cell, and no further than a point can be moved. */
function snapped(offset) {
  const near = Math.round(offset * PARTS) / PARTS;
  return Math.max(-FURTHEST, Math.min(FURTHEST, near)) + 0; // never -0
}

/** Attach them to a player. change(what, how) changes numbers; laid() lays it out, which waits for a point in hand; now() gives its present { scene, state, sends }. */
export function attachGrips({ svg, stage, act, change, refresh, laid, now }) {
  const away = new AbortController();
  const on = (type, listener) => svg.addEventListener(type, listener, { signal: away.signal });
  let held = null;
  let drags = 0;

  /** The point of an event, where it can be moved. */
  function gripOf(event) {
    const { mark, at, step } = event.target.dataset ?? {};
    return mark === undefined || !now().sends ? null : { mark: Number(mark), at: Number(at), step: Number(step) };
  }

  function take(event) {
    const grip = gripOf(event);
    if (!grip || !event.isPrimary || event.button > 0) return;
    held = { ...grip, pointer: event.pointerId, of: `point ${++drags}`, text: "" };
    svg.setPointerCapture(event.pointerId);
    svg.dataset.moving = "";
    stage.hurry(true);
    if (now().state.playing) act("toggle");
    event.target.focus({ preventScroll: true });
    event.preventDefault(); // no text is selected
  }

  function drag(event) {
    if (event.pointerId !== held?.pointer) return;
    const { mark, at, step, of } = held;
    const { panel, regular } = now().scene.points[mark];
    const { rows, columns } = now().scene.panels[panel];
    const place = stage.placeAt(panel, event.clientX, event.clientY).map((each, axis) => Math.max(0, Math.min([rows, columns][axis] - 1, each)));
    move(mark, at, place.map((each, axis) => snapped(each - regular[step][2 * at + axis])), { of, latest: of });
  }

  /** Show a point where it is moved to, and have its numbers changed. */
  function move(mark, at, offsets, how) {
    const { scene } = now();
    const points = scene.points[mark];
    const texts = offsets.map(String);
    const planes = planesOf(scene, mark);
    if (texts.every((text, axis) => text === plain(exactOf(scene, planes[axis].first + at)))) return;
    if (held) {
      if (held.text === String(texts)) return;
      held.text = String(texts);
    }
    points.joined?.fill(at);
    points.places.forEach((flat, step) => offsets.forEach((offset, axis) => (flat[2 * at + axis] = points.regular[step][2 * at + axis] + offset)));
    refresh();
    planes.forEach(({ first }, axis) => stage.preview(first + at, texts[axis]));
    const { columns } = planes[0];
    const chosen = points.chosen ? { control: points.chosen, value: at + 1 } : {};
    change({ act: "move", array: points.array, index: [Math.floor(at / columns), at % columns], texts, ...chosen }, how);
  }

  /** A point that was only clicked becomes the one that is looked at. */
  function release(event) {
    if (event.pointerId !== held?.pointer) return;
    const { mark, at, text } = held;
    held = null;
    delete svg.dataset.moving;
    stage.hurry(false);
    if (text) laid();
    if (!text && event.type === "pointerup") choose(mark, at);
  }

  function choose(mark, at) {
    const { chosen } = now().scene.points[mark];
    if (chosen) change({ act: "set", control: chosen, value: at + 1 }, { latest: "point" }, "same");
  }

  function press(event) {
    const grip = gripOf(event);
    if (!grip || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = KEYS[event.key];
    if (!way && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!way) return choose(grip.mark, grip.at);
    const offsets = movedBy(now().scene, grip.mark, grip.at).map((text, axis) => snapped(Number(plain(text)) + way[axis] / PARTS));
    move(grip.mark, grip.at, offsets, { of: "points by keys" });
  }

  /** A finger on a point doesn't scroll the page. */
  function hold(event) {
    if (gripOf(event)) event.preventDefault();
  }

  svg.addEventListener("touchstart", hold, { passive: false, signal: away.signal });
  on("pointerdown", take);
  on("pointermove", drag);
  on("pointerup", release);
  on("pointercancel", release);
  on("keydown", press);
  return { isHeld: () => held !== null, stop: () => away.abort() };
}

/** A number as it is typed. */
function plain(text) {
  return text.replace("\u2212", "-");
}
