// A dialog over the page: a title, a button that closes it, and what it is about. No key in it is the player's.

import { make } from "./transport.js";

/** A dialog of a kind, in an element; show(title, words, ...children) opens it. */
export function createDialog(parent, kind) {
  const element = make("dialog", { class: `dialog ${kind}` });
  parent.append(element);
  element.addEventListener("click", ({ target }) => target === element && element.close());
  for (const type of ["keydown", "keyup", "paste", "copy"]) element.addEventListener(type, (event) => event.stopPropagation());

  function show(title, words, ...children) {
    const close = make("button", { type: "button", class: "close", "aria-label": words.close, title: words.close }, "×");
    close.addEventListener("click", () => element.close());
    element.setAttribute("aria-label", title);
    element.replaceChildren(make("h2", {}, title), close, ...children);
    element.showModal();
  }

  return { element, show };
}
