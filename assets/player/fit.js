// Which of a scene's layouts suits a room, how large its cells are there, and how it fills the room's width.

import { NARROWEST } from "./fixed.js";

export const MARGIN = 2; // pixels round the picture
export const PHONE = 560; // pixels: narrower is a phone's stage
const LARGEST_CELL = 96;
const SMALLEST_CELL = 8;
const COMFORTABLE_CELL = 44;
const READABLE_CELL = 24;
const STRETCHED = 2; // how many times wider plots are at most
const WIDER = 3; // cells by which a sign's room grows at most

/**
 * The first layout whose cells are large enough in this room, else that with the largest, and their size in whole pixels.
 * The picture grows higher than the room rather than have cells smaller than least, if these fit across.
 */
export function fit(layouts, width, height, largest = LARGEST_CELL, least = READABLE_CELL) {
  const sizes = Object.entries(layouts).map(([name, layout]) => {
    const across = (width - 2 * MARGIN) / layout.width;
    const down = (height - 2 * MARGIN) / layout.height;
    const cell = Math.floor(Math.max(SMALLEST_CELL, Math.min(across, Math.max(down, least), largest)));
    // On a phone one scrolls down anyway; elsewhere all of it should be in view.
    return { name, cell, fitting: width < PHONE ? cell : Math.min(across, down, largest), height: cell * layout.height };
  });
  const comfortable = sizes.find(({ fitting }) => fitting >= COMFORTABLE_CELL);
  const better = (one, other) => one.fitting > other.fitting || (one.fitting === other.fitting && one.height < other.height);
  const { name, cell } = comfortable ?? sizes.reduce((best, each) => (better(each, best) ? each : best));
  return { name, cell };
}

/** The largest cells, in pixels, where they may be scale times larger than usual. */
export function largestCell(scale) {
  return LARGEST_CELL * scale;
}

/**
 * A layout that is wider by as many cells as there is room for: signs that stand clear of all else move apart what they join;
 * or plots grow wider, and cells that stand under them are spaced more.
 */
export function widened(layout, panels, room) {
  const { stretches } = layout;
  const gaps = stretches ? plotsOf(layout) : gapsOf(layout, panels);
  const [wide, middle] = stretches ? [gaps[0][1] - gaps[0][0], 0.5] : [1, 0]; // a cell under a plot keeps its middle
  const most = stretches ? (STRETCHED - 1) * wide : WIDER;
  const each = gaps.length ? Math.max(0, Math.min((room - layout.width) / gaps.length, most)) : 0;
  if (!each) return layout;
  const moved = (x) => x + each * gaps.reduce((sum, [start, end]) => sum + Math.max(0, Math.min((x - start) / (end - start), 1)), 0);
  const at = ([x, ...rest]) => [moved(x), ...rest];
  return {
    ...layout,
    width: layout.width + each * gaps.length,
    spacing: layout.spacing * (stretches ? 1 + each / wide : 1),
    places: layout.places.map(([x, y]) => [moved(x + middle) - middle, y]),
    plots: layout.plots.map(([x, y, width, height]) => [moved(x), y, stretches ? moved(x + width) - moved(x) : width, height]),
    symbols: layout.symbols.map(([text, x, y]) => [text, moved(x), y]),
    labels: layout.labels.map((label) => ({ ...label, x: moved(label.x) })),
    brackets: layout.brackets.map((block) => ({ ...block, box: [moved(block.box[0]), block.box[1], moved(block.box[0] + block.box[2]) - moved(block.box[0]), block.box[3]] })),
    flights: Object.fromEntries(Object.entries(layout.flights).map(([panel, corners]) => [panel, corners.map(at)])),
    routes: Object.fromEntries(Object.entries(layout.routes).map(([panel, steps]) => [panel, steps.map((corners) => corners.map(at))])),
  };
}

/** From where to where plots reach that stand beside each other. */
function plotsOf({ plots }) {
  return [...new Map(plots.map(([x, , width]) => [x, [x, x + width]])).values()];
}

/** Where nothing but signs stands, from top to bottom: from where to where each such strip reaches. */
function gapsOf({ places, plots, symbols, flights }, panels) {
  const wide = ({ columns, titled }) => (titled ? Math.max(columns, NARROWEST) : columns);
  const taken = [
    ...panels.flatMap((panel, at) => [places[at], ...(flights[at] ?? [])].map(([x]) => [x - panel.beside, x + wide(panel)])),
    ...plots.map(([x, , width]) => [x, x + width]),
  ].sort(([one], [other]) => one - other);
  const gaps = [];
  let end = taken[0]?.[1] ?? 0;
  for (const [start, next] of taken) {
    if (start > end && symbols.some(([, x]) => x > end && x < start)) gaps.push([end, start]);
    end = Math.max(end, next);
  }
  return gaps;
}
