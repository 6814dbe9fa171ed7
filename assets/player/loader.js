// All that travels with every run of a page: it fetches the player's modules and style, which the browser
// keeps, and hands the place over to one of their components.

const here = (path) => new URL(path, new URL(".", document.baseURI)); // pages stand side by side
let show = null;
const coming = Promise.all([import(here("PLAYER.js")), fetch(here("PLAYER.css")).then((answer) => answer.text())]).then(async ([module, rules]) => {
  const sheet = await new CSSStyleSheet().replace(rules);
  show = (place) => {
    const root = place.parentElement.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    return module["EXPORT"]({ ...place, serverAt: here });
  };
});

export default function (place) {
  if (show) return show(place);
  let leave = null;
  let gone = false;
  coming.then(() => gone || (leave = show(place)));
  return () => {
    gone = true;
    leave?.();
  };
}
