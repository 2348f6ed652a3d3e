// A worker that computes SHA-256 over a file's stream, piece by piece.
import { sha256 } from "../../vendor/noble-hashes/sha2.js";

const REPORT_MS = 150;

onmessage = async ({ data: { id, file } }) => {
  try {
    postMessage({ id, digest: await digestOf(file, (done) => postMessage({ id, done })) });
  } catch {
    postMessage({ id, failed: true });
  }
};

async function digestOf(file, report) {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  let done = 0;
  let reported = performance.now();
  for (;;) {
    const { value, done: isEnd } = await reader.read();
    if (isEnd) return hex(hash.digest());
    hash.update(value);
    done += value.length;
    if (performance.now() - reported < REPORT_MS) continue;
    reported = performance.now();
    report(done);
  }
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
