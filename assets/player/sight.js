// Has the server draw a section of the page for the player's present state, as a component of its own
// (Components v2) in that section: only where somebody may see it, and not while the state still changes.
//
// Sections ask one after the other, and none while a run is on its way: of what it is sent in one moment
// Streamlit draws one section alone, and where a request meets the end of another's run, it may lose what
// that one has drawn. For the same reason a state is asked for twice if nothing came of the first time.

import { shownAt } from "./shown.js";
import { leaving } from "./streamlit.js";

const STATE_RESTS = 250; // milliseconds for which a state stays the same
const RUN_BEGINS = 50; // milliseconds within which a run has begun that was asked for
const RUN_LASTS = 3000; // milliseconds that a run may keep the other sections waiting
const DRAWN_WITHIN = 1500; // milliseconds after which a section that wasn't drawn is asked for again
const TRIES = 2; // after which a state is left alone: the server refuses it
const sections = new WeakMap();
let asking = -Infinity; // when a section was last asked for

/** Called with every change of the data; the clean-up only when the section goes. */
export function sight({ data, parentElement, setTriggerValue }) {
  let section = sections.get(parentElement);
  if (!section) {
    const block = (parentElement.host ?? parentElement).closest("[data-testid='stVerticalBlock']");
    section = createSection(block, data.place, (state) => setTriggerValue("state", state));
    sections.set(parentElement, section);
  }
  section.draw(data.drawn);
  return () => {
    section.destroy();
    sections.delete(parentElement);
  };
}

/** One section of the page that follows the player at a place; send(state) asks for it to be drawn. */
function createSection(block, place, send) {
  const away = new AbortController();
  let drawn; // the state that the section was drawn for
  let asked; // the state that is to be asked for, or was
  let since; // when
  let tries = 0; // how often
  let isSeen = false;
  let isResting = false;
  let timer;

  /** Look in so many milliseconds, by which the state has rested. */
  function wait(milliseconds) {
    clearTimeout(timer);
    isResting = false;
    timer = setTimeout(() => {
      isResting = true;
      look();
    }, milliseconds);
  }

  function look() {
    const state = shownAt(place);
    if (!isSeen || !isResting || state === undefined || state === drawn) return;
    if (state !== asked) {
      asked = state;
      tries = 0;
      since = performance.now();
    }
    if (tries === TRIES) return;
    const before = tries;
    if (isFree(since) && !matchMedia("print").matches) leaving.ask(ask); // paper gets what is there
    wait(tries > before ? DRAWN_WITHIN : RUN_BEGINS);
  }

  function ask() {
    asking = performance.now();
    tries += 1;
    send(asked);
  }

  function draw(state) {
    drawn = state;
    look();
  }

  const observer = new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    look();
  });
  observer.observe(block);
  document.addEventListener("convolution-shown", ({ detail }) => detail.place === place && wait(STATE_RESTS), { signal: away.signal });
  wait(STATE_RESTS);

  function destroy() {
    clearTimeout(timer);
    observer.disconnect();
    away.abort();
  }

  return { draw, destroy };
}

/** Whether nothing of the page runs, nor is about to; one who has waited for very long need not ask. */
function isFree(since) {
  const now = performance.now();
  const state = document.querySelector("[data-testid='stApp']").getAttribute("data-test-script-state");
  return now - asking > RUN_BEGINS && (state === "notRunning" || now - since > RUN_LASTS);
}
