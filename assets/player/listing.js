// Code to read and to copy: the further numbers of its arrays are folded away until they are asked for.
// What is copied, by the button or by hand, always has all of them.

import { copyText } from "./clip.js";

const SAID = 2000; // milliseconds for which the button says that it has copied

/**
 * A place for one listing after another; what is unfolded stays so where an array has the same name.
 * words: { copy, copied } are the button's.
 */
export function createListing(parent, words) {
  const unfolded = new Set();
  const root = document.createElement("div");
  root.className = "listing";
  root.innerHTML = `<pre tabindex="0" role="region"><code></code></pre><button type="button"></button><span class="aloud" role="status"></span>`;
  parent.append(root);
  const [region, button, status] = root.children;
  let parts = [];
  let timer;

  button.addEventListener("click", async () => {
    await copyText(parts.map(([text]) => text).join(""), root);
    name(words.copied);
    status.textContent = words.copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      name(words.copy);
      status.textContent = "";
    }, SAID);
  });

  function name(text) {
    button.textContent = text;
  }

  /** Show code in parts, under a name. */
  function show(next, label) {
    parts = next;
    region.setAttribute("aria-label", label);
    region.firstChild.replaceChildren(...parts.flatMap(([text, array, size, label]) => (array ? foldable(text, array, size, label) : text)));
  }

  /** A button with an array's size, and the numbers that it shows and hides. */
  function foldable(text, array, size, label) {
    const fold = document.createElement("button");
    fold.type = "button";
    fold.className = "fold";
    fold.textContent = size;
    fold.setAttribute("aria-label", label);
    const rest = document.createElement("span");
    rest.className = "rest";
    rest.textContent = text;
    const set = (isOpen) => {
      fold.setAttribute("aria-expanded", isOpen);
      rest.ariaHidden = isOpen ? null : "true";
      if (isOpen) unfolded.add(array);
      else unfolded.delete(array);
    };
    set(unfolded.has(array));
    fold.addEventListener("click", () => set(!unfolded.has(array)));
    return [fold, rest];
  }

  name(words.copy);
  return { show, destroy: () => clearTimeout(timer) };
}
