// All that travels with every run of a page: it fetches the player and its style, which the browser keeps.

const here = (path) => new URL(path, new URL(".", document.baseURI)); // pages stand side by side
let player = null;
const coming = Promise.all([import(here("PLAYER.js")), fetch(here("PLAYER.css")).then((answer) => answer.text())]).then(async ([module, rules]) => {
  const sheet = await new CSSStyleSheet().replace(rules);
  player = (place) => {
    const root = place.parentElement.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    return module.default({ ...place, serverAt: here });
  };
});

export default function (place) {
  if (player) return player(place);
  let leave = null;
  let gone = false;
  coming.then(() => gone || (leave = player(place)));
  return () => {
    gone = true;
    leave?.();
  };
}
