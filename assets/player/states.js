// What a lesson's reader has made of it: the state on the stage, those before it, and the way from one to the
// next. A state is the text that stands for it in the address; the server works out what comes of an act.

const LONGEST_PAST = 200;
const REMEMBERED = 24; // answers, so that undo finds its picture at once

/**
 * The states of one lesson.
 *   post(body) asks the server and promises its answer, however long that takes;
 *   ahead finds answers that are there already (ahead.js);
 *   show(answer) shows one; failed() says that the server couldn't do what was asked.
 */
export function createStates({ post, ahead, show, failed, language }) {
  const remembered = new Map();
  let now = null;
  let apart = false;
  let [past, future, waiting] = [[], [], []];
  let [start, changing] = ["", ""];
  let current = null; // the job that is being done
  let unanswered = null; // the same, until its answer comes
  let isGone = false;

  /** Begin with an answer; memory is what leave() gave of states that stood here before. */
  function open(answer, memory = null) {
    if (memory) ({ past, future, start, apart } = memory);
    else start = answer.state;
    take(answer);
    memory?.undone.forEach(enqueue);
  }

  /** All that has to be known to go on later; what is still on its way comes to nothing here, and is asked for again then. */
  function leave() {
    isGone = true;
    return { now, past, future, start, apart, undone: [current, ...waiting].filter(Boolean) };
  }

  /** Do something to the state: { act, … }. Changes of the same `of` are taken back together; of those with the same `latest` that wait after each other only the newest counts. */
  function change(ask, { of = "", latest = "" } = {}) {
    enqueue({ ask, of, latest });
  }

  /** Go back to what stood before, forward again, or to where all this began. */
  function step(way) {
    enqueue({ way });
  }

  /** Go to a state that was not made here, such as one of another address. */
  function visit(state) {
    enqueue({ state });
  }

  /** Give rows and columns controls of their own, or one for both. */
  function setApart(wanted) {
    enqueue({ apart: wanted });
  }

  function enqueue(job) {
    if (job.latest && waiting.at(-1)?.latest === job.latest) waiting.pop();
    waiting.push(job);
    work();
  }

  /** Do what waits, in order; what is there already is shown before this returns. */
  async function work() {
    if (current || isGone) return;
    while (waiting.length && !isGone) {
      current = waiting.shift();
      try {
        await attempt(current);
      } finally {
        current = null;
      }
    }
  }

  function attempt(job) {
    const target = job.way ? targetOf(job.way) : (job.state ?? now.state);
    if (target === undefined) return undefined;
    const wanted = job.apart ?? apart;
    const found = job.ask ? ahead.find(job.ask) : remembered.get(`${wanted} ${target}`);
    if (found && !found.then) return finish(job, found);
    unanswered = job;
    const done = (answer) => {
      unanswered = null;
      finish(job, answer);
    };
    const ask = () => post({ state: target, ask: job.ask ?? null, apart: wanted, lang: language });
    return (found?.catch(ask) ?? ask()).then(done, () => {
      if (isGone) return;
      [unanswered, waiting] = [null, []];
      failed();
    });
  }

  function targetOf(way) {
    if (way === "reset") return start === now.state ? undefined : start;
    return (way === "undo" ? past : future).at(-1);
  }

  function finish(job, answer) {
    if (isGone) return undefined;
    apart = job.apart ?? apart;
    if (answer.refused) {
      now = { ...answer, scene: now.scene, result: now.result };
      return show(now);
    }
    if (answer.state !== now.state) note(job);
    if (job.ask?.control === "preset" || job.state !== undefined) start = answer.state;
    take(answer);
    ahead.keep(job.ask);
  }

  /** Remember the state that is being left, so that the way back leads there. */
  function note({ way, of = "" }) {
    if (way === "undo") future.push(now.state), past.pop();
    else if (way === "redo") past.push(now.state), future.pop();
    else {
      if (!of || of !== changing) past = [...past.slice(1 - LONGEST_PAST), now.state];
      future = [];
    }
    changing = way ? "" : of;
  }

  function take(answer) {
    now = answer;
    const key = `${apart} ${answer.state}`;
    remembered.delete(key);
    remembered.set(key, { ...answer, problem: "" });
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value);
    show(now);
  }

  return {
    ...{ open, leave, change, step, visit, setApart },
    now: () => now,
    isApart: () => apart,
    /** Whether a control has been moved on since: what is shown then comes after it. */
    isMoving: (control) => [unanswered, ...waiting].some((job) => job?.latest === control),
    /** Whether something was done that the server hasn't answered yet. */
    isWaiting: () => unanswered !== null || waiting.length > 0,
    history: () => ({ undo: past.length > 0, redo: future.length > 0, reset: now.state !== start }),
  };
}

/** An answer as the player takes it: its scene with the words of the language, and its options; about is what is told of the lesson. */
export function dress(about, states, { state, scene, apart, axes, result, opens, controls }) {
  const { title, idea, names, arrays, words } = about;
  const moved = controls.map((each) => (states.isMoving(each.id) ? { ...each, moving: true } : each));
  const options = { ...{ title, idea, names, arrays }, ...{ result, apart, axes, opens }, controls: moved, stamp: `${apart} ${state}`, history: states.history(), waits: states.isWaiting() };
  return [{ ...scene, words }, options];
}
