// The pane beside the list: a job's form and its page 1. Each choice is an address (?job=…), so back and
// forward work; without script the same links lead to a page of their own.
import { start } from "../registry.js";
import { fetchFragment, postForm } from "./fragments.js";

export function startDescribe(element, jobs) {
  const pane = new Pane(element, jobs);
  element.addEventListener("click", (event) => pane.click(event));
  pane.place.addEventListener("submit", (event) => pane.submit(event));
  pane.place.addEventListener("input", (event) => pane.mirror(event.target));
  jobs.addEventListener("change", () => pane.openFirst());
  addEventListener("popstate", (event) => { if (event.state?.job) pane.load(event.state.job); });
  pane.settle();
}

class Pane {
  constructor(element, jobs) {
    this.element = element;
    this.jobs = jobs;
    this.place = element.querySelector("[data-pane]");
  }

  get token() {
    return this.place.querySelector("[data-described]")?.dataset.described ?? null;
  }

  click(event) {
    const link = event.target.closest("[data-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(tokenOf(link));
  }

  /** Opens the first job that is ready, when nothing has been chosen yet. */
  openFirst() {
    const ready = this.jobs.list.querySelector("[data-ready] [data-open]");
    if (!this.token && ready && !this.isLoading) this.open(tokenOf(ready), false);
  }

  async open(token, moveFocus = true) {
    history.pushState({ job: token }, "", `?job=${encodeURIComponent(token)}`);
    await this.load(token);
    if (moveFocus) this.place.focus({ preventScroll: false });
  }

  async load(token) {
    this.isLoading = true;
    const fragment = await fetchFragment(this.#url(token));
    this.isLoading = false;
    if (fragment) this.#put(fragment);
  }

  async submit(event) {
    const form = event.target;
    if (!form.matches("[data-describe-form]") || form.dataset.plainly) return;
    event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    const fragment = await postForm(form, event.submitter);
    event.submitter?.removeAttribute("aria-busy");
    if (!fragment) return this.#plainly(form, event.submitter);
    const before = this.token;
    this.#put(fragment);
    this.#after(before, event.submitter?.value);
  }

  /** What was written in the form shows at once in the preview of the entry. */
  mirror(field) {
    const place = this.place.querySelector(`[data-mirror="${CSS.escape(field.name ?? "")}"]`);
    if (place) place.textContent = field.value;
  }

  settle() {
    start(this.place);
    for (const item of this.jobs.list.querySelectorAll("[aria-current]")) item.ariaCurrent = null;
    if (this.token) this.jobs.item(this.token)?.setAttribute("aria-current", "true");
    this.#watchPreview();
  }

  #put(fragment) {
    this.place.replaceChildren(fragment);
    this.settle();
  }

  #after(token, act) {
    const outcome = this.place.querySelector("[data-outcome]");
    this.jobs.refresh(token);
    if (act === "save" && outcome?.dataset.next) this.open(outcome.dataset.next);
    else (this.place.querySelector("[data-error-summary]") ?? this.place).focus();
  }

  /** Without an answer the form goes as it would without script, so that nothing written is lost. */
  #plainly(form, submitter) {
    form.dataset.plainly = "true";
    form.requestSubmit(submitter);
  }

  /** Only the preview is asked for again; what is being written in the form stays. */
  #watchPreview() {
    const preview = this.place.querySelector("[data-preview][data-poll]");
    if (!preview) return;
    const token = this.token;
    setTimeout(async () => {
      const fragment = await fetchFragment(this.#url(token));
      const fresh = fragment?.querySelector("[data-preview]");
      if (!fresh || !preview.isConnected) return;
      preview.replaceWith(fresh);
      const title = this.place.querySelector("[name=title]");
      if (title) this.mirror(title);
      this.#watchPreview();
    }, Number(preview.dataset.poll));
  }

  #url(token) {
    return this.element.dataset.describe.replace("TOKEN", token);
  }
}

/** The token is the part of the address before its last word. */
function tokenOf(link) {
  return new URL(link.href).pathname.split("/").filter(Boolean).at(-2);
}
