// One file on its way through tus. A break is not an error: the same file goes on where it stopped,
// after a pause, after the network came back, or when it is chosen again another day.
import { remember, settle } from "./unfinished.js";
import { sizeOf } from "./words.js";

const RETRY_DELAYS_MS = [0, 1000, 3000, 5000, 10_000, 20_000];
const SIGNED_OUT = [401, 403];
const JOB_HEADER = "Pecia-Job";

export class Sending {
  constructor(entry, element, words) {
    this.entry = entry;
    this.options = element.dataset;
    this.words = words;
    this.sent = 0;
    this.finished = new Promise((resolve) => { this.finish = resolve; });
    this.upload = new globalThis.tus.Upload(entry.file, this.#settings());
    entry.row.on("pause", () => this.pause());
    entry.row.on("resume", () => this.#go());
    addEventListener("online", () => { if (this.isLost) this.#go(); });
    this.#begin();
  }

  pause() {
    this.upload.abort();
    this.#stop(this.words.say("paused", { sent: sizeOf(this.sent) }));
  }

  /** The reader does not want it: the server forgets it too. */
  async terminate() {
    try {
      await this.upload.abort(true);
    } catch { /* it was never created, or expires by itself */ }
    this.finish(null);
  }

  async #begin() {
    const previous = await this.upload.findPreviousUploads();
    if (previous.length) this.upload.resumeFromPreviousUpload(previous.at(-1));
    this.#go();
  }

  #go() {
    this.isLost = false;
    this.startedAt = performance.now();
    this.startedFrom = null;
    this.entry.row.buttons({ pause: true });
    this.upload.start();
  }

  #settings() {
    const { file, path, digest } = this.entry;
    const { endpoint, chunkBytes, batch, documentNumber } = this.options;
    const metadata = { filename: file.name, filetype: file.type, sha256: digest, batch };
    if (path) metadata.relativePath = path;
    if (documentNumber) metadata.documentNumber = documentNumber;
    return {
      endpoint,
      metadata,
      chunkSize: Number(chunkBytes),
      retryDelays: RETRY_DELAYS_MS,
      uploadDataDuringCreation: true,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": csrfToken() },
      fingerprint: async () => `pecia-${documentNumber ?? ""}-${digest}`,
      onUploadUrlAvailable: () => remember(digest, file, path),
      onAfterResponse: (request, answer) => { this.job = answer.getHeader(JOB_HEADER) ?? this.job; },
      onProgress: (sent, size) => this.#progress(sent, size),
      onSuccess: () => this.#arrive(),
      onError: (error) => this.#fail(error),
    };
  }

  #progress(sent, size) {
    this.sent = sent;
    this.startedFrom ??= sent;
    const seconds = (performance.now() - this.startedAt) / 1000;
    const rate = (sent - this.startedFrom) / seconds;
    const gaps = { sent: sizeOf(sent), size: sizeOf(size), left: this.words.left((size - sent) / rate) };
    const isKnown = seconds > 1 && rate > 0;
    this.entry.row.show(this.words.say(isKnown ? "sending" : "starting", gaps), sent / size);
  }

  #arrive() {
    settle(this.entry.digest);
    this.entry.row.show(this.words.say("arrived"), 1);
    this.entry.row.buttons({});
    this.finish(this.job ?? this.upload.url.split("/").filter(Boolean).at(-1));
  }

  #fail(error) {
    const answer = error.originalResponse;
    if (!answer || answer.getStatus() >= 500 || answer.getStatus() === 429) {
      this.isLost = true;
      return this.#stop(this.words.say("lost", { sent: sizeOf(this.sent) }));
    }
    if (SIGNED_OUT.includes(answer.getStatus()) && !messageOf(answer)) {
      return this.#stop(this.words.say("signedOut"));
    }
    settle(this.entry.digest);
    this.entry.row.refuse(messageOf(answer) ?? this.words.say("refused"));
    return this.finish(null);
  }

  #stop(note) {
    this.entry.row.show(note, this.sent / this.entry.file.size);
    this.entry.row.buttons({ resume: true });
  }
}

function messageOf(answer) {
  try {
    return JSON.parse(answer.getBody()).message;
  } catch {
    return null;
  }
}

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]').content;
}
