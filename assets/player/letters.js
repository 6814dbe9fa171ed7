// How large the numbers in cells are: as large as there is room for, where that can be read at all.

const WIDTHS = { ".": 0.319, "·": 0.319, "?": 0.543, ",": 0.319, "…": 0.956, k: 0.569, M: 0.922, G: 0.749, T: 0.66, P: 0.645 };
const FIGURE = 0.648; // all other characters, in ems: in the wider of both weights that numbers have, as in convlib/render/fonts.py
export const HALF_CAPITAL = 0.364; // from a baseline up to the middle of figures, in ems
const KEPT_SHORT = 3; // characters of numbers that are kept short
const LONGER = "…"; // in place of a number that is too long for its cell
export const FROM_AFAR = 1.7; // the scale of a stage on a large screen, on which texts are as large as the second of two sizes says
const NOTHING = { text: "", size: 0, width: 0 };

/** How wide a text is, in ems. */
export function widthOf(text) {
  let width = 0;
  for (const character of text) width += WIDTHS[character] ?? FIGURE;
  return width;
}

/** Sizes of texts in cells of so many pixels; where scale is above 1 they are read from afar. The twin of convlib/render/letters.py. */
export function createLetters(geometry, cell, scale = 1) {
  const [legible, plain, least, leastAside] = ["legible", "plain", "least", "leastAside"].map((name) => sizeAt(geometry[name], scale));
  const usual = Math.max(geometry.text * cell, Math.min(legible, geometry.more * cell), Math.min(plain, geometry.most * cell));
  const [numbers, asides, sums] = [new Map(), new Map(), new Map()];
  const filling = (room, text) => (room * cell) / widthOf(text);
  const sizeOf = (text) => Math.min(usual, Math.max(filling(geometry.room, text), Math.min(plain, filling(geometry.mostRoom, text))));

  function fitted(text) {
    const size = sizeOf(text);
    if (size >= least) return { text, size, width: widthOf(text) };
    return usual < least ? NOTHING : { text: LONGER, size: sizeOf(LONGER), width: widthOf(LONGER) };
  }

  function small(text, part, smallest) {
    const size = Math.min(part * cell, filling(geometry.asideRoom, text));
    return size < smallest ? NOTHING : { text, size, width: widthOf(text) };
  }

  return {
    /** The least size of any text but an aside. */
    least,
    /** The least size of what stands beside a number. */
    leastAside,
    /** The size that a short number should have. */
    plain,
    /** What is written for a number, its size in pixels and its width in ems: nothing in small cells, dots for one that is too long. */
    number: (text) => remembered(numbers, text, fitted),
    /** The same for the weight that stands beside a number: it is left out where it can't be read. */
    aside: (text) => remembered(asides, text, () => small(text, geometry.aside, leastAside)),
    /** The same for the sum that stands above a number. */
    above: (text) => remembered(sums, text, () => small(text, geometry.above, least)),
  };
}

/** A size in pixels at a scale: the first of two as usual; from afar the second, on a smaller screen in proportion. */
function sizeAt([near, afar], scale) {
  return scale > 1 ? Math.max(near, (afar * scale) / FROM_AFAR) : near;
}

function remembered(known, text, work) {
  if (!known.has(text)) known.set(text, work(text));
  return known.get(text);
}

/** The least cells in which a scene's usual numbers have so many pixels; all of them, where they are kept short. */
export function cellFor(size, { figures }, geometry) {
  const usual = size / geometry.most;
  return figures > KEPT_SHORT ? usual : Math.max(usual, (size * widthOf("0".repeat(figures - 1) + ".")) / geometry.mostRoom);
}

/** The least cells in which all numbers of a scene can be read, in pixels; a phone is held nearer. */
export function readableCell(scene, geometry, narrow) {
  const [[least], [plain]] = [geometry.least, geometry.plain];
  const texts = new Set([...scene.cells.text, ...scene.sums.map((sum, at) => scene.shortSums[at] ?? sum)]);
  const longest = Math.max(...[...texts].map(widthOf));
  return Math.ceil(Math.max((narrow ? least : plain) / geometry.most, (least * longest) / geometry.mostRoom));
}
