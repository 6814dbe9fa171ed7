// What a page that holds all of it in itself has packed into its own text.

/** A part of the page, unpacked. */
export function unpack(name) {
  const packed = Uint8Array.from(atob(document.getElementById(name).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}
