// Which questions were answered rightly: kept in this browser, and ticked in the lists of lessons.

const ANSWERED = "convolution.answered";
const sheet = document.createElement("style");
let answered = answeredBefore(); // by lesson, the names of its questions

/** Note that a question of a lesson was answered rightly. */
export function noteRight(slug, name) {
  if (isRight(slug, name)) return;
  answered = { ...answered, [slug]: [...(answered[slug] ?? []), name] };
  try {
    localStorage.setItem(ANSWERED, JSON.stringify(answered));
  } catch {
    // In another site's frame a browser may keep nothing: it then holds as long as the page does.
  }
  showTicks();
}

/** Whether a question was answered rightly, in whatever state of its lesson. */
export function isRight(slug, name) {
  return Boolean(answered[slug]?.includes(name));
}

/** Say beside each link to a lesson how many of its questions were: in a style sheet, since the links are Streamlit's. */
export function showTicks() {
  const rules = Object.entries(answered).map(([slug, names]) => {
    const links = [`[href="${CSS.escape(slug)}"]`, `[href$="/${CSS.escape(slug)}"]`].map((href) => `a[data-testid="stPageLink-NavLink"]${href}::after`);
    return `${links} { content: "\u2713\u00a0${names.length}"; margin-inline-start: 0.6em; font-size: 0.85em; opacity: 0.75; white-space: nowrap; }`;
  });
  sheet.textContent = rules.join("\n");
  if (!sheet.isConnected) document.head.append(sheet);
}

function answeredBefore() {
  try {
    const kept = JSON.parse(localStorage.getItem(ANSWERED));
    const lists = Object.entries(kept ?? {}).filter(([, names]) => Array.isArray(names));
    return Object.fromEntries(lists.map(([slug, names]) => [slug, names.filter((name) => typeof name === "string")]));
  } catch {
    return {};
  }
}
