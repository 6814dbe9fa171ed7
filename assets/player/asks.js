// What a person asks of the server, such as an edit: numbered, and repeated with every message until it
// is answered, so that none is lost when messages overtake each other.

const PATIENCE = 1000; // milliseconds after which an unanswered message is sent again with the next ask

/** The questions of one player; send(message) hands them over. */
export function createAsks(send) {
  const player = Math.random().toString(36).slice(2);
  let waiting = [];
  let last = 0;
  let held = null;
  let sent = 0;

  /** Ask something: { act, … }. */
  function ask(what) {
    for (const each of [held, what]) if (each) waiting.push({ number: ++last, ...each });
    held = null;
    sent = performance.now();
    send({ player, asks: waiting });
  }

  /** Ask something of which only the newest counts, such as where a slider is: one at a time on its way. */
  function askLatest(what) {
    held = what;
    if (!waiting.length || performance.now() - sent > PATIENCE) flush();
  }

  function flush() {
    if (held) ask(null);
  }

  /** The server has carried out everything up to a number. */
  function answered(answer) {
    if (answer?.player !== player) return;
    waiting = waiting.filter(({ number }) => number > answer.number);
    if (!waiting.length) flush();
  }

  return { ask, askLatest, answered };
}
