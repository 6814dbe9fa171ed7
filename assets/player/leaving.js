// Leaves a page of the app only when nothing of it is on its way any more. If a part of the old page
// asks for a run after the new page was asked for, Streamlit carries that out when the new page is
// there: the browser then believes that it is back on the old page, and the stage is gone.

const PAGE_LINK = "[data-testid='stPageLink-NavLink']";
const SCRIPT_STATE = "data-test-script-state";
const AT_LEAST = 20; // milliseconds in which Streamlit sends what it has gathered
const BEGINS = 500; // milliseconds in which a run begins that was asked for, on a busy machine too
const AT_MOST = 2000; // milliseconds that a click on a link waits
const ARRIVES = 5000; // milliseconds in which the new page comes; if not, the old one is of use again

/**
 * One for the whole document; isLeaving() says that nothing of a player counts any more, arrived() that its
 * page has gone.
 */
export function createLeaving() {
  const app = document.querySelector("[data-testid='stApp']");
  let path = location.pathname; // of the page that is there, or was asked for
  let isGone = false; // it was asked for, and isn't there yet
  let way = null; // asks for another page; held back until nothing runs
  let isOnWay = false;
  let turnedTo = null; // the place in the history that the browser is on its way to
  let asked = -Infinity;
  let began = 0;
  let timer;

  const isRunning = () => app.getAttribute(SCRIPT_STATE) !== "notRunning";
  const isLeaving = () => way !== null || isGone;
  const isHere = (other) => other === path && location.pathname === path;

  /** Streamlit's own controls send: what was done to one may be on its way. */
  function touch({ target }) {
    if (target.shadowRoot || target.closest?.(`[data-testid='stSidebar'], ${PAGE_LINK}`)) return;
    asked = performance.now();
  }

  /** A link is clicked. Streamlit makes no difference between one with Ctrl and one without. */
  function press(event) {
    const link = event.target.closest?.(PAGE_LINK);
    if (!link || isOnWay || (!isLeaving() && isHere(pathOf(link)))) return;
    const href = link.getAttribute("href");
    hold(event, () => follow(href));
  }

  /** The way back, or forth. */
  function turn(event) {
    const { key, url } = event.destination;
    const other = new URL(url).pathname;
    if (event.navigationType !== "traverse" || key === turnedTo || !event.cancelable) return;
    if (isLeaving() || !isHere(other)) hold(event, () => retrace(key, other)); // else: a heading of the page
  }

  /** Keep an event from Streamlit, and do what it asks for later; of several the last counts. */
  function hold(event, go) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isLeaving()) {
      began = performance.now();
      freeze();
    }
    way = go;
    clearTimeout(timer);
    timer = setTimeout(proceed); // what is asked for in the same breath still counts, however busy the page is
  }

  /** Go as soon as nothing runs and nothing is about to run. */
  function proceed() {
    if (isGone) return;
    clearTimeout(timer);
    const last = began + AT_MOST;
    const until = isRunning() ? last : Math.min(Math.max(began + AT_LEAST, asked + BEGINS), last);
    const wait = until - performance.now();
    if (wait > 0) timer = setTimeout(proceed, wait);
    else {
      const go = way;
      way = null;
      isOnWay = true;
      go();
      isOnWay = false;
    }
  }

  /** Click a link, which may have been drawn anew since. */
  function follow(href) {
    const link = [...document.querySelectorAll(PAGE_LINK)].find((each) => each.getAttribute("href") === href);
    if (!link || isHere(pathOf(link))) return stay();
    leaveFor(pathOf(link));
    // Not link.click(): Chromium sometimes does nothing at a second one soon after the first.
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
  }

  /** Go the way back that was held. A busy browser may refuse it so soon after it was held: then once more. */
  function retrace(key, other, isAgain = false) {
    if (isHere(other)) return stay(); // back and forth at once
    leaveFor(other);
    turnedTo = key;
    navigation.traverseTo(key).committed.catch(() => {
      if (isAgain || path !== other) arrived();
      else setTimeout(() => (path === other ? retrace(key, other, true) : arrived()), AT_LEAST);
    });
  }

  /** The address is another page's, and Streamlit has asked for that: browsers let some ways back pass. */
  function turned() {
    turnedTo = null;
    if (location.pathname === path) return;
    way = null;
    leaveFor(location.pathname);
  }

  /** Until the other page is there, this one is silent. */
  function leaveFor(other) {
    path = other;
    isGone = true;
    freeze();
    clearTimeout(timer);
    timer = setTimeout(arrived, ARRIVES);
  }

  function arrived() {
    if (!isGone) return;
    clearTimeout(timer);
    isGone = false;
    began = performance.now();
    if (way === null) stay();
    else proceed();
  }

  function stay() {
    pageElement().inert = false;
  }

  /** A run has ended: what was asked for is there, unless that was a late one of the page that is being left. */
  function rest() {
    if (isGone && location.pathname !== path) return;
    arrived();
    if (!isLeaving()) path = location.pathname;
  }

  for (const type of ["keydown", "pointerup", "change"]) document.addEventListener(type, touch, true);
  document.addEventListener("click", press, true);
  window.navigation?.addEventListener("navigate", turn);
  window.addEventListener("popstate", turned);
  new MutationObserver(() => {
    if (!isRunning()) rest();
    if (way !== null) proceed();
  }).observe(app, { attributeFilter: [SCRIPT_STATE] });

  return { isLeaving, arrived };
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
