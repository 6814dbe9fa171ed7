// SVG elements: made, changed, and used again.

export const SVG = "http://www.w3.org/2000/svg";
export const clamp = (low, value, high) => Math.max(low, Math.min(high, value));

/** An SVG element with attributes, put into a parent. */
export function draw(parent, name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  setAll(element, attributes);
  parent.append(element);
  return element;
}

export function setAll(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
}

/** As many children of this kind as wanted, those that are there first. */
export function reuse(parent, name, count) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) draw(parent, name);
  return [...parent.children];
}

/** A style that gives an element a colour of its own, one of the theme's by name. */
export function own(colour) {
  return `--own: var(--${colour})`;
}
