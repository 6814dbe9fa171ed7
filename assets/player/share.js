// The link to exactly this state: to copy, as a picture for a class to scan, and as a frame for a course's page.

import { copyText } from "./clip.js";
import { createDialog } from "./dialog.js";
import { make } from "./transport.js";

const FRAME_HEIGHT = 560;

/** The address with its step, and with what Streamlit needs to show the stage alone. */
export function addressAt(href, position, embedded) {
  const url = new URL(href);
  url.searchParams.set("step", position + 1);
  if (embedded) url.searchParams.set("embed", "true");
  else url.searchParams.delete("embed");
  return url.href;
}

/** The dialog; say(text) reads out, code(url) promises the picture. */
export function createShare(parent, { say, code }) {
  const dialog = createDialog(parent, "share");
  let wanted = "";
  let picture;

  function open(position, words) {
    wanted = addressAt(location.href, position, false);
    const frame = `<iframe src="${addressAt(location.href, position, true)}" width="100%" height="${FRAME_HEIGHT}" style="border:0" allow="fullscreen; clipboard-write" title="${words.stage}"></iframe>`;
    picture = make("div", { class: "code" });
    const [link, embed] = [row(words["link-label"], wanted, words), row(words["embed-label"], frame, words)];
    dialog.show(words.link, words, link, embed, picture);
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

  /** Show the picture that the server made: dark modules on white, whatever the theme, since cameras want that. */
  function show({ url, size, path, problem }, words) {
    if (!dialog.element.open || url !== wanted) return;
    if (problem) return picture.replaceChildren(make("p", {}, problem));
    picture.innerHTML = `<svg viewBox="0 0 ${size} ${size}" role="img" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path fill="none" stroke="#000"/></svg>`;
    picture.querySelector("path").setAttribute("d", path);
    picture.firstChild.setAttribute("aria-label", words.qr);
  }

  return { open };
}
