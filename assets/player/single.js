// A lesson in one file: the player, and in place of the server the answers that the file holds.

import { createPlayer } from "./player.js";
import { createStates, dress } from "./states.js";
import { unpack } from "./unpack.js";

const FONT_WEIGHTS = [400, 500, 600, 700];
const [dark, more] = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) => matchMedia(query));

document.documentElement.toggleAttribute("data-framed", window !== top);
openSingle(document.querySelector("main"));

async function openSingle(main) {
  const [{ opening, answers }, rules] = await Promise.all([unpack("answers").json(), unpack("style").text(), ...FONT_WEIGHTS.map(addFont)]);
  document.adoptedStyleSheets.push(await new CSSStyleSheet().replace(rules));
  createSingle(main, opening, answers);
}

async function addFont(weight) {
  document.fonts.add(await new FontFace("Inter Tabular", await unpack(`font-${weight}`).arrayBuffer(), { weight }).load());
}

/** A player in an element. opening: { about, options, missing }; answers: what is shown of each state, by its text. */
function createSingle(host, { about, options, missing }, answers) {
  let chosenContrast = null;
  let problem = "";
  const first = Object.values(answers)[0];
  const isOne = Object.keys(answers).length === 1;
  const states = createStates({
    post: async ({ state, ask }) => (ask ? answerTo(ask) : { ...answers[state], problem: "", refused: false }),
    ahead: { find: answerTo, keep() {} },
    show(answer) {
      ({ problem } = answer);
      draw();
    },
    failed() {},
    language: about.lang,
  });
  const player = createPlayer(host, about.geometry, { report, server: isOne ? null : { change: states.change, step: states.step, wish() {} } });
  for (const query of [dark, more]) query.addEventListener("change", draw);
  states.open({ ...first, problem: "" });

  /** What comes of an ask, as far as the file holds it. */
  function answerTo({ control, value }) {
    const now = states.now();
    const lead = now.controls.find(({ id }) => id === control)?.leads[value];
    if (!lead) return { ...now, problem: missing, refused: true };
    const [state, said] = lead;
    return { ...answers[state], problem: said, refused: false };
  }

  function draw() {
    const contrast = chosenContrast ?? (options.theme ? options.theme.endsWith("-contrast") : more.matches);
    const theme = (options.theme.split("-")[0] || (dark.matches ? "dark" : "light")) + (contrast ? "-contrast" : "");
    document.documentElement.dataset.theme = theme;
    const [scene, shown] = dress(about, states, states.now());
    player.update(scene, { ...options, theme, contrast, ...shown, problem });
  }

  function report(name, value) {
    if (name !== "contrast") return;
    chosenContrast = value;
    draw();
  }
}
