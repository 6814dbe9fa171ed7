// The link to exactly this state: to copy, as a picture for a class to scan, and as a frame for a course's page.

import { copyText } from "./clip.js";
import { createDialog } from "./dialog.js";
import { make } from "./transport.js";

const FRAME_HEIGHT = 560;
const OPTIONS = "embed_options";
const LISTENING = "--server.address=0.0.0.0"; // Streamlit's way of listening to all computers

/** Have an address open in a theme, by Streamlit's own name for that; "" leaves it to its reader's system. */
export function openIn(theme, url) {
  const options = url.searchParams.getAll(OPTIONS).filter((each) => !/^(light|dark)_theme$/.test(each));
  url.searchParams.delete(OPTIONS);
  for (const each of [...options, ...(theme ? [`${theme}_theme`] : [])]) url.searchParams.append(OPTIONS, each);
}

/** The address with its step and its theme, and with what Streamlit needs to show the stage alone. */
export function addressAt(href, position, theme, embedded) {
  const url = new URL(href);
  url.searchParams.set("step", position + 1);
  openIn(theme, url);
  if (embedded) url.searchParams.set("embed", "true");
  else url.searchParams.delete("embed");
  return url.href;
}

/** The dialog; say(text) reads out, code(url) promises the picture. */
export function createShare(parent, { say, code }) {
  const dialog = createDialog(parent, "share");
  let wanted = "";
  let [picture, notice] = [];

  /** Open it for a position of the playhead and a theme. */
  function open(position, theme, words) {
    wanted = addressAt(location.href, position, theme, false);
    const frame = `<iframe src="${addressAt(location.href, position, theme, true)}" width="100%" height="${FRAME_HEIGHT}" style="border:0" allow="fullscreen; clipboard-write" title="${words.stage}"></iframe>`;
    picture = make("div", { class: "code" });
    notice = make("div", { class: "notice", role: "status" });
    const [link, embed] = [row(words["link-label"], wanted, words), row(words["embed-label"], frame, words)];
    dialog.show(words.link, words, link, notice, embed, picture);
    code(wanted).then((drawn) => show(drawn, words), () => show({ url: wanted, problem: words.offline }, words));
    link.lastChild.click(); // the link is what most come for: it is on the clipboard at once
  }

  function row(label, text, words) {
    const field = make("input", { readonly: "", value: text, "aria-label": label });
    field.addEventListener("focus", () => field.select());
    const copy = make("button", { type: "button" }, words["copy-now"]);
    copy.addEventListener("click", async () => {
      await copyText(text, dialog.element);
      copy.textContent = words.copied;
      say(words.copied);
    });
    return make("div", { class: "row" }, make("span", { "aria-hidden": "true" }, label), field, copy);
  }

  /** Say where a link leads that names this computer as only it does itself. */
  function warn({ own, network, served }, words) {
    if (!own) return;
    const why = words[network ? (served ? "link-served" : "link-unserved") : "link-alone"];
    const [before, after] = why.split("{option}");
    const said = make("p", {}, `${words["link-own"].replace("{host}", new URL(wanted).hostname)} ${before}`, ...(after ? [make("code", {}, LISTENING), after] : []));
    notice.replaceChildren(said, ...(network ? [row(words["link-network"], network, words)] : []));
  }

  /** Show the picture that the server made: dark modules on white, whatever the theme, since cameras want that. */
  function show({ url, size, path, problem, ...named }, words) {
    if (!dialog.element.open || url !== wanted) return undefined;
    warn(named, words);
    if (problem) return picture.replaceChildren(make("p", {}, problem));
    picture.innerHTML = `<svg viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="none" stroke="#000"/></svg>`;
    picture.querySelector("path").setAttribute("d", path);
    picture.firstChild.setAttribute("aria-label", words.qr);
    return undefined;
  }

  return { open };
}
