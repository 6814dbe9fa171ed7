// Pegs that count the places of a window: which one a moment is about, which were reached, which are to come.

import { HALF_CAPITAL } from "./letters.js";
import { cornerOf } from "./places.js";
import { draw, own, reuse, setAll } from "./svg.js";

const PEG_AWAY = 0.42; // from a panel's edge to the middle of its pegs, in cells, as in convlib/picture/pegged.py
const PEG_NUMBER = 0.36; // sizes in cells and in numbers, as in convlib/render/pegging.py
const PEG_LARGEST = 0.52;
const PEG_RADIUS = 0.8;
const PEG_BARE = 0.14;
const PEG_BETWEEN = 0.32;
const PEG_CLEAR = 0.1;
const PEG_HEAD = 0.1;

/** All that is drawn of pegs at a moment: { arrows, pegs, remarks }. The twin of convlib/picture/pegged.py. */
export function peggedAt(scene, layout, { step, known, isRelation = false }) {
  const drawn = { arrows: [], pegs: [], remarks: [] };
  scene.panels.forEach((panel, number) => {
    const corner = cornerOf(layout, number, step);
    for (const pegs of panel.pegs) {
      const middles = pegs.places.map((place) => pegMiddle(pegs, place, corner));
      if (pegs.stride) drawn.arrows.push(...middles.slice(1).map((end, at) => ({ x1: middles[at][0], y1: middles[at][1], x2: end[0], y2: end[1], text: `+${pegs.stride}` })));
      const now = isRelation ? -1 : pegs.at[step]; // what a cell is related to is no place
      const reached = new Set(pegs.at.slice(0, known + 1));
      const stateOf = (at) => (at === now ? "now" : reached.has(at) ? "reached" : "open");
      drawn.pegs.push(...middles.map(([x, y], at) => ({ text: String(at + 1), x, y, role: pegs.role, state: stateOf(at) })));
      if (pegs.said) {
        const [x, y] = pegMiddle(pegs, panel.columns, corner);
        drawn.remarks.push({ text: pegs.said, x, y, room: panel.columns - pegs.places.at(-1) });
      }
    }
  });
  return drawn;
}

/** How many places were counted by now along rows and along columns; nothing where none are. */
export function countsAt(scene, { known }) {
  const counted = scene.panels.find(({ pegs }) => pegs.length);
  const along = ({ at }) => new Set(at.slice(0, known + 1).filter((place) => place >= 0)).size;
  return counted ? counted.pegs.map(along) : null;
}

function pegMiddle({ across }, place, [x, y]) {
  return across ? [x + place, y - PEG_AWAY] : [x - PEG_AWAY, y + place];
}

/** Pegs in a pane; least is the least size of any text, widthOfText(text) how wide one is, in ems. */
export function createPegs(pane, geometry, cell, least, widthOfText) {
  const [shafts, discs, words] = ["shafts", "discs", "words"].map((name) => draw(pane, "g", { class: name }));
  const wanted = Math.max(least, PEG_NUMBER * cell);
  const size = wanted <= PEG_LARGEST * cell ? wanted : 0;
  const radius = PEG_RADIUS * size || PEG_BARE * cell;
  const between = Math.max(least, PEG_BETWEEN * cell);
  const clear = PEG_CLEAR * cell;
  const width = Math.max(1, geometry.stroke * cell);

  /** The lines of an arrow, and what stands on it where there is room. */
  function arrowOf({ x1, y1, x2, y2, text }) {
    const [from, to] = [[x1, y1], [x2, y2]].map((end) => end.map((edge) => edge * cell));
    const long = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const way = [(to[0] - from[0]) / long, (to[1] - from[1]) / long];
    const on = (along, aside = 0) => [from[0] + along * way[0] + aside * way[1], from[1] + along * way[1] + aside * way[0]];
    const said = between * (way[0] ? widthOfText(text) : 2 * HALF_CAPITAL);
    const [tail, tip] = [radius + clear, long - radius - clear];
    const written = size && tip - tail >= said + between + 2 * clear;
    const half = said / 2 + clear;
    const parts = written ? [[on(tail), on(long / 2 - half)], [on(long / 2 + half), on(tip)]] : tip > tail ? [[on(tail), on(tip)]] : [];
    const head = PEG_HEAD * cell;
    if (tip - tail > head) parts.push([on(tip - head, head), on(tip), on(tip - head, -head)]);
    const [x, y] = on(long / 2);
    return { parts, texts: written ? [{ text, x, y, anchor: "middle", kind: "stride" }] : [] };
  }

  /** Paint what peggedAt gives. */
  function paint({ arrows, pegs, remarks }) {
    const drawn = arrows.map(arrowOf);
    const lines = drawn.flatMap(({ parts }) => parts);
    reuse(shafts, "path", lines.length).forEach((path, at) => setAll(path, { d: `M${lines[at].map((point) => point.join(" ")).join("L")}`, "stroke-width": width }));
    reuse(discs, "g", pegs.length).forEach((group, at) => paintPeg(group, pegs[at]));
    const fitting = remarks.filter(({ text, room }) => between * (widthOfText(text) + 0.5) <= room * cell - radius);
    const last = fitting.map(({ text, x, y }) => ({ text, x: x * cell, y: y * cell, anchor: "end", kind: "remark" }));
    const texts = [...drawn.flatMap((each) => each.texts), ...last];
    reuse(words, "text", texts.length).forEach((word, at) => {
      const { text, x, y, anchor, kind } = texts[at];
      word.textContent = text;
      setAll(word, { x, y: y + HALF_CAPITAL * between, "font-size": between, "text-anchor": anchor, class: kind });
    });
  }

  function paintPeg(group, { text, x, y, role, state }) {
    if (!group.firstChild) for (const name of ["circle", "text"]) draw(group, name);
    const [disc, number] = group.children;
    setAll(group, { class: "peg", "data-state": state, style: `${own(role)}; --tint: var(--${role}-full-6)` });
    setAll(disc, { cx: x * cell, cy: y * cell, r: radius, "stroke-width": width });
    number.textContent = size ? text : "";
    setAll(number, { x: x * cell, y: y * cell + HALF_CAPITAL * size, "font-size": size });
  }

  return { paint };
}
