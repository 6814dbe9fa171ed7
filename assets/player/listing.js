// Code to read and to copy, as a component (Components v2): the further numbers of its arrays are folded
// away until they are asked for. What is copied, by the button or by hand, always has all of them.

import { copyText } from "./clip.js";

const SAID = 2000; // milliseconds for which the button says that it has copied
const listings = new WeakMap();

/** Called with every change of the data; the clean-up only when the place goes. */
export function listing({ data, parentElement }) {
  if (!listings.has(parentElement)) listings.set(parentElement, createListing(parentElement));
  const place = listings.get(parentElement);
  place.show(data);
  return () => {
    place.destroy();
    listings.delete(parentElement);
  };
}

/** A place for one listing after another; what is unfolded stays so where an array has the same name. */
function createListing(parent) {
  const unfolded = new Set();
  const root = document.createElement("div");
  root.className = "listing";
  root.innerHTML = `<pre tabindex="0" role="region"><code></code></pre><button type="button"></button><span class="aloud" role="status"></span>`;
  parent.append(root);
  const [region, button, status] = root.children;
  let data = null;
  let timer;

  button.addEventListener("click", async () => {
    await copyText(data.parts.map(([text]) => text).join(""), root);
    name(data.words.copied);
    status.textContent = data.words.copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      name(data.words.copy);
      status.textContent = "";
    }, SAID);
  });

  function name(text) {
    button.textContent = text;
  }

  function show(next) {
    data = next;
    name(data.words.copy);
    region.setAttribute("aria-label", data.words.name);
    region.firstChild.replaceChildren(...data.parts.flatMap(([text, array, size, label]) => (array ? foldable(text, array, size, label) : text)));
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

  function destroy() {
    clearTimeout(timer);
    root.remove();
  }

  return { show, destroy };
}
