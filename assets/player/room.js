// How high the picture may be, so that all that one operates is on the screen with it.

const SHORTEST = 220;
const PHONE = 0.4; // of the window's height: the rest is for the equation, the result and a control
const BELOW = 10; // pixels that stay free at the bottom

/**
 * The height of the picture in a player, in pixels.
 *   way: "alone" (it has the screen or the frame), "tall" (a phone), "page", or "plain" (nothing to operate)
 */
export function roomFor(root, picture, way, width) {
  if (way === "plain") return Math.max(SHORTEST, Math.min(width * 0.42, innerHeight * 0.5));
  if (way === "tall") return Math.max(SHORTEST, Math.min(width, innerHeight * PHONE));
  const above = way === "alone" ? 0 : fromTop(root);
  const { paddingTop, paddingBottom } = getComputedStyle(root);
  const frame = parseFloat(paddingTop) + parseFloat(paddingBottom);
  return Math.max(SHORTEST, Math.floor(innerHeight - above - frame - othersIn(root, picture) - BELOW));
}

/** How high all else in the player is: what stands beside the picture, and beside all that it stands in. */
function othersIn(root, picture) {
  let sum = 0;
  for (let at = picture; at !== root; at = at.parentElement) {
    for (const child of at.parentElement.children) if (child !== at && takesRoom(child)) sum += boxHeight(child);
  }
  return sum;
}

function takesRoom(element) {
  return element.offsetHeight > 0 && !/absolute|fixed/.test(getComputedStyle(element).position);
}

function boxHeight(element) {
  const { marginTop, marginBottom } = getComputedStyle(element);
  return element.offsetHeight + parseFloat(marginTop) + parseFloat(marginBottom);
}

/** How far below the top of the page the player begins, wherever that is scrolled to. */
function fromTop(root) {
  let top = root.getBoundingClientRect().top;
  for (let at = root; at; at = at.parentElement ?? at.getRootNode().host) top += at.scrollTop;
  return Math.max(0, top);
}
