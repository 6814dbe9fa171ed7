// Whether Streamlit has its connection. A player goes on without one, and says by itself what waits for it; so
// Streamlit's window over the whole page, which says that there is none, is closed again before it is seen.

const STATE = "data-test-connection-state";
const CONNECTED = "CONNECTED";
const DIALOG = "[data-testid='stDialog']";
const SAYS = "Connection error"; // the window's heading: another window was opened by the reader

/** One for the whole document; it tells the document "convolution-connected" when the connection is back. */
export function createContact() {
  const app = document.querySelector("[data-testid='stApp']");
  const windows = new MutationObserver(close);

  function watch() {
    if (app.getAttribute(STATE) !== CONNECTED) return windows.observe(document.body, { childList: true, subtree: true });
    windows.disconnect();
    document.dispatchEvent(new CustomEvent("convolution-connected"));
  }

  function close() {
    const dialog = document.querySelector(DIALOG);
    if (dialog?.textContent.startsWith(SAYS)) dialog.querySelector("button[aria-label='Close']")?.click();
  }

  new MutationObserver(watch).observe(app, { attributeFilter: [STATE] });
}
