// An answer that comes as messages, each behind its length: what the server says, and the pieces of a file.

const HEAD_BYTES = 4;
const OBJECT = "j".charCodeAt(0);
const WRONG = 422; // how the server says that its answer is a sentence

/**
 * Ask; gives { name, type, messages } of a file, where each message is an object that the server says, or a piece: bytes.
 * Fails with the server's sentence, or with offline.
 */
export async function askForFile(address, body, { signal, offline }) {
  const answer = await fetch(address, { method: "POST", signal, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(answer.status === WRONG ? await answer.text() : offline);
  const [name, type] = ["x-file-name", "x-file-type"].map((header) => decodeURIComponent(answer.headers.get(header)));
  return { name, type, messages: messagesOf(answer.body) };
}

/** The messages of a stream of bytes, as they come. */
export async function* messagesOf(stream) {
  const reader = stream.getReader();
  let kept = new Uint8Array();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    kept = joinedBytes(kept, value);
    let length;
    while (kept.length >= HEAD_BYTES && kept.length >= (length = HEAD_BYTES + new DataView(kept.buffer, kept.byteOffset).getUint32(0))) {
      yield messageIn(kept.subarray(HEAD_BYTES, length));
      kept = kept.subarray(length);
    }
  }
}

function messageIn(bytes) {
  const rest = bytes.subarray(1);
  return bytes[0] === OBJECT ? JSON.parse(new TextDecoder().decode(rest)) : rest.slice();
}

function joinedBytes(before, after) {
  const both = new Uint8Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  return both;
}
