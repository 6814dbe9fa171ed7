// The beginning of a page that holds all of it in itself: the player is unpacked and run.

import { unpack } from "./unpack.js";

try {
  const player = document.createElement("script");
  player.type = "module";
  player.textContent = await unpack("script").text();
  document.head.append(player);
} catch {
  // A browser too old to unpack: as where no script runs.
  document.querySelector("main").innerHTML = document.querySelector("noscript").textContent;
}
