// The files of this page: checked, then hashed, then sent, a few at a time.
import { hashOf } from "./hash.js";
import { isLitter, refusalOf } from "./limits.js";
import { Row } from "./row.js";
import { Sending } from "./sending.js";
import { recall, settle } from "./unfinished.js";
import { wordsOf } from "./words.js";

const AT_A_TIME = 2;

export class Batch {
  constructor(element, jobs) {
    this.element = element;
    this.jobs = jobs;
    this.words = wordsOf(element);
    this.waiting = [];
    this.running = 0;
    this.taken = new Set();
    addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
  }

  add(found) {
    for (const { file, path } of found) {
      if (path && isLitter(file)) continue;
      this.#take(file, path);
    }
    this.#next();
  }

  #take(file, path) {
    const row = new Row(this.element, file.name, file.size);
    const entry = { file, path, row, dropped: false };
    row.on("drop-file", () => this.#drop(entry));
    const refusal = refusalOf(file, this.element.dataset);
    if (refusal) return row.refuse(this.words.say(refusal));
    row.show(this.words.say("waiting"));
    this.waiting.push(entry);
  }

  #drop(entry) {
    entry.dropped = true;
    this.waiting = this.waiting.filter((other) => other !== entry);
    this.taken.delete(entry.digest);
    entry.sending?.terminate();
    if (entry.digest) settle(entry.digest);
    entry.row.remove();
    this.jobs.changed();
  }

  #next() {
    this.jobs.changed();
    while (this.running < AT_A_TIME && this.waiting.length) {
      this.running += 1;
      this.#carry(this.waiting.shift()).finally(() => { this.running -= 1; this.#next(); });
    }
  }

  async #carry(entry) {
    try {
      entry.digest = await this.#hash(entry);
    } catch {
      return entry.row.refuse(this.words.say("unreadable"));
    }
    if (entry.dropped) return null;
    if (this.taken.has(entry.digest)) return entry.row.refuse(this.words.say("twice"));
    this.taken.add(entry.digest);
    recall(entry.digest)?.remove();
    entry.sending = new Sending(entry, this.element, this.words);
    const token = await entry.sending.finished;
    if (token) this.jobs.adopt(entry.row.item, token);
    return token;
  }

  #hash({ file, row }) {
    const show = (done) => {
      const part = done / file.size;
      row.show(this.words.say("hashing", { percent: Math.floor(100 * part) }), part);
    };
    return hashOf(file, this.element.dataset.hashWorker, show);
  }
}
