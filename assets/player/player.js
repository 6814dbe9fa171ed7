// The player: stage, equation, transport and tools as one, in any element, with no server behind it.

import { createAsks } from "./asks.js";
import { createCaption } from "./caption.js";
import { copyText, numbersOf, written } from "./clip.js";
import { advance, breaksOf, carry, countBy, cover, faster, forward, lengthOf, MILLISECONDS, momentAt, nextBreak, place, seek, toggle } from "./clock.js";
import { attachDrawing } from "./draw.js";
import { equation } from "./equation.js";
import { attachHands } from "./hands.js";
import { createLegend } from "./legend.js";
import { view, wordsThrough } from "./model.js";
import { createPresenter } from "./present.js";
import { nameOf, prepare, sameCell } from "./scene.js";
import { createShare } from "./share.js";
import { createStage, NARROW } from "./stage.js";
import { createTools } from "./tools.js";
import { createTransport, make } from "./transport.js";

const SHORTEST = 260;
const OTHERS = 436; // pixels that stand above the stage and below it, the sliders included
const SLOW = 0.25; // the pace at which there is time for a sentence a step
const KEPT = ["speed", "by", "loop", "show", "hues", "predict"];
const SERVED = ["undo", "redo", "reset"];

/**
 * A player in an element.
 *   report(name, value) is told what the page may want to keep;
 *   send(message) hands the server what it is asked, null where there is none;
 *   before is what destroy() gave of a player whose place this one takes.
 */
