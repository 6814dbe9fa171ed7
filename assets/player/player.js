// The player: title, stage, equation, result, transport and controls as one, in any element, with no server behind it.

import { after } from "./acts.js";
import { attachAims } from "./aims.js";
import { createCaption } from "./caption.js";
import { copyText, numbersOf, written } from "./clip.js";
import { advance, begun, breaksOf, carry, countBy, cover, hasSize, isAtEnd, lengthOf, MILLISECONDS, momentAt, place, seek } from "./clock.js";
import { createControls } from "./controls.js";
import { attachDrawing } from "./draw.js";
import { attachGrips } from "./grips.js";
import { attachHands } from "./hands.js";
import { createHead } from "./head.js";
import { createLegend, isHeat } from "./legend.js";
import { createLooks } from "./looks.js";
import { view } from "./model.js";
import { createNumbers } from "./numbers.js";
import { createOpening, presetBeside } from "./opening.js";
import { countsAt } from "./pegs.js";
import { createPresenter } from "./present.js";
import { createResult } from "./result.js";
import { createRooms, innerWidthOf } from "./room.js";
import { madePanels, prepare, sameCell, stepOf } from "./scene.js";
import { createShare } from "./share.js";
import { longestEquation, sentence, textOf } from "./spoken.js";
import { createStage, NARROW } from "./stage.js";
import { createTools } from "./tools.js";
import { createTransport, make } from "./transport.js";

const SLOW = 0.25; // the pace at which there is time for a sentence a step
export const KEPT = ["speed", "by", "loop", "show", "hues", "predict"]; // of the state, in the link
const HINT = 6000; // milliseconds that a reason stays
const YIELDING = { page: 1, alone: 2 }; // how far else may give way to the picture: the sums under the products, then the idea
const LINES = { wide: 2, tall: 3 }; // of the equation, in letters of the usual size

/**
 * A player in an element.
 *   report(name, value) is told what the page may want to keep;
 *   server does what only a server can: change(ask, how), step(way), setApart(wanted), wish(control, values),
 *   look(), code(url) and save(of what is seen, and whom to tell), which are missing where numbers can't be changed; null
 *   where there is none;
 *   before is what destroy() gave of a player whose place this one takes.
 */
