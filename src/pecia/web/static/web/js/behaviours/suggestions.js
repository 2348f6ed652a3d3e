// <input type="search" data-behaviour="suggestions" data-url data-count>: offers what goes on like the
// words typed so far, as a combobox (ARIA 1.2). The options come from the server as markup; without an
// answer the field is what it is without script.
const PAUSE_MS = 120;

export default function suggestions(field) {
  const list = new List(field);
  let timer;
  let asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    if (!field.value.trim()) return list.close();
    try {
      const url = `${field.dataset.url}?q=${encodeURIComponent(field.value)}`;
      const answer = await fetch(url, { signal: asked.signal });
      if (answer.ok) list.show(await answer.text());
    } catch { /* overtaken by another letter, or the line is down */ }
  };
  const stop = () => { clearTimeout(timer); asked?.abort(); list.close(); };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  field.addEventListener("keydown", (event) => list.key(event));
  field.addEventListener("blur", stop);
  field.form.addEventListener("submit", stop);
}

class List {
  constructor(field) {
    this.field = field;
    this.options = [];
    this.at = -1;
    this.box = document.createElement("div");
    this.box.className = "suggest";
    this.box.id = `${field.id}-offers`;
    this.box.role = "listbox";
    this.box.ariaLabel = field.dataset.label;
    this.box.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "vh";
    this.status.role = "status";
    field.form.append(this.box, this.status);
    Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.box.id })
      .forEach(([name, value]) => field.setAttribute(name, value));
    this.box.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    this.box.addEventListener("click", (event) => this.#go(event.target.closest("[role=option]")));
  }

  show(markup) {
    this.box.innerHTML = markup;
    this.options = [...this.box.querySelectorAll("[role=option]")];
    this.options.forEach((option, at) => { option.id = `${this.box.id}-${at}`; });
    this.#open(this.options.length > 0 && document.activeElement === this.field);
    this.#mark(-1);
    this.status.textContent = this.box.hidden ? ""
      : this.field.dataset.count.replace("{n}", this.options.length);
  }

  close() {
    this.#open(false);
    this.#mark(-1);
  }

  key(event) {
    if (this.box.hidden || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#step(steps[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.at >= 0) this.#go(this.options[this.at]);
    else return;
    event.preventDefault();
  }

  /** Over the ends is the field itself, as it was typed. */
  #step(by) {
    const all = this.options.length + 1;
    this.#mark(((this.at + 1 + by + all) % all) - 1);
  }

  #mark(at) {
    this.options[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    const now = this.options[at];
    now?.setAttribute("aria-selected", "true");
    now?.scrollIntoView({ block: "nearest" });
    if (now) this.field.setAttribute("aria-activedescendant", now.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  #open(on) {
    this.box.hidden = !on;
    this.field.setAttribute("aria-expanded", String(on));
  }

  #go(option) {
    if (option) window.location.assign(option.dataset.url);
  }
}
