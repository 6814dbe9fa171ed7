// The player: stage, equation and transport as one, in any element, with no server behind it.

import { actionOf, advance, carry, countBy, faster, lengthOf, MILLISECONDS, momentAt, seek, toggle } from "./clock.js";
import { nameOf, prepare, sameCell, view } from "./model.js";
import { createStage } from "./stage.js";
import { createTransport, make } from "./transport.js";

const SHORTEST = 260;
const SMALLEST_LETTERS = 12;

/**
 * A player in an element; report(name, value) is told what the page may want to keep; before is what
 * destroy() gave of a player whose place this one takes.
 */
export function createPlayer(host, geometry, report = () => {}, before = null) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const caption = make("div", { class: "caption" });
  const measure = make("div", { class: "caption measure", "aria-hidden": "true" });
  const live = make("div", { class: "aloud", "aria-live": "polite" });
  const picture = make("div", { class: "picture" }, svg);
  const bar = make("div", { class: "transport" });
  const root = make("div", { class: "convolution", tabindex: "-1", role: "group" }, picture, caption, measure, bar, live);
  host.append(root);

  const stage = createStage(svg, geometry);
  const transport = createTransport(bar, act);
  const away = new AbortController();
  let scene, options, state, timer, stamp, visit;
  let hovered = -1;
  let pinned = -1;
  let visible = true;

  /** Show another scene, or the same one; the playhead stays where it was as far as it can. */
  function update(payload, given = {}) {
    options = { keys: true, ...given };
    root.dataset.theme = options.theme ?? "light";
    const visited = options.visit !== visit && options.position != null;
    if (stamp === options.stamp && scene && !visited) return;
    ({ stamp, visit } = options);
    const earlier = scene;
    const focused = focusedCell();
    scene = prepare(payload);
    state = earlier && !visited ? carry(earlier, scene, state) : start();
    hovered = -1;
    if (earlier) pinned = sameCell(earlier, scene, pinned);
    root.setAttribute("aria-label", scene.words.stage);
    layOut(earlier ? sameCell(earlier, scene, focused) : -1);
    schedule();
    if (!state.playing) report("position", state.position);
  }

  /** The cell that has the keyboard's focus, or -1. */
  function focusedCell() {
    return Number(root.getRootNode().activeElement?.dataset?.cell ?? -1);
  }

  function start() {
    if (before && before.visit === options.visit) return seek(scene, before.state, before.state.position);
    const fresh = { position: 0, by: options.by ?? "value", playing: false, speed: options.speed ?? 1, loop: Boolean(options.loop) };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const asked = options.position ?? null;
    if (asked !== null) return seek(scene, fresh, asked);
    return { ...fresh, playing: Boolean(options.autoplay) && !still };
  }

  function layOut(focused = focusedCell()) {
    const width = host.clientWidth;
    if (!width || !scene) return;
    const tall = width < 560;
    const room = tall ? Math.max(width * 1.1, 340) : Math.max(SHORTEST, Math.min(width * 0.42, innerHeight * 0.5));
    stage.build(scene, width, tall ? Math.max(room, innerHeight * 0.6) : room);
    picture.style.minHeight = `${room}px`;
    const marks = scene.ticks.map(([step, label]) => [state.by === "term" ? scene.starts[step] : step, label]);
    transport.drawTicks(marks, lengthOf(scene, state.by));
    fitCaption(tall);
    paint();
    if (focused >= 0) stage.focus(focused);
  }

  /** The same room for every equation, so that nothing below it moves: a long one is set smaller. */
  function fitCaption(tall) {
    const longest = scene.dst.reduce((best, _, step) => Math.max(best, scene.starts[step + 1] - scene.starts[step]), 0);
    const step = scene.dst.findIndex((_, at) => scene.starts[at + 1] - scene.starts[at] === longest);
    const usual = Math.max(15, Math.min(24, host.clientWidth * 0.026));
    const room = usual * (tall ? 8 : 4);
    fillCaption(measure, view(scene, step, null, svg.dataset.layout).caption);
    let size = usual;
    do measure.style.fontSize = `${size}px`;
    while (measure.offsetHeight > room && (size -= 1) >= SMALLEST_LETTERS);
    caption.style.fontSize = measure.style.fontSize;
    caption.style.minHeight = `${Math.max(room, measure.offsetHeight)}px`;
    measure.replaceChildren();
  }

  function paint() {
    const { step, term } = momentAt(scene, state);
    const focus = hovered >= 0 ? hovered : pinned;
    const moment = view(scene, step, term, svg.dataset.layout, focus);
    stage.paint(moment, moment.windows.length > 0);
    fillCaption(caption, moment.caption);
    root.dataset.focus = focus;
    root.dataset.step = step;
    root.dataset.playing = state.playing;
    const aloud = sentence(step, term);
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", aloud);
    transport.show({ ...state, length: lengthOf(scene, state.by), words: scene.words, aloud });
    return aloud;
  }

  /** The moment in one sentence, for those who listen. */
  function sentence(step, term) {
    const [start, end] = [scene.starts[step], scene.starts[step + 1]];
    const at = term === null ? end - 1 : start + term;
    const parts = { step: step + 1, steps: scene.steps, name: nameOf(scene, scene.dst[step]), value: scene.sums[at], term: at - start + 1, terms: end - start };
    const words = at < end - 1 ? scene.words.term : scene.words.step;
    return words.replace(/\{(\w+)\}/g, (_, key) => parts[key]);
  }

  /** Do what a button or a key asks for. */
  function act(name, value) {
    const last = lengthOf(scene, state.by) - 1;
    const before = state;
    if (name === "toggle") state = toggle(scene, state);
    if (name === "loop") state = { ...state, loop: !state.loop };
    if (name === "speed") state = { ...state, speed: value };
    if (name === "faster" || name === "slower") state = { ...state, speed: faster(state.speed, name === "faster" ? 1 : -1) };
    if (name === "by") state = countBy(scene, state, state.by === "term" ? "value" : "term");
    if (name === "unpin") pinned = hovered = -1;
    const target = { first: 0, last, back: state.position - 1, forward: state.position + 1, seek: value }[name];
    if (target !== undefined) state = { ...seek(scene, state, target), playing: false };
    if (target !== undefined || name === "toggle") pinned = hovered = -1;
    if (state.by !== before.by) layOut();
    const aloud = paint();
    if (!state.playing) live.textContent = aloud;
    for (const kept of ["speed", "by", "loop"]) if (state[kept] !== before[kept]) report(kept, state[kept]);
    if (!state.playing) report("position", state.position);
    else report("position", null);
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    const asked = hovered >= 0 || pinned >= 0;
    if (!state.playing || !visible || document.hidden || asked) return;
    timer = setTimeout(() => {
      state = advance(scene, state);
      paint();
      if (!state.playing) report("position", null);
      schedule();
    }, MILLISECONDS / state.speed);
  }

  function ask(cell) {
    if (cell === hovered) return;
    hovered = cell;
    paint();
    schedule();
  }

  function pin(cell) {
    pinned = pinned === cell ? -1 : cell;
    hovered = -1;
    paint();
    schedule();
  }

  const cellOf = (event) => Number(event.target.closest?.(".cell")?.dataset.cell ?? -1);
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: away.signal });
  on(svg, "pointerover", (event) => event.pointerType !== "touch" && ask(cellOf(event)));
  on(svg, "pointerleave", () => ask(-1));
  on(svg, "click", (event) => pin(cellOf(event)));
  on(svg, "focusin", (event) => event.target.matches(":focus-visible") && ask(cellOf(event)));
  on(svg, "focusout", () => ask(-1));
  on(root, "keydown", onKey);
  on(bar, "click", (event) => event.detail > 0 && event.target.closest("button") && root.focus({ preventScroll: true }));
  on(document, "keydown", (event) => {
    if (options?.keys && visible && !takesKeys(document.activeElement)) onKey(event);
  });
  on(document, "visibilitychange", () => scene && schedule());

  function onKey(event) {
    const cell = cellOf(event);
    if (cell >= 0 && moveWithin(event, cell)) return stop(event);
    if (event.target.matches?.("select, input[type=range]") && /^(Arrow(Up|Down)|[^ +\-=]$)/.test(event.key)) return;
    if (event.target.matches?.("button") && [" ", "Enter"].includes(event.key)) return event.stopPropagation();
    const action = actionOf(event);
    if (!action || event.target.matches?.("select")) return;
    stop(event);
    act(action);
  }

  function stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  /** Arrow keys inside a grid go from cell to cell; Enter pins. */
  function moveWithin(event, cell) {
    if (event.key === "Enter") {
      pin(cell);
      return true;
    }
    const { first, rows, columns } = scene.panels[scene.panelOf[cell]];
    const [row, column] = [Math.floor((cell - first) / columns), (cell - first) % columns];
    const [down, across] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
    if (!down && !across) return false;
    const [r, c] = [row + down, column + across];
    if (r < 0 || c < 0 || r >= rows || c >= columns) return true;
    stage.focus(first + r * columns + c);
    return true;
  }

  const seen = new IntersectionObserver(([entry]) => {
    visible = root.dataset.visible = entry.isIntersecting;
    if (scene) schedule();
  });
  seen.observe(root);
  let widthBefore = 0;
  const sized = new ResizeObserver(() => {
    if (host.clientWidth === widthBefore) return;
    widthBefore = host.clientWidth;
    layOut();
  });
  sized.observe(host);
  on(document.fonts, "loadingdone", () => layOut());

  function destroy() {
    clearTimeout(timer);
    away.abort();
    seen.disconnect();
    sized.disconnect();
    root.remove();
    return { state, visit };
  }

  return { update, destroy, act };
}

/** Whether an element has a use for keys of its own; where none has the focus, they are the player's. */
function takesKeys(element) {
  const own = "a, button, input, textarea, select, summary, iframe, [contenteditable], [role]";
  return Boolean(element && element !== document.body && (element.shadowRoot || element.matches(own)));
}

/** Write an equation: a group never breaks over two lines; the running sum stands under a product. */
function fillCaption(parent, groups) {
  parent.replaceChildren(
    ...groups.map((tokens) => {
      const group = make("span", { class: "group" });
      const below = tokens.find((token) => token.below)?.below;
      for (const { text, role, cell } of tokens) group.append(make("span", { class: role, "data-cell": cell ?? -1 }, text));
      if (below !== undefined) group.append(make("small", { "aria-hidden": "true" }, below));
      return group;
    }),
  );
}
