// What stands above the stage: the title, the idea in the roles' colours, and a place for what is chosen.

import { make } from "./transport.js";

/** The head in an element; act(name) is called with what a person asks for. */
export function createHead(parent, act) {
  const title = make("h1");
  const ways = make("div", { class: "ways" });
  const joined = make("button", { type: "button", class: "joined", "data-act": "apart", hidden: "" });
  joined.addEventListener("click", () => act("apart"));
  const pills = make("div", { class: "pills" }, ways, joined);
  const idea = make("p", { class: "idea" });
  const head = make("div", { class: "head" }, make("div", { class: "top" }, title, pills), idea);
  parent.append(head);
  let drawn = "";

  /** Show { title, idea }, where the idea is pieces of text with a role and a weight each. */
  function update({ title: said = "", idea: pieces = [] }) {
    const wanted = JSON.stringify([said, pieces]);
    if (wanted === drawn) return;
    drawn = wanted;
    title.textContent = said;
    title.hidden = !said;
    idea.hidden = !pieces.length;
    idea.replaceChildren(...pieces.map(([text, role, style]) => make(style || "span", role ? { class: role } : {}, text)));
  }

  /** Whether rows and columns have one control, where anything has both. */
  function join({ apart, axes }, words) {
    joined.hidden = !axes;
    joined.textContent = words.joined;
    joined.title = words["joined-help"];
    joined.setAttribute("aria-pressed", !apart);
  }

  return { update, join, ways };
}