export function createPlayer(host, geometry, { report = () => {}, send = null, before = null } = {}) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const live = make("div", { class: "aloud", "aria-live": "polite" });
  const picture = make("div", { class: "picture" }, svg);
  const bar = make("div", { class: "transport" });
  const toolRow = make("div", { class: "tools" });
  const figure = make("div", { class: "figure", role: "figure" }, picture);
  const problem = make("div", { class: "problem", role: "alert" });
  const root = make("div", { class: "convolution", tabindex: "-1", role: "group" }, figure, bar, toolRow, problem, live);
  host.append(root);

  const asks = createAsks((message) => send?.(message));
  const stage = createStage(svg, geometry);
  const caption = createCaption(figure, (lit) => {
    lighting = lit;
    refresh();
  });
  const legend = createLegend(figure);
  const transport = createTransport(bar, act);
  const tools = createTools(toolRow, act);
  const share = createShare(root, { say, ask });
  const presenter = createPresenter(root, () => layOut());
  const hands = attachHands({ root, svg, bar, picture, stage, act, refresh, ask, now: () => ({ scene, state, options, visible }) });
  const askLatest = (what) => send && asks.askLatest(what);
  const drawing = attachDrawing({ svg, stage, act, askLatest, now: () => ({ scene, state, sends: Boolean(send) }) });
  svg.toggleAttribute("data-draws", Boolean(send));
  let scene, options, state, timer, stamp, visit;
  let visible = true;
  let lighting = false;
  let sizeBefore = "";

  /** Show another scene, or the same one; the playhead stays where it was as far as it can. */
  function update(payload, given = {}) {
    options = { keys: true, ...given };
    const theme = options.theme ?? "light";
    if (theme !== root.dataset.theme) stage.recolour(() => (root.dataset.theme = theme));
    asks.answered(options.answered);
    problem.textContent = options.problem ?? "";
    const visited = options.visit !== visit && options.position != null;
    if (stamp === options.stamp && scene && !visited) return settle();
    ({ stamp, visit } = options);
    const earlier = scene;
    const focused = hands.focusedCell();
    scene = prepare(payload);
    state = earlier && !visited ? carry(earlier, scene, state) : start();
    hands.carry(earlier);
    root.setAttribute("aria-label", scene.words.stage);
    toolRow.hidden = options.tools === false;
    layOut(earlier ? sameCell(earlier, scene, focused) : -1);
    schedule();
    if (!state.playing) report("position", state.position);
  }

  /** The same picture, but the tools may offer something else, and what was typed in vain goes. */
  function settle() {
    stage.forget();
    paint();
  }

  function start() {
    const fresh = {
      position: 0,
      by: options.by ?? "value",
      playing: false,
      speed: options.speed ?? 1,
      loop: Boolean(options.loop),
      show: options.show ?? "numbers",
      hues: Boolean(options.hues),
      predict: Boolean(options.predict),
      covered: Boolean(options.predict),
    };
    // In place of one that stood here a moment ago; how it looked and counted, the page knows better.
    if (before && before.visit === options.visit && before.state.by === fresh.by) return place(scene, fresh, before.state.position);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const asked = options.position ?? null;
    if (asked !== null) return place(scene, fresh, asked);
    return { ...fresh, playing: Boolean(options.autoplay) && !still && !fresh.predict };
  }

  function layOut(focused = hands.focusedCell()) {
    const width = root.clientWidth;
    if (!width) sizeBefore = ""; // laid out as soon as there is room
    if (!width || !scene) return;
    const tall = width < NARROW;
    const usual = presenter.letters(width) ?? Math.max(15, Math.min(24, width * 0.026));
    caption.fit(longestEquation(), usual, tall ? 8 : 4);
    const room = presenter.room(picture, tall) ?? (tall ? Math.max(width * 1.1, 340) : heightFor(width));
    const layout = stage.build(scene, width, tall && !presenter.on() ? Math.max(room, innerHeight * 0.6) : room, presenter.scale(), presenter.on() && !tall ? 0 : undefined);
    picture.style.minHeight = `${room}px`;
    const labels = scene.ticks.map(([, label]) => label);
    transport.drawTicks(breaksOf(scene, state.by).map((mark, at) => [mark, labels[at]]), lengthOf(scene, state.by));
    paint();
    if (focused >= 0) stage.focus(focused);
    report("layout", layout);
  }

  /** The longest equation of the step with the most terms, its own or that of a cell which it makes; or the longest caption. */
  function longestEquation() {
    const terms = scene.dst.map((_, step) => scene.starts[step + 1] - scene.starts[step]);
    const step = terms.indexOf(Math.max(...terms));
    const last = new Map(scene.several ? scene.outs.slice(scene.starts[step], scene.starts[step + 1]).map((cell, term) => [cell, term]) : []);
    const lengthOfText = (groups) => groups.flat().reduce((sum, { text }) => sum + text.length, 0);
    const captions = Object.keys(scene.captions).map((silent) => equation(scene, Number(silent), null));
    const equations = [...[null, ...last.values()].map((term) => equation(scene, step, term)), ...captions];
    const longest = equations.reduce((most, each) => (lengthOfText(each) > lengthOfText(most) ? each : most));
    const layered = scene.src.some((cell) => scene.writersOf.has(cell));
    return layered ? [...longest, wordsThrough(scene, scene.cellCount)] : longest;
  }

  function paint() {
    const { step, term } = momentAt(scene, state);
    const focus = hands.asked();
    const moment = view(scene, step, term, svg.dataset.layout, focus, state);
    const lit = caption.fill(moment.caption);
    stage.paint({ ...moment, rings: [...new Set([...moment.rings, ...lit])] });
    root.dataset.focus = focus;
    root.dataset.step = step;
    root.dataset.playing = state.playing;
    root.dataset.covered = state.covered;
    const aloud = sentence(step, term);
    figure.setAttribute("aria-label", aloud);
    const words = scene.words;
    transport.show({ ...state, length: lengthOf(scene, state.by), terms: scene.src.length > 0, words, aloud });
    tools.update({ ...state, scene, words, names: options.names, arrays: options.arrays, history: options.history, contrast: Boolean(options.contrast) });
    legend.update(scene, state.show);
    if (options.qr) share.show(options.qr, words);
    return aloud;
  }

  /** The moment in one sentence, for those who listen. */
  function sentence(step, term) {
    const [start, end] = [scene.starts[step], scene.starts[step + 1]];
    const at = term === null ? end - 1 : start + term;
    const said = (scene.captions[step] ?? []).map(([text, role]) => (state.covered && role === "result" ? "?" : text)).join("").trim();
    if (start === end) return fillIn(scene.words.said, { step: step + 1, steps: scene.steps, said });
    const parts = { step: step + 1, steps: scene.steps, name: nameOf(scene, scene.dst[step]), value: scene.sums[at], term: at - start + 1, terms: end - start };
    const words = state.covered ? scene.words.covered : at < end - 1 ? scene.words.term : scene.words.step;
    return fillIn(words, parts);
  }

  /** The state after what a button or a key asks for. */
  function after(name, value) {
    const changes = {
      toggle: () => toggle(scene, state),
      loop: () => ({ ...state, loop: !state.loop }),
      speed: () => ({ ...state, speed: value }),
      faster: () => ({ ...state, speed: faster(state.speed, 1) }),
      slower: () => ({ ...state, speed: faster(state.speed, -1) }),
      by: () => countBy(scene, state, state.by === "term" ? "value" : "term"),
      show: () => ({ ...state, show: value }),
      hues: () => ({ ...state, hues: !state.hues }),
      predict: () => ({ ...cover(state, !state.predict), playing: false }),
      uncover: () => ({ ...state, covered: false }),
      first: () => seek(scene, { ...state, playing: false }, 0),
      last: () => seek(scene, { ...state, playing: false }, lengthOf(scene, state.by) - 1),
      back: () => seek(scene, { ...state, playing: false }, state.position - 1),
      forward: () => forward(scene, { ...state, playing: false }),
      seek: () => seek(scene, { ...state, playing: false }, value),
      next: () => next(),
      previous: () => seek(scene, { ...state, playing: false }, nextBreak(scene, state, -1)),
    };
    return changes[name]?.() ?? state;
  }

  /** A clicker's way on: play up to the next break; while that plays, be there; to predict, step by step. */
  function next() {
    if (state.predict) return forward(scene, { ...state, playing: false });
    if (state.playing) return { ...seek(scene, state, nextBreak(scene, state, 1)), playing: false };
    return state.position < lengthOf(scene, state.by) - 1 ? { ...state, playing: true } : state;
  }

  /** Do what a button or a key asks for. */
  function act(name, value) {
    if (SERVED.includes(name)) return options.history?.[name] && ask({ act: name });
    if (name === "fill") return ask({ act: "named", array: value[0], name: value[1] });
    if (name === "copy") return copy(Number(value[0]), value[1]);
    if (name === "link") return share.open(state.position, scene.words);
    if (name === "present") return presenter.toggle();
    if (name === "contrast") return report("contrast", !options.contrast);
    const earlier = state;
    if (name === "unpin") hands.letGo();
    state = after(name, value);
    if (state.position !== earlier.position || name === "toggle") hands.letGo();
    if (state.by !== earlier.by) layOut();
    const aloud = paint();
    if (!state.playing) say(aloud);
    for (const kept of KEPT) if (state[kept] !== earlier[kept]) report(kept, state[kept]);
    report("position", state.playing ? null : state.position);
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    if (!state.playing || !visible || document.hidden || lighting || hands.asked() >= 0) return;
    timer = setTimeout(beat, MILLISECONDS / state.speed);
  }

  function beat() {
    state = advance(scene, state);
    const atBreak = presenter.on() && breaksOf(scene, state.by).includes(state.position);
    if (atBreak && !state.predict) state = { ...state, playing: false };
    const aloud = paint();
    // Read out what there is time for; a faster pace would drown whoever listens.
    if (!state.playing || state.speed <= SLOW) say(aloud);
    if (!state.playing) report("position", atBreak ? state.position : null);
    schedule();
  }

  function refresh() {
    paint();
    schedule();
  }

  function say(text) {
    live.textContent = text;
  }

  function ask(what) {
    if (send) asks.ask(what);
  }

  /** Copy a panel; what is still to be predicted stays a secret. */
  async function copy(at, format) {
    const { step } = momentAt(scene, state);
    const known = (cell) => !state.predict || scene.cells.since[cell] < step + !state.covered;
    await copyText(written(numbersOf(scene, at, known), format), root);
    say(scene.words.copied);
  }

  const seen = new IntersectionObserver(([entry]) => {
    visible = root.dataset.visible = entry.isIntersecting;
    if (scene) schedule();
  });
  seen.observe(root);
  const sized = new ResizeObserver(() => {
    const size = presenter.on() ? [root.clientWidth, root.clientHeight].join() : `${root.clientWidth}`;
    if (size === sizeBefore) return;
    sizeBefore = size;
    layOut();
  });
  sized.observe(root);
  const away = new AbortController();
  document.fonts.addEventListener("loadingdone", () => layOut(), { signal: away.signal });
  document.addEventListener("visibilitychange", () => scene && schedule(), { signal: away.signal });

  function destroy() {
    clearTimeout(timer);
    away.abort();
    hands.stop();
    drawing.stop();
    presenter.stop();
    seen.disconnect();
    sized.disconnect();
    root.remove();
    return { state, visit };
  }

  return { update, destroy, act, asks };
}

/** A sentence with the values put in. */
function fillIn(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** How high the stage is on a wide screen: higher only where the sliders stay in view. */
function heightFor(width) {
  const most = innerHeight * 0.5;
  return Math.max(SHORTEST, Math.min(width * 0.42, most), Math.min(width * 0.5, most, innerHeight - OTHERS));
}
