// The cells: drawn once per scene and size, painted as often as what they show changes.

import { HALF_CAPITAL } from "./letters.js";
import { HOLE, indexOf, isPutIn, madePanels, PADDING, sameCell, UNVISITED } from "./scene.js";
import { draw, own, setAll, SVG } from "./svg.js";

const EDGE = 0.03; // what stays free at the edge of a cell, in cells, as in convlib/render/writing.py
const SMALLER = 0.75; // a number that steps aside, as in convlib/render/writing.py
const FADE_MILLISECONDS = 200; // after so long a tile has the colour that it was given

/** The cells of a scene, drawn into its panes; letters know how large their texts are. */
export function createCells(panes, scene, layout, cell, geometry, letters) {
  const typed = new Map();
  const shown = [];
  const inset = geometry.inset * cell;
  const tile = { x: inset, y: inset, width: cell - 2 * inset, height: cell - 2 * inset, rx: geometry.radius * cell };
  const pattern = patternOf();
  const cells = [];
  const grids = [];
  let named = null; // whether the grids are named without the size of what comes out
  scene.panels.forEach(drawPanel);

  /** A cell with nothing in it, to be copied: that is quicker than to make each part of each. */
  function patternOf() {
    const group = document.createElementNS(SVG, "g");
    setAll(group, { role: "gridcell", tabindex: "-1", class: "cell" });
    draw(group, "rect", { ...tile, class: "tile" });
    draw(group, "text", { class: "number" }).append("");
    draw(group, "text", { class: "aside", x: geometry.asideAt[0] * cell, y: geometry.asideAt[1] * cell }).append("");
    draw(group, "text", { class: "above", x: cell / 2 }).append("");
    return group;
  }

  function drawPanel(panel, at) {
    const [x, y] = layout.places[at].map((edge) => edge * cell);
    const group = draw(panes.of(at).cells, "g", { class: "panel", "data-role": panel.role, style: own(panel.colour) });
    const grid = draw(group, "g", { role: "grid", "data-panel": at });
    grids.push(grid);
    for (let row = 0; row < panel.rows; row++) {
      const line = draw(grid, "g", { role: "row" });
      for (let column = 0; column < panel.columns; column++) {
        cells.push(drawCell(line, panel, cells.length, x + column * cell * layout.spacing, y + row * cell));
      }
    }
    cells[panel.first].group.setAttribute("tabindex", "0");
  }

  function nameGrids(sizeCovered) {
    named = sizeCovered;
    const open = sizeCovered ? madePanels(scene) : [];
    scene.panels.forEach((panel, at) => grids[at].setAttribute("aria-label", `${panel.title}, ${open.includes(panel) ? "?" : panel.note}`));
  }

  function drawCell(line, panel, id, x, y) {
    const group = pattern.cloneNode(true);
    const [rect, text, aside, above] = group.children;
    group.setAttribute("data-cell", id);
    group.setAttribute("transform", `translate(${x} ${y})`);
    if (panel.shifts) group.classList.add("moves");
    const kind = scene.cells.kind[id];
    if (kind & UNVISITED) {
      const edge = kind & PADDING ? 1 : 0; // its dashed border stays clear of the hatching
      const within = { x: tile.x + edge, y: tile.y + edge, width: tile.width - 2 * edge, height: tile.height - 2 * edge, rx: Math.max(0, tile.rx - edge) };
      rect.after(draw(group, "rect", { ...within, fill: "url(#hatch)", class: "hatched" }));
    }
    line.append(group);
    return { group, rect, text, aside, above, changed: -Infinity };
  }

  /** Paint all cells of a moment; those that show what they showed are left alone. */
  function paint(moment) {
    if (moment.sizeCovered !== named) nameGrids(moment.sizeCovered);
    moment.cells.forEach((next, id) => {
      if (!isSame(shown[id], next)) paintCell(id, next, shown[id]);
      shown[id] = next;
    });
  }

  function paintCell(id, next, before) {
    const each = cells[id];
    const { group, rect, text } = each;
    if (next.state !== before?.state) group.setAttribute("data-state", next.state);
    if (next.kind !== before?.kind) group.setAttribute("data-kind", next.kind);
    if (next.fill !== before?.fill) {
      group.setAttribute("data-fill", next.fill);
      rect.style.fill = `var(--${next.fill})`;
      if (before) each.changed = performance.now();
    }
    const [beside, above] = [letters.aside(next.aside), letters.above(next.parts)];
    const number = letters.number(next.text);
    const covered = next.spot[0] || next.spot[1];
    const [across, usual] = covered ? [0.5 + next.spot[0], 0.5 + next.spot[1]] : beside.text ? geometry.lifted : [0.5, 0.5];
    const down = above.text ? geometry.lowered : usual;
    const size = covered ? Math.max(number.size * SMALLER, Math.min(number.size, letters.plain)) : number.size;
    const half = Math.min(cell / 2, EDGE * cell + (size * number.width) / 2);
    text.firstChild.data = typed.get(id) ?? number.text;
    text.setAttribute("x", across > 0.5 ? Math.min(across * cell, cell - half) : Math.max(across * cell, half));
    text.setAttribute("y", down * cell + size * HALF_CAPITAL);
    text.setAttribute("font-size", size);
    paintAbove(each.above, above);
    paintAside(each.aside, beside, next.fill, scene.panels[scene.panelOf[id]].role);
    group.setAttribute("aria-label", nameAloud(id, next));
  }

  function paintAbove(parts, { text, size }) {
    if (parts.firstChild.data !== text) parts.firstChild.data = text;
    if (text) setAll(parts, { "font-size": size, y: geometry.partsAt * cell + size * HALF_CAPITAL });
  }

  function paintAside(aside, { text, size }, fill, role) {
    if (aside.firstChild.data !== text) aside.firstChild.data = text;
    if (!text) return;
    aside.setAttribute("font-size", size);
    // On its role's tint the weight has its own colour; what the other fills are for is not spoiled.
    aside.style.fill = fill === "ground" || fill.startsWith(role) ? "" : "var(--ink)";
  }

  function nameAloud(id, { text, aside, kind, state }) {
    if (kind & HOLE) return scene.words.hole;
    if (isPutIn(scene, id)) return `${text}, ${scene.words.padding}`;
    const [row, column] = indexOf(scene, id);
    const exact = state === "partial" || text !== scene.cells.text[id] ? text : (scene.cells.exact[id] ?? text);
    const number = text ? `${exact}${aside && ` ${aside}`}` : scene.words.empty;
    const marks = `${kind & PADDING ? `, ${scene.words.padding}` : ""}${kind & UNVISITED ? `, ${scene.words.unvisited}` : ""}`;
    return `${scene.words.cell.replace("{row}", row).replace("{column}", column)}, ${number}${marks}`;
  }

  /** The tiles that are to fade from what their cells had in another picture, each with both colours. */
  function fadesFrom(past) {
    const now = performance.now();
    return cells.flatMap(({ rect }, id) => {
      const before = sameCell(scene, past.scene, id);
      if (before < 0 || !isNumber(scene, id) || !isNumber(past.scene, before)) return [];
      const [from, to] = [past.colourOf(before, now), rect.style.fill];
      return from === to ? [] : [{ id, from, to }];
    });
  }

  /** A tile's colour: by its name, or where it is still fading, what is seen of it. */
  function colourOf(id, now) {
    const { rect, changed } = cells[id];
    return now - changed < FADE_MILLISECONDS ? getComputedStyle(rect).fill : rect.style.fill;
  }

  /** Give tiles a colour each. */
  function tint(tiles) {
    const now = performance.now();
    for (const [id, colour] of tiles) {
      cells[id].rect.style.fill = colour;
      cells[id].changed = now;
    }
  }

  return {
    scene,
    paint,
    fadesFrom,
    colourOf,
    tint,
    /** The parts of a cell. */
    partsOf: (id) => cells[id],
    /** Show what was typed into a cell until the scene that has it comes. */
    preview(id, text) {
      typed.set(id, text.replace("-", "\u2212"));
      cells[id].text.firstChild.data = typed.get(id);
    },
    /** Nothing is being typed any more. */
    forget() {
      for (const id of typed.keys()) shown[id] = undefined;
      typed.clear();
    },
  };
}

function isSame(before, next) {
  return before && before.state === next.state && before.kind === next.kind && before.fill === next.fill && before.text === next.text && before.aside === next.aside && before.parts === next.parts && before.spot[0] === next.spot[0] && before.spot[1] === next.spot[1];
}

/** Whether a cell is more than a zero or a hole between numbers. */
function isNumber(scene, id) {
  return !isPutIn(scene, id) && !(scene.cells.kind[id] & HOLE);
}
