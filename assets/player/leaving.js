// Leaves a page of the app only when nothing of it is on its way any more. If a part of the old page
// asks for a run after the new page was asked for, Streamlit carries that out when the new page is
// there: the browser then believes that it is back on the old page, and the stage is gone.

const PAGE_LINK = "[data-testid='stPageLink-NavLink']";
const SCRIPT_STATE = "data-test-script-state";
const AT_LEAST = 20; // milliseconds in which Streamlit sends what it has gathered
const BEGINS = 300; // milliseconds in which a run begins that was asked for
const AT_MOST = 2000; // milliseconds that a click on a link waits
const ARRIVES = 5000; // milliseconds in which the new page comes; if not, the old one is of use again

/** One for the whole document; ask(send) sends for a player, arrived() says that its page has gone. */
export function createLeaving() {
  const app = document.querySelector("[data-testid='stApp']");
  let href = null; // where to, while the click is held back
  let isGone = false; // the page was asked for, and isn't there yet
  let asked = -Infinity;
  let began = 0;
  let path = location.pathname; // of the page that came last
  let timer;

  const isRunning = () => app.getAttribute(SCRIPT_STATE) !== "notRunning";

  /** Send something, unless the page is being left: nobody would see what comes of it. */
  function ask(send) {
    if (href !== null || isGone) return;
    asked = performance.now();
    send();
  }

  /** Streamlit's own controls send too: what was done to one may be on its way. A player says so itself. */
  function touch({ target }) {
    if (target.shadowRoot || target.closest?.(`[data-testid='stSidebar'], ${PAGE_LINK}`)) return;
    asked = performance.now();
  }

  /** A link is clicked. Streamlit makes no difference between one with Ctrl and one without. */
  function press(event) {
    const link = event.target.closest?.(PAGE_LINK);
    if (!link || isGone) return;
    if (pathOf(link) === location.pathname) return stay();
    event.preventDefault();
    event.stopImmediatePropagation();
    if (href === null) hold();
    href = link.getAttribute("href");
    proceed();
  }

  function hold() {
    began = performance.now();
    freeze();
  }

  /** Go as soon as nothing runs and nothing is about to run. */
  function proceed() {
    clearTimeout(timer);
    const last = began + AT_MOST;
    const until = isRunning() ? last : Math.min(Math.max(began + AT_LEAST, asked + BEGINS), last);
    const wait = until - performance.now();
    if (wait > 0) timer = setTimeout(proceed, wait);
    else go();
  }

  function go() {
    const link = [...document.querySelectorAll(PAGE_LINK)].find((each) => each.getAttribute("href") === href);
    if (!link) return stay();
    leave();
    link.click();
  }

  /** From now on until the other page is there, this one is silent. */
  function leave() {
    href = null;
    isGone = true;
    freeze();
    clearTimeout(timer);
    timer = setTimeout(stay, ARRIVES);
  }

  function stay() {
    clearTimeout(timer);
    href = null;
    isGone = false;
    pageElement().inert = false;
  }

  function arrived() {
    if (isGone) stay();
  }

  /** A run has ended: what was asked for is there. */
  function rest() {
    path = location.pathname;
    arrived();
  }

  for (const type of ["keydown", "pointerup", "change"]) document.addEventListener(type, touch, true);
  document.addEventListener("click", press, true);
  // The way back can't be held up; other addresses of the same page are its headings.
  window.addEventListener("popstate", () => location.pathname !== path && leave());
  new MutationObserver(() => {
    if (isRunning()) asked = -Infinity;
    else rest();
    if (href !== null) proceed();
  }).observe(app, { attributeFilter: [SCRIPT_STATE] });

  return { ask, arrived };
}

/** The address of a link's page; the first page's link is empty. */
function pathOf(link) {
  return new URL(link.getAttribute("href") || ".", location.href).pathname;
}

/** Let nobody touch what belongs to the page, and nothing follow from what was touched. */
function freeze() {
  const page = pageElement();
  // Out of what is inert, keys go on until the next frame.
  if (page.contains(document.activeElement)) document.activeElement.blur();
  page.inert = true;
  document.dispatchEvent(new CustomEvent("convolution-leaving"));
}

function pageElement() {
  return document.querySelector("[data-testid='stMain']");
}
