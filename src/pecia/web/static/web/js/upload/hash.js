// Asks the worker for a file's SHA-256.
let worker = null;
let count = 0;
const waiting = new Map();

/** The digest in hex; report is called with the number of bytes read so far. */
export function hashOf(file, workerUrl, report) {
  worker ??= startWorker(workerUrl);
  count += 1;
  return new Promise((resolve, reject) => {
    waiting.set(count, { resolve, reject, report });
    worker.postMessage({ id: count, file });
  });
}

function startWorker(url) {
  const started = new Worker(url, { type: "module" });
  started.onmessage = ({ data }) => answer(data);
  started.onerror = () => {
    for (const { reject } of waiting.values()) reject(new Error("hash worker"));
    waiting.clear();
    worker = null;
  };
  return started;
}

function answer({ id, done, digest, failed }) {
  const { resolve, reject, report } = waiting.get(id) ?? {};
  if (digest) resolve?.(digest);
  else if (failed) reject?.(new Error("unreadable"));
  else report?.(done);
  if (digest || failed) waiting.delete(id);
}
