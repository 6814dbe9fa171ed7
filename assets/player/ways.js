// What moves from one moment to the next, on the way: part goes from 0 to 1.

const mix = (from, to, part) => from + (to - from) * part;

/** Whether as many windows and lines stand at one place as at another, so that they can go from there to here. */
export function sameCount(one, other) {
  return one.windows.length === other.windows.length && one.links.length === other.links.length;
}

/** Windows, lines, curves, points and panels on the way from one place to another. */
export function between(start, end, part) {
  const moving = {
    ...end,
    strokes: end.strokes.map((stroke, at) => ({ ...stroke, points: onTheWay(start.strokes[at].points, stroke, part) })),
    spread: spreadBetween(start.spread, end.spread, part),
    corners: end.corners.map((corner, at) => corner.map((edge, axis) => mix(start.corners[at][axis], edge, part))),
  };
  if (!sameCount(start, end)) return moving;
  return {
    ...moving,
    windows: end.windows.map((box, at) => mixed(start.windows[at], box, ["x", "y", "width", "height"], part)),
    links: end.links.map((line, at) => Object.assign(line.map((edge, side) => mix(start.links[at][side], edge, part)), { tone: line.tone })),
  };
}

/** A curve's points on the way from others: each moves, or of one that grows there are more and more. */
function onTheWay(before, { points, grows }, part) {
  const count = before.length;
  if (points.length === count) return points.map((point, at) => point && before[at] && point.map((edge, side) => mix(before[at][side], edge, part)));
  return grows ? (points.length > count ? points : before).slice(0, Math.round(mix(count, points.length, part))) : points;
}

/** Points off the grid on the way from others: what both have moves, and what is new is there. */
function spreadBetween(start, end, part) {
  const glide = (name, places) => {
    const before = new Map(start[name].map((each) => [each.key, each]));
    return end[name].map((each) => mixed(before.get(each.key) ?? each, each, places, part));
  };
  return { ...end, threads: glide("threads", ["x1", "y1", "x2", "y2"]), discs: glide("discs", ["x", "y"]), shares: glide("shares", ["x", "y"]) };
}

/** Something whose numbers of these names are on the way. */
function mixed(before, after, names, part) {
  return { ...after, ...Object.fromEntries(names.map((name) => [name, mix(before[name], after[name], part)])) };
}
