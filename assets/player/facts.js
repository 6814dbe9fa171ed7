// What stands below the stage, as a component (Components v2): sizes and costs, questions, code. It opens with
// what travels with the page, and asks the server by itself for what belongs to later states.

import { askOnce } from "./asking.js";
import { createFollower } from "./follow.js";
import { createNetworks } from "./networks.js";
import { createQuiz } from "./quiz.js";
import { shownAt } from "./shown.js";
import { hasContrast } from "./streamlit.js";
import { createTable } from "./table.js";
import { createTabs } from "./tabs.js";
import { createTypesetter } from "./tex.js";
import { isRight, noteRight } from "./ticks.js";
import { make } from "./transport.js";

const places = new WeakMap();
const leftAt = new Map(); // what stood on a page, for its reader may come back

/** Called with every change of the data or the theme; the clean-up only when the place goes. */
export function facts({ data, parentElement, serverAt }) {
  if (!places.has(parentElement)) places.set(parentElement, createFacts(parentElement, data, serverAt));
  return () => {
    places.get(parentElement)?.destroy();
    places.delete(parentElement);
  };
}

function createFacts(parent, data, serverAt) {
  const { place, slug, lang, words, headings } = data;
  const away = new AbortController();
  const root = make("div", { class: "facts" });
  parent.append(root);
  const post = (path, body) => askOnce(serverAt(`${path}/${slug}`), { ...body, lang }, away.signal);
  const ticks = { isRight: (name) => isRight(slug, name), note: (name) => noteRight(slug, name) };
  const sections = {
    work: createWork(root, serverAt(data.tex).href),
    ...(data.sections.table && { table: createHeaded(root, headings.table, (block) => createTable(block, words, place)) }),
    questions: createHeaded(root, headings.questions, (block) => createQuiz(block, words, reply, ticks)),
    code: createHeaded(root, headings.code, (block) => createTabs(block, words)),
  };
  if (data.map) {
    const below = make("div");
    below.innerHTML = headings.map;
    createNetworks(below, data.map);
    sections.questions.block.before(below);
  }
  const drawn = {}; // the state of each section, and what it shows

  function draw(name, state, content) {
    drawn[name] = { state, content };
    sections[name].show(content, state);
  }

  async function reply(state, question, typed) {
    return post("reply", { state, question, typed });
  }

  function contrast() {
    root.dataset.contrast = hasContrast() ? "more" : "";
  }

  /** A link may lead to a heading, which browsers don't look for in here. */
  function leap() {
    const name = new URLSearchParams(`name=${location.hash.slice(1).replaceAll(/[&+]/g, encodeURIComponent)}`).get("name"); // never throws
    if (name) root.querySelector(`h2#${CSS.escape(name)}`)?.scrollIntoView();
  }

  document.addEventListener("convolution-contrast", contrast, { signal: away.signal });
  matchMedia("(prefers-contrast: more)").addEventListener("change", contrast, { signal: away.signal });
  window.addEventListener("hashchange", leap, { signal: away.signal });
  contrast();
  for (const [name, content] of Object.entries(data.sections)) draw(name, data.state, content);
  for (const [name, { state, content }] of Object.entries(leftAt.get(place) ?? {})) {
    if (state === shownAt(place)) draw(name, state, content);
  }
  leap();

  const blocks = Object.entries(sections).map(([name, { block }]) => [name, block]);
  const follower = createFollower(place, new Map(blocks), (name) => drawn[name].state, async (names, state) => {
    const answer = await post("facts", { state, sections: names });
    for (const name of names) draw(name, state, answer[name]);
  });

  function destroy() {
    leftAt.set(place, { ...drawn });
    follower.destroy();
    away.abort();
    for (const section of Object.values(sections)) section.destroy();
    root.remove();
  }

  return { destroy };
}

/** Sizes and costs, which come as HTML. */
function createWork(parent, tex) {
  const block = make("div", { class: "work" });
  parent.append(block);
  const typesetter = createTypesetter(block, tex);
  let shown = "";

  function show(html) {
    if (shown === html) return;
    block.innerHTML = shown = html;
    typesetter.set();
  }

  return { block, show, destroy: typesetter.destroy };
}

/** A section with a heading, there while there is something to show. */
function createHeaded(parent, heading, create) {
  const block = make("div");
  const body = make("section");
  body.innerHTML = heading;
  block.append(body);
  parent.append(block);
  const inner = create(body);

  function show(content, state) {
    body.hidden = !content.length;
    inner.show(content, state);
  }

  return { block, show, destroy: () => inner.destroy?.() };
}
