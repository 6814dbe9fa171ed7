// What is on the stage as a file: a panel to choose it, which asks the server how it looks, and to make it.

import { createDialog } from "./dialog.js";
import { createForm, sizeIn } from "./form.js";
import { fillIn } from "./spoken.js";
import { askForFile } from "./stream.js";

const LOOK_AFTER = 250; // milliseconds for which the choices stay as they are before they are looked at

/**
 * The panel of a player.
 *   serverAt(path) gives the address of a route, state() the text of the state on the stage,
 *   controls() what is beside it;
 *   about: { slug, lang, words } as the page has them.
 */
export function createExport({ about, serverAt, state, controls }) {
  const { words: player } = about;
  let [dialog, offered, form, given] = []; // given: what the player says of itself
  let [looking, making, timer] = [];

  /** Open it over a player: { parent, seen, say, fail, busy }. */
  async function open(from) {
    given = from;
    if (!dialog) {
      dialog = createDialog(given.parent, "export");
      dialog.element.addEventListener("close", stopLooking);
    }
    try {
      offered ??= await (await fetch(serverAt("form"), { method: "POST", body: JSON.stringify({ lang: about.lang }) })).json();
    } catch {
      return given.fail(player.offline);
    }
    form ??= createForm(offered, about.lang, { changed: lookSoon, make: save, stop: () => making?.abort() });
    form.follow(given.seen, controls());
    dialog.show(offered.words.title, player, form.element);
    form.format.focus();
    if (making) return undefined;
    form.rest("");
    return look();
  }

  const asked = () => ({ state: state(), lang: about.lang, ...form.read(), at: [given.seen.step, given.seen.term] });

  function stopLooking() {
    clearTimeout(timer);
    looking?.abort();
  }

  function lookSoon() {
    stopLooking();
    timer = setTimeout(look, LOOK_AFTER);
  }

  /** Have the server draw the present step as the file would show it, and say how large that would be. */
  async function look() {
    stopLooking();
    looking = new AbortController();
    const { signal } = looking;
    form.look();
    try {
      const { messages } = await askForFile(serverAt(`sight/${about.slug}`), asked(), { signal, offline: player.offline });
      for await (const message of messages) if (!signal.aborted) form.show(heeded(message));
    } catch (error) {
      if (!signal.aborted) form.wrong(sentenceOf(error));
    }
  }

  /** Make the file and save it; who closes the panel meanwhile sees at the tool how far it is. */
  async function save() {
    if (making) return;
    making = new AbortController();
    const { signal } = making;
    const pieces = [];
    let whole = null; // how many bytes there will be
    form.begin();
    given.busy(0);
    try {
      const { name, type, messages } = await askForFile(serverAt(`export/${about.slug}`), asked(), { signal, offline: player.offline });
      for await (const message of messages) {
        if (message instanceof Uint8Array) pieces.push(message);
        else whole = tell(heeded(message)).whole ?? whole;
      }
      const blob = new Blob(pieces, { type });
      if (blob.size !== whole) throw new Error(player.offline); // the server has gone meanwhile
      saveAs(blob, name);
      end(fillIn(offered.words.saved, { name, size: sizeIn(blob.size, offered.words, about.lang) }));
    } catch (error) {
      end(signal.aborted ? offered.words.stopped : "", signal.aborted ? "" : sentenceOf(error));
    }
  }

  function tell(message) {
    form.tell(message);
    if (message.total) given.busy(message.done / message.total);
    return message;
  }

  /** It is done, or there is something wrong. */
  function end(said, wrong = "") {
    making = null;
    given.busy(null);
    form.rest(said);
    if (wrong) form.wrong(wrong);
    if (dialog.element.open) return;
    if (wrong) given.fail(wrong);
    else given.say(said);
  }

  const sentenceOf = (error) => (error instanceof TypeError ? player.offline : error.message);

  return { open, stop: () => (stopLooking(), making?.abort()) };
}

/** What the server says, unless it says that something is wrong. */
function heeded(message) {
  if (message.problem) throw new Error(message.problem);
  return message;
}

function saveAs(blob, name) {
  const link = document.createElement("a");
  Object.assign(link, { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