export function createPlayer(host, geometry, { report = () => {}, server = null, before = null } = {}) {
  const edits = Boolean(server?.look); // any change is taken, not only what is held already
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const live = make("div", { class: "aloud", "aria-live": "polite" });
  const picture = make("div", { class: "picture" }, svg);
  const bar = make("div", { class: "transport" });
  const sliders = make("div", { class: "controls" });
  const figure = make("div", { class: "figure", role: "figure" }, picture);
  const seen = make("div", { class: "seen" });
  const problem = make("div", { class: "problem", role: "alert" });
  const hint = make("div", { class: "hint", role: "status" });
  const notice = make("div", { class: "notice", role: "status" });
  const root = make("div", { class: "convolution", tabindex: "-1", role: "group" });
  host.append(root);

  const head = createHead(root, act);
  seen.append(notice, figure);
  const result = createResult(seen);
  root.append(seen, bar, sliders, problem, hint, live);
  const stage = createStage(svg, geometry);
  const caption = createCaption(figure, (lit) => {
    lighting = lit;
    refresh();
  });
  const legend = createLegend(figure);
  const looks = createLooks();
  const transport = createTransport(bar, act);
  const tools = createTools(bar, root, act, transport.speed);
  const opening = createOpening();
  const controls = createControls(head.ways, sliders, { change, wish: (...wished) => server?.wish(...wished), hint: showHint, hold: result.hold, drag: stage.hurry });
  const numbers = createNumbers(root, { change, look: () => server.look() });
  const share = createShare(root, { say, code: (url) => server.code(url) });
  const rooms = createRooms(root, picture);
  const presenter = createPresenter(root, {
    laid() {
      width = innerWidthOf(root);
      layOut();
    },
    keeps: () => hands.keeps(),
    letGo() {
      hands.letGo();
      refresh();
    },
  });
  const hands = attachHands({ root, svg, bar, picture, stage, act, refresh, change, touch, now: () => ({ scene, state, options, visible }) });
  const drawing = attachDrawing({ svg, stage, act, change, laid: () => layOut(), now: () => ({ scene, state, sends: edits }) });
  const grips = attachGrips({ svg, stage, act, change, refresh, laid: () => layOut(), now: () => ({ scene, state, sends: edits }) });
  const aims = attachAims({ svg, stage, point });
  svg.toggleAttribute("data-draws", edits);
  let scene, options, state, timer, stamp;
  let visible = true;
  let lighting = false;
  let pointed = -1; // the step that somebody points at from outside the picture's cells, or -1
  let sizeBefore = "";
  let width = innerWidthOf(root);
  let room = 0; // the picture's height
  const yields = new Map(); // how much gives way to the picture in which circumstances
  let hinting;
  let [sizes, preset] = ["", ""];

  /** Have the server change the state. Where another picture is chosen it is seen from its first step on, or its last. */
  function change(what, how, from = "first") {
    touch();
    if (what.act === "set") opening.choose(what, from);
    server?.change(what, how);
  }

  /** Somebody does something: an act, or anything else. */
  function touch(name) {
    if (!opening.touch(name)) return;
    state = { ...state, playing: false };
    report("position", state.position);
    refresh();
  }

  /** Show another scene, or the same one; the playhead stays where it was as far as it can, unless another one was chosen. */
  function update(payload, given = {}) {
    options = { keys: true, ...given };
    const theme = options.theme ?? "light";
    if (theme !== root.dataset.theme) stage.recolour(() => (root.dataset.theme = theme));
    problem.textContent = numbers.isOpen() ? "" : (options.problem ?? "");
    root.toggleAttribute("data-plain", options.tools === false && !options.alone);
    root.toggleAttribute("data-alone", Boolean(options.alone));
    head.update(options);
    result.update(options.result, payload.words);
    controls.update(options.controls ?? [], payload.words, Boolean(options.problem));
    if (numbers.isOpen()) numbers.refresh(payload.words, options.problem);
    const from = opening.answered(options.controls ?? []);
    preset = options.controls?.find(({ kind }) => kind === "preset")?.value ?? preset;
    if (stamp === options.stamp && scene && !from) return settle();
    ({ stamp } = options);
    const earlier = scene;
    pointed = -1;
    const focused = hands.focusedCell();
    scene = prepare(payload);
    state = covering(from ? chosen(from) : earlier ? carry(earlier, scene, state) : start());
    takeLook(earlier);
    hands.carry(earlier);
    if (from) hands.letGo();
    root.setAttribute("aria-label", scene.words.stage);
    layOut(earlier ? sameCell(earlier, scene, focused) : -1);
    schedule();
    report("position", state.playing ? null : state.position);
  }

  /** The state in a picture that was chosen. */
  function chosen(from) {
    if (from === "last") return place(scene, { ...state, playing: false, covered: false, sizeCovered: false }, Infinity);
    const next = begun(scene, state, opening.moves());
    opening.begin(next.playing, false);
    return next;
  }

  /** The state where something is to be predicted: another size is asked for once more. */
  function covering(next) {
    const before = sizes;
    sizes = JSON.stringify([options.result?.lines, madePanels(scene).map(({ note }) => note)]);
    return next.predict && before && before !== sizes ? { ...next, sizeCovered: hasSize(scene) } : next;
  }

  /** Show a state as it asks for. */
  function takeLook(earlier) {
    if (!earlier) return looks.begin(options.opens);
    const taken = looks.take(options.opens, state);
    state = { ...state, ...taken };
    return Object.entries(taken).forEach(([name, value]) => report(name, value));
  }

  /** The same picture, but the tools may offer something else, and what was typed in vain goes; what waits for the server stays. */
  function settle() {
    if (!options.waits) stage.forget();
    paint();
  }

  function start() {
    const settings = {
      position: 0,
      by: options.by ?? "value",
      playing: false,
      speed: options.speed ?? 1,
      loop: Boolean(options.loop),
      show: options.show ?? "numbers",
      hues: Boolean(options.hues),
      predict: Boolean(options.predict),
    };
    // In place of one that stood here before: it goes on as that was left, and plays if it did so by itself.
    if (before) {
      const { byItself, ...left } = before;
      const playing = byItself && left.playing;
      opening.begin(playing, true);
      return place(scene, { ...left, playing, covered: left.predict }, left.position);
    }
    const fresh = cover(scene, settings, settings.predict);
    const asked = options.position ?? null;
    if (asked !== null) return place(scene, fresh, asked);
    const plays = Boolean(options.autoplay) && opening.moves() && !fresh.predict;
    opening.begin(plays, true);
    return { ...fresh, playing: plays };
  }

  function layOut(focused = hands.focusedCell()) {
    if (!width || !scene) return; // laid out as soon as there is room
    const tall = width < NARROW;
    const [letters, size] = [presenter.letters(width), tall ? "tall" : "wide"];
    root.style.setProperty("--letters", letters);
    root.dataset.size = size;
    tools.seat(tall);
    const way = options.tools === false ? "plain" : presenter.on() ? "alone" : tall && !options.alone ? "tall" : "page";
    const longest = longestEquation(scene);
    legend.update(scene, state.show); // which takes room
    const things = [letters, legend.isShown(), options.title, textOf(longest), options.controls?.map(({ kind, id }) => kind + id), options.result?.lines.length];
    const key = JSON.stringify([way, width, innerHeight, things]);
    const layout = fill(way, key, longest, { letters, lines: LINES[size], smallest: presenter.on() && !tall ? 22 : 12 });
    const labels = scene.ticks.map(([, label]) => label);
    transport.drawTicks(width, breaksOf(scene, state.by).map((mark, at) => [mark, labels[at]]), lengthOf(scene, state.by));
    if (tall) root.style.setProperty("--seen", `${seen.offsetHeight}px`);
    paint();
    if (focused >= 0) stage.focus(focused);
    report("layout", layout);
  }

  /**
   * Draw the scene as large as all else leaves room for. Where that is too little, the sums under the products give way,
   * and on the whole screen the idea as well, until numbers can be read from afar. Under a hand that holds a point nothing moves.
   */
  function fill(way, key, longest, letters) {
    const most = (width < NARROW ? 0 : YIELDING[way]) ?? 0;
    const fits = () => (way === "alone" ? stage.isReadable() : svg.height.baseVal.value <= room);
    let [layout, yielding] = ["", yields.get(key) ?? 0];
    const build = () => {
      root.dataset.yields = yielding;
      caption.fit(longest, { width, yielding, bare: yielding > 0 && way === "alone", ...letters });
      if (!grips.isHeld() && !drawing.isHeld()) room = rooms.of(way, width, `${key} ${yielding}`);
      layout = stage.build(scene, width, room, presenter.scale(), way === "alone" && width >= NARROW ? 0 : undefined);
      picture.style.minHeight = `${room}px`;
      return fits();
    };
    while (!build() && yielding < most) yields.set(key, (yielding += 1));
    return layout;
  }

  function paint() {
    const aimed = aimedAt();
    const now = aimed < 0 ? state : seek(scene, countBy(scene, state, "value"), aimed);
    const { step, term } = momentAt(scene, now);
    const focus = aimed < 0 ? hands.asked() : -1;
    const moment = view(scene, step, term, svg.dataset.layout, focus, now);
    const lit = caption.fill(moment.caption);
    stage.paint({ ...moment, rings: [...new Set([...moment.rings, ...lit])], sizeCovered: state.sizeCovered });
    report("lit", moment.step);
    result.count(countsAt(scene, moment));
    root.dataset.focus = focus;
    root.dataset.step = step;
    root.dataset.playing = state.playing;
    root.dataset.covered = state.covered;
    root.toggleAttribute("data-size-covered", state.sizeCovered);
    const aloud = sentence(scene, now, step, term);
    figure.setAttribute("aria-label", aloud);
    const words = scene.words;
    transport.show({ ...state, length: lengthOf(scene, state.by), words, aloud });
    tools.update({ ...{ scene, words, show: state.show, pressed: pressed(), without: without() }, ...{ names: options.names, arrays: options.arrays, history: options.history } });
    head.join(options, words);
    legend.update(scene, state.show);
    return aloud;
  }

  /** The step that somebody points at, be it beside the picture, at a mark, or at the cell that it makes; -1 for none. */
  function aimedAt() {
    const cell = hands.asked();
    return pointed < 0 && cell >= 0 && scene.curves.some(({ aims: has }) => has) ? stepOf(scene, cell) : pointed;
  }

  function pressed() {
    const { predict, loop, hues, by } = state;
    return { predict, loop, hues, by: by === "term", contrast: options.contrast, controls: root.dataset.controls !== undefined };
  }

  /** The tools that have nothing to do here. */
  function without() {
    const alone = presenter.on() || options.alone;
    return [
      ...(scene.src.length ? [] : ["by"]),
      ...(state.predict ? [] : ["row"]),
      ...(alone && options.controls?.length ? [] : ["controls"]),
      ...(server ? [] : ["undo", "redo", "reset"]),
      ...(edits ? [] : ["numbers", "link", "export"]),
      ...(options.tools === false ? ["more", "predict", "present"] : []),
    ];
  }

  /** Show a step as long as somebody points at what belongs to it, until null; or go there, where it stays. */
  function point(step, stays = false) {
    if (!scene) return;
    const next = step === null || stays ? -1 : Math.min(step, scene.steps - 1);
    const isNew = next !== pointed;
    pointed = next;
    if (stays) return act("seek", state.by === "term" ? scene.beats[step] : step);
    if (next >= 0) touch();
    if (isNew) refresh();
  }

  /** Do what a button or a key asks for. */
  function act(name, value) {
    touch(name);
    if (["undo", "redo", "reset"].includes(name)) return server?.step(name);
    if (name === "fill") return change({ act: "named", array: value[0], name: value[1], seed: Math.floor(Math.random() * 10_000) });
    if (name === "copy") return copy(Number(value[0]), value[1]);
    if (name === "apart") return server.setApart(!options.apart);
    if (name === "numbers") return numbers.open(scene.words);
    if (name === "link") return report("link"), share.open(state.position, root.dataset.theme.replace("-contrast", ""), scene.words);
    if (name === "export") return save();
    if (name === "present") return presenter.toggle();
    if (name === "controls") return showControls();
    if (name === "close") return tools.close();
    if (name === "contrast") return report("contrast", !options.contrast);
    if (name === "next" && !state.playing && isAtEnd(scene, state) && turn(1, "first")) return undefined;
    if (name === "previous" && state.position === 0 && turn(-1, "last")) return undefined;
    const earlier = state;
    if (name === "unpin") hands.letGo();
    state = after(scene, state, name, value);
    if (state.position !== earlier.position || name === "toggle") hands.letGo();
    if (state.by !== earlier.by || isHeat(state) !== isHeat(earlier)) layOut();
    const aloud = paint();
    if (!state.playing) say(aloud);
    for (const kept of KEPT) if (state[kept] !== earlier[kept]) report(kept, state[kept]);
    report("position", state.playing ? null : state.position);
    schedule();
  }

  /** Go on to the preset beside the present one, if there is one. */
  function turn(way, from) {
    const value = presetBeside(options.controls ?? [], preset, way);
    if (server && value !== undefined) change({ act: "set", control: "preset", value }, { latest: "preset" }, from);
    return server && value !== undefined;
  }

  /** The controls come and go where the stage is alone: it has left room for them; the focus goes with them. */
  function showControls() {
    const into = root.toggleAttribute("data-controls") ? sliders.querySelector("input, select") : root;
    into?.focus({ preventScroll: true }); // what is hidden would have the next key
    paint();
  }

  function schedule() {
    clearTimeout(timer);
    if (!state.playing || !visible || document.hidden || lighting || pointed >= 0 || hands.asked() >= 0) return;
    timer = setTimeout(beat, Math.max(opening.breath(), MILLISECONDS / state.speed));
  }

  function beat() {
    opening.breathed();
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

  /** Why a control goes no further: for as long as it takes to read. */
  function showHint(text) {
    clearTimeout(hinting);
    hint.textContent = text;
    hinting = setTimeout(() => (hint.textContent = ""), HINT);
  }

  /** Copy a panel; what is still to be predicted stays a secret. */
  async function copy(at, format) {
    const { step } = momentAt(scene, state);
    const known = (cell) => !state.predict || scene.cells.since[cell] < step + !state.covered;
    await copyText(written(numbersOf(scene, at, known), format), root);
    say(scene.words.copied);
  }

  /** Open the panel in which what is seen becomes a file. */
  function save() {
    const { by, show, hues, speed, predict, loop } = state;
    const stands = { ...momentAt(scene, state), steps: scene.steps, layout: svg.dataset.layout, layouts: Object.keys(scene.layouts) };
    server.save({
      parent: root,
      seen: { by, show, hues, speed, predict, loop, theme: root.dataset.theme, ...stands },
      say,
      fail: (wrong) => (problem.textContent = wrong),
      busy: (part) => tools.busy("export", part === null ? "" : scene.words["export-making"].replace("{part}", Math.floor(100 * part))),
    });
  }

  const watched = new IntersectionObserver(([entry]) => {
    visible = root.dataset.visible = entry.isIntersecting;
    if (scene) schedule();
  });
  watched.observe(root);
  const sized = new ResizeObserver(() => {
    const size = [root.clientWidth, innerHeight].join();
    if (size === sizeBefore) return;
    sizeBefore = size;
    width = innerWidthOf(root);
    layOut();
  });
  sized.observe(root);
  const away = new AbortController();
  document.fonts.addEventListener("loadingdone", () => (rooms.forget(), caption.forget(), layOut()), { signal: away.signal });
  document.addEventListener("visibilitychange", () => scene && schedule(), { signal: away.signal });

  function destroy() {
    clearTimeout(timer);
    clearTimeout(hinting);
    away.abort();
    hands.stop();
    drawing.stop();
    grips.stop();
    aims.stop();
    presenter.stop();
    watched.disconnect();
    sized.disconnect();
    root.remove();
    return { ...state, byItself: opening.isByItself() };
  }

  /** Say what holds for a while, or no longer: "". */
  function tell(sentence) {
    notice.textContent = sentence;
  }

  return { update, destroy, act, point, tell };
}
