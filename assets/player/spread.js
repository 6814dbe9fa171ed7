// Points off the grid at a moment: discs, their lines to the cells around them, and the weights. The twin of convlib/picture/spread.py.

import { cornerOf } from "./places.js";

const DISC = 0.2; // radii: of a point with a number, without one, and of a regular place
const SPOT = 0.11;
const HOLLOW = 0.08;
const CLEAR = 0.24; // what lines leave free round the middle of a cell
const OUTER = 0.34; // from a cell's middle to the weight with which a point reads it
const ROOM = [0.45, 0.28]; // what it needs to points on both sides, across and down
const COVERED = 0.45; // how near to a cell's middle a disc is in its number's way, which steps aside
const ASIDE = [[-0.29, -0.29], [-0.29, 0.29], [0.29, -0.29], [0.29, 0.29]]; // to where: x, y
const NEIGHBOURS = [[0, 0], [0, 1], [1, 0], [1, 1]]; // y, x

/** All that is drawn of points: threads, discs and shares, each from back to front; aside: by cell, how far its number stands from the middle. */
export function spreadOf(scene, layout, step, term) {
  const drawn = { threads: [], discs: [], shares: [], aside: new Map() };
  const on = new Map();
  scene.points.forEach((points, mark) => {
    const corner = cornerOf(layout, points.panel, step);
    const joined = joinedOf(scene, points, step, term);
    const radius = points.texts.length ? DISC : SPOT;
    const discs = middles(points.places[step], corner).map((middle, at) => middle && { key: `${mark},${at}`, colour: points.colour, ...middle, radius, text: points.texts[at] ?? "", hollow: false });
    const homes = middles(points.regular?.[step] ?? [], corner).map((middle, at) => middle && { key: `${mark},${at},home`, colour: points.colour, ...middle, radius: HOLLOW, text: "", hollow: true });
    homes.forEach((home, at) => home && discs[at] && drawn.threads.push(...threadOf(`${mark},${at}`, discs[at], home, HOLLOW)));
    if (discs[joined]) {
      for (const { key, text, outer, middle } of readBy(scene, points, mark, step, joined, corner)) {
        drawn.shares.push({ key, text, ...shareAt(outer, middle, discs.filter(Boolean)) });
        drawn.threads.push(...threadOf(key, discs[joined], middle, CLEAR));
      }
    }
    const front = discs[joined] ? [discs[joined]] : [];
    drawn.discs.push(...homes.filter(Boolean), ...discs.filter((disc, at) => disc && at !== joined), ...front);
    on.set(points.panel, [...(on.get(points.panel) ?? []), ...homes.filter(Boolean), ...discs.filter(Boolean)]);
  });
  for (const [panel, discs] of on) stepAside(scene, panel, cornerOf(layout, panel, step), discs, drawn);
  return drawn;
}

/** The number of the point that is joined to its neighbours, or -1. */
function joinedOf(scene, points, step, term) {
  if (term !== null && points.terms) return points.terms[scene.starts[step] + term];
  return points.joined?.[step] ?? -1;
}

/** Where on the stage places stand, given as all y and x in a row; null for one that isn't there. */
function middles(flat, corner) {
  return Array.from({ length: flat.length / 2 }, (_, at) => (flat[2 * at] === null || flat[2 * at + 1] === null ? null : middleOf(corner, flat[2 * at], flat[2 * at + 1])));
}

function middleOf([left, top], y, x) {
  return { x: left + x + 0.5, y: top + y + 0.5 };
}

/** The cells that a point reads: their weights, which side of them is off it, their middles. */
function readBy(scene, points, mark, step, at, corner) {
  const { rows, columns } = scene.panels[points.panel];
  const [top, left] = points.places[step].slice(2 * at, 2 * at + 2).map(Math.floor);
  return NEIGHBOURS.flatMap(([down, right], number) => {
    const [row, column, text] = [top + down, left + right, points.shares[step][4 * at + number]];
    if (!text || row < 0 || column < 0 || row >= rows || column >= columns) return [];
    return [{ key: `${mark},share,${number}`, text, outer: down ? OUTER : -OUTER, middle: middleOf(corner, row, column) }];
  });
}

/** Where a weight stands, above or below the middle of its cell: where it is off the point, if that is free. */
function shareAt(outer, { x, y }, discs) {
  const covered = (away) => discs.some((disc) => Math.abs(disc.x - x) < ROOM[0] && Math.abs(disc.y - y - away) < ROOM[1]);
  return { x, y: y + (covered(outer) && !covered(-outer) ? -outer : outer) };
}

/** The line from a disc to a place, so far away from it; none where nothing of it is left. */
function threadOf(key, start, end, clear) {
  const [across, down] = [end.x - start.x, end.y - start.y];
  const away = Math.hypot(across, down);
  if (away <= start.radius + clear) return [];
  const [first, last] = [start.radius / away, 1 - clear / away];
  return [{ key, x1: start.x + first * across, y1: start.y + first * down, x2: start.x + last * across, y2: start.y + last * down }];
}

/** Let the numbers in whose way discs are step to where there is most room for them. */
function stepAside(scene, panel, corner, discs, { shares, aside }) {
  const { rows, columns, first } = scene.panels[panel];
  for (const disc of discs) {
    const [row, column] = [Math.floor(disc.y - corner[1]), Math.floor(disc.x - corner[0])];
    const { x, y } = middleOf(corner, row, column);
    if (row < 0 || column < 0 || row >= rows || column >= columns || Math.hypot(disc.x - x, disc.y - y) >= COVERED) continue;
    const room = ([right, down]) => Math.round(1e6 * Math.min(...[...discs, ...shares].map((taken) => Math.hypot(x + right - taken.x, y + down - taken.y))));
    aside.set(first + row * columns + column, ASIDE.reduce((best, each) => (room(each) > room(best) ? each : best)));
  }
}
