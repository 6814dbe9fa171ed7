// Sets formulas by KaTeX, which is fetched when the first ones are about to be seen.

let katex = null;
let fetching = null;

/** Fetch KaTeX, once for the document; address is its module's. */
async function fetchKatex(address) {
  const module = await import(address);
  for (const [family, name, style, weight] of module.faces) {
    document.fonts.add(new FontFace(family, `url(${new URL(name, address)})`, { style, weight, display: "block" }));
  }
  katex = { render: module.default.render, sheet: await new CSSStyleSheet().replace(module.rules) };
}

/**
 * A typesetter of the formulas in an element, each of class "tex" with TeX as its text; set() takes those that
 * have come. Until KaTeX is there they are hidden, in their room; where it can't be had, they are seen as TeX.
 */
export function createTypesetter(element, address) {
  const main = (element.getRootNode().host ?? element).closest("[data-testid='stMain']");
  const soon = { root: main, rootMargin: "100% 0px" }; // a screen away
  const observer = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && fetchIt(), soon);

  function set() {
    if (katex === null) {
      observer.observe(element);
      return;
    }
    const { adoptedStyleSheets: sheets } = element.getRootNode();
    if (!sheets.includes(katex.sheet)) sheets.push(katex.sheet);
    for (const formula of element.querySelectorAll(".tex:not([data-set])")) {
      katex.render(formula.textContent, formula, { output: "htmlAndMathml", throwOnError: false });
      formula.dataset.set = "";
    }
  }

  async function fetchIt() {
    observer.unobserve(element);
    fetching ??= fetchKatex(address);
    try {
      await fetching;
    } catch {
      fetching = null;
      element.dataset.plain = "";
      return;
    }
    set();
  }

  return { set, destroy: () => observer.disconnect() };
}
