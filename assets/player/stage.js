// The picture: an SVG built once per scene and size; playing changes attributes only.

import { createCells } from "./cells.js";
import { fit, largestCell, MARGIN, PHONE, widened } from "./fit.js";
import { createPanes, drawFixed } from "./fixed.js";
import { cellFor, createLetters, readableCell, widthOf } from "./letters.js";
import { createPegs, peggedAt } from "./pegs.js";
import { boxOf, centresOf } from "./places.js";
import { createSlides, isStill } from "./slides.js";
import { draw, SVG } from "./svg.js";

export const NARROW = PHONE; // pixels
const AIM = 0.45; // how near to a mark it is pointed at, in cells and at least in pixels
const AIM_PIXELS = 14;
const DRAFTS = new WeakMap(); // per scene its layouts as they were sent

/** The stage in an <svg>; geometry holds the proportions of a cell. */
export function createStage(svg, geometry) {
  let drawn = draw(svg, "g");
  const handles = draw(svg, "g", { class: "handles", "aria-hidden": "true" }); // stay while they are held
  const grips = draw(svg, "g", { class: "grips" }); // likewise, of points off the grid
  let scene, layout, cell, cells, slides, pegs, letters, labelsAt, past;

  /**
   * Draw a scene anew for a room in pixels; scale lets cells and texts be larger than usual, as where they are read from afar.
   * Cells are no smaller than least, if that fits across: if none is given, as small as their numbers can be read.
   * The layout that is taken, whose name is returned, fills the room's width from now on. It is seen as soon as it is painted.
   */
  function build(nextScene, width, height, scale = 1, least = readableCell(nextScene, geometry, width < PHONE)) {
    past ??= { cells, drawn }; // what is seen, should this be built twice before it is
    slides?.stop();
    scene = nextScene;
    if (!DRAFTS.has(scene)) DRAFTS.set(scene, scene.layouts);
    const layouts = DRAFTS.get(scene);
    const fitted = fit(layouts, width, height, largestCell(scale), least);
    cell = fitted.cell;
    layout = { ...widened(layouts[fitted.name], scene.panels, (width - 2 * MARGIN) / cell), name: fitted.name };
    scene.layouts = { ...layouts, [layout.name]: layout };
    frame();
    letters = createLetters(geometry, cell, scale);
    const panes = createPanes(drawn, scene, layout);
    labelsAt = drawFixed(panes, scene, layout, cell, { geometry, larger: scale, least: letters.least, font: getComputedStyle(svg).fontFamily });
    cells = createCells(panes, scene, layout, cell, geometry, letters);
    pegs = createPegs(panes.pegs, geometry, cell, letters.least, widthOf);
    slides = createSlides(svg, { handles, grips }, panes, scene, layout, cell, geometry, letters);
    return layout.name;
  }

  /** A new picture, as large as its layout. */
  function frame() {
    drawn = document.createElementNS(SVG, "g");
    const pixels = [layout.width, layout.height].map((size) => Math.ceil(size * cell - 1e-6) + 2 * MARGIN);
    svg.setAttribute("width", pixels[0]);
    svg.setAttribute("height", pixels[1]);
    svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${pixels[0]} ${pixels[1]}`);
    svg.dataset.layout = layout.name;
    svg.dataset.cell = cell;
    const step = Math.max(4, Math.round(geometry.hatch * cell));
    const pattern = draw(draw(drawn, "defs"), "pattern", { id: "hatch", width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    draw(pattern, "rect", { width: 1.25, height: step, class: "hatch-line" });
  }

  /** Paint a moment; what slides does so within a quarter of a second, unless motion is unwanted. */
  function paint(moment) {
    svg.dataset.wires = scene.wires[moment.step];
    if (scene.panels.some(({ shifts }) => shifts)) move(moment.step);
    labelsAt(moment.step);
    pegs.paint(peggedAt(scene, layout, moment));
    slides.show(moment, () => cells.paint(moment));
    if (past) appear();
  }

  /** Put the new picture in place of the old one: a tile comes in its colour, or fades to it from the one that its cell had in the old picture. */
  function appear() {
    const fading = isStill(svg) || !past.cells ? [] : cells.fadesFrom(past.cells);
    cells.tint(fading.map(({ id, from }) => [id, from]));
    svg.prepend(drawn);
    if (fading.length) void getComputedStyle(cells.partsOf(fading[0].id).rect).fill; // now the browser knows where fades begin
    cells.tint(fading.map(({ id, to }) => [id, to]));
    const old = past.drawn;
    past = null;
    old.remove(); // at last, since whatever in it had the focus tells of its loss
  }

  /** Make a change that gives names other colours, such as that of the palette: at once, as the ground changes. */
  function recolour(change) {
    svg.dataset.still = "";
    change();
    svg.getBoundingClientRect(); // now the browser knows them
    delete svg.dataset.still;
  }

  /** Whether pictures follow each other so fast that none has time to fade or to glide. */
  function hurry(isFast) {
    if (isFast) svg.dataset.still = "";
    else delete svg.dataset.still;
  }

  /** Put the cells of panels that move where they stand at a step; the style sheet lets them glide. */
  function move(step) {
    for (const { first, rows, columns, shifts } of scene.panels) {
      for (let id = first; shifts && id < first + rows * columns; id++) {
        const { x, y } = boxOf(scene, layout, id, step);
        cells.partsOf(id).group.style.transform = `translate(${x * cell}px, ${y * cell}px)`;
      }
    }
  }

  /** Move the keyboard's focus to a cell; its grid is entered there from now on. */
  function focus(id) {
    const { group } = cells.partsOf(id);
    group.closest("[role=grid]").querySelector("[tabindex='0']").setAttribute("tabindex", "-1");
    group.setAttribute("tabindex", "0");
    group.focus({ preventScroll: true });
  }

  /** Where a cell stands, in pixels within the element around the picture. */
  function pixelsOf(id) {
    const [inner, outer] = [cells.partsOf(id).rect, svg.parentElement].map((element) => element.getBoundingClientRect());
    return { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
  }

  /** Show a point of a curve at another height until the scene that has it comes. */
  function bend(curve, point, height) {
    for (const each of scene.curves[curve].points) each[2 * point + 1] = height;
    slides.redraw();
  }

  /** How far below the top of a curve's plot a place on the screen is, in cells. */
  function heightAt(curve, y) {
    const { f, d } = svg.getScreenCTM();
    return (y - f) / d / cell - layout.plots[scene.curves[curve].plot][1];
  }

  /** Which place of a panel is under a point of the screen: row and column, and parts of cells. */
  function placeAt(panel, x, y) {
    const { a, d, e, f } = svg.getScreenCTM();
    const [left, top] = layout.places[panel];
    return [(y - f) / d / cell - top - 0.5, (x - e) / a / cell - left - 0.5];
  }

  /** The step whose mark is at a point of the screen, the nearest one; -1 for none. */
  function aimAt(x, y) {
    const { a, d, e, f } = svg.getScreenCTM();
    const [across, down] = [(x - e) / a / cell, (y - f) / d / cell];
    const reach = Math.max(AIM, AIM_PIXELS / cell);
    const marks = scene.curves.filter(({ aims }) => aims).flatMap((curve) => centresOf(curve, layout));
    const near = marks.map(([left, top], step) => [Math.hypot(left - across, top - down), step % scene.steps]).filter(([apart]) => apart <= reach);
    return near.length ? near.reduce((one, other) => (other[0] < one[0] ? other : one))[1] : -1;
  }

  return {
    build,
    aimAt,
    /** Whether numbers are as large as they should be, where they have the room. */
    isReadable: () => cell >= cellFor(letters.plain, scene, geometry),
    placeAt,
    paint,
    focus,
    pixelsOf,
    bend,
    heightAt,
    recolour,
    hurry,
    preview: (id, text) => cells.preview(id, text),
    forget: () => cells.forget(),
  };
}
