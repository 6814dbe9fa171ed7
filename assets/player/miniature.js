// A lesson's opening as a small picture that plays while it is seen, as a component (Components v2). It has no
// numbers, which would be too small, and nobody acts on it: a click leads to the lesson.

import { view } from "./model.js";
import { prepare } from "./scene.js";
import { createStage } from "./stage.js";
import { themeOf } from "./streamlit.js";

const BEAT = 900; // milliseconds a step
const REST = 3; // beats at the end
const HEIGHT = 132; // pixels
const STILL = 0.6; // of its steps, where it stands if nothing may move: much is made by then
const WORDLESS = new Proxy({}, { get: () => "" }); // nothing of it is read out
const miniatures = new WeakMap();

/** Called with every change of the data or the theme; the clean-up only when the place goes. */
export function miniature({ data, parentElement, serverAt }) {
  if (!miniatures.has(parentElement)) miniatures.set(parentElement, createMiniature(parentElement, data, serverAt));
  const place = miniatures.get(parentElement);
  place.show();
  return () => {
    place.destroy();
    miniatures.delete(parentElement);
  };
}

function createMiniature(parent, { slug, lang, geometry }, serverAt) {
  const root = document.createElement("div");
  root.className = "convolution miniature";
  root.innerHTML = `<div class="picture" inert><svg></svg></div>`;
  parent.append(root);
  const svg = root.querySelector("svg");
  const stage = createStage(svg, geometry);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const away = new AbortController();
  let [scene, step, resting, timer, width] = [null, 0, 0, 0, 0];
  let [isSeen, isAsked] = [false, false];

  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    isSeen = isIntersecting;
    if (isSeen && !isAsked) fetchScene();
    schedule();
  });
  observer.observe(root);
  const sized = new ResizeObserver(() => root.clientWidth !== width && build());
  sized.observe(root);
  still.addEventListener("change", build, { signal: away.signal });
  document.addEventListener("visibilitychange", schedule, { signal: away.signal });
  root.addEventListener("click", () => linkBeside(parent)?.click());

  async function fetchScene() {
    isAsked = true;
    const answer = await fetch(serverAt(`play/${slug}`), { method: "POST", body: JSON.stringify({ state: "", ask: null, lang }) }).catch(() => null);
    if (!answer?.ok || away.signal.aborted) return; // the card says in words what it leads to
    scene = prepare({ ...(await answer.json()).scene, words: WORDLESS });
    build();
    schedule();
  }

  function build() {
    width = root.clientWidth;
    if (!width || !scene) return;
    if (still.matches) step = Math.floor(scene.steps * STILL);
    stage.build(scene, width, HEIGHT, 1, 0);
    paint();
  }

  function paint() {
    stage.paint(view(scene, step, null, svg.dataset.layout, -1, { show: "numbers", hues: false, predict: false, covered: false }));
  }

  function schedule() {
    clearTimeout(timer);
    if (!isSeen || document.hidden || still.matches || !scene) return;
    timer = setTimeout(beat, BEAT);
  }

  function beat() {
    const isLast = step === scene.steps - 1;
    resting = isLast ? resting + 1 : 0;
    if (!isLast) step += 1;
    else if (resting > REST) [step, resting] = [0, 0];
    paint();
    schedule();
  }

  function show() {
    stage.recolour(() => (root.dataset.theme = themeOf(parent)));
  }

  function destroy() {
    clearTimeout(timer);
    observer.disconnect();
    sized.disconnect();
    away.abort();
    root.remove();
  }

  return { show, destroy };
}

/** The link of the card that a picture stands in. */
function linkBeside(parent) {
  return (parent.host ?? parent).closest("[class*='-card']")?.querySelector("a");
}
