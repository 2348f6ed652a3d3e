// The jobs that the server knows of. Each is asked for again while it says so (data-poll), and its
// place in the list is taken by what comes back.
import { start } from "../registry.js";
import { fetchFragment, postForm } from "./fragments.js";

const SLOWEST_MS = 5000;

export class Jobs extends EventTarget {
  constructor(element) {
    super();
    this.element = element;
    this.list = element.querySelector("[data-joblist]");
    for (const item of this.list.querySelectorAll("[data-job]")) this.#follow(item);
    this.list.addEventListener("submit", (event) => this.#act(event));
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  item(token) {
    return this.list.querySelector(`[data-job="${CSS.escape(token)}"]`);
  }

  /** The row of a file that has arrived becomes the server's job. */
  async adopt(row, token) {
    await this.#replace(row, token);
  }

  refresh(token) {
    const item = this.item(token);
    return item ? this.#replace(item, token) : null;
  }

  async #replace(item, token) {
    const fragment = await fetchFragment(this.element.dataset.jobs.replace("TOKEN", token));
    if (fragment === null) return this.#again(item, token, SLOWEST_MS);
    return this.#put(item, fragment.querySelector("[data-job]"));
  }

  #put(item, fresh) {
    if (!fresh) item.remove();
    else if (fresh.outerHTML !== item.outerHTML) this.#swap(item, fresh);
    if (fresh) this.#follow(fresh.isConnected ? fresh : item);
    this.changed();
  }

  #swap(item, fresh) {
    const hadFocus = item.contains(document.activeElement);
    if (item.ariaCurrent) fresh.ariaCurrent = item.ariaCurrent;
    item.replaceWith(fresh);
    start(fresh);
    if (hadFocus) fresh.querySelector("a, button")?.focus();
  }

  #follow(item) {
    if (item.dataset.poll) this.#again(item, item.dataset.job, Number(item.dataset.poll));
  }

  #again(item, token, milliseconds) {
    setTimeout(() => { if (item.isConnected) this.#replace(item, token); }, milliseconds);
  }

  async #act(event) {
    const form = event.target;
    if (!form.matches("[data-actions]")) return;
    event.preventDefault();
    const item = form.closest("[data-job]");
    const fragment = await postForm(form, event.submitter);
    if (fragment) this.#put(item, fragment.querySelector("[data-job]"));
  }
}
