// Asking the server: once, some times, or for as long as it takes until somebody answers.

const NO_TIME = 204; // how the server says so, of what is asked for ahead
const PAUSES = [500, 1500, 4000]; // milliseconds before an ask is sent again that nobody answered
const LONGEST = 15_000; // milliseconds after which an answer isn't waited for any longer: the connection may be dead
const LATE = 3000; // milliseconds without an answer after which it is said that there is none
const UNREACHED = [502, 503, 504]; // what stands before a server says so while that is away

/** Ask once; fails where nobody answers, or with what is wrong: isFinal says that no other answer will come. */
export async function askOnce(address, body, signal = null) {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), LONGEST);
  const stop = () => over.abort();
  signal?.addEventListener("abort", stop);
  try {
    const answer = await fetch(address, { method: "POST", body: JSON.stringify(body), signal: over.signal });
    if (answer.status === NO_TIME) throw new Error("others come first");
    const { status } = answer;
    if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status, isFinal: status < 500 });
    return await answer.json();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Ask; where nobody answers, some more times. */
export async function ask(address, body) {
  for (const wait of PAUSES) {
    try {
      return await askOnce(address, body);
    } catch (error) {
      if (!isUnreached(error)) throw error;
    }
    await pause(wait);
  }
  return askOnce(address, body);
}

/**
 * Asks of an address that are sent again until somebody answers. lost(isLost) is told when nobody does, and
 * when somebody does again; stop() gives up what is on its way, which then never comes.
 */
export function createPatientAsk(address, lost) {
  const away = new AbortController();
  let isLost = false;

  function tell(wanted) {
    if (wanted === isLost || away.signal.aborted) return;
    isLost = wanted;
    lost(isLost);
  }

  async function patiently(body) {
    for (let tries = 0; ; tries++) {
      const late = setTimeout(tell, LATE, true);
      try {
        const answer = await askOnce(address, body, away.signal);
        tell(false);
        return answer;
      } catch (error) {
        if (away.signal.aborted) return new Promise(() => {});
        if (!isUnreached(error)) {
          tell(false);
          throw error;
        }
        if (tries) tell(true);
      } finally {
        clearTimeout(late);
      }
      await pause(PAUSES[Math.min(tries, PAUSES.length - 1)], away.signal);
    }
  }

  return { ask: patiently, stop: () => away.abort() };
}

/** Whether nobody was there, rather than somebody who said that something is wrong: fetch says so by a TypeError. */
function isUnreached(error) {
  return error instanceof TypeError || error.name === "AbortError" || UNREACHED.includes(error.status);
}

/** Wait, but not once the connection is back. */
function pause(milliseconds, signal) {
  return new Promise((done) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      done();
    };
    const timer = setTimeout(end, milliseconds);
    for (const target of [window, document]) for (const type of ["online", "convolution-connected"]) target.addEventListener(type, end, { signal: over.signal });
    signal?.addEventListener("abort", end, { signal: over.signal });
  });
}
