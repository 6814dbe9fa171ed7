// What the colours of a heat-map mean: the two scales with their ends, while cells show heat.

import { make } from "./transport.js";

const PLACES = 17; // as in convlib/picture/parts.py: from -8 to 8

/** The legend in an element; hidden while cells show numbers alone. */
export function createLegend(parent) {
  const shown = make("div", { class: "legend" });
  parent.append(shown);
  let drawn = "";

  function scale(name, top, words) {
    const colours = Array.from({ length: PLACES }, (_, at) => `var(--${name}-${at})`);
    const bar = make("i", { style: `background:linear-gradient(to right, ${colours.join(",")})` });
    return make("span", {}, make("b", {}, words[`scale-${name}`]), ` \u2212${top} `, bar, ` ${top}`);
  }

  /** Show the scales of a scene, or nothing. */
  function update({ heatTops, words }, show) {
    const wanted = JSON.stringify([heatTops, words["scale-weights"]]);
    if (wanted !== drawn) shown.replaceChildren(...Object.entries(heatTops).map(([name, top]) => scale(name, top, words)));
    drawn = wanted;
    shown.hidden = !isHeat({ show });
  }

  return { update, isShown: () => !shown.hidden };
}

/** Whether a state's cells show heat, which needs a legend. */
export function isHeat({ show }) {
  return show !== "numbers";
}
