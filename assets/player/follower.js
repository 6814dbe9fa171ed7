// Tells the page, as a component of its own (Components v2), that a player's picture has changed and
// rests, so that what is slow to draw and follows from it can follow.

const RESTING = 500; // milliseconds; while the rest is drawn, a key on a slider has to wait
const followers = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (followers.has(parentElement)) return;
  const away = new AbortController();
  followers.set(parentElement, away);
  let timer;
  const follow = ({ detail }) => {
    if (detail.place !== data.follows) return;
    clearTimeout(timer);
    timer = setTimeout(() => setTriggerValue("shown", detail.stamp), RESTING);
  };
  document.addEventListener("convolution-shown", follow, { signal: away.signal });
  // A page that is being left needs nothing that follows.
  document.addEventListener("convolution-leaving", () => clearTimeout(timer), { signal: away.signal });
  return () => {
    clearTimeout(timer);
    away.abort();
    followers.delete(parentElement);
  };
}
