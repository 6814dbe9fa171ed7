// Points off the grid, as they are drawn: on the way to the next step, those that stay the same glide.

import { HALF_CAPITAL, widthOf } from "./letters.js";
import { draw, own, reuse, setAll } from "./svg.js";

const RIM = 1.5; // pixels of ground round a point, as in convlib/render/sheet.py
const CARRIED = 0.24; // the size of what a point carries, as in convlib/render/sheet.py
const CARRIED_ROOM = 0.58; // and of all its characters
const SHARE_ROOM = 0.9; // of a cell, for the part of a point that lies over it
export const NO_POINTS = { threads: [], discs: [], shares: [], aside: new Map() };

/** Points in a pane; geometry holds the proportions of a cell, cell its size. */
export function createMarks(pane, geometry, cell, letters) {
  const [threads, discs, shares] = ["threads", "discs", "shares"].map((name) => draw(pane, "g", { class: name }));
  const width = Math.max(1, geometry.stroke * cell);
  const written = cell >= geometry.pointsFrom;

  function paintDisc(group, { colour, x, y, radius, text, hollow }) {
    if (!group.firstChild) for (const name of ["circle", "circle", "text"]) draw(group, name);
    const [rim, disc, number] = group.children;
    const size = sized(Math.min(CARRIED, CARRIED_ROOM / text.length) * cell, text, 2 * radius * cell);
    const at = { cx: x * cell, cy: y * cell };
    setAll(group, { class: hollow ? "home" : "disc", style: own(colour) });
    setAll(rim, { ...at, r: hollow ? 0 : radius * cell + RIM, class: "rim" });
    setAll(disc, { ...at, r: radius * cell - (hollow ? width / 2 : 0), "stroke-width": hollow ? width : 0 });
    number.textContent = written && size ? text : "";
    if (text) setAll(number, { x: at.cx, y: at.cy + HALF_CAPITAL * size, "font-size": size, class: "aside" });
  }

  /** A size that can be read: the least one where there is room for that, or else none. */
  function sized(size, text, room) {
    if (size >= letters.leastAside) return size;
    return widthOf(text) * letters.leastAside <= room ? letters.leastAside : 0;
  }

  /** Paint what convlib calls a spread. */
  function paint(spread) {
    reuse(threads, "line", spread.threads.length).forEach((line, at) => {
      const { x1, y1, x2, y2 } = spread.threads[at];
      setAll(line, { x1: x1 * cell, y1: y1 * cell, x2: x2 * cell, y2: y2 * cell, "stroke-width": width });
    });
    reuse(discs, "g", spread.discs.length).forEach((group, at) => paintDisc(group, spread.discs[at]));
    const listed = written ? spread.shares : [];
    reuse(shares, "text", listed.length).forEach((share, at) => {
      const { text, x, y } = listed[at];
      const size = sized(geometry.share[Math.max(0, text.length - 2)] * cell, text, SHARE_ROOM * cell);
      share.textContent = size ? text : "";
      setAll(share, { x: x * cell, y: y * cell + HALF_CAPITAL * size, "font-size": size, class: "aside" });
    });
  }

  return { paint };
}
