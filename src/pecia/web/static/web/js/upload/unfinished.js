// Uploads that another visit left unfinished, remembered in this browser by the file's digest. A file
// cannot be read again by itself, so the reader is asked to choose it; its digest finds the place.
import { read, write } from "../storage.js";
import { Row } from "./row.js";

const KEY = "pecia-unfinished";
const KEPT_MS = 7 * 24 * 3600 * 1000;
const rows = new Map();

export function remember(digest, file, path) {
  const all = read(KEY, {});
  all[digest] = { name: path || file.name, size: file.size, at: Date.now() };
  write(KEY, all);
}

export function settle(digest) {
  const all = read(KEY, {});
  delete all[digest];
  write(KEY, all);
}

/** The row that stands for this digest, if the file was chosen again. */
export function recall(digest) {
  const row = rows.get(digest);
  rows.delete(digest);
  return row;
}

export function offerUnfinished(batch) {
  for (const [digest, { name, size, at }] of Object.entries(read(KEY, {}))) {
    if (Date.now() - at > KEPT_MS) settle(digest);
    else offer(batch, digest, name, size);
  }
  batch.jobs.changed();
}

function offer(batch, digest, name, size) {
  const row = new Row(batch.element, name, size);
  row.show(batch.words.say("unfinished"));
  row.on("drop-file", () => { settle(digest); rows.delete(digest); row.remove(); batch.jobs.changed(); });
  rows.set(digest, row);
}
