// Answers fetched ahead: while a control is focused, hovered or held, those that may be next are asked for, so
// that the picture is there when a key or a button is pressed.

const AT_ONCE = 3; // requests under way
const IN_ONE = 2; // answers of a request: a number has two neighbours
const MOST = 64; // answers kept
const MOST_WISHES = 24; // of one control, so that a slider over a thousand numbers doesn't ask for all
// Milliseconds for which nothing is asked for ahead once the server had no time for it: twice as long each time.
const [PAUSE, LONGEST_PAUSE] = [1000, 16_000];

/** The answers ahead; fetchAll(body) asks the server once, now() gives what every ask begins with: { state, apart, lang }. */
export function createAhead(fetchAll, now) {
  // By control: the state that its asks begin with, and what came of them, or is on its way.
  const sweeps = new Map();
  let wishes = [];
  let underWay = 0;
  let [pause, pausedUntil] = [PAUSE, 0];

  const keyOf = ({ control, value }) => `${control} ${value}`;

  function sweepOf(control) {
    const base = now();
    if (!sweeps.has(control)) sweeps.set(control, { base, answers: new Map() });
    return sweeps.get(control);
  }

  /** What comes of an ask, or the promise of it, which may come to nothing; undefined where nobody foresaw it. */
  function find(ask) {
    return ask.act === "set" ? sweeps.get(ask.control)?.answers.get(keyOf(ask)) : undefined;
  }

  /** Ask for what a control may be set to next, the likeliest first; earlier wishes not yet asked for are dropped. */
  function wish(control, values) {
    const sweep = sweepOf(control);
    wishes = values.slice(0, MOST_WISHES).map((value) => ({ act: "set", control, value })).filter((ask) => !sweep.answers.has(keyOf(ask)));
    proceed();
  }

  function proceed() {
    if (performance.now() < pausedUntil) return;
    while (underWay < AT_ONCE && wishes.length) fetchSome(wishes.splice(0, IN_ONE));
  }

  function fetchSome(asks) {
    const { base, answers } = sweepOf(asks[0].control);
    const coming = fetchAll({ ...base, asks });
    underWay += 1;
    asks.forEach((ask, at) => promise(answers, keyOf(ask), coming.then((all) => all[at])));
    const done = () => {
      underWay -= 1;
      proceed();
    };
    const refused = () => {
      pausedUntil = performance.now() + pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    };
    coming.then(() => (pause = PAUSE), refused).then(done);
  }

  function promise(answers, key, coming) {
    answers.set(key, coming);
    if (answers.size > MOST) answers.delete(answers.keys().next().value);
    coming.then((answer) => answers.get(key) === coming && answers.set(key, answer), () => answers.delete(key));
  }

  /** The state has changed by an act: only a slider's own answers, which set the same number, still hold. */
  function keep(ask) {
    const own = ask?.act === "set" && typeof ask.value === "number" ? ask.control : null;
    for (const control of [...sweeps.keys()]) if (control !== own) sweeps.delete(control);
    wishes = wishes.filter(({ control }) => control === own);
  }

  return { find, wish, keep };
}
