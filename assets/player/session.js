// A lesson with its server: the player, the states that its reader makes, and the answers fetched ahead.

import { createAhead } from "./ahead.js";
import { ask, askOnce, createPatientAsk } from "./asking.js";
import { createExport } from "./export.js";
import { createPlayer } from "./player.js";
import { createStates, dress } from "./states.js";

/**
 * A lesson in an element.
 *   opening: { about, answer, options } as the page has them, memory: what leave() gave of the one before;
 *   serverAt(path) gives the address of a route; report(name, value) as of the player; shown(state, opens) is
 *   told of each state, and of how it is shown at first.
 */
export function createSession(host, opening, { memory = null, serverAt, report, shown }) {
  const { about } = opening;
  let { options } = opening;
  const address = serverAt(`play/${about.slug}`);
  const patient = createPatientAsk(address, (isLost) => player.tell(isLost ? about.words.away : ""));
  const ahead = createAhead((body) => askOnce(address, body), () => ({ state: states.now().state, apart: states.isApart(), lang: about.lang }));
  const states = createStates({ post: patient.ask, ahead, show, failed: () => say(about.words.failed), language: about.lang });
  const exporter = createExport({ about, serverAt, state: () => states.now().state, controls: () => states.now().controls });
  const player = createPlayer(host, about.geometry, {
    report,
    before: memory?.player ?? null,
    server: { change: states.change, step: states.step, setApart: states.setApart, wish: ahead.wish, look, code, save: exporter.open },
  });
  let problem = "";
  states.open(memory?.states.now ?? opening.answer, memory?.states ?? null);
  if (!memory && opening.problem) say(opening.problem);

  function show(answer) {
    ({ problem } = answer);
    draw(answer);
  }

  /** Say what is wrong, beside the state that stands there. */
  function say(sentence) {
    problem = sentence;
    draw(states.now());
  }

  function draw(answer) {
    const [scene, given] = dress(about, states, answer);
    player.update(scene, { ...options, ...given, problem });
    shown(answer.state, answer.opens);
  }

  /** The numbers of all arrays as text. */
  async function look() {
    const { now, isApart } = states;
    return (await ask(address, { state: now().state, ask: null, apart: isApart(), lang: about.lang, numbers: true })).numbers;
  }

  function code(url) {
    return ask(serverAt("code"), { url, lang: about.lang });
  }

  /** Take over what the page says anew, such as the theme. */
  function set(given) {
    options = { ...options, ...given };
    draw(states.now());
  }

  function destroy() {
    patient.stop();
    exporter.stop();
    return { states: states.leave(), player: player.destroy() };
  }

  return { set, destroy, visit: states.visit, point: player.point };
}
