// Questions about what is on the stage: a form each. What is typed stays there from state to state; what was
// said of it holds for the state that it was asked about, and comes back with that.

import { make } from "./transport.js";

/**
 * Questions in an element. words: { help, check, offline }; reply(state, question, typed) asks the server for
 * what it says of an answer, { said: HTML, right }; ticks knows which were answered rightly: isRight(name) and
 * note(name). show(questions, state) has [[name, sentence as HTML], …].
 */
export function createQuiz(parent, words, reply, ticks) {
  const grid = make("div", { class: "questions" });
  parent.append(make("p", {}, words.help), grid);
  const forms = new Map();
  let now = "";

  function show(questions, state) {
    now = state;
    for (const [name, sentence] of questions) {
      if (!forms.has(name)) forms.set(name, createForm(name));
      forms.get(name).show(sentence);
    }
    const wanted = questions.map(([name]) => forms.get(name).form);
    if (wanted.length !== grid.children.length || wanted.some((form, at) => form !== grid.children[at])) grid.replaceChildren(...wanted);
  }

  function createForm(name) {
    const form = make("form", { class: "question" });
    const label = make("label", { for: `answer-${name}` });
    const field = make("input", { id: `answer-${name}`, maxlength: 30, autocomplete: "off" });
    const said = make("div", { class: "said", role: "status" });
    form.append(label, make("div", { class: "answer" }, field, make("button", {}, words.check)), said);
    let sentence = "";
    let verdict = null;

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const asked = { state: now, html: "" };
      verdict = asked;
      try {
        const { said: html, right } = await reply(asked.state, name, field.value);
        asked.html = html;
        if (right) ticks.note(name);
        tick();
      } catch {
        asked.html = make("p", {}, words.offline).outerHTML;
      }
      if (verdict === asked) say();
    });

    function tick() {
      form.toggleAttribute("data-right", ticks.isRight(name));
    }

    tick();

    /** What was said of the answer, if that was about the present state. */
    function say() {
      const html = verdict?.state === now ? verdict.html : "";
      if (said.innerHTML !== html) said.innerHTML = html;
    }

    return {
      form,
      show(next) {
        if (sentence !== next) label.innerHTML = sentence = next;
        if (verdict?.state !== now) said.replaceChildren();
        else if (!said.hasChildNodes()) say();
      },
    };
  }

  return { show };
}
