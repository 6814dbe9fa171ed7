// Follows a player: what stands below its stage is drawn for its state, once that has rested and only while
// somebody may see it. Where nobody answers, all stays as it is.

import { shownAt } from "./shown.js";

const STATE_RESTS = 250; // milliseconds for which a state stays the same
const TRIES_AGAIN = [1000, 4000]; // milliseconds after which is asked again what nobody answered

/**
 * Has sections follow the player at a place.
 *   blocks: a Map of the sections' names to their elements; stateOf(name): the state that one is drawn for;
 *   draw(names, state) draws those that are due, all at once; it may fail, with an error whose isFinal says
 *   that it would fail again.
 */
export function createFollower(place, blocks, stateOf, draw) {
  const away = new AbortController();
  const paper = matchMedia("print");
  const seen = new Set();
  let isResting = false;
  let isDrawing = false;
  let tries = 0;
  let timer;

  /** The state is another one, or there is somebody to ask again. */
  function begin() {
    tries = 0;
    wait(STATE_RESTS);
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    isResting = false;
    timer = setTimeout(() => {
      isResting = true;
      look();
    }, milliseconds);
  }

  async function look() {
    const state = shownAt(place);
    if (!isResting || isDrawing || state === undefined || paper.matches) return; // paper gets what is there
    const due = [...seen].filter((name) => stateOf(name) !== state);
    if (!due.length) return;
    isDrawing = true;
    try {
      await draw(due, state);
    } catch (error) {
      if (state === shownAt(place)) giveUp(error);
    }
    isDrawing = false;
    if (!away.signal.aborted) look();
  }

  /** Until the state is another one, or the time has come to try again. */
  function giveUp({ isFinal }) {
    isResting = false;
    if (!isFinal && tries < TRIES_AGAIN.length) wait(TRIES_AGAIN[tries++]);
  }

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const [name] = [...blocks].find(([, block]) => block === target);
      if (isIntersecting) seen.add(name);
      else seen.delete(name);
    }
    look();
  });
  for (const block of blocks.values()) observer.observe(block);
  document.addEventListener("convolution-shown", ({ detail }) => detail.place === place && begin(), { signal: away.signal });
  window.addEventListener("online", begin, { signal: away.signal });
  document.addEventListener("convolution-connected", begin, { signal: away.signal });
  paper.addEventListener("change", look, { signal: away.signal });
  begin();

  return {
    destroy() {
      clearTimeout(timer);
      observer.disconnect();
      away.abort();
    },
  };
}
