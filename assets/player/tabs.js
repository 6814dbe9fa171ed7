// The layer as code, a tab for each framework. The one that its reader has chosen stays, on other pages too.

import { createListing } from "./listing.js";
import { make } from "./transport.js";

let framework = ""; // the title of the chosen one

/** Tabs over a listing, in an element; words are the listing's. show(listings) has [{ title, label, parts }]. */
export function createTabs(parent, words) {
  const list = make("div", { class: "tabs", role: "tablist", "aria-label": words.frameworks });
  const panel = make("div", { role: "tabpanel", id: "listing" });
  parent.append(list, panel);
  const listing = createListing(panel, words);
  let shown = [];

  list.addEventListener("click", ({ target }) => target.role === "tab" && choose(shown.findIndex(({ title }) => title === target.textContent)));
  list.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at() + 1, ArrowLeft: at() - 1 + shown.length, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    choose(to % shown.length);
    list.children[at()].focus();
  });

  /** Which one is open; the first where the chosen one isn't among them. */
  function at() {
    return Math.max(shown.findIndex(({ title }) => title === framework), 0);
  }

  function choose(next) {
    framework = shown[next].title;
    draw();
  }

  function draw() {
    const open = at();
    [...list.children].forEach((tab, each) => {
      tab.ariaSelected = String(each === open);
      tab.tabIndex = each === open ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", list.children[open].id);
    listing.show(shown[open].parts, shown[open].label);
  }

  function show(listings) {
    const titles = listings.map(({ title }) => title);
    if (titles.join() !== shown.map(({ title }) => title).join()) {
      list.replaceChildren(...titles.map((title, each) => make("button", { type: "button", role: "tab", id: `tab-${each}`, "aria-controls": panel.id }, title)));
    }
    shown = listings;
    if (shown.length) draw();
  }

  return { show, destroy: listing.destroy };
}
