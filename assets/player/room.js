// How high the picture may be, so that all that one operates is on the screen with it.

const SHORTEST = 200;
const HIGHEST = 0.66; // of the width: in a higher window what stands below is in sight too
const PHONE_PART = 0.4; // of the window's height: the rest is for the equation, the result and a control
const BELOW = 10; // pixels that stay free at the bottom

/** The heights of the picture in a player; to work one out makes the browser lay the page out, so each is kept. */
export function createRooms(root, picture) {
  let known = new Map();

  /**
   * The height in pixels.
   *   way: "alone" (it has the screen to itself), "tall" (a phone), "page", or "plain" (nothing to operate)
   *   key: names all that the height depends on
   */
  function of(way, width, key) {
    if (!known.has(key)) known.set(key, heightFor(way, width));
    return known.get(key);
  }

  function heightFor(way, width) {
    if (way === "plain") return Math.max(SHORTEST, Math.min(width * 0.42, innerHeight * 0.5));
    if (way === "tall") return Math.max(SHORTEST, Math.min(width, innerHeight * PHONE_PART) - scalesIn(root));
    const above = way === "alone" ? 0 : fromTop(root);
    const free = innerHeight - above - paddingOf(root, "Top", "Bottom") - othersIn(root, picture) - BELOW;
    const left = Math.min(free, way === "page" ? width * HIGHEST : Infinity);
    // Where not all of it can be in sight, the picture needs not be small.
    return Math.floor(left >= SHORTEST ? left : Math.max(SHORTEST, innerHeight / 2));
  }

  return { of, forget: () => (known = new Map()) };
}

/** How wide a player is inside. */
export function innerWidthOf(root) {
  return root.clientWidth && root.clientWidth - paddingOf(root, "Left", "Right");
}

function paddingOf(element, ...sides) {
  const style = getComputedStyle(element);
  return sides.reduce((sum, side) => sum + parseFloat(style[`padding${side}`]), 0);
}

/** How high all else in the player is: what stands beside the picture, and beside all that it stands in. */
function othersIn(root, picture) {
  let sum = 0;
  for (let at = picture; at !== root; at = at.parentElement) {
    for (const child of at.parentElement.children) if (child !== at && takesRoom(child)) sum += boxHeight(child);
  }
  return sum;
}

/** How high the scales of a heat-map are: on a phone they take their room from the picture. */
function scalesIn(root) {
  return root.querySelector(".legend")?.offsetHeight ?? 0;
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
