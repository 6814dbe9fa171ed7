// Answers fetched ahead: while a control is focused, hovered or held, those next to its present value are
// asked for, so that the picture is there when a key is pressed.

const AT_ONCE = 3; // requests under way
const MOST = 64; // answers kept
const MOST_WISHES = 24; // of one control, so that a slider over a thousand numbers doesn't ask for all

/** The answers ahead; post(body) asks the server, now() gives what every ask begins with: { state, apart, lang }. */
export function createAhead(post, now) {
  // By control: the state that its asks begin with, and what came of them, or is on its way.
  const sweeps = new Map();
  let wishes = [];
  let underWay = 0;

  const keyOf = ({ control, value }) => `${control} ${value}`;

  function sweepOf(control) {
    const base = now();
    if (!sweeps.has(control)) sweeps.set(control, { base, answers: new Map() });
    return sweeps.get(control);
  }

  /** What comes of an ask, or the promise of it; undefined where nobody foresaw it. */
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
    while (underWay < AT_ONCE && wishes.length) fetchOne(wishes.shift());
  }

  function fetchOne(ask) {
    const { base, answers } = sweepOf(ask.control);
    const key = keyOf(ask);
    underWay += 1;
    const coming = post({ ...base, ask });
    answers.set(key, coming);
    if (answers.size > MOST) answers.delete(answers.keys().next().value);
    coming
      .then((answer) => answers.get(key) === coming && answers.set(key, answer), () => answers.delete(key))
      .finally(() => {
        underWay -= 1;
        proceed();
      });
  }

  /** The state has changed by an act: only a slider's own answers, which set the same number, still hold. */
  function keep(ask) {
    const own = ask?.act === "set" && typeof ask.value === "number" ? ask.control : null;
    for (const control of [...sweeps.keys()]) if (control !== own) sweeps.delete(control);
    wishes = wishes.filter(({ control }) => control === own);
  }

  return { find, wish, keep };
}
